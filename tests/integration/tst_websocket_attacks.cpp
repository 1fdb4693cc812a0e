// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray text(const QByteArray &payload)
{
    return WebSocketFrame{WebSocketFrame::Text, payload}.encode();
}

QByteArray fragment(quint8 opcode, const QByteArray &payload, bool isFinal)
{
    return WebSocketFrame{.opcode = opcode, .payload = payload, .isFinal = isFinal}.encode();
}

QByteArray closeFrame(const QByteArray &payload)
{
    return WebSocketFrame{WebSocketFrame::Close, payload}.encode();
}

/// The start of a masked text frame whose header says this, in bytes as they are.
QByteArray header(const QByteArray &bytes)
{
    return bytes + QByteArray(4, '\0');
}

} // namespace

/// Rows 4 and 8 to 12: what comes over a WebSocket that no honest client sends.
class TestWebSocketAttacks : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row04_blanksInOffersTakeLinearTime_data();
    void row04_blanksInOffersTakeLinearTime();
    void row04_offersOfCompressionAreIgnored_data();
    void row04_offersOfCompressionAreIgnored();
    void row08_violationsAreClosed1002_data();
    void row08_violationsAreClosed1002();
    void row08_invalidUtf8IsClosed1007_data();
    void row08_invalidUtf8IsClosed1007();
    void row08_textSplitInsideACharacterIsLegal();
    void row08_binaryIsClosed4008();
    void row09_lengthsAreJudgedBeforeThePayload_data();
    void row09_lengthsAreJudgedBeforeThePayload();
    void row10_fragmentsOfAMessageAreCapped();
    void row10_fragmentsOfAMessageAreBoundedInBytes();
    void row10_unfinishedMessagesAreBoundedInAll();
    void row11_aCompressedFrameIsClosed1002();
    void row12_aFloodOfMessagesIsClosed4129();
    void row12_aFloodOfMessagesLeavesOthersTheirShare();
    void row12_aFloodOfPingsIsServed();
    void row12_emptyFramesAreAnsweredAsNotJson();
    void row12_whoSendsAndNeverReadsIsBounded();

private:
    /// The code that a connection is closed with after these bytes, whole or byte by byte.
    int closeCodeAfter(const QByteArray &bytes, bool isWhole)
    {
        SyncClient client(port(), "userId=attacker");
        client.socket().connection().sendInPieces(bytes, isWhole ? bytes.size() : 1);
        return client.socket().readCloseCode();
    }
};

void TestWebSocketAttacks::row04_blanksInOffersTakeLinearTime_data()
{
    QTest::addColumn<HttpFields>("fields");

    const QByteArray blanks(15 * 1024, ' ');
    QTest::newRow("protocol") << HttpFields{{"Sec-WebSocket-Protocol", "a" + blanks + "b"}};
    QTest::newRow("protocol, commas") << HttpFields{{"Sec-WebSocket-Protocol", QByteArray(15 * 1024, ',')}};
    QTest::newRow("extensions") << HttpFields{{"Sec-WebSocket-Extensions", "a;" + blanks + "b"}};
    QTest::newRow("extensions, quotes") << HttpFields{{"Sec-WebSocket-Extensions", QByteArray(15 * 1024, '"')}};
    QTest::newRow("connection") << HttpFields{{"Connection", "x" + QByteArray(" ,").repeated(7 * 1024)}};
}

void TestWebSocketAttacks::row04_blanksInOffersTakeLinearTime()
{
    QFETCH(const HttpFields, fields);

    // What a quadratic pattern takes for 15 KiB, a hundred times, is a minute; the bound leaves room for a
    // sanitizer.
    const auto before = server().cpuTime();
    for (int i = 0; i < 100; ++i) {
        RawConnection connection(port());
        QVERIFY(connection.send(upgradeRequest("/ws?userId=attacker", fields)));
        const QByteArray answer = connection.readUntil("\r\n\r\n");
        QVERIFY2(answer.startsWith("HTTP/1.1 101 ") || answer.startsWith("HTTP/1.1 400 "), answer);
    }
    QVERIFY(server().cpuTime() - before < 5s);
    // Past the bound of a head it is not looked at.
    RawConnection connection(port());
    connection.send(upgradeRequest("/ws", {{"Sec-WebSocket-Protocol", 'a' + QByteArray(32 * 1024, ' ') + 'b'}}));
    QCOMPARE(statusesUntilClosed(connection), "431"_ba);
}

