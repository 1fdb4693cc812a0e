// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwks.h"
#include "server/access/jwtverifier.h"
#include "tests/support/tokenforge.h"

#include <array>

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

constexpr UnixTime now{1'700'000'000s};
constexpr std::string_view adminClaims = R"({"sub":"root","exp":1700000600,"roles":["admin"]})";

const TokenForge secretForge = TokenForge::withSecret(std::string(32, 's'));
const TokenForge rsaForge = TokenForge::withRsa();
const TokenForge ecForge = TokenForge::withEc();
const TokenForge edForge = TokenForge::withEd25519();
const KeySet keys({*parseJwk(secretForge.jwk()), *parseJwk(rsaForge.jwk(R"(,"kid":"rsa")")),
                   *parseJwk(ecForge.jwk(R"(,"kid":"ec")")), *parseJwk(edForge.jwk(R"(,"kid":"ed")"))});

JwtVerdict verify(std::string_view token)
{
    return JwtVerifier({}).verify(token, keys, now);
}

bool isAccepted(std::string_view token)
{
    return std::holds_alternative<JwtClaims>(verify(token));
}

/// Signed well, so that nothing but what it says can be why it is refused.
std::string signedToken(std::string_view header, std::string_view claims = adminClaims)
{
    return secretForge.token(header, claims);
}

std::string goodToken()
{
    return signedToken(R"({"alg":"HS256"})");
}

void addToken(const char *name, const std::string &token)
{
    QTest::newRow(name) << QByteArray::fromStdString(token);
}

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

} // namespace

/// Rows 20 and 21 of what is thrown at servers of this kind: tokens that must not let anyone in.
class JwtAttacksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theGoodTokenIsAccepted();

    void noAlgorithmButTheKeysIsTaken_data();
    void noAlgorithmButTheKeysIsTaken();
    void aPublicKeyIsNoSecret_data();
    void aPublicKeyIsNoSecret();
    void aKeyIdIsOnlyCompared_data();
    void aKeyIdIsOnlyCompared();
    void keysInATokenAreNotUsed_data();
    void keysInATokenAreNotUsed();
    void aHeaderThatIsNotStrictIsRefused_data();
    void aHeaderThatIsNotStrictIsRefused();
    void claimsThatAreNotStrictAreRefused_data();
    void claimsThatAreNotStrictAreRefused();
    void aTokenHasOneTextOnly_data();
    void aTokenHasOneTextOnly();
    void anEcSignatureHasOneFormOnly_data();
    void anEcSignatureHasOneFormOnly();
    void anotherCurveIsRefused();
    void aSignatureOfAnotherKeyIsRefused_data();
    void aSignatureOfAnotherKeyIsRefused();
    void everyAlteredCharacterIsNoticed();
    void claimsAreNotReadBeforeTheSignatureIsVerified();
    void aHugeTokenIsRefusedUnread();
    void theReasonShowsNothingOfTheToken();
};

void JwtAttacksTest::theGoodTokenIsAccepted()
{
    // Or nothing below would mean anything.
    QVERIFY(isAccepted(goodToken()));
    QVERIFY(isAccepted(rsaForge.token(R"({"alg":"RS256","kid":"rsa"})", adminClaims)));
    QVERIFY(isAccepted(ecForge.token(R"({"alg":"ES256","kid":"ec"})", adminClaims)));
    QVERIFY(isAccepted(edForge.token(R"({"alg":"EdDSA","kid":"ed"})", adminClaims)));
}

