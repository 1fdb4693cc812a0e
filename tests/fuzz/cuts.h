// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Cuts the input of a fuzz target into pieces. Its first two bytes say how, so that the fuzzer can work on the cuts
/// and on the bytes apart from each other; "00" in a seed is as good as any.
class Cuts {
public:
    static constexpr std::size_t prefixBytes = 2;

    /// Precondition: at least prefixBytes.
    explicit Cuts(std::string_view input)
        : m_state(static_cast<std::uint8_t>(input[0]) * 256U + static_cast<std::uint8_t>(input[1]))
        , m_rest(input.substr(prefixBytes))
    {
    }

    bool atEnd() const { return m_rest.empty(); }

    /// Short pieces for the most part, since what goes wrong does so where a token is cut.
    std::string_view next()
    {
        m_state = m_state * 1664525U + 1013904223U;
        const std::size_t size = m_state % 4 == 0 ? m_state >> 24 : m_state >> 29;
        const std::string_view piece = m_rest.substr(0, std::max<std::size_t>(size, 1));
        m_rest.remove_prefix(piece.size());
        return piece;
    }

private:
    std::uint32_t m_state;
    std::string_view m_rest;
};
