// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLoggingCategory>
#include <QMenuBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "dashboard/app/dashboardapplication.h"
#include "dashboard/overview/figuretile.h"
#include "dashboard/overview/overviewpage.h"
#include "dashboard/profiles/profilesdialog.h"
#include "dashboard/window/pageframe.h"
#include "dashboard/window/sessionbar.h"
#include "dashboard/window/shortcutsheet.h"
#include "tests/support/authserver.h"
#include "tests/support/rununtil.h"
#include "tests/support/serverprocess.h"
#include "tests/support/widgets.h"

using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

QUrl urlOf(quint16 port)
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(port));
}

} // namespace

class DashWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"relais.client=false"_s); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        begin();
    }
    void cleanup() { m_dashboard.reset(); }

    void aServerIsAddedTestedAndConnectedToByKeyboard();
    void aServerThatCannotBeReachedIsSavedAllTheSame();
    void theLastServerIsConnectedToAgain();
    void theOverviewShowsWhatTheServerDoes();
    void figuresThatStayAwayAreGreyed();
    void languageChangesWhileItRuns();
    void themeChangesWhileItRuns();
    void keysLeadToPagesAndTheShortcutSheet();
    void noKeyMeansTwoThings();
    void anyWidgetCanBeAPage();
    void theLayoutIsRemembered();
    void figuresAreExported();

private:
    void begin(const QString &language = u"en"_s)
    {
        m_dashboard.reset();
        m_dashboard = std::make_unique<DashboardApplication>(m_folder->path(), std::make_unique<MemoryTokenStore>());
        QVERIFY(m_dashboard->start({.language = language}, {}));
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }
    MainWindow &window() { return m_dashboard->window(); }
    QString stateText() { return window().findChild<SessionBar *>()->stateText(); }
    OverviewPage &overview() { return *window().findChild<OverviewPage *>(); }
    bool isConnected()
    {
        return runUntil([&] { return m_dashboard->session().status().state == SessionStatus::State::Connected; });
    }
    void connectTo(quint16 port) { QVERIFY(m_dashboard->start({.url = urlOf(port), .language = u"en"_s}, {})); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DashboardApplication> m_dashboard;
};

void DashWindowTest::aServerIsAddedTestedAndConnectedToByKeyboard()
{
    const AuthServer server;
    whenThereIs<ProfilesDialog>([&](ProfilesDialog &dialog) {
        const auto fields = dialog.findChildren<QLineEdit *>();
        QCOMPARE(fields.size(), 3);
        fields[0]->setFocus();
        QTest::keyClicks(fields[0], u"Production"_s);
        QTest::keyClick(fields[0], Qt::Key_Tab);
        QTest::keyClicks(fields[1], urlOf(server.port()).toString());
        QTest::keyClick(fields[1], Qt::Key_Tab);
        QCOMPARE(dialog.focusWidget(), fields[2]);
        QTest::keyClicks(fields[2], QString::fromLatin1(server.token({"op", "operator"})));
        QCOMPARE(fields[2]->echoMode(), QLineEdit::Password);
        QPushButton *test = nullptr;
        for (auto *const button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == u"T&est")
                test = button;
        }
        QVERIFY(test);
        QTest::mouseClick(test, Qt::LeftButton);
        QVERIFY(runUntil([&] {
            const auto labels = dialog.findChildren<QLabel *>();
            return std::ranges::any_of(
                labels, [](const QLabel *label) { return label->text().startsWith(u"Connected to"_s); });
        }));
        QTest::keyClick(&dialog, Qt::Key_Return);
    });
    QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(isConnected());
    QVERIFY(stateText().contains(u"Connected"_s));
    QVERIFY(window().windowTitle().startsWith(u"Production"_s));
    QCOMPARE(m_dashboard->profiles().lastUsed()->name, u"Production"_s);
    for (const auto &name : QDir(m_folder->path()).entryList(QDir::Files)) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(server.token({"op", "operator"}).left(20)));
    }
}

