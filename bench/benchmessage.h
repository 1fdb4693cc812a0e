// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::bench {

/// What the generator publishes: a payload that begins with a sequence number of ten digits, so that a
/// delivery can be told from every other one without reading its JSON.
struct BenchMessage {
    std::uint32_t sequence = 0;
    std::size_t padding = 0; ///< further bytes of payload
    std::string_view userId = {}; ///< empty: a broadcast

    std::string toJson() const; ///< as a client sends it
};

/// The padding with which a delivered message is `bytes` long, envelope and all; 0 when it is longer anyway.
std::size_t paddingFor(std::size_t bytes);

/// Finds the sequence number in what the server delivered.
class SequenceReader {
public:
    /// Nothing for the server's own frames and answers; throws RunFailed on `sync.error` and on what is no
    /// bench message.
    std::optional<std::uint32_t> read(std::string_view text);

private:
    std::size_t m_offset = 0; ///< where it stood the last time: it moves only when ids get longer
};

} // namespace relais::bench
