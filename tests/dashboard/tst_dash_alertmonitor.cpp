// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "dashboard/alerts/alerthistorymodel.h"
#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/alerts/alertnotifications.h"
#include "tests/support/manualclock.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Connection = AlertMonitor::Connection;

namespace {

/// Remembers what was asked of it, and what is to be seen.
class FakeNotifier final : public Notifier {
public:
    void show(const Notification &notification) override { shown.push_back(notification); }
    void close(const QString &key) override { closed.push_back(key); }

    std::vector<Notification> shown;
    std::vector<QString> closed;
};

FigureSet errors(double perSecond)
{
    FigureSet figures;
    figures[Figure::Errors] = perSecond;
    return figures;
}

AlertRules quickRules()
{
    AlertRules rules;
    rules[AlertKind::Errors] = {.isEnabled = true, .limit = 5, .hold = 0s};
    rules[AlertKind::ConnectionsAbove] = {.isEnabled = true, .limit = 10, .hold = 0s};
    return rules;
}

} // namespace

class DashAlertMonitorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void errorsAboveTheLimitAreAnAlert();
    void whatIsNotEnabledIsNoAlert();
    void figuresOfAConnectionThatIsLostProveNothing();
    void aConnectionThatStaysAwayIsAnAlert();
    void aConnectionThatIsNotWantedIsNone();
    void anAlertLastsWhileTheConnectionIsLost();
    void aFigureThatTheServerNoLongerHasEndsTheAlert();
    void anotherServerEndsWhatWasRaised();
    void newRulesEndWhatTheyDoNotCallAnAlert();
    void newRulesKeepWhatTheyStillCallAnAlert();
    void whatIsDismissedIsRaisedAnewOnlyAfterItEnded();
    void whatIsRaisedIsListedInTheOrderOfTime();
    void pastAlertsAreListedNewestFirst();
    void pastAlertsAreBounded();
    void theDesktopIsToldOnceAndItIsTakenBack();
    void aFloodOfFiguresIsOneNotification();
    void whatIsRaisedWhileMutedIsToldAfterwards();
    void whatEndedWhileMutedIsNotTold();
    void whatIsDismissedIsTakenBackAndNotToldAgain();
    void whoWantsNoNotificationsGetsNone();
    void theNameOfAServerStaysOutOfTheMarkup();

private:
    void raiseErrors() { m_monitor->setFigures(errors(9)); }
    void endErrors()
    {
        m_monitor->setFigures(errors(0));
        m_clock->advance(10s);
        m_monitor->setFigures(errors(0));
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<AlertMonitor> m_monitor;
};

void DashAlertMonitorTest::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_monitor = std::make_unique<AlertMonitor>(*m_clock);
    m_monitor->watch(u"Production"_s, quickRules());
    m_monitor->setConnection(Connection::Live);
}

void DashAlertMonitorTest::errorsAboveTheLimitAreAnAlert()
{
    AlertRules rules;
    rules[AlertKind::Errors] = {.isEnabled = true, .limit = 5, .hold = 10s};
    m_monitor->setRules(rules);
    const QSignalSpy raised(m_monitor.get(), &AlertMonitor::raised);
    const QSignalSpy cleared(m_monitor.get(), &AlertMonitor::cleared);
    raiseErrors();
    m_clock->advance(9s);
    raiseErrors();
    QCOMPARE(raised.size(), 0);
    m_clock->advance(1s);
    m_monitor->setFigures(errors(12));
    QCOMPARE(raised.size(), 1);
    const Alert expected{.kind = AlertKind::Errors,
                         .server = u"Production"_s,
                         .value = 12,
                         .limit = 5,
                         .since = ManualClock::start + 10s,
                         .until = {}};
    QCOMPARE(raised[0][0].value<Alert>(), expected);
    QCOMPARE(m_monitor->current(), std::vector{expected});

    endErrors();
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(cleared[0][0].value<Alert>().until, ManualClock::start + 20s);
    QVERIFY(m_monitor->current().empty());
}

void DashAlertMonitorTest::whatIsNotEnabledIsNoAlert()
{
    AlertRules rules = quickRules();
    rules[AlertKind::Errors].isEnabled = false;
    m_monitor->setRules(rules);
    m_monitor->setFigures(errors(1e6));
    QVERIFY(m_monitor->current().empty());
}

void DashAlertMonitorTest::figuresOfAConnectionThatIsLostProveNothing()
{
    m_monitor->setConnection(Connection::Lost);
    raiseErrors();
    QVERIFY(m_monitor->current().empty());
    QVERIFY(!m_monitor->value(AlertKind::Errors));
    m_monitor->setConnection(Connection::Live);
    QCOMPARE(m_monitor->current().size(), 1U);
}

