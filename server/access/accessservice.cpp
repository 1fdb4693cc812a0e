// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/accessservice.h"

#include <utility>

namespace relais::server {

namespace {

constexpr std::string_view apiKeyPrefix = "rk_"; // no JWT begins so: its first bytes are those of `{"`, "ey"

AccessService::Refusal refusal(std::string reason)
{
    return {.error = {.code = ErrorCode::Unauthorized, .detail = "the token is not valid"},
            .reason = std::move(reason)};
}

} // namespace

AccessService::AccessService(const Settings &settings, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_clock(clock)
    , m_verifier(settings.jwt)
    , m_tokenKeys(std::make_unique<TokenKeys>(settings.tokenKeys, clock))
    , m_apiKeys(std::make_shared<const ApiKeys>())
{
    if (settings.apiKeyFile.empty())
        return;
    m_apiKeyFile = std::make_unique<ApiKeyFile>(settings.apiKeyFile);
    connect(m_apiKeyFile.get(), &ApiKeyFile::changed, this, [this](std::shared_ptr<const ApiKeys> keys) {
        {
            const std::lock_guard locked(m_lock);
            m_apiKeys = std::move(keys);
        }
        Q_EMIT revoked();
    });
}

AccessService::~AccessService() = default;

std::vector<std::string> AccessService::load()
{
    std::vector<std::string> problems = m_tokenKeys->load();
    if (!m_apiKeyFile)
        return problems;
    if (auto problem = m_apiKeyFile->start())
        problems.push_back(problem->translated().toStdString());
    const std::lock_guard locked(m_lock);
    m_apiKeys = m_apiKeyFile->keys();
    return problems;
}

void AccessService::reload()
{
    m_tokenKeys->reload();
    if (m_apiKeyFile)
        m_apiKeyFile->reload();
}

std::variant<Principal, AccessService::Refusal> AccessService::authenticate(std::string_view token) const
{
    return token.starts_with(apiKeyPrefix) ? authenticateKey(token) : authenticateToken(token);
}

std::variant<Principal, AccessService::Refusal> AccessService::authenticateKey(std::string_view key) const
{
    std::optional<ApiKey> found = apiKeys()->find(key);
    if (!found)
        return refusal("no API key in force is this one");
    return Principal{.name = "key:" + found->id,
                     .roles = found->roles,
                     .user = std::move(found->user),
                     .issued = {},
                     .expires = {},
                     .keyId = std::move(found->id),
                     .keyName = std::move(found->name)};
}

std::variant<Principal, AccessService::Refusal> AccessService::authenticateToken(std::string_view token) const
{
    JwtVerdict verdict = m_verifier.verify(token, *m_tokenKeys->current(), m_clock.now());
    if (const auto *const refused = std::get_if<JwtRefusal>(&verdict)) {
        Refusal result = refusal(refused->reason);
        if (refused->kind == JwtRefusal::Kind::Expired) {
            result.isExpired = true;
            result.error.detail = "the token has expired";
        } else if (refused->kind == JwtRefusal::Kind::UnknownKey && m_tokenKeys->requestRefresh()) {
            // An issuer that rotates its keys signs with the new one at once: it is no reason to log anyone out.
            result.error
                = {.code = ErrorCode::AuthUnavailable, .detail = "the key of the token is being fetched; try again"};
        }
        return result;
    }
    JwtClaims &claims = std::get<JwtClaims>(verdict);
    Result<UserId> user = UserId::parse(claims.subject);
    if (!user)
        return refusal("the user claim is no user id: " + user.error().detail);
    const bool namesRoles = !claims.roles.empty();
    Principal principal{.name = "user:" + user->toString(),
                        .roles = namesRoles ? RoleSet::parseKnown(claims.roles) : m_settings.defaultRoles,
                        .user = std::move(*user),
                        .issued = claims.issuedAt,
                        .expires = claims.expires + m_settings.jwt.leeway,
                        .keyId = {},
                        .keyName = {}};
    if (!stands(principal))
        return refusal("the tokens of this user were revoked");
    return principal;
}

bool AccessService::stands(const Principal &principal) const
{
    const std::shared_ptr<const ApiKeys> keys = apiKeys();
    if (!principal.keyId.empty())
        return !keys->isRevoked(principal.keyId);
    if (!principal.user)
        return true;
    const std::optional<UnixTime> revoked = keys->revokedBefore(*principal.user);
    return !revoked || (principal.issued && *principal.issued > *revoked);
}

std::shared_ptr<const ApiKeys> AccessService::apiKeys() const
{
    const std::lock_guard locked(m_lock);
    return m_apiKeys;
}

} // namespace relais::server
