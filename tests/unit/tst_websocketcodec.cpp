// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/websocketcodec.h"
#include "tests/support/allocationcounter.h"
#include "tests/support/pieces.h"

#include <QTest>

#include <algorithm>

using namespace relais::server;
using namespace relais::test;

namespace {

constexpr std::uint8_t finalBit = 0x80;
constexpr std::uint8_t continuation = 0x0;
constexpr std::uint8_t text = 0x1;
constexpr std::uint8_t binary = 0x2;
constexpr std::uint8_t closeFrame = 0x8;
constexpr std::uint8_t ping = 0x9;
constexpr std::uint8_t pong = 0xa;
constexpr std::string_view mask = "\x37\xfa\x21\x3d";

std::string bigEndian(std::uint64_t number, int bytes)
{
    std::string encoded;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        encoded += static_cast<char>(number >> shift & 0xff);
    return encoded;
}

/// A client's header with the length written in 0, 2 or 8 more bytes, be that right or not.
std::string header(std::uint8_t first, std::uint64_t length, int lengthBytes)
{
    std::string bytes(1, static_cast<char>(first));
    bytes += static_cast<char>(0x80 | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
    bytes += bigEndian(length, lengthBytes);
    return bytes.append(mask);
}

std::string frame(std::uint8_t first, std::string_view payload)
{
    std::string bytes = header(first, payload.size(), payload.size() < 126 ? 0 : payload.size() <= 0xffff ? 2 : 8);
    for (std::size_t i = 0; i < payload.size(); ++i)
        bytes += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
    return bytes;
}

/// Writes down what it is told; stops the decoder after `stopAfter` events.
class Transcript final : public WebSocketSink {
public:
    explicit Transcript(std::size_t stopAfter = 1000)
        : m_left(stopAfter)
    {
    }

    bool onMessage(WebSocketOpcode opcode, std::string_view payload) override
    {
        return note(opcode == WebSocketOpcode::Text ? "text " : "binary ", payload);
    }
    bool onPing(std::string_view payload) override { return note("ping ", payload); }
    bool onPong(std::string_view payload) override { return note("pong ", payload); }
    bool onClose(const WebSocketClose &close) override
    {
        return note("close " + std::to_string(close.code) + " ", close.reason);
    }

    const std::string &lines() const { return m_lines; }

private:
    bool note(std::string line, std::string_view payload)
    {
        m_lines += line.append(payload) + "\n";
        return --m_left > 0;
    }

    std::size_t m_left;
    std::string m_lines;
};

/// The events, then the violation or what the decoder waits for.
std::string transcript(const Pieces &pieces, const WebSocketLimits &limits)
{
    WebSocketDecoder decoder;
    Transcript sink;
    for (const std::string_view piece : pieces) {
        std::string bytes(piece); // a copy of its own size, so that a sanitizer sees a step past it
        if (const auto violation = decoder.feed(bytes, limits, sink))
            return sink.lines() + "! " + std::to_string(violation->code) + " " + violation->reason;
    }
    return sink.lines() + (decoder.isMidMessage() ? "unfinished" : "");
}

std::string transcriptOfAllCuts(std::string_view bytes, const WebSocketLimits &limits = {})
{
    const std::string whole = transcript({bytes}, limits);
    std::string different;
    forEachCut(bytes, [&](const Pieces &pieces) {
        const std::string other = transcript(pieces, limits);
        if (other != whole && different.empty())
            different = "cut after " + std::to_string(pieces.front().size()) + ": " + other + ", whole: " + whole;
    });
    return different.empty() ? whole : different;
}

void addColumns()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
}

void addRow(const char *name, const std::string &bytes, const std::string &expected)
{
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray::fromStdString(expected);
}

void compareTranscript()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(transcriptOfAllCuts(bytes.toStdString())), expected);
}

} // namespace

class WebSocketCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void framesAreRead_data();
    void framesAreRead() { compareTranscript(); }
    void protocolViolationsAreClosed1002_data();
    void protocolViolationsAreClosed1002() { compareTranscript(); }
    void lengthsAreJudgedBeforeAnythingIsAllocated_data();
    void lengthsAreJudgedBeforeAnythingIsAllocated();
    void invalidTextIsClosed1007_data();
    void invalidTextIsClosed1007();
    void closeFramesAreChecked_data();
    void closeFramesAreChecked() { compareTranscript(); }
    void fragmentsThatNeverFinishAreCapped();
    void limitsAreExact_data();
    void limitsAreExact();
    void invalidTextIsRefusedBeforeItIsWhole();

    void everyLengthIsReadAndUnmasked();
    void nothingBehindACloseFrameIsRead();
    void aSinkStopsTheDecoder();
    void aMessageInOnePieceIsNotCopied();
    void idleDecoderHoldsNoMemory();
    void aClaimedLengthAllocatesNothing();

    void framesAreEncodedInTheShortestForm();
    void closeReasonsAreCutBetweenCharacters();
    void onlyCodesForTheWireAreValid();
};

