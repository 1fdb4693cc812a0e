// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/httpadminapi.h"

#include <algorithm>
#include <optional>

#include <QFuture>
#include <QJsonDocument>
#include <QPromise>
#include <QThreadPool>
#include <QTimer>

#include "common/client/httprequest.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

// Parsing a mebibyte takes some 10 ms; what is below this is not worth another thread.
constexpr qsizetype parsedHereBytes = 64 * 1024;
constexpr qint64 readBufferBytes = 256 * 1024;
constexpr qsizetype maximumDetailCharacters = 500;

Error unreachable(const QString &why)
{
    return {.code = ErrorCode::Disconnected, .detail = why.toStdString()};
}

/// Of a problem document, or of whatever came instead. The text is the server's: it is shown as plain text, and cut.
Error problemOf(int status, const QJsonObject &problem)
{
    const auto byStatus = std::ranges::find(errorTable(), status, &ErrorInfo::httpStatus);
    Error error{.code = byStatus == errorTable().end() ? ErrorCode::InternalError : byStatus->code};
    const auto name = problem.value("code"_L1).toString().toStdString();
    const auto byName = std::ranges::find(errorTable(), name, &ErrorInfo::name);
    if (byName != errorTable().end())
        error.code = byName->code;
    auto detail = problem.value("detail"_L1).toString(problem.value("title"_L1).toString());
    if (detail.isEmpty())
        detail = u"answered with status %1"_s.arg(status);
    error.detail = detail.left(maximumDetailCharacters).toStdString();
    error.at = problem.value("at"_L1).toString().left(maximumDetailCharacters).toStdString();
    error.line = static_cast<std::uint32_t>(std::max(problem.value("line"_L1).toInt(), 0));
    error.column = static_cast<std::uint32_t>(std::max(problem.value("column"_L1).toInt(), 0));
    return error;
}

Result<QJsonObject> parsed(const QByteArray &body)
{
    if (body.isEmpty())
        return QJsonObject();
    const auto document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return Error{.code = ErrorCode::InvalidJson, .detail = "what answers there is not a Relais server"};
    return document.object();
}

/// Parses what comes before it hands it on; what is long, in another thread.
AdminApi::TextAnswer parsing(QObject *context, AdminApi::Answer answer)
{
    return [context = QPointer(context), answer = std::move(answer)](const Result<QByteArray> &body) {
        if (!body) {
            answer(body.error());
            return;
        }
        if (body->size() <= parsedHereBytes) {
            answer(parsed(*body));
            return;
        }
        const auto promise = std::make_shared<QPromise<Result<QJsonObject>>>();
        promise->start();
        promise->future().then(context.data(), [answer](const Result<QJsonObject> &object) { answer(object); });
        QThreadPool::globalInstance()->start([promise, text = *body] {
            promise->addResult(parsed(text));
            promise->finish();
        });
    };
}

} // namespace

/// One request, from its start until it is answered.
class HttpAdminApi::Exchange : public QObject {
public:
    Exchange(HttpAdminApi &api, QObject *context, TextAnswer answer)
        : m_api(api)
        , m_context(context)
        , m_answer(std::move(answer))
    {
        m_api.m_exchanges.insert(this);
        m_timer.setSingleShot(true);
        m_timer.start(patience);
        connect(&m_timer, &QTimer::timeout, this,
                [this] { end(unreachable(HttpAdminApi::tr("No answer in time"))); });
    }
    ~Exchange() override
    {
        m_api.m_exchanges.remove(this);
        if (m_reply) {
            m_reply->disconnect(this);
            m_reply->abort();
            m_reply->deleteLater();
        }
    }

    void watch(QNetworkReply *reply)
    {
        m_reply = reply;
        reply->setReadBufferSize(readBufferBytes);
        connect(reply, &QNetworkReply::readyRead, this, [this] { read(); });
        connect(reply, &QNetworkReply::finished, this, [this] { finish(); });
    }

    void end(const Result<QByteArray> &result)
    {
        const auto answer = std::exchange(m_answer, {});
        if (answer && m_context)
            answer(result);
        m_timer.stop();
        deleteLater();
    }

private:
    void read()
    {
        m_body += m_reply->readAll();
        if (m_body.size() > maximumAnswerBytes)
            end(Error{.code = ErrorCode::PayloadTooLarge,
                      .detail = HttpAdminApi::tr("The answer is too large").toStdString()});
    }

    void finish()
    {
        m_body += m_reply->readAll();
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool isBroken
            = m_reply->error() != QNetworkReply::NoError && m_reply->error() < QNetworkReply::ContentAccessDenied;
        if (status == 0 || isBroken) {
            end(unreachable(m_reply->errorString()));
        } else if (status < 200 || status >= 300) {
            end(problemOf(status, QJsonDocument::fromJson(m_body).object()));
        } else {
            end(m_body);
        }
    }

    HttpAdminApi &m_api;
    const QPointer<QObject> m_context;
    TextAnswer m_answer;
    QTimer m_timer;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
};

HttpAdminApi::HttpAdminApi(QObject *parent)
    : QObject(parent)
{
}

HttpAdminApi::~HttpAdminApi()
{
    const auto exchanges = std::exchange(m_exchanges, {});
    for (Exchange *exchange : exchanges)
        delete exchange; // their answers are for nobody any more
}

void HttpAdminApi::setAddress(const ServerAddress &address)
{
    m_address = address;
    const auto exchanges = m_exchanges;
    for (Exchange *exchange : exchanges)
        exchange->end(unreachable(tr("The connection was changed")));
    m_network.clearConnectionCache();
}

void HttpAdminApi::get(const QString &path, const QUrlQuery &query, QObject *context, Answer answer)
{
    begin("GET", path, query, {}, context, parsing(context, std::move(answer)));
}

void HttpAdminApi::getText(const QString &path, const QUrlQuery &query, QObject *context, TextAnswer answer)
{
    begin("GET", path, query, {}, context, std::move(answer));
}

void HttpAdminApi::postText(const QString &path, const QByteArray &json, QObject *context, Answer answer)
{
    begin("POST", path, {}, json, context, parsing(context, std::move(answer)));
}

void HttpAdminApi::remove(const QString &path, const QUrlQuery &query, QObject *context, Answer answer)
{
    begin("DELETE", path, query, {}, context, parsing(context, std::move(answer)));
}

void HttpAdminApi::begin(const QByteArray &method, const QString &path, const QUrlQuery &query,
                         const QByteArray &body, QObject *context, TextAnswer answer)
{
    auto *const exchange = new Exchange(*this, context, std::move(answer));
    if (m_address.url.isEmpty()) {
        // Later, as always.
        QMetaObject::invokeMethod(
            exchange, [exchange] { exchange->end(unreachable(tr("Not connected to a server"))); },
            Qt::QueuedConnection);
        return;
    }
    QUrl url = m_address.apiUrl(path);
    if (!query.isEmpty())
        url.setQuery(query);
    auto request = client::requestFor(url, m_address.token);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    exchange->watch(m_network.sendCustomRequest(request, method, body));
}

} // namespace relais::dashboard