void JwtAttacksTest::noAlgorithmButTheKeysIsTaken_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::vector<std::string> algorithms
        = {R"("none")",        R"("None")",   R"("NONE")",  R"("nOnE")",  R"("n\u006fne")", R"("")",
           R"(" HS256")",      R"("HS256 ")", R"("hs256")", R"("HS384")", R"("HS512")",     R"("RS384")",
           R"("PS256")",       R"("ES256K")", R"("ES384")", R"("eddsa")", R"("Ed25519")",   R"("dir")",
           R"("HS256\u0000")", "null",        "true",       "0",          R"(["HS256"])",   R"({"alg":"HS256"})"};
    for (const std::string &algorithm : algorithms) {
        const std::string header = R"({"typ":"JWT","alg":)" + algorithm + '}';
        const std::string input = base64Url(header) + '.' + base64Url(adminClaims);
        QTest::addRow("%s, unsigned", algorithm.c_str()) << QByteArray::fromStdString(input + '.');
        QTest::addRow("%s, no third part", algorithm.c_str()) << QByteArray::fromStdString(input);
        QTest::addRow("%s, signed", algorithm.c_str()) << QByteArray::fromStdString(signedToken(header));
    }
    addToken("no alg, signed", signedToken(R"({"typ":"JWT"})"));
    addToken("no alg, unsigned", base64Url(R"({"typ":"JWT"})") + '.' + base64Url(adminClaims) + '.');
    addToken("HS256, unsigned", base64Url(R"({"alg":"HS256"})") + '.' + base64Url(adminClaims) + '.');
}

void JwtAttacksTest::noAlgorithmButTheKeysIsTaken()
{
    QFETCH(QByteArray, token);
    QVERIFY(!isAccepted(token.toStdString()));
}

void JwtAttacksTest::aPublicKeyIsNoSecret_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const TokenForge &forge : {rsaForge, ecForge, edForge}) {
        const std::string pem = forge.publicPem();
        for (const std::string &secret : {pem, pem.substr(0, pem.size() - 1), forge.publicDer(), forge.jwk()}) {
            for (const char *header : {R"({"alg":"HS256"})", R"({"alg":"HS256","kid":"rsa"})",
                                       R"({"alg":"HS256","kid":"ec"})", R"({"alg":"HS256","kid":"ed"})"}) {
                QTest::addRow("%s, secret of %zu bytes", header, secret.size())
                    << QByteArray::fromStdString(TokenForge::withSecret(secret).token(header, adminClaims));
            }
        }
    }
}

void JwtAttacksTest::aPublicKeyIsNoSecret()
{
    QFETCH(QByteArray, token);
    QVERIFY(!isAccepted(token.toStdString()));
}

void JwtAttacksTest::aKeyIdIsOnlyCompared_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id : {"../../../../dev/null", "/proc/self/environ", "rsa/../ec", "x' OR '1'='1", "ec'--",
                           "x' UNION SELECT 'secret", "| touch /tmp/x", "http://127.0.0.1:1/key", "%00", "ec%00",
                           "EC", " ec", "ec ", "*", "ec\\u0000", "\\ud83d\\ude00", ""})
        QTest::newRow(id) << QByteArray(id);
    QTest::newRow("many bytes") << QByteArray(5000, 'k');
}

void JwtAttacksTest::aKeyIdIsOnlyCompared()
{
    QFETCH(QByteArray, id);
    // Signed by the very keys that are there: what is named is none of them.
    const std::string member = R"(,"kid":")" + id.toStdString() + "\"}";
    const auto isUnknown = [](const JwtVerdict &verdict) {
        const auto *refusal = std::get_if<JwtRefusal>(&verdict);
        return refusal && refusal->kind == JwtRefusal::Kind::UnknownKey;
    };
    QVERIFY(isUnknown(verify(ecForge.token(R"({"alg":"ES256")" + member, adminClaims))));
    // The empty secret is what a path like /dev/null would hold.
    QVERIFY(!isAccepted(TokenForge::withSecret("").token(R"({"alg":"HS256")" + member, adminClaims)));
}

