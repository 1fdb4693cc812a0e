// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "dashboard/session/serveraddress.h"

namespace relais::dashboard {

/// Asks a server once, whether it is one and whether a token is good there.
class ConnectionTest final : public QObject {
    Q_OBJECT

public:
    explicit ConnectionTest(QObject *parent = nullptr);

    /// Replaces one that is under way.
    void start(const ServerAddress &address);

Q_SIGNALS:
    void finished(bool isGood, const QString &text);

private:
    std::unique_ptr<QObject> m_attempt;
};

} // namespace relais::dashboard