void DashWindowTest::aServerThatCannotBeReachedIsSavedAllTheSame()
{
    whenThereIs<ProfilesDialog>([&](ProfilesDialog &dialog) {
        const auto fields = dialog.findChildren<QLineEdit *>();
        QTest::keyClicks(fields[0], u"Nobody"_s);
        QTest::keyClicks(fields[1], u"http://127.0.0.1:1"_s);
        for (auto *const button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == u"&Save")
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTest::keyClick(&dialog, Qt::Key_Escape);
    });
    QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_dashboard->profiles().findByName(u"Nobody"_s));
}

void DashWindowTest::theLastServerIsConnectedToAgain()
{
    const ServerProcess server;
    const auto id = m_dashboard->profiles().save({{}, u"Local"_s, urlOf(server.port()), QColor(Qt::red)});
    m_dashboard->profiles().setLastUsed(id);
    m_dashboard.reset();
    m_dashboard = std::make_unique<DashboardApplication>(m_folder->path(), std::make_unique<MemoryTokenStore>());
    // There is no keychain: the token is asked for, and this server wants none.
    whenThereIs<QDialog>([](QDialog &dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
    QVERIFY(m_dashboard->start({.language = u"en"_s}, {}));
    QVERIFY(isConnected());
    QVERIFY(window().windowTitle().startsWith(u"Local"_s));
}

void DashWindowTest::theOverviewShowsWhatTheServerDoes()
{
    const ServerProcess server;
    connectTo(server.port());
    QVERIFY(isConnected());
    const auto tiles = overview().findChildren<FigureTile *>();
    QCOMPARE(tiles.size(), 10);
    QCOMPARE(tiles.first()->title(), u"Connections"_s);
    QVERIFY(runUntil([&] { return tiles.first()->accessibleDescription().startsWith(u"WebSocket 1"_s); }));
    QVERIFY(overview().model().rowCount() > 0);
    QVERIFY(tiles.first()->toolTip().isEmpty());
}

void DashWindowTest::figuresThatStayAwayAreGreyed()
{
    auto server = std::make_unique<ServerProcess>();
    connectTo(server->port());
    QVERIFY(isConnected());
    const auto *const tile = overview().findChildren<FigureTile *>().first();
    QVERIFY(runUntil([&] { return tile->accessibleDescription().startsWith(u"WebSocket 1"_s); }));
    server.reset();
    QVERIFY(runUntil([&] { return m_dashboard->session().status().isStale; }));
    QVERIFY(!tile->toolTip().isEmpty());
    auto *const bar = window().findChild<SessionBar *>();
    QVERIFY(bar->ageText().startsWith(u"Figures are"_s) && bar->ageText().endsWith(u"old"_s));
    const auto *const retry = bar->findChild<QPushButton *>();
    QVERIFY(runUntil([&] { return retry->isVisible(); }));
    QVERIFY(stateText().startsWith(u"Connection lost; next attempt in"_s));
}

void DashWindowTest::languageChangesWhileItRuns()
{
    QCOMPARE(overview().title(), u"Overview"_s);
    m_dashboard->useLanguage(u"fr"_s);
    QCoreApplication::processEvents();
    const auto *const navigation = window().findChild<QListWidget *>();
    QCOMPARE(navigation->item(0)->text(), u"Vue d’ensemble"_s);
    QCOMPARE(stateText(), u"Non connecté"_s);
    QCOMPARE(overview().findChildren<FigureTile *>().first()->title(), u"Connexions"_s);
    // Qt's own dialogs as well.
    QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), u"Annuler"_s);

    begin({});
    QCOMPARE(overview().title(), u"Vue d’ensemble"_s); // it was remembered
    m_dashboard->useLanguage(u"en"_s);
    QCoreApplication::processEvents();
    QCOMPARE(navigation == nullptr, false);
    QCOMPARE(window().findChild<QListWidget *>()->item(0)->text(), u"Overview"_s);
}

