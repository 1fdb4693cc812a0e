// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QUrlQuery>

#include "common/core/result.h"

namespace relais::dashboard {

/// What the pages ask of the server that the dashboard is connected to, over its HTTP API. Nothing blocks: `answer`
/// is called later, once, in the thread of the caller, unless `context` is gone by then. Errors: what the server's
/// problem document says, or that there was no answer (its `detail` then says why).
class AdminApi {
public:
    using Answer = std::function<void(const Result<QJsonObject> &)>;

    using TextAnswer = std::function<void(const Result<QByteArray> &)>;

    virtual ~AdminApi() = default;
    /// `path` begins with "/api/"; what varies in it is percent-encoded by the caller.
    virtual void get(const QString &path, const QUrlQuery &query, QObject *context, Answer answer) = 0;
    /// As get(), with the answer as the server wrote it: payloads keep their numbers and the order of their members.
    virtual void getText(const QString &path, const QUrlQuery &query, QObject *context, TextAnswer answer) = 0;
    void post(const QString &path, const QJsonObject &body, QObject *context, Answer answer);
    /// POST of JSON text, as it is: numbers and the order of members are what somebody wrote.
    virtual void postText(const QString &path, const QByteArray &json, QObject *context, Answer answer) = 0;
    /// DELETE.
    virtual void remove(const QString &path, const QUrlQuery &query, QObject *context, Answer answer) = 0;
};

inline void AdminApi::post(const QString &path, const QJsonObject &body, QObject *context, Answer answer)
{
    postText(path, QJsonDocument(body).toJson(QJsonDocument::Compact), context, std::move(answer));
}

} // namespace relais::dashboard
