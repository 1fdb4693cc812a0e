// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/figures/timeseriesmodel.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QTest>

using namespace relais;
using namespace relais::dashboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

FigureSet at(std::chrono::milliseconds time, double users)
{
    FigureSet figures;
    figures.time = UnixTime(time);
    figures[Figure::Users] = users;
    return figures;
}

/// A history of one point a step from `begin` on.
QJsonObject historyFrom(qint64 beginMs, qint64 stepMs, int count)
{
    QByteArrayList times;
    QByteArrayList users;
    for (int i = 0; i < count; ++i) {
        times.append(QByteArray::number(beginMs + i * stepMs));
        users.append(QByteArray::number(i));
    }
    return QJsonDocument::fromJson("{\"series\":{\"timestamp\":[" + times.join(',') + "],\"users\":["
                                   + users.join(',') + "],\"queue.messages\":[1,2]}}")
        .object();
}

} // namespace

class DashTimeSeriesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isAWellBehavedModel()
    {
        TimeSeriesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int i = 0; i < 700; ++i)
            model.append(at(i * 700ms, i));
        model.append(at(100s, 1));
        model.setHistory(historyFrom(0, 1000, 90));
        model.setRange(TimeRange::Hour);
        QCOMPARE(model.rowCount(), 0);
    }

    void holdsNoMoreThanItsRange()
    {
        for (const auto range : {TimeRange::FiveMinutes, TimeRange::Hour, TimeRange::Day}) {
            TimeSeriesModel model;
            model.setRange(range);
            const auto steps = lengthOf(range) / stepOf(range);
            for (int i = 0; i < 3 * steps; ++i)
                model.append(at(i * stepOf(range), i));
            QCOMPARE(model.rowCount(), static_cast<int>(steps));
            QCOMPARE(model.points().back()[Figure::Users], std::optional(3.0 * static_cast<double>(steps) - 1));
        }
    }

    void figuresOfOneStepReplaceEachOther()
    {
        TimeSeriesModel model;
        model.append(at(1000ms, 1));
        model.append(at(1500ms, 2));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.points().back()[Figure::Users], std::optional(2.0));
        model.append(at(2000ms, 3));
        QCOMPARE(model.rowCount(), 2);
    }

    void aClockThatStepsBackTakesTheFutureAway()
    {
        TimeSeriesModel model;
        for (int i = 0; i < 10; ++i)
            model.append(at(i * 1000ms, i));
        model.append(at(3s, 30));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.points().back()[Figure::Users], std::optional(30.0));
    }

    void theHistoryStandsBeforeWhatCameSince()
    {
        TimeSeriesModel model;
        model.append(at(95s, 1000));
        model.append(at(101s, 2000));
        model.setHistory(historyFrom(0, 1000, 100));
        QCOMPARE(model.rowCount(), 101);
        QCOMPARE(model.points()[95][Figure::Users], std::optional(95.0)); // as the server has it
        QCOMPARE(model.points().back()[Figure::Users], std::optional(2000.0));
        QVERIFY(!model.points()[5][Figure::QueueMessages]); // its series has another length
    }

    void aHistoryThatIsNoneChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : {"{}", "{\"series\":[]}", "{\"series\":{\"timestamp\":7}}",
                                 "{\"series\":{\"timestamp\":[],\"users\":[]}}",
                                 "{\"series\":{\"timestamp\":[2000,1000],\"users\":[1,2]}}"})
            QTest::newRow(json) << QByteArray(json);
    }
    void aHistoryThatIsNoneChangesNothing()
    {
        QFETCH(const QByteArray, json);
        TimeSeriesModel model;
        model.append(at(1s, 1));
        model.setHistory(QJsonDocument::fromJson(json).object());
        QCOMPARE(model.rowCount(), 1);
    }

    void aHistoryThatIsTooLongIsCut()
    {
        TimeSeriesModel model;
        model.setHistory(historyFrom(0, 10, 5000));
        QCOMPARE(model.rowCount(), 300);
        QCOMPARE(model.points().back()[Figure::Users], std::optional(4999.0));
    }

    void thePointNearestToATimeIsFound()
    {
        TimeSeriesModel model;
        QVERIFY(!model.nearest(UnixTime(1s)));
        for (int i = 1; i <= 3; ++i)
            model.append(at(i * 10s, i));
        const auto users = [&](std::chrono::milliseconds time) {
            return *(*model.nearest(UnixTime(time)))[Figure::Users];
        };
        QCOMPARE(users(0s), 1.0);
        QCOMPARE(users(14s), 1.0);
        QCOMPARE(users(16s), 2.0);
        QCOMPARE(users(99s), 3.0);
    }

    void theTableIsForPrograms()
    {
        TimeSeriesModel model;
        model.append(at(1500ms, 2.5));
        const auto lines = model.toCsv().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith("time,connections.webSocket,connections.longPoll,users,"));
        QCOMPARE(lines[1], QByteArray("1970-01-01T00:00:01.500Z,,,2.5" + QByteArray(figureCount - 3, ',')));
    }
};

QTEST_APPLESS_MAIN(DashTimeSeriesTest)
#include "tst_dash_timeseries.moc"
