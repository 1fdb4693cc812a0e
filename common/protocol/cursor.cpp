// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/cursor.h"

#include "common/protocol/decimal.h"

#include <algorithm>

namespace relais {

namespace {

constexpr std::size_t maximumCursorBytes = 128;

bool isVisibleAscii(char c)
{
    return c > 0x20 && c < 0x7f;
}

} // namespace

Result<Since> parseSince(std::string_view text)
{
    const auto refuse = [](std::string detail) {
        return Error{ErrorCode::InvalidCursor, std::move(detail), "since"};
    };
    if (text.empty())
        return refuse("a cursor must not be empty");
    if (text.size() > maximumCursorBytes) {
        return refuse("a cursor has at most " + std::to_string(maximumCursorBytes) + " bytes, this one has "
                      + std::to_string(text.size()));
    }
    if (!std::ranges::all_of(text, isVisibleAscii))
        return refuse("a cursor holds nothing but visible ASCII characters");

    if (const auto ms = parseSafeInteger(text))
        return *ms == 0 ? Since(SinceBeginning{}) : Since(SinceTime{*ms});
    if (const auto id = MessageId::parse(text))
        return Since(SinceCursor{*id});
    return Since(SinceForeign{});
}

} // namespace relais
