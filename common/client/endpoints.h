// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/core/result.h"

#include <QString>
#include <QUrl>

namespace relais::client {

/// The URLs of one server.
struct Endpoints {
    QUrl webSocket;
    QUrl poll;
    QUrl send;

    /// Each of the two may be empty and then follows from the other. `userId` is added to those that read, unless it
    /// is empty. Errors: InvalidParameter, with the name of the option as `at`.
    static Result<Endpoints> from(const QUrl &websocketUrl, const QUrl &pollingUrl, const QString &userId);
};

/// `url` with one more parameter, whatever characters its value has.
QUrl withParameter(QUrl url, const QString &name, const QString &value);

} // namespace relais::client
