// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/publickeypem.h"
#include "server/access/verificationkey.h"
#include "tests/support/tokenforge.h"

#include <QTest>

#include <openssl/err.h>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

constexpr std::string_view input = "what is signed";

std::string bytesOf(const char *base64Url)
{
    return QByteArray::fromBase64(base64Url, QByteArray::Base64UrlEncoding).toStdString();
}

/// A JWS in compact form, taken apart.
struct Signed {
    explicit Signed(const QByteArray &jws)
        : signingInput(jws.left(jws.lastIndexOf('.')).toStdString())
        , signature(bytesOf(jws.mid(jws.lastIndexOf('.') + 1)))
    {
    }
    std::string signingInput;
    std::string signature;
};

std::string shape(std::string text, std::string_view pattern, std::string_view replacement)
{
    const auto at = text.find(pattern);
    Q_ASSERT(at != std::string::npos);
    return text.replace(at, pattern.size(), replacement);
}

/// Prime256v1, but with its parameters written out: the trick of CVE-2020-0601.
constexpr const char *explicitCurvePem = R"(-----BEGIN PUBLIC KEY-----
MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABEmMTP3TPRV+HCk5EZnvDRdv
4PPRMabWVuHjDdXIhyIgYixh06/S/ChSduHudw/gl2oD3PEVn+N8AYvZ5GXPEyY=
-----END PUBLIC KEY-----
)";

} // namespace

class VerificationKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theExamplesOfTheStandardsVerify_data();
    void theExamplesOfTheStandardsVerify();
    void theKindOfKeyPinsTheAlgorithm();
    void anotherInputOrKeyDoesNotVerify();
    void aSignatureWithOneBitAlteredDoesNotVerify();
    void aSignatureOfAnotherLengthDoesNotVerify();
    void anEcSignatureInDerIsRefused();
    void anEcSignatureOfZerosOrBeyondTheOrderIsRefused_data();
    void anEcSignatureOfZerosOrBeyondTheOrderIsRefused();
    void aRefusedSignatureLeavesNoErrorBehind();
    void aWeakOrUnfitKeyIsRefused_data();
    void aWeakOrUnfitKeyIsRefused();
    void aSecretIsNeverInItsError();
    void aPointOffTheCurveIsRefused();
    void anRsaExponentOfOneIsRefused();
    void aPemOfEachKindIsRead();
    void ofAChainOfCertificatesTheFirstCounts();
    void aPemThatIsNotOnePublicKeyIsRefused_data();
    void aPemThatIsNotOnePublicKeyIsRefused();
};

