// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/access/apikeys.h"

namespace relais::server {

/// The file of API keys. A change is read, made and written under a lock, so that of two commands at once neither is
/// lost, and the file is replaced as a whole, so that whoever reads it needs no lock. Its text is JSON of mode 600:
///
///   {"version": 1,
///    "keys": [{"id", "name", "roles": […], "user"?, "sha256", "created", "revoked"?}],
///    "revokedUsers": {"u1": "<ISO 8601>"}}
///
/// A file that cannot be read is never taken for an empty one: it may hold revocations. From any thread.
class ApiKeyStore {
public:
    explicit ApiKeyStore(std::string path);

    const std::string &path() const { return m_path; }

    /// No file: no keys.
    std::variant<ApiKeys, Problem> load() const;
    /// The same for whoever must tell no file from an empty one.
    std::variant<std::optional<ApiKeys>, Problem> loadIfThere() const;

    std::variant<NewApiKey, Problem> add(std::string_view name, RoleSet roles, std::optional<UserId> user,
                                         UnixTime now) const;
    std::variant<ApiKey, Problem> revoke(std::string_view idOrName, UnixTime now) const;
    std::optional<Problem> revokeUser(const UserId &user, UnixTime now) const;
    /// False: the user was not revoked.
    std::variant<bool, Problem> unrevokeUser(const UserId &user) const;

private:
    template <typename Outcome, typename Change> std::variant<Outcome, Problem> change(Change change) const;

    std::string m_path;
};

} // namespace relais::server
