// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QCoreApplication>
#include <QDateTime>
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/cannedhttpserver.h"
#include "tests/support/fakeclock.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QByteArray keySet(const std::vector<std::string> &keys)
{
    std::string json = "{\"keys\":[";
    for (const std::string &key : keys)
        json += (&key == &keys.front() ? "" : ",") + key;
    return QByteArray::fromStdString(json + "]}");
}

} // namespace

/// Row 21, the keys at a URL: an endpoint that fails, lies, or never ends must lock nobody out and let nobody in. The
/// endpoint runs on the events of this thread, so they are run while a test waits.
class TestKeyFetchAttacks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row21_keysOfTheUrlAreTakenWhenTheyCome();
    void row21_rotationLogsNobodyOut();
    void row21_anUnknownKeyAsksOnceOnly();
    void row21_aFailingUrlKeepsTheLastGoodKeys_data();
    void row21_aFailingUrlKeepsTheLastGoodKeys();
    void row21_anEndpointThatLiesIsNotWaitedFor_data();
    void row21_anEndpointThatLiesIsNotWaitedFor();
    void row21_aSecretThatIsPublishedIsNone();

private:
    static QStringList environment(const CannedHttpServer &endpoint)
    {
        return {u"RELAIS_AUTH_JWKS_URL="_s + endpoint.url().toString(), u"RELAIS_AUTH_ISSUER=https://id.example/"_s,
                u"RELAIS_AUTH_AUDIENCES=relais"_s};
    }
    /// No limits of rates, which so many questions would meet.
    static AuthServer serverWith(const QStringList &variables)
    {
        return AuthServer({"rate.requests=0", "limits.connection_rate_per_address=0"}, variables);
    }
    /// Of this key, under this name.
    static QByteArray token(const TokenForge &forge, const std::string &keyId, const char *algorithm = "RS256")
    {
        const std::string expires = std::to_string(QDateTime::currentSecsSinceEpoch() + 24 * 3600);
        // Not raw strings: moc trips on a quote or bracket that is alone.
        return QByteArray::fromStdString(forge.token(
            std::string("{\"alg\":\"") + algorithm + "\",\"kid\":\"" + keyId + "\"}",
            "{\"sub\":\"u1\",\"iss\":\"https://id.example/\",\"aud\":\"relais\",\"exp\":" + expires + '}'));
    }
    static QByteArray answer(const AuthServer &server, const QByteArray &token)
    {
        const HttpResponse response = HttpClient(server.port()).get("/api/sync/poll", AuthServer::bearer(token));
        return response.status == 200 ? "200"_ba : response.problem();
    }
    static bool becomes(const AuthServer &server, const QByteArray &token, const QByteArray &expected)
    {
        return soon([&] { return answer(server, token) == expected; });
    }
    template <typename Predicate> static bool soon(Predicate predicate)
    {
        return eventually(
            [&] {
                QCoreApplication::processEvents();
                return predicate();
            },
            30s);
    }
};

void TestKeyFetchAttacks::row21_keysOfTheUrlAreTakenWhenTheyCome()
{
    CannedHttpServer endpoint;
    endpoint.neverAnswer();
    const TokenForge key = TokenForge::withRsa();
    const AuthServer server = serverWith(environment(endpoint));
    // Too early to say that there is no such key; but what is wrong whatever keys come is wrong now.
    QCOMPARE(answer(server, token(key, "a")), "503 auth_unavailable at Authorization"_ba);
    QCOMPARE(answer(server, "nonsense"), "401 unauthorized at Authorization"_ba);
    const QByteArray unsignedToken = token(key, "a", "none");
    QCOMPARE(answer(server, unsignedToken), "401 unauthorized at Authorization"_ba);
    WebSocketClient upgrade(server.port(), "/ws?token=" + token(key, "a"));
    QCOMPARE(upgrade.response().status, 503);
    QVERIFY(soon([&] { return endpoint.requests() == 1; }));
    endpoint.answerWith(keySet({key.jwk(R"(,"kid":"a")")}));
    QVERIFY(becomes(server, token(key, "a"), "200"));
    QCOMPARE(answer(server, token(TokenForge::withRsa(), "a")), "401 unauthorized at Authorization"_ba);
}

void TestKeyFetchAttacks::row21_rotationLogsNobodyOut()
{
    if (!FakeClock::isAvailable())
        QSKIP("faketime is not installed, or there is a sanitizer");
    FakeClock clock(FakeClock::Steps::AllClocks);
    CannedHttpServer endpoint;
    const TokenForge oldKey = TokenForge::withRsa();
    const TokenForge newKey = TokenForge::withEc();
    endpoint.answerWith(keySet({oldKey.jwk(R"(,"kid":"old")")}));
    const AuthServer server = serverWith(environment(endpoint) + clock.environment());
    QVERIFY(becomes(server, token(oldKey, "old"), "200"));

    // The issuer signs with the new key at once, and publishes both for a while.
    endpoint.answerWith(keySet({oldKey.jwk(R"(,"kid":"old")"), newKey.jwk(R"(,"kid":"new")")}));
    clock.setOffset(60s); // past the pause between fetches that unknown keys cause
    QCOMPARE(answer(server, token(newKey, "new", "ES256")), "503 auth_unavailable at Authorization"_ba);
    QVERIFY(becomes(server, token(newKey, "new", "ES256"), "200"));
    QCOMPARE(answer(server, token(oldKey, "old")), "200"_ba);

    // Then only the new one; the old one's tokens end with it.
    endpoint.answerWith(keySet({newKey.jwk(R"(,"kid":"new")")}));
    clock.setOffset(1h);
    QVERIFY(becomes(server, token(oldKey, "old"), "401 unauthorized at Authorization"));
    QCOMPARE(answer(server, token(newKey, "new", "ES256")), "200"_ba);
    // Neither is the name enough.
    QCOMPARE(answer(server, token(oldKey, "new")), "401 unauthorized at Authorization"_ba);
}

