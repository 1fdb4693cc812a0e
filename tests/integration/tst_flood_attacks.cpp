// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <csignal>

#include <QFile>
#include <QTest>

#include "tests/support/floodedserver.h"

using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A message of a megabyte as far as its first `bytes` bytes.
QByteArray unfinishedBody(const QByteArray &token, qsizetype bytes)
{
    HttpFields fields{{"Content-Type", "application/json"}, {"Content-Length", "1000000"}};
    if (!token.isEmpty())
        fields.emplace_back("Authorization", "Bearer " + token);
    return httpRequest("POST", "/api/sync/send", fields) + QByteArray(bytes, 'a');
}

/// How many answers of each status came on a connection that is written to in bursts.
class Answers {
public:
    /// Sends, and reads until `count` answers have come or the server has closed.
    void exchange(RawConnection &connection, const QByteArray &requests, int count)
    {
        connection.send(requests);
        int missing = count - take(connection);
        while (missing > 0 && connection.receive())
            missing -= take(connection);
    }
    int operator[](int status) const { return m_counts[static_cast<std::size_t>(status)]; }

private:
    int take(RawConnection &connection)
    {
        static constexpr QByteArrayView start = "HTTP/1.1 ";
        const QByteArray &bytes = connection.buffered();
        int found = 0;
        qsizetype end = 0;
        for (qsizetype at = bytes.indexOf(start); at >= 0 && at + start.size() + 3 <= bytes.size();
             at = bytes.indexOf(start, end)) {
            end = at + start.size() + 3;
            ++m_counts[static_cast<std::size_t>(bytes.sliced(end - 3, 3).toInt())];
            ++found;
        }
        // What is left may begin the next answer.
        connection.take(std::max(end, bytes.size() - start.size() - 3));
        return found;
    }

    std::array<int, 1000> m_counts{};
};

} // namespace

/// Floods against a server that others reach: with authentication, and the limits that this brings. In each of them
/// its memory is bounded by what one attacker may cost times their number, its descriptors come back, and a witness
/// is served. Floods that need no authentication are in tst_limits and tst_websocket_attacks, those through TLS in
/// tst_tls_attacks; how long the witness waits meanwhile is a figure of bench/run.
class TestFloodAttacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row03_headsOfAHundredFieldsByTheHundred();
    void row05_slowRequestsByTheThousand_data();
    void row05_slowRequestsByTheThousand();
    void row05_unfinishedBodiesAreBoundedInAll();
    void row05_bodiesOfStrangersTakeNobodysPlace();
    void row12_requestsInAPipelineTakeTurns();
    void row13_answersThatNobodyReads();
    void row14_aFloodOfUsers();
    void row14_aFloodOfAddressesForgetsNoLimit();
    void row14_refusedTriesFillNoDisk();
    void row19_longPollsByTheThousand();
    void row20_aFloodOfBadTokens_data();
    void row20_aFloodOfBadTokens();
};

