// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QNetworkRequest>
#include <QUrl>

namespace relais::client {

/// A request to a Relais server. Redirects are not followed: they would take the token to wherever the answer says.
/// No cache, no cookies, nothing compressed, HTTP/1.1.
QNetworkRequest requestFor(const QUrl &url, const QByteArray &token);

} // namespace relais::client
