// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/base64url.h"
#include "server/access/jwtsigner.h"
#include "server/access/jwtverifier.h"
#include "tests/support/jsontext.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

constexpr UnixTime now{1'700'000'000'123ms};
const std::string secret(32, 's');

JwtClaims claimsOf(std::string user, std::vector<std::string> roles = {})
{
    return {.subject = std::move(user),
            .issuer = {},
            .expires = now + 1h,
            .issuedAt = now,
            .roles = std::move(roles),
            .tokenId = {}};
}

/// What the part of a token with this index holds.
QJsonObject part(const std::string &token, int index)
{
    const QByteArray text = QByteArray::fromStdString(token).split('.').value(index);
    return parsedObject(decodeBase64Url(text.toStdString()).value_or(""));
}

} // namespace

class JwtSignerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTokenSaysWhatItShould();
    void everyTokenHasItsOwnId();
    void aVerifierWithTheSameRulesTakesIt_data();
    void aVerifierWithTheSameRulesTakesIt();
    void aNameInTheRulesCannotDoubleAClaim();
    void aShortSecretIsRefused();
};

void JwtSignerTest::aTokenSaysWhatItShould()
{
    const JwtRules rules{.issuer = "https://id.example", .audiences = {"relais", "other"}};
    const auto token = signJwtHs256(claimsOf("u1", {"user", "admin"}), rules, secret);
    QVERIFY(token.ok());
    QCOMPARE(part(*token, 0), parsedObject(R"({"alg":"HS256","typ":"JWT"})"));
    QJsonObject claims = part(*token, 1);
    QCOMPARE(decodeBase64Url(claims.take(QStringLiteral("jti")).toString().toStdString())->size(), 16U);
    QCOMPARE(claims,
             parsedObject(R"({"iss":"https://id.example","aud":"relais","sub":"u1","iat":1700000000,)"
                          R"("exp":1700003600,"roles":["user","admin"]})"));
}

void JwtSignerTest::everyTokenHasItsOwnId()
{
    const auto first = signJwtHs256(claimsOf("u1"), {}, secret);
    const auto second = signJwtHs256(claimsOf("u1"), {}, secret);
    QVERIFY(part(*first, 1) != part(*second, 1));
}

void JwtSignerTest::aVerifierWithTheSameRulesTakesIt_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("userClaim");
    QTest::addColumn<QByteArray>("rolesClaim");
    QTest::newRow("defaults") << QByteArray("u1") << QByteArray("sub") << QByteArray("roles");
    QTest::newRow("to be escaped") << QByteArray("a\"\\\n\xc3\xab") << QByteArray("sub") << QByteArray("roles");
    QTest::newRow("other claims") << QByteArray("u1") << QByteArray("email") << QByteArray("realm_access.roles");
}

void JwtSignerTest::aVerifierWithTheSameRulesTakesIt()
{
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, userClaim);
    QFETCH(QByteArray, rolesClaim);
    const JwtRules rules{.issuer = "i",
                         .audiences = {"a"},
                         .userClaim = userClaim.toStdString(),
                         .rolesClaim = rolesClaim.toStdString()};
    const auto token = signJwtHs256(claimsOf(user.toStdString(), {"publisher"}), rules, secret);
    QVERIFY(token.ok());
    const auto verdict = JwtVerifier(rules).verify(*token, KeySet({*VerificationKey::fromSecret(secret)}), now);
    const auto *claims = std::get_if<JwtClaims>(&verdict);
    QVERIFY2(claims, claims ? "" : std::get<JwtRefusal>(verdict).reason.c_str());
    QCOMPARE(QByteArray::fromStdString(claims->subject), user);
    QCOMPARE(claims->roles, std::vector<std::string>{"publisher"});
}

void JwtSignerTest::aNameInTheRulesCannotDoubleAClaim()
{
    const auto token = signJwtHs256(claimsOf("u1"), {.userClaim = "jti", .rolesClaim = "exp"}, secret);
    const auto text = decodeBase64Url(QByteArray::fromStdString(*token).split('.').at(1).toStdString());
    QCOMPARE(QByteArray::fromStdString(*text).count("\"exp\""), 1);
    QCOMPARE(QByteArray::fromStdString(*text).count("\"jti\""), 1);
}

void JwtSignerTest::aShortSecretIsRefused()
{
    const auto token = signJwtHs256(claimsOf("u1"), {}, "hunter2");
    QVERIFY(!token.ok());
    QVERIFY(token.error().detail.find("at least 32") != std::string::npos);
    QVERIFY(token.error().detail.find("hunter2") == std::string::npos);
}

QTEST_APPLESS_MAIN(JwtSignerTest)
#include "tst_jwtsigner.moc"
