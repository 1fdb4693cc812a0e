// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QHostAddress>
#include <QTcpServer>
#include <QTest>

#include "tests/support/authattacktest.h"

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

/// Row 20: tokens that must let nobody in, over HTTP and in each of the ways of a WebSocket. The server has a
/// secret, public keys without a name as PEM, and others with names as a JWKS, all at once.
class TestTokenAttacks : public AuthAttackTest {
    Q_OBJECT

public:
    TestTokenAttacks()
        : AuthAttackTest({"auth.leeway=0s"})
    {
    }

private Q_SLOTS:
    void row20_goodTokensAreTaken_data();
    void row20_goodTokensAreTaken();
    void row20_theAlgorithmIsTheKeys_data();
    void row20_theAlgorithmIsTheKeys();
    void row20_aPublicKeyIsNoSecret_data();
    void row20_aPublicKeyIsNoSecret();
    void row20_aKeyIdIsOnlyCompared_data();
    void row20_aKeyIdIsOnlyCompared();
    void row20_addressesInATokenAreNotAsked();
    void row20_keysInATokenAreNotUsed();
    void row20_claimsAreStrict_data();
    void row20_claimsAreStrict();
    void row20_theHeaderIsStrict_data();
    void row20_theHeaderIsStrict();
    void row20_aTokenHasOneTextOnly_data();
    void row20_aTokenHasOneTextOnly();
    void row20_aHugeTokenIsRefused_data();
    void row20_aHugeTokenIsRefused();
    void row20_issuerAndAudienceMustBeOurs_data();
    void row20_issuerAndAudienceMustBeOurs();
    void row20_rolesAreComparedAsBytes_data();
    void row20_rolesAreComparedAsBytes();

private:
    QStringList environment() override;
    std::string signedToken(const std::string &header, const std::string &claims)
    {
        return server().forge().token(header, claims);
    }
    void compareRefused(const QByteArray &token)
    {
        const QByteArray answers = answersTo(port(), token);
        QVERIFY2(isRefusedEverywhere(answers), answers);
    }

    QTemporaryDir m_keys;
    const TokenForge m_rsa = TokenForge::withRsa();
    const TokenForge m_ec = TokenForge::withEc();
    const TokenForge m_ed = TokenForge::withEd25519();
    const TokenForge m_namedRsa = TokenForge::withRsa();
    const TokenForge m_namedEc = TokenForge::withEc();
};

QStringList TestTokenAttacks::environment()
{
    const auto write = [this](const QString &name, const std::string &content) {
        QFile file(m_keys.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    };
    const QStringList pem{write(u"rsa.pem"_s, m_rsa.publicPem()), write(u"ec.pem"_s, m_ec.publicPem()),
                          write(u"ed.pem"_s, m_ed.publicPem())};
    const QString jwks
        = write(u"jwks.json"_s,
                R"({"keys":[)" + m_namedRsa.jwk(R"(,"kid":"rsa")") + ',' + m_namedEc.jwk(R"(,"kid":"ec")") + "]}");
    return {u"RELAIS_AUTH_JWT_PUBLIC_KEYS="_s + pem.join(u','), u"RELAIS_AUTH_JWKS_FILE="_s + jwks};
}

void TestTokenAttacks::row20_goodTokensAreTaken_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string claims = adminClaims();
    addToken("HS256", signedToken(hs256, claims));
    addToken("RS256", m_rsa.token(R"({"alg":"RS256"})", claims));
    addToken("ES256", m_ec.token(R"({"alg":"ES256"})", claims));
    addToken("EdDSA", m_ed.token(R"({"alg":"EdDSA"})", claims));
    addToken("RS256 with a kid", m_namedRsa.token(R"({"alg":"RS256","kid":"rsa"})", claims));
    addToken("ES256 with a kid", m_namedEc.token(R"({"alg":"ES256","kid":"ec"})", claims));
}

void TestTokenAttacks::row20_goodTokensAreTaken()
{
    QFETCH(const QByteArray, token); // or nothing below would mean anything
    QCOMPARE(answersTo(port(), token), "200 101 101 101 connected"_ba);
}

