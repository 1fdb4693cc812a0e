// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/websocketclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// relais-echo: the server's RFC 6455 codec as others' test suites see it. The cases follow the categories of
/// Autobahn's suite: 1 framing, 2 pings, 3 reserved bits, 4 opcodes, 5 fragmentation, 6 UTF-8, 7 close, 9
/// limits.
class TestEcho : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_echo = std::make_unique<EchoProcess>(QStringList{u"--max-message"_s, QString::number(16 * 1024 * 1024)});
    }
    void cleanupTestCase() { m_echo.reset(); }

    void category1_everySizeIsEchoed_data();
    void category1_everySizeIsEchoed();
    void category2_pingsAreAnsweredBetweenFragments();
    void category2_manyPingsInOneSegment();
    void category3_reservedBitsAreClosed1002();
    void category4_reservedOpcodesAreClosed1002();
    void category5_fragmentsAreJoined_data();
    void category5_fragmentsAreJoined();
    void category5_wrongSequencesAreClosed1002_data();
    void category5_wrongSequencesAreClosed1002();
    void category6_validTextIsEchoedHoweverSplit_data();
    void category6_validTextIsEchoedHoweverSplit();
    void category6_invalidTextIsClosed1007AsItComes_data();
    void category6_invalidTextIsClosed1007AsItComes();
    void category7_validCodesAreEchoed_data();
    void category7_validCodesAreEchoed();
    void category7_invalidClosesAreClosed1002_data();
    void category7_invalidClosesAreClosed1002();
    void category7_nothingIsEchoedBehindAClose();
    void category9_messagesOfMegabytes_data();
    void category9_messagesOfMegabytes();
    void category9_aMessagePastTheLimitIsClosed1009();

private:
    quint16 port() const { return m_echo->port(); }
    int closeCodeAfter(const QByteArray &bytes)
    {
        WebSocketClient client(port());
        client.sendRaw(bytes);
        return client.readCloseCode();
    }

    std::unique_ptr<EchoProcess> m_echo;
};

namespace {

QByteArray encode(quint8 opcode, const QByteArray &payload, bool isFinal = true)
{
    return WebSocketFrame{.opcode = opcode, .payload = payload, .isFinal = isFinal}.encode();
}

/// A message in frames of at most this size.
QByteArray fragmented(quint8 opcode, const QByteArray &payload, qsizetype size)
{
    QByteArray bytes;
    for (qsizetype at = 0; at == 0 || at < payload.size(); at += size)
        bytes += encode(at == 0 ? opcode : quint8(WebSocketFrame::Continuation), payload.mid(at, size),
                        at + size >= payload.size());
    return bytes;
}

} // namespace

void TestEcho::category1_everySizeIsEchoed_data()
{
    QTest::addColumn<int>("opcode");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("pieceSize");

    for (const int size : {0, 1, 125, 126, 127, 128, 65535, 65536}) {
        QTest::addRow("text of %d", size) << int(WebSocketFrame::Text) << size << size + 20;
        QTest::addRow("binary of %d", size) << int(WebSocketFrame::Binary) << size << size + 20;
    }
    QTest::addRow("text in pieces") << int(WebSocketFrame::Text) << 65536 << 997;
    QTest::addRow("binary byte by byte") << int(WebSocketFrame::Binary) << 300 << 1;
}

void TestEcho::category1_everySizeIsEchoed()
{
    QFETCH(const int, opcode);
    QFETCH(const int, size);
    QFETCH(const int, pieceSize);

    WebSocketClient client(port());
    QVERIFY(client.isUpgraded());
    const QByteArray payload(size, opcode == WebSocketFrame::Text ? '*' : '\xfe');
    QVERIFY(client.connection().sendInPieces(encode(static_cast<quint8>(opcode), payload), pieceSize));
    const auto frame = client.readData();
    QVERIFY(frame);
    QCOMPARE(int(frame->opcode), opcode);
    QCOMPARE(frame->payload, payload);
    QVERIFY(client.sendClose(1000));
    QCOMPARE(client.readCloseCode(), 1000);
}

