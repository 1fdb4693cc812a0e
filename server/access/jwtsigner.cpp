// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwtsigner.h"

#include <array>
#include <map>

#include <QCoreApplication>

#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "common/protocol/messagecodec.h"
#include "server/access/base64url.h"
#include "server/access/verificationkey.h"

namespace relais::server {
namespace {

constexpr std::string_view Header = R"({"alg":"HS256","typ":"JWT"})";
constexpr std::size_t TokenIdBytes = 16;

/// Names and JSON texts; a map, so that no claim is written twice whatever the rules call theirs.
using ClaimTexts = std::map<std::string, std::string, std::less<>>;

Error opensslFailure()
{
    return {.code = ErrorCode::InternalError,
            .detail
            = QCoreApplication::translate("relais-server", "OpenSSL does not work on this machine").toStdString(),
            .at = {}};
}

std::string numericDate(UnixTime time)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

std::string jsonStrings(const std::vector<std::string> &texts)
{
    std::string out = "[";
    for (const std::string &text : texts) {
        if (out.size() > 1)
            out += ',';
        appendJsonString(out, text);
    }
    return out + ']';
}

std::string jsonObject(const ClaimTexts &members)
{
    std::string out = "{";
    for (const auto &[name, value] : members) {
        if (out.size() > 1)
            out += ',';
        appendJsonString(out, name);
        (out += ':') += value;
    }
    return out + '}';
}

} // namespace

Result<std::string> signJwtHs256(const JwtClaims &claims, const JwtRules &rules, std::string_view secret)
{
    if (const auto key = VerificationKey::fromSecret(secret); !key)
        return key.error();
    std::array<char, TokenIdBytes> tokenId{};
    if (RAND_bytes(reinterpret_cast<unsigned char *>(tokenId.data()), tokenId.size()) != 1)
        return opensslFailure();

    ClaimTexts members;
    members[rules.rolesClaim] = jsonStrings(claims.roles);
    members[rules.userClaim] = jsonString(claims.subject);
    if (rules.issuer)
        members["iss"] = jsonString(*rules.issuer);
    if (!rules.audiences.empty())
        members["aud"] = jsonString(rules.audiences.front());
    members["exp"] = numericDate(claims.expires);
    if (claims.issuedAt)
        members["iat"] = numericDate(*claims.issuedAt);
    members["jti"] = jsonString(encodeBase64Url({tokenId.data(), tokenId.size()}));

    std::string token = encodeBase64Url(Header) + '.' + encodeBase64Url(jsonObject(members));
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
              reinterpret_cast<const unsigned char *>(token.data()), token.size(), digest.data(), nullptr))
        return opensslFailure();
    return token + '.' + encodeBase64Url({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

} // namespace relais::server