void TestTokenAttacks::row20_theAlgorithmIsTheKeys_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string claims = adminClaims();
    for (const std::string algorithm :
         {R"("none")", R"("None")", R"("NONE")", R"("nOnE")", R"("n\u006fne")", R"("none ")", R"("")", R"("hs256")",
          R"("HS384")", R"("HS512")", R"("PS256")", R"("ES384")", R"("eddsa")", R"("HS256\u0000")", "null", "0",
          R"(["HS256"])", R"({"alg":"HS256"})"}) {
        const std::string header = R"({"typ":"JWT","alg":)" + algorithm + '}';
        addToken(algorithm + " unsigned", base64Url(header) + '.' + base64Url(claims) + '.');
        addToken(algorithm + " signed", signedToken(header, claims));
    }
    addToken("no third part", base64Url(R"({"alg":"none"})") + '.' + base64Url(claims));
    addToken("no alg", signedToken(R"({"typ":"JWT"})", claims));
    addToken("HS256 unsigned", base64Url(hs256) + '.' + base64Url(claims) + '.');
    addToken("RS256 by the secret", signedToken(R"({"alg":"RS256"})", claims));
    addToken("HS256 by the RSA key", m_rsa.token(hs256, claims));
    addToken("ES256 by the RSA key", m_rsa.token(R"({"alg":"ES256"})", claims));
    addToken("RS256 by the EC key", m_ec.token(R"({"alg":"RS256"})", claims));
    addToken("EdDSA by the EC key", m_ec.token(R"({"alg":"EdDSA"})", claims));
    addToken("RS256 under the EC key's kid", m_namedRsa.token(R"({"alg":"RS256","kid":"ec"})", claims));
    addToken("ES256 under the RSA key's kid", m_namedEc.token(R"({"alg":"ES256","kid":"rsa"})", claims));
    addToken("HS256 under the RSA key's kid", signedToken(R"({"alg":"HS256","kid":"rsa"})", claims));
}

void TestTokenAttacks::row20_theAlgorithmIsTheKeys()
{
    QFETCH(const QByteArray, token);
    compareRefused(token);
}

void TestTokenAttacks::row20_aPublicKeyIsNoSecret_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string claims = adminClaims();
    const std::pair<const char *, const TokenForge *> keys[]
        = {{"RSA", &m_rsa}, {"EC", &m_ec}, {"Ed25519", &m_ed}, {"named RSA", &m_namedRsa}};
    for (const auto &[name, key] : keys) {
        const std::string pem = key->publicPem();
        const std::pair<const char *, std::string> secrets[]
            = {{"PEM", pem},
               {"PEM without its line end", pem.substr(0, pem.size() - 1)},
               {"DER", key->publicDer()},
               {"JWK", key->jwk()}};
        for (const auto &[form, secret] : secrets) {
            for (const char *keyId : {"", R"(,"kid":"rsa")"}) {
                addToken(
                    std::string(name) + ' ' + form + keyId,
                    TokenForge::withSecret(secret).token(std::string(R"({"alg":"HS256")") + keyId + '}', claims));
            }
        }
    }
}

void TestTokenAttacks::row20_aPublicKeyIsNoSecret()
{
    QFETCH(const QByteArray, token);
    compareRefused(token);
}

void TestTokenAttacks::row20_aKeyIdIsOnlyCompared_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string claims = adminClaims();
    // What an id could be made to lead to: a file or row whose content the attacker knows.
    const std::pair<const char *, std::string> ids[] = {
        {R"("/dev/null")", ""},
        {R"("../../../../../../dev/null")", ""},
        {R"("file:///dev/null")", ""},
        {R"("x' UNION SELECT 'known")", "known"},
        {R"("x\"; DROP TABLE keys; --")", "known"},
        {R"("| echo known")", "known"},
        {R"("rsa\u0000")", "known"},
        {R"("")", ""},
        {R"(["rsa"])", "known"},
        {R"({"rsa":1})", "known"},
        {"null", "known"},
        {"7", "known"},
    };
    for (const auto &[id, secret] : ids)
        addToken(id,
                 TokenForge::withSecret(secret).token(std::string(R"({"alg":"HS256","kid":)") + id + '}', claims));
    addToken("array, signed well", signedToken(R"({"alg":"HS256","kid":["a"]})", claims));
    addToken("number, signed well", signedToken(R"({"alg":"HS256","kid":7})", claims));
    addToken("5 KB",
             TokenForge::withSecret("known").token(R"({"alg":"HS256","kid":")" + std::string(5000, 'k') + R"("})",
                                                   claims));
}

void TestTokenAttacks::row20_aKeyIdIsOnlyCompared()
{
    QFETCH(const QByteArray, token);
    compareRefused(token);
}

