// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "common/core/clock.h"
#include "dashboard/app/commandline.h"
#include "dashboard/profiles/profilestore.h"
#include "dashboard/profiles/tokenstore.h"
#include "dashboard/session/serversession.h"
#include "dashboard/window/language.h"
#include "dashboard/window/mainwindow.h"
#include "dashboard/window/settings.h"
#include "dashboard/window/theme.h"

namespace relais::dashboard {

class AlertCenter;
class OverviewPage;
class ServerPages;

/// Builds the dashboard, connects its parts, and starts it. Needs a QApplication.
class DashboardApplication final : public QObject {
    Q_OBJECT

public:
    /// `folder` is where profiles and settings are kept. `tokens` is where secrets are.
    DashboardApplication(const QString &folder, std::unique_ptr<TokenStore> tokens, QObject *parent = nullptr);
    ~DashboardApplication() override;

    /// Shows the window, and connects: to what the command line says, else to the server of last time. False when
    /// there is no profile of that name.
    bool start(const CommandLine &line, const QByteArray &token);

    void connectTo(const Profile &profile);
    void disconnect();
    void quit();
    void manageProfiles();
    void useLanguage(const QString &code);
    void useTheme(Theme::Choice choice);

    MainWindow &window() { return m_window; }
    ServerSession &session() { return m_session; }
    ProfileStore &profiles() { return m_profiles; }
    AlertCenter &alerts() { return *m_alerts; }

private:
    void createPages(const QString &folder);
    void connectParts();
    void open(const Profile &profile, const QByteArray &token);
    void onStatus(const SessionStatus &status);
    /// Without a keychain a token is asked for; nothing when the operator would rather not.
    std::optional<QByteArray> askForToken(const Profile &profile);

    SystemClock m_clock;
    Settings m_settings;
    Language m_language;
    Theme m_theme;
    ProfileStore m_profiles;
    std::unique_ptr<TokenStore> m_tokens;
    ServerSession m_session;
    MainWindow m_window;
    OverviewPage *m_overview = nullptr; ///< the window's
    std::unique_ptr<ServerPages> m_pages;
    std::unique_ptr<AlertCenter> m_alerts;
    std::optional<QString> m_awaited; ///< the profile whose token is being looked for
    SessionStatus::State m_state = SessionStatus::State::Closed;
};

} // namespace relais::dashboard
