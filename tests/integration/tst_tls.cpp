// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

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
const RawConnection::Options slowAndSecure{.receiveBuffer = 4096, .isSecure = true};

class SecureServer : public CertificateFiles, public ServerProcess {
public:
    explicit SecureServer(std::initializer_list<const char *> others = {})
        : ServerProcess(settings(others), {.isSecure = true})
    {
    }

    /// Sends SIGHUP; is this logged then?
    bool reloadIsLoggedAs(const QString &message)
    {
        const qsizetype before = logLines().size();
        sendSignal(SIGHUP);
        return eventually([&] {
            const QList<QJsonObject> lines = logLines().sliced(before);
            return std::any_of(lines.begin(), lines.end(),
                               [&](const QJsonObject &line) { return line[u"message"] == message; });
        });
    }
};

/// A handshake over a connection that is not secure by itself, so that the test has its options.
TlsClient::State shakeHands(RawConnection &connection, TlsClient &client)
{
    while (client.state() == TlsClient::State::Handshaking) {
        connection.send(client.takeOutput());
        if (!connection.receive())
            return client.state();
        client.feed(connection.take(connection.buffered().size()));
    }
    connection.send(client.takeOutput());
    return client.state();
}

QByteArray get(RawConnection &connection, TlsClient &client, const QByteArray &target)
{
    client.write(httpRequest("GET", target, {{"Connection", "close"}}));
    connection.send(client.takeOutput());
    QByteArray answer;
    while (client.state() == TlsClient::State::Established && connection.receive())
        answer += client.feed(connection.take(connection.buffered().size()));
    return answer;
}

} // namespace

/// The server over TLS: what holds in plain text holds here, and what TLS adds.
class TestTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPollIsAnswered();
    void everyAnswerTellsToStaySecure_data();
    void everyAnswerTellsToStaySecure();
    void stayingSecureIsNotToldWhenTurnedOff();
    void aWebSocketGetsBacklogAndLiveMessages();
    void aLongPollIsWoken();
    void aLongPollOfWhoSaidGoodbyeIsAnsweredAtOnce();
    void bigBodiesArriveWhole();
    void pipelinedAnswersThatAreNotReadArriveLater();
    void aSlowWebSocketMissesNothing();
    void aSlowWebSocketThatFellOffIsTold();
    void slowWebSocketsCostBoundedMemory();
    void anOrderlyEndIsSaid();
    void aTruncatedConnectionIsJustAnEnd();
    void plainTextIsRefusedInPlainText();
    void plainTextIsServedWhereItIsAllowed();
    void reloadShowsTheNewCertificateToNewConnections();
    void reloadOfABrokenFileKeepsTheCertificate_data();
    void reloadOfABrokenFileKeepsTheCertificate();
    void aStartWithBrokenFilesEndsWithOneLine_data();
    void aStartWithBrokenFilesEndsWithOneLine();
    void anExpiredCertificateIsServedWithAWarning();
    void theAddressIsAnnouncedAsHttps();
    void protocolsAreAgreedOn_data();
    void protocolsAreAgreedOn();
    void theMinimumVersionIsASetting();
    void onlyTls13SessionsAreResumed();
};

void TestTls::aPollIsAnswered()
{
    SecureServer server;
    HttpClient client(server.port(), secure);
    sendMessage(client, "1");
    QCOMPARE(poll(client, "since=0").payloads(), "1"_ba);
    QCOMPARE(client.connection().tls()->version(), "TLSv1.3"_ba);
}

void TestTls::everyAnswerTellsToStaySecure_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    QTest::newRow("answer") << httpRequest("GET", "/healthz") << 200;
    QTest::newRow("not there") << httpRequest("GET", "/nowhere") << 404;
    QTest::newRow("about the server") << httpRequest("OPTIONS", "*") << 204;
    QTest::newRow("malformed") << "GET  / HTTP/1.1\r\n\r\n"_ba << 400;
    QTest::newRow("upgrade") << upgradeRequest() << 101;
    QTest::newRow("refused upgrade") << upgradeRequest("/elsewhere") << 404;
    QTest::newRow("upgrade to another version") << upgradeRequest().replace("Version: 13", "Version: 12") << 426;
}

void TestTls::everyAnswerTellsToStaySecure()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);

    SecureServer server({"tls.hsts=1h"});
    HttpClient client(server.port(), secure);
    client.sendRaw(request);
    const HttpResponse response = client.readResponse();
    QCOMPARE(response.status, status);
    QCOMPARE(response.field("Strict-Transport-Security"), std::optional("max-age=3600"_ba));
}

