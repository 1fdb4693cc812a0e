// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

} // namespace

/// Rows 6, 13 and 14, and the bounds of DESIGN.md that are a number of something.
class TestLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row06_connectionsAreCapped();
    void row06_connectionsOfAnAddressAreCapped();
    void row06_anAddressConnectsAsFastAsItMay();
    void row06_theServerIsConnectedToAsFastAsItMay();
    void row06_aTrustedProxyIsNotOneClient();
    void row06_connectionsOfAUserAreCapped();
    void row06_aFloodOfConnectionsIsTakenInStride();
    void row06_runningOutOfDescriptorsDoesNotSpin();
    void row13_aClientThatNeverReadsIsToldWhenItFellOff();
    void row13_neverReadingClientsCostBoundedMemory();
    void row13_aSlowClientCatchesUp();
    void row14_usersInTheLogAreCapped();
    void row14_whatIsIdleExpires();
    void row14_aNameOfAMegabyteIsRefused();
    void bytesOfTheLogAreCapped();
    void memoryReturnsAfterTheFeed_data();
    void memoryReturnsAfterTheFeed();
};

void TestLimits::row06_connectionsAreCapped()
{
    ServerProcess server({"limits.connections=10"});
    std::vector<HttpClient> clients;
    QVERIFY(eventually([&] { // those that asked whether it is ready have to leave first
        clients.clear();
        for (int i = 0; i < 10; ++i)
            clients.emplace_back(server.port());
        return std::all_of(clients.begin(), clients.end(), [](HttpClient &client) {
            return client.sendGet("/healthz") && client.connection().readUntil("\r\n").startsWith("HTTP/1.1 200 ");
        });
    }));
    RawConnection eleventh(server.port());
    eleventh.send(httpRequest("GET", "/healthz"));
    QCOMPARE(statusesUntilClosed(eleventh), "503"_ba);
    clients.pop_back();
    QVERIFY(eventually([&server] {
        RawConnection next(server.port());
        next.send(httpRequest("GET", "/healthz", {{"Connection", "close"}}));
        return statusesUntilClosed(next) == "200";
    }));
}

void TestLimits::row06_connectionsOfAnAddressAreCapped()
{
    ServerProcess server({"limits.connections_per_address=5"});
    std::vector<RawConnection> held;
    QVERIFY(eventually([&] {
        held.clear();
        for (int i = 0; i < 5; ++i) {
            held.emplace_back(server.port(), RawConnection::Options{.sourceAddress = "127.0.0.7"});
            held.back().send(httpRequest("GET", "/healthz"));
        }
        return std::all_of(held.begin(), held.end(), [](RawConnection &connection) {
            return connection.readUntil("\r\n").startsWith("HTTP/1.1 200 ");
        });
    }));
    RawConnection sixth(server.port(), {.sourceAddress = "127.0.0.7"});
    sixth.send(httpRequest("GET", "/healthz"));
    QCOMPARE(statusesUntilClosed(sixth), "429"_ba);
    HttpClient other(server.port(), {.sourceAddress = "127.0.0.8"});
    QCOMPARE(other.get("/healthz").status, 200);
}

void TestLimits::row06_anAddressConnectsAsFastAsItMay()
{
    // One a second, ten at once: now and then one of so many is let in.
    ServerProcess server({"limits.connection_rate_per_address=1"});
    const RawConnection::Options flooder{.sourceAddress = "127.0.0.7"};
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        HttpClient client(server.port(), flooder);
        const HttpResponse answer = client.get("/healthz");
        if (answer.status == 200)
            continue;
        ++refused;
        QCOMPARE(answer.problem(), "429 rate_limited"_ba);
        QCOMPARE(answer.field("Retry-After"), "1"_ba);
        QCOMPARE(answer.field("Connection"), "close"_ba);
    }
    QVERIFY2(refused > 100, QByteArray::number(refused));
    QVERIFY(eventually([&] { // before the upgrade
        const WebSocketClient upgrade(server.port(), "/ws?userId=u1", {}, flooder);
        return upgrade.response().problem() == "429 rate_limited";
    }));
    HttpClient other(server.port(), {.sourceAddress = "127.0.0.8"});
    QCOMPARE(other.get("/healthz").status, 200);
}

