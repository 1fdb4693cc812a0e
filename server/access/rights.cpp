// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/rights.h"

#include <array>

namespace relais::server {

namespace {

struct Row {
    Right right;
    std::string_view name;
    RoleSet roles; ///< each of which has it
};

constexpr RoleSet everyone{Role::User, Role::Publisher, Role::Operator, Role::Admin};

constexpr std::array table = std::to_array<Row>({
    {Right::Open, "open", everyone},
    {Right::Connect, "connect", everyone},
    {Right::Read, "read", {Role::User, Role::Admin}},
    {Right::ReadOfAny, "read of any user", {Role::Admin}},
    {Right::Send, "send", {Role::User, Role::Publisher, Role::Admin}},
    {Right::SendToAny, "send to any user", {Role::Publisher, Role::Admin}},
    {Right::Broadcast, "broadcast", {Role::Publisher, Role::Admin}},
    {Right::Force, "force", {Role::Admin}},
    {Right::Observe, "observe", {Role::Operator, Role::Admin}},
    {Right::Manage, "manage", {Role::Admin}},
});

constexpr bool isInOrderOfRight()
{
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (static_cast<std::size_t>(table[row].right) != row)
            return false;
    }
    return table.size() == static_cast<std::size_t>(Right::Manage) + 1;
}
static_assert(isInOrderOfRight());

} // namespace

bool allows(RoleSet roles, Right right)
{
    return right == Right::Open || roles.containsAny(table[static_cast<std::size_t>(right)].roles);
}

std::string_view rightName(Right right)
{
    return table[static_cast<std::size_t>(right)].name;
}

} // namespace relais::server
