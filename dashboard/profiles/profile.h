// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QUrl>

namespace relais::dashboard {

/// A server that the operator knows. Its token is not here but with TokenStore.
struct Profile {
    QString id; ///< a UUID, never shown; the token is kept under it
    QString name;
    QUrl url;
    QColor color; ///< so that production looks like production

    bool operator==(const Profile &) const = default;
};

} // namespace relais::dashboard
