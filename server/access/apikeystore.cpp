// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/apikeystore.h"

#include <utility>

#include <QCoreApplication>

#include "server/files/privatefile.h"
#include "server/log/printabletext.h"

namespace relais::server {

ApiKeyStore::ApiKeyStore(std::string path)
    : m_path(std::move(path))
{
}

std::variant<std::optional<ApiKeys>, Problem> ApiKeyStore::loadIfThere() const
{
    const auto read = readPrivateFile(m_path, ApiKeys::MaximumFileBytes);
    if (const auto *problem = std::get_if<Problem>(&read))
        return *problem;
    const auto &content = std::get<std::optional<std::string>>(read);
    if (!content)
        return std::optional<ApiKeys>();
    auto keys = ApiKeys::fromJson(*content, m_path);
    if (const auto *problem = std::get_if<Problem>(&keys))
        return *problem;
    return std::optional(std::get<ApiKeys>(std::move(keys)));
}

std::variant<ApiKeys, Problem> ApiKeyStore::load() const
{
    auto loaded = loadIfThere();
    if (const auto *problem = std::get_if<Problem>(&loaded))
        return *problem;
    return std::get<std::optional<ApiKeys>>(std::move(loaded)).value_or(ApiKeys());
}

template <typename Outcome, typename Change> std::variant<Outcome, Problem> ApiKeyStore::change(Change change) const
{
    const auto lock = FileLock::take(m_path + ".lock");
    if (const auto *problem = std::get_if<Problem>(&lock))
        return *problem;
    auto loaded = load();
    if (const auto *problem = std::get_if<Problem>(&loaded))
        return *problem;
    ApiKeys &keys = std::get<ApiKeys>(loaded);
    std::variant<Outcome, Problem> outcome = change(keys);
    if (std::holds_alternative<Problem>(outcome))
        return outcome;
    const std::string json = keys.toJson();
    if (json.size() > ApiKeys::MaximumFileBytes) { // it could not be read back
        return Problem(QT_TRANSLATE_NOOP("relais-server", "%1 has no room for more; nothing was changed"),
                       {quotedText(m_path)});
    }
    if (const auto problem = writePrivateFile(m_path, json, IfThere::Replace))
        return *problem;
    return outcome;
}

std::variant<NewApiKey, Problem> ApiKeyStore::add(std::string_view name, RoleSet roles, std::optional<UserId> user,
                                                  UnixTime now) const
{
    return change<NewApiKey>([&](ApiKeys &keys) { return keys.add(name, roles, std::move(user), now); });
}

std::variant<ApiKey, Problem> ApiKeyStore::revoke(std::string_view idOrName, UnixTime now) const
{
    return change<ApiKey>([&](ApiKeys &keys) { return keys.revoke(idOrName, now); });
}

std::optional<Problem> ApiKeyStore::revokeUser(const UserId &user, UnixTime now) const
{
    const auto outcome = change<bool>([&](ApiKeys &keys) -> std::variant<bool, Problem> {
        keys.revokeUser(user, now);
        return true;
    });
    const auto *problem = std::get_if<Problem>(&outcome);
    return problem ? std::optional(*problem) : std::nullopt;
}

std::variant<bool, Problem> ApiKeyStore::unrevokeUser(const UserId &user) const
{
    return change<bool>([&](ApiKeys &keys) -> std::variant<bool, Problem> { return keys.unrevokeUser(user); });
}

} // namespace relais::server
