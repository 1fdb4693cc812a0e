// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/watchdecoder.h"

#include "common/protocol/messagecodec.h"

namespace relais {

namespace {

constexpr double maximumStatsRate = 2;

using Member = std::optional<simdjson::dom::element>;

/// The members of an object that have these names; of any of them there is at most one. `null` counts as absent.
template <std::size_t count>
std::optional<Error> readMembers(simdjson::dom::object object, const std::string &at,
                                 const std::array<std::string_view, count> &names, std::array<Member, count> &found)
{
    std::array<bool, count> seen{};
    for (const auto field : object) {
        for (std::size_t i = 0; i < count; ++i) {
            if (field.key != names[i])
                continue;
            if (seen[i])
                return refuse(ErrorCode::InvalidField, at + '.' + std::string(names[i]),
                              "it is there more than once");
            seen[i] = true;
            if (!field.value.is_null())
                found[i] = field.value;
        }
    }
    return std::nullopt;
}

Result<double> readStats(simdjson::dom::element value)
{
    constexpr std::string_view at = "payload.stats";
    double rate = 0;
    if (value.get(rate))
        return wrongType(at, value, "a number");
    if (rate < 0 || rate > maximumStatsRate)
        return refuse(ErrorCode::InvalidField, at, "expected a number of times a second, from 0 to 2");
    return rate;
}

Result<TapFilter> readTap(simdjson::dom::element value)
{
    const std::string at = "payload.tap";
    simdjson::dom::object object;
    if (value.get(object))
        return wrongType(at, value, "an object");
    std::array<Member, 2> members;
    if (auto error = readMembers<2>(object, at, {"type", "userId"}, members))
        return *std::move(error);
    TapFilter filter;
    std::string_view text;
    if (members[0]) {
        if (members[0]->get(text))
            return wrongType(at + ".type", *members[0], "a string", ErrorCode::InvalidType);
        if (!isWellFormedType(text))
            return refuse(ErrorCode::InvalidType, at + ".type", "no message has such a type");
        filter.type = std::string(text);
    }
    if (members[1]) {
        if (members[1]->get(text))
            return wrongType(at + ".userId", *members[1], "a string", ErrorCode::InvalidUser);
        auto user = UserId::parse(text);
        if (!user)
            return refuse(ErrorCode::InvalidUser, at + ".userId", user.error().detail);
        filter.userId = *std::move(user);
    }
    return filter;
}

} // namespace

Result<WatchRequest> readWatch(const Envelope &envelope)
{
    WatchRequest request;
    const auto &payload = envelope[MemberName::Payload];
    if (!payload || payload->value.is_null())
        return request;
    simdjson::dom::object object;
    if (payload->value.get(object))
        return wrongType(textOf(MemberName::Payload), payload->value, "an object");
    std::array<Member, 2> members;
    if (auto error = readMembers<2>(object, "payload", {"stats", "tap"}, members))
        return *std::move(error);
    if (members[0]) {
        const auto rate = readStats(*members[0]);
        if (!rate)
            return rate.error();
        request.statsPerSecond = *rate;
    }
    if (members[1]) {
        auto filter = readTap(*members[1]);
        if (!filter)
            return filter.error();
        request.tap = *std::move(filter);
    }
    return request;
}

} // namespace relais
