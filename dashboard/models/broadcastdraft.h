// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace relais::dashboard {

/// A broadcast as it is written.
struct BroadcastDraft {
    QString type;
    QByteArray payload; ///< JSON, as far as it is written
    QStringList users; ///< empty: everyone

    bool operator==(const BroadcastDraft &) const = default;
};

/// One that was sent.
struct SentBroadcast {
    BroadcastDraft draft;
    qint64 at = 0; ///< milliseconds since 1970
    QString id; ///< empty: it was refused
    QString problem; ///< why
    qint64 recipients = 0; ///< clients connected then
};

} // namespace relais::dashboard
