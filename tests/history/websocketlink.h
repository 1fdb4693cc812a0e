// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QJsonObject>

#include "tests/history/link.h"

namespace relais::test {

/// A WebSocket over a connection that may die at any byte.
class WebSocketLink {
public:
    /// Connects and shakes hands.
    WebSocketLink(quint16 port, const QByteArray &target);

    bool isOpen() const { return m_isUpgraded && m_link.isOpen(); }
    /// 0: none came.
    int upgradeStatus() const { return m_status; }
    /// Of the close frame that came; 0: none did.
    int closeCode() const { return m_closeCode; }
    bool send(const QByteArray &text);

    struct Read {
        bool isSilent = false; ///< nothing came in time; it may be open still
        bool isGarbled = false;
        QByteArray text{}; ///< of a frame that came whole
    };
    /// The next text frame; none when it is not open any more. Answers pings.
    std::optional<Read> read(std::chrono::milliseconds within);

private:
    struct Frame {
        quint8 opcode;
        QByteArray payload;
    };
    std::optional<Frame> takeFrame();

    Link m_link;
    int m_status = 0;
    int m_closeCode = 0;
    bool m_isUpgraded = false;
};

} // namespace relais::test
