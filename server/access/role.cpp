// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/role.h"

#include "server/log/printabletext.h"

namespace relais::server {

std::string_view roleName(Role role)
{
    switch (role) {
    case Role::User:
        return "user";
    case Role::Publisher:
        return "publisher";
    case Role::Operator:
        return "operator";
    case Role::Admin:
        break;
    }
    return "admin";
}

std::optional<Role> roleFromName(std::string_view name)
{
    for (const Role role : allRoles) {
        if (roleName(role) == name)
            return role;
    }
    return std::nullopt;
}

Result<RoleSet> RoleSet::parse(std::span<const std::string> names)
{
    RoleSet roles;
    for (const std::string &name : names) {
        const auto role = roleFromName(name);
        if (!role) {
            return Error{.code = ErrorCode::InvalidField,
                         .detail = quotedText(name) + " is not a role; the roles are "
                             + RoleSet{Role::User, Role::Publisher, Role::Operator, Role::Admin}.toString(),
                         .at = "roles"};
        }
        roles.add(*role);
    }
    return roles;
}

RoleSet RoleSet::parseKnown(std::span<const std::string> names)
{
    RoleSet roles;
    for (const std::string &name : names) {
        if (const auto role = roleFromName(name))
            roles.add(*role);
    }
    return roles;
}

std::vector<std::string_view> RoleSet::names() const
{
    std::vector<std::string_view> out;
    for (const Role role : allRoles) {
        if (contains(role))
            out.push_back(roleName(role));
    }
    return out;
}

std::string RoleSet::toString() const
{
    std::string out;
    for (const std::string_view name : names()) {
        if (!out.empty())
            out += ',';
        out += name;
    }
    return out;
}

} // namespace relais::server
