// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QImage>
#include <QSignalSpy>
#include <QSystemTrayIcon>

#include "dashboard/tray/trayicon.h"
#include "dashboard/tray/windowvisibility.h"
#include "tests/dashboard/markingtranslator.h"
#include "tests/support/widgets.h"

using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

class DashTrayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }

    void withoutATrayNothingIsLost();
    void theMenuOfTheTrayActs();
    void theTrayIconSaysHowItStands();
    void statesOfTheTrayDifferInShape();
    void withoutATrayClosingTheWindowEndsTheProgram();
    void inTheTrayTheProgramOutlivesItsWindow();
    void aWindowIsHiddenAndShownFromTheTray();
    void aHiddenWindowComesBackWhenTheTrayGoes();

private:
    std::unique_ptr<QWidget> m_window;
};

void DashTrayTest::init()
{
    m_window = std::make_unique<QWidget>();
    QVERIFY(showAndActivate(m_window.get()));
}

void DashTrayTest::withoutATrayNothingIsLost()
{
    QVERIFY(!QSystemTrayIcon::isSystemTrayAvailable());
    QAction mute;
    TrayIcon tray(QDBusConnection::sessionBus(), &mute);
    const QSignalSpy changed(&tray, &TrayIcon::availabilityChanged);
    tray.showContent({.state = TrayState::Alert, .server = u"Production"_s, .alerts = {AlertKind::Errors}});
    tray.showMessage({.key = u"errors"_s, .summary = u"Production — Errors"_s, .body = {}});
    QCoreApplication::processEvents();
    QVERIFY(!tray.isAvailable());
    QCOMPARE(changed.size(), 0);
}

void DashTrayTest::theMenuOfTheTrayActs()
{
    QAction mute(u"mute"_s);
    TrayIcon tray(QDBusConnection::sessionBus(), &mute);
    tray.setProfiles({{u"1"_s, u"A & B"_s, {}, Qt::red}, {u"2"_s, u"Test"_s, {}, Qt::green}}, u"2"_s);
    const QSignalSpy toggled(&tray, &TrayIcon::windowToggled);
    const QSignalSpy chosen(&tray, &TrayIcon::profileChosen);
    const QSignalSpy quit(&tray, &TrayIcon::quitRequested);
    const auto actions = tray.menu().actions();
    QCOMPARE(actions.first()->text(), u"Hide the window"_s);
    tray.setWindowVisible(false);
    QCOMPARE(actions.first()->text(), u"Show the window"_s);
    QVERIFY(actions.contains(&mute));
    tray.menu().popup({});
    QTest::keyClick(&tray.menu(), Qt::Key_Down);
    QTest::keyClick(&tray.menu(), Qt::Key_Return);
    QCOMPARE(toggled.size(), 1);
    const auto profiles = actions.at(1)->menu()->actions();
    QCOMPARE(profiles.size(), 2);
    QCOMPARE(profiles[0]->text(), u"A && B"_s);
    QVERIFY(!profiles[0]->isChecked() && profiles[1]->isChecked());
    profiles[0]->trigger();
    QCOMPARE(chosen[0][0].toString(), u"1"_s);
    actions.last()->trigger();
    QCOMPARE(quit.size(), 1);
    const MarkingTranslator translator;
    QCoreApplication::processEvents();
    QCOMPARE(actions.first()->text(), u"~Show the window"_s);
}

void DashTrayTest::theTrayIconSaysHowItStands()
{
    QAction mute;
    TrayIcon tray(QDBusConnection::sessionBus(), &mute);
    QCOMPARE(tray.toolTip(), u"Relais"_s);
    tray.showContent({.state = TrayState::Stale, .server = u"Production"_s, .alerts = {}});
    QCOMPARE(tray.toolTip(), u"Production: figures are out of date"_s);
    tray.showContent({.state = TrayState::Alert,
                      .server = u"Production"_s,
                      .alerts = {AlertKind::ConnectionLost, AlertKind::Errors}});
    QCOMPARE(tray.toolTip(), u"Production: Connection lost, Errors"_s);
}

void DashTrayTest::statesOfTheTrayDifferInShape()
{
    // Without colours, at the size of a small tray: they differ in more than a few pixels.
    std::vector<QImage> images;
    for (const auto state : {TrayState::Disconnected, TrayState::Connected, TrayState::Stale, TrayState::Alert}) {
        images.push_back(trayImage(state).pixmap(QSize(22, 22)).toImage().convertToFormat(QImage::Format_Grayscale8));
        QCOMPARE(images.back().size(), QSize(22, 22));
    }
    for (std::size_t one = 0; one < images.size(); ++one) {
        for (std::size_t other = 0; other < one; ++other) {
            int differences = 0;
            for (int y = 8; y < 22; ++y) {
                for (int x = 8; x < 22; ++x) {
                    const int difference = qGray(images[one].pixel(x, y)) - qGray(images[other].pixel(x, y));
                    differences += std::abs(difference) > 60 ? 1 : 0;
                }
            }
            QVERIFY2(differences >= 15, qPrintable(u"%1 and %2: %3"_s.arg(one).arg(other).arg(differences)));
        }
    }
}

void DashTrayTest::withoutATrayClosingTheWindowEndsTheProgram()
{
    WindowVisibility visibility(*m_window);
    visibility.setStayingInTray(true); // chosen where there was one
    QVERIFY(QGuiApplication::quitOnLastWindowClosed());
    visibility.toggle();
    QVERIFY(m_window->isVisible());
}

void DashTrayTest::inTheTrayTheProgramOutlivesItsWindow()
{
    WindowVisibility visibility(*m_window);
    visibility.setTrayAvailable(true);
    QVERIFY(QGuiApplication::quitOnLastWindowClosed()); // nobody has asked for it
    visibility.setStayingInTray(true);
    QVERIFY(!QGuiApplication::quitOnLastWindowClosed());
    m_window->close();
    visibility.toggle();
    QVERIFY(m_window->isVisible());
}

void DashTrayTest::aWindowIsHiddenAndShownFromTheTray()
{
    WindowVisibility visibility(*m_window);
    const QSignalSpy changed(&visibility, &WindowVisibility::changed);
    visibility.setTrayAvailable(true);
    visibility.toggle();
    QVERIFY(!m_window->isVisible());
    QVERIFY(!QGuiApplication::quitOnLastWindowClosed()); // closing a dialog would end it
    visibility.toggle();
    QVERIFY(m_window->isVisible());
    QVERIFY(QGuiApplication::quitOnLastWindowClosed());
    QCOMPARE(changed.size(), 2);
}

void DashTrayTest::aHiddenWindowComesBackWhenTheTrayGoes()
{
    WindowVisibility visibility(*m_window);
    visibility.setTrayAvailable(true);
    visibility.setStayingInTray(true);
    m_window->close();
    visibility.setTrayAvailable(false);
    QVERIFY(m_window->isVisible());
    QVERIFY(QGuiApplication::quitOnLastWindowClosed());
}

QTEST_MAIN(DashTrayTest)
#include "tst_dash_tray.moc"