void TestLimits::row06_theServerIsConnectedToAsFastAsItMay()
{
    ServerProcess server({"limits.connection_rate=1"});
    HttpResponse answer;
    for (int i = 0; i < 100; ++i) { // from everywhere
        const QByteArray source = "127.0.1." + QByteArray::number(i + 1);
        HttpClient client(server.port(), {.sourceAddress = source.constData()});
        answer = client.get("/healthz");
        if (answer.status == 503)
            break;
    }
    QCOMPARE(answer.problem(), "503 overloaded"_ba);
    QCOMPARE(answer.field("Retry-After"), "1"_ba);
    QVERIFY(eventually([&server] { // a second later there is room again
        HttpClient client(server.port());
        return client.get("/healthz").status == 200;
    }));
}

void TestLimits::row06_aTrustedProxyIsNotOneClient()
{
    ServerProcess server(
        {"limits.connections_per_address=3", "limits.connection_rate_per_address=1", "proxies.trusted=127.0.0.7"});
    std::vector<HttpClient> held;
    for (int i = 0; i < 50; ++i) {
        held.emplace_back(server.port(), RawConnection::Options{.sourceAddress = "127.0.0.7"});
        QCOMPARE(held.back().get("/healthz").status, 200);
    }
}

void TestLimits::row06_connectionsOfAUserAreCapped()
{
    ServerProcess server({"limits.connections_per_user=3"});
    std::vector<SyncClient> devices;
    for (int i = 0; i < 3; ++i)
        devices.emplace_back(server.port(), "userId=u1");
    const WebSocketClient fourth(server.port(), "/ws?userId=u1");
    QVERIFY2(fourth.response().status == 429 || fourth.response().status == 503, fourth.response().problem());
    SyncClient other(server.port(), "userId=u2");
    QVERIFY(other.isQuiet());
    devices.pop_back();
    QVERIFY(eventually([&server] { return WebSocketClient(server.port(), "/ws?userId=u1").isUpgraded(); }));
}

void TestLimits::row06_aFloodOfConnectionsIsTakenInStride()
{
    ServerProcess server;
    Witness witness(server.port());
    const int descriptors = server.descriptorCount();
    {
        std::vector<RawConnection> connections;
        for (int i = 0; i < 3000; ++i) {
            connections.emplace_back(server.port());
            QVERIFY(connections.back().isOpen());
            if (i % 500 == 0)
                QVERIFY(witness.isServed());
        }
        QVERIFY(witness.isServed());
        for (RawConnection &connection : connections)
            connection.reset();
    }
    QVERIFY(server.descriptorsReturnTo(descriptors));
    QVERIFY(witness.isServed());
}

void TestLimits::row06_runningOutOfDescriptorsDoesNotSpin()
{
    if (isSanitized())
        QSKIP("UndefinedBehaviorSanitizer needs a descriptor to look at memory, and reports a fault without "
              "one");
    ServerProcess server({}, {.descriptorLimit = 100});
    Witness witness(server.port());
    const int descriptors = server.descriptorCount();
    {
        std::vector<RawConnection> connections;
        for (int i = 0; i < 250; ++i)
            connections.emplace_back(server.port());
        QVERIFY(witness.isServed());
        // This is the one place where time has to pass: CPU that is burnt shows in no event. Half of one core
        // would be a server that spins on one of two threads.
        const auto before = server.cpuTime();
        std::this_thread::sleep_for(1s);
        QVERIFY(server.cpuTime() - before < 500ms);
    }
    QVERIFY(eventually([&server] {
        RawConnection connection(server.port());
        connection.send(httpRequest("GET", "/healthz", {{"Connection", "close"}}));
        return statusesUntilClosed(connection) == "200";
    }));
    QVERIFY(server.descriptorsReturnTo(descriptors));
    QVERIFY(witness.isServed());
}

