// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/report.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

#include <limits>

using namespace Qt::StringLiterals;
using relais::bench::Report;

class BenchReportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reportIsOneJsonObjectOnOneLine();
    void textHasALineForEachFigureAndRow();
};

void BenchReportTest::reportIsOneJsonObjectOnOneLine()
{
    Report row;
    row.add("name", std::string("a \"quoted\"\nname"));
    Report report;
    report.add("count", std::uint64_t{12});
    report.add("ratio", 0.5);
    report.add("infinite", std::numeric_limits<double>::infinity());
    report.add("rows", std::vector{row, row});
    const QByteArray text = QByteArray::fromStdString(report.toJson());
    QVERIFY(!text.contains('\n'));
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    QCOMPARE(json[u"count"_s].toInt(), 12);
    QCOMPARE(json[u"ratio"_s].toDouble(), 0.5);
    QVERIFY(json[u"infinite"_s].isNull());
    QCOMPARE(json[u"rows"_s].toArray().size(), 2);
    QCOMPARE(json[u"rows"_s].toArray()[1].toObject()[u"name"_s].toString(), u"a \"quoted\"\nname"_s);
}

void BenchReportTest::textHasALineForEachFigureAndRow()
{
    Report row;
    row.add("share", 1.0);
    Report report;
    report.add("scenario", std::string("idle"));
    report.add("count", std::uint64_t{12});
    report.add("rows", std::vector{row});
    QCOMPARE(report.toText(), std::string("scenario: idle\ncount: 12\nrows:\n  {\"share\":1}\n"));
}

QTEST_APPLESS_MAIN(BenchReportTest)
#include "tst_benchreport.moc"
