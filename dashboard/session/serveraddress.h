// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include "common/core/result.h"

namespace relais::dashboard {

/// Where a server is, and as whom one comes. The URL is its root, as in "https://sync.example.org:5000".
struct ServerAddress {
    QUrl url;
    QByteArray token; ///< a JWT or an API key; empty: none, for a server in development mode

    QUrl webSocketUrl() const;
    QUrl pollingUrl() const;
    QUrl apiUrl(const QString &path) const; ///< "/api/…", what varies percent-encoded

    bool operator==(const ServerAddress &) const = default;
};

/// The URL that a person typed: without a scheme it is http on this machine and https elsewhere. Errors:
/// InvalidParameter.
Result<QUrl> parseServerUrl(const QString &text);

} // namespace relais::dashboard
