// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QByteArray>

#include "tests/support/httpclient.h"

namespace relais::test {

/// One frame as it went over the wire.
struct WebSocketFrame {
    enum Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

    quint8 opcode = Text;
    QByteArray payload{};
    bool isFinal = true;
    bool isMasked = true; ///< as a client's frames must be
    quint8 reserved = 0; ///< the three RSV bits, RSV1 the highest

    /// Its bytes, with the shortest form of the length.
    QByteArray encode() const;
};

/// A client that speaks RFC 6455 to the letter and holds the server to it, and that can be told to send
/// anything else. What the server does wrong fails the running test.
class WebSocketClient {
public:
    /// Connects and shakes hands; see response() when it is to be refused.
    explicit WebSocketClient(quint16 port, const QByteArray &target = "/ws", const HttpFields &fields = {},
                             const RawConnection::Options &options = {});

    const HttpResponse &response() const { return m_response; } ///< to the upgrade
    bool isUpgraded() const { return m_response.status == 101; }
    RawConnection &connection() { return m_http.connection(); }

    bool send(const WebSocketFrame &frame);
    bool sendRaw(QByteArrayView bytes) { return connection().send(bytes); }
    bool sendText(const QByteArray &text);
    bool sendClose(quint16 code, const QByteArray &reason = {});

    /// The next frame of any kind; none when the stream ends or nothing comes.
    std::optional<WebSocketFrame> readFrame();
    /// The next data frame. Answers pings, which may come at any time; none when the server closes.
    std::optional<WebSocketFrame> readData();
    /// Reads on to the server's close frame and to the end of the stream behind it, answering the former as a
    /// client must. The code; 1005 for a frame without one; 0 when there was no close frame, or the stream
    /// did not end.
    int readCloseCode();
    /// After readCloseCode().
    const QByteArray &closeReason() const { return m_closeReason; }

private:
    bool readPayload(WebSocketFrame &frame, quint8 lengthByte);
    std::optional<WebSocketFrame> fail(const char *what);

    HttpClient m_http;
    HttpResponse m_response;
    std::optional<int> m_closeCode; ///< of the close frame that was read
    QByteArray m_closeReason;
    bool m_closeSent = false;
};

/// What a close frame with this code holds.
QByteArray closePayload(quint16 code, const QByteArray &reason = {});
/// The fields of a valid upgrade, without Host.
HttpFields upgradeFields();
/// The bytes of a valid upgrade, to be cut or changed by a test.
QByteArray upgradeRequest(const QByteArray &target = "/ws", const HttpFields &fields = {});

} // namespace relais::test
