// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <openssl/ssl.h>

#include "tests/support/certificatefiles.h"
#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"
#include "tests/support/tlsclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MiB = 1024 * 1024;
const RawConnection::Options secure{.isSecure = true};

QByteArray record(char type, const QByteArray &content)
{
    return QByteArray(1, type) + "\x03\x03" + static_cast<char>(content.size() >> 8)
        + static_cast<char>(content.size()) + content;
}

/// Goes on with a handshake, each flight in pieces of this size.
TlsClient::State shakeHands(RawConnection &connection, TlsClient &client, qsizetype pieceSize = 1'000'000)
{
    while (client.state() == TlsClient::State::Handshaking) {
        connection.sendInPieces(client.takeOutput(), pieceSize);
        if (!connection.receive())
            return client.state();
        client.feed(connection.take(connection.buffered().size()));
    }
    connection.sendInPieces(client.takeOutput(), pieceSize);
    return client.state();
}

} // namespace

/// Row 32. After each attack a witness is served as before, over TLS, and the descriptors have come back.
class TestTlsAttacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

    void row32_oldVersionsAreRefused_data();
    void row32_oldVersionsAreRefused();
    void row32_helloInPieces_data();
    void row32_helloInPieces();
    void row32_garbageIsRefused_data();
    void row32_garbageIsRefused();
    void row32_garbageBehindTheHandshakeEndsIt();
    void row32_theHandshakeHasADeadline_data();
    void row32_theHandshakeHasADeadline();
    void row32_unfinishedHandshakesByTheHundred();
    void row32_aClientThatRefusesTheCertificateIsGone();
    void row32_renegotiationIsRefused();
    void row32_newKeysOverAndOver();
    void row32_aFloodOfTinyRecords();
    void row32_aRecordThatStopsIsClosed();
    void row32_goneAtEachStageOfTheHandshake_data();
    void row32_goneAtEachStageOfTheHandshake();
    void row32_goneWhileBeingWrittenTo();

private:
    quint16 port() const { return m_server->port(); }
    std::size_t failuresLogged() const;
    QString lastFailure() const;

    std::unique_ptr<CertificateFiles> m_files;
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<Witness> m_witness;
    int m_descriptors = 0;
};

void TestTlsAttacks::initTestCase()
{
    m_files = std::make_unique<CertificateFiles>();
    m_server = std::make_unique<ServerProcess>(
        m_files->settings({"tls.handshake_timeout=1s", "websocket.message_timeout=300ms", "log.level=debug"}),
        ProcessOptions{.isSecure = true});
    m_witness = std::make_unique<Witness>(port(), secure);
    QVERIFY(m_witness->isServed());
    m_descriptors = m_server->descriptorCount();
}

void TestTlsAttacks::cleanup()
{
    QVERIFY(m_server->isRunning());
    QVERIFY(m_witness->isServed());
    QVERIFY(m_server->descriptorsReturnTo(m_descriptors));
}

void TestTlsAttacks::cleanupTestCase()
{
    m_witness.reset();
    m_server.reset();
}

std::size_t TestTlsAttacks::failuresLogged() const
{
    return static_cast<std::size_t>(m_server->standardError().count("TLS handshake failed"));
}

QString TestTlsAttacks::lastFailure() const
{
    QString reason;
    const QList<QJsonObject> lines = m_server->logLines();
    for (const QJsonObject &line : lines) {
        if (line[u"message"] == u"TLS handshake failed"_s)
            reason = line[u"reason"].toString();
    }
    return reason;
}

void TestTlsAttacks::row32_oldVersionsAreRefused_data()
{
    QTest::addColumn<int>("version");

    QTest::newRow("TLS 1.0") << TLS1_VERSION;
    QTest::newRow("TLS 1.1") << TLS1_1_VERSION;
}

void TestTlsAttacks::row32_oldVersionsAreRefused()
{
    QFETCH(const int, version);

    const std::size_t before = failuresLogged();
    RawConnection connection(port());
    TlsClient client({.maximumVersion = version});
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Failed);
    QVERIFY2(client.problem().contains("alert protocol version"), client.problem());
    QVERIFY(connection.waitForClosed());
    QVERIFY(eventually([&] { return failuresLogged() > before; }));
}

void TestTlsAttacks::row32_helloInPieces_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("size");

    QTest::newRow("TLS 1.2, bytes") << TLS1_2_VERSION << 1;
    QTest::newRow("TLS 1.3, bytes") << TLS1_3_VERSION << 1;
    QTest::newRow("TLS 1.3, sevens") << TLS1_3_VERSION << 7;
}

void TestTlsAttacks::row32_helloInPieces()
{
    QFETCH(const int, version);
    QFETCH(const int, size);

    RawConnection connection(port());
    TlsClient client({.maximumVersion = version});
    QCOMPARE(shakeHands(connection, client, size), TlsClient::State::Established);
    client.write(httpRequest("GET", "/healthz", {{"Connection", "close"}}));
    QVERIFY(connection.sendInPieces(client.takeOutput(), size));
    QByteArray answer;
    while (client.state() == TlsClient::State::Established && connection.receive())
        answer += client.feed(connection.take(connection.buffered().size()));
    QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer);
}

