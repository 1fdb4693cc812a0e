// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "dashboard/alerts/desktopnotifier.h"
#include "dashboard/tray/trayhost.h"
#include "tests/dashboard/desktopfakes.h"
#include "tests/support/rununtil.h"

using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const Notification slow{.key = u"latency"_s, .summary = u"Production — Slow delivery"_s, .body = u"800 ms"_s};
const Notification lost{.key = u"connectionLost"_s,
                        .summary = u"Production — Connection lost"_s,
                        .body = u"no figures from the server for 15 s"_s,
                        .severity = AlertSeverity::Critical};

} // namespace

class DashDesktopNotifierTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aNotificationIsShownAsTheDesktopDoes();
    void whatIsCriticalStaysUntilItIsClosed();
    void anotherOfTheSameKeyReplacesIt();
    void twoKeysAreTwoNotifications();
    void whatIsClosedIsTakenBack();
    void whatIsClosedBeforeItWasShownIsTakenBackAllTheSame();
    void whatChangesBeforeItWasShownIsShownAsItIsLast();
    void oneThatTheOperatorClosedIsShownAnew();
    void aClickOnOneIsTold();
    void aClickOnAnothersIsNot();
    void withoutAServiceItFails();
    void withoutABusItFails();
    void aServiceThatStartedAnewIsNotAskedForIdsOfTheLastOne();
    void whatIsStillShownIsTakenBackAtTheEnd();
    void aTrayThatIsThereIsFound();
    void aTrayThatComesLaterIsFound();
    void aWatcherWithoutATrayIsNone();
    void aTrayThatGoesIsNoticed();

private:
    bool hasShown(std::size_t count)
    {
        return runUntil([this, count] { return m_service->open.size() == count; });
    }
    const FakeNotifications::Shown &first() const { return m_service->open.begin()->second; }

    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<FakeNotifications> m_service;
    std::unique_ptr<DesktopNotifier> m_notifier;
};

void DashDesktopNotifierTest::init()
{
    m_bus = std::make_unique<PrivateBus>();
    QVERIFY2(!m_bus->address().isEmpty(), "dbus-daemon is missing");
    m_service = std::make_unique<FakeNotifications>(m_bus->connection(u"service"_s));
    QVERIFY(m_service->isThere);
    m_notifier = std::make_unique<DesktopNotifier>(m_bus->connection(u"client"_s));
}

void DashDesktopNotifierTest::cleanup()
{
    m_notifier.reset();
    m_service.reset();
    QDBusConnection::disconnectFromBus(u"client"_s);
    QDBusConnection::disconnectFromBus(u"service"_s);
    m_bus.reset();
}

void DashDesktopNotifierTest::aNotificationIsShownAsTheDesktopDoes()
{
    m_notifier->show(slow);
    QVERIFY(hasShown(1));
    QCOMPARE(first().program, u"Relais"_s);
    QCOMPARE(first().icon, u"relais-dashboard"_s);
    QCOMPARE(first().summary, slow.summary);
    QCOMPARE(first().body, slow.body);
    QCOMPARE(first().actions.value(0), u"default"_s);
    QCOMPARE(first().hints.value(u"urgency"_s), QVariant::fromValue(uchar(1)));
    QCOMPARE(first().hints.value(u"desktop-entry"_s).toString(), u"relais-dashboard"_s);
    QCOMPARE(first().timeout, -1);
}

void DashDesktopNotifierTest::whatIsCriticalStaysUntilItIsClosed()
{
    m_notifier->show(lost);
    QVERIFY(hasShown(1));
    QCOMPARE(first().hints.value(u"urgency"_s), QVariant::fromValue(uchar(2)));
    QCOMPARE(first().timeout, 0);
}

void DashDesktopNotifierTest::anotherOfTheSameKeyReplacesIt()
{
    m_notifier->show(slow);
    QVERIFY(hasShown(1));
    Notification slower = slow;
    slower.body = u"900 ms"_s;
    m_notifier->show(slower);
    QVERIFY(runUntil([&] { return first().body == slower.body; }));
    QCOMPARE(m_service->open.size(), 1U);
}

void DashDesktopNotifierTest::twoKeysAreTwoNotifications()
{
    m_notifier->show(slow);
    m_notifier->show(lost);
    QVERIFY(hasShown(2));
}

void DashDesktopNotifierTest::whatIsClosedIsTakenBack()
{
    m_notifier->show(slow);
    m_notifier->show(lost);
    QVERIFY(hasShown(2));
    m_notifier->close(slow.key);
    QVERIFY(hasShown(1));
    QCOMPARE(first().summary, lost.summary);
}

void DashDesktopNotifierTest::whatIsClosedBeforeItWasShownIsTakenBackAllTheSame()
{
    m_notifier->show(slow);
    m_notifier->close(slow.key);
    QVERIFY(runUntil([this] { return m_service->notifyCount == 1 && m_service->open.empty(); }));
}

void DashDesktopNotifierTest::whatChangesBeforeItWasShownIsShownAsItIsLast()
{
    Notification slower = slow;
    slower.body = u"900 ms"_s;
    m_notifier->show(slow);
    m_notifier->close(slow.key);
    m_notifier->show(slower);
    QVERIFY(runUntil([this] { return m_service->notifyCount == 2; }));
    QCOMPARE(m_service->open.size(), 1U);
    QCOMPARE(first().body, slower.body);
}