void TestTokenAttacks::row20_addressesInATokenAreNotAsked()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    const std::string url = "http://127.0.0.1:" + std::to_string(listener.serverPort()) + "/jwks.json";
    const TokenForge own = TokenForge::withRsa();
    for (const std::string member : {"jku", "x5u", "iss", "kid", "url"}) {
        const std::string header = R"({"alg":"RS256","kid":"mine",")" + member + R"(":")" + url + R"("})";
        compareRefused(QByteArray::fromStdString(own.token(header, adminClaims())));
    }
    compareRefused(QByteArray::fromStdString(own.token(
        R"({"alg":"RS256","kid":"mine"})", dated(R"({"sub":"mallory","exp":%hour,"iss":")" + url + R"("})"))));
    QVERIFY(!listener.waitForNewConnection(100));
}

void TestTokenAttacks::row20_keysInATokenAreNotUsed()
{
    const TokenForge own = TokenForge::withRsa();
    const std::string certificate = own.certificatePem();
    const std::string headers[] = {
        R"({"alg":"RS256","jwk":)" + own.jwk() + '}',
        R"({"alg":"RS256","kid":"mine","jwk":)" + own.jwk(R"(,"kid":"mine")") + '}',
        R"({"alg":"RS256","x5c":[")" + base64Url(certificate) + R"("]})",
        R"({"alg":"HS256","jwk":)" + TokenForge::withSecret(std::string(32, 'k')).jwk() + '}',
    };
    for (const std::string &header : headers) {
        const bool isSecret = header.find("HS256") != std::string::npos;
        const TokenForge &forge = isSecret ? TokenForge::withSecret(std::string(32, 'k')) : own;
        compareRefused(QByteArray::fromStdString(forge.token(header, adminClaims())));
    }
}

void TestTokenAttacks::row20_claimsAreStrict_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const std::string claims : {
             R"({"sub":"m"})",
             R"({"sub":"m","exp":"%hour"})",
             R"({"sub":"m","exp":1e300})",
             R"({"sub":"m","exp":1e999})",
             R"({"sub":"m","exp":-1})",
             R"({"sub":"m","exp":[%hour]})",
             R"({"sub":"m","exp":{"at":%hour}})",
             R"({"sub":"m","exp":null})",
             R"({"sub":"m","exp":true})",
             R"({"sub":"m","exp":NaN})",
             R"({"sub":"m","exp":99999999999999999999999999})",
             R"({"sub":"m","exp":9223372036854775807})",
             R"({"sub":"m","exp":253402300800})",
             R"({"sub":"m","exp":%hour000})", // milliseconds, as JavaScript counts
             R"({"sub":"m","exp":%hour,"nbf":%hour})",
             R"({"sub":"m","exp":%hour,"nbf":"0"})",
             R"({"sub":"m","exp":%hour,"nbf":-1})",
             R"({"sub":"m","exp":%hour,"iat":[0]})",
             R"({"sub":"m","sub":"victim","exp":%hour})",
             R"({"sub":"m","s\u0075b":"victim","exp":%hour})",
             R"({"sub":"m","exp":0,"exp":%hour})",
             R"({"sub":"m","exp":%hour,"roles":["user"],"roles":["admin"]})",
             R"({"exp":%hour})",
             R"({"sub":"","exp":%hour})",
             R"({"sub":7,"exp":%hour})",
             R"({"sub":["m"],"exp":%hour})",
             R"({"sub":null,"exp":%hour})",
             R"({"sub":{"id":"m"},"exp":%hour})",
             R"({"sub":"m\u0000","exp":%hour})",
             R"({"sub":"m\r\nadmin","exp":%hour})",
             R"({"sub":"\u001b[31mm","exp":%hour})",
             R"({"sub":"m\u0085","exp":%hour})",
             R"({"sub":"m\u2028","exp":%hour})",
             R"({"sub":" m","exp":%hour})",
             R"({"sub":"m ","exp":%hour})",
             R"({"sub":"\ufeffm","exp":%hour})",
             R"({"sub":"\ufeff","exp":%hour})",
             R"({"sub":"\ud800","exp":%hour})",
             R"({"sub":"m","exp":%hour,"roles":7})",
             R"({"sub":"m","exp":%hour,"roles":true})",
             R"({"sub":"m","exp":%hour,"roles":null})",
             R"({"sub":"m","exp":%hour,"roles":{"admin":true}})",
             R"({"sub":"m","exp":%hour,"roles":[7]})",
             R"({"sub":"m","exp":%hour,"roles":[["admin"]]})",
             R"({"sub":"m","exp":%hour,"roles":["user",null]})",
             R"({"sub":"m","exp":%hour,"aud":7})",
             R"({"sub":"m","exp":%hour,"iss":7})",
             R"({"sub":"m","exp":%hour}{"roles":["admin"]})",
             R"({"sub":"m","exp":%hour} x)",
             R"([{"sub":"m","exp":%hour}])",
             R"("m")",
             "null",
             "",
             "{",
             "\xef\xbb\xbf{\"sub\":\"m\",\"exp\":%hour}",
             "{\"sub\":\"\xff\",\"exp\":%hour}",
         }) {
        const std::string full = dated(claims);
        addToken(QByteArray::fromStdString(claims).toPercentEncoding(R"( !"#$&'()*+,/:;=?@[]{}\%)").toStdString(),
                 signedToken(hs256, full));
    }
    addToken("sub of 129 bytes",
             signedToken(hs256, dated(R"({"exp":%hour,"sub":")" + std::string(129, 's') + R"("})")));
    addToken("2000 levels", signedToken(hs256, dated(R"({"sub":"m","exp":%hour,"x":)" + std::string(2000, '['))));
    addToken(
        "2000 levels, closed",
        signedToken(hs256,
                    dated(R"({"sub":"m","exp":%hour,"x":)" + std::string(2000, '[') + std::string(2000, ']') + '}')));
}