void TestTls::stayingSecureIsNotToldWhenTurnedOff()
{
    SecureServer server({"tls.hsts=0s"});
    QVERIFY(!HttpClient(server.port(), secure).get("/healthz").field("Strict-Transport-Security"));
}

void TestTls::aWebSocketGetsBacklogAndLiveMessages()
{
    SecureServer server;
    HttpClient publisher(server.port(), secure);
    const QByteArray cursor = poll(publisher).cursor;
    sendMessage(publisher, "1");
    sendMessage(publisher, "2");
    SyncClient client(server.port(), "since=" + cursor, secure);
    QCOMPARE(client.readPayloads(2), "1 2"_ba);
    sendMessage(publisher, "3");
    QCOMPARE(client.readPayloads(1), "3"_ba);
    QVERIFY(client.isQuiet());
}

void TestTls::aLongPollIsWoken()
{
    SecureServer server;
    HttpClient publisher(server.port(), secure);
    HttpClient waiting(server.port(), secure);
    const QByteArray cursor = poll(waiting).cursor;
    QVERIFY(waiting.sendGet("/api/sync/poll?wait=30&since=" + cursor));
    sendMessage(publisher, "1");
    QCOMPARE(readPoll(waiting).payloads(), "1"_ba);
}

void TestTls::aLongPollOfWhoSaidGoodbyeIsAnsweredAtOnce()
{
    // close_notify behind the request ends the client's direction as a FIN would, without one.
    SecureServer server;
    RawConnection connection(server.port());
    TlsClient client;
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
    client.write(httpRequest("GET", "/api/sync/poll?wait=30"));
    client.shutDown();
    QVERIFY(connection.send(client.takeOutput()));
    QByteArray answer;
    while (client.state() == TlsClient::State::Established && connection.receive())
        answer += client.feed(connection.take(connection.buffered().size()));
    QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer);
    QCOMPARE(client.state(), TlsClient::State::Ended);
}