void WebSocketCodecTest::framesAreRead_data()
{
    addColumns();
    addRow("nothing", "", "");
    addRow("text", frame(finalBit | text, "hello"), "text hello\n");
    addRow("binary", frame(finalBit | binary, "\xff\xfe"), "binary \xff\xfe\n");
    addRow("empty text", frame(finalBit | text, ""), "text \n");
    addRow("two messages", frame(finalBit | text, "a") + frame(finalBit | binary, "b"), "text a\nbinary b\n");
    addRow("ping and pong", frame(finalBit | ping, "p") + frame(finalBit | pong, ""), "ping p\npong \n");
    addRow("longest ping", frame(finalBit | ping, std::string(125, 'p')), "ping " + std::string(125, 'p') + "\n");
    addRow("length in 2 bytes", frame(finalBit | text, std::string(126, 'a')),
           "text " + std::string(126, 'a') + "\n");
    addRow("fragments", frame(text, "he") + frame(continuation, "l") + frame(finalBit | continuation, "lo"),
           "text hello\n");
    addRow("fragments of binary", frame(binary, "\xff") + frame(finalBit | continuation, "\xfe"),
           "binary \xff\xfe\n");
    addRow("empty fragments", frame(text, "") + frame(continuation, "") + frame(finalBit | continuation, ""),
           "text \n");
    addRow("control frames between fragments",
           frame(text, "a") + frame(finalBit | ping, "p") + frame(continuation, "b") + frame(finalBit | pong, "q")
               + frame(finalBit | continuation, "c") + frame(finalBit | text, "d"),
           "ping p\npong q\ntext abc\ntext d\n");
    addRow("close between fragments", frame(text, "a") + frame(finalBit | closeFrame, ""), "close 1005 \n");
    addRow("fragments cut inside a character",
           frame(text, "\xf0\x9f") + frame(finalBit | ping, "") + frame(continuation, "\x98")
               + frame(finalBit | continuation, "\x80"),
           "ping \ntext \xf0\x9f\x98\x80\n");
    addRow("all lengths of UTF-8",
           frame(finalBit | text, "$\xc2\xa3\xe2\x82\xac\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"),
           "text $\xc2\xa3\xe2\x82\xac\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf\n");
    addRow("unfinished header", frame(finalBit | text, "a").substr(0, 5), "unfinished");
    addRow("unfinished payload", frame(finalBit | text, "abc").substr(0, 8), "unfinished");
    addRow("unfinished message", frame(text, "abc"), "unfinished");
}

void WebSocketCodecTest::protocolViolationsAreClosed1002_data()
{
    addColumns();
    for (const std::uint8_t bit : {0x40, 0x20, 0x10}) // attack 8
        addRow(("reserved bit " + std::to_string(bit)).c_str(), frame(finalBit | bit | text, "a"),
               "! 1002 reserved bits are set");
    for (const int opcode : {0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf})
        addRow(("opcode " + std::to_string(opcode)).c_str(), frame(static_cast<std::uint8_t>(finalBit | opcode), ""),
               "! 1002 reserved opcode");
    addRow("unmasked",
           std::string("\x81\x01"
                       "a"),
           "! 1002 frame is not masked");
    addRow("unmasked and empty", std::string("\x81\x00", 2), "! 1002 frame is not masked");
    addRow("long ping", frame(finalBit | ping, std::string(126, 'p')),
           "! 1002 control frame is longer than 125 bytes");
    addRow("endless pong", header(finalBit | pong, 1 << 20, 8), "! 1002 control frame is longer than 125 bytes");
    addRow("fragmented ping", frame(ping, "p"), "! 1002 fragmented control frame");
    addRow("fragmented close", frame(closeFrame, ""), "! 1002 fragmented control frame");
    addRow("continuation of nothing", frame(finalBit | continuation, "a"), "! 1002 continuation of no message");
    addRow("continuation of what is whole", frame(finalBit | text, "a") + frame(continuation, "b"),
           "text a\n! 1002 continuation of no message");
    addRow("message in a message", frame(text, "a") + frame(finalBit | text, "b"),
           "! 1002 new message before the end of the last one");
    addRow("length of 125 in 2 bytes", header(finalBit | text, 125, 2),
           "! 1002 length is not in its shortest form"); // attack 9
    addRow("length of 0 in 8 bytes", header(finalBit | text, 0, 8), "! 1002 length is not in its shortest form");
    addRow("length of 65535 in 8 bytes", header(finalBit | text, 65535, 8),
           "! 1002 length is not in its shortest form");
    addRow("length of 64 bits", header(finalBit | text, 1ULL << 63, 8), "! 1002 length has its highest bit set");
    addRow("events before it are kept", frame(finalBit | text, "a") + frame(finalBit | ping, "b") + "\xff",
           "text a\nping b\n! 1002 reserved bits are set");
}

