// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmessage.h"

#include "bench/runfailed.h"

#include <charconv>
#include <cstdio>

namespace relais::bench {

namespace {

constexpr std::size_t Digits = 10;
constexpr std::string_view PayloadKey = R"("payload":")";
constexpr std::string_view DeliveredEnvelope
    = R"({"id":"1732312345678-0","type":"bench.tick","payload":"","timestamp":1732312345678})";

bool hasPayloadAt(std::string_view text, std::size_t offset)
{
    return text.size() >= offset + PayloadKey.size() + Digits && text.substr(offset, PayloadKey.size()) == PayloadKey;
}

} // namespace

std::string BenchMessage::toJson() const
{
    char digits[Digits + 1];
    std::snprintf(digits, sizeof digits, "%010u", sequence);
    std::string json = R"({"type":"bench.tick","payload":")";
    json.append(digits).append(padding, '.').append("\"");
    if (!userId.empty())
        json.append(R"(,"userId":")").append(userId).append("\"");
    return json + '}';
}

std::size_t paddingFor(std::size_t bytes)
{
    constexpr std::size_t least = DeliveredEnvelope.size() + Digits;
    return bytes > least ? bytes - least : 0;
}

std::optional<std::uint32_t> SequenceReader::read(std::string_view text)
{
    if (!hasPayloadAt(text, m_offset)) {
        if (text.find(R"("type":"sync.error")") != std::string_view::npos)
            throw RunFailed("the server refused a message: " + std::string(text));
        if (text.find(R"("type":"sync.)") != std::string_view::npos)
            return std::nullopt;
        m_offset = text.find(PayloadKey);
        if (m_offset == std::string_view::npos || !hasPayloadAt(text, m_offset))
            throw RunFailed("a frame is not a message of this run: " + std::string(text));
    }
    std::uint32_t sequence = 0;
    const char *begin = text.data() + m_offset + PayloadKey.size();
    if (std::from_chars(begin, begin + Digits, sequence).ptr != begin + Digits)
        throw RunFailed("a message has no sequence number: " + std::string(text));
    return sequence;
}

} // namespace relais::bench
