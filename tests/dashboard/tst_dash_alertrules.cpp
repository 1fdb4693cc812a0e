// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "dashboard/alerts/alertrules.h"
#include "dashboard/alerts/alertsettings.h"
#include "dashboard/alerts/alerttrigger.h"

using namespace relais;
using namespace relais::dashboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr MonotonicTime begin{1h};

} // namespace

class DashAlertRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFigureIsHeldAgainstItsLimit_data();
    void aFigureIsHeldAgainstItsLimit();
    void connectionsAreThoseOfBothTransports();
    void whatNobodyCountsIsNoConnectionAtAll();
    void onAtFirstIsOnlyWhatIsWrongOnAnyServer();
    void defaultsAreWithinTheirRanges();
    void rulesAreTheSameAfterTheFile();
    void rulesThatAreNotUsableAreAsAtFirst();
    void limitsOutOfRangeAreBroughtIntoIt();
    void connectionsCannotBeBothTooManyAndTooFew();
    void somethingPastItsLimitIsRaisedAfterItsTime();
    void withoutAHoldItIsRaisedAtOnce();
    void aDipBreaksTheSuspicion();
    void theUnknownBreaksASuspicionButNotAnAlert();
    void anAlertEndsWhenAllHasBeenWellForAWhile();
    void aFigureThatSwingsAroundItsLimitIsOneAlert();
    void eachServerHasItsOwnRules();
    void rulesOfAProfileThatIsGoneAreForgotten();
    void choicesAreTheSameAfterTheFile();
};

void DashAlertRulesTest::aFigureIsHeldAgainstItsLimit_data()
{
    QTest::addColumn<AlertKind>("kind");
    QTest::addColumn<double>("limit");
    QTest::addColumn<double>("value");
    QTest::addColumn<AlertReading>("reading");

    QTest::newRow("above") << AlertKind::Errors << 5.0 << 5.1 << AlertReading::Past;
    QTest::newRow("at the limit") << AlertKind::Errors << 5.0 << 5.0 << AlertReading::Between;
    QTest::newRow("within the last tenth") << AlertKind::Errors << 5.0 << 4.6 << AlertReading::Between;
    QTest::newRow("a tenth below") << AlertKind::Errors << 5.0 << 4.5 << AlertReading::Well;
    QTest::newRow("any error at all") << AlertKind::Errors << 0.0 << 0.1 << AlertReading::Past;
    QTest::newRow("no error") << AlertKind::Errors << 0.0 << 0.0 << AlertReading::Well;
    QTest::newRow("one more than few") << AlertKind::ConnectionsAbove << 5.0 << 6.0 << AlertReading::Past;
    QTest::newRow("a tenth of few is none") << AlertKind::ConnectionsAbove << 5.0 << 5.0 << AlertReading::Well;
    QTest::newRow("between many") << AlertKind::ConnectionsAbove << 100.0 << 91.0 << AlertReading::Between;
    QTest::newRow("nobody") << AlertKind::ConnectionsBelow << 1.0 << 0.0 << AlertReading::Past;
    QTest::newRow("one is enough") << AlertKind::ConnectionsBelow << 1.0 << 1.0 << AlertReading::Well;
    QTest::newRow("below, between") << AlertKind::ConnectionsBelow << 100.0 << 109.0 << AlertReading::Between;
    QTest::newRow("below, well") << AlertKind::ConnectionsBelow << 100.0 << 110.0 << AlertReading::Well;
}

void DashAlertRulesTest::aFigureIsHeldAgainstItsLimit()
{
    QFETCH(AlertKind, kind);
    QFETCH(double, limit);
    QFETCH(double, value);
    QTEST(readingOf(kind, {.isEnabled = true, .limit = limit}, value), "reading");
}

void DashAlertRulesTest::connectionsAreThoseOfBothTransports()
{
    FigureSet figures;
    figures[Figure::WebSockets] = 3;
    QCOMPARE(alertValue(AlertKind::ConnectionsAbove, figures), 3.0);
    figures[Figure::LongPolls] = 4;
    QCOMPARE(alertValue(AlertKind::ConnectionsBelow, figures), 7.0);
}

