// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLoggingCategory>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "dashboard/app/alertcenter.h"
#include "dashboard/app/dashboardapplication.h"
#include "dashboard/window/alertbanner.h"
#include "dashboard/window/alertsdialog.h"
#include "dashboard/window/shortcutsheet.h"
#include "tests/dashboard/desktopfakes.h"
#include "tests/support/rununtil.h"
#include "tests/support/serverprocess.h"
#include "tests/support/widgets.h"

using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

void type(QAbstractSpinBox *field, const QString &text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Tab);
}

} // namespace

/// The whole dashboard, with a real server, on a message bus of its own.
class DashAlertsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_dashboard.reset(); }

    void anAlertIsOnTheDesktopAndInTheWindowUntilItIsDismissed();
    void withoutAServiceForNotificationsTheWindowShowsIt();
    void aClickOnANotificationBringsTheWindow();
    void aServerThatDiesIsAnAlertUntilItIsLeft();
    void limitsAreRememberedForTheirServerAlone();
    void whileMutedTheDesktopIsNotTold();
    void theShortcutSheetListsWhatThereIs();
    void quittingEndsTheProgramWhereverItsWindowIs();

private:
    void begin()
    {
        m_dashboard.reset();
        m_dashboard = std::make_unique<DashboardApplication>(m_folder->path(), std::make_unique<MemoryTokenStore>());
    }
    void press(Qt::Key key)
    {
        // A dialog may have been there just now.
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), key, Qt::ControlModifier | Qt::ShiftModifier);
    }
    MainWindow &window() { return m_dashboard->window(); }
    AlertMonitor &monitor() { return m_dashboard->alerts().monitor(); }
    void connectTo(quint16 port, const QString &name)
    {
        m_dashboard->profiles().save({{}, name, QUrl(u"http://127.0.0.1:%1"_s.arg(port)), QColor(Qt::red)});
        QVERIFY(m_dashboard->start({.profile = name, .language = u"en"_s}, "none"));
        QVERIFY(
            runUntil([this] { return m_dashboard->session().status().state == SessionStatus::State::Connected; }));
    }
    /// By keys alone: there is an alert as soon as anyone is connected.
    void askForAnyConnection()
    {
        bool isDone = false;
        whenThereIs<AlertsDialog>([&isDone](AlertsDialog &dialog) {
            auto *const box = dialog.findChild<QCheckBox *>(u"connectionsAbove"_s);
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Space);
            type(dialog.findChild<QDoubleSpinBox *>(u"connectionsAboveLimit"_s), u"0"_s);
            type(dialog.findChild<QSpinBox *>(u"connectionsAboveHold"_s), u"0"_s);
            QTest::keyClick(&dialog, Qt::Key_Return);
            isDone = dialog.result() == QDialog::Accepted;
        });
        press(Qt::Key_A);
        QVERIFY(isDone);
    }
    bool isBannerShown() { return window().findChild<AlertBanner *>()->isVisible(); }

    PrivateBus m_bus;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DashboardApplication> m_dashboard;
};

void DashAlertsTest::initTestCase()
{
    QLoggingCategory::setFilterRules(u"relais.client=false"_s);
    QVERIFY2(!m_bus.address().isEmpty(), "dbus-daemon is missing");
    // Before anybody has asked for the bus of the session.
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toLatin1());
    QVERIFY(QDBusConnection::sessionBus().isConnected());
}

void DashAlertsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    begin();
    QVERIFY(m_dashboard->start({.language = u"en"_s}, {}));
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
}

void DashAlertsTest::anAlertIsOnTheDesktopAndInTheWindowUntilItIsDismissed()
{
    FakeNotifications service(m_bus.connection(u"service"_s));
    QVERIFY(service.isThere);
    const ServerProcess server;
    connectTo(server.port(), u"Production"_s);
    QVERIFY(!isBannerShown());
    askForAnyConnection();
    QVERIFY(runUntil([&] { return isBannerShown() && service.open.size() == 1; }));
    const auto &shown = service.open.begin()->second;
    QCOMPARE(shown.summary, u"Production — Many connections"_s);
    QCOMPARE(shown.body, u"1, above the limit of 0"_s);
    press(Qt::Key_D);
    QVERIFY(!isBannerShown());
    QVERIFY(runUntil([&] { return service.open.empty(); }));
    QCOMPARE(service.notifyCount, 1);
}

void DashAlertsTest::withoutAServiceForNotificationsTheWindowShowsIt()
{
    const ServerProcess server;
    connectTo(server.port(), u"Production"_s);
    askForAnyConnection();
    QVERIFY(runUntil([&] { return isBannerShown(); }));
    QVERIFY(!m_dashboard->alerts().tray().isAvailable());
}

