// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>

#include "dashboard/alerts/notifier.h"

namespace relais::dashboard {

/// Notifications as desktops on Linux show them, a tray or none: the D-Bus service org.freedesktop.Notifications.
class DesktopNotifier final : public QObject, public Notifier {
    Q_OBJECT

public:
    explicit DesktopNotifier(const QDBusConnection &bus, QObject *parent = nullptr);
    /// Takes back what is still shown: it would be about something that nobody watches any more.
    ~DesktopNotifier() override;

    void show(const Notification &notification) override;
    void close(const QString &key) override;

Q_SIGNALS:
    /// There is no such service, or it does not answer.
    void failed(const relais::dashboard::Notification &notification);
    /// The operator has clicked on one.
    void activated();

private Q_SLOTS:
    void onNotificationClosed(uint id, uint reason);
    void onActionInvoked(uint id, const QString &action);

private:
    /// What is known of one key. The service gives it an id with its answer; what is wanted of it until then waits.
    struct Shown {
        std::optional<Notification> wanted;
        uint id = 0; ///< 0: it is not shown
        bool isSending = false;
        bool isOutdated = false; ///< `wanted` is not what is being sent
    };

    void send(const QString &key);
    void onAnswer(const QString &key, std::optional<uint> id);
    void closeShown(uint id);
    void onServiceLost();

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    std::map<QString, Shown> m_shown;
};

} // namespace relais::dashboard
