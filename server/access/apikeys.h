// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/core/clock.h"
#include "common/protocol/userid.h"
#include "server/access/role.h"
#include "server/files/problem.h"

namespace relais::server {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// A key as it is kept: without its secret.
struct ApiKey {
    std::string id; ///< public: in the key itself, in lists and in the audit log
    std::string name; ///< what a person calls it
    RoleSet roles;
    std::optional<UserId> user; ///< on whose behalf it acts
    /// Of the whole key. A slow hash (bcrypt, Argon2) is for passwords, which can be guessed; a key is 256 random
    /// bits, which cannot, and it is looked at on every request.
    Sha256Digest digest{};
    UnixTime created{};
    std::optional<UnixTime> revoked;
};

/// A key as its holder has it: `rk_<id>_<secret>`.
struct NewApiKey {
    ApiKey key;
    std::string text; ///< shown once, kept nowhere
};

/// All keys and the users whose tokens are no longer taken; a value. Shared between threads as
/// `shared_ptr<const ApiKeys>`.
class ApiKeys {
public:
    static constexpr std::size_t IdCharacters = 12;
    static constexpr std::size_t MaximumNameBytes = 64;
    /// Of the file; some tens of thousands of keys, or a hundred thousand users.
    static constexpr std::size_t MaximumFileBytes = 16 * 1024 * 1024;

    /// What a person may call a key: it cannot be mistaken for an id, an option or another key.
    static bool isName(std::string_view text);

    /// The key that a client presents, if it is one and is neither revoked itself nor made for a user before that
    /// user was revoked. Takes as long for an unknown id as for a wrong secret.
    std::optional<ApiKey> find(std::string_view presentedKey) const;

    /// May what `id` opened no longer stay open? True of a key that is gone, too.
    bool isRevoked(std::string_view id) const;

    /// Tokens of `user` that were issued at this time or before, or that do not say when, are no longer taken.
    std::optional<UnixTime> revokedBefore(const UserId &user) const;

    std::span<const ApiKey> keys() const { return m_keys; } ///< in the order in which they were made
    const std::map<UserId, UnixTime> &revokedUsers() const { return m_revokedUsers; }

    /// Makes a key with a secret of its own. Problems: a name that is no name, or that a key in force has.
    std::variant<NewApiKey, Problem> add(std::string_view name, RoleSet roles, std::optional<UserId> user,
                                         UnixTime now);
    /// The key of that id, or else the one in force of that name; a whole key, as somebody finds it where it should
    /// not be, will do. Revoking it twice changes nothing.
    std::variant<ApiKey, Problem> revoke(std::string_view idOrName, UnixTime now);
    void revokeUser(const UserId &user, UnixTime now);
    bool unrevokeUser(const UserId &user); ///< false: was not revoked

    /// `name` is only for what is said about the content: the file that it comes from.
    static std::variant<ApiKeys, Problem> fromJson(std::string_view json, std::string_view name);
    std::string toJson() const;

private:
    bool isInForce(const ApiKey &key) const;
    bool insert(ApiKey key); ///< false: its id is there already
    std::string unusedId() const;

    std::vector<ApiKey> m_keys;
    std::map<std::string, std::size_t, std::less<>> m_indexById;
    std::map<UserId, UnixTime> m_revokedUsers;
};

/// "2026-03-01T12:00:00.000Z"
std::string isoTime(UnixTime time);
std::optional<UnixTime> fromIsoTime(std::string_view text);

} // namespace relais::server
