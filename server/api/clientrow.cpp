// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientrow.h"

#include <charconv>

namespace relais::server {

namespace {

constexpr char webSocketPrefix = 'c';
constexpr char longPollPrefix = 'p';

} // namespace

std::optional<ClientName> ClientName::parse(std::string_view text)
{
    if (text.size() < 2 || (text[0] != webSocketPrefix && text[0] != longPollPrefix) || text[1] == '0')
        return std::nullopt;
    ClientName name;
    name.transport = text[0] == webSocketPrefix ? ClientTransport::WebSocket : ClientTransport::LongPoll;
    const char *const end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data() + 1, end, name.number);
    if (error != std::errc() || parsed != end)
        return std::nullopt;
    return name;
}

std::string ClientName::toString() const
{
    return (transport == ClientTransport::WebSocket ? webSocketPrefix : longPollPrefix) + std::to_string(number);
}

std::string_view transportName(ClientTransport transport)
{
    return transport == ClientTransport::WebSocket ? "webSocket" : "longPoll";
}

std::string_view stateName(ClientRow::State state)
{
    switch (state) {
    case ClientRow::State::Unproven:
        return "unproven";
    case ClientRow::State::CatchingUp:
        return "catchingUp";
    case ClientRow::State::Live:
        return "live";
    case ClientRow::State::Mute:
        return "mute";
    case ClientRow::State::Waiting:
        break;
    }
    return "waiting";
}

} // namespace relais::server