void TestTokenAttacks::row20_claimsAreStrict()
{
    QFETCH(const QByteArray, token); // each signed well: nothing but what it says can be why it is refused
    compareRefused(token);
}

void TestTokenAttacks::row20_theHeaderIsStrict_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string claims = adminClaims();
    for (const std::string header :
         {R"({"alg":"HS256","crit":["exp"],"exp":1})", R"({"alg":"HS256","crit":[]})",
          R"({"alg":"HS256","crit":null})", R"({"alg":"HS256","b64":false,"crit":["b64"]})",
          R"({"alg":"HS256","b64":false})", R"({"alg":"none","alg":"HS256"})", R"({"alg":"HS256","alg":"none"})",
          R"({"alg":"HS256","\u0061lg":"none"})", R"({"alg":"HS256","typ":"JWE"})", R"({"alg":"HS256","typ":7})",
          R"({"alg":"HS256"}{})", R"(["HS256"])", "HS256", "null", "", R"({"alg":"HS256",})", R"({'alg':'HS256'})"}) {
        addToken(header.empty() ? "empty" : header, signedToken(header, claims));
    }
}

void TestTokenAttacks::row20_theHeaderIsStrict()
{
    QFETCH(const QByteArray, token);
    compareRefused(token);
}

void TestTokenAttacks::row20_aTokenHasOneTextOnly_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string good = signedToken(hs256, adminClaims());
    const std::size_t dot = good.rfind('.');
    const std::string input = good.substr(0, dot);
    const std::string signature = good.substr(dot + 1);
    addToken("padding", good + "=");
    addToken("padding twice", good + "==");
    addToken("padding inside", good.substr(0, good.find('.')) + "=" + good.substr(good.find('.')));
    addToken("blank behind", good + " ");
    addToken("blank before", " " + good);
    addToken("blank inside", input + " ." + signature);
    addToken("line feed behind", good + "\n");
    addToken("line feed inside", input.substr(0, 20) + "\r\n" + input.substr(20) + "." + signature);
    addToken("tab behind", good + "\t");
    addToken("NUL behind", good + std::string(1, '\0'));
    addToken("four parts", good + ".e30");
    addToken("four parts, the last empty", good + ".");
    addToken("a dot before", "." + good);
    addToken("two dots", input + ".." + signature);
    addToken("five parts, as a JWE", good + ".e30.e30");
    addToken("trailing byte", good + "A");
    addToken("trailing group", good + "AAAA");
    addToken("signature cut", good.substr(0, good.size() - 4));
    addToken("signature twice", good + signature);
    addToken("standard base64", input + "." + std::string(42, '+') + "A");
    addToken("percent-encoded", QByteArray::fromStdString(good).replace('.', "%2E").toStdString());
    addToken("Bearer twice", "Bearer " + good);
    addToken("prefix", "bearer." + good);
    addToken("quoted", '"' + good + '"');
    addToken("two of them", good + "," + good);
    // The last digit of 32 bytes in base64 has two bits too many.
    std::string unused = good;
    unused.back() = unused.back() == 'A' ? 'B' : static_cast<char>(unused.back() + 1);
    addToken("unused bits", unused);
}

void TestTokenAttacks::row20_aTokenHasOneTextOnly()
{
    QFETCH(const QByteArray, token);
    compareRefused(token);
}

