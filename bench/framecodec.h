// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace relais::bench {

// The generator has a WebSocket codec of its own, on purpose: one shared with the server would pass over an
// error that both sides make. It reads only what a well-behaved peer sends: whole frames, no extensions.

enum class FrameOpcode : std::uint8_t { Text = 0x1, Binary = 0x2, Close = 0x8, Ping = 0x9, Pong = 0xA };

/// As a client sends it: masked. The key is constant, as it protects nothing here.
std::string encodeClientFrame(FrameOpcode opcode, std::string_view payload);
/// As a server sends it: unmasked.
std::string encodeServerFrame(FrameOpcode opcode, std::string_view payload);

struct Frame {
    FrameOpcode opcode;
    std::string_view payload; ///< unmasked
};

/// Cuts a byte stream into frames, masked or not. A frame that came whole in one read is not copied; between
/// reads only an unfinished one takes memory.
class FrameDecoder {
public:
    /// `bytes` must stay as they are until next() returned nothing; masked payloads are unmasked in place.
    void feed(std::span<char> bytes);
    /// The next whole frame; its payload is valid until the next feed(). Throws RunFailed on what is not a
    /// frame.
    std::optional<Frame> next();

private:
    void keepRest();

    std::span<char> m_unread;
    std::string m_partial;
    bool m_readsPartial = false;
};

} // namespace relais::bench
