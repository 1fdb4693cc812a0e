// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/app/dashboardapplication.h"

#include <QApplication>
#include <QDir>
#include <QInputDialog>

#include "dashboard/app/alertcenter.h"
#include "dashboard/app/serverpages.h"
#include "dashboard/overview/overviewpage.h"
#include "dashboard/profiles/profilesdialog.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

// Of a server that the command line names: it is kept nowhere.
const QColor colorOfUnknown(0x76, 0x7c, 0x86);

} // namespace

DashboardApplication::DashboardApplication(const QString &folder, std::unique_ptr<TokenStore> tokens, QObject *parent)
    : QObject(parent)
    , m_settings(QDir(folder).filePath(u"settings.json"_s))
    , m_profiles(QDir(folder).filePath(u"profiles.json"_s))
    , m_tokens(std::move(tokens))
    , m_session(m_clock)
    , m_window(m_settings)
{
    m_language.use(m_settings.language());
    m_window.setLanguageChoice(m_settings.language());
    m_theme.use(Theme::fromName(m_settings.theme()));
    m_window.setThemeChoice(m_theme.choice());
    createPages(folder);
    m_alerts = std::make_unique<AlertCenter>(m_session, m_window, m_settings, m_profiles, m_clock);
    connectParts();
    m_window.setProfiles(m_profiles.profiles());
    m_window.setProfile(std::nullopt);
    m_window.showStatus(m_session.status());
}

DashboardApplication::~DashboardApplication() = default;

/// The pages, in the order of the navigation.
void DashboardApplication::createPages(const QString &folder)
{
    m_window.addPage(m_overview = new OverviewPage(m_session.api()));
    m_pages = std::make_unique<ServerPages>(m_session, m_window, m_settings, folder);
}

void DashboardApplication::connectParts()
{
    connect(&m_session, &ServerSession::statusChanged, this, &DashboardApplication::onStatus);
    connect(&m_session, &ServerSession::statusReceived, m_overview, &OverviewPage::showStatus);
    connect(&m_session, &ServerSession::permissionsChanged, &m_window, &MainWindow::setPermissions);

    connect(&m_profiles, &ProfileStore::changed, &m_window, [this] { m_window.setProfiles(m_profiles.profiles()); });
    const auto connectToChosen = [this](const QString &id) {
        if (const auto profile = m_profiles.find(id))
            connectTo(*profile);
    };
    connect(&m_window, &MainWindow::profileChosen, this, connectToChosen);
    connect(m_alerts.get(), &AlertCenter::profileChosen, this, connectToChosen);
    connect(&m_window, &MainWindow::quitRequested, this, &DashboardApplication::quit);
    connect(m_alerts.get(), &AlertCenter::quitRequested, this, &DashboardApplication::quit);
    connect(&m_window, &MainWindow::manageProfilesRequested, this, &DashboardApplication::manageProfiles);
    connect(&m_window, &MainWindow::disconnectRequested, this, &DashboardApplication::disconnect);
    connect(&m_window, &MainWindow::retryRequested, &m_session, &ServerSession::retryNow);
    connect(&m_window, &MainWindow::languageChosen, this, &DashboardApplication::useLanguage);
    connect(&m_window, &MainWindow::themeChosen, this, &DashboardApplication::useTheme);
    connect(qApp, &QCoreApplication::aboutToQuit, &m_window, &MainWindow::saveLayout);
}

bool DashboardApplication::start(const CommandLine &line, const QByteArray &token)
{
    if (!line.language.isEmpty()) {
        m_language.use(line.language);
        m_window.setLanguageChoice(line.language);
    }
    m_window.restoreLayout();
    m_window.show();
    if (!line.url.isEmpty()) {
        open({.id = {}, .name = line.url.host(), .url = line.url, .color = colorOfUnknown}, token);
        return true;
    }
    const auto profile = line.profile.isEmpty() ? m_profiles.lastUsed() : m_profiles.findByName(line.profile);
    if (profile && !token.isEmpty())
        open(*profile, token);
    else if (profile)
        connectTo(*profile);
    return profile.has_value() || line.profile.isEmpty();
}

void DashboardApplication::connectTo(const Profile &profile)
{
    m_awaited = profile.id;
    m_tokens->find(profile.id, this, [this, profile](const std::optional<QByteArray> &token) {
        if (m_awaited != profile.id)
            return; // the operator has chosen another one since
        m_awaited.reset();
        if (const auto found = token ? token : askForToken(profile))
            open(profile, *found);
    });
}

std::optional<QByteArray> DashboardApplication::askForToken(const Profile &profile)
{
    bool isGiven = false;
    const auto text
        = QInputDialog::getText(&m_window, profile.name,
                                tr("The token for %1 (empty for a server without authentication):").arg(profile.name),
                                QLineEdit::Password, {}, &isGiven);
    if (!isGiven)
        return std::nullopt;
    const auto token = text.trimmed().toUtf8();
    m_tokens->keep(profile.id, token, this, [](bool) {});
    return token;
}

void DashboardApplication::open(const Profile &profile, const QByteArray &token)
{
    m_awaited.reset();
    if (!profile.id.isEmpty())
        m_profiles.setLastUsed(profile.id);
    m_window.setProfile(profile);
    m_alerts->watch(profile);
    m_session.open({profile.url, token});
}

void DashboardApplication::disconnect()
{
    m_awaited.reset();
    m_session.close();
    m_window.setProfile(std::nullopt);
    m_alerts->watch(std::nullopt);
}

/// Unlike closing the window, which may leave the program in the tray.
void DashboardApplication::quit()
{
    QApplication::quit();
}

void DashboardApplication::onStatus(const SessionStatus &status)
{
    m_window.showStatus(status);
    m_overview->setStale(status.isStale || status.state == SessionStatus::State::Closed);
    // A hole in the charts while there was no connection is filled from the server's history.
    if (status.state == SessionStatus::State::Connected && m_state != status.state)
        m_overview->fetchHistory();
    m_state = status.state;
}

void DashboardApplication::manageProfiles()
{
    ProfilesDialog dialog(m_profiles, *m_tokens, &m_window);
    connect(&dialog, &ProfilesDialog::chosen, this, [this](const QString &id) {
        if (const auto profile = m_profiles.find(id))
            connectTo(*profile);
    });
    dialog.exec();
}

void DashboardApplication::useLanguage(const QString &code)
{
    m_settings.setLanguage(code);
    m_language.use(code);
    m_window.setLanguageChoice(code);
}

void DashboardApplication::useTheme(Theme::Choice choice)
{
    m_settings.setTheme(Theme::nameOf(choice));
    m_theme.use(choice);
    m_window.setThemeChoice(choice);
}

} // namespace relais::dashboard