void JwtAttacksTest::keysInATokenAreNotUsed_data()
{
    QTest::addColumn<QByteArray>("member");
    const TokenForge mine = TokenForge::withRsa();
    QTest::newRow("jwk") << QByteArray::fromStdString(R"("jwk":)" + mine.jwk());
    QTest::newRow("jku") << QByteArray(R"("jku":"http://127.0.0.1:1/jwks.json")");
    QTest::newRow("x5u") << QByteArray(R"("x5u":"https://127.0.0.1:1/certificate.pem")");
    QTest::newRow("x5c") << QByteArray(R"("x5c":["MIIB"])");
    QTest::newRow("all of the wrong type") << QByteArray(R"("jwk":1,"jku":2,"x5u":3,"x5c":4)");
}

void JwtAttacksTest::keysInATokenAreNotUsed()
{
    QFETCH(QByteArray, member);
    const std::string header = R"({"alg":"RS256","kid":"rsa",)" + member.toStdString() + '}';
    QVERIFY(!isAccepted(TokenForge::withRsa().token(header, adminClaims)));
    QVERIFY(isAccepted(rsaForge.token(header, adminClaims))); // ignored, not looked at
}

void JwtAttacksTest::aHeaderThatIsNotStrictIsRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    const auto add = [](const char *name, std::string_view header) {
        addToken(name, signedToken(header));
    };
    add("nothing", "");
    add("blank", " ");
    add("no JSON", "alg=HS256");
    add("array", R"(["HS256"])");
    add("string", R"("HS256")");
    add("trailing text", R"({"alg":"HS256"}x)");
    add("two documents", R"({"alg":"HS256"}{"alg":"HS256"})");
    add("trailing NUL", std::string_view("{\"alg\":\"HS256\"}\0", 16));
    add("trailing comma", R"({"alg":"HS256",})");
    add("single quotes", "{'alg':'HS256'}");
    add("comment", R"({"alg":"HS256"/**/})");
    add("not UTF-8", "{\"alg\":\"HS256\",\"x\":\"\xff\"}");
    add("lone surrogate", R"({"alg":"HS256","x":"\ud800"})");
    add("deep", R"({"alg":"HS256","x":)" + repeated("[", 1500) + repeated("]", 1500) + '}');
    add("deep, unfinished", R"({"alg":"HS256","x":)" + repeated("{\"\":", 700));
    add("alg twice", R"({"alg":"HS256","alg":"HS256"})");
    add("alg twice, first none", R"({"alg":"none","alg":"HS256"})");
    add("alg twice in disguise", R"({"\u0061lg":"none","alg":"HS256"})");
    add("kid twice", R"({"alg":"HS256","kid":"a","kid":"b"})");
    add("anything twice", R"({"alg":"HS256","x":1,"x":1})");
    add("crit", R"({"alg":"HS256","crit":["exp"],"exp":1})");
    add("crit empty", R"({"alg":"HS256","crit":[]})");
    add("crit null", R"({"alg":"HS256","crit":null})");
    add("b64", R"({"alg":"HS256","b64":false,"crit":["b64"]})");
    add("b64 alone", R"({"alg":"HS256","b64":true})");
    add("kid is a number", R"({"alg":"HS256","kid":1})");
    add("kid is null", R"({"alg":"HS256","kid":null})");
    add("kid is an array", R"({"alg":"HS256","kid":["rsa"]})");
    for (const char *type : {R"("JWE")", R"("")", R"("JWT ")", R"("dpop+jwt")", R"("logout+jwt")", R"("at+jwt+x")",
                             "null", "1", R"(["JWT"])", R"("JWT\u0000")"})
        add(type, std::string(R"({"alg":"HS256","typ":)") + type + '}');
}

void JwtAttacksTest::aHeaderThatIsNotStrictIsRefused()
{
    QFETCH(QByteArray, token);
    QVERIFY(!isAccepted(token.toStdString()));
}

void JwtAttacksTest::claimsThatAreNotStrictAreRefused_data()
{
    QTest::addColumn<QByteArray>("claims");
    const auto add = [](const char *name, std::string_view claims) {
        QTest::newRow(name) << QByteArray(claims.data(), static_cast<qsizetype>(claims.size()));
    };
    const std::string good(adminClaims);
    add("nothing", "");
    add("no JSON", "sub=root");
    add("array", '[' + good + ']');
    add("null", "null");
    add("trailing text", good + 'x');
    add("trailing NUL", good + '\0');
    add("two documents", good + good);
    add("NaN", R"({"sub":"root","exp":NaN})");
    add("Infinity", R"({"sub":"root","exp":Infinity})");
    add("exp overflows", R"({"sub":"root","exp":1e999})");
    add("exp beyond 64 bits", R"({"sub":"root","exp":99999999999999999999})");
    add("exp 1e300", R"({"sub":"root","exp":1e300})");
    add("exp negative", R"({"sub":"root","exp":-1700000600})");
    add("exp hexadecimal", R"({"sub":"root","exp":0x7fffffff})");
    add("exp with plus", R"({"sub":"root","exp":+1700000600})");
    add("exp as string", R"({"sub":"root","exp":"1700000600"})");
    add("exp missing", R"({"sub":"root"})");
    add("EXP", R"({"sub":"root","EXP":1700000600})");
    add("exp inside", R"({"sub":"root","x":{"exp":1700000600}})");
    add("exp twice", R"({"sub":"root","exp":1,"exp":1700000600})");
    add("exp twice in disguise", R"({"sub":"root","exp":1,"\u0065xp":1700000600})");
    add("sub twice", R"({"sub":"u1","sub":"root","exp":1700000600})");
    add("roles twice", R"({"sub":"root","exp":1700000600,"roles":["user"],"roles":["admin"]})");
    add("anything twice", R"({"sub":"root","exp":1700000600,"x":1,"x":1})");
    add("control character", "{\"sub\":\"ro\not\",\"exp\":1700000600}");
    add("not UTF-8", "{\"sub\":\"\xc0\xaf\",\"exp\":1700000600}");
    add("lone surrogate", R"({"sub":"\udc00","exp":1700000600})");
    add("deep", R"({"sub":"root","exp":1700000600,"x":)" + repeated("[", 2500) + repeated("]", 2500) + '}');
    add("deep, unfinished", R"({"sub":"root","exp":1700000600,"x":)" + repeated("[", 5000));
}

void JwtAttacksTest::claimsThatAreNotStrictAreRefused()
{
    QFETCH(QByteArray, claims);
    QVERIFY(!isAccepted(signedToken(R"({"alg":"HS256"})", claims.toStdString())));
}

void JwtAttacksTest::aTokenHasOneTextOnly_data()
{
    QTest::addColumn<QByteArray>("token");
    const std::string good = goodToken();
    const std::size_t first = good.find('.');
    const std::size_t last = good.rfind('.');
    const auto inserted = [&good](std::size_t at, std::string_view text) {
        return std::string(good).insert(at, text);
    };
    addToken("nothing", "");
    addToken("dots", "..");
    addToken("one part", good.substr(0, first));
    addToken("two parts", good.substr(0, last));
    addToken("a fourth part", good + ".e30");
    addToken("an empty fourth part", good + '.');
    addToken("an empty first part", '.' + good);
    addToken("two dots together", inserted(first, "."));
    addToken("five parts, as of JWE", good + ".e30.e30");
    for (const std::string_view text : {"=", "==", " ", "\t", "\n", "\r\n", "%3D", "+", "/"}) {
        const QByteArray name = QByteArray(text.data(), static_cast<qsizetype>(text.size())).toHex();
        QTest::addRow("%s at the end", name.constData()) << QByteArray::fromStdString(good + std::string(text));
        QTest::addRow("%s in front", name.constData()) << QByteArray::fromStdString(std::string(text) + good);
        QTest::addRow("%s after the header", name.constData()) << QByteArray::fromStdString(inserted(first, text));
        QTest::addRow("%s after the claims", name.constData()) << QByteArray::fromStdString(inserted(last, text));
        QTest::addRow("%s inside", name.constData()) << QByteArray::fromStdString(inserted(first + 4, text));
    }
    addToken("NUL at the end", good + '\0');
    // 32 bytes end in a digit of which two bits count nothing.
    std::string otherBits = good;
    otherBits.back() = static_cast<char>(otherBits.back() + 1);
    addToken("bits after the signature", otherBits);
    // What is signed is the text: these are the issuer's own, and still not the form of a JWT.
    const auto signedAsIs = [](const std::string &input) {
        return input + '.' + base64Url(secretForge.sign(input));
    };
    const std::string header = R"({"alg":"HS256"})";
    const std::string headerOf16 = R"({"alg":"HS256" })";
    addToken("padded header, signed so", signedAsIs(base64Url(headerOf16) + "==." + base64Url(adminClaims)));
    addToken("padded claims, signed so", signedAsIs(base64Url(header) + '.' + base64Url("{}") + "="));
    addToken("JSON without base64, signed so", signedAsIs(header + '.' + std::string(adminClaims)));
    addToken("blank after the claims, signed so", signedAsIs(base64Url(header) + '.' + base64Url(adminClaims) + ' '));
}

void JwtAttacksTest::aTokenHasOneTextOnly()
{
    QFETCH(QByteArray, token);
    QVERIFY(!isAccepted(token.toStdString()));
}

void JwtAttacksTest::anEcSignatureHasOneFormOnly_data()
{
    QTest::addColumn<QByteArray>("signature");
    const std::string input = base64Url(R"({"alg":"ES256","kid":"ec"})") + '.' + base64Url(adminClaims);
    const std::string good = ecForge.sign(input);
    const auto add = [](const char *name, const std::string &signature) {
        QTest::newRow(name) << QByteArray::fromStdString(signature);
    };
    add("DER", ecForge.signNatively(input));
    add("r = s = 0", std::string(64, '\0'));
    add("r = 0", std::string(32, '\0') + good.substr(32));
    add("s = 0", good.substr(0, 32) + std::string(32, '\0'));
    add("63 bytes", good.substr(0, 63));
    add("63 bytes, first left out", good.substr(1));
    add("65 bytes", good + '\0');
    add("65 bytes, zero in front", '\0' + good);
    add("swapped", good.substr(32) + good.substr(0, 32));
    add("none", "");
}

void JwtAttacksTest::anEcSignatureHasOneFormOnly()
{
    QFETCH(QByteArray, signature);
    const std::string input = base64Url(R"({"alg":"ES256","kid":"ec"})") + '.' + base64Url(adminClaims);
    QVERIFY(!isAccepted(input + '.' + base64Url(signature.toStdString())));
}

void JwtAttacksTest::anotherCurveIsRefused()
{
    for (const char *curve : {"secp256k1", "P-384", "P-521"}) {
        const TokenForge other = TokenForge::withEc(curve);
        QVERIFY(!isAccepted(other.token(R"({"alg":"ES256","kid":"ec"})", adminClaims)));
        QVERIFY(!isAccepted(other.token(R"({"alg":"ES256"})", adminClaims)));
    }
}

void JwtAttacksTest::aSignatureOfAnotherKeyIsRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    struct Signer {
        const char *algorithm;
        const char *id;
        const TokenForge &forge;
    };
    const std::array<Signer, 4> signers = {
        {{"HS256", "", secretForge}, {"RS256", "rsa", rsaForge}, {"ES256", "ec", ecForge}, {"EdDSA", "ed", edForge}}};
    // Every signer under every name of algorithm and key that is not its own.
    for (const Signer &signer : signers) {
        for (const Signer &claimed : signers) {
            for (const char *id : {"rsa", "ec", "ed"}) {
                if (claimed.algorithm == signer.algorithm && id == std::string_view(signer.id))
                    continue;
                const std::string header
                    = std::string(R"({"alg":")") + claimed.algorithm + R"(","kid":")" + id + "\"}";
                QTest::addRow("%s as %s, %s", signer.algorithm, claimed.algorithm, id)
                    << QByteArray::fromStdString(signer.forge.token(header, adminClaims));
            }
        }
    }
    addToken("another secret", TokenForge::withSecret(std::string(32, 't')).token(R"({"alg":"HS256"})", adminClaims));
    addToken("the empty secret", TokenForge::withSecret("").token(R"({"alg":"HS256"})", adminClaims));
}

