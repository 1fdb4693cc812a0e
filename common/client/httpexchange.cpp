// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/httpexchange.h"

#include "common/client/httprequest.h"

#include <QNetworkRequest>

namespace relais::client {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 readBufferBytes = 64 * 1024; // what Qt holds beside what was read

/// Errors of the network and of HTTP as such, rather than a status that the server chose: no answer, or a part of
/// one.
bool isBroken(QNetworkReply::NetworkError error)
{
    const bool isStatus = (error >= QNetworkReply::ContentAccessDenied && error <= QNetworkReply::UnknownContentError)
        || (error >= QNetworkReply::InternalServerError && error <= QNetworkReply::UnknownServerError);
    return error != QNetworkReply::NoError && !isStatus;
}

std::optional<std::chrono::milliseconds> retryAfterOf(const QNetworkReply &reply)
{
    bool isNumber = false;
    const auto seconds = reply.rawHeader("Retry-After").toUInt(&isNumber);
    if (!isNumber)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

} // namespace

HttpExchange::HttpExchange(QNetworkAccessManager &network, qint64 maximumBytes, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_maximumBytes(maximumBytes)
{
}

HttpExchange::~HttpExchange()
{
    abort();
}

void HttpExchange::get(const QUrl &url, const QByteArray &token)
{
    watch(m_network.get(requestFor(url, token)));
}

void HttpExchange::post(const QUrl &url, const QByteArray &json, const QByteArray &idempotencyKey,
                        const QByteArray &token)
{
    auto request = requestFor(url, token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("Idempotency-Key", idempotencyKey);
    watch(m_network.post(request, json));
}

void HttpExchange::abort()
{
    if (!m_reply)
        return;
    auto *const reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

void HttpExchange::watch(QNetworkReply *reply)
{
    m_reply = reply;
    m_body.clear();
    reply->setReadBufferSize(readBufferBytes);
    connect(reply, &QNetworkReply::readyRead, this, &HttpExchange::read);
    connect(reply, &QNetworkReply::finished, this, &HttpExchange::finish);
}

void HttpExchange::read()
{
    m_body += m_reply->readAll();
    if (m_body.size() <= m_maximumBytes)
        return;
    abort();
    m_body.clear();
    Q_EMIT answered({});
}

void HttpExchange::finish()
{
    m_body += m_reply->readAll();
    auto *const reply = std::exchange(m_reply, nullptr);
    reply->disconnect(this);
    reply->deleteLater();

    HttpAnswer answer;
    const auto status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status > 0 && !isBroken(reply->error()) && m_body.size() <= m_maximumBytes) {
        answer.status = status;
        answer.retryAfter = retryAfterOf(*reply);
        answer.body = std::exchange(m_body, {}).toStdString();
    }
    m_body.clear();
    Q_EMIT answered(answer);
}

} // namespace relais::client
