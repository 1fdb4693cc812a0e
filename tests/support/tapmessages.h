// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "dashboard/models/tapbatch.h"

namespace relais::test {

inline constexpr std::uint64_t tapStart = 1'764'000'000'000; // some day in November 2025

/// The `number`-th of a log that has one a millisecond. Without `user`, for everyone.
inline std::shared_ptr<const Message> tapMessage(std::uint64_t number, std::string type = "order.updated",
                                                 const std::string &user = "u1", std::string payload = "{\"n\":1}")
{
    Message message{.id = {tapStart + number, 0}, .type = std::move(type), .payload = std::move(payload)};
    if (!user.empty())
        message.userId = UserId::parse(user).value();
    return std::make_shared<const Message>(std::move(message));
}

/// `count` messages from the `first` on.
inline dashboard::TapBatch tapBatch(std::uint64_t first, std::uint64_t count)
{
    dashboard::TapBatch batch;
    for (std::uint64_t number = first; number < first + count; ++number)
        batch.messages.push_back(tapMessage(number, number % 2 == 0 ? "order.updated" : "price.changed",
                                            "u" + std::to_string(number % 100),
                                            "{\"n\":" + std::to_string(number) + "}"));
    return batch;
}

} // namespace relais::test
