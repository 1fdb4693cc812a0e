// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "dashboard/models/pagesettings.h"

namespace relais::dashboard {

class AuditPage;
class BroadcastPage;
class ClientsPage;
class LivePage;
class MainWindow;
class QueuePage;
class ServerSession;
class Settings;

/// How pages were laid out, within the file of settings.
class StoredPageSettings final : public PageSettings {
public:
    /// `settings` is borrowed.
    explicit StoredPageSettings(Settings &settings)
        : m_settings(settings)
    {
    }

    QVariant value(const QString &key) const override;
    void setValue(const QString &key, const QVariant &value) override;

private:
    Settings &m_settings;
};

/// The pages beside the overview: makes them, puts them into the navigation, and connects them to the session.
class ServerPages final : public QObject {
    Q_OBJECT

public:
    /// `folder`: where the templates and the history of broadcasts are kept. All others are borrowed.
    ServerPages(ServerSession &session, MainWindow &window, Settings &settings, const QString &folder,
                QObject *parent = nullptr);
    ~ServerPages() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addLive(MainWindow &window);
    void addBroadcast(MainWindow &window, const QString &folder);
    void addClients(MainWindow &window);
    void addQueues(MainWindow &window);
    void addAudit(MainWindow &window);
    void refreshVisible();

    ServerSession &m_session;
    StoredPageSettings m_pageSettings;
    // The window's.
    LivePage *m_live = nullptr;
    BroadcastPage *m_broadcast = nullptr;
    ClientsPage *m_clients = nullptr;
    QueuePage *m_queues = nullptr;
    AuditPage *m_audit = nullptr;
    bool m_isTapped = false;
};

} // namespace relais::dashboard
