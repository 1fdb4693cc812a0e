// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/jsonscanner.h"
#include "server/access/base64url.h"
#include "server/access/jwks.h"
#include "server/access/jwtverifier.h"
#include "server/access/publickeypem.h"
#include "tests/fuzz/require.h"
#include "tests/support/tokenforge.h"

#include <algorithm>
#include <array>

using namespace relais;
using namespace relais::server;

namespace {

constexpr std::size_t anyDepth = 1023;
constexpr UnixTime now{std::chrono::seconds(1'700'000'000)};

/// One key of each kind. The private halves are gone: what they ever signed is in the corpus, and its texts are here.
constexpr std::string_view keyTexts
    = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3M\"},"
      "{\"kty\":\"RSA\",\"kid\":\"rsa\",\"n\":\"ynGougC3XsMqHjNNv37Ig9QZswucsNA9-Rj9uOwycxSBaH0m7pHWdKQuMl_y"
      "1uCSQ2aNxu_Uymw7OJ-BsFUftpYesxjoOjPOYADy-6ITBbrSOia91kEvas7O6v_x0G9Oan4gTl52oU-X72crLAEi51"
      "wkkzFusnrurimpZOWAelgvH_8uJ-hFMQUBHo35X3qNkDXfFTLvlpBS4wUiuula4Xvql3lxAs2ul9oNHoolB3Z6C852"
      "cZ5PJ4SRi5wplwEUr17FoODX_rL8eyJGUoy0zhynkxCuQQ7M2Z3dQhgiE8Z7Ee5mCJyTeyq4J5YBvYwSdw5azen4v9"
      "_UjSjmInKuew\",\"e\":\"AQAB\"},"
      "{\"kty\":\"EC\",\"kid\":\"ec\",\"crv\":\"P-256\",\"x\":\"Jt1VVCGdvbXAN8SY1Il3HcHgVxD0_82DClL23d_LuvI\",\"y\""
      ":\"6AzKBu00bbccLG4DySWJugZzvhJncB9MwVom94Wyua8\"},"
      "{\"kty\":\"OKP\",\"kid\":\"ed\",\"crv\":\"Ed25519\",\"x\":\"8ZK_jEGwkpG6otYf4wa1xsJ59s_nGMr-XlQmDJuu10Q\"}"
      "]}";
constexpr std::string_view secret = "ssssssssssssssssssssssssssssssss";
constexpr std::string_view signedClaims = R"({"sub":"u1","exp":4000000000})";
constexpr std::array<std::string_view, 4> signedHeaders
    = {R"({"alg":"HS256"})", R"({"alg":"RS256","kid":"rsa"})", R"({"alg":"ES256","kid":"ec"})",
       R"({"alg":"EdDSA","kid":"ed"})"};

bool isJson(std::string_view text)
{
    return !JsonScanner(text, anyDepth).scan();
}

void checkVerdict(const JwtVerdict &verdict, const JwtRules &rules)
{
    if (const auto *refusal = std::get_if<JwtRefusal>(&verdict)) {
        require(!refusal->reason.empty(), "a refusal has a reason");
        return;
    }
    const auto &claims = std::get<JwtClaims>(verdict);
    require(!claims.subject.empty(), "an accepted token has a user");
    require(now < claims.expires + rules.leeway, "an accepted token has not expired");
}

/// As a token that anyone may send.
void checkForgery(const JwtVerifier &verifier, const KeySet &keys, std::string_view text)
{
    const auto verdict = verifier.verify(text, keys, now);
    checkVerdict(verdict, verifier.rules());
    const bool wasSigned = std::ranges::any_of(signedHeaders, [text](std::string_view header) {
        return text.starts_with(encodeBase64Url(header) + '.' + encodeBase64Url(signedClaims) + '.');
    });
    require(wasSigned || std::holds_alternative<JwtRefusal>(verdict), "nothing is accepted that was not signed");
}

/// As what an issuer signs without thinking.
void checkSigned(const JwtVerifier &verifier, const KeySet &keys, std::string_view header, std::string_view claims)
{
    static const auto forge = test::TokenForge::withSecret(std::string(secret));
    const auto verdict = verifier.verify(forge.token(header, claims), keys, now);
    checkVerdict(verdict, verifier.rules());
    if (std::holds_alternative<JwtClaims>(verdict))
        require(isJson(header) && isJson(claims), "what is accepted is JSON");
}

void checkKey(const VerificationKey &key)
{
    require(!key.verify("what nobody signed", std::string(64, 's')), "a key verifies only what was signed");
}

void checkKeys(std::string_view text, SecretKeys secrets)
{
    const auto jwks = parseJwks(text, secrets);
    if (!jwks) {
        require(!jwks.error().detail.empty(), "an error says what is wrong");
        return;
    }
    require(isJson(text), "what is accepted is JSON");
    require(!jwks->keys.empty() && jwks->keys.size() + jwks->skipped.size() <= MaximumJwksKeys, "keys are bounded");
    for (const VerificationKey &key : jwks->keys) {
        require(secrets == SecretKeys::Accepted || key.algorithm() != JwtAlgorithm::HS256, "secrets are refused");
        checkKey(key);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const KeySet keys(parseJwks(keyTexts, SecretKeys::Accepted)->keys);
    static const JwtVerifier plain({});
    static const JwtVerifier withRules({.audiences = {"relais"}, .rolesClaim = "realm_access.roles"});
    require(keys.keys().size() == signedHeaders.size(), "there is a key of each kind");

    const std::string_view text(reinterpret_cast<const char *>(data), size);
    checkForgery(plain, keys, text);
    checkSigned(plain, keys, text, signedClaims);
    checkSigned(plain, keys, signedHeaders[0], text);
    checkSigned(withRules, keys, signedHeaders[0], text);
    checkKeys(text, SecretKeys::Accepted);
    checkKeys(text, SecretKeys::Refused);
    if (const auto key = readPublicKeyPem(text))
        checkKey(*key);
    return 0;
}