void DashAlertMonitorTest::aConnectionThatStaysAwayIsAnAlert()
{
    m_monitor->setConnection(Connection::Lost);
    m_clock->advance(14s);
    m_monitor->tick();
    QVERIFY(m_monitor->current().empty());
    m_clock->advance(1s);
    m_monitor->tick();
    QCOMPARE(m_monitor->current().size(), 1U);
    QCOMPARE(m_monitor->current()[0].kind, AlertKind::ConnectionLost);
    QCOMPARE(m_monitor->current()[0].value, 15'000.0);
    m_monitor->setConnection(Connection::Live);
    QVERIFY(m_monitor->current().empty());
}

void DashAlertMonitorTest::aConnectionThatIsNotWantedIsNone()
{
    m_monitor->setConnection(Connection::None);
    m_clock->advance(1h);
    m_monitor->tick();
    QVERIFY(m_monitor->current().empty());
    QVERIFY(!m_monitor->value(AlertKind::ConnectionLost));
}

void DashAlertMonitorTest::anAlertLastsWhileTheConnectionIsLost()
{
    raiseErrors();
    m_monitor->setConnection(Connection::Lost);
    m_clock->advance(1h);
    m_monitor->tick();
    const auto current = m_monitor->current();
    QCOMPARE(current.size(), 2U);
    QCOMPARE(current[0].kind, AlertKind::Errors);
    QCOMPARE(current[1].kind, AlertKind::ConnectionLost);
}

void DashAlertMonitorTest::aFigureThatTheServerNoLongerHasEndsTheAlert()
{
    raiseErrors();
    m_monitor->setFigures(FigureSet());
    m_clock->advance(10s);
    m_monitor->setFigures(FigureSet());
    QVERIFY(m_monitor->current().empty());
}

void DashAlertMonitorTest::anotherServerEndsWhatWasRaised()
{
    raiseErrors();
    const QSignalSpy cleared(m_monitor.get(), &AlertMonitor::cleared);
    m_monitor->watch(u"Test"_s, AlertRules());
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(cleared[0][0].value<Alert>().server, u"Production"_s);
    QVERIFY(m_monitor->current().empty());
    // Nothing of the last one is taken for the new one's.
    m_monitor->setConnection(Connection::Live);
    QVERIFY(!m_monitor->value(AlertKind::Errors));
}

void DashAlertMonitorTest::newRulesEndWhatTheyDoNotCallAnAlert()
{
    raiseErrors();
    AlertRules rules = quickRules();
    rules[AlertKind::Errors].limit = 9; // it is not above that
    m_monitor->setRules(rules);
    QVERIFY(m_monitor->current().empty());

    rules[AlertKind::Errors].limit = 1;
    m_monitor->setRules(rules);
    QCOMPARE(m_monitor->current().size(), 1U);
    rules[AlertKind::Errors].isEnabled = false;
    m_monitor->setRules(rules);
    QVERIFY(m_monitor->current().empty());
}

void DashAlertMonitorTest::newRulesKeepWhatTheyStillCallAnAlert()
{
    raiseErrors();
    const QSignalSpy raised(m_monitor.get(), &AlertMonitor::raised);
    const QSignalSpy cleared(m_monitor.get(), &AlertMonitor::cleared);
    AlertRules rules = quickRules();
    rules[AlertKind::Errors].limit = 8;
    m_monitor->setRules(rules);
    QCOMPARE(raised.size() + cleared.size(), 0);
    QCOMPARE(m_monitor->current().size(), 1U);
}

void DashAlertMonitorTest::whatIsDismissedIsRaisedAnewOnlyAfterItEnded()
{
    raiseErrors();
    const QSignalSpy raised(m_monitor.get(), &AlertMonitor::raised);
    const QSignalSpy dismissed(m_monitor.get(), &AlertMonitor::dismissed);
    m_monitor->dismissAll();
    m_monitor->dismissAll();
    QCOMPARE(dismissed.size(), 1);
    QVERIFY(m_monitor->current()[0].isDismissed);
    raiseErrors();
    QCOMPARE(raised.size(), 0);
    endErrors();
    raiseErrors();
    QCOMPARE(raised.size(), 1);
    QVERIFY(!m_monitor->current()[0].isDismissed);
}

void DashAlertMonitorTest::whatIsRaisedIsListedInTheOrderOfTime()
{
    FigureSet figures;
    figures[Figure::WebSockets] = 11;
    m_monitor->setFigures(figures);
    m_clock->advance(1s);
    figures[Figure::Errors] = 6;
    m_monitor->setFigures(figures);
    const auto current = m_monitor->current();
    QCOMPARE(current.size(), 2U);
    QCOMPARE(current[0].kind, AlertKind::ConnectionsAbove);
    QCOMPARE(current[1].kind, AlertKind::Errors);
}

void DashAlertMonitorTest::pastAlertsAreListedNewestFirst()
{
    AlertHistoryModel model(*m_monitor);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto text = [&](int row, int column) {
        return model.index(row, column).data().toString();
    };
    raiseErrors();
    QCOMPARE(text(0, AlertHistoryModel::EndedColumn), u"lasts"_s);
    endErrors();
    QVERIFY(text(0, AlertHistoryModel::EndedColumn) != u"lasts"_s);
    m_monitor->watch(u"<b>Test</b>"_s, quickRules());
    m_monitor->setConnection(Connection::Live);
    FigureSet figures;
    figures[Figure::WebSockets] = 11;
    m_monitor->setFigures(figures);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(text(0, AlertHistoryModel::ServerColumn), u"<b>Test</b>"_s);
    QCOMPARE(model.index(0, AlertHistoryModel::ServerColumn).data(Qt::ToolTipRole).toString(),
             u"&lt;b&gt;Test&lt;/b&gt;"_s);
    QCOMPARE(text(0, AlertHistoryModel::DetailsColumn), u"11, above the limit of 10"_s);
    QCOMPARE(text(1, AlertHistoryModel::ServerColumn), u"Production"_s);
    QCOMPARE(text(1, AlertHistoryModel::AlertColumn), u"Errors"_s);
}

void DashAlertMonitorTest::pastAlertsAreBounded()
{
    AlertHistoryModel model(*m_monitor);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (std::size_t i = 0; i < AlertHistoryModel::maximumAlerts + 3; ++i) {
        raiseErrors();
        endErrors();
    }
    QCOMPARE(static_cast<std::size_t>(model.rowCount()), AlertHistoryModel::maximumAlerts);
}

void DashAlertMonitorTest::theDesktopIsToldOnceAndItIsTakenBack()
{
    FakeNotifier notifier;
    const AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    raiseErrors();
    const Notification expected{.key = u"errors"_s,
                                .summary = u"Production — Errors"_s,
                                .body = u"9/s, above the limit of 5/s"_s,
                                .severity = AlertSeverity::Warning};
    QCOMPARE(notifier.shown, std::vector{expected});
    QVERIFY(notifier.closed.empty());
    endErrors();
    QCOMPARE(notifier.closed, std::vector{u"errors"_s});
    raiseErrors();
    QCOMPARE(notifier.shown.size(), 2U);
}

void DashAlertMonitorTest::aFloodOfFiguresIsOneNotification()
{
    FakeNotifier notifier;
    AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    for (int i = 0; i < 1000; ++i) {
        m_monitor->setFigures(errors(i % 3 == 0 ? 0 : 1000 + i));
        m_clock->advance(500ms);
        m_monitor->tick();
        notifications.tick();
    }
    QCOMPARE(notifier.shown.size(), 1U);
}

void DashAlertMonitorTest::whatIsRaisedWhileMutedIsToldAfterwards()
{
    FakeNotifier notifier;
    AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    const QSignalSpy changed(&notifications, &AlertNotifications::muteChanged);
    notifications.mute(60min);
    QCOMPARE(notifications.mutedUntil(), ManualClock::start + 1h);
    raiseErrors();
    m_clock->advance(59min);
    notifications.tick();
    QVERIFY(notifier.shown.empty());
    m_clock->advance(1min);
    notifications.tick();
    QVERIFY(!notifications.isMuted());
    QCOMPARE(changed.size(), 2);
    QCOMPARE(notifier.shown.size(), 1U);
}

void DashAlertMonitorTest::whatEndedWhileMutedIsNotTold()
{
    FakeNotifier notifier;
    AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    notifications.mute(60min);
    raiseErrors();
    endErrors();
    notifications.unmute();
    QVERIFY(notifier.shown.empty());
    QVERIFY(notifier.closed.empty());
}

void DashAlertMonitorTest::whatIsDismissedIsTakenBackAndNotToldAgain()
{
    FakeNotifier notifier;
    AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    raiseErrors();
    m_monitor->dismiss(AlertKind::Errors);
    QCOMPARE(notifier.closed, std::vector{u"errors"_s});
    notifications.mute(1min);
    notifications.unmute();
    QCOMPARE(notifier.shown.size(), 1U);
}

void DashAlertMonitorTest::whoWantsNoNotificationsGetsNone()
{
    FakeNotifier notifier;
    AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    notifications.setEnabled(false);
    raiseErrors();
    QVERIFY(notifier.shown.empty());
    notifications.setEnabled(true);
    QCOMPARE(notifier.shown.size(), 1U);
}

void DashAlertMonitorTest::theNameOfAServerStaysOutOfTheMarkup()
{
    FakeNotifier notifier;
    const AlertNotifications notifications(*m_monitor, notifier, *m_clock);
    m_monitor->watch(u"<img src=file:x>\nProduction"_s, quickRules());
    m_monitor->setConnection(Connection::Live);
    raiseErrors();
    QCOMPARE(notifier.shown.size(), 1U);
    QCOMPARE(notifier.shown[0].summary, u"<img src=file:x> Production — Errors"_s); // which desktops take as it is
    QVERIFY(!notifier.shown[0].body.contains(u'<'));
}

QTEST_GUILESS_MAIN(DashAlertMonitorTest)
#include "tst_dash_alertmonitor.moc"
