// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/floodedserver.h"

using namespace relais::test;

namespace {

QByteArray fragment(quint8 opcode, const QByteArray &payload, bool isFinal = false)
{
    return WebSocketFrame{.opcode = opcode, .payload = payload, .isFinal = isFinal}.encode();
}

/// WebSockets of the users attacker-0, attacker-1 and so on, each with as many as a user may have.
std::vector<WebSocketClient> webSockets(FloodedServer &server, int count)
{
    constexpr int ofAUser = 100;
    std::vector<WebSocketClient> sockets;
    for (int i = 0; i < count; ++i) {
        const QByteArray user = "attacker-" + QByteArray::number(i / ofAUser);
        sockets.emplace_back(server.port(), "/ws?token=" + server.access().token({.subject = user}), HttpFields(),
                             RawConnection::Options{.sourceAddress = attackerAddress(i / ofAUser)});
    }
    return sockets;
}

} // namespace

/// Floods over WebSockets against a server with authentication; those over HTTP are in tst_flood_attacks, and both
/// say the same of memory, descriptors and the witness.
class TestWebSocketFloodAttacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row05_webSocketsThatNeverShowAToken();
    void row10_fragmentsOfAByteByTheThousand();
    void row12_aFloodOfPingsCostsNothing();
    void row12_emptyFramesEndAtTheLimit();
    void row12_framesInABurstTakeTurns();
    void row20_guessesInFramesCount();
};

void TestWebSocketFloodAttacks::row05_webSocketsThatNeverShowAToken()
{
    FloodedServer server({"websocket.auth_timeout=1500ms"});
    const int count = 1000;
    {
        std::vector<WebSocketClient> sockets;
        for (int i = 0; i < count; ++i) {
            const RawConnection::Options options{.sourceAddress = attackerAddress(i / 100)};
            sockets.emplace_back(server.port(), "/ws", HttpFields(), options);
            QVERIFY(sockets.back().isUpgraded());
        }
        QVERIFY(server.isServed());
        QVERIFY2(server.isWithin(count * 2 * KiB), server.growth());
        QVERIFY(server.descriptorsAdded() <= count + 1);
        for (WebSocketClient &socket : sockets)
            QCOMPARE(socket.readCloseCode(), 4001);
    }
    QVERIFY(server.descriptorsReturn());
    QVERIFY(server.isServed());
}

void TestWebSocketFloodAttacks::row10_fragmentsOfAByteByTheThousand()
{
    FloodedServer server;
    const int count = 500;
    {
        std::vector<WebSocketClient> sockets = webSockets(server, count);
        for (WebSocketClient &socket : sockets)
            QVERIFY(socket.sendRaw(fragment(WebSocketFrame::Text, "\"")));
        for (int round = 1; round < 64; ++round) {
            for (WebSocketClient &socket : sockets)
                QVERIFY(socket.sendRaw(fragment(WebSocketFrame::Continuation, "a")));
            if (round % 16 == 0)
                QVERIFY(server.isServed());
        }
        QVERIFY(server.isServed());
        QVERIFY2(server.isWithin(count * 2 * KiB), server.growth());
        for (WebSocketClient &socket : sockets) { // one too many
            QVERIFY(socket.sendRaw(fragment(WebSocketFrame::Continuation, "a")));
            QCOMPARE(socket.readCloseCode(), 1009);
        }
    }
    QVERIFY(server.descriptorsReturn());
    QVERIFY(server.isServed());
}

void TestWebSocketFloodAttacks::row12_aFloodOfPingsCostsNothing()
{
    FloodedServer server;
    const int count = 100;
    {
        std::vector<WebSocketClient> sockets = webSockets(server, count);
        const QByteArray pings = WebSocketFrame{WebSocketFrame::Ping, "p"}.encode().repeated(1000);
        for (int round = 0; round < scaled(20); ++round) {
            for (WebSocketClient &socket : sockets) {
                QVERIFY(socket.sendRaw(pings));
                socket.connection().receiveAvailable();
            }
            QVERIFY(server.isServed());
        }
        QVERIFY2(server.isWithin(count * 2 * KiB), server.growth());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestWebSocketFloodAttacks::row12_emptyFramesEndAtTheLimit()
{
    FloodedServer server({"rate.requests=300", "rate.window=1h"});
    const int count = 100;
    {
        std::vector<WebSocketClient> sockets = webSockets(server, count); // of one user, which is one quota
        const QByteArray frames = WebSocketFrame{WebSocketFrame::Text, ""}.encode().repeated(500);
        for (WebSocketClient &socket : sockets)
            QVERIFY(socket.sendRaw(frames));
        QVERIFY(server.isServed());
        for (WebSocketClient &socket : sockets)
            QCOMPARE(socket.readCloseCode(), 4129);
        QVERIFY2(server.isWithin(count * 8 * KiB), server.growth());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestWebSocketFloodAttacks::row12_framesInABurstTakeTurns()
{
    FloodedServer server({"threads=1", "rate.publisher_requests=0"});
    const QByteArray token = server.access().token({.subject = "p", .roles = "publisher"});
    const auto frame = [](const char *payload) {
        return WebSocketFrame{WebSocketFrame::Text,
                              QByteArray(R"({"type":"a.b","userId":"reader","payload":")") + payload + "\"}"}
            .encode();
    };
    SyncClient reader(server.port(), "token=" + server.access().token({.subject = "reader"}));
    SyncClient flooder(server.port(), "token=" + token);
    SyncClient modest(server.port(), "token=" + token);
    server.process().pause();
    QVERIFY(flooder.socket().sendRaw(frame("flood").repeated(1000)));
    QVERIFY(modest.socket().sendRaw(frame("modest")));
    server.process().resume();
    int before = 0;
    while (reader.readPayloads(1) == "flood" && before < 1000)
        ++before;
    QVERIFY2(before < 300, QByteArray::number(before));
}

void TestWebSocketFloodAttacks::row20_guessesInFramesCount()
{
    FloodedServer server({"rate.requests=20", "rate.window=1h"});
    const RawConnection::Options attacker{.sourceAddress = attackerAddress(0)};
    int unauthorized = 0;
    int limited = 0;
    for (int i = 0; i < 40; ++i) {
        WebSocketClient socket(server.port(), "/ws", {}, attacker);
        QVERIFY(socket.sendText(R"({"type":"sync.auth","payload":{"token":"guess"}})"));
        const int code = socket.readCloseCode();
        unauthorized += code == 4001 ? 1 : 0;
        limited += code == 4129 ? 1 : 0;
    }
    QCOMPARE(unauthorized, 20);
    QCOMPARE(limited, 20);
    HttpClient sameAddress(server.port(), attacker);
    QCOMPARE(sameAddress.get("/api/sync/poll", AuthServer::bearer("guess")).status, 429);
    QVERIFY(server.isServed());
}

QTEST_GUILESS_MAIN(TestWebSocketFloodAttacks)
#include "tst_websocket_flood_attacks.moc"