void TestEcho::category2_pingsAreAnsweredBetweenFragments()
{
    WebSocketClient client(port());
    QVERIFY(client.sendRaw(encode(WebSocketFrame::Text, "fragment1", false)
                           + encode(WebSocketFrame::Ping, "ping payload")));
    const auto pong = client.readFrame();
    QVERIFY(pong);
    QCOMPARE(pong->opcode, WebSocketFrame::Pong);
    QCOMPARE(pong->payload, "ping payload"_ba);
    QVERIFY(client.sendRaw(encode(WebSocketFrame::Continuation, "fragment2")));
    QCOMPARE(client.readData().value_or(WebSocketFrame{}).payload, "fragment1fragment2"_ba);
}

void TestEcho::category2_manyPingsInOneSegment()
{
    WebSocketClient client(port());
    QByteArray pings;
    for (int i = 0; i < 10; ++i)
        pings += encode(WebSocketFrame::Ping, "payload-" + QByteArray::number(i));
    QVERIFY(client.sendRaw(encode(WebSocketFrame::Pong, "unsolicited") + pings));
    // RFC 6455, section 5.5.3, lets an endpoint answer only the most recent ping.
    QByteArray last;
    while (last != "payload-9") {
        const auto pong = client.readFrame();
        QVERIFY(pong && pong->opcode == WebSocketFrame::Pong);
        QVERIFY(pong->payload > last);
        last = pong->payload;
    }
}

void TestEcho::category3_reservedBitsAreClosed1002()
{
    for (const quint8 bits : {1, 2, 3, 4, 5, 6, 7}) {
        for (const quint8 opcode :
             {WebSocketFrame::Text, WebSocketFrame::Binary, WebSocketFrame::Ping, WebSocketFrame::Close})
            QCOMPARE(closeCodeAfter(WebSocketFrame{.opcode = opcode, .reserved = bits}.encode()), 1002);
    }
}

void TestEcho::category4_reservedOpcodesAreClosed1002()
{
    for (const quint8 opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
        QCOMPARE(closeCodeAfter(encode(opcode, "")), 1002);
        // What came before it in order is echoed.
        WebSocketClient client(port());
        QVERIFY(client.sendRaw(encode(WebSocketFrame::Text, "Hello") + encode(opcode, "reserved")));
        QCOMPARE(client.readData().value_or(WebSocketFrame{}).payload, "Hello"_ba);
        QCOMPARE(client.readCloseCode(), 1002);
    }
}

void TestEcho::category5_fragmentsAreJoined_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("echo");

    QTest::newRow("two") << encode(WebSocketFrame::Text, "one", false) + encode(WebSocketFrame::Continuation, "two")
                         << "onetwo"_ba;
    QTest::newRow("empty between") << encode(WebSocketFrame::Text, "", false)
            + encode(WebSocketFrame::Continuation, "", false) + encode(WebSocketFrame::Continuation, "middle", false)
            + encode(WebSocketFrame::Continuation, "")
                                   << "middle"_ba;
    QTest::newRow("pong between") << encode(WebSocketFrame::Text, "one", false) + encode(WebSocketFrame::Pong, "x")
            + encode(WebSocketFrame::Continuation, "two")
                                  << "onetwo"_ba;
    QTest::newRow("binary") << fragmented(WebSocketFrame::Binary, QByteArray(1000, '\xff'), 100)
                            << QByteArray(1000, '\xff');
}

void TestEcho::category5_fragmentsAreJoined()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, echo);

    for (const qsizetype pieceSize : {bytes.size(), qsizetype(1)}) {
        WebSocketClient client(port());
        QVERIFY(client.connection().sendInPieces(bytes, pieceSize));
        QCOMPARE(client.readData().value_or(WebSocketFrame{}).payload, echo);
    }
}

