// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QDBusConnection>
#include <QDBusVariant>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QVariantMap>

#include "tests/support/deadline.h"

namespace relais::test {

/// A message bus with nobody on it but the test: no service of the machine is started on it.
class PrivateBus {
public:
    PrivateBus()
    {
        const QString configuration = m_folder.filePath(QStringLiteral("bus.conf"));
        QFile file(configuration);
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write("<busconfig><type>session</type><listen>unix:dir=" + m_folder.path().toUtf8()
                   + "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\"/>"
                     "<allow eavesdrop=\"true\"/>"
                     "<allow own=\"*\"/></policy></busconfig>");
        file.close();
        // It may not raise its limits here, and says so each time.
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(QStringLiteral("dbus-daemon"),
                        {QStringLiteral("--config-file=") + configuration, QStringLiteral("--nofork"),
                         QStringLiteral("--print-address=1")});
        const Deadline deadline;
        while (!m_process.canReadLine() && m_process.state() != QProcess::NotRunning && !deadline.hasPassed())
            m_process.waitForReadyRead(100);
        m_address = QString::fromLatin1(m_process.readLine().trimmed());
    }
    ~PrivateBus()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(PrivateBus)

    /// Empty: dbus-daemon, of the package of that name, could not be started.
    const QString &address() const { return m_address; }
    QDBusConnection connection(const QString &name) const { return QDBusConnection::connectToBus(m_address, name); }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_address;
};

/// What shows notifications on a desktop.
class FakeNotifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown {
        QString program;
        QString icon;
        QString summary;
        QString body;
        QStringList actions;
        QVariantMap hints;
        int timeout = 0;
    };

    explicit FakeNotifications(QDBusConnection bus)
        : m_bus(std::move(bus))
    {
        m_bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        isThere = m_bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
    }
    ~FakeNotifications() override
    {
        m_bus.unregisterService(QStringLiteral("org.freedesktop.Notifications"));
        m_bus.unregisterObject(QStringLiteral("/org/freedesktop/Notifications"));
    }

    void click(uint id) { Q_EMIT ActionInvoked(id, QStringLiteral("default")); }
    void closeByUser(uint id)
    {
        open.erase(id);
        Q_EMIT NotificationClosed(id, 2);
    }

    bool isThere = false;
    std::map<uint, Shown> open;
    int notifyCount = 0;

public Q_SLOTS:
    uint Notify(const QString &program, uint replaces, const QString &icon, const QString &summary,
                const QString &body, const QStringList &actions, const QVariantMap &hints, int timeout)
    {
        ++notifyCount;
        const uint id = replaces != 0 ? replaces : ++m_lastId;
        open[id] = {program, icon, summary, body, actions, hints, timeout};
        return id;
    }
    void CloseNotification(uint id)
    {
        if (open.erase(id) > 0)
            Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void NotificationClosed(uint id, uint reason);
    void ActionInvoked(uint id, const QString &action);

private:
    QDBusConnection m_bus;
    uint m_lastId = 41;
};

/// What knows of a tray on a desktop.
class FakeTrayWatcher : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered MEMBER hasHost)

public:
    explicit FakeTrayWatcher(QDBusConnection bus, bool hasTray)
        : hasHost(hasTray)
        , m_bus(std::move(bus))
    {
        m_bus.registerObject(QStringLiteral("/StatusNotifierWatcher"), this,
                             QDBusConnection::ExportAllProperties | QDBusConnection::ExportAllSignals);
        isThere = m_bus.registerService(QStringLiteral("org.kde.StatusNotifierWatcher"));
    }
    ~FakeTrayWatcher() override
    {
        m_bus.unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher"));
        m_bus.unregisterObject(QStringLiteral("/StatusNotifierWatcher"));
    }

    void addHost()
    {
        hasHost = true;
        Q_EMIT StatusNotifierHostRegistered();
    }

    bool hasHost;
    bool isThere = false;

Q_SIGNALS:
    void StatusNotifierHostRegistered();

private:
    QDBusConnection m_bus;
};

} // namespace relais::test
