// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/queue/encodedmessage.h"

namespace relais::server {

/// Frames of several messages as one run of bytes, so that they leave in one send() and are shared by every client at
/// the same position. A single frame is not copied.
class FrameRun {
public:
    /// Takes messages from the front until there are `maximumBytes`, at least one; returns how many it took.
    std::size_t assign(std::span<const EncodedMessagePtr> messages, std::size_t maximumBytes);

    bool isEmpty() const { return m_messages.empty(); }
    std::string_view bytes() const { return m_bytes; }
    std::size_t count() const { return m_messages.size(); }
    const EncodedMessagePtr &message(std::size_t index) const { return m_messages[index]; }
    const EncodedMessagePtr &last() const { return m_messages.back(); }

    /// Where a send() that took `sent` bytes, not all, stopped: in which frame, and how far in it.
    struct Place {
        std::size_t index;
        std::size_t offset;
    };
    Place placeAt(std::size_t sent) const;

private:
    std::vector<EncodedMessagePtr> m_messages;
    std::string m_joined;
    std::string_view m_bytes;
};

} // namespace relais::server