void VerificationKeyTest::theExamplesOfTheStandardsVerify_data()
{
    QTest::addColumn<QByteArray>("jws");
    QTest::addColumn<int>("algorithm");
    const QByteArray claims
        = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cn"
          "VlfQ";
    QTest::newRow("RFC 7515, A.1") << "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + claims
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                                   << int(JwtAlgorithm::HS256);
    QTest::newRow("RFC 7515, A.2") << "eyJhbGciOiJSUzI1NiJ9." + claims
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
              "O8W2Fp5jujGbds9uJdbF"
              "9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_"
              "eSN9383LcOLn6"
              "_dO--xi12jzDwusC-"
              "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0i"
              "gcN_IoypGlUPQGe77Rw" << int(JwtAlgorithm::RS256);
    QTest::newRow("RFC 7515, A.3") << "eyJhbGciOiJFUzI1NiJ9." + claims
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
                                   << int(JwtAlgorithm::ES256);
    QTest::newRow("RFC 8037, A.4") << QByteArray(
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0J"
        "zlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
                                   << int(JwtAlgorithm::EdDSA);
}

void VerificationKeyTest::theExamplesOfTheStandardsVerify()
{
    QFETCH(QByteArray, jws);
    QFETCH(int, algorithm);
    const std::array<Result<VerificationKey>, 4> keys = {
        VerificationKey::fromSecret(
            bytesOf("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")),
        VerificationKey::fromRsa(bytesOf("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
                                         "4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-S"
                                         "Fd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
                                         "bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"
                                         "UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
                                         "I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2e"
                                         "thFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"),
                                 bytesOf("AQAB")),
        VerificationKey::fromP256(bytesOf("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                                  bytesOf("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")),
        VerificationKey::fromEd25519(bytesOf("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
    };
    const Signed example(jws);
    for (const auto &key : keys) {
        QVERIFY(key.ok());
        QCOMPARE(key->verify(example.signingInput, example.signature), int(key->algorithm()) == algorithm);
    }
}

void VerificationKeyTest::theKindOfKeyPinsTheAlgorithm()
{
    QCOMPARE(VerificationKey::fromSecret(std::string(32, 's'))->algorithm(), JwtAlgorithm::HS256);
    QCOMPARE(readPublicKeyPem(TokenForge::withRsa().publicPem())->algorithm(), JwtAlgorithm::RS256);
    QCOMPARE(readPublicKeyPem(TokenForge::withEc().publicPem())->algorithm(), JwtAlgorithm::ES256);
    QCOMPARE(readPublicKeyPem(TokenForge::withEd25519().publicPem())->algorithm(), JwtAlgorithm::EdDSA);
}

namespace {

struct Pair {
    TokenForge forge;
    VerificationKey key;
};

/// One of each kind.
std::vector<Pair> pairs()
{
    const std::string secret(32, 's');
    std::vector<Pair> all{{TokenForge::withSecret(secret), *VerificationKey::fromSecret(secret)}};
    for (const TokenForge &forge : {TokenForge::withRsa(), TokenForge::withEc(), TokenForge::withEd25519()})
        all.push_back({forge, *readPublicKeyPem(forge.publicPem())});
    return all;
}

} // namespace

void VerificationKeyTest::anotherInputOrKeyDoesNotVerify()
{
    const auto first = pairs();
    const auto second = pairs();
    for (std::size_t i = 0; i < first.size(); ++i) {
        const std::string signature = first[i].forge.sign(input);
        QVERIFY(first[i].key.verify(input, signature));
        QVERIFY(!first[i].key.verify("what is signee", signature));
        QVERIFY(!first[i].key.verify("", signature));
        if (first[i].key.algorithm() != JwtAlgorithm::HS256) // whose secret is the same
            QVERIFY(!second[i].key.verify(input, signature));
    }
    QVERIFY(!VerificationKey::fromSecret(std::string(33, 's'))->verify(input, first[0].forge.sign(input)));
}

void VerificationKeyTest::aSignatureWithOneBitAlteredDoesNotVerify()
{
    for (const auto &[forge, key] : pairs()) {
        const std::string signature = forge.sign(input);
        for (std::size_t i = 0; i < signature.size(); i += 7) {
            std::string altered = signature;
            altered[i] = static_cast<char>(altered[i] ^ 1);
            QVERIFY(!key.verify(input, altered));
        }
    }
}

void VerificationKeyTest::aSignatureOfAnotherLengthDoesNotVerify()
{
    for (const auto &[forge, key] : pairs()) {
        const std::string signature = forge.sign(input);
        QVERIFY(!key.verify(input, ""));
        QVERIFY(!key.verify(input, signature + '\0'));
        QVERIFY(!key.verify(input, std::string(1, '\0') + signature));
        QVERIFY(!key.verify(input, std::string_view(signature).substr(1)));
        QVERIFY(!key.verify(input, std::string_view(signature).substr(0, signature.size() - 1)));
        QVERIFY(!key.verify(input, signature + signature));
        QVERIFY(!key.verify(input, std::string(8192, '\x7f')));
    }
}

void VerificationKeyTest::anEcSignatureInDerIsRefused()
{
    const TokenForge forge = TokenForge::withEc();
    const auto key = readPublicKeyPem(forge.publicPem());
    QVERIFY(key.ok());
    // DER of 64 bytes comes about when r and s are short; of any length it is not the form of JWS.
    QVERIFY(!key->verify(input, forge.signNatively(input)));
}

void VerificationKeyTest::anEcSignatureOfZerosOrBeyondTheOrderIsRefused_data()
{
    QTest::addColumn<QByteArray>("r");
    QTest::addColumn<QByteArray>("s");
    const QByteArray zero(32, '\0');
    const QByteArray one = QByteArray(31, '\0') + '\x01';
    const QByteArray largest(32, '\xff');
    const QByteArray order = QByteArray::fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    QTest::newRow("r = s = 0") << zero << zero;
    QTest::newRow("r = 0") << zero << one;
    QTest::newRow("s = 0") << one << zero;
    QTest::newRow("r = s = 1") << one << one;
    QTest::newRow("r = n") << order << one;
    QTest::newRow("s = n") << one << order;
    QTest::newRow("r = s = n") << order << order;
    QTest::newRow("largest") << largest << largest;
}

void VerificationKeyTest::anEcSignatureOfZerosOrBeyondTheOrderIsRefused()
{
    QFETCH(QByteArray, r);
    QFETCH(QByteArray, s);
    const auto key = readPublicKeyPem(TokenForge::withEc().publicPem());
    QVERIFY(key.ok());
    QVERIFY(!key->verify(input, (r + s).toStdString()));
}

void VerificationKeyTest::aRefusedSignatureLeavesNoErrorBehind()
{
    ERR_clear_error();
    for (const auto &[forge, key] : pairs()) {
        QVERIFY(!key.verify(input, std::string(64, '\xff')));
        QVERIFY(!key.verify(input, ""));
    }
    QVERIFY(!readPublicKeyPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n").ok());
    QCOMPARE(ERR_peek_error(), 0UL);
}

void VerificationKeyTest::aWeakOrUnfitKeyIsRefused_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QByteArray>("why");
    const auto add = [](const char *name, const std::string &pem, const char *why) {
        QTest::newRow(name) << QByteArray::fromStdString(pem) << QByteArray(why);
    };
    add("RSA, 1024 bits", TokenForge::withRsa(1024).publicPem(), "1024 bits, at least 2048");
    add("RSA, 2047 bits", TokenForge::withRsa(2047).publicPem(), "2047 bits, at least 2048");
    add("P-384", TokenForge::withEc("P-384").publicPem(), "another curve than P-256");
    add("secp256k1", TokenForge::withEc("secp256k1").publicPem(), "another curve than P-256");
    add("P-256 written out", explicitCurvePem, "another curve than P-256");
}

void VerificationKeyTest::aWeakOrUnfitKeyIsRefused()
{
    QFETCH(QByteArray, pem);
    QFETCH(QByteArray, why);
    const auto key = readPublicKeyPem(pem.toStdString());
    QVERIFY(!key.ok());
    QVERIFY2(key.error().detail.find(why.toStdString()) != std::string::npos, key.error().detail.c_str());
}

void VerificationKeyTest::aSecretIsNeverInItsError()
{
    const auto tooShort = VerificationKey::fromSecret("hunter2-hunter2-hunter2-hunter2");
    QVERIFY(!tooShort.ok());
    QCOMPARE(tooShort.error().detail.find("hunter2"), std::string::npos);
    QVERIFY(tooShort.error().detail.find("31 bytes, at least 32") != std::string::npos);
    QVERIFY(VerificationKey::fromSecret("hunter2-hunter2-hunter2-hunter2!").ok());
    // Anybody who has the public key could sign with it.
    const auto pem = VerificationKey::fromSecret(TokenForge::withRsa().publicPem());
    QVERIFY(!pem.ok());
    QVERIFY(pem.error().detail.starts_with("a PEM file is no secret"));
}

void VerificationKeyTest::aPointOffTheCurveIsRefused()
{
    const TokenForge forge = TokenForge::withEc();
    const std::string x = forge.publicPart("x");
    std::string y = forge.publicPart("y");
    QVERIFY(VerificationKey::fromP256(x, y).ok());
    QVERIFY(!VerificationKey::fromP256(x, y.substr(1)).ok());
    QVERIFY(!VerificationKey::fromP256(x + y, "").ok());
    QVERIFY(!VerificationKey::fromP256(std::string(32, '\0'), std::string(32, '\0')).ok());
    y.back() = static_cast<char>(y.back() ^ 1);
    QVERIFY(!VerificationKey::fromP256(x, y).ok());
}

void VerificationKeyTest::anRsaExponentOfOneIsRefused()
{
    const std::string modulus = TokenForge::withRsa().publicPart("n");
    QVERIFY(VerificationKey::fromRsa(modulus, std::string("\x01\x00\x01", 3)).ok());
    QVERIFY(VerificationKey::fromRsa(modulus, "\x03").ok());
    for (const auto &exponent : {std::string(), std::string(1, '\0'), std::string("\x01"), std::string("\x02"),
                                 std::string("\x01\x00\x00", 3), std::string(9, '\x01')})
        QVERIFY(!VerificationKey::fromRsa(modulus, exponent).ok());
    QVERIFY(!VerificationKey::fromRsa("", "\x03").ok());
    QVERIFY(!VerificationKey::fromRsa(std::string(1025, '\xff'), "\x03").ok());
    std::string even = modulus;
    even.back() = static_cast<char>(even.back() & ~1);
    QVERIFY(!VerificationKey::fromRsa(even, "\x03").ok());
}

void VerificationKeyTest::aPemOfEachKindIsRead()
{
    for (const TokenForge &forge : {TokenForge::withRsa(), TokenForge::withEc(), TokenForge::withEd25519()}) {
        for (const std::string &pem :
             {forge.publicPem(), forge.certificatePem(), "# of the issuer\n" + forge.publicPem()}) {
            const auto key = readPublicKeyPem(pem);
            QVERIFY2(key.ok(), key.ok() ? "" : key.error().detail.c_str());
            QVERIFY(key->verify(input, forge.sign(input)));
            QVERIFY(!key->id());
        }
    }
}

void VerificationKeyTest::ofAChainOfCertificatesTheFirstCounts()
{
    const TokenForge leaf = TokenForge::withEc();
    const TokenForge issuer = TokenForge::withEc();
    const auto key = readPublicKeyPem(leaf.certificatePem() + issuer.certificatePem());
    QVERIFY(key.ok());
    QVERIFY(key->verify(input, leaf.sign(input)));
    QVERIFY(!key->verify(input, issuer.sign(input)));
}

void VerificationKeyTest::aPemThatIsNotOnePublicKeyIsRefused_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QByteArray>("why");
    const auto add = [](const char *name, const std::string &pem, const char *why) {
        QTest::newRow(name) << QByteArray::fromStdString(pem) << QByteArray(why);
    };
    const TokenForge forge = TokenForge::withEc();
    const std::string pem = forge.publicPem();
    add("nothing", "", "no PEM block");
    add("something else", "ssh-ed25519 AAAA", "no PEM block");
    add("a private key", forge.privatePem(), "private key");
    add("a private key behind the public one", pem + forge.privatePem(), "private key");
    add("two keys", pem + pem, "more than one key");
    add("a key and a certificate", pem + forge.certificatePem(), "more than one key");
    add("a certificate and a key", forge.certificatePem() + pem, "more than one key");
    add("another label", shape(shape(pem, "PUBLIC KEY", "RSA PUBLIC KEY"), "END PUBLIC KEY", "END RSA PUBLIC KEY"),
        "neither a public key nor a certificate");
    add("a label that drives a terminal", "-----BEGIN \x1b[31m-----\nAAAA\n-----END \x1b[31m-----\n", "\\x1b[31m");
    add("no end", pem.substr(0, pem.size() / 2), "damaged");
    add("damaged", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "damaged");
    add("damaged behind", pem + "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n", "damaged");
    const QByteArray longer = QByteArray::fromStdString(forge.publicDer() + '\0').toBase64();
    add("bytes behind the key",
        "-----BEGIN PUBLIC KEY-----\n" + longer.left(64).toStdString() + '\n' + longer.mid(64).toStdString()
            + "\n-----END PUBLIC KEY-----\n",
        "damaged");
}

void VerificationKeyTest::aPemThatIsNotOnePublicKeyIsRefused()
{
    QFETCH(QByteArray, pem);
    QFETCH(QByteArray, why);
    const auto key = readPublicKeyPem(pem.toStdString());
    QVERIFY(!key.ok());
    QVERIFY2(key.error().detail.find(why.toStdString()) != std::string::npos, key.error().detail.c_str());
}

QTEST_APPLESS_MAIN(VerificationKeyTest)
#include "tst_verificationkey.moc"
