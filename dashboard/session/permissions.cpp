// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/permissions.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

Permissions Permissions::ofToken(const QByteArray &token)
{
    const auto parts = token.split('.');
    if (parts.size() != 3)
        return {};
    const auto claims
        = QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding)).object();
    if (!claims.value("roles"_L1).isArray())
        return {};
    return ofRoles(claims.value("roles"_L1).toVariant().toStringList());
}

Permissions Permissions::ofRoles(const QStringList &roles)
{
    const bool isAdmin = roles.contains(u"admin"_s);
    return {.mayObserve = isAdmin || roles.contains(u"operator"_s),
            .mayBroadcast = isAdmin || roles.contains(u"publisher"_s),
            .mayAdminister = isAdmin};
}

} // namespace relais::dashboard
