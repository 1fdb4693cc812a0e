// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include "common/client/connectionmanager.h"
#include "dashboard/app/dashboardapplication.h"
#include "dashboard/overview/overviewpage.h"
#include "dashboard/profiles/profilesdialog.h"
#include "tests/support/rununtil.h"
#include "tests/support/serverprocess.h"

using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;
using relais::client::ConnectionManager;

namespace {

/// Some life for the figures to show.
class Crowd : public QObject {
public:
    explicit Crowd(quint16 port)
    {
        for (int number = 0; number < 12; ++number) {
            auto *const client = new ConnectionManager({.websocketUrl = QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(port)),
                                                        .userId = u"user%1"_s.arg(number % 8),
                                                        .watchNetwork = false},
                                                       this);
            client->start();
            m_clients.push_back(client);
        }
        connect(&m_timer, &QTimer::timeout, this, [this] {
            ++m_count;
            for (int i = 0; i < 3 + (m_count / 10) % 9; ++i)
                static_cast<void>(m_clients[static_cast<std::size_t>(i)]->send(u"note.changed"_s, m_count));
        });
        m_timer.start(50);
    }

private:
    std::vector<ConnectionManager *> m_clients;
    QTimer m_timer;
    int m_count = 0;
};

void settle()
{
    QElapsedTimer timer;
    timer.start();
    runUntil([&] { return timer.elapsed() > 700; });
}

bool save(QWidget &widget, const QString &folder, const QString &name)
{
    const auto path = QDir(folder).filePath(name + u".png"_s);
    const bool isSaved = widget.grab().save(path);
    std::printf("%s %s\n", isSaved ? "saved" : "NOT saved", qPrintable(path));
    return isSaved;
}

} // namespace

/// dashboard_screenshots FOLDER [SECONDS]: the main window with a real server, in both languages and both themes,
/// after so many seconds of traffic.
int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() < 2 || !QDir().mkpath(arguments[1])) {
        std::fputs("usage: dashboard_screenshots FOLDER [SECONDS]\n", stderr);
        return 2;
    }
    const auto folder = arguments[1];
    const int seconds = arguments.size() > 2 ? arguments[2].toInt() : 3;

    const ServerProcess server;
    Crowd crowd(server.port());
    const QTemporaryDir home;
    DashboardApplication dashboard(home.path(), std::make_unique<MemoryTokenStore>());
    dashboard.start({.language = u"en"_s}, {});
    bool isGood = save(dashboard.window(), folder, u"welcome-en"_s);
    const QUrl url(u"http://127.0.0.1:%1"_s.arg(server.port()));
    dashboard.profiles().save({{}, u"Test"_s, QUrl(u"https://test.example.org"_s), QColor(0x1a, 0x7f, 0x37)});
    const Profile production{{}, u"Production"_s, url, QColor(0xc0, 0x39, 0x2b)};
    const auto id = dashboard.profiles().save(production);
    dashboard.start({.profile = production.name, .language = u"en"_s}, "none");
    QElapsedTimer timer;
    timer.start();
    runUntil([&] { return timer.elapsed() > seconds * 1000; });
    for (const auto &language : {u"en"_s, u"fr"_s}) {
        for (const auto theme : {Theme::Choice::Light, Theme::Choice::Dark}) {
            dashboard.useLanguage(language);
            dashboard.useTheme(theme);
            settle();
            const auto suffix = u"-%1-%2"_s.arg(language, Theme::nameOf(theme));
            for (const auto &page :
                 {u"overview"_s, u"clients"_s, u"queues"_s, u"live"_s, u"broadcast"_s, u"audit"_s}) {
                isGood = dashboard.window().showPage(page) && isGood;
                settle();
                isGood = save(dashboard.window(), folder, page + suffix) && isGood;
            }
            MemoryTokenStore tokens;
            ProfilesDialog dialog(dashboard.profiles(), tokens);
            dialog.select(id);
            dialog.show();
            settle();
            isGood = save(dialog, folder, u"servers"_s + suffix) && isGood;
        }
    }
    return isGood ? 0 : 1;
}
