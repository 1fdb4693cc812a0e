// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "common/core/result.h"

namespace relais {

/// Who a message is for. Always valid: 1 to 128 bytes of UTF-8 in Unicode normalisation form C, without control
/// characters and without blanks at either end. Compared as bytes after that one normalisation.
class UserId {
public:
    static constexpr std::size_t maximumBytes = 128;

    /// Errors: InvalidUser.
    static Result<UserId> parse(std::string_view text);

    const std::string &toString() const noexcept { return m_text; }
    auto operator<=>(const UserId &) const = default;

private:
    explicit UserId(std::string text)
        : m_text(std::move(text))
    {
    }
    std::string m_text;
};

} // namespace relais

template <> struct std::hash<relais::UserId> {
    /// Seeded once a process, so that ids chosen to collide do not.
    std::size_t operator()(const relais::UserId &user) const noexcept;
};