void TestEcho::category5_wrongSequencesAreClosed1002_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("continuation first") << encode(WebSocketFrame::Continuation, "x");
    QTest::newRow("unfinished continuation first") << encode(WebSocketFrame::Continuation, "x", false);
    QTest::newRow("text within a text") << encode(WebSocketFrame::Text, "a", false)
            + encode(WebSocketFrame::Text, "b");
    QTest::newRow("binary within a text")
        << encode(WebSocketFrame::Text, "a", false) + encode(WebSocketFrame::Binary, "b");
    QTest::newRow("fragmented ping") << encode(WebSocketFrame::Ping, "a", false)
            + encode(WebSocketFrame::Continuation, "b");
    QTest::newRow("fragmented pong") << encode(WebSocketFrame::Pong, "a", false)
            + encode(WebSocketFrame::Continuation, "b");
}

void TestEcho::category5_wrongSequencesAreClosed1002()
{
    QFETCH(const QByteArray, bytes);
    QCOMPARE(closeCodeAfter(bytes), 1002);
}

void TestEcho::category6_validTextIsEchoedHoweverSplit_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("Greek") << "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"_ba;
    QTest::newRow("first of each length") << QByteArray("\0\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80", 10);
    QTest::newRow("last of each length") << "\x7f\xdf\xbf\xef\xbf\xbf\xf4\x8f\xbf\xbf"_ba;
    QTest::newRow("around the surrogates") << "\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd"_ba;
    QTest::newRow("not characters, but valid") << "\xef\xbf\xbe\xef\xb7\x90\xf0\x9f\xbf\xbe"_ba;
}

void TestEcho::category6_validTextIsEchoedHoweverSplit()
{
    QFETCH(const QByteArray, text);

    for (const qsizetype size : {text.size(), qsizetype(1), qsizetype(2), qsizetype(3)}) {
        const QByteArray bytes = fragmented(WebSocketFrame::Text, text, size);
        for (const qsizetype pieceSize : {bytes.size(), qsizetype(1)}) {
            WebSocketClient client(port());
            QVERIFY(client.connection().sendInPieces(bytes, pieceSize));
            QCOMPARE(client.readData().value_or(WebSocketFrame{}).payload, text);
        }
    }
}

void TestEcho::category6_invalidTextIsClosed1007AsItComes_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("continuation alone") << "\x80"_ba;
    QTest::newRow("start without its rest") << "\xc3("_ba;
    QTest::newRow("overlong of two") << "\xc0\xaf"_ba;
    QTest::newRow("overlong of three") << "\xe0\x80\xaf"_ba;
    QTest::newRow("overlong of four") << "\xf0\x80\x80\xaf"_ba;
    QTest::newRow("surrogate") << "\xed\xa0\x80"_ba;
    QTest::newRow("beyond Unicode") << "\xf4\x90\x80\x80"_ba;
    QTest::newRow("five bytes") << "\xf8\x88\x80\x80\x80"_ba;
    QTest::newRow("never") << "\xfe\xff"_ba;
}

void TestEcho::category6_invalidTextIsClosed1007AsItComes()
{
    QFETCH(const QByteArray, text);

    const QByteArray valid = "\xce\xba\xe1\xbd\xb9";
    QCOMPARE(closeCodeAfter(encode(WebSocketFrame::Text, valid + text + valid)), 1007);
    QCOMPARE(closeCodeAfter(fragmented(WebSocketFrame::Text, valid + text + valid, 1)), 1007);
    // The verdict does not wait for the end of the message, nor of the frame.
    QCOMPARE(closeCodeAfter(encode(WebSocketFrame::Text, valid + text, false)), 1007);
    QCOMPARE(closeCodeAfter(encode(WebSocketFrame::Text, valid + text + QByteArray(100, 'a')).chopped(50)), 1007);
}

void TestEcho::category7_validCodesAreEchoed_data()
{
    QTest::addColumn<int>("code");

    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
        QTest::addRow("%d", code) << code;
}

