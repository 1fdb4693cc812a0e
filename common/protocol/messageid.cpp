// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/messageid.h"

#include "common/protocol/decimal.h"

#include <algorithm>

namespace relais {

std::optional<MessageId> MessageId::parse(std::string_view text)
{
    const auto dash = text.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const auto ms = parseSafeInteger(text.substr(0, dash));
    const auto seq = parseSafeInteger(text.substr(dash + 1));
    if (!ms || !seq)
        return std::nullopt;
    return MessageId{*ms, *seq};
}

std::string MessageId::toString() const
{
    return std::to_string(ms) + '-' + std::to_string(seq);
}

MessageId MessageId::next(UnixTime now) const
{
    // A clock before 1970 is a clock that was never set: the id then counts on from this one.
    const auto wall = static_cast<std::uint64_t>(std::max<std::int64_t>(now.time_since_epoch().count(), 0));
    if (wall > ms)
        return {wall, 0};
    if (seq == maximumSafeInteger)
        return {ms + 1, 0};
    return {ms, seq + 1};
}

MessageId MessageId::previous() const
{
    return seq > 0 ? MessageId{ms, seq - 1} : MessageId{ms - 1, maximumSafeInteger};
}

} // namespace relais