void TestWebSocketAttacks::row04_offersOfCompressionAreIgnored_data()
{
    QTest::addColumn<QByteArray>("offer");

    QTest::newRow("plain") << "permessage-deflate"_ba;
    for (const char *bits : {"0", "7", "8", "15", "16", "999", "-1", "x", "99999999999999999999", ""}) {
        for (const char *side : {"client", "server"})
            QTest::addRow("%s %s", side, bits)
                << QByteArray("permessage-deflate; ") + side + "_max_window_bits=" + bits;
    }
    QTest::newRow("doubled") << "permessage-deflate, permessage-deflate"_ba;
    QTest::newRow("unknown") << "x-webkit-deflate-frame, mux; max-channels=4"_ba;
    QTest::newRow("malformed") << ";;=,\"\\"_ba;
}

void TestWebSocketAttacks::row04_offersOfCompressionAreIgnored()
{
    QFETCH(const QByteArray, offer);

    const WebSocketClient client(port(), "/ws?userId=attacker", {{"Sec-WebSocket-Extensions", offer}});
    QVERIFY(client.isUpgraded());
    QVERIFY(!client.response().field("Sec-WebSocket-Extensions"));
}

void TestWebSocketAttacks::row08_violationsAreClosed1002_data()
{
    QTest::addColumn<QByteArray>("bytes");

    for (const quint8 bit : {1, 2, 4})
        QTest::addRow("reserved bit %d", bit) << WebSocketFrame{.payload = "{}", .reserved = bit}.encode();
    for (const quint8 opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        QTest::addRow("opcode %d", opcode) << WebSocketFrame{.opcode = opcode, .payload = "{}"}.encode();
    QTest::newRow("unmasked text") << WebSocketFrame{.payload = "{}", .isMasked = false}.encode();
    QTest::newRow("unmasked ping") << WebSocketFrame{.opcode = WebSocketFrame::Ping, .isMasked = false}.encode();
    QTest::newRow("unmasked close") << WebSocketFrame{.opcode = WebSocketFrame::Close, .isMasked = false}.encode();
    QTest::newRow("ping of 126 bytes") << WebSocketFrame{WebSocketFrame::Ping, QByteArray(126, 'a')}.encode();
    QTest::newRow("pong of 126 bytes") << WebSocketFrame{WebSocketFrame::Pong, QByteArray(126, 'a')}.encode();
    QTest::newRow("close of 126 bytes") << closeFrame("\x03\xe8" + QByteArray(124, 'a'));
    QTest::newRow("fragmented ping") << fragment(WebSocketFrame::Ping, "a", false);
    QTest::newRow("fragmented close") << fragment(WebSocketFrame::Close, "\x03\xe8", false);
    QTest::newRow("continuation of nothing") << fragment(WebSocketFrame::Continuation, "{}", true);
    QTest::newRow("text within a text") << fragment(WebSocketFrame::Text, "{", false) + text("}");
    QTest::newRow("close of 1 byte") << closeFrame("\x03");
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        QTest::addRow("close code %d", code) << closeFrame(closePayload(static_cast<quint16>(code)));
}

void TestWebSocketAttacks::row08_violationsAreClosed1002()
{
    QFETCH(const QByteArray, bytes);

    QCOMPARE(closeCodeAfter(bytes, true), 1002);
    QCOMPARE(closeCodeAfter(bytes, false), 1002);
    // What stands behind a violation is not read.
    QCOMPARE(closeCodeAfter(bytes + text(R"({"type":"test.event","payload":1,"userId":"witness"})"), true), 1002);
}

void TestWebSocketAttacks::row08_invalidUtf8IsClosed1007_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("byte that never stands") << text("\"\xff\"");
    QTest::newRow("continuation alone") << text("\"\x80\"");
    QTest::newRow("cut short") << text("\"\xc3");
    QTest::newRow("overlong") << text("\"\xc0\xaf\"");
    QTest::newRow("surrogate") << text("\"\xed\xa0\x80\"");
    QTest::newRow("beyond Unicode") << text("\"\xf4\x90\x80\x80\"");
    QTest::newRow("in the second fragment")
        << fragment(WebSocketFrame::Text, "\"\xc3", false) + fragment(WebSocketFrame::Continuation, "(\"", true);
    QTest::newRow("before the message ends") << fragment(WebSocketFrame::Text, "\"\xff", false);
    QTest::newRow("in a close reason") << closeFrame("\x03\xe8\xff");
}

void TestWebSocketAttacks::row08_invalidUtf8IsClosed1007()
{
    QFETCH(const QByteArray, bytes);

    QCOMPARE(closeCodeAfter(bytes, true), 1007);
    QCOMPARE(closeCodeAfter(bytes, false), 1007);
}