void DashAlertsTest::aClickOnANotificationBringsTheWindow()
{
    FakeNotifications service(m_bus.connection(u"service"_s));
    const ServerProcess server;
    connectTo(server.port(), u"Production"_s);
    askForAnyConnection();
    QVERIFY(runUntil([&] { return service.open.size() == 1; }));
    window().showMinimized();
    QVERIFY(runUntil([&] {
        service.click(service.open.begin()->first);
        return !window().isMinimized();
    }));
}

void DashAlertsTest::aServerThatDiesIsAnAlertUntilItIsLeft()
{
    auto server = std::make_unique<ServerProcess>();
    connectTo(server->port(), u"Production"_s);
    AlertRules rules = monitor().rules();
    rules[AlertKind::ConnectionLost].hold = std::chrono::seconds(5);
    monitor().setRules(rules);
    server.reset();
    // It counts as lost when it is seen to be, or when its figures are old; from then on it is held.
    QVERIFY(runUntil([&] {
        const SessionStatus &status = m_dashboard->session().status();
        return status.state != SessionStatus::State::Connected || status.isStale;
    }));
    QVERIFY(runUntil([&] { return !monitor().current().empty(); }));
    QCOMPARE(monitor().current()[0].kind, AlertKind::ConnectionLost);
    QVERIFY(isBannerShown());
    QCOMPARE(m_dashboard->alerts().tray().toolTip(), u"Production: Connection lost"_s);
    m_dashboard->disconnect();
    QVERIFY(!isBannerShown());
    QCOMPARE(m_dashboard->alerts().tray().toolTip(), u"Relais"_s);
}

void DashAlertsTest::limitsAreRememberedForTheirServerAlone()
{
    const ServerProcess server;
    connectTo(server.port(), u"Production"_s);
    askForAnyConnection();
    const AlertRules chosen = monitor().rules();
    QVERIFY(chosen != AlertRules());
    begin();
    connectTo(server.port(), u"Test"_s);
    QCOMPARE(monitor().rules(), AlertRules());
    const auto production = m_dashboard->profiles().findByName(u"Production"_s);
    QVERIFY(production);
    QVERIFY(m_dashboard->start({.profile = u"Production"_s, .language = u"en"_s}, "none"));
    QCOMPARE(monitor().rules(), chosen);
    // With the profile its limits are forgotten.
    m_dashboard->profiles().remove(production->id);
    QFile file(m_folder->filePath(u"settings.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(production->id.toUtf8()));
}

void DashAlertsTest::whileMutedTheDesktopIsNotTold()
{
    FakeNotifications service(m_bus.connection(u"service"_s));
    const ServerProcess server;
    connectTo(server.port(), u"Production"_s);
    press(Qt::Key_M);
    askForAnyConnection();
    QVERIFY(runUntil([&] { return isBannerShown(); }));
    QCOMPARE(service.notifyCount, 0);
    press(Qt::Key_M);
    QVERIFY(runUntil([&] { return service.notifyCount == 1; }));
}

void DashAlertsTest::theShortcutSheetListsWhatThereIs()
{
    QStringList texts;
    whenThereIs<ShortcutSheet>([&](ShortcutSheet &sheet) {
        for (const QLabel *const label : sheet.findChildren<QLabel *>())
            texts.append(label->text());
        QTest::keyClick(&sheet, Qt::Key_Escape);
    });
    QTest::keyClick(&window(), Qt::Key_F1);
    for (const auto &text : {u"Ctrl+Shift+A"_s, u"Limits and past alerts"_s, u"Ctrl+Shift+D"_s, u"Ctrl+Shift+M"_s,
                             u"Ctrl+K"_s, u"Ctrl+Q"_s, u"F1"_s})
        QVERIFY2(texts.contains(text), qPrintable(text));
}

void DashAlertsTest::quittingEndsTheProgramWhereverItsWindowIs()
{
    QGuiApplication::setQuitOnLastWindowClosed(false);
    QTimer::singleShot(0, &window(), [this] { QTest::keyClick(&window(), Qt::Key_Q, Qt::ControlModifier); });
    QCOMPARE(QApplication::exec(), 0);
    window().hide();
    QTimer::singleShot(0, &window(), [this] { m_dashboard->alerts().tray().menu().actions().last()->trigger(); });
    QCOMPARE(QApplication::exec(), 0);
}

QTEST_MAIN(DashAlertsTest)
#include "tst_dash_alerts.moc"
