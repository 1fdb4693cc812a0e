// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/httpanswer.h"

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QUrl>

namespace relais::client {

/// One HTTP request at a time, with its answer whole and bounded. Redirects are not followed: they would take the
/// token to wherever the answer says.
class HttpExchange : public QObject {
    Q_OBJECT

public:
    /// `network` is borrowed. An answer with more than `maximumBytes` counts as none.
    HttpExchange(QNetworkAccessManager &network, qint64 maximumBytes, QObject *parent = nullptr);
    ~HttpExchange() override;

    // None must be running.
    void get(const QUrl &url, const QByteArray &token);
    void post(const QUrl &url, const QByteArray &json, const QByteArray &idempotencyKey, const QByteArray &token);
    /// Nothing is heard of it any more.
    void abort();

Q_SIGNALS:
    void answered(const relais::client::HttpAnswer &answer);

private:
    void watch(QNetworkReply *reply);
    void read();
    void finish();

    QNetworkAccessManager &m_network;
    const qint64 m_maximumBytes;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
};

} // namespace relais::client
