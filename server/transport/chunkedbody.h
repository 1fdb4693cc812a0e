// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/core/result.h"

namespace relais::server {

/// Decodes one chunked body (RFC 9112 section 7.1) from bytes as they come, strictly.
///
///     Size -> Extension -> SizeLineFeed -> Data -> DataReturn -> DataLineFeed -> Size ...
///                                      `-> Trailer (after the chunk of size 0) -> Done
///
/// Chunk extensions are skipped, as the RFC demands of a recipient, but few bytes and no control bytes among
/// them: a line feed that one parser takes for the end of the line and another for part of the extension
/// smuggles requests. Trailer fields are checked and dropped, so that nothing is believed that was not in the
/// head.
class ChunkedBody {
public:
    enum class Status : std::uint8_t { NeedMore, Done, Failed };

    /// `bodyBytes` bounds what is decoded, `trailerBytes` the trailer section.
    ChunkedBody(std::size_t bodyBytes, std::size_t trailerBytes);

    /// Takes from the front of `bytes` up to the body's end and appends what it decodes to `body`. Must not
    /// be called again after it said Done or Failed.
    Status feed(std::string_view &bytes, std::string &body);
    /// Precondition: feed() said Failed.
    const Error &error() const { return m_error; }

private:
    enum class State : std::uint8_t { Size, Extension, SizeLineFeed, Data, DataReturn, DataLineFeed, Trailer };

    Status feedByte(char byte, std::size_t bodySize);
    Status feedSizeByte(char byte);
    Status feedExtensionByte(char byte);
    Status endSizeLine(char byte, std::size_t bodySize);
    Status feedData(std::string_view &bytes, std::string &body);
    Status feedTrailer(std::string_view &bytes);
    Status endTrailerLine();
    Status fail(ErrorCode code, std::string detail);

    std::size_t m_bodyBytes;
    std::size_t m_trailerBytes; ///< still allowed
    std::string m_line; ///< the unfinished trailer line
    Error m_error;
    std::uint32_t m_remaining = 0; ///< of the chunk: its size, as far as it is read
    std::uint16_t m_extensionBytes = 0; ///< over all chunks
    std::uint8_t m_digits = 0;
    State m_state = State::Size;
};

} // namespace relais::server
