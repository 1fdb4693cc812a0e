// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const std::string hs256 = R"({"alg":"HS256","typ":"JWT"})";

std::string adminClaims()
{
    return dated(R"({"sub":"mallory","exp":%hour,"roles":["admin"]})");
}

void addToken(const std::string &name, const std::string &token)
{
    QTest::newRow(name.c_str()) << QByteArray::fromStdString(token);
}

} // namespace

/// Row 21: signatures that are not the key's, and claims that are not to be believed before theirs was verified.
class TestForgedTokens : public AuthAttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row21_aSignatureOfAnotherKeyIsRefused_data();
    void row21_aSignatureOfAnotherKeyIsRefused();
    void row21_changedClaimsHaveNoEffect();
    void row21_nothingIsToldOfUnverifiedClaims();
    void row21_aForgedTokenDoesNotSpendItsVictimsLimit();

private:
    QStringList environment() override;
    void compareRefused(const QByteArray &token)
    {
        const QByteArray answers = answersTo(port(), token);
        QVERIFY2(isRefusedEverywhere(answers), answers);
    }

    QTemporaryDir m_keys;
    const TokenForge m_rsa = TokenForge::withRsa();
    const TokenForge m_ec = TokenForge::withEc();
    const TokenForge m_namedRsa = TokenForge::withRsa();
};

QStringList TestForgedTokens::environment()
{
    const auto write = [this](const QString &name, const std::string &content) {
        QFile file(m_keys.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    };
    const QStringList pem{write(u"rsa.pem"_s, m_rsa.publicPem()), write(u"ec.pem"_s, m_ec.publicPem())};
    const QString jwks = write(u"jwks.json"_s, R"({"keys":[)" + m_namedRsa.jwk(R"(,"kid":"rsa")") + "]}");
    return {u"RELAIS_AUTH_JWT_PUBLIC_KEYS="_s + pem.join(u','), u"RELAIS_AUTH_JWKS_FILE="_s + jwks};
}

void TestForgedTokens::row21_aSignatureOfAnotherKeyIsRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string claims = adminClaims();
    const TokenForge otherRsa = TokenForge::withRsa();
    const TokenForge otherEc = TokenForge::withEc();
    addToken("HS256", TokenForge::withSecret("another secret, of more than thirty-two bytes").token(hs256, claims));
    addToken("HS256, empty secret", TokenForge::withSecret("").token(hs256, claims));
    addToken("RS256", otherRsa.token(R"({"alg":"RS256"})", claims));
    addToken("RS256 with the kid", otherRsa.token(R"({"alg":"RS256","kid":"rsa"})", claims));
    addToken("RS256 of an unnamed key, with the kid of another",
             m_rsa.token(R"({"alg":"RS256","kid":"rsa"})", claims));
    addToken("RS256 of a named key under no such name", m_namedRsa.token(R"({"alg":"RS256","kid":"old"})", claims));
    addToken("ES256", otherEc.token(R"({"alg":"ES256"})", claims));
    addToken("ES256 on another curve", TokenForge::withEc("P-384").token(R"({"alg":"ES256"})", claims));
    addToken("EdDSA", TokenForge::withEd25519().token(R"({"alg":"EdDSA"})", claims));
    const std::string ecInput = base64Url(R"({"alg":"ES256"})") + '.' + base64Url(claims);
    addToken("ES256 of zeros (CVE-2022-21449)", ecInput + '.' + base64Url(std::string(64, '\0')));
    addToken("ES256 as DER", ecInput + '.' + base64Url(m_ec.signNatively(ecInput)));
    const std::string rsaInput = base64Url(R"({"alg":"RS256"})") + '.' + base64Url(claims);
    addToken("RS256 of ones", rsaInput + '.' + base64Url(std::string(256, '\xff')));
    addToken("RS256 of 2000 zeros", rsaInput + '.' + base64Url(std::string(2000, '\0')));
}

void TestForgedTokens::row21_aSignatureOfAnotherKeyIsRefused()
{
    QFETCH(const QByteArray, token);
    compareRefused(token);
}

void TestForgedTokens::row21_changedClaimsHaveNoEffect()
{
    const QByteArrayList parts = token("changing", "user").split('.');
    const QByteArray forged = parts[0] + '.'
        + QByteArray::fromStdString(base64Url(dated(R"({"sub":"forged-claims","exp":%hour,"roles":["admin"]})")))
        + '.' + parts[2];
    compareRefused(forged);
    HttpClient client(port());
    const HttpFields fields = AuthServer::bearer(forged);
    QCOMPARE(client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"target"})", fields).status, 401);
    QCOMPARE(client.post("/api/sync/broadcast", R"({"type":"a.b","payload":1})", fields).status, 401);
    QCOMPARE(client.get("/api/admin/audit", fields).status, 401);
    QCOMPARE(poll(client, "since=0", as("target")).payloads(), ""_ba);
    const QJsonArray records = audit();
    QVERIFY(!records.isEmpty());
    for (const QJsonValue &record : records) {
        for (const QJsonValue &member : record.toObject())
            QVERIFY(!member.toString().contains(u"forged-claims"));
    }
}

void TestForgedTokens::row21_nothingIsToldOfUnverifiedClaims()
{
    // "Expired" is said of a token that was good once. Of one that never was, its claims were not read.
    const TokenForge other = TokenForge::withSecret("another secret, of more than thirty-two bytes");
    const QByteArray expired = QByteArray::fromStdString(other.token(hs256, R"({"sub":"m","exp":1})"));
    const QByteArray nonsense = "nonsense";
    HttpClient client(port());
    QCOMPARE(client.get("/api/sync/poll", AuthServer::bearer(expired)).json(),
             client.get("/api/sync/poll", AuthServer::bearer(nonsense)).json());
    WebSocketClient socket(port());
    QVERIFY(socket.sendText(authFrame(expired)));
    QCOMPARE(socket.readCloseCode(), 4001);
    // Nor are the reasons of a good signature's refusal told: what is missing, or who would be let in.
    const QByteArray noRole = QByteArray::fromStdString(server().forge().token(hs256, R"({"sub":"m"})"));
    QCOMPARE(client.get("/api/sync/poll", AuthServer::bearer(noRole)).json(),
             client.get("/api/sync/poll", AuthServer::bearer(nonsense)).json());
}

void TestForgedTokens::row21_aForgedTokenDoesNotSpendItsVictimsLimit()
{
    const AuthServer limited({"rate.requests=3", "rate.window=1h"});
    const TokenForge other = TokenForge::withSecret("another secret, of more than thirty-two bytes");
    const QByteArray forged = QByteArray::fromStdString(other.token(hs256, dated(R"({"sub":"victim","exp":%hour})")));
    const auto poll = [&limited](const QByteArray &token) { // refusals beyond the limit close their connection
        return HttpClient(limited.port()).get("/api/sync/poll", AuthServer::bearer(token));
    };
    for (int i = 0; i < 5; ++i)
        QCOMPARE(poll(forged).status, i < 3 ? 401 : 429);
    const HttpResponse own = poll(limited.token({.subject = "victim"}));
    QCOMPARE(own.status, 200);
    QCOMPARE(own.field("RateLimit-Remaining").value_or(""), "2"_ba);
}

QTEST_GUILESS_MAIN(TestForgedTokens)
#include "tst_forged_tokens.moc"
