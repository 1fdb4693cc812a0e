// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/figures/figures.h"

#include <QJsonDocument>
#include <QLocale>
#include <QTest>

using namespace relais;
using namespace relais::dashboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(QByteArray(json).replace('\'', '"')).object();
}

} // namespace

class DashFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStatusIsReadOnce()
    {
        const auto status
            = parseStatus(object("{'success':true,'status':'ok','version':'1.2','uptime':61.5,"
                                 "'node':'n1','timestamp':5000,'connections':{'webSocket':3,'longPoll':1},"
                                 "'users':2,'process':{'cpuPercent':12.5}}"),
                          UnixTime(9s));
        QVERIFY(status.hasFigures);
        QCOMPARE(status.version, u"1.2"_s);
        QCOMPARE(status.node, u"n1"_s);
        QVERIFY(status.uptime == 61s);
        QVERIFY(status.figures.time == UnixTime(5s));
        QCOMPARE(status.figures[Figure::WebSockets], std::optional(3.0));
        QCOMPARE(status.figures[Figure::CpuPercent], std::optional(12.5));
        QVERIFY(!status.figures[Figure::BytesIn]);
    }

    void whatAnyoneSeesHasNoFigures()
    {
        const auto status
            = parseStatus(object("{'success':true,'status':'ok','version':'1','uptime':1}"), UnixTime(9s));
        QVERIFY(!status.hasFigures);
        QVERIFY(status.figures.time == UnixTime(9s));
    }

    void membersOfOtherTypesAreNotThere()
    {
        const auto status
            = parseStatus(object("{'version':7,'uptime':-1,'timestamp':1e300,'connections':{'webSocket':'3'},"
                                 "'users':[],'queue':5,'rates':null}"),
                          UnixTime(9s));
        QVERIFY(status.version.isEmpty());
        QVERIFY(status.uptime == 0s);
        QVERIFY(status.figures.time == UnixTime(9s));
        for (const auto &value : status.figures.values)
            QVERIFY(!value);
    }

    void figuresAreWrittenAsTheLanguageHasThem_data()
    {
        QTest::addColumn<int>("unit");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("french");
        const auto row
            = [](const char *name, FigureUnit unit, double value, const QString &english, const QString &french) {
                  QTest::newRow(name) << static_cast<int>(unit) << value << english << french;
              };
        row("count", FigureUnit::Count, 50000, u"50,000"_s, u"50\u202f000"_s);
        row("small rate", FigureUnit::PerSecond, 0.25, u"0.25/s"_s, u"0,25/s"_s);
        row("rate", FigureUnit::PerSecond, 1234.4, u"1,234/s"_s, u"1\u202f234/s"_s);
        row("bytes", FigureUnit::Bytes, 1536, u"1.5 KiB"_s, u"1,5 Kio"_s);
        row("age in ms", FigureUnit::Age, 250, u"250 ms"_s, u"250 ms"_s);
        row("age in s", FigureUnit::Age, 5999, u"5 s"_s, u"5 s"_s);
        row("age in min", FigureUnit::Age, 200'000, u"3 min 20 s"_s, u"3 min 20 s"_s);
        row("age in h", FigureUnit::Age, 7'320'000, u"2 h 2 min"_s, u"2 h 2 min"_s);
    }
    void figuresAreWrittenAsTheLanguageHasThem()
    {
        QFETCH(const int, unit);
        QFETCH(const double, value);
        QFETCH(const QString, english);
        QFETCH(const QString, french);
        const auto figureUnit = static_cast<FigureUnit>(unit);
        QCOMPARE(formatFigure(figureUnit, value, QLocale(u"en"_s)), english);
        QCOMPARE(formatFigure(figureUnit, value, QLocale(u"fr"_s)), french);
        QCOMPARE(formatFigure(figureUnit, std::nullopt, QLocale(u"en"_s)), u"–"_s);
    }
};

QTEST_APPLESS_MAIN(DashFiguresTest)
#include "tst_dash_figures.moc"
