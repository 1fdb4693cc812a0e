// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwks.h"
#include "server/access/jwtverifier.h"
#include "tests/support/tokenforge.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

using Kind = JwtRefusal::Kind;

namespace {

constexpr UnixTime now{1'700'000'000s};

const TokenForge issuer = TokenForge::withSecret(std::string(32, 's'));
const KeySet keys({*parseJwk(issuer.jwk())});

constexpr std::string_view header = R"({"alg":"HS256","typ":"JWT"})";
constexpr std::string_view goodClaims = R"({"sub":"u1","exp":1700000600})";

JwtVerdict verify(std::string_view claims, const JwtRules &rules = {}, UnixTime time = now)
{
    return JwtVerifier(rules).verify(issuer.token(header, claims), keys, time);
}

/// "" when accepted.
QByteArray reason(const JwtVerdict &verdict)
{
    const auto *refusal = std::get_if<JwtRefusal>(&verdict);
    return refusal ? QByteArray::fromStdString(refusal->reason) : QByteArray();
}

std::optional<Kind> kind(const JwtVerdict &verdict)
{
    const auto *refusal = std::get_if<JwtRefusal>(&verdict);
    return refusal ? std::optional(refusal->kind) : std::nullopt;
}

/// Of "a:b" the part before the colon: the claim that is to blame.
QByteArray blamed(const JwtVerdict &verdict)
{
    return reason(verdict).split(':').front();
}

std::string claimsWith(const QByteArray &members)
{
    return R"({"sub":"u1","exp":1700000600,)" + members.toStdString() + '}';
}

} // namespace

/// Tokens of a good issuer. Those of attackers are in tst_jwtattacks.
class JwtVerifierTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTokenOfEachAlgorithmIsAccepted();
    void whatTheTokenSaysIsGivenBack();
    void theTypeOfATokenHasNoCase_data();
    void theTypeOfATokenHasNoCase();
    void aTokenIsGoodUntilItExpiresWithLeeway();
    void anExpiredTokenIsToldFromAnInvalidOne();
    void whatIsNotYetValidIsRefusedBeyondTheLeeway();
    void aClockThatSteppedBackRefusesNoTokenForIt();
    void fractionsOfASecondCount();
    void aBadClaimIsRefusedAndNamed_data();
    void aBadClaimIsRefusedAndNamed();
    void theIssuerHasToBeOurs_data();
    void theIssuerHasToBeOurs();
    void theAudienceHasToBeOneOfOurs_data();
    void theAudienceHasToBeOneOfOurs();
    void theUserMayBeAnotherClaim();
    void rolesAreReadInEveryForm_data();
    void rolesAreReadInEveryForm();
    void rolesMayBeNested_data();
    void rolesMayBeNested();
    void aClaimThatIsNoRolesIsRefused_data();
    void aClaimThatIsNoRolesIsRefused();
    void oldAndNewKeyAreBothGoodWhileBothAreInTheSet();
    void aKeyThatIsGoneIsAnUnknownKey();
    void anUnknownIdFallsBackToKeysWithoutIdAndStaysUnknown();
    void beforeAnyKeyIsLoadedEveryKeyIsUnknown();
};

void JwtVerifierTest::aTokenOfEachAlgorithmIsAccepted()
{
    const std::vector<std::pair<const char *, TokenForge>> forges = {{"HS256", issuer},
                                                                     {"RS256", TokenForge::withRsa()},
                                                                     {"ES256", TokenForge::withEc()},
                                                                     {"EdDSA", TokenForge::withEd25519()}};
    std::vector<VerificationKey> all;
    for (const auto &[algorithm, forge] : forges)
        all.push_back(*parseJwk(forge.jwk()));
    const KeySet set(all);
    for (const auto &[algorithm, forge] : forges) {
        const std::string itsHeader = std::string(R"({"alg":")") + algorithm + "\"}";
        QCOMPARE(reason(JwtVerifier({}).verify(forge.token(itsHeader, goodClaims), set, now)), "");
    }
}

