// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwks.h"
#include "tests/support/tokenforge.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

const TokenForge rsa = TokenForge::withRsa();
const TokenForge ec = TokenForge::withEc();
const TokenForge ed = TokenForge::withEd25519();
const TokenForge secret = TokenForge::withSecret(std::string(32, 's'));

std::string setOf(std::initializer_list<std::string> keys)
{
    std::string json = "{\"keys\":[";
    for (const std::string &key : keys)
        json += (json.ends_with('[') ? "" : ",") + key;
    return json + "]}";
}

bool contains(const std::string &text, const QByteArray &part)
{
    return text.find(part.toStdString()) != std::string::npos;
}

} // namespace

class JwksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKeyOfEachKindIsRead();
    void theIdIsKept();
    void whatAKeyIsForMayBeSaid_data();
    void whatAKeyIsForMayBeSaid();
    void aKeyForSomethingElseIsRefused_data();
    void aKeyForSomethingElseIsRefused();
    void aPrivateMemberIsIgnored();
    void aSetKeepsItsGoodKeysAndReportsTheOthers();
    void aSetFromAUrlHoldsNoSecrets();
    void aSetThatCannotBeUsedIsAnError_data();
    void aSetThatCannotBeUsedIsAnError();
    void thereIsABoundOnKeys();
    void thereIsABoundOnBytes();
    void anIdCannotDriveATerminal();
};

void JwksTest::aKeyOfEachKindIsRead()
{
    for (const TokenForge &forge : {rsa, ec, ed, secret}) {
        const auto key = parseJwk(forge.jwk());
        QVERIFY2(key.ok(), key.ok() ? "" : key.error().detail.c_str());
        QVERIFY(key->verify("x", forge.sign("x")));
        QVERIFY(!key->id());
    }
}

void JwksTest::theIdIsKept()
{
    const auto key = parseJwk(ed.jwk(",\"kid\":\"2024-\\u0061\""));
    QVERIFY(key.ok());
    QCOMPARE(key->id(), std::optional<std::string>("2024-a"));
}

void JwksTest::whatAKeyIsForMayBeSaid_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::newRow("use") << QByteArray(",\"use\":\"sig\"");
    QTest::newRow("key_ops") << QByteArray(",\"key_ops\":[\"sign\",\"verify\"]");
    QTest::newRow("alg") << QByteArray(",\"alg\":\"EdDSA\"");
    QTest::newRow("others") << QByteArray(",\"x5t\":\"x\",\"x5u\":\"http://127.0.0.1/\",\"ext\":true");
}

void JwksTest::whatAKeyIsForMayBeSaid()
{
    QFETCH(QByteArray, members);
    const auto key = parseJwk(ed.jwk(members.toStdString()));
    QVERIFY2(key.ok(), key.ok() ? "" : key.error().detail.c_str());
}

void JwksTest::aKeyForSomethingElseIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("why");
    const auto add = [](const char *name, const std::string &json, const char *why) {
        QTest::newRow(name) << QByteArray::fromStdString(json) << QByteArray(why);
    };
    add("for encryption", ed.jwk(",\"use\":\"enc\""), "not for verifying");
    add("use is no string", ed.jwk(",\"use\":1"), "not for verifying");
    add("cannot verify", ed.jwk(",\"key_ops\":[\"sign\"]"), "not for verifying");
    add("no operation", ed.jwk(",\"key_ops\":[]"), "not for verifying");
    add("key_ops is no array", ed.jwk(",\"key_ops\":\"verify\""), "not for verifying");
    add("RSA for another algorithm", rsa.jwk(",\"alg\":\"RS512\""), "only RS256");
    add("RSA for HS256", rsa.jwk(",\"alg\":\"HS256\""), "only RS256");
    add("RSA for none", rsa.jwk(",\"alg\":\"none\""), "only RS256");
    add("EC for EdDSA", ec.jwk(",\"alg\":\"EdDSA\""), "only ES256");
    add("secret for RS256", secret.jwk(",\"alg\":\"RS256\""), "only HS256");
    add("alg is no string", ed.jwk(",\"alg\":null"), "only EdDSA");
    add("kid is no string", ed.jwk(",\"kid\":7"), "kid is not a string");
    add("doubled", ed.jwk(",\"use\":\"enc\",\"use\":\"sig\""), "each name once");
    add("doubled in disguise", ed.jwk(",\"\\u0078\":\"AAAA\""), "each name once");
    add("no kind", "{}", "kty");
    add("another kind", "{\"kty\":\"AKP\"}", "kty");
    add("kind in another case", "{\"kty\":\"rsa\"}", "kty");
    add("another curve", "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\"}", "another curve");
    add("X25519", "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}", "another curve");
    add("no curve", "{\"kty\":\"OKP\",\"x\":\"AA\"}", "another curve");
    add("short secret", TokenForge::withSecret(std::string(31, 's')).jwk(), "31 bytes");
    add("short RSA", TokenForge::withRsa(1024).jwk(), "1024 bits");
    add("RSA without e", "{\"kty\":\"RSA\",\"n\":\"AQAB\"}", "n, e is missing");
    add("padded", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"}",
        "x is");
    add("short Ed25519", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}", "32 bytes");
    add("not on the curve",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + base64Url(std::string(32, 'x')) + "\",\"y\":\""
            + base64Url(std::string(32, 'y')) + "\"}",
        "not a point");
    add("member is no string", "{\"kty\":\"oct\",\"k\":[]}", "k is missing");
}

void JwksTest::aKeyForSomethingElseIsRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, why);
    const auto key = parseJwk(json.toStdString());
    QVERIFY(!key.ok());
    QVERIFY2(contains(key.error().detail, why), key.error().detail.c_str());
}

void JwksTest::aPrivateMemberIsIgnored()
{
    const auto key = parseJwk(ed.jwk(",\"d\":\"not even base64url!\""));
    QVERIFY(key.ok());
    QVERIFY(key->verify("x", ed.sign("x")));
}

void JwksTest::aSetKeepsItsGoodKeysAndReportsTheOthers()
{
    const auto jwks = parseJwks(
        setOf({rsa.jwk(",\"use\":\"enc\",\"kid\":\"of encryption\""), ec.jwk(), "7", "{}", ed.jwk(",\"kid\":\"1\"")}),
        SecretKeys::Accepted);
    QVERIFY(jwks.ok());
    QCOMPARE(jwks->keys.size(), 2U);
    QCOMPARE(jwks->keys[0].algorithm(), JwtAlgorithm::ES256);
    QCOMPARE(jwks->keys[1].id(), std::optional<std::string>("1"));
    QCOMPARE(jwks->skipped.size(), 3U);
    QVERIFY2(jwks->skipped[0].starts_with("kid \"of encryption\": "), jwks->skipped[0].c_str());
    QVERIFY2(jwks->skipped[1].starts_with("key number 3: "), jwks->skipped[1].c_str());
    QVERIFY2(jwks->skipped[2].starts_with("key number 4: "), jwks->skipped[2].c_str());
}

void JwksTest::aSetFromAUrlHoldsNoSecrets()
{
    const std::string both = setOf({secret.jwk(), ed.jwk()});
    QCOMPARE(parseJwks(both, SecretKeys::Accepted)->keys.size(), 2U);
    const auto jwks = parseJwks(both, SecretKeys::Refused);
    QVERIFY(jwks.ok());
    QCOMPARE(jwks->keys.size(), 1U);
    QCOMPARE(jwks->keys[0].algorithm(), JwtAlgorithm::EdDSA);
    QVERIFY(!parseJwks(setOf({secret.jwk()}), SecretKeys::Refused).ok());
}

void JwksTest::aSetThatCannotBeUsedIsAnError_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("why");
    const auto add = [](const char *name, const std::string &json, const char *why) {
        QTest::newRow(name) << QByteArray::fromStdString(json) << QByteArray(why);
    };
    add("nothing", "", "not a JWK set");
    add("not JSON", "<html>", "not a JWK set");
    add("an array", "[]", "not a JWK set");
    add("a key", ed.jwk(), "not a JWK set");
    add("keys is an object", "{\"keys\":{}}", "not a JWK set");
    add("keys twice", "{\"keys\":[" + ed.jwk() + "],\"keys\":[]}", "not a JWK set");
    add("trailing text", setOf({ed.jwk()}) + "x", "not a JWK set");
    add("deep", "{\"keys\":" + std::string(5000, '[') + std::string(5000, ']') + "}", "not a JWK set");
    add("no key", "{\"keys\":[]}", "no key that can be used");
    add("no good key", setOf({rsa.jwk(",\"use\":\"enc\"")}), "no key that can be used (key number 1: use or key_ops");
}

void JwksTest::aSetThatCannotBeUsedIsAnError()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, why);
    const auto jwks = parseJwks(json.toStdString(), SecretKeys::Accepted);
    QVERIFY(!jwks.ok());
    QVERIFY2(contains(jwks.error().detail, why), jwks.error().detail.c_str());
}

void JwksTest::thereIsABoundOnKeys()
{
    const auto keys = [](std::size_t count) {
        std::string json = "{\"keys\":[" + ed.jwk();
        for (std::size_t i = 1; i < count; ++i)
            json += ',' + ed.jwk();
        return json + "]}";
    };
    QCOMPARE(parseJwks(keys(MaximumJwksKeys), SecretKeys::Refused)->keys.size(), MaximumJwksKeys);
    QVERIFY(!parseJwks(keys(MaximumJwksKeys + 1), SecretKeys::Refused).ok());
}

void JwksTest::thereIsABoundOnBytes()
{
    std::string json = setOf({ed.jwk()});
    json.append(MaximumJwksBytes - json.size(), ' ');
    QVERIFY(parseJwks(json, SecretKeys::Refused).ok());
    json += ' ';
    QVERIFY(!parseJwks(json, SecretKeys::Refused).ok());
}

void JwksTest::anIdCannotDriveATerminal()
{
    const auto jwks
        = parseJwks(setOf({ed.jwk(), ed.jwk(",\"use\":\"enc\",\"kid\":\"\\u001b[2J\\n\"")}), SecretKeys::Refused);
    QVERIFY(jwks.ok());
    QCOMPARE(jwks->skipped.size(), 1U);
    QVERIFY(!contains(jwks->skipped[0], "\x1b"));
    QVERIFY(!contains(jwks->skipped[0], "\n"));
}

QTEST_APPLESS_MAIN(JwksTest)
#include "tst_jwks.moc"
