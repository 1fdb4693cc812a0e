// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/websocketclient.h"

#include <QtEndian>

#include "tests/support/failure.h"

namespace relais::test {

namespace {

// The example of RFC 6455, section 1.3.
constexpr auto exampleKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr auto exampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// Not random: a proxy between is what the mask is against, and there is none; a failing test repeats.
constexpr char mask[4] = {0x37, '\xfa', 0x21, 0x3d};

} // namespace

QByteArray WebSocketFrame::encode() const
{
    QByteArray bytes;
    bytes += static_cast<char>((isFinal ? 0x80 : 0) | (reserved << 4) | opcode);
    const char maskBit = isMasked ? '\x80' : '\0';
    if (payload.size() < 126) {
        bytes += static_cast<char>(maskBit | static_cast<char>(payload.size()));
    } else if (payload.size() < 65536) {
        bytes += static_cast<char>(maskBit | 126);
        bytes.resize(bytes.size() + 2);
        qToBigEndian(static_cast<quint16>(payload.size()), bytes.data() + 2);
    } else {
        bytes += static_cast<char>(maskBit | 127);
        bytes.resize(bytes.size() + 8);
        qToBigEndian(static_cast<quint64>(payload.size()), bytes.data() + 2);
    }
    if (!isMasked)
        return bytes + payload;
    bytes.append(mask, sizeof mask);
    const qsizetype start = bytes.size();
    bytes += payload;
    for (qsizetype i = 0; i < payload.size(); ++i)
        bytes[start + i] = static_cast<char>(bytes[start + i] ^ mask[i % 4]);
    return bytes;
}

WebSocketClient::WebSocketClient(quint16 port, const QByteArray &target, const HttpFields &fields,
                                 const RawConnection::Options &options)
    : m_http(port, options)
{
    m_http.sendRaw(upgradeRequest(target, fields));
    m_response = m_http.readResponse();
    if (!isUpgraded())
        return;
    const bool isRight = m_response.field("Sec-WebSocket-Accept") == exampleAccept
        && m_response.fieldHasToken("Upgrade", "websocket") && m_response.fieldHasToken("Connection", "upgrade");
    if (!isRight)
        fail("not an answer to this upgrade");
}

bool WebSocketClient::send(const WebSocketFrame &frame)
{
    m_closeSent = m_closeSent || frame.opcode == WebSocketFrame::Close;
    return connection().send(frame.encode());
}

bool WebSocketClient::sendText(const QByteArray &text)
{
    return send({WebSocketFrame::Text, text});
}

bool WebSocketClient::sendClose(quint16 code, const QByteArray &reason)
{
    return send({WebSocketFrame::Close, closePayload(code, reason)});
}

std::optional<WebSocketFrame> WebSocketClient::readFrame()
{
    const QByteArray start = connection().readExactly(2);
    if (start.isEmpty())
        return std::nullopt;
    if (m_closeCode)
        return fail("a frame behind the close frame");
    const auto first = static_cast<quint8>(start[0]);
    const auto second = static_cast<quint8>(start[1]);
    WebSocketFrame frame;
    frame.isFinal = first & 0x80;
    frame.reserved = (first >> 4) & 7;
    frame.opcode = first & 0xf;
    frame.isMasked = second & 0x80;
    if (frame.isMasked)
        return fail("a masked frame from a server");
    if (frame.reserved != 0)
        return fail("a reserved bit without an extension");
    if (!readPayload(frame, second & 0x7f))
        return fail("a length that is not minimal, or a frame cut short");
    const bool isControl = frame.opcode >= 8;
    if (isControl && (!frame.isFinal || frame.payload.size() > 125))
        return fail("a control frame that is fragmented or too long");
    if (frame.opcode > WebSocketFrame::Pong || (frame.opcode > WebSocketFrame::Binary && !isControl))
        return fail("a reserved opcode");
    if (frame.opcode == WebSocketFrame::Text && frame.isFinal && !frame.payload.isValidUtf8())
        return fail("text that is not UTF-8");
    if (frame.opcode == WebSocketFrame::Close) {
        if (frame.payload.size() == 1)
            return fail("half a close code");
        m_closeCode = frame.payload.isEmpty() ? 1005 : qFromBigEndian<quint16>(frame.payload.constData());
        m_closeReason = frame.payload.mid(2);
        if (!m_closeReason.isValidUtf8())
            return fail("a close reason that is not UTF-8");
    }
    return frame;
}

std::optional<WebSocketFrame> WebSocketClient::readData()
{
    while (auto frame = readFrame()) {
        if (frame->opcode == WebSocketFrame::Ping)
            send({WebSocketFrame::Pong, frame->payload});
        else if (frame->opcode == WebSocketFrame::Close)
            return std::nullopt;
        else if (frame->opcode != WebSocketFrame::Pong)
            return frame;
    }
    return std::nullopt;
}

int WebSocketClient::readCloseCode()
{
    while (!m_closeCode && readFrame()) { }
    if (!m_closeCode)
        return 0;
    if (!m_closeSent)
        sendClose(*m_closeCode == 1005 ? 1000 : static_cast<quint16>(*m_closeCode));
    if (!connection().readToEnd().isEmpty()) {
        fail("bytes behind the close frame");
        return 0;
    }
    const bool isEnded = connection().state() != RawConnection::State::TimedOut;
    connection().close(); // the server ended first, as it is to
    return isEnded ? *m_closeCode : 0;
}

bool WebSocketClient::readPayload(WebSocketFrame &frame, quint8 lengthByte)
{
    quint64 length = lengthByte;
    if (lengthByte == 126) {
        const QByteArray bytes = connection().readExactly(2);
        length = bytes.isEmpty() ? 0 : qFromBigEndian<quint16>(bytes.constData());
        if (length < 126)
            return false;
    } else if (lengthByte == 127) {
        const QByteArray bytes = connection().readExactly(8);
        length = bytes.isEmpty() ? 0 : qFromBigEndian<quint64>(bytes.constData());
        if (length < 65536 || length > (1U << 30))
            return false;
    }
    frame.payload = connection().readExactly(static_cast<qsizetype>(length));
    return frame.payload.size() == static_cast<qsizetype>(length);
}

std::optional<WebSocketFrame> WebSocketClient::fail(const char *what)
{
    failTest(QByteArray("WebSocket: ") + what);
    connection().reset();
    return std::nullopt;
}

QByteArray closePayload(quint16 code, const QByteArray &reason)
{
    QByteArray payload(2, '\0');
    qToBigEndian(code, payload.data());
    return payload + reason;
}

HttpFields upgradeFields()
{
    return {{"Upgrade", "websocket"},
            {"Connection", "Upgrade"},
            {"Sec-WebSocket-Key", exampleKey},
            {"Sec-WebSocket-Version", "13"}};
}

QByteArray upgradeRequest(const QByteArray &target, const HttpFields &fields)
{
    HttpFields all = upgradeFields();
    all.insert(all.end(), fields.begin(), fields.end());
    return httpRequest("GET", target, all);
}

} // namespace relais::test