void JwtVerifierTest::whatTheTokenSaysIsGivenBack()
{
    const auto verdict = verify(
        R"({"iss":"https://id.example","sub":"zoë","aud":["other","relais"],"exp":1700000600,"nbf":1699999990,)"
        R"("iat":1699999990,"jti":"7","roles":["user","publisher"],"other":{"deep":[null,1.5]}})",
        {.issuer = "https://id.example", .audiences = {"relais"}});
    QCOMPARE(reason(verdict), "");
    const auto &claims = std::get<JwtClaims>(verdict);
    QCOMPARE(claims.subject, std::string("zoë"));
    QCOMPARE(claims.issuer, std::optional<std::string>("https://id.example"));
    QVERIFY(claims.expires == UnixTime(1'700'000'600s));
    QVERIFY(claims.issuedAt == UnixTime(1'699'999'990s));
    QCOMPARE(claims.tokenId, std::optional<std::string>("7"));
    QCOMPARE(claims.roles, (std::vector<std::string>{"user", "publisher"}));
}

void JwtVerifierTest::theTypeOfATokenHasNoCase_data()
{
    QTest::addColumn<QByteArray>("type");
    for (const char *type : {"JWT", "jwt", "Jwt", "at+jwt", "AT+JWT"})
        QTest::newRow(type) << QByteArray(type);
}

void JwtVerifierTest::theTypeOfATokenHasNoCase()
{
    QFETCH(QByteArray, type);
    const std::string itsHeader = R"({"alg":"HS256","typ":")" + type.toStdString() + "\"}";
    QCOMPARE(reason(JwtVerifier({}).verify(issuer.token(itsHeader, goodClaims), keys, now)), "");
}

void JwtVerifierTest::aTokenIsGoodUntilItExpiresWithLeeway()
{
    const UnixTime end{1'700'000'600s};
    const JwtRules strict{.leeway = 0ms};
    QVERIFY(!kind(verify(goodClaims, strict, end - 1ms)));
    QCOMPARE(kind(verify(goodClaims, strict, end)), Kind::Expired);
    const JwtRules lenient{.leeway = 60s};
    QVERIFY(!kind(verify(goodClaims, lenient, end + 60s - 1ms)));
    QCOMPARE(kind(verify(goodClaims, lenient, end + 60s)), Kind::Expired);
}

void JwtVerifierTest::anExpiredTokenIsToldFromAnInvalidOne()
{
    QCOMPARE(kind(verify(R"({"sub":"u1","exp":1600000000})")), Kind::Expired);
    QCOMPARE(kind(verify(R"({"sub":"u1","exp":0})")), Kind::Expired);
    // Expired is all that may be wrong with it.
    QCOMPARE(kind(verify(R"({"sub":1,"exp":1600000000})")), Kind::Invalid);
    QCOMPARE(kind(verify(R"({"sub":"u1","exp":1600000000})", {.issuer = "x"})), Kind::Invalid);
    std::string forged = issuer.token(header, R"({"sub":"u1","exp":1600000000})");
    forged.resize(forged.rfind('.') + 1);
    QCOMPARE(kind(JwtVerifier({}).verify(forged, keys, now)), Kind::Invalid);
}

void JwtVerifierTest::whatIsNotYetValidIsRefusedBeyondTheLeeway()
{
    const JwtRules rules{.leeway = 30s};
    const auto verdictAt = [&](const char *time) {
        return verify(claimsWith(QByteArray(R"("nbf":)") + time), rules);
    };
    QCOMPARE(reason(verdictAt("0")), "");
    QCOMPARE(reason(verdictAt("1700000030")), "");
    QCOMPARE(reason(verdictAt("1700000031")), "nbf: in the future");
    QCOMPARE(reason(verdictAt("1700000030.5")), "nbf: in the future");
}

void JwtVerifierTest::aClockThatSteppedBackRefusesNoTokenForIt()
{
    QCOMPARE(reason(verify(claimsWith(R"("iat":1700003600)"), {.leeway = 30s})), "");
}

void JwtVerifierTest::fractionsOfASecondCount()
{
    const auto verdict = verify(R"({"sub":"u1","exp":1700000600.25,"iat":1.69e9})");
    QCOMPARE(reason(verdict), "");
    QVERIFY(std::get<JwtClaims>(verdict).expires == UnixTime(1'700'000'600'250ms));
    QVERIFY(std::get<JwtClaims>(verdict).issuedAt == UnixTime(1'690'000'000s));
}

void JwtVerifierTest::aBadClaimIsRefusedAndNamed_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QByteArray>("claim");
    const auto add = [](const char *claims, const char *claim) {
        QTest::newRow(claims) << QByteArray(claims) << QByteArray(claim);
    };
    add(R"({"sub":"u1"})", "exp");
    for (const char *time : {"null", "\"1700000600\"", "true", "[1700000600]", "{}", "-1", "-0.001", "1e300",
                             "253402300800", "18446744073709551615", "-9223372036854775808"}) {
        for (const char *claim : {"exp", "nbf", "iat"}) {
            const QByteArray others = claim == std::string_view("exp") ? "" : R"("exp":1700000600,)";
            QTest::addRow("%s: %s", claim, time)
                << R"({"sub":"u1",)" + others + '"' + claim + "\":" + time + '}' << QByteArray(claim);
        }
    }
    add(R"({"exp":1700000600})", "sub");
    for (const char *subject : {"\"\"", "null", "1", "[\"u1\"]", "{\"u1\":1}", "true"})
        QTest::addRow("sub: %s", subject)
            << R"({"exp":1700000600,"sub":)" + QByteArray(subject) + '}' << QByteArray("sub");
    for (const char *claim : {"iss", "jti"}) {
        for (const char *value : {"null", "1", "[\"x\"]"})
            QTest::addRow("%s: %s", claim, value)
                << QByteArray::fromStdString(claimsWith('"' + QByteArray(claim) + "\":" + value))
                << QByteArray(claim);
    }
    for (const char *value : {"null", "1", "{}", "[1]", "[\"relais\",null]"})
        QTest::addRow("aud: %s", value) << QByteArray::fromStdString(claimsWith(QByteArray("\"aud\":") + value))
                                        << QByteArray("aud");
}

void JwtVerifierTest::aBadClaimIsRefusedAndNamed()
{
    QFETCH(QByteArray, claims);
    QFETCH(QByteArray, claim);
    const auto verdict = verify(claims.toStdString());
    QCOMPARE(kind(verdict), Kind::Invalid);
    QCOMPARE(blamed(verdict), claim);
}

void JwtVerifierTest::theIssuerHasToBeOurs_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("ours") << QByteArray(R"("iss":"https://id.example")") << QByteArray();
    QTest::newRow("escaped") << QByteArray(R"("iss":"https:\/\/id.example")") << QByteArray();
    QTest::newRow("absent") << QByteArray(R"("x":1)") << QByteArray("iss: missing");
    for (const char *other : {"https://id.example/", "HTTPS://ID.EXAMPLE", "https://id.exampl",
                              "https://id.example.evil", "", " https://id.example", "https://id.example\\u0000"})
        QTest::newRow(other) << QByteArray("\"iss\":\"") + other + '"' << QByteArray("iss: another issuer");
}

void JwtVerifierTest::theIssuerHasToBeOurs()
{
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, why);
    QCOMPARE(reason(verify(claimsWith(member), {.issuer = "https://id.example"})), why);
}

void JwtVerifierTest::theAudienceHasToBeOneOfOurs_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("why");
    const QByteArray none;
    QTest::newRow("one") << QByteArray(R"("aud":"relais")") << none;
    QTest::newRow("the other one") << QByteArray(R"("aud":"relais-test")") << none;
    QTest::newRow("in a list") << QByteArray(R"("aud":["a","relais"])") << none;
    QTest::newRow("absent") << QByteArray(R"("x":1)") << QByteArray("aud: missing");
    for (const char *other :
         {R"("other")", R"("")", R"("RELAIS")", R"("relais other")", R"("relai")", "[]", R"(["a","b"])"})
        QTest::newRow(other) << QByteArray("\"aud\":") + other << QByteArray("aud: not for this server");
}

void JwtVerifierTest::theAudienceHasToBeOneOfOurs()
{
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, why);
    QCOMPARE(reason(verify(claimsWith(member), {.audiences = {"relais", "relais-test"}})), why);
}

void JwtVerifierTest::theUserMayBeAnotherClaim()
{
    const JwtRules rules{.userClaim = "email"};
    const auto verdict = verify(claimsWith(R"("email":"a@b.example")"), rules);
    QCOMPARE(reason(verdict), "");
    QCOMPARE(std::get<JwtClaims>(verdict).subject, std::string("a@b.example"));
    QCOMPARE(reason(verify(goodClaims, rules)), "email: missing or empty");
}

void JwtVerifierTest::rolesAreReadInEveryForm_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("roles");
    QTest::newRow("absent") << QByteArray(R"("x":1)") << QByteArray();
    QTest::newRow("no role") << QByteArray(R"("roles":[])") << QByteArray();
    QTest::newRow("a list") << QByteArray(R"("roles":["user","admin"])") << QByteArray("user,admin");
    QTest::newRow("words") << QByteArray(R"("roles":"user admin")") << QByteArray("user,admin");
    QTest::newRow("many blanks") << QByteArray(R"("roles":"  user   admin ")") << QByteArray("user,admin");
    QTest::newRow("no word") << QByteArray(R"("roles":" ")") << QByteArray();
    QTest::newRow("a blank in a list is no separator")
        << QByteArray(R"("roles":["user admin"])") << QByteArray("user admin");
}

void JwtVerifierTest::rolesAreReadInEveryForm()
{
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, roles);
    const auto verdict = verify(claimsWith(member));
    QCOMPARE(reason(verdict), "");
    QByteArrayList found;
    for (const std::string &role : std::get<JwtClaims>(verdict).roles)
        found += QByteArray::fromStdString(role);
    QCOMPARE(found.join(','), roles);
}