void JwtAttacksTest::aSignatureOfAnotherKeyIsRefused()
{
    QFETCH(QByteArray, token);
    QVERIFY(!isAccepted(token.toStdString()));
}

void JwtAttacksTest::everyAlteredCharacterIsNoticed()
{
    for (const auto &[header, forge] :
         {std::pair(R"({"alg":"HS256"})", secretForge), std::pair(R"({"alg":"ES256"})", ecForge),
          std::pair(R"({"alg":"EdDSA"})", edForge)}) {
        const std::string good = forge.token(header, adminClaims);
        QVERIFY(isAccepted(good));
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::string altered = good;
            altered[i] = altered[i] == 'A' ? 'B' : 'A';
            QVERIFY2(!isAccepted(altered), qPrintable(QString::number(i)));
        }
    }
}

void JwtAttacksTest::claimsAreNotReadBeforeTheSignatureIsVerified()
{
    // Each of these claims would be refused by its own name; what is blamed is the signature.
    for (const std::string_view claims :
         {"", "{", R"({"sub":1})", R"({"exp":1,"sub":"root"})", R"({"sub":"a","sub":"b"})"}) {
        const std::string token = TokenForge::withSecret(std::string(32, 't')).token(R"({"alg":"HS256"})", claims);
        const auto verdict = verify(token);
        QCOMPARE(std::get<JwtRefusal>(verdict).reason, std::string("signature: not made with the key"));
    }
}

