// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "server/queue/encodedmessage.h"

namespace relais::server {

/// A batch of messages for an operator who watches, as the frame `sync.tap`.
class TapFrame {
public:
    /// Of a larger payload only the beginning is shown.
    static constexpr std::size_t maximumMessageBytes = 16 * 1024;
    static constexpr std::size_t shownBytes = 4 * 1024;

    /// Returns the bytes that it takes. A message that is too large has a text for its payload, which is how the JSON
    /// began, and says so: `"cut":true,"payloadBytes":n`.
    std::size_t add(const EncodedMessage &message);
    bool isEmpty() const { return m_messages.empty(); }

    /// `leftOut`: messages that matched and are not in any frame. `unseen`: those that nobody looked at.
    std::string encode(std::uint64_t leftOut, std::uint64_t unseen) const;

private:
    std::string m_messages;
};

} // namespace relais::server