void DashDesktopNotifierTest::oneThatTheOperatorClosedIsShownAnew()
{
    m_notifier->show(slow);
    QVERIFY(hasShown(1));
    const uint id = m_service->open.begin()->first;
    m_service->closeByUser(id);
    m_notifier->show(lost);
    QVERIFY(hasShown(1));
    // A click that has been heard was told behind the end of the other.
    QSignalSpy activated(m_notifier.get(), &DesktopNotifier::activated);
    QVERIFY(runUntil([&] {
        m_service->click(m_service->open.begin()->first);
        return !activated.isEmpty();
    }));
    m_notifier->show(slow);
    QVERIFY(hasShown(2));
    QVERIFY(!m_service->open.contains(id));
}

void DashDesktopNotifierTest::aClickOnOneIsTold()
{
    QSignalSpy activated(m_notifier.get(), &DesktopNotifier::activated);
    m_notifier->show(slow);
    QVERIFY(hasShown(1));
    QVERIFY(runUntil([&] {
        m_service->click(m_service->open.begin()->first);
        return !activated.isEmpty();
    }));
}

void DashDesktopNotifierTest::aClickOnAnothersIsNot()
{
    const QSignalSpy activated(m_notifier.get(), &DesktopNotifier::activated);
    m_notifier->show(slow);
    QVERIFY(hasShown(1));
    m_service->click(m_service->open.begin()->first + 1);
    m_notifier->close(slow.key);
    QVERIFY(hasShown(0));
    // The signal has gone before the next answer.
    m_notifier->show(lost);
    QVERIFY(hasShown(1));
    QVERIFY(activated.isEmpty());
}

void DashDesktopNotifierTest::withoutAServiceItFails()
{
    m_service.reset();
    QSignalSpy failed(m_notifier.get(), &DesktopNotifier::failed);
    m_notifier->show(slow);
    QVERIFY(runUntil([&] { return failed.size() == 1; }));
    QCOMPARE(failed[0][0].value<Notification>(), slow);
    m_notifier->show(slow);
    QVERIFY(runUntil([&] { return failed.size() == 2; }));
}

void DashDesktopNotifierTest::withoutABusItFails()
{
    DesktopNotifier notifier(QDBusConnection(u"nowhere"_s));
    const QSignalSpy failed(&notifier, &DesktopNotifier::failed);
    notifier.show(slow);
    QCOMPARE(failed.size(), 1);
    notifier.close(slow.key); // of which nothing is known
}

void DashDesktopNotifierTest::aServiceThatStartedAnewIsNotAskedForIdsOfTheLastOne()
{
    m_notifier->show(slow);
    QVERIFY(hasShown(1));
    m_service.reset();
    m_service = std::make_unique<FakeNotifications>(m_bus->connection(u"service"_s));
    QSignalSpy failed(m_notifier.get(), &DesktopNotifier::failed);
    m_notifier->show(lost);
    QVERIFY(hasShown(1));
    QCOMPARE(m_service->open.begin()->first, 42U); // the same id, of another
    m_notifier->close(slow.key);
    m_notifier->show(slow);
    QVERIFY(hasShown(2));
    QVERIFY(failed.isEmpty());
}

void DashDesktopNotifierTest::whatIsStillShownIsTakenBackAtTheEnd()
{
    m_notifier->show(lost);
    QVERIFY(hasShown(1));
    // The answer has come when another question has been answered.
    m_notifier->show(slow);
    QVERIFY(hasShown(2));
    m_notifier->close(slow.key);
    QVERIFY(hasShown(1));
    m_notifier.reset();
    QVERIFY(hasShown(0));
}

void DashDesktopNotifierTest::aTrayThatIsThereIsFound()
{
    const FakeTrayWatcher watcher(m_bus->connection(u"service"_s), true);
    QVERIFY(watcher.isThere);
    const TrayHost host(m_bus->connection(u"client"_s));
    QVERIFY(runUntil([&] { return host.isThere(); }));
}

void DashDesktopNotifierTest::aTrayThatComesLaterIsFound()
{
    const TrayHost host(m_bus->connection(u"client"_s));
    QVERIFY(!host.isThere());
    const FakeTrayWatcher watcher(m_bus->connection(u"service"_s), true);
    QVERIFY(runUntil([&] { return host.isThere(); }));
}

void DashDesktopNotifierTest::aWatcherWithoutATrayIsNone()
{
    FakeTrayWatcher watcher(m_bus->connection(u"service"_s), false);
    const TrayHost host(m_bus->connection(u"client"_s));
    QSignalSpy changed(&host, &TrayHost::changed);
    m_notifier->show(slow);
    QVERIFY(hasShown(1)); // it was asked after it
    QVERIFY(!host.isThere());
    watcher.addHost();
    QVERIFY(runUntil([&] { return host.isThere(); }));
    QCOMPARE(changed.size(), 1);
}

void DashDesktopNotifierTest::aTrayThatGoesIsNoticed()
{
    auto watcher = std::make_unique<FakeTrayWatcher>(m_bus->connection(u"service"_s), true);
    const TrayHost host(m_bus->connection(u"client"_s));
    QVERIFY(runUntil([&] { return host.isThere(); }));
    watcher.reset();
    QVERIFY(runUntil([&] { return !host.isThere(); }));
}

QTEST_GUILESS_MAIN(DashDesktopNotifierTest)
#include "tst_dash_desktopnotifier.moc"
