// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.h"

namespace relais::server {

/// What a principal may do; section 4 of the protocol. No role includes another one here: that an admin may do what
/// an operator may is said by the table of rights, in one place.
enum class Role : std::uint8_t {
    User,
    Publisher,
    Operator,
    Admin,
};

inline constexpr Role allRoles[] = {Role::User, Role::Publisher, Role::Operator, Role::Admin};

/// As in tokens, keys and settings: "user", "publisher", "operator", "admin". Compared exactly: `Admin` is no role.
std::string_view roleName(Role role);
std::optional<Role> roleFromName(std::string_view name);

/// The roles of one principal; a value.
class RoleSet {
public:
    constexpr RoleSet() = default;
    constexpr RoleSet(std::initializer_list<Role> roles)
    {
        for (const Role role : roles)
            add(role);
    }

    /// All of `names`. Errors: InvalidField, when one of them is not a role.
    static Result<RoleSet> parse(std::span<const std::string> names);
    /// Those of `names` that are roles. For tokens: another service issues them, and its other roles are not ours to
    /// refuse.
    static RoleSet parseKnown(std::span<const std::string> names);

    constexpr void add(Role role) { m_bits |= bit(role); }
    constexpr bool contains(Role role) const { return (m_bits & bit(role)) != 0; }
    constexpr bool containsAny(RoleSet roles) const { return (m_bits & roles.m_bits) != 0; }
    constexpr bool isEmpty() const { return m_bits == 0; }

    std::vector<std::string_view> names() const; ///< in the order of Role
    std::string toString() const; ///< "user,admin"

    constexpr bool operator==(const RoleSet &) const = default;

private:
    static constexpr std::uint8_t bit(Role role)
    {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
    }

    std::uint8_t m_bits = 0;
};

} // namespace relais::server
