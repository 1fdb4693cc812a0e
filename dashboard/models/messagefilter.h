// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/protocol/message.h"

namespace relais::dashboard {

/// Which messages are shown: those that have each of three texts in them. Of ASCII letters, upper and lower case are
/// the same; searching a flood for all that Unicode holds alike would cost ten times as much.
class MessageFilter {
public:
    MessageFilter() = default;
    /// In UTF-8; empty: any.
    MessageFilter(std::string type, std::string user, std::string text);

    bool accepts(const Message &message) const;
    bool isEmpty() const { return m_type.isEmpty() && m_user.isEmpty() && m_text.isEmpty(); }

private:
    /// Knuth, Morris and Pratt's search, which never goes back: in a flood, what others sent must not decide how long
    /// the window waits. Ones that skip are faster with most texts, and a hundred times as slow with some.
    class Needle {
    public:
        Needle() = default;
        explicit Needle(std::string text);
        bool isEmpty() const { return m_text.empty(); }
        bool isIn(std::string_view haystack) const;

    private:
        std::string m_text; ///< in lower case
        std::vector<std::uint16_t> m_borders; ///< of each beginning: how much of it is also its end
    };

    Needle m_type;
    Needle m_user;
    Needle m_text;
};

} // namespace relais::dashboard