void TestTokenAttacks::row20_aHugeTokenIsRefused_data()
{
    QTest::addColumn<int>("bytes");
    QTest::addColumn<QByteArray>("answers");
    QTest::newRow("just over 8 KiB") << 8193 << "401 401 401 414 4001"_ba;
    QTest::newRow("100 KB") << 100'000 << "431 431 431 414 1009"_ba;
}

void TestTokenAttacks::row20_aHugeTokenIsRefused()
{
    QFETCH(const int, bytes);
    QFETCH(const QByteArray, answers);
    const auto withPadding = [this](std::size_t padding) {
        return signedToken(hs256, dated(R"({"sub":"m","exp":%hour,"x":")" + std::string(padding, 'x') + R"("})"));
    };
    std::size_t padding = static_cast<std::size_t>(bytes) * 3 / 4 - 200;
    while (withPadding(padding).size() < static_cast<std::size_t>(bytes))
        ++padding;
    QCOMPARE(answersTo(port(), QByteArray::fromStdString(withPadding(padding))), answers);
}

void TestTokenAttacks::row20_issuerAndAudienceMustBeOurs_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<bool>("isGood");
    const auto add = [](const char *members, bool isGood = false) {
        QTest::newRow(members) << QByteArray(R"({"sub":"m","exp":%hour)") + members + '}' << isGood;
    };
    add(R"(,"iss":"https://id.example/","aud":"relais")", true);
    add(R"(,"iss":"https://id.example/","aud":["other","relais"])", true);
    add("");
    add(R"(,"aud":"relais")");
    add(R"(,"iss":"https://id.example/")");
    add(R"(,"iss":"https://id.example","aud":"relais")");
    add(R"(,"iss":"https://ID.example/","aud":"relais")");
    add(R"(,"iss":"https://id.example/evil","aud":"relais")");
    add(R"(,"iss":["https://id.example/"],"aud":"relais")");
    add(R"(,"iss":"https://id.example/","aud":"other")");
    add(R"(,"iss":"https://id.example/","aud":"relais2")");
    add(R"(,"iss":"https://id.example/","aud":"Relais")");
    add(R"(,"iss":"https://id.example/","aud":[])");
    add(R"(,"iss":"https://id.example/","aud":["relais",7])");
    add(R"(,"iss":"https://id.example/","aud":{"relais":1})");
    add(R"(,"iss":"https://id.example/","aud":"other relais")");
    add(R"(,"iss":"https://id.example/","aud":"relais","aud":"other")");
}

void TestTokenAttacks::row20_issuerAndAudienceMustBeOurs()
{
    QFETCH(const QByteArray, claims);
    QFETCH(const bool, isGood);
    const AuthServer strict({"auth.issuer=https://id.example/", "auth.audiences=relais,relais-admin"});
    const std::string token = strict.forge().token(hs256, dated(claims.toStdString()));
    QCOMPARE(answersTo(strict.port(), QByteArray::fromStdString(token)),
             isGood ? "200 101 101 101 connected"_ba : "401 401 401 401 4001"_ba);
}

void TestTokenAttacks::row20_rolesAreComparedAsBytes_data()
{
    QTest::addColumn<QByteArray>("roles");
    for (const char *roles :
         {R"(["ADMIN"])", R"(["Admin"])", R"([" admin"])", R"(["admin "])", R"(["admin\u0000"])", R"(["user admin"])",
          R"(["user,admin"])", R"(["admin\n"])", R"(["\u0430dmin"])", R"(["adm\u0131n"])", R"(["*"])", R"([""])",
          R"("superadmin")", R"("user,admin")", R"(["__proto__"])", R"(["administrator"])", R"([])", R"("")"})
        QTest::newRow(roles) << QByteArray(roles);
}

void TestTokenAttacks::row20_rolesAreComparedAsBytes()
{
    QFETCH(const QByteArray, roles);
    const std::string claims = dated(R"({"sub":"m","exp":%hour,"roles":)" + roles.toStdString() + '}');
    const HttpFields fields = AuthServer::bearer(QByteArray::fromStdString(signedToken(hs256, claims)));
    HttpClient client(port());
    QCOMPARE(client.get("/api/admin/audit", fields).problem(), "403 forbidden"_ba);
    QCOMPARE(client.post("/api/sync/force", R"({"userId":"victim"})", fields).problem(), "403 forbidden"_ba);
}

QTEST_GUILESS_MAIN(TestTokenAttacks)
#include "tst_token_attacks.moc"