void TestKeyFetchAttacks::row21_anUnknownKeyAsksOnceOnly()
{
    CannedHttpServer endpoint;
    const TokenForge key = TokenForge::withRsa();
    endpoint.answerWith(keySet({key.jwk(R"(,"kid":"a")")}));
    const AuthServer server = serverWith(environment(endpoint));
    QVERIFY(becomes(server, token(key, "a"), "200"));
    const int before = endpoint.requests();
    for (int i = 0; i < 300; ++i)
        QCOMPARE(answer(server, token(key, "unknown" + std::to_string(i))), "401 unauthorized at Authorization"_ba);
    QCoreApplication::processEvents();
    QVERIFY(endpoint.requests() <= before + 1);
}

void TestKeyFetchAttacks::row21_aFailingUrlKeepsTheLastGoodKeys_data()
{
    QTest::addColumn<QByteArray>("raw");
    const auto ok = [](const QByteArray &body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    };
    QTest::newRow("500") << "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"_ba;
    QTest::newRow("404") << "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"_ba;
    QTest::newRow("empty") << ok("");
    QTest::newRow("HTML") << ok("<html>log in</html>");
    QTest::newRow("no keys") << ok(R"({"keys":[]})");
    QTest::newRow("keys of another kind") << ok(R"({"keys":[{"kty":"RSA","use":"enc"}]})");
    QTest::newRow("cut short") << "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{\"keys\":["_ba;
    QTest::newRow("not HTTP") << "SSH-2.0-OpenSSH\r\n"_ba;
    QTest::newRow("closed") << ""_ba;
}

void TestKeyFetchAttacks::row21_aFailingUrlKeepsTheLastGoodKeys()
{
    QFETCH(const QByteArray, raw);
    CannedHttpServer endpoint;
    const TokenForge key = TokenForge::withRsa();
    endpoint.answerWith(keySet({key.jwk(R"(,"kid":"a")")}));
    AuthServer server = serverWith(environment(endpoint));
    QVERIFY(becomes(server, token(key, "a"), "200"));
    const int before = endpoint.requests();
    endpoint.answerRaw(raw);
    server.process().sendSignal(SIGHUP);
    QVERIFY(soon([&] { return endpoint.requests() > before; }));
    QVERIFY(soon([&] { return server.process().standardError().contains("the last good ones stay"); }));
    QCOMPARE(answer(server, token(key, "a")), "200"_ba);
    QCOMPARE(answer(server, token(key, "b")), "401 unauthorized at Authorization"_ba);
}

void TestKeyFetchAttacks::row21_anEndpointThatLiesIsNotWaitedFor_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"silent", "endless body", "endless head", "redirect"})
        QTest::newRow(kind) << QByteArray(kind);
}

void TestKeyFetchAttacks::row21_anEndpointThatLiesIsNotWaitedFor()
{
    QFETCH(const QByteArray, kind);
    CannedHttpServer endpoint;
    CannedHttpServer elsewhere;
    const TokenForge key = TokenForge::withRsa();
    elsewhere.answerWith(keySet({key.jwk(R"(,"kid":"a")")}));
    if (kind == "silent")
        endpoint.neverAnswer();
    else if (kind == "endless body")
        endpoint.answerEndlessly("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", QByteArray(65536, ' '));
    else if (kind == "endless head")
        endpoint.answerEndlessly("HTTP/1.1 200 OK\r\n", "X-Field: " + QByteArray(1000, 'x') + "\r\n");
    else
        endpoint.answerRaw("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url().toEncoded()
                           + "\r\nContent-Length: 0\r\n\r\n");
    AuthServer server = serverWith(environment(endpoint));
    const qint64 memory = server.process().residentBytes();
    QVERIFY(soon([&] { return endpoint.requests() == 1; }));
    // Others are served meanwhile, and it is given up.
    QCOMPARE(answer(server, server.token({.subject = "u1"})), "401 unauthorized at Authorization"_ba); // no iss
    QCOMPARE(answer(server, token(key, "a")), "503 auth_unavailable at Authorization"_ba);
    QVERIFY(soon([&] { return server.process().standardError().contains("keys cannot be fetched"); }));
    QVERIFY(soon([&] { return !endpoint.isConnected(); }));
    QCOMPARE(elsewhere.requests(), 0);
    if (!isSanitized())
        QVERIFY(server.process().residentBytes() < memory + 32 * 1024 * 1024);
}

void TestKeyFetchAttacks::row21_aSecretThatIsPublishedIsNone()
{
    CannedHttpServer endpoint;
    const TokenForge key = TokenForge::withRsa();
    const TokenForge secret = TokenForge::withSecret(std::string(40, 's'));
    endpoint.answerWith(keySet({key.jwk(R"(,"kid":"a")"), secret.jwk(R"(,"kid":"s")")}));
    const AuthServer server = serverWith(environment(endpoint));
    QVERIFY(becomes(server, token(key, "a"), "200"));
    QCOMPARE(answer(server, token(secret, "s", "HS256")), "401 unauthorized at Authorization"_ba);
}

QTEST_GUILESS_MAIN(TestKeyFetchAttacks)
#include "tst_key_fetch_attacks.moc"