void TestWebSocketAttacks::row08_textSplitInsideACharacterIsLegal()
{
    const QByteArray payload = "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"";
    const QByteArray message = R"({"type":"test.event","userId":"split","payload":)" + payload + '}';
    SyncClient client(port(), "userId=split");
    for (qsizetype cut = 0; cut <= message.size(); ++cut) {
        // A control frame may stand between fragments.
        QVERIFY(client.socket().sendRaw(fragment(WebSocketFrame::Text, message.first(cut), false)
                                        + WebSocketFrame{WebSocketFrame::Pong, "x"}.encode()
                                        + fragment(WebSocketFrame::Continuation, message.sliced(cut), true)));
        const QJsonObject one = client.readObject();
        const QJsonObject other = client.readObject();
        const QJsonObject received = one.contains(u"id") ? one : other;
        QCOMPARE(received[u"payload"].toString(), QString::fromUtf8(payload.sliced(1, payload.size() - 2)));
    }
}

void TestWebSocketAttacks::row08_binaryIsClosed4008()
{
    QCOMPARE(closeCodeAfter(WebSocketFrame{WebSocketFrame::Binary, "{}"}.encode(), true), 4008);
}

void TestWebSocketAttacks::row09_lengthsAreJudgedBeforeThePayload_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");

    QTest::newRow("2^63") << header("\x81\xff\x80\0\0\0\0\0\0\0"_ba) << 1002;
    QTest::newRow("2^64 - 1") << header("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff"_ba) << 1002;
    QTest::newRow("2^63 - 1") << header("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff"_ba) << 1009;
    QTest::newRow("2^32") << header("\x81\xff\0\0\0\x01\0\0\0\0"_ba) << 1009;
    QTest::newRow("64 KiB and a byte") << header("\x81\xff\0\0\0\0\0\x01\0\x01"_ba) << 1009;
    QTest::newRow("5 in 16 bits") << header("\x81\xfe\0\x05"_ba) << 1002;
    QTest::newRow("125 in 16 bits") << header("\x81\xfe\0\x7d"_ba) << 1002;
    QTest::newRow("5 in 64 bits") << header("\x81\xff\0\0\0\0\0\0\0\x05"_ba) << 1002;
    QTest::newRow("65535 in 64 bits") << header("\x81\xff\0\0\0\0\0\0\xff\xff"_ba) << 1002;
    QTest::newRow("ping in 16 bits") << header("\x89\xfe\0\x05"_ba) << 1002;
    QTest::newRow("continuation that adds up to 2^64") << fragment(WebSocketFrame::Text, QByteArray(100, 'a'), false)
            + header("\x80\xff\x7f\xff\xff\xff\xff\xff\xff\xff"_ba)
                                                       << 1009;
}

void TestWebSocketAttacks::row09_lengthsAreJudgedBeforeThePayload()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);

    const qint64 before = server().residentBytes();
    QCOMPARE(closeCodeAfter(bytes, true), code);
    QCOMPARE(closeCodeAfter(bytes, false), code);
    QVERIFY(isSanitized() || server().residentBytes() - before < 4 * 1024 * 1024);
}

