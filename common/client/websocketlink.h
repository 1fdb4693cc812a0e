// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QUrl>

QT_FORWARD_DECLARE_CLASS(QWebSocket)

namespace relais::client {

/// One QWebSocket at a time, a new one for each attempt, since an old one may still be closing.
class WebSocketLink : public QObject {
    Q_OBJECT

public:
    /// A frame or message with more than `maximumBytes` closes the connection.
    explicit WebSocketLink(qint64 maximumBytes, QObject *parent = nullptr);
    ~WebSocketLink() override;

    /// None must be there.
    void open(const QUrl &url, const QByteArray &token);
    void sendText(const QByteArray &text);
    /// Says goodbye if there is somebody to say it to, and waits for nothing. Nothing is heard of it any more.
    void drop();

Q_SIGNALS:
    void textReceived(const QByteArray &text);
    /// It was closed, or could not be opened: 1006.
    void closed(int code);

private:
    void onGone(bool isError);

    const qint64 m_maximumBytes;
    QWebSocket *m_socket = nullptr;
};

} // namespace relais::client
