// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/websocketlink.h"

#include <QtEndian>

#include "tests/history/httpexchange.h"
#include "tests/support/deadline.h"
#include "tests/support/websocketclient.h"

namespace relais::test {

namespace {

constexpr auto answerPatience = std::chrono::seconds(3);

} // namespace

WebSocketLink::WebSocketLink(quint16 port, const QByteArray &target)
    : m_link(port)
{
    const std::optional<int> status = exchangeHead(m_link, upgradeRequest(target), answerPatience);
    m_status = status.value_or(0);
    m_isUpgraded = m_status == 101;
}

bool WebSocketLink::send(const QByteArray &text)
{
    return isOpen()
        && m_link.send(WebSocketFrame{.opcode = WebSocketFrame::Text, .payload = text}.encode(), answerPatience);
}

std::optional<WebSocketLink::Read> WebSocketLink::read(std::chrono::milliseconds within)
{
    const Deadline deadline(within);
    while (isOpen()) {
        const std::optional<Frame> frame = takeFrame();
        if (!frame) {
            const auto left = std::chrono::milliseconds(deadline.remainingMilliseconds());
            if (m_link.receive(left) == Link::Outcome::Silence && deadline.hasPassed())
                return Read{.isSilent = true};
            continue;
        }
        switch (frame->opcode) {
        case WebSocketFrame::Text:
            return Read{.text = frame->payload};
        case WebSocketFrame::Ping:
            m_link.send(WebSocketFrame{.opcode = WebSocketFrame::Pong, .payload = frame->payload}.encode(),
                        answerPatience);
            break;
        case WebSocketFrame::Pong:
            break;
        case WebSocketFrame::Close:
            m_closeCode = frame->payload.size() < 2 ? 1005 : qFromBigEndian<quint16>(frame->payload.constData());
            m_link.close();
            break;
        default:
            m_link.close();
            return Read{.isGarbled = true};
        }
    }
    return std::nullopt;
}

/// From what came; the server neither masks nor fragments.
std::optional<WebSocketLink::Frame> WebSocketLink::takeFrame()
{
    const QByteArray &bytes = m_link.buffer();
    if (bytes.size() < 2)
        return std::nullopt;
    const auto opcode = static_cast<quint8>(bytes[0]);
    quint64 length = static_cast<quint8>(bytes[1]);
    qsizetype head = 2;
    if (length == 126) {
        head = 4;
        length = bytes.size() < head ? 0 : qFromBigEndian<quint16>(bytes.constData() + 2);
    } else if (length == 127) {
        head = 10;
        length = bytes.size() < head ? 0 : qFromBigEndian<quint64>(bytes.constData() + 2);
    }
    const quint64 have = static_cast<quint64>(bytes.size());
    if (have < static_cast<quint64>(head) || have - static_cast<quint64>(head) < length)
        return std::nullopt;
    m_link.take(head);
    const QByteArray payload = m_link.take(static_cast<qsizetype>(length));
    // Whole frames without reserved bits only: anything else is read as an opcode that there is not.
    return Frame{static_cast<quint8>((opcode & 0xf0) == 0x80 ? opcode & 0xf : 0xf), payload};
}

} // namespace relais::test