void TestTlsAttacks::row32_garbageIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray hello = TlsClient().takeOutput();
    QTest::newRow("no version of TLS") << "\x16hello, server"_ba;
    QTest::newRow("a record longer than any") << "\x16\x03\x01\xff\xff"_ba + QByteArray(1000, 'a');
    QTest::newRow("empty records") << record(0x16, "").repeated(40);
    QTest::newRow("no hello") << record(0x16, QByteArray(100, 'a'));
    QTest::newRow("a hello without an end")
        << record(0x16, QByteArray("\x01\xff\xff\xff", 4) + QByteArray(16'000, 'a'));
    QTest::newRow("another message first") << record(0x16, QByteArray("\x14\0\0\x04", 4) + "abcd");
    QTest::newRow("a hello that lies about its length") << hello.first(6) + QByteArray(3, '\0') + hello.sliced(9);
    QTest::newRow("application data behind the hello") << hello + record(0x17, QByteArray(100, 'a'));
    QTest::newRow("empty records behind the hello") << hello + record(0x17, "").repeated(1000);
}

void TestTlsAttacks::row32_garbageIsRefused()
{
    QFETCH(const QByteArray, bytes);

    const std::size_t before = failuresLogged();
    RawConnection connection(port());
    connection.send(bytes);
    QVERIFY(connection.waitForClosed());
    QVERIFY(eventually([&] { return failuresLogged() > before; }));
    QVERIFY(lastFailure() != u"not finished"_s); // it was not the deadline
}

void TestTlsAttacks::row32_garbageBehindTheHandshakeEndsIt()
{
    RawConnection connection(port());
    TlsClient client;
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
    client.write(httpRequest("GET", "/healthz"));
    QByteArray changed = client.takeOutput();
    changed.back() = static_cast<char>(changed.back() ^ 1); // of the tag that seals the record
    QVERIFY(connection.send(changed));
    QByteArray answer;
    while (connection.receive())
        answer += client.feed(connection.take(connection.buffered().size()));
    QVERIFY(answer.isEmpty());
    QVERIFY2(client.problem().contains("bad record mac"), client.problem());
}

void TestTlsAttacks::row32_theHandshakeHasADeadline_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray hello = TlsClient().takeOutput();
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("one byte") << hello.first(1);
    QTest::newRow("half a hello") << hello.first(hello.size() / 2);
    QTest::newRow("a hello, and no more") << hello;
}

void TestTlsAttacks::row32_theHandshakeHasADeadline()
{
    QFETCH(const QByteArray, bytes);

    const std::size_t before = failuresLogged();
    RawConnection connection(port());
    QVERIFY(connection.send(bytes));
    QVERIFY(connection.waitForClosed());
    QVERIFY(bytes.isEmpty() || eventually([&] { return failuresLogged() > before; }));
}

void TestTlsAttacks::row32_unfinishedHandshakesByTheHundred()
{
    const qint64 before = m_server->residentBytes();
    std::vector<RawConnection> connections;
    for (int i = 0; i < 600; ++i) {
        connections.emplace_back(port());
        const QByteArray hello = TlsClient().takeOutput();
        QVERIFY(connections.back().send(hello.first(i % 3 == 0 ? 1 : i % 3 == 1 ? hello.size() - 1 : hello.size())));
    }
    QVERIFY(m_witness->isServed());
    QVERIFY2(isSanitized() || m_server->residentBytes() - before < 64 * MiB,
             QByteArray::number((m_server->residentBytes() - before) / MiB));
    for (RawConnection &connection : connections)
        QVERIFY(connection.waitForClosed());
}

void TestTlsAttacks::row32_aClientThatRefusesTheCertificateIsGone()
{
    RawConnection connection(port());
    TlsClient client({.verifies = true});
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Failed);
    QVERIFY2(client.problem().contains("certificate verify failed"), client.problem());
    connection.send(client.takeOutput()); // the alert that says so
    QVERIFY(connection.waitForClosed());
}

void TestTlsAttacks::row32_renegotiationIsRefused()
{
    RawConnection connection(port());
    TlsClient client({.maximumVersion = TLS1_2_VERSION});
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
    QVERIFY(client.renegotiate());
    QVERIFY(connection.send(client.takeOutput()));
    while (client.state() == TlsClient::State::Established && connection.receive())
        client.feed(connection.take(connection.buffered().size()));
    QVERIFY2(client.problem().contains("no renegotiation"), client.problem());
}

