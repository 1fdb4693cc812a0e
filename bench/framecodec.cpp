// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/framecodec.h"

#include "bench/runfailed.h"

#include <array>

namespace relais::bench {

namespace {

using Mask = std::array<std::uint8_t, 4>;

constexpr Mask ClientMask{0x37, 0xfa, 0x21, 0x3d};
constexpr std::uint8_t FinalBit = 0x80;
constexpr std::uint8_t ReservedBits = 0x70;
constexpr std::uint8_t MaskBit = 0x80;

std::string encodeHeader(FrameOpcode opcode, std::size_t size, std::uint8_t maskBit)
{
    std::string header;
    header += static_cast<char>(FinalBit | static_cast<std::uint8_t>(opcode));
    int lengthBytes = 0;
    if (size < 126) {
        header += static_cast<char>(maskBit | size);
    } else {
        lengthBytes = size <= 0xffff ? 2 : 8;
        header += static_cast<char>(maskBit | (lengthBytes == 2 ? 126 : 127));
    }
    for (int i = lengthBytes - 1; i >= 0; --i)
        header += static_cast<char>((size >> (8 * i)) & 0xff);
    return header;
}

void applyMask(std::span<char> bytes, const Mask &mask)
{
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(bytes[i] ^ mask[i % 4]);
}

struct Header {
    FrameOpcode opcode{};
    std::size_t bytes = 0;
    std::uint64_t payloadBytes = 0;
    std::optional<Mask> mask;
};

FrameOpcode checkedOpcode(std::uint8_t first)
{
    if ((first & FinalBit) == 0 || (first & ReservedBits) != 0)
        throw RunFailed("a frame is fragmented or has reserved bits");
    const auto opcode = static_cast<FrameOpcode>(first & 0x0f);
    switch (opcode) {
    case FrameOpcode::Text:
    case FrameOpcode::Binary:
    case FrameOpcode::Close:
    case FrameOpcode::Ping:
    case FrameOpcode::Pong:
        return opcode;
    }
    throw RunFailed("a frame has an unknown opcode");
}

std::optional<Header> readHeader(std::span<const char> bytes)
{
    const auto byteAt = [bytes](std::size_t index) {
        return static_cast<std::uint8_t>(bytes[index]);
    };
    if (bytes.size() < 2)
        return std::nullopt;

    Header header;
    header.opcode = checkedOpcode(byteAt(0));
    const bool isMasked = (byteAt(1) & MaskBit) != 0;
    const std::uint8_t shortLength = byteAt(1) & 0x7f;
    const std::size_t lengthBytes = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
    header.bytes = 2 + lengthBytes + (isMasked ? 4 : 0);
    if (bytes.size() < header.bytes)
        return std::nullopt;

    header.payloadBytes = lengthBytes == 0 ? shortLength : 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        header.payloadBytes = header.payloadBytes << 8 | byteAt(2 + i);
    if (isMasked) {
        const std::size_t at = 2 + lengthBytes;
        header.mask = Mask{byteAt(at), byteAt(at + 1), byteAt(at + 2), byteAt(at + 3)};
    }
    return header;
}

} // namespace

std::string encodeClientFrame(FrameOpcode opcode, std::string_view payload)
{
    std::string frame = encodeHeader(opcode, payload.size(), MaskBit);
    frame.append(ClientMask.begin(), ClientMask.end());
    const std::size_t headerBytes = frame.size();
    frame += payload;
    applyMask(std::span(frame).subspan(headerBytes), ClientMask);
    return frame;
}

std::string encodeServerFrame(FrameOpcode opcode, std::string_view payload)
{
    return encodeHeader(opcode, payload.size(), 0).append(payload);
}

void FrameDecoder::feed(std::span<char> bytes)
{
    m_readsPartial = !m_partial.empty();
    if (m_readsPartial)
        m_partial.append(bytes.begin(), bytes.end());
    m_unread = m_readsPartial ? std::span<char>(m_partial) : bytes;
}

std::optional<Frame> FrameDecoder::next()
{
    const std::optional<Header> header = readHeader(m_unread);
    if (!header || m_unread.size() - header->bytes < header->payloadBytes) {
        keepRest();
        return std::nullopt;
    }
    const std::span<char> payload = m_unread.subspan(header->bytes, header->payloadBytes);
    if (header->mask)
        applyMask(payload, *header->mask);
    m_unread = m_unread.subspan(header->bytes + payload.size());
    return Frame{header->opcode, std::string_view(payload.data(), payload.size())};
}

void FrameDecoder::keepRest()
{
    if (m_readsPartial)
        m_partial.erase(0, m_partial.size() - m_unread.size());
    else
        m_partial.assign(m_unread.begin(), m_unread.end());
    m_unread = {};
    m_readsPartial = false;
}

} // namespace relais::bench