void TestEcho::category7_validCodesAreEchoed()
{
    QFETCH(const int, code);

    for (const QByteArray &reason : {""_ba, QByteArray(123, 'r'), "\xce\xba\xe1\xbd\xb9"_ba}) {
        WebSocketClient client(port());
        QVERIFY(client.sendClose(static_cast<quint16>(code), reason));
        QCOMPARE(client.readCloseCode(), code);
    }
    QCOMPARE(closeCodeAfter(encode(WebSocketFrame::Close, "")), 1005);
}

void TestEcho::category7_invalidClosesAreClosed1002_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("code");

    QTest::newRow("one byte") << "\x03"_ba << 1002;
    QTest::newRow("reason too long") << "\x03\xe8" + QByteArray(124, 'r') << 1002;
    QTest::newRow("reason not UTF-8") << "\x03\xe8\xce\xba\xff"_ba << 1007;
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        QTest::addRow("%d", code) << closePayload(static_cast<quint16>(code)) << 1002;
}

void TestEcho::category7_invalidClosesAreClosed1002()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const int, code);
    QCOMPARE(closeCodeAfter(encode(WebSocketFrame::Close, payload)), code);
}

void TestEcho::category7_nothingIsEchoedBehindAClose()
{
    WebSocketClient client(port());
    QVERIFY(client.sendRaw(encode(WebSocketFrame::Text, "before") + encode(WebSocketFrame::Close, "\x03\xe8")
                           + encode(WebSocketFrame::Text, "behind") + encode(WebSocketFrame::Ping, "behind")));
    QCOMPARE(client.readData().value_or(WebSocketFrame{}).payload, "before"_ba);
    QCOMPARE(client.readCloseCode(), 1000);
}

void TestEcho::category9_messagesOfMegabytes_data()
{
    QTest::addColumn<int>("opcode");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("fragmentSize");

    QTest::newRow("text of 1 MiB") << int(WebSocketFrame::Text) << 1024 * 1024 << 1024 * 1024;
    QTest::newRow("binary of 4 MiB") << int(WebSocketFrame::Binary) << 4 * 1024 * 1024 << 4 * 1024 * 1024;
    QTest::newRow("binary of 16 MiB") << int(WebSocketFrame::Binary) << 16 * 1024 * 1024 << 16 * 1024 * 1024;
    QTest::newRow("text of 4 MiB in 64 KiB") << int(WebSocketFrame::Text) << 4 * 1024 * 1024 << 64 * 1024;
    QTest::newRow("binary of 1 MiB in 1 KiB") << int(WebSocketFrame::Binary) << 1024 * 1024 << 1024;
}

void TestEcho::category9_messagesOfMegabytes()
{
    QFETCH(const int, opcode);
    QFETCH(const int, size);
    QFETCH(const int, fragmentSize);

    WebSocketClient client(port());
    const QByteArray payload(size, opcode == WebSocketFrame::Text ? '*' : '\xfe');
    QVERIFY(client.sendRaw(fragmented(static_cast<quint8>(opcode), payload, fragmentSize)));
    const auto frame = client.readData();
    QVERIFY(frame);
    QVERIFY(frame->payload == payload); // not QCOMPARE: nobody reads 16 MiB of difference
}

void TestEcho::category9_aMessagePastTheLimitIsClosed1009()
{
    const EchoProcess small({u"--max-message"_s, u"1000"_s});
    for (const qsizetype fragmentSize : {1001, 100}) {
        WebSocketClient client(small.port());
        QVERIFY(client.sendRaw(fragmented(WebSocketFrame::Text, QByteArray(1000, 'a'), fragmentSize)));
        QCOMPARE(client.readData().value_or(WebSocketFrame{}).payload.size(), 1000);
        client.sendRaw(fragmented(WebSocketFrame::Text, QByteArray(1001, 'a'), fragmentSize));
        QCOMPARE(client.readCloseCode(), 1009);
    }
}

QTEST_GUILESS_MAIN(TestEcho)
#include "tst_echo.moc"