void TestTlsAttacks::row32_newKeysOverAndOver()
{
    // As a client may, now and then.
    RawConnection polite(port());
    TlsClient politeClient;
    QCOMPARE(shakeHands(polite, politeClient), TlsClient::State::Established);
    QVERIFY(politeClient.updateKeys());
    politeClient.write(httpRequest("GET", "/healthz"));
    QVERIFY(polite.send(politeClient.takeOutput()));
    QByteArray answer; // which comes behind session tickets and the server's own new keys
    while (!answer.contains("200 OK") && polite.receive())
        answer += politeClient.feed(polite.take(polite.buffered().size()));
    QVERIFY(answer.contains("200 OK"));

    // Each is a few bytes for the client and a good deal of work for a server.
    RawConnection connection(port());
    TlsClient client;
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
    for (int i = 0; i < 5000; ++i)
        QVERIFY(client.updateKeys());
    connection.send(client.takeOutput());
    QVERIFY(connection.waitForClosed());
}

void TestTlsAttacks::row32_aFloodOfTinyRecords()
{
    RawConnection connection(port());
    TlsClient client;
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
    const QByteArray request = httpRequest("GET", "/healthz");
    for (int i = 0; i < 500; ++i) {
        for (const char byte : request)
            client.write(QByteArrayView(&byte, 1));
    }
    QByteArray flood = client.takeOutput();
    qsizetype answered = 0;
    const Deadline deadline;
    while (answered < 500 && !deadline.hasPassed()) {
        flood.remove(0, connection.sendWhatFits(flood));
        if (connection.receiveAvailable())
            answered += client.feed(connection.take(connection.buffered().size())).count("HTTP/1.1 200 ");
    }
    QCOMPARE(answered, 500);
}

void TestTlsAttacks::row32_aRecordThatStopsIsClosed()
{
    SyncClient client(port(), "userId=u1", secure);
    HttpClient publisher(port(), secure);
    RawConnection connection(port());
    TlsClient session;
    QCOMPARE(shakeHands(connection, session), TlsClient::State::Established);
    session.write(upgradeRequest("/ws?userId=u1"));
    QVERIFY(connection.send(session.takeOutput()));
    QByteArray received;
    while (!received.contains("sync.connected") && connection.receive())
        received += session.feed(connection.take(connection.buffered().size()));
    session.write(WebSocketFrame{WebSocketFrame::Text, QByteArray(10'000, 'a')}.encode());
    QVERIFY(connection.send(session.takeOutput().first(9'000)));
    while (session.state() == TlsClient::State::Established && connection.receive())
        received += session.feed(connection.take(connection.buffered().size()));
    QVERIFY2(received.contains(closePayload(4008)), received);
}

void TestTlsAttacks::row32_goneAtEachStageOfTheHandshake_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("isReset");

    QTest::newRow("TLS 1.2, reset") << TLS1_2_VERSION << true;
    QTest::newRow("TLS 1.2, half-closed") << TLS1_2_VERSION << false;
    QTest::newRow("TLS 1.3, reset") << TLS1_3_VERSION << true;
    QTest::newRow("TLS 1.3, half-closed") << TLS1_3_VERSION << false;
}

void TestTlsAttacks::row32_goneAtEachStageOfTheHandshake()
{
    QFETCH(const int, version);
    QFETCH(const bool, isReset);

    const auto leave = [&](RawConnection &connection) {
        if (isReset)
            connection.reset();
        else
            connection.shutdownWriting();
        return isReset || connection.waitForClosed();
    };
    const TlsClient::Options options{.maximumVersion = version};
    const qsizetype helloSize = TlsClient(options).takeOutput().size();
    for (qsizetype size = 0; size <= helloSize; size += 3) {
        RawConnection connection(port());
        QVERIFY(connection.send(TlsClient(options).takeOutput().first(size)));
        QVERIFY(leave(connection));
    }
    // The flight behind the server's, cut anywhere, with a request behind it.
    bool isWhole = false;
    for (qsizetype size = 0; !isWhole; size += 5) {
        RawConnection connection(port());
        TlsClient client(options);
        QVERIFY(connection.send(client.takeOutput()));
        QByteArray flight;
        while (flight.isEmpty() && connection.receive()) {
            client.feed(connection.take(connection.buffered().size()));
            flight = client.takeOutput();
        }
        if (client.state() == TlsClient::State::Established) {
            client.write(httpRequest("GET", "/healthz"));
            flight += client.takeOutput();
        }
        isWhole = size >= flight.size();
        QVERIFY(connection.send(flight.first(std::min(size, flight.size()))));
        QVERIFY(leave(connection));
    }
}

void TestTlsAttacks::row32_goneWhileBeingWrittenTo()
{
    HttpClient publisher(port(), secure);
    const QByteArray payload = '"' + QByteArray(20'000, 'a') + '"';
    std::vector<SyncClient> clients;
    for (int i = 0; i < 40; ++i)
        clients.emplace_back(port(), "userId=feed", RawConnection::Options{.receiveBuffer = 4096, .isSecure = true});
    for (int i = 0; i < 120; ++i) {
        sendMessage(publisher, payload, "feed");
        RawConnection &leaving = clients[static_cast<std::size_t>(i) % clients.size()].socket().connection();
        if (i >= 80)
            leaving.reset();
        else if (i >= 40 && i % 2 == 0)
            leaving.shutdownWriting();
    }
}

QTEST_GUILESS_MAIN(TestTlsAttacks)
#include "tst_tls_attacks.moc"
