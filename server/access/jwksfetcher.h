// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

class QNetworkReply;

namespace relais::server {

/// Gets a document of keys by HTTP, as a GET that follows nothing, sends no cookies and trusts no size: what arrives
/// is bounded by MaximumJwksBytes, how long it takes by the time-out. Lives in one thread, whose events it needs.
class JwksFetcher final : public QObject {
    Q_OBJECT

public:
    JwksFetcher(const QUrl &url, std::chrono::milliseconds timeout, QObject *parent = nullptr);
    ~JwksFetcher() override;

    bool isFetching() const { return !m_reply.isNull(); }
    /// Ends in fetched() or failed(), not before it returns. Without effect while a fetch is under way.
    void fetch();

Q_SIGNALS:
    void fetched(const QByteArray &body);
    void failed(const QString &reason); ///< English, for the log

private:
    void takeBody();
    void finish();
    void fail(const QString &reason);
    void release();

    const QUrl m_url;
    QNetworkAccessManager m_network;
    QTimer m_deadline;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
};

/// Why keys must not be fetched from here (translated), or nothing: they decide who comes in, so nobody on the way
/// may change them. https, or http to this machine.
QString problemOfJwksUrl(const QUrl &url);

} // namespace relais::server
