// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QMainWindow>

#include "dashboard/profiles/profile.h"
#include "dashboard/session/serversession.h"
#include "dashboard/window/navigationpage.h"
#include "dashboard/window/theme.h"

class QActionGroup;
class QLabel;
class QListWidget;
class QMenu;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace relais::dashboard {

class SessionBar;
class Settings;

/// The frame around the pages: which server this is, in its colour; the navigation; the state of the connection. What
/// is to be done about them it asks for by signals.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// `settings` is borrowed.
    explicit MainWindow(Settings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Adds an entry to the navigation; Ctrl+1, Ctrl+2 and so on lead to them in this order. Takes ownership.
    void addPage(NavigationPage *page);
    /// Adds a menu before the one for help. Takes ownership.
    void addMenu(QMenu *menu);
    /// Something to be seen on every page, above it. Takes ownership.
    void addBanner(QWidget *banner);
    /// After the last page was added: goes to where the operator was last time.
    void restoreLayout();
    void saveLayout();

    NavigationPage *currentPage() const;
    bool showPage(const QString &id);

    void setProfiles(const std::vector<Profile> &profiles);
    /// The server that is shown; none: a word of welcome instead of the pages.
    void setProfile(const std::optional<Profile> &profile);
    void showStatus(const SessionStatus &status);
    void setPermissions(const Permissions &permissions);
    void setLanguageChoice(const QString &code); ///< empty: the desktop's
    void setThemeChoice(Theme::Choice choice);

Q_SIGNALS:
    void profileChosen(const QString &id);
    void manageProfilesRequested();
    void disconnectRequested();
    void retryRequested();
    void quitRequested();
    void languageChosen(const QString &code);
    void themeChosen(relais::dashboard::Theme::Choice choice);

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *createHead();
    QWidget *createWelcome();
    void createMenus();
    void retranslate();
    void updateHead();
    void updateProfileMenu();
    void onPageChanged(int row);
    void showShortcuts();
    void showAbout();

    Settings &m_settings;
    std::vector<NavigationPage *> m_pages; ///< children, as all below
    std::vector<Profile> m_profiles;
    std::optional<Profile> m_profile;

    QWidget *m_stripe = nullptr;
    QToolButton *m_profileButton = nullptr;
    QLabel *m_address = nullptr;
    QListWidget *m_navigation = nullptr;
    QStackedWidget *m_stack = nullptr;
    QStackedWidget *m_center = nullptr; ///< the pages, or the welcome
    QLabel *m_welcomeText = nullptr;
    QPushButton *m_welcomeButton = nullptr;
    SessionBar *m_sessionBar = nullptr;

    QMenu *m_connectionMenu = nullptr;
    QMenu *m_profileMenu = nullptr;
    QMenu *m_viewMenu = nullptr;
    QMenu *m_languageMenu = nullptr;
    QMenu *m_themeMenu = nullptr;
    QMenu *m_helpMenu = nullptr;
    QActionGroup *m_languages = nullptr;
    QActionGroup *m_themes = nullptr;
    QAction *m_manage = nullptr;
    QAction *m_retry = nullptr;
    QAction *m_disconnect = nullptr;
    QAction *m_quit = nullptr;
    QAction *m_shortcuts = nullptr;
    QAction *m_about = nullptr;
    QAction *m_aboutQt = nullptr;
};

} // namespace relais::dashboard