void TestLimits::row13_aClientThatNeverReadsIsToldWhenItFellOff()
{
    ServerProcess server({"messages.cap_per_user=50"});
    HttpClient publisher(server.port());
    SyncClient client(server.port(), "userId=feed", {.receiveBuffer = 4096});
    SyncClient honest(server.port(), "userId=feed");
    const QByteArray filling(30'000, 'a');
    int sent = 0;
    const auto publish = [&] {
        sendMessage(publisher, "{\"n\":" + QByteArray::number(sent) + ",\"x\":\"" + filling + "\"}", "feed");
        const auto message = honest.readMessage();
        return message && message->payload[u"n"].toInt() == sent++;
    };
    while (sent < 600)
        QVERIFY(publish());
    // What it reads now is whole up to the place where it fell off, and then it is told.
    int read = 0;
    while (const auto frame = client.socket().readData()) {
        QVERIFY2(frame->payload.contains("{\"n\":" + QByteArray::number(read) + ','), frame->payload.left(150));
        ++read;
    }
    QVERIFY(read < 600);
    QCOMPARE(client.socket().readCloseCode(), 4101);
    QVERIFY(publish());
}

void TestLimits::row13_neverReadingClientsCostBoundedMemory()
{
    ServerProcess server({"messages.cap_per_user=100"});
    Witness witness(server.port());
    HttpClient publisher(server.port());
    const QByteArray payload = '"' + QByteArray(20'000, 'a') + '"';
    for (int i = 0; i < 100; ++i) // the log at its bound, before it is measured
        sendMessage(publisher, payload, "feed");
    const int descriptors = server.descriptorCount();
    {
        std::vector<SyncClient> clients;
        for (int i = 0; i < 300; ++i)
            clients.emplace_back(server.port(), "userId=feed", RawConnection::Options{.receiveBuffer = 4096});
        SyncClient honest(server.port(), "userId=feed");
        const qint64 before = server.residentBytes();
        for (int i = 0; i < 400; ++i) { // 8 MB for each: 2.4 GB if there were queues
            sendMessage(publisher, payload, "feed");
            QCOMPARE(honest.readPayloads(1).size(), 20'000);
            if (i % 100 == 0)
                QVERIFY(witness.isServed());
        }
        QVERIFY2(isSanitized() || server.residentBytes() - before < 64 * MiB,
                 QByteArray::number((server.residentBytes() - before) / MiB));
    }
    QVERIFY(server.descriptorsReturnTo(descriptors));
    QVERIFY(witness.isServed());
}

void TestLimits::row13_aSlowClientCatchesUp()
{
    ServerProcess server;
    HttpClient publisher(server.port());
    SyncClient client(server.port(), "userId=feed", {.receiveBuffer = 4096});
    const QByteArray filling(20'000, 'a');
    for (int i = 0; i < 300; ++i)
        sendMessage(publisher, '"' + QByteArray::number(i) + filling + '"', "feed");
    for (int i = 0; i < 300; ++i)
        QCOMPARE(client.readPayloads(1), QByteArray::number(i) + filling);
    QVERIFY(client.isQuiet());
}

void TestLimits::row14_usersInTheLogAreCapped()
{
    ServerProcess server({"queue.max_users=50"});
    HttpClient publisher(server.port());
    SyncClient reader(server.port(), "userId=user-1");
    for (int i = 0; i < 50; ++i)
        sendMessage(publisher, "1", "user-" + QByteArray::number(i));
    const QByteArray body = R"({"type":"test.event","payload":1,"userId":"user-50"})";
    const HttpResponse refused = publisher.post("/api/sync/send", body);
    QCOMPARE(refused.problem(), "503 log_full"_ba);
    QVERIFY(refused.field("Retry-After"));
    sendMessage(publisher, "2", "user-1"); // who is in may stay
    QCOMPARE(reader.readPayloads(2), "1 2"_ba);
    sendMessage(publisher, "3");
    QCOMPARE(reader.readPayloads(1), "3"_ba);
    // Reading under a name leaves nothing.
    for (int i = 0; i < 200; ++i)
        QVERIFY(poll(publisher, "userId=reader-" + QByteArray::number(i)).isValid);
}

void TestLimits::row14_whatIsIdleExpires()
{
    ServerProcess server({"queue.max_users=50", "messages.ttl=1s", "messages.sweep_interval=200ms"});
    HttpClient publisher(server.port());
    const QByteArray start = R"({"type":"test.event","payload":1,"userId":"user-)";
    // Four times as many users as there is room for, each given time to come in.
    for (int i = 0; i < 200; ++i) {
        const QByteArray body = start + QByteArray::number(i) + "\"}";
        QVERIFY(eventually([&] { return publisher.post("/api/sync/send", body).status == 200; }));
    }
    QVERIFY(eventually([&publisher] {
        const QJsonObject queue = publisher.get("/api/sync/status").json()[u"queue"].toObject();
        return queue[u"messages"] == QJsonValue(0) && queue[u"bytes"].toInteger() < 1024;
    }));
}

void TestLimits::row14_aNameOfAMegabyteIsRefused()
{
    ServerProcess server;
    HttpClient client(server.port());
    const QByteArray name(1'000'000, 'u');
    const QByteArray body = R"({"type":"test.event","payload":1,"userId":")" + name + "\"}";
    QVERIFY(client.post("/api/sync/send", body).status >= 400);
    RawConnection connection(server.port());
    connection.send(httpRequest("GET", "/api/sync/poll?userId=" + name));
    QCOMPARE(statusesUntilClosed(connection), "414"_ba);
    for (const qsizetype size : {129, 1000, 5000}) {
        const QByteArray part = name.first(size);
        QCOMPARE(client.get("/api/sync/poll?userId=" + part).problem(), "400 invalid_user at userId"_ba);
        QCOMPARE(WebSocketClient(server.port(), "/ws?userId=" + part).response().problem(),
                 "400 invalid_user at userId"_ba);
    }
}

void TestLimits::bytesOfTheLogAreCapped()
{
    ServerProcess server({"queue.max_bytes=1MiB"});
    HttpClient publisher(server.port());
    const QByteArray payload = '"' + QByteArray(60'000, 'a') + '"';
    int sent = 0;
    HttpResponse response;
    while (sent < 100) {
        const QByteArray body = R"({"type":"test.event","payload":)" + payload + R"(,"userId":"user-)"
            + QByteArray::number(sent) + "\"}";
        response = publisher.post("/api/sync/send", body);
        if (response.status != 200)
            break;
        ++sent;
    }
    QCOMPARE(response.problem(), "503 log_full"_ba);
    QVERIFY2(sent >= 5 && sent <= 18, QByteArray::number(sent));
    QCOMPARE(poll(publisher, "userId=user-0").messages.size(), 1U); // reading goes on
    SyncClient client(server.port(), "userId=user-0&since=0");
    QVERIFY(client.send(R"({"type":"test.event","payload":)" + payload + R"(,"ref":"r","userId":"user-0"})"));
    QVERIFY(client.readMessage());
    const QJsonObject error = client.readPayloadOf("sync.error");
    QCOMPARE(error[u"code"], QJsonValue(u"log_full"_s));
    QVERIFY(error[u"retryAfterMs"].toInteger() > 0);
}

void TestLimits::memoryReturnsAfterTheFeed_data()
{
    QTest::addColumn<std::chrono::milliseconds>("pause");
    QTest::newRow("at once") << 0ms;
    // Over many sweeps, each of which frees little.
    QTest::newRow("slowly") << 40ms;
}

void TestLimits::memoryReturnsAfterTheFeed()
{
    QFETCH(const std::chrono::milliseconds, pause);
    ServerProcess server({"messages.ttl=1s", "messages.sweep_interval=100ms"});
    HttpClient publisher(server.port());
    const qint64 before = server.residentBytes();
    const QByteArray payload = '"' + QByteArray(60'000, 'a') + '"';
    for (int i = 0; i < 1500; ++i) {
        sendMessage(publisher, payload, "user-" + QByteArray::number(i));
        if (i % 20 == 0)
            std::this_thread::sleep_for(pause);
    }
    QVERIFY(eventually(
        [&publisher] { return publisher.get("/api/sync/status").json()[u"queue"][u"messages"] == QJsonValue(0); }));
    const auto grownBytes = [&server, before] {
        return server.residentBytes() - before;
    };
    QVERIFY2(isSanitized() || eventually([&grownBytes] { return grownBytes() < 32 * MiB; }),
             QByteArray::number(grownBytes() / MiB));
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