void TestFloodAttacks::row03_headsOfAHundredFieldsByTheHundred()
{
    FloodedServer server;
    QByteArray head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
    for (int i = 0; i < 99; ++i)
        head += "X-" + QByteArray::number(i) + ": " + QByteArray(150, 'x') + "\r\n";
    const int count = 1000;
    {
        std::vector<RawConnection> connections;
        for (int i = 0; i < count; ++i) {
            connections.push_back(attackerConnection(server.port(), i));
            QVERIFY(connections.back().send(head));
        }
        QVERIFY(server.isServed());
        // A head is held as it comes.
        QVERIFY2(server.isWithin(count * 20 * KiB), server.growth());
        QVERIFY(server.descriptorsAdded() <= count + 1);
        for (RawConnection &connection : connections) {
            QVERIFY(connection.send("\r\n"));
            QVERIFY(connection.readUntil("\r\n").startsWith("HTTP/1.1 200 "));
        }
        QVERIFY(server.isServed());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestFloodAttacks::row05_slowRequestsByTheThousand_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<bool>("isAnswered");

    QTest::newRow("heads") << "GET /api/sync/poll HTTP/1.1\r\nHost: local"_ba << true;
    QTest::newRow("bodies") << "POST /api/sync/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                               "Content-Length: 60000\r\n\r\n"_ba
                            << true;
    QTest::newRow("silence") << ""_ba << false;
}

void TestFloodAttacks::row05_slowRequestsByTheThousand()
{
    QFETCH(const QByteArray, start);
    QFETCH(const bool, isAnswered);

    FloodedServer server({"http.head_timeout=1500ms", "http.body_timeout=1500ms"});
    const int count = 2000;
    {
        std::vector<RawConnection> connections;
        for (int i = 0; i < count; ++i) {
            connections.push_back(attackerConnection(server.port(), i));
            QVERIFY(connections.back().send(start));
        }
        QVERIFY(server.isServed());
        QVERIFY2(server.isWithin(count * 2 * KiB), server.growth());
        QVERIFY(server.descriptorsAdded() <= count + 1);
        // A byte of each in turn, until all are at their deadline.
        int closed = 0;
        const Deadline deadline;
        while (isAnswered && closed < count && !deadline.hasPassed()) {
            QVERIFY(server.isServed());
            closed = 0;
            for (RawConnection &connection : connections) {
                if (connection.receiveAvailable() || !connection.buffered().isEmpty() || !connection.isOpen())
                    ++closed;
                else
                    connection.sendWhatFits("a");
            }
        }
        for (RawConnection &connection : connections) {
            QCOMPARE(statusesUntilClosed(connection), isAnswered ? "408"_ba : ""_ba);
        }
    }
    QVERIFY(server.descriptorsReturn());
    QVERIFY2(server.isWithin(0), server.growth());
}

void TestFloodAttacks::row05_unfinishedBodiesAreBoundedInAll()
{
    FloodedServer server({"threads=1"});
    const QByteArray start = unfinishedBody(server.access().token({.subject = "mallory"}), 999'999);
    {
        std::vector<RawConnection> connections;
        for (int i = 0; i < 300; ++i) {
            connections.push_back(attackerConnection(server.port(), i));
            connections.back().send(start); // not all of it, where it is refused on the way
        }
        QVERIFY(server.isServed());
        // 64 MiB and 16 KiB of each that is over, and as much again that the allocator keeps of buffers that grew.
        QVERIFY2(server.isWithin(2 * (64 * MiB + 300 * 16 * KiB)), server.growth());
        QVERIFY(eventually([&connections] {
            return std::count_if(connections.begin(), connections.end(),
                                 [](RawConnection &connection) {
                                     connection.receiveAvailable();
                                     return connection.buffered().startsWith("HTTP/1.1 503 ");
                                 })
                > 200;
        }));
        QVERIFY(server.isServed());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestFloodAttacks::row05_bodiesOfStrangersTakeNobodysPlace()
{
    FloodedServer server({"threads=1", "http.max_unfinished_bytes=1MiB"});
    {
        std::vector<RawConnection> small;
        std::vector<RawConnection> large;
        for (int i = 0; i < 100; ++i) { // the small ones alone are more than there is room for
            small.push_back(attackerConnection(server.port(), i));
            small.back().send(unfinishedBody({}, 15 * KiB));
            large.push_back(attackerConnection(server.port(), 100 + i));
            large.back().send(unfinishedBody({}, 60 * KiB));
        }
        for (RawConnection &connection : large)
            QCOMPARE(statusesUntilClosed(connection), "401"_ba);
        const QByteArray body = R"({"type":"test.event","payload":")" + QByteArray(60'000, 'a') + "\"}";
        HttpFields fields = AuthServer::bearer(server.access().token({.subject = "alice"}));
        fields.emplace_back("Content-Type", "application/json");
        fields.emplace_back("Content-Length", QByteArray::number(body.size()));
        HttpClient client(server.port());
        client.sendRaw(httpRequest("POST", "/api/sync/send", fields));
        client.connection().sendInPieces(body, 10'000);
        QCOMPARE(client.readResponse().status, 200);
        QVERIFY(server.isServed());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestFloodAttacks::row12_requestsInAPipelineTakeTurns()
{
    FloodedServer server({"threads=1", "rate.publisher_requests=0"});
    const HttpFields publisher = AuthServer::bearer(server.access().token({.subject = "p", .roles = "publisher"}));
    const auto sending = [&](const char *payload) {
        const QByteArray body = QByteArray(R"({"type":"a.b","userId":"reader","payload":")") + payload + "\"}";
        HttpFields fields = publisher;
        fields.emplace_back("Content-Type", "application/json");
        return httpRequest("POST", "/api/sync/send", fields, body);
    };
    SyncClient reader(server.port(), "token=" + server.access().token({.subject = "reader"}));
    RawConnection flooder(server.port());
    RawConnection modest(server.port());
    for (RawConnection *connection : {&flooder, &modest}) { // both are accepted
        QVERIFY(connection->send(httpRequest("GET", "/healthz")));
        QVERIFY(connection->readUntil("\r\n\r\n").startsWith("HTTP/1.1 200 "));
    }
    // Both are there when the server comes to look.
    server.process().pause();
    QVERIFY(flooder.send(sending("flood").repeated(100)));
    QVERIFY(modest.send(sending("modest")));
    server.process().resume();
    int before = 0;
    while (reader.readPayloads(1) == "flood" && before < 100)
        ++before;
    QVERIFY2(before < 20, QByteArray::number(before));
}

void TestFloodAttacks::row13_answersThatNobodyReads()
{
    // Clients that never read a feed over WebSocket are in tst_limits. This is the same over HTTP: 24 MB are there
    // for each of them, as often as it asks.
    FloodedServer server({"rate.publisher_requests=0"});
    const HttpFields user
        = AuthServer::bearer(server.access().token({.subject = "attacker", .roles = "user,publisher"}));
    {
        HttpClient publisher(server.port());
        const QByteArray payload = '"' + QByteArray(60'000, 'a') + '"';
        for (int i = 0; i < 400; ++i)
            sendMessage(publisher, payload, "attacker", user);
    }
    const qint64 ofTheLog = 400 * 64 * KiB;
    const int count = 100;
    {
        const QByteArray polls = httpRequest("GET", "/api/sync/poll?since=0", user).repeated(20);
        std::vector<RawConnection> connections;
        for (int i = 0; i < count; ++i) {
            RawConnection::Options options{.sourceAddress = attackerAddress(0), .receiveBuffer = 4096};
            connections.emplace_back(server.port(), options);
            QVERIFY(connections.back().send(polls));
        }
        QVERIFY(server.isServed());
        // What a client may leave unsent, and behind it one more page, that a message may exceed; with room to grow.
        QVERIFY2(server.isWithin(ofTheLog + count * 2 * (256 + 256 + 64) * KiB), server.growth());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestFloodAttacks::row14_aFloodOfUsers()
{
    FloodedServer server({"rate.max_buckets=10000"});
    RawConnection connection(server.port(), {.sourceAddress = attackerAddress(0)});
    Answers answers;
    int asked = 0;
    const auto ask = [&](int users) {
        for (int burst = 0; burst < users / 100; ++burst) {
            QByteArray requests;
            for (int i = 0; i < 100; ++i) {
                const QByteArray token = server.access().token({.subject = "user-" + QByteArray::number(asked++)});
                requests += httpRequest("GET", "/api/sync/poll", AuthServer::bearer(token));
            }
            answers.exchange(connection, requests, 100);
        }
    };
    ask(scaled(25'000));
    QVERIFY(server.isServed());
    QVERIFY2(server.isWithin(10'000 * 256), server.growth());
    ask(scaled(25'000)); // as many again find no more room
    QVERIFY(server.isServed());
    QVERIFY2(server.isWithin(10'000 * 256), server.growth());
    QCOMPARE(answers[200], asked); // nobody pays for the others
}

void TestFloodAttacks::row14_aFloodOfAddressesForgetsNoLimit()
{
    FloodedServer server({"proxies.trusted=127.0.0.9", "rate.requests=3", "rate.window=1h", "rate.max_buckets=20000",
                          "rate.publisher_requests=0"});
    RawConnection proxy(server.port(), {.sourceAddress = "127.0.0.9"});
    Answers answers;
    const auto requestOf = [](const QByteArray &address) {
        return httpRequest("GET", "/api/sync/status", {{"X-Forwarded-For", address}});
    };
    Answers greedy;
    greedy.exchange(proxy, requestOf("203.0.113.1").repeated(4), 4);
    QCOMPARE(greedy[200], 3);
    QCOMPARE(greedy[429], 1);

    const int count = scaled(200'000);
    for (int number = 0; number < count;) {
        QByteArray requests;
        for (int i = 0; i < 100; ++i, ++number) {
            requests += requestOf("2001:db8:" + QByteArray::number(number >> 16, 16) + ':'
                                  + QByteArray::number(number & 0xffff, 16) + "::1");
        }
        answers.exchange(proxy, requests, 100);
    }
    QCOMPARE(answers[200] + answers[429], count);
    QVERIFY2(isSanitized() || answers[429] > 0, "the table is full, and newcomers are limited together");
    Answers again;
    again.exchange(proxy, requestOf("203.0.113.1"), 1);
    QCOMPARE(again[429], 1);
    QVERIFY2(server.isWithin(20'000 * 128), server.growth());
}

void TestFloodAttacks::row14_refusedTriesFillNoDisk()
{
    FloodedServer server({"proxies.trusted=127.0.0.9"});
    RawConnection proxy(server.port(), {.sourceAddress = "127.0.0.9"});
    Answers answers;
    for (int burst = 0; burst < 100; ++burst) {
        QByteArray requests;
        for (int i = 0; i < 100; ++i) {
            const QByteArray address = "10.1." + QByteArray::number(burst) + '.' + QByteArray::number(i);
            requests += httpRequest("GET", "/api/admin/audit", {{"X-Forwarded-For", address}});
        }
        answers.exchange(proxy, requests, 100);
    }
    QCOMPARE(answers[401], 10'000);
    QVERIFY(server.isServed());
    QVERIFY2(server.isWithin(MiB), server.growth());
    server.process().sendSignal(SIGTERM);
    QCOMPARE(server.process().waitForExit(), 0);
    QFile file(server.access().dataDirectory() + u"/audit.jsonl"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QVERIFY2(written.size() < 64 * KiB, QByteArray::number(written.size()));
    QVERIFY2(written.count('\n') <= 3 * 65, "64 windows and one for all others, of which a few have gone by");
    QVERIFY(written.contains(R"("refused.401")"));
}

void TestFloodAttacks::row19_longPollsByTheThousand()
{
    FloodedServer server({"limits.long_polls=1000"});
    const HttpFields publisher = AuthServer::bearer(server.access().token({.subject = "p", .roles = "publisher"}));
    const QByteArray body(64 * KiB, 'x');
    const int count = 1500;
    {
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < count; ++i) {
            const QByteArray token = server.access().token({.subject = "user-" + QByteArray::number(i / 10)});
            RawConnection::Options options;
            options.sourceAddress = attackerAddress(i / 100);
            clients.push_back(std::make_unique<HttpClient>(server.port(), options));
            // The body says nothing to a poll, and is not kept while that waits.
            QVERIFY(clients.back()->sendRequest("GET", "/api/sync/poll?wait=30", AuthServer::bearer(token), body));
            if (i % 20 == 0) // what is measured is polls that wait, not bodies on their way
                QVERIFY(server.isServed());
        }
        // Those beyond the limit are refused at once, on whichever thread they came.
        const auto refused = [&clients] {
            return std::count_if(clients.begin(), clients.end(), [](const auto &client) {
                client->connection().receiveAvailable();
                return client->connection().buffered().startsWith("HTTP/1.1 503 ");
            });
        };
        QVERIFY(eventually([&] { return refused() == count - 1000; }));
        QVERIFY2(server.isWithin(count * 12 * KiB), server.growth());
        QVERIFY(server.descriptorsAdded() <= count + 1);
        HttpClient sender(server.port());
        QByteArrayList users; // all but the witness
        for (int i = 0; i < count / 10; ++i)
            users += "\"user-" + QByteArray::number(i) + '"';
        const QByteArray news = R"({"type":"a.b","payload":1,"userIds":[)" + users.join(',') + "]}";
        QCOMPARE(sender.post("/api/sync/broadcast", news, publisher).status, 200);
        int answered = 0;
        for (const auto &client : clients)
            answered += client->readResponse().status == 200 ? 1 : 0;
        QCOMPARE(answered, 1000);
        QVERIFY(server.isServed());
    }
    QVERIFY(server.descriptorsReturn());
}

void TestFloodAttacks::row20_aFloodOfBadTokens_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("signatureBytes");

    QTest::newRow("HS256") << R"({"alg":"HS256","typ":"JWT"})"_ba << 32;
    QTest::newRow("ES256") << R"({"alg":"ES256","typ":"JWT"})"_ba << 64;
}

void TestFloodAttacks::row20_aFloodOfBadTokens()
{
    QFETCH(const QByteArray, header);
    QFETCH(const int, signatureBytes);

    const QTemporaryDir keys;
    QFile pem(keys.filePath(u"issuer.pem"_s));
    QVERIFY(pem.open(QIODevice::WriteOnly));
    pem.write(QByteArray::fromStdString(TokenForge::withEc().publicPem()));
    pem.close();
    const QByteArray issuer = "auth.jwt_public_keys=" + pem.fileName().toUtf8();
    FloodedServer server({issuer.constData(), "rate.requests=100", "rate.window=1h"});
    const std::string signed_ = base64Url(header.toStdString()) + '.' + base64Url(R"({"sub":"u1","exp":4102444800})");
    const auto guess = [&](int number) {
        std::string signature(static_cast<std::size_t>(signatureBytes), '\x55');
        const std::string digits = std::to_string(number);
        signature.replace(4, digits.size(), digits);
        return AuthServer::bearer(QByteArray::fromStdString(signed_ + '.' + base64Url(signature)));
    };
    Answers answers;
    int connections = 0;
    for (int number = 0; number < 2000; ++connections) {
        RawConnection connection(server.port(), {.sourceAddress = attackerAddress(0)});
        QByteArray requests;
        for (int i = 0; i < 20; ++i)
            requests += httpRequest("GET", "/api/sync/poll", guess(number++));
        answers.exchange(connection, requests, 20);
    }
    QCOMPARE(answers[401], 100);
    // Who goes on has to connect for each guess, and is held to the rate of connections: guesses cost the CPU of
    // 200 signatures a second at most, which is two hundredths of a core.
    QVERIFY2(answers[429] <= connections, QByteArray::number(answers[429]));
    QVERIFY(server.isServed());
    QVERIFY2(server.isWithin(MiB), server.growth());
    QVERIFY(eventually([&] { // and behind the same address who has a token is let in, when it may connect
        HttpClient honest(server.port(), {.sourceAddress = attackerAddress(0)});
        const QByteArray token = server.access().token({.subject = "honest"});
        return honest.get("/api/sync/poll", AuthServer::bearer(token)).status == 200;
    }));
    QVERIFY(server.descriptorsReturn());
}

QTEST_GUILESS_MAIN(TestFloodAttacks)
#include "tst_flood_attacks.moc"