void DashAlertRulesTest::whatNobodyCountsIsNoConnectionAtAll()
{
    for (const AlertTraits &traits : alertTraits())
        QVERIFY(!alertValue(traits.kind, FigureSet()));
}

void DashAlertRulesTest::onAtFirstIsOnlyWhatIsWrongOnAnyServer()
{
    const AlertRules rules;
    for (const AlertTraits &traits : alertTraits()) {
        const bool isWrongAnywhere = traits.kind == AlertKind::ConnectionLost || traits.kind == AlertKind::Errors;
        QCOMPARE(rules[traits.kind].isEnabled, isWrongAnywhere);
    }
}

void DashAlertRulesTest::defaultsAreWithinTheirRanges()
{
    const AlertRules rules;
    QCOMPARE(AlertRules::fromJson(rules.toJson()), rules);
    QVERIFY(!rules.areContradictory());
}

void DashAlertRulesTest::rulesAreTheSameAfterTheFile()
{
    AlertRules rules;
    rules[AlertKind::Errors] = {.isEnabled = false, .limit = 0.5, .hold = 3s};
    rules[AlertKind::ConnectionLost] = {.isEnabled = true, .limit = 0, .hold = 60s};
    rules[AlertKind::OldestAge] = {.isEnabled = true, .limit = 120'000, .hold = 0s};
    QCOMPARE(AlertRules::fromJson(rules.toJson()), rules);
}

void DashAlertRulesTest::rulesThatAreNotUsableAreAsAtFirst()
{
    const QJsonObject object{
        {u"errors"_s, u"many"_s},
        {u"latency"_s, QJsonObject{{u"enabled"_s, 1}, {u"limit"_s, u"500"_s}, {u"holdSeconds"_s, true}}},
        {u"other"_s, QJsonObject()}};
    QCOMPARE(AlertRules::fromJson(object), AlertRules());
}

void DashAlertRulesTest::limitsOutOfRangeAreBroughtIntoIt()
{
    const auto rules
        = AlertRules::fromJson({{u"connectionsBelow"_s, QJsonObject{{u"limit"_s, -7}, {u"holdSeconds"_s, 1e300}}},
                                {u"connectionLost"_s, QJsonObject{{u"holdSeconds"_s, -1}}}});
    QCOMPARE(rules[AlertKind::ConnectionsBelow].limit, 1.0);
    QCOMPARE(rules[AlertKind::ConnectionsBelow].hold, longestHold);
    QCOMPARE(rules[AlertKind::ConnectionLost].hold, 5s);
}

void DashAlertRulesTest::connectionsCannotBeBothTooManyAndTooFew()
{
    AlertRules rules;
    rules[AlertKind::ConnectionsAbove] = {.isEnabled = true, .limit = 100};
    rules[AlertKind::ConnectionsBelow] = {.isEnabled = true, .limit = 100};
    QVERIFY(!rules.areContradictory()); // a hundred is just right
    rules[AlertKind::ConnectionsBelow].limit = 101;
    QVERIFY(rules.areContradictory());
    rules[AlertKind::ConnectionsAbove].isEnabled = false;
    QVERIFY(!rules.areContradictory());
}

void DashAlertRulesTest::somethingPastItsLimitIsRaisedAfterItsTime()
{
    AlertTrigger trigger;
    QVERIFY(!trigger.judge(AlertReading::Past, 10s, 5s, begin));
    QVERIFY(!trigger.judge(AlertReading::Past, 10s, 5s, begin + 9999ms));
    QVERIFY(!trigger.isRaised());
    QVERIFY(trigger.judge(AlertReading::Past, 10s, 5s, begin + 10s));
    QVERIFY(trigger.isRaised());
    QVERIFY(!trigger.judge(AlertReading::Past, 10s, 5s, begin + 11s));
}

void DashAlertRulesTest::withoutAHoldItIsRaisedAtOnce()
{
    AlertTrigger trigger;
    QVERIFY(trigger.judge(AlertReading::Past, 0s, 5s, begin));
    QVERIFY(trigger.isRaised());
}

void DashAlertRulesTest::aDipBreaksTheSuspicion()
{
    AlertTrigger trigger;
    trigger.judge(AlertReading::Past, 10s, 5s, begin);
    trigger.judge(AlertReading::Between, 10s, 5s, begin + 9s);
    trigger.judge(AlertReading::Past, 10s, 5s, begin + 10s);
    QVERIFY(!trigger.judge(AlertReading::Past, 10s, 5s, begin + 19s));
    QVERIFY(trigger.judge(AlertReading::Past, 10s, 5s, begin + 20s));
}

void DashAlertRulesTest::theUnknownBreaksASuspicionButNotAnAlert()
{
    AlertTrigger trigger;
    trigger.judge(AlertReading::Past, 10s, 5s, begin);
    trigger.judge(AlertReading::Unknown, 10s, 5s, begin + 10s);
    QVERIFY(!trigger.isRaised());
    trigger.judge(AlertReading::Past, 10s, 5s, begin + 11s);
    trigger.judge(AlertReading::Past, 10s, 5s, begin + 21s);
    QVERIFY(trigger.isRaised());
    QVERIFY(!trigger.judge(AlertReading::Unknown, 10s, 5s, begin + 2h));
    QVERIFY(trigger.isRaised());
}

void DashAlertRulesTest::anAlertEndsWhenAllHasBeenWellForAWhile()
{
    AlertTrigger trigger;
    trigger.judge(AlertReading::Past, 0s, 5s, begin);
    trigger.judge(AlertReading::Well, 0s, 5s, begin + 1s);
    trigger.judge(AlertReading::Between, 0s, 5s, begin + 5s); // not well enough
    trigger.judge(AlertReading::Well, 0s, 5s, begin + 6s);
    QVERIFY(!trigger.judge(AlertReading::Well, 0s, 5s, begin + 10s));
    QVERIFY(trigger.judge(AlertReading::Well, 0s, 5s, begin + 11s));
    QVERIFY(!trigger.isRaised());
}

void DashAlertRulesTest::aFigureThatSwingsAroundItsLimitIsOneAlert()
{
    AlertTrigger trigger;
    int changes = 0;
    for (int second = 0; second < 3600; ++second) {
        const auto reading = second % 2 == 0 ? AlertReading::Past : AlertReading::Well;
        changes += trigger.judge(reading, 0s, 5s, begin + std::chrono::seconds(second)) ? 1 : 0;
    }
    QCOMPARE(changes, 1);
    QVERIFY(trigger.isRaised());
}

void DashAlertRulesTest::eachServerHasItsOwnRules()
{
    AlertSettings settings;
    AlertRules strict;
    strict[AlertKind::Errors].limit = 1;
    settings.setRules(u"production"_s, strict);
    QCOMPARE(settings.rules(u"production"_s), strict);
    QCOMPARE(settings.rules(u"test"_s), AlertRules());
    QCOMPARE(settings.rules({}), AlertRules());
}

void DashAlertRulesTest::rulesOfAProfileThatIsGoneAreForgotten()
{
    AlertSettings settings;
    AlertRules rules;
    rules[AlertKind::Errors].limit = 1;
    for (const auto &profile : {u"kept"_s, u"gone"_s, QString()})
        settings.setRules(profile, rules);
    const std::vector<Profile> profiles{{u"kept"_s, u"Kept"_s, {}, {}}};
    QVERIFY(settings.keepOnly(profiles));
    QVERIFY(!settings.keepOnly(profiles));
    QCOMPARE(settings.rules(u"kept"_s), rules);
    QCOMPARE(settings.rules(u"gone"_s), AlertRules());
    QCOMPARE(settings.rules({}), rules); // of servers that have no profile
}

void DashAlertRulesTest::choicesAreTheSameAfterTheFile()
{
    QVERIFY(AlertSettings::fromJson({}).isNotifying);
    QVERIFY(!AlertSettings::fromJson({}).staysInTray);
    AlertSettings settings;
    settings.isNotifying = false;
    settings.staysInTray = true;
    AlertRules rules;
    rules[AlertKind::Latency] = {.isEnabled = true, .limit = 50, .hold = 5s};
    settings.setRules(u"production"_s, rules);
    const auto read = AlertSettings::fromJson(settings.toJson());
    QVERIFY(!read.isNotifying);
    QVERIFY(read.staysInTray);
    QCOMPARE(read.rules(u"production"_s), rules);
}

QTEST_GUILESS_MAIN(DashAlertRulesTest)
#include "tst_dash_alertrules.moc"
