// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QSet>

#include "dashboard/session/adminapi.h"
#include "dashboard/session/serveraddress.h"

namespace relais::dashboard {

/// AdminApi over HTTP/1.1. Redirects are not followed, as they would take the token along. An answer is bounded in
/// size and time; a large one is parsed by another thread. Lives in one thread.
class HttpAdminApi final : public QObject, public AdminApi {
    Q_OBJECT

public:
    explicit HttpAdminApi(QObject *parent = nullptr);
    ~HttpAdminApi() override;

    /// The server from now on. What is under way to another one is answered with an error.
    void setAddress(const ServerAddress &address);

    void get(const QString &path, const QUrlQuery &query, QObject *context, Answer answer) override;
    void getText(const QString &path, const QUrlQuery &query, QObject *context, TextAnswer answer) override;
    void postText(const QString &path, const QByteArray &json, QObject *context, Answer answer) override;
    void remove(const QString &path, const QUrlQuery &query, QObject *context, Answer answer) override;

    /// Of one request.
    static constexpr std::chrono::milliseconds patience{10'000};
    /// A page of 1000 messages of 64 KiB would be more; no page that the dashboard asks for comes near it.
    static constexpr qint64 maximumAnswerBytes = 32 * 1024 * 1024;

private:
    class Exchange;

    void begin(const QByteArray &method, const QString &path, const QUrlQuery &query, const QByteArray &body,
               QObject *context, TextAnswer answer);

    QNetworkAccessManager m_network;
    ServerAddress m_address;
    QSet<Exchange *> m_exchanges;
};

} // namespace relais::dashboard
