// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwtclaims.h"

#include <algorithm>
#include <utility>

#include "server/access/jsonobjectreader.h"

namespace relais::server {
namespace {

using Object = simdjson::dom::object;
using Element = simdjson::dom::element;

/// The end of the year 9999, for which every calendar has a date. Far from where milliseconds overflow.
constexpr double LatestSeconds = 253'402'300'799;

std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0)
            found.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

/// Reads claim by claim and keeps the first thing that is wrong.
class ClaimsReader {
public:
    ClaimsReader(Object claims, const JwtRules &rules)
        : m_claims(claims)
        , m_rules(rules)
    {
    }

    JwtClaims read(UnixTime now);
    const std::optional<std::string> &problem() const { return m_problem; }

private:
    std::optional<std::string> text(std::string_view name);
    std::optional<UnixTime> date(std::string_view name);
    std::optional<std::vector<std::string>> strings(std::string_view name, Element value);
    void checkAudience();
    std::optional<Element> rolesElement();
    std::vector<std::string> roles();
    void refuse(std::string_view claim, std::string_view why);

    Object m_claims;
    const JwtRules &m_rules;
    std::optional<std::string> m_problem;
};

JwtClaims ClaimsReader::read(UnixTime now)
{
    JwtClaims claims;
    claims.issuer = text("iss");
    if (m_rules.issuer && claims.issuer != m_rules.issuer)
        refuse("iss", claims.issuer ? "another issuer" : "missing");
    checkAudience();
    const auto expires = date("exp");
    if (!expires)
        refuse("exp", "missing");
    claims.expires = expires.value_or(UnixTime());
    if (date("nbf") > now + m_rules.leeway)
        refuse("nbf", "in the future");
    // Not judged: after a step back of our clock it lies ahead, and that is no reason to log anyone out.
    claims.issuedAt = date("iat");
    claims.tokenId = text("jti");
    claims.subject = text(m_rules.userClaim).value_or(std::string());
    if (claims.subject.empty())
        refuse(m_rules.userClaim, "missing or empty");
    claims.roles = roles();
    return claims;
}

std::optional<std::string> ClaimsReader::text(std::string_view name)
{
    const auto value = member(m_claims, name);
    if (!value)
        return std::nullopt;
    const auto found = textOf(*value);
    if (!found) {
        refuse(name, "not a string");
        return std::nullopt;
    }
    return std::string(*found);
}

/// A NumericDate (RFC 7519, 2): seconds, with or without a fraction.
std::optional<UnixTime> ClaimsReader::date(std::string_view name)
{
    const auto value = member(m_claims, name);
    if (!value)
        return std::nullopt;
    double seconds = 0;
    if (!value->is_number() || value->get(seconds) || !(seconds >= 0 && seconds <= LatestSeconds)) {
        refuse(name, "not a number of seconds between 1970 and 9999");
        return std::nullopt;
    }
    return std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::sys_time<std::chrono::duration<double>>(std::chrono::duration<double>(seconds)));
}

std::optional<std::vector<std::string>> ClaimsReader::strings(std::string_view name, Element value)
{
    std::vector<std::string> found;
    simdjson::dom::array array;
    if (value.get(array)) {
        refuse(name, "neither a string nor an array of strings");
        return std::nullopt;
    }
    for (const Element item : array) {
        const auto itemText = textOf(item);
        if (!itemText) {
            refuse(name, "holds something else than strings");
            return std::nullopt;
        }
        found.emplace_back(*itemText);
    }
    return found;
}

void ClaimsReader::checkAudience()
{
    const auto value = member(m_claims, "aud");
    if (!value) {
        if (!m_rules.audiences.empty())
            refuse("aud", "missing");
        return;
    }
    std::optional<std::vector<std::string>> audiences;
    if (const auto single = textOf(*value))
        audiences = {std::string(*single)};
    else
        audiences = strings("aud", *value);
    const bool isOurs = audiences && std::ranges::any_of(*audiences, [this](const std::string &audience) {
                            return std::ranges::find(m_rules.audiences, audience) != m_rules.audiences.end();
                        });
    if (!m_rules.audiences.empty() && !isOurs)
        refuse("aud", "not for this server");
}

std::optional<Element> ClaimsReader::rolesElement()
{
    const std::string_view name = m_rules.rolesClaim;
    if (const auto value = member(m_claims, name))
        return value;
    Object object = m_claims;
    std::string_view rest = name;
    for (;;) {
        const std::size_t dot = std::min(rest.find('.'), rest.size());
        const auto value = member(object, rest.substr(0, dot));
        if (!value || dot == rest.size())
            return value;
        rest.remove_prefix(dot + 1);
        if (value->get(object)) {
            refuse(name, "leads through something else than an object");
            return std::nullopt;
        }
        if (hasDoubledName(object)) {
            refuse(name, "leads through an object with a name twice");
            return std::nullopt;
        }
    }
}

std::vector<std::string> ClaimsReader::roles()
{
    const auto value = rolesElement();
    if (!value)
        return {};
    if (const auto list = textOf(*value))
        return words(*list);
    return strings(m_rules.rolesClaim, *value).value_or(std::vector<std::string>());
}

void ClaimsReader::refuse(std::string_view claim, std::string_view why)
{
    if (!m_problem)
        m_problem = std::string(claim).append(": ").append(why);
}

} // namespace

JwtVerdict readJwtClaims(std::string_view json, const JwtRules &rules, UnixTime now)
{
    JsonObjectReader reader;
    const auto object = reader.read(json);
    if (!object)
        return JwtRefusal{JwtRefusal::Kind::Invalid, "claims: not a JSON object with each name once"};
    ClaimsReader claimsReader(*object, rules);
    JwtClaims claims = claimsReader.read(now);
    if (claimsReader.problem())
        return JwtRefusal{JwtRefusal::Kind::Invalid, *claimsReader.problem()};
    if (now >= claims.expires + rules.leeway)
        return JwtRefusal{JwtRefusal::Kind::Expired, "exp: expired"};
    return claims;
}

} // namespace relais::server