void JwtVerifierTest::rolesMayBeNested_data()
{
    QTest::addColumn<QByteArray>("claim");
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("two levels") << QByteArray("realm_access.roles")
                                << QByteArray(R"("realm_access":{"roles":["admin"]})") << true;
    QTest::newRow("three levels") << QByteArray("a.b.c") << QByteArray(R"("a":{"b":{"c":"admin"}})") << true;
    QTest::newRow("a name with dots") << QByteArray("https://app.example/roles")
                                      << QByteArray(R"("https://app.example/roles":["admin"])") << true;
    QTest::newRow("the whole name comes first")
        << QByteArray("a.b") << QByteArray(R"("a":{"b":["user"]},"a.b":["admin"])") << true;
    QTest::newRow("absent inside") << QByteArray("a.b.c") << QByteArray(R"("a":{"x":1})") << false;
    QTest::newRow("absent outside") << QByteArray("a.b.c") << QByteArray(R"("b":{"c":["admin"]})") << false;
}

void JwtVerifierTest::rolesMayBeNested()
{
    QFETCH(QByteArray, claim);
    QFETCH(QByteArray, member);
    QFETCH(bool, isFound);
    const auto verdict = verify(claimsWith(member), {.rolesClaim = claim.toStdString()});
    QCOMPARE(reason(verdict), "");
    QCOMPARE(std::get<JwtClaims>(verdict).roles,
             isFound ? std::vector<std::string>{"admin"} : std::vector<std::string>());
}

void JwtVerifierTest::aClaimThatIsNoRolesIsRefused_data()
{
    QTest::addColumn<QByteArray>("member");
    for (const char *member : {R"("roles":null)", R"("roles":1)", R"("roles":true)", R"("roles":{"admin":true})",
                               R"("roles":["user",1])", R"("roles":[["admin"]])"})
        QTest::newRow(member) << QByteArray(member);
    for (const char *member :
         {R"("a":"x")", R"("a":null)", R"("a":["b"])", R"("a":{"b":["user"],"b":["admin"]})", R"("a":{"b":null})"})
        QTest::addRow("nested %s", member) << QByteArray(member);
}

void JwtVerifierTest::aClaimThatIsNoRolesIsRefused()
{
    QFETCH(QByteArray, member);
    const std::string claim = member.startsWith("\"a\"") ? "a.b" : "roles";
    const auto verdict = verify(claimsWith(member), {.rolesClaim = claim});
    QCOMPARE(kind(verdict), Kind::Invalid);
    QCOMPARE(blamed(verdict).toStdString(), claim);
}

void JwtVerifierTest::oldAndNewKeyAreBothGoodWhileBothAreInTheSet()
{
    const TokenForge oldForge = TokenForge::withEc();
    const TokenForge newForge = TokenForge::withEc();
    const KeySet both({*parseJwk(oldForge.jwk(R"(,"kid":"old")")), *parseJwk(newForge.jwk(R"(,"kid":"new")"))});
    const auto verdict = [&](const TokenForge &forge, const char *id) {
        const std::string itsHeader = std::string(R"({"alg":"ES256","kid":")") + id + "\"}";
        return JwtVerifier({}).verify(forge.token(itsHeader, goodClaims), both, now);
    };
    QCOMPARE(reason(verdict(oldForge, "old")), "");
    QCOMPARE(reason(verdict(newForge, "new")), "");
    // The key that is named is the one that counts.
    QCOMPARE(kind(verdict(oldForge, "new")), Kind::Invalid);
    QCOMPARE(kind(verdict(newForge, "old")), Kind::Invalid);
}

void JwtVerifierTest::aKeyThatIsGoneIsAnUnknownKey()
{
    const TokenForge forge = TokenForge::withEc();
    const KeySet set({*parseJwk(forge.jwk(R"(,"kid":"new")"))});
    const std::string token = forge.token(R"({"alg":"ES256","kid":"old"})", goodClaims);
    QCOMPARE(kind(JwtVerifier({}).verify(token, set, now)), Kind::UnknownKey);
}

void JwtVerifierTest::anUnknownIdFallsBackToKeysWithoutIdAndStaysUnknown()
{
    const TokenForge pem = TokenForge::withEc();
    const KeySet set({*parseJwk(pem.jwk()), *parseJwk(TokenForge::withEc().jwk(R"(,"kid":"1")"))});
    const std::string_view itsHeader = R"({"alg":"ES256","kid":"2"})";
    QCOMPARE(reason(JwtVerifier({}).verify(pem.token(itsHeader, goodClaims), set, now)), "");
    // That a PEM was tried must not keep a new key from being fetched.
    QCOMPARE(kind(JwtVerifier({}).verify(TokenForge::withEc().token(itsHeader, goodClaims), set, now)),
             Kind::UnknownKey);
}

void JwtVerifierTest::beforeAnyKeyIsLoadedEveryKeyIsUnknown()
{
    QCOMPARE(kind(JwtVerifier({}).verify(issuer.token(header, goodClaims), KeySet(), now)), Kind::UnknownKey);
}

QTEST_APPLESS_MAIN(JwtVerifierTest)
#include "tst_jwtverifier.moc"
