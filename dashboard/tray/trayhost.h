// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QObject>

namespace relais::dashboard {

/// Is there something on this desktop that shows tray icons by D-Bus (org.kde.StatusNotifierWatcher)? It may come
/// after us, when the session begins, and go before us. Qt 6.4 asks once, when the first icon is made, and neither
/// asks again nor notices that it is gone.
class TrayHost final : public QObject {
    Q_OBJECT

public:
    /// Asks without waiting: it is there when changed() has said so.
    explicit TrayHost(const QDBusConnection &bus, QObject *parent = nullptr);

    bool isThere() const { return m_isThere; }

Q_SIGNALS:
    void changed(bool isThere);

private Q_SLOTS:
    void ask();

private:
    void set(bool isThere);

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    bool m_isThere = false;
};

} // namespace relais::dashboard