void JwtAttacksTest::aHugeTokenIsRefusedUnread()
{
    const auto tokenOf = [](std::size_t bytes) {
        // The claims are padded until the token has this size or, base64 being what it is, at most one byte less.
        std::string claims(adminClaims);
        for (;;) {
            const std::string token = signedToken(R"({"alg":"HS256"})", claims);
            if (token.size() + 1 >= bytes)
                return token;
            claims += std::string(std::max<std::size_t>((bytes - token.size()) * 3 / 4, 1), ' ');
        }
    };
    QVERIFY(isAccepted(tokenOf(8 * 1024)));
    const auto verdict = verify(tokenOf(8 * 1024 + 2));
    QCOMPARE(std::get<JwtRefusal>(verdict).reason, std::string("token: too long"));
    QVERIFY(!isAccepted(std::string(10'000'000, '.')));
    QVERIFY(!isAccepted(repeated("e30.", 2000)));
}

void JwtAttacksTest::theReasonShowsNothingOfTheToken()
{
    const std::string marker = "MARKER";
    for (const std::string &token :
         {signedToken(R"({"alg":"MARKER"})"), signedToken(R"({"alg":"HS256","typ":"MARKER"})"),
          ecForge.token(R"({"alg":"ES256","kid":"MARKER"})", adminClaims),
          signedToken(R"({"alg":"HS256"})", R"({"sub":"MARKER","exp":"MARKER","MARKER":1})"),
          signedToken(R"({"alg":"HS256"})", R"({"sub":"MARKER","exp":1})"), marker, marker + ".." + marker}) {
        const auto verdict = verify(token);
        const auto &reason = std::get<JwtRefusal>(verdict).reason;
        QVERIFY(!reason.empty());
        QVERIFY2(reason.find(marker) == std::string::npos, reason.c_str());
    }
}

QTEST_APPLESS_MAIN(JwtAttacksTest)
#include "tst_jwtattacks.moc"
