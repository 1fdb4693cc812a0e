// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/remotejwks.h"
#include "tests/support/cannedhttpserver.h"
#include "tests/support/manualclock.h"
#include "tests/support/rununtil.h"
#include "tests/support/tokenforge.h"

#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const TokenForge forge = TokenForge::withEd25519();

QByteArray setOf(const char *id)
{
    return "{\"keys\":[" + QByteArray::fromStdString(forge.jwk(",\"kid\":\"" + std::string(id) + '"')) + "]}";
}

/// Nothing happens by itself within a test.
constexpr RefreshTimes slow{.interval = 1h, .firstRetry = 1h};

/// A source of keys at a server, and what became of its fetches.
struct Source {
    explicit Source(const RefreshTimes &times = slow)
        : remote(server.url(), times, clock)
        , changes(&remote, &RemoteJwks::changed)
    {
    }

    /// Fetches, and waits for other keys.
    bool fetchKeys()
    {
        const auto before = changes.size();
        remote.fetch();
        return runUntil([&] { return changes.size() > before; });
    }
    QByteArray id() const
    {
        return remote.keys().empty() ? "none"
                                     : QByteArray::fromStdString(remote.keys().front().id().value_or("none"));
    }

    CannedHttpServer server;
    ManualClock clock;
    RemoteJwks remote;
    QSignalSpy changes;
};

/// The warnings that are logged while it lives, instead of to the test's output.
struct LoggedWarnings {
    LoggedWarnings()
    {
        Q_ASSERT(!current);
        current = &lines;
        previous = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &text) {
            if (type == QtWarningMsg)
                current->append(text);
        });
    }
    ~LoggedWarnings()
    {
        qInstallMessageHandler(previous);
        current = nullptr;
    }
    bool waitFor(const char *part) const
    {
        return runUntil([&] { return !lines.filter(QLatin1String(part)).isEmpty(); });
    }
    QStringList lines;
    QtMessageHandler previous = nullptr;
    static inline QStringList *current = nullptr;
};

} // namespace

class RemoteJwksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAreLoaded();
    void theRequestIsPlain();
    void keysAreReplacedByNewOnes();
    void theSameAnswerChangesNothing();
    void itIsAskedAgainAfterTheInterval();
    void itIsAskedAgainAfterAFailure();
    void theLastGoodKeysStay_data();
    void theLastGoodKeysStay();
    void anEndlessAnswerIsCutOff_data();
    void anEndlessAnswerIsCutOff();
    void anAnswerThatTakesTooLongIsCutOff_data();
    void anAnswerThatTakesTooLongIsCutOff();
    void redirectsAreNotFollowed();
    void aServerWithAnUntrustedCertificateIsNotAsked();
    void anInflatedAnswerIsNotUnpacked();
    void requestsToRefreshAreFewerThanTokens();
    void aQueryInTheUrlIsNotLogged();
    void onlyASafeUrlIsTaken_data();
    void onlyASafeUrlIsTaken();
};

void RemoteJwksTest::keysAreLoaded()
{
    Source source;
    source.server.answerWith(setOf("1"));
    QVERIFY(!source.remote.isLoaded());
    QVERIFY(source.fetchKeys());
    QVERIFY(source.remote.isLoaded());
    QCOMPARE(source.id(), "1");
    QVERIFY(source.remote.keys().front().verify("x", forge.sign("x")));
}

void RemoteJwksTest::theRequestIsPlain()
{
    Source source;
    source.server.answerWith(setOf("1"));
    QVERIFY(source.fetchKeys());
    const QByteArray request = source.server.lastRequest();
    QVERIFY(request.startsWith("GET /jwks.json HTTP/1.1\r\n"));
    QVERIFY(request.contains("\r\nAccept-Encoding: identity\r\n"));
    for (const char *field : {"Upgrade:", "HTTP2-Settings:", "Cookie:", "Authorization:"})
        QVERIFY2(!request.contains(field), field);
}

void RemoteJwksTest::keysAreReplacedByNewOnes()
{
    Source source;
    source.server.answerWith(setOf("1"));
    QVERIFY(source.fetchKeys());
    source.server.answerWith(setOf("2"));
    QVERIFY(source.fetchKeys());
    QCOMPARE(source.id(), "2");
    QCOMPARE(source.remote.keys().size(), 1U);
}

void RemoteJwksTest::theSameAnswerChangesNothing()
{
    Source source({.interval = 1ms, .firstRetry = 1ms});
    source.server.answerWith(setOf("1"));
    source.remote.fetch();
    QVERIFY(runUntil([&] { return source.server.requests() >= 3; }));
    QCOMPARE(source.changes.size(), 1);
}

