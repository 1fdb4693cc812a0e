// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/clock.h"

namespace relais {

/// A message's id, `<ms>-<seq>` on the wire: a hybrid clock, so that ids only go up although the wall clock may
/// step back. The text form is that of a Redis stream id.
struct MessageId {
    std::uint64_t ms = 0; ///< since the Unix epoch
    std::uint64_t seq = 0; ///< counts ids of the same ms

    /// Strict: decimal, no sign, no leading zero, nothing before or after. Both numbers at most 2^53 - 1, so that
    /// JavaScript can hold them.
    static std::optional<MessageId> parse(std::string_view text);
    std::string toString() const;

    /// The id that follows this one when the wall clock shows `now`: max(now, this + 1).
    MessageId next(UnixTime now) const;
    /// The last position before this one. Precondition: this is not 0-0.
    MessageId previous() const;
    UnixTime time() const { return UnixTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms))); }

    auto operator<=>(const MessageId &) const = default;
};

} // namespace relais
