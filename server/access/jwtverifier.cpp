// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwtverifier.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/access/base64url.h"
#include "server/access/jwtheader.h"

namespace relais::server {
namespace {

/// A token as it came, still in base64url.
struct TokenParts {
    std::string_view header;
    std::string_view claims;
    std::string_view signature;
    std::string_view signingInput; ///< header and claims with the dot between them
};

std::optional<TokenParts> split(std::string_view token)
{
    const std::size_t first = token.find('.');
    const std::size_t last = token.rfind('.');
    if (first == last || std::ranges::count(token, '.') != 2)
        return std::nullopt;
    return TokenParts{.header = token.substr(0, first),
                      .claims = token.substr(first + 1, last - first - 1),
                      .signature = token.substr(last + 1),
                      .signingInput = token.substr(0, last)};
}

JwtRefusal invalid(std::string_view reason)
{
    return {JwtRefusal::Kind::Invalid, std::string(reason)};
}

/// Whether one of the keys that the header may mean has signed; else why not.
std::optional<JwtRefusal> problemOfSignature(const TokenParts &parts, const JwtHeader &header, const KeySet &keys)
{
    const auto signature = decodeBase64Url(parts.signature);
    if (!signature)
        return invalid("signature: not base64url");
    const KeySet::Candidates candidates = keys.candidates(header.keyId, header.algorithm);
    const bool isSigned = std::ranges::any_of(
        candidates.keys, [&](const VerificationKey *key) { return key->verify(parts.signingInput, *signature); });
    if (isSigned)
        return std::nullopt;
    if (!candidates.isNamed)
        return JwtRefusal{JwtRefusal::Kind::UnknownKey, "kid: no key of this id and algorithm"};
    return invalid("signature: not made with the key");
}

} // namespace

JwtVerifier::JwtVerifier(JwtRules rules)
    : m_rules(std::move(rules))
{
}

JwtVerdict JwtVerifier::verify(std::string_view token, const KeySet &keys, UnixTime now) const
{
    if (token.size() > m_rules.maximumTokenBytes)
        return invalid("token: too long");
    const auto parts = split(token);
    if (!parts)
        return invalid("token: not three parts");
    const auto headerJson = decodeBase64Url(parts->header);
    if (!headerJson)
        return invalid("header: not base64url");
    const auto header = readJwtHeader(*headerJson);
    if (const auto *problem = std::get_if<JwtHeaderProblem>(&header))
        return invalid(problem->reason);
    if (auto problem = problemOfSignature(*parts, std::get<JwtHeader>(header), keys))
        return *std::move(problem);
    const auto claimsJson = decodeBase64Url(parts->claims);
    if (!claimsJson)
        return invalid("claims: not base64url");
    return readJwtClaims(*claimsJson, m_rules, now);
}

} // namespace relais::server