void DashWindowTest::themeChangesWhileItRuns()
{
    m_dashboard->useTheme(Theme::Choice::Dark);
    QVERIFY(runUntil([&] { return isDarkPalette(window().palette()); }));
    m_dashboard->useTheme(Theme::Choice::Light);
    QVERIFY(runUntil([&] { return !isDarkPalette(window().palette()); }));
}

void DashWindowTest::keysLeadToPagesAndTheShortcutSheet()
{
    const ServerProcess server;
    connectTo(server.port());
    QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(window().currentPage()->id(), u"overview"_s);
    QTest::keyClick(&window(), Qt::Key_2, Qt::AltModifier);
    QCOMPARE(overview().model().range(), TimeRange::Hour);
    bool isShown = false;
    whenThereIs<ShortcutSheet>([&](ShortcutSheet &sheet) {
        const auto labels = sheet.findChildren<QLabel *>();
        isShown = std::ranges::any_of(labels, [](const QLabel *label) { return label->text() == u"Ctrl+1"; });
        QTest::keyClick(&sheet, Qt::Key_Escape);
    });
    QTest::keyClick(&window(), Qt::Key_F1);
    QVERIFY(isShown);
}

void DashWindowTest::noKeyMeansTwoThings()
{
    QTest::failOnWarning(QRegularExpression(u"Ambiguous shortcut"_s)); // of which Qt then obeys none
    const ServerProcess server;
    connectTo(server.port());
    QVERIFY(isConnected());
    for (const auto &page : {u"overview"_s, u"clients"_s, u"queues"_s, u"live"_s, u"broadcast"_s, u"audit"_s}) {
        QVERIFY(window().showPage(page));
        window().currentPage()->setFocus();
        for (const auto key : {Qt::Key_F, Qt::Key_R, Qt::Key_L})
            QTest::keyClick(&window(), key, Qt::ControlModifier);
        QTest::keyClick(&window(), Qt::Key_F5);
    }
}

void DashWindowTest::anyWidgetCanBeAPage()
{
    auto *const content = new QLabel(u"content"_s);
    Permissions told;
    window().addPage(new PageFrame({.id = u"more"_s,
                                    .title = [] { return u"More"_s; },
                                    .content = content,
                                    .setPermissions =
                                        [&](const Permissions &permissions) {
                                            told = permissions;
                                        }}));
    const auto *const navigation = window().findChild<QListWidget *>();
    QTest::keyClick(&window(), static_cast<Qt::Key>(Qt::Key_0 + navigation->count()), Qt::ControlModifier);
    QCOMPARE(window().currentPage()->id(), u"more"_s);
    window().setPermissions({true, false, false});
    QCOMPARE(told, (Permissions{true, false, false}));
    QCOMPARE(navigation->item(navigation->count() - 1)->text(), u"More"_s);
}

void DashWindowTest::theLayoutIsRemembered()
{
    window().resize(1000, 700);
    overview().setRange(TimeRange::Day);
    window().close();
    begin();
    QCOMPARE(window().size(), QSize(1000, 700));
    QCOMPARE(overview().model().range(), TimeRange::Day);
}

void DashWindowTest::figuresAreExported()
{
    const ServerProcess server;
    connectTo(server.port());
    QVERIFY(runUntil([&] { return overview().model().rowCount() > 0; }));
    const auto csv = m_folder->filePath(u"figures.csv"_s);
    QVERIFY(overview().exportCsv(csv));
    QFile file(csv);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("time,connections.webSocket,"));
    const auto png = m_folder->filePath(u"charts.png"_s);
    QVERIFY(overview().exportImage(png));
    QVERIFY(!QImage(png).isNull());
    QVERIFY(!overview().exportCsv(m_folder->filePath(u"no/such/folder.csv"_s)));
}

QTEST_MAIN(DashWindowTest)
#include "tst_dash_window.moc"