void RemoteJwksTest::itIsAskedAgainAfterTheInterval()
{
    Source source({.interval = 1ms, .firstRetry = 1h});
    source.server.answerWith(setOf("1"));
    QVERIFY(source.fetchKeys());
    source.server.answerWith(setOf("2"));
    QVERIFY(runUntil([&] { return source.id() == "2"; }));
}

void RemoteJwksTest::itIsAskedAgainAfterAFailure()
{
    const LoggedWarnings warnings;
    Source source({.interval = 1h, .firstRetry = 1ms});
    source.server.answerRaw("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    source.remote.fetch();
    QVERIFY(runUntil([&] { return source.server.requests() >= 3; }));
    QVERIFY(!source.remote.isLoaded());
    source.server.answerWith(setOf("1"));
    QVERIFY(runUntil([&] { return source.remote.isLoaded(); }));
}

void RemoteJwksTest::theLastGoodKeysStay_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("reason");
    const auto ok = [](const QByteArray &body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    };
    QTest::newRow("refused") << QByteArray() << QByteArray("reason=");
    QTest::newRow("404") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                         << QByteArray("HTTP 404");
    QTest::newRow("500") << QByteArray("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n") << QByteArray("HTTP 500");
    QTest::newRow("401") << QByteArray(
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")
                         << QByteArray("HTTP 401");
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << QByteArray("HTTP 204");
    QTest::newRow("not HTTP") << QByteArray("hello\r\n\r\n") << QByteArray("reason=");
    QTest::newRow("cut off") << ok(setOf("2")).chopped(10) << QByteArray("reason=");
    QTest::newRow("a web page") << ok("<html>Log in</html>") << QByteArray("not a JWK set");
    QTest::newRow("no keys") << ok("{\"keys\":[]}") << QByteArray("no key that can be used");
    QTest::newRow("a secret") << ok("{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + QByteArray(64, 'A') + "\"}]}")
                              << QByteArray("no key that can be used");
}

void RemoteJwksTest::theLastGoodKeysStay()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, reason);
    Source source;
    source.server.answerWith(setOf("1"));
    QVERIFY(source.fetchKeys());
    if (answer.isEmpty())
        source.server.stopListening();
    source.server.answerRaw(answer);
    const LoggedWarnings warnings;
    source.remote.fetch();
    QVERIFY(warnings.waitFor("the last good ones stay"));
    QVERIFY2(warnings.lines.last().contains(QLatin1String(reason)), qPrintable(warnings.lines.last()));
    QCOMPARE(source.id(), "1");
    QVERIFY(source.remote.isLoaded());
    QCOMPARE(source.changes.size(), 1);
}

void RemoteJwksTest::anEndlessAnswerIsCutOff_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("piece");
    const QByteArray blanks(16 * 1024, ' ');
    QTest::newRow("until closed") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n") << blanks;
    QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                             << "4000\r\n" + blanks + "\r\n";
    QTest::newRow("of a lying length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")
                                       << blanks;
}

void RemoteJwksTest::anEndlessAnswerIsCutOff()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, piece);
    Source source;
    source.server.answerEndlessly(head, piece);
    const LoggedWarnings warnings;
    source.remote.fetch();
    QVERIFY(warnings.waitFor("bigger than 1 MiB"));
    QVERIFY(runUntil([&] { return !source.server.isConnected(); }));
    QVERIFY(!source.remote.isLoaded());
}

void RemoteJwksTest::anAnswerThatTakesTooLongIsCutOff_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("no answer") << QByteArray();
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-");
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
}

void RemoteJwksTest::anAnswerThatTakesTooLongIsCutOff()
{
    QFETCH(QByteArray, head);
    Source source({.interval = 1h, .firstRetry = 1h, .timeout = 50ms});
    if (head.isEmpty())
        source.server.neverAnswer();
    else
        source.server.answerEndlessly(head, {});
    const LoggedWarnings warnings;
    source.remote.fetch();
    QVERIFY(warnings.waitFor("it took too long"));
    QVERIFY(runUntil([&] { return !source.server.isConnected(); }));
}