void WebSocketCodecTest::lengthsAreJudgedBeforeAnythingIsAllocated_data()
{
    addColumns();
    const std::string tooLong = "! 1009 message is longer than 65536 bytes";
    addRow("one more than the limit", header(finalBit | text, 65537, 8), tooLong); // attack 9
    addRow("63 bits", header(finalBit | text, ~0ULL >> 1, 8), tooLong);
    addRow("64 bits", header(finalBit | text, ~0ULL, 8), "! 1002 length has its highest bit set");
    addRow("first fragment", header(binary, 1ULL << 40, 8), tooLong);
}

void WebSocketCodecTest::lengthsAreJudgedBeforeAnythingIsAllocated()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(transcriptOfAllCuts(bytes.toStdString())), expected);

    std::string copy = bytes.toStdString();
    WebSocketDecoder decoder;
    Transcript sink;
    const Allocations before = allocationsOfThisThread();
    const bool isRefused = decoder.feed(copy, {}, sink).has_value();
    QVERIFY(isRefused);
    QVERIFY(allocationsOfThisThread().bytes - before.bytes < 200); // the reason
    QCOMPARE(decoder.heldBytes(), std::size_t(0));
}

void WebSocketCodecTest::invalidTextIsClosed1007_data()
{
    QTest::addColumn<QByteArray>("payload");
    const auto add = [](const char *name, const char *payload) {
        QTest::newRow(name) << QByteArray(payload);
    };
    add("lone continuation byte", "a\x80");
    add("overlong slash", "\xc0\xaf");
    add("overlong in 3 bytes", "\xe0\x9f\xbf");
    add("overlong in 4 bytes", "\xf0\x8f\xbf\xbf");
    add("surrogate", "\xed\xa0\x80");
    add("past U+10FFFF", "\xf4\x90\x80\x80");
    add("five bytes", "\xf8\x88\x80\x80\x80");
    add("0xff", "01234567\xff");
    add("character cut by another", "\xe2\x82$");
    add("cut at the end", "01234567\xe2\x82");
    add("cut at the end of four", "\xf0\x9f\x98");
}

void WebSocketCodecTest::invalidTextIsClosed1007()
{
    QFETCH(QByteArray, payload);
    const std::string invalid = payload.toStdString();
    QVERIFY(transcriptOfAllCuts(frame(finalBit | text, invalid)).starts_with("! 1007"));
    QVERIFY(transcriptOfAllCuts(frame(finalBit | closeFrame, bigEndian(1000, 2) + invalid)).starts_with("! 1007"));
    QCOMPARE(transcriptOfAllCuts(frame(finalBit | binary, invalid)), "binary " + invalid + "\n");
    for (std::size_t i = 0; i <= invalid.size(); ++i) {
        const std::string fragments
            = frame(text, invalid.substr(0, i)) + frame(finalBit | continuation, invalid.substr(i));
        QVERIFY(transcriptOfAllCuts(fragments).starts_with("! 1007"));
    }
}

void WebSocketCodecTest::closeFramesAreChecked_data()
{
    addColumns();
    addRow("without a code", frame(finalBit | closeFrame, ""), "close 1005 \n");
    addRow("with a code", frame(finalBit | closeFrame, bigEndian(1000, 2)), "close 1000 \n");
    addRow("with a reason", frame(finalBit | closeFrame, bigEndian(4999, 2) + "g\xc3\xb6"), "close 4999 g\xc3\xb6\n");
    addRow("longest reason", frame(finalBit | closeFrame, bigEndian(1001, 2) + std::string(123, 'r')),
           "close 1001 " + std::string(123, 'r') + "\n");
    addRow("half a code", frame(finalBit | closeFrame, "\x03"), "! 1002 close frame with half a code");
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
        addRow(std::to_string(code).c_str(),
               frame(finalBit | closeFrame, bigEndian(static_cast<std::uint64_t>(code), 2)),
               "! 1002 close code " + std::to_string(code) + " is not allowed");
}

