// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <QPointer>

#include "dashboard/session/adminapi.h"

namespace relais::test {

/// Keeps what is asked, until the test answers it.
class FakeAdminApi final : public dashboard::AdminApi {
public:
    struct Request {
        QString method;
        QString path;
        QUrlQuery query;
        QJsonObject body;
        QByteArray text; ///< the body as it was sent
        QPointer<QObject> context;
        Answer answer;
    };

    void get(const QString &path, const QUrlQuery &query, QObject *context, Answer answer) override
    {
        add({QStringLiteral("GET"), path, query, {}, {}, context, std::move(answer)});
    }
    void getText(const QString &path, const QUrlQuery &query, QObject *context, TextAnswer answer) override
    {
        get(path, query, context, [answer = std::move(answer)](const Result<QJsonObject> &object) {
            answer(object ? Result<QByteArray>(QJsonDocument(*object).toJson(QJsonDocument::Compact))
                          : Result<QByteArray>(object.error()));
        });
    }
    void postText(const QString &path, const QByteArray &json, QObject *context, Answer answer) override
    {
        add({QStringLiteral("POST"),
             path,
             {},
             QJsonDocument::fromJson(json).object(),
             json,
             context,
             std::move(answer)});
    }
    void remove(const QString &path, const QUrlQuery &query, QObject *context, Answer answer) override
    {
        add({QStringLiteral("DELETE"), path, query, {}, {}, context, std::move(answer)});
    }

    /// Answers by itself what it gives something for.
    std::function<std::optional<Result<QJsonObject>>(const Request &)> automatic;

    /// Answers the oldest request that waits.
    void answer(const Result<QJsonObject> &result)
    {
        Request request = std::move(waiting.front());
        waiting.erase(waiting.begin());
        if (request.context)
            request.answer(result);
    }
    void refuse(ErrorCode code, const std::string &detail) { answer(Error{.code = code, .detail = detail}); }

    std::vector<Request> waiting;
    std::vector<Request> asked; ///< all of them

private:
    void add(Request request)
    {
        asked.push_back(request);
        if (automatic) {
            if (const auto result = automatic(request)) {
                QMetaObject::invokeMethod(
                    request.context, [answer = request.answer, result] { answer(*result); }, Qt::QueuedConnection);
                return;
            }
        }
        waiting.push_back(std::move(request));
    }
};

} // namespace relais::test