void TestTls::bigBodiesArriveWhole()
{
    SecureServer server;
    HttpClient client(server.port(), secure);
    const QByteArray filling(60'000, 'a');
    QByteArrayList expected;
    for (int i = 0; i < 60; ++i) {
        expected += QByteArray::number(i) + filling;
        sendMessage(client, '"' + expected.last() + '"');
    }
    QByteArrayList received;
    QByteArray since = "0";
    for (bool hasMore = true; hasMore;) {
        const Poll page = poll(client, "since=" + since);
        QVERIFY(page.isValid);
        received += page.payloads();
        since = page.cursor;
        hasMore = page.hasMore;
    }
    QCOMPARE(received.join(' '), expected.join(' '));
}

void TestTls::pipelinedAnswersThatAreNotReadArriveLater()
{
    SecureServer server;
    HttpClient client(server.port(), slowAndSecure);
    const QByteArray filling(60'000, 'a');
    for (int i = 0; i < 10; ++i)
        sendMessage(client, '"' + filling + '"', "u1");
    for (int i = 0; i < 20; ++i)
        QVERIFY(client.sendGet("/api/sync/poll?userId=u1&since=0"));
    for (int i = 0; i < 20; ++i) {
        const Poll page = readPoll(client);
        QCOMPARE(page.messages.size(), std::size_t(10));
    }
}

void TestTls::aSlowWebSocketMissesNothing()
{
    SecureServer server;
    HttpClient publisher(server.port(), secure);
    SyncClient client(server.port(), "userId=feed", slowAndSecure);
    const QByteArray filling(20'000, 'a');
    for (int i = 0; i < 300; ++i)
        sendMessage(publisher, '"' + QByteArray::number(i) + filling + '"', "feed");
    for (int i = 0; i < 300; ++i)
        QCOMPARE(client.readPayloads(1), QByteArray::number(i) + filling);
    QVERIFY(client.isQuiet());
}

void TestTls::aSlowWebSocketThatFellOffIsTold()
{
    SecureServer server({"messages.cap_per_user=50"});
    HttpClient publisher(server.port(), secure);
    SyncClient client(server.port(), "userId=feed", slowAndSecure);
    const QByteArray filling(30'000, 'a');
    for (int i = 0; i < 600; ++i)
        sendMessage(publisher, "{\"n\":" + QByteArray::number(i) + ",\"x\":\"" + filling + "\"}", "feed");
    int read = 0;
    while (const auto frame = client.socket().readData()) {
        QVERIFY2(frame->payload.contains("{\"n\":" + QByteArray::number(read) + ','), frame->payload.left(150));
        ++read;
    }
    QVERIFY(read < 600);
    QCOMPARE(client.socket().readCloseCode(), 4101);
}

void TestTls::slowWebSocketsCostBoundedMemory()
{
    SecureServer server({"messages.cap_per_user=100"});
    Witness witness(server.port(), secure);
    HttpClient publisher(server.port(), secure);
    const QByteArray payload = '"' + QByteArray(20'000, 'a') + '"';
    for (int i = 0; i < 100; ++i) // the log at its bound, before it is measured
        sendMessage(publisher, payload, "feed");
    const int descriptors = server.descriptorCount();
    {
        std::vector<SyncClient> clients;
        for (int i = 0; i < 300; ++i)
            clients.emplace_back(server.port(), "userId=feed", slowAndSecure);
        const qint64 before = server.residentBytes();
        for (int i = 0; i < 300; ++i)
            sendMessage(publisher, payload, "feed");
        QVERIFY(witness.isServed());
        QVERIFY2(isSanitized() || server.residentBytes() - before < 64 * MiB,
                 QByteArray::number((server.residentBytes() - before) / MiB));
    }
    QVERIFY(server.descriptorsReturnTo(descriptors));
    QVERIFY(witness.isServed());
}

void TestTls::anOrderlyEndIsSaid()
{
    SecureServer server({"http.idle_timeout=200ms"});
    RawConnection connection(server.port());
    TlsClient client;
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
    QVERIFY(get(connection, client, "/healthz").startsWith("HTTP/1.1 200 "));
    QCOMPARE(client.state(), TlsClient::State::Ended);

    HttpClient idle(server.port(), secure);
    QCOMPARE(idle.get("/healthz").status, 200);
    QVERIFY(idle.isClosedByPeer());
    QCOMPARE(idle.connection().tls()->state(), TlsClient::State::Ended);

    SyncClient webSocket(server.port(), {}, secure);
    QVERIFY(webSocket.socket().sendClose(1000));
    QCOMPARE(webSocket.socket().readCloseCode(), 1000);
    QCOMPARE(webSocket.socket().connection().tls()->state(), TlsClient::State::Ended);
}

void TestTls::aTruncatedConnectionIsJustAnEnd()
{
    SecureServer server;
    const int descriptors = server.descriptorCount();
    {
        RawConnection connection(server.port());
        TlsClient client;
        QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
        connection.shutdownWriting(); // FIN, and no close_notify
        QVERIFY(connection.waitForClosed());
    }
    QVERIFY(server.descriptorsReturnTo(descriptors));
}

void TestTls::plainTextIsRefusedInPlainText()
{
    SecureServer server;
    HttpClient client(server.port());
    const HttpResponse response = client.get("/healthz");
    QCOMPARE(response.problem(), "400 bad_request"_ba);
    QVERIFY(response.json()[u"detail"].toString().contains(u"https://"));
    QVERIFY(!response.field("Strict-Transport-Security"));
    QVERIFY(client.isClosedByPeer());
}

void TestTls::plainTextIsServedWhereItIsAllowed()
{
    SecureServer server({"tls.plaintext=allow"});
    HttpClient plain(server.port());
    const HttpResponse response = plain.get("/healthz");
    QCOMPARE(response.status, 200);
    QVERIFY(!response.field("Strict-Transport-Security"));
    SyncClient client(server.port(), "userId=u1");
    HttpClient publisher(server.port(), secure);
    sendMessage(publisher, "1", "u1");
    QCOMPARE(client.readPayloads(1), "1"_ba);
}

void TestTls::reloadShowsTheNewCertificateToNewConnections()
{
    SecureServer server;
    HttpClient old(server.port(), secure);
    SyncClient oldWebSocket(server.port(), "userId=u1", secure);
    QCOMPARE(old.connection().tls()->serverName(), "first"_ba);
    server.write(makeCertificate("second"));
    QVERIFY(server.reloadIsLoggedAs(u"TLS certificate reloaded"_s));
    HttpClient renewed(server.port(), secure);
    QCOMPARE(renewed.get("/healthz").status, 200);
    QCOMPARE(renewed.connection().tls()->serverName(), "second"_ba);
    sendMessage(old, "1", "u1");
    QCOMPARE(oldWebSocket.readPayloads(1), "1"_ba);
}

void TestTls::reloadOfABrokenFileKeepsTheCertificate_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");

    const PemPair other = makeCertificate("other");
    QTest::newRow("empty") << ""_ba
                           << ""_ba;
    QTest::newRow("half written") << other.certificate.first(other.certificate.size() / 2) << other.key;
    QTest::newRow("certificate without its key") << other.certificate << makeCertificate("third").key;
}

void TestTls::reloadOfABrokenFileKeepsTheCertificate()
{
    QFETCH(const QByteArray, certificate);
    QFETCH(const QByteArray, key);

    SecureServer server;
    server.write({certificate, key});
    QVERIFY(server.reloadIsLoggedAs(u"the TLS certificate was not reloaded; the one from before stays"_s));
    HttpClient client(server.port(), secure);
    QCOMPARE(client.get("/healthz").status, 200);
    QCOMPARE(client.connection().tls()->serverName(), "first"_ba);
}

void TestTls::aStartWithBrokenFilesEndsWithOneLine_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("culprit");

    const PemPair pair = makeCertificate("first");
    QTest::newRow("no certificate") << "no PEM"_ba << pair.key << "certificate.pem"_ba;
    QTest::newRow("damaged certificate")
        << QByteArray(pair.certificate).replace("MI", "!!") << pair.key << "certificate.pem"_ba;
    QTest::newRow("no key") << makeCertificate("a").certificate << "no PEM"_ba
                            << "key.pem"_ba;
    QTest::newRow("another's key") << makeCertificate("a").certificate << makeCertificate("b").key << "key.pem"_ba;
    QTest::newRow("a locked key") << makeCertificate("a").certificate << encryptKey(pair.key) << "key.pem"_ba;
}

void TestTls::aStartWithBrokenFilesEndsWithOneLine()
{
    QFETCH(const QByteArray, certificate);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, culprit);

    CertificateFiles files;
    files.write({certificate, key});
    QStringList arguments{u"--port"_s, u"0"_s};
    for (const char *setting : files.settings())
        arguments << u"--set"_s << QString::fromUtf8(setting);
    const ProgramRun run = runProgram(serverProgram(), arguments);
    QCOMPARE(run.exitStatus, 78);
    QCOMPARE(run.standardError.count('\n'), 1);
    QVERIFY2(run.standardError.contains(culprit), run.standardError);
}

void TestTls::anExpiredCertificateIsServedWithAWarning()
{
    CertificateFiles files;
    files.write(makeCertificate("expired", -60s));
    ServerProcess server(files.settings(), {.isSecure = true});
    HttpClient client(server.port(), secure);
    QCOMPARE(client.get("/healthz").status, 200);
    QVERIFY(server.standardError().contains("the TLS certificate has expired"));
}

void TestTls::theAddressIsAnnouncedAsHttps()
{
    SecureServer server;
    QVERIFY(server.standardError().contains("\"url\":\"https://"));
}

void TestTls::protocolsAreAgreedOn_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("agreed");
    QTest::addColumn<bool>("isServed");

    QTest::newRow("none") << ""_ba
                          << ""_ba << true;
    QTest::newRow("ours") << "http/1.1"_ba
                          << "http/1.1"_ba << true;
    QTest::newRow("as browsers do") << "h2,http/1.1"_ba
                                    << "http/1.1"_ba << true;
    QTest::newRow("only another") << "h2"_ba
                                  << ""_ba << false;
}

void TestTls::protocolsAreAgreedOn()
{
    QFETCH(const QByteArray, offered);
    QFETCH(const QByteArray, agreed);
    QFETCH(const bool, isServed);

    SecureServer server;
    RawConnection connection(server.port());
    TlsClient client({.protocols = offered});
    QCOMPARE(shakeHands(connection, client) == TlsClient::State::Established, isServed);
    QCOMPARE(client.protocol(), agreed);
    if (!isServed)
        QVERIFY2(client.problem().contains("no application protocol"), client.problem());
}

void TestTls::theMinimumVersionIsASetting()
{
    SecureServer server({"tls.minimum_version=1.3"});
    RawConnection connection(server.port());
    TlsClient client({.maximumVersion = TLS1_2_VERSION});
    QCOMPARE(shakeHands(connection, client), TlsClient::State::Failed);
    QVERIFY2(client.problem().contains("protocol version"), client.problem());
    QCOMPARE(HttpClient(server.port(), secure).get("/healthz").status, 200);
}

void TestTls::onlyTls13SessionsAreResumed()
{
    SecureServer server;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient::Options options{.maximumVersion = version};
        RawConnection connection(server.port());
        TlsClient client(options);
        QCOMPARE(shakeHands(connection, client), TlsClient::State::Established);
        QVERIFY(get(connection, client, "/healthz").startsWith("HTTP/1.1 200 "));

        options.session = client.session();
        RawConnection next(server.port());
        TlsClient resuming(options);
        QCOMPARE(shakeHands(next, resuming), TlsClient::State::Established);
        QVERIFY(get(next, resuming, "/healthz").startsWith("HTTP/1.1 200 "));
        QCOMPARE(resuming.isResumed(), version == TLS1_3_VERSION);
    }
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