void WebSocketCodecTest::fragmentsThatNeverFinishAreCapped() // attack 10
{
    const WebSocketLimits limits;
    WebSocketDecoder decoder;
    Transcript sink;
    std::size_t accepted = 0;
    std::optional<WebSocketClose> violation;
    for (std::string bytes = frame(text, "a"); !violation; bytes = frame(continuation, "a")) {
        violation = decoder.feed(bytes, limits, sink);
        QVERIFY(decoder.heldBytes() < 512);
        accepted += violation ? 0 : 1;
    }
    QCOMPARE(accepted, limits.fragments);
    QCOMPARE(violation->code, std::uint16_t(1009));
    QCOMPARE(violation->reason, std::string("too many fragments"));
    QCOMPARE(decoder.heldBytes(), std::size_t(0));
    QCOMPARE(sink.lines(), std::string());
}

void WebSocketCodecTest::limitsAreExact_data()
{
    addColumns();
    addRow("message fits", frame(finalBit | text, "12345678"), "text 12345678\n");
    addRow("message too long", frame(finalBit | text, "123456789"), "! 1009 message is longer than 8 bytes");
    addRow("fragments fit", frame(text, "1234") + frame(finalBit | continuation, "5678"), "text 12345678\n");
    addRow("fragments too long", frame(text, "1234") + frame(finalBit | continuation, "56789"),
           "! 1009 message is longer than 8 bytes");
    addRow("control frames do not count", frame(text, "1234") + frame(finalBit | ping, "123456789"),
           "ping 123456789\nunfinished");
    addRow("three fragments", frame(text, "1") + frame(continuation, "2") + frame(finalBit | continuation, "3"),
           "text 123\n");
    addRow("four fragments",
           frame(text, "1") + frame(continuation, "2") + frame(continuation, "3") + frame(finalBit, "4"),
           "! 1009 too many fragments");
    addRow("the count begins anew",
           frame(text, "1") + frame(finalBit, "2") + frame(text, "3") + frame(continuation, "4")
               + frame(finalBit, "5"),
           "text 12\ntext 345\n");
}

void WebSocketCodecTest::limitsAreExact()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(transcriptOfAllCuts(bytes.toStdString(), {8, 3})), expected);
}

void WebSocketCodecTest::invalidTextIsRefusedBeforeItIsWhole()
{
    WebSocketDecoder decoder;
    Transcript sink;
    std::string bytes = frame(text, "good \xc0 and more").substr(0, 12);
    const auto violation = decoder.feed(bytes, {}, sink);
    QVERIFY(violation.has_value());
    QCOMPARE(violation->code, std::uint16_t(1007));
}

void WebSocketCodecTest::everyLengthIsReadAndUnmasked()
{
    for (const std::size_t size : {0, 1, 7, 8, 9, 15, 16, 17, 125, 126, 127, 1000, 65535, 65536}) {
        std::string payload;
        for (std::size_t i = 0; i < size; ++i)
            payload += static_cast<char>('a' + i % 23);
        const std::string bytes = frame(finalBit | text, payload);
        const std::string expected = "text " + payload + "\n";
        QCOMPARE(transcript({bytes}, {}), expected);
        for (std::size_t cut = 1; cut < std::min<std::size_t>(bytes.size(), 40); ++cut)
            QCOMPARE(transcript({std::string_view(bytes).substr(0, cut), std::string_view(bytes).substr(cut)}, {}),
                     expected);
    }
}

void WebSocketCodecTest::nothingBehindACloseFrameIsRead()
{
    const std::string closing = frame(finalBit | closeFrame, bigEndian(1000, 2));
    QCOMPARE(transcriptOfAllCuts(closing + frame(finalBit | text, "a") + "\xff\xff"), std::string("close 1000 \n"));
}

void WebSocketCodecTest::aSinkStopsTheDecoder()
{
    WebSocketDecoder decoder;
    Transcript sink(2);
    std::string bytes
        = frame(finalBit | text, "a") + frame(finalBit | ping, "b") + frame(finalBit | text, "c") + "\xff";
    QVERIFY(!decoder.feed(bytes, {}, sink));
    QCOMPARE(sink.lines(), std::string("text a\nping b\n"));
    QCOMPARE(decoder.heldBytes(), std::size_t(0));
}

