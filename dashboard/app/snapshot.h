// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QByteArray>
#include <QJsonObject>
#include <QObject>

#include "dashboard/session/httpadminapi.h"

namespace relais::dashboard {

/// The figures of a server as one table: a line with their names, as the status names them ("queue.messages"), and
/// one with their values.
QByteArray snapshotCsv(const QJsonObject &status);
QByteArray snapshotJson(const QJsonObject &status);

/// `--snapshot`: asks a server once and writes what it says.
class Snapshot final : public QObject {
    Q_OBJECT

public:
    /// `file` as in CommandLine.
    Snapshot(const ServerAddress &address, QString file, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    /// `problem` is empty when it was written.
    void finished(const QString &problem);

private:
    QString write(const QJsonObject &status) const;

    HttpAdminApi m_api;
    const QString m_file;
};

} // namespace relais::dashboard