void RemoteJwksTest::redirectsAreNotFollowed()
{
    CannedHttpServer other;
    other.answerWith(setOf("evil"));
    Source source;
    source.server.answerRaw("HTTP/1.1 302 Found\r\nLocation: " + other.url().toEncoded()
                            + "\r\nContent-Length: 0\r\n\r\n");
    const LoggedWarnings warnings;
    source.remote.fetch();
    QVERIFY(warnings.waitFor("HTTP 302"));
    QCOMPARE(other.requests(), 0);
    QVERIFY(!source.remote.isLoaded());
}

void RemoteJwksTest::aServerWithAnUntrustedCertificateIsNotAsked()
{
    const TokenForge issuer = TokenForge::withEc();
    QSslConfiguration configuration;
    configuration.setLocalCertificate(QSslCertificate(QByteArray::fromStdString(issuer.certificatePem())));
    configuration.setPrivateKey(QSslKey(QByteArray::fromStdString(issuer.privatePem()), QSsl::Ec));
    QSslServer server;
    server.setSslConfiguration(configuration);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    int requests = 0;
    connect(&server, &QSslServer::pendingConnectionAvailable, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&requests] { ++requests; });
    });
    const ManualClock clock;
    RemoteJwks remote(QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort())), slow, clock);
    const LoggedWarnings warnings;
    remote.fetch();
    QVERIFY(warnings.waitFor("keys cannot be fetched"));
    QVERIFY2(warnings.lines.join(u' ').contains(QLatin1String("certificate")), qPrintable(warnings.lines.join(u' ')));
    QCOMPARE(requests, 0);
}

void RemoteJwksTest::anInflatedAnswerIsNotUnpacked()
{
    Source source;
    const QByteArray packed = qCompress(setOf("1")).mid(4);
    source.server.answerRaw("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: "
                            + QByteArray::number(packed.size()) + "\r\n\r\n" + packed);
    const LoggedWarnings warnings;
    source.remote.fetch();
    QVERIFY(warnings.waitFor("not a JWK set"));
}

void RemoteJwksTest::requestsToRefreshAreFewerThanTokens()
{
    Source source;
    source.server.answerWith(setOf("1"));
    QVERIFY(source.fetchKeys());
    source.server.answerWith(setOf("2"));
    for (int i = 0; i < 1000; ++i)
        source.remote.requestRefresh();
    source.clock.advance(30s - 1ms);
    source.remote.requestRefresh();
    QCoreApplication::processEvents();
    QCOMPARE(source.server.requests(), 1);
    source.clock.advance(1ms);
    for (int i = 0; i < 1000; ++i)
        source.remote.requestRefresh();
    QVERIFY(runUntil([&] { return source.id() == "2"; }));
    QCOMPARE(source.server.requests(), 2);
}

void RemoteJwksTest::aQueryInTheUrlIsNotLogged()
{
    CannedHttpServer server;
    server.answerRaw("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    QUrl url = server.url();
    url.setQuery(QStringLiteral("key=hunter2"));
    const ManualClock clock;
    RemoteJwks remote(url, slow, clock);
    const LoggedWarnings warnings;
    remote.fetch();
    QVERIFY(warnings.waitFor("HTTP 404"));
    QVERIFY(server.lastRequest().contains("hunter2"));
    QVERIFY(warnings.lines.filter(QLatin1String("hunter2")).isEmpty());
}

void RemoteJwksTest::onlyASafeUrlIsTaken_data()
{
    QTest::addColumn<bool>("isTaken");
    for (const char *url :
         {"https://login.example.com/.well-known/jwks.json", "https://127.0.0.1:8443/", "HTTPS://EXAMPLE.COM/",
          "http://localhost/jwks", "http://127.0.0.1:9/", "http://127.9.9.9/", "http://[::1]:80/"})
        QTest::newRow(url) << true;
    for (const char *url :
         {"", "jwks.json", "/etc/jwks.json", "file:///etc/jwks.json", "data:application/json,{}", "https://",
          "https:", "ftp://127.0.0.1/", "http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/",
          "http://127.0.0.1.example.com/", "http://[::2]/", "http://example.com@127.0.0.1/",
          "https://user:secret@example.com/", "http://127.0.0.1@example.com/", "qrc:/x", "unix:///x"})
        QTest::newRow(url) << false;
}

void RemoteJwksTest::onlyASafeUrlIsTaken()
{
    QFETCH(bool, isTaken);
    const QUrl url(QString::fromLatin1(QTest::currentDataTag()), QUrl::StrictMode);
    QCOMPARE(problemOfJwksUrl(url).isEmpty(), isTaken);
}

QTEST_GUILESS_MAIN(RemoteJwksTest)
#include "tst_remotejwks.moc"