void WebSocketCodecTest::aMessageInOnePieceIsNotCopied()
{
    WebSocketDecoder decoder;
    std::string bytes = frame(finalBit | text, std::string(1000, 'a')) + frame(finalBit | ping, "b");
    class Sink final : public WebSocketSink {
    public:
        bool onMessage(WebSocketOpcode, std::string_view payload) override
        {
            message = payload.data();
            return true;
        }
        bool onPing(std::string_view) override { return true; }
        bool onPong(std::string_view) override { return true; }
        bool onClose(const WebSocketClose &) override { return true; }
        const char *message = nullptr;
    } sink;
    const Allocations before = allocationsOfThisThread();
    const bool isAccepted = !decoder.feed(bytes, {}, sink);
    QCOMPARE(allocationsOfThisThread().count, before.count);
    QVERIFY(isAccepted);
    QCOMPARE(sink.message, bytes.data() + 8);
}

void WebSocketCodecTest::idleDecoderHoldsNoMemory()
{
    static_assert(sizeof(WebSocketDecoder) <= 64, "one for each of many idle clients");
    const std::string bytes
        = frame(text, "abc") + frame(finalBit | ping, "p") + frame(finalBit | continuation, "def");
    WebSocketDecoder decoder;
    Transcript sink;
    QCOMPARE(decoder.heldBytes(), std::size_t(0));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        char byte = bytes[i];
        QVERIFY(!decoder.feed({&byte, 1}, {}, sink));
        QCOMPARE(decoder.isMidMessage(), i + 1 < bytes.size());
        QCOMPARE(decoder.heldBytes() > 0, i + 1 < bytes.size());
    }
    QCOMPARE(sink.lines(), std::string("ping p\ntext abcdef\n"));
}

void WebSocketCodecTest::aClaimedLengthAllocatesNothing()
{
    WebSocketDecoder decoder;
    Transcript sink;
    std::string bytes = header(finalBit | text, 65536, 8) + "a";
    QVERIFY(!decoder.feed(bytes, {}, sink));
    QVERIFY(decoder.isMidMessage());
    QVERIFY(decoder.heldBytes() < 512);
}

void WebSocketCodecTest::framesAreEncodedInTheShortestForm()
{
    QCOMPARE(encodeWebSocketFrame(WebSocketOpcode::Text, "hi"), std::string("\x81\x02hi"));
    QCOMPARE(encodeWebSocketFrame(WebSocketOpcode::Pong, ""), std::string("\x8a\x00", 2));
    QCOMPARE(encodeWebSocketHeader(WebSocketOpcode::Binary, 125), std::string("\x82\x7d"));
    QCOMPARE(encodeWebSocketHeader(WebSocketOpcode::Text, 126), std::string("\x81\x7e\x00\x7e", 4));
    QCOMPARE(encodeWebSocketHeader(WebSocketOpcode::Text, 65535), std::string("\x81\x7e\xff\xff"));
    QCOMPARE(encodeWebSocketHeader(WebSocketOpcode::Text, 65536), std::string("\x81\x7f\0\0\0\0\0\x01\0\0", 10));
    const std::string payload(70000, 'a');
    QCOMPARE(encodeWebSocketFrame(WebSocketOpcode::Text, payload),
             encodeWebSocketHeader(WebSocketOpcode::Text, payload.size()) + payload);
}

void WebSocketCodecTest::closeReasonsAreCutBetweenCharacters()
{
    QCOMPARE(encodeWebSocketCloseFrame(1000, ""), std::string("\x88\x02\x03\xe8"));
    QCOMPARE(encodeWebSocketCloseFrame(4001, "no"), std::string("\x88\x04\x0f\xa1no"));
    QCOMPARE(encodeWebSocketCloseFrame(1005, "no"), std::string("\x88\x00", 2));
    const std::string fits(123, 'r');
    QCOMPARE(encodeWebSocketCloseFrame(1000, fits).substr(4), fits);
    QCOMPARE(encodeWebSocketCloseFrame(1000, fits + "r").substr(4), fits);
    const std::string ascii(121, 'r');
    QCOMPARE(encodeWebSocketCloseFrame(1000, ascii + "\xe2\x82\xac").substr(4), ascii);
    QCOMPARE(encodeWebSocketCloseFrame(1000,
                                       ascii
                                           + "\xc2\xa3"
                                             "r")
                 .substr(4),
             ascii + "\xc2\xa3");
}

void WebSocketCodecTest::onlyCodesForTheWireAreValid()
{
    for (const std::uint16_t code : {1000, 1003, 1007, 1011, 1012, 1014, 3000, 4001, 4999})
        QVERIFY(isValidCloseCode(code));
    for (const std::uint16_t code : {0, 999, 1004, 1005, 1006, 1015, 2000, 2999, 5000, 65535})
        QVERIFY(!isValidCloseCode(code));
}

QTEST_APPLESS_MAIN(WebSocketCodecTest)
#include "tst_websocketcodec.moc"