void TestWebSocketAttacks::row10_fragmentsOfAMessageAreCapped()
{
    SyncClient client(port(), "userId=attacker");
    QVERIFY(client.socket().sendRaw(fragment(WebSocketFrame::Text, "\"", false)));
    for (int i = 0; i < 10'000 && client.socket().connection().buffered().isEmpty(); ++i) {
        client.socket().sendRaw(fragment(WebSocketFrame::Continuation, "a", false));
        client.socket().connection().receiveAvailable();
    }
    QCOMPARE(client.socket().readCloseCode(), 1009);
    // Empty ones count as well.
    const QByteArray empty = fragment(WebSocketFrame::Continuation, "", false).repeated(10'000);
    QCOMPARE(closeCodeAfter(fragment(WebSocketFrame::Text, "", false) + empty, true), 1009);
}

void TestWebSocketAttacks::row10_fragmentsOfAMessageAreBoundedInBytes()
{
    const QByteArray part(32 * 1024, 'a');
    QCOMPARE(closeCodeAfter(fragment(WebSocketFrame::Text, part, false)
                                + fragment(WebSocketFrame::Continuation, part, false)
                                + fragment(WebSocketFrame::Continuation, "a", false),
                            true),
             1009);
}

void TestWebSocketAttacks::row10_unfinishedMessagesAreBoundedInAll()
{
    ServerProcess other({"websocket.max_unfinished_bytes=1MiB", "threads=1"});
    Witness honest(other.port());
    const int descriptors = other.descriptorCount();
    {
        std::vector<SyncClient> clients;
        const QByteArray start = fragment(WebSocketFrame::Text, QByteArray(60'000, 'a'), false);
        for (int i = 0; i < 60; ++i) {
            clients.emplace_back(other.port(), "userId=attacker");
            QVERIFY(clients.back().socket().sendRaw(start));
        }
        QVERIFY(honest.isServed());
        int closed = 0;
        for (SyncClient &client : clients) {
            // A ping is answered where the connection stays.
            client.socket().send({WebSocketFrame::Ping, "x"});
            const auto frame = client.socket().readFrame();
            QVERIFY(frame);
            if (frame->opcode == WebSocketFrame::Close && client.socket().readCloseCode() == 4100)
                ++closed;
        }
        QVERIFY2(closed >= 60 - 17 - 1, QByteArray::number(closed));
    }
    QVERIFY(other.descriptorsReturnTo(descriptors));
}

void TestWebSocketAttacks::row11_aCompressedFrameIsClosed1002()
{
    // No extension was agreed upon, so nothing is ever inflated: 1 KiB that would become 1 MiB of blanks.
    const QByteArray bomb = QByteArray::fromHex("ecc1010d000000c2a0f74f6d0e37a0") + QByteArray(1000, '\0');
    QCOMPARE(closeCodeAfter(WebSocketFrame{.payload = bomb, .reserved = 4}.encode(), true), 1002);
    SyncClient client(port(), "userId=attacker");
    QVERIFY(client.isQuiet());
}

void TestWebSocketAttacks::row12_aFloodOfMessagesIsClosed4129()
{
    const ServerProcess other({"websocket.messages_per_second=200", "websocket.message_burst=400"});
    Witness honest(other.port());
    SyncClient client(other.port(), "userId=attacker");
    const QByteArray pings = text(R"({"type":"sync.ping"})").repeated(100);
    int sent = 0;
    while (client.socket().connection().isOpen() && sent < 200'000 && client.socket().sendRaw(pings)) {
        sent += 100;
        client.socket().connection().receiveAvailable();
    }
    QCOMPARE(client.socket().readCloseCode(), 4129);
    QVERIFY(honest.isServed());
}

void TestWebSocketAttacks::row12_aFloodOfMessagesLeavesOthersTheirShare()
{
    // Without a limit, as by default in development: everything is answered, and the witness in between.
    SyncClient client(port(), "userId=attacker");
    const QByteArray pings = text(R"({"type":"sync.ping"})").repeated(500);
    for (int round = 0; round < 40; ++round) {
        QVERIFY(client.socket().sendRaw(pings));
        client.socket().connection().receiveAvailable();
        if (round % 10 == 0)
            QVERIFY(witness().isServed());
    }
    for (int i = 0; i < 40 * 500; ++i)
        QVERIFY(!client.readPayloadOf("sync.pong").isEmpty());
    QVERIFY(client.isQuiet());
}

void TestWebSocketAttacks::row12_aFloodOfPingsIsServed()
{
    SyncClient client(port(), "userId=attacker");
    // Pongs may be coalesced: the last ping is answered, and none that was not asked.
    for (int i = 0; i < 200; ++i) {
        QByteArray pings;
        for (int j = 0; j < 500; ++j)
            pings += WebSocketFrame{WebSocketFrame::Ping, QByteArray::number(i * 500 + j)}.encode();
        QVERIFY(client.socket().sendRaw(pings));
        client.socket().connection().receiveAvailable();
    }
    int last = -1;
    while (last < 99'999) {
        const auto frame = client.socket().readFrame();
        QVERIFY(frame && frame->opcode == WebSocketFrame::Pong);
        QVERIFY(frame->payload.toInt() > last);
        last = frame->payload.toInt();
    }
    QCOMPARE(last, 99'999);
    QVERIFY(client.isQuiet());
}

void TestWebSocketAttacks::row12_emptyFramesAreAnsweredAsNotJson()
{
    SyncClient client(port(), "userId=attacker");
    for (int i = 0; i < 50; ++i)
        QVERIFY(client.send(""));
    for (int i = 0; i < 50; ++i)
        QCOMPARE(client.readPayloadOf("sync.error")[u"code"], QJsonValue(u"invalid_json"_s));
    QVERIFY(client.isQuiet());
}

void TestWebSocketAttacks::row12_whoSendsAndNeverReadsIsBounded()
{
    // Each frame is answered; nothing of the answers is read. Sending stalls, or the connection is closed.
    SyncClient client(port(), "userId=attacker", {.receiveBuffer = 4096, .deadline = 500ms});
    const qint64 before = server().residentBytes();
    const QByteArray frames = text(QByteArray(1000, 'x')).repeated(50);
    int sent = 0;
    while (sent < 100'000 && client.socket().sendRaw(frames))
        sent += 50;
    QVERIFY(sent < 100'000);
    QVERIFY(isSanitized() || server().residentBytes() - before < 8 * 1024 * 1024);
    QVERIFY(witness().isServed());
}

QTEST_GUILESS_MAIN(TestWebSocketAttacks)
#include "tst_websocket_attacks.moc"
