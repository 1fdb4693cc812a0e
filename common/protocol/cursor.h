// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <variant>

#include "common/core/result.h"
#include "common/protocol/messageid.h"

namespace relais {

/// `since=0`, or none on a poll: everything that is kept, without a reset.
struct SinceBeginning {
    bool operator==(const SinceBeginning &) const = default;
};

/// `since=<ms>`: every message with a timestamp greater than this.
struct SinceTime {
    std::uint64_t ms = 0;
    bool operator==(const SinceTime &) const = default;
};

/// `since=<cursor>`: what comes after this position. "I have seen everything up to here that was for me."
struct SinceCursor {
    MessageId position;
    bool operator==(const SinceCursor &) const = default;
};

/// A well-formed opaque text that no log of this kind gave: answered with everything kept and `reset`.
struct SinceForeign {
    bool operator==(const SinceForeign &) const = default;
};

/// Where a reader wants to go on.
using Since = std::variant<SinceBeginning, SinceTime, SinceCursor, SinceForeign>;

/// `text` is already percent-decoded. Errors: InvalidCursor when it is empty, longer than 128 bytes, or holds
/// anything but visible ASCII; every other text is a Since.
Result<Since> parseSince(std::string_view text);

} // namespace relais
