// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include "dashboard/models/clientsmodel.h"
#include "tests/support/clientrows.h"

using namespace relais::dashboard;
using namespace relais::test;
using Update = ClientsModel::Update;

namespace {

QStringList ids(const ClientsModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << model.clientAt(row).id;
    return list;
}

QStringList texts(std::initializer_list<const char *> list)
{
    QStringList all;
    for (const char *text : list)
        all << QLatin1String(text);
    return all;
}

QStringList idsOf(const QJsonArray &rows)
{
    QStringList list;
    for (const QJsonValue &row : rows)
        list << row.toObject().value(u"id").toString();
    return list;
}

} // namespace

class TestClientsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsFollowTheServersAndWhatIsSelectedFollowsItsRow()
    {
        ClientsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update(clientRows({1, 2, 3, 4, 5}), Update::Apply);
        const QPersistentModelIndex four(model.index(3, 2));
        const QPersistentModelIndex two(model.index(1, 0));
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.update(clientRows({5, 4, 9, 1}), Update::Apply);
        QCOMPARE(ids(model), texts({"c5", "c4", "c9", "c1"}));
        QCOMPARE(four.row(), 1);
        QCOMPARE(four.column(), 2);
        QVERIFY(!two.isValid());
        QCOMPARE(resets.count(), 0);
    }

    void anyAnswerFollowsAnyOther()
    {
        QRandomGenerator random(7);
        ClientsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int round = 0; round < 200; ++round) {
            QList<int> numbers;
            for (int number = 0; number < 20; ++number) {
                if (random.bounded(3) != 0)
                    numbers.insert(random.bounded(int(numbers.size()) + 1), number);
            }
            QJsonArray rows;
            for (const int number : numbers)
                rows.append(clientRow(number));
            std::vector<std::pair<QPersistentModelIndex, QString>> held;
            for (int row = 0; row < model.rowCount(); ++row)
                held.emplace_back(model.index(row, 0), model.clientAt(row).id);
            model.update(rows, Update::Apply);
            QCOMPARE(ids(model), idsOf(rows));
            for (const auto &[index, id] : held)
                QVERIFY(!index.isValid() || model.clientAt(index.row()).id == id);
        }
    }

    void heldRowsStayWhereTheyAreWithFreshFigures()
    {
        ClientsModel model;
        model.update(clientRows({1, 2, 3}), Update::Apply);
        QJsonArray rows{clientRow(3, 40), clientRow(8), clientRow(1)};
        model.update(rows, Update::Hold);
        QCOMPARE(ids(model), texts({"c1", "c2", "c3"}));
        QCOMPARE(model.clientAt(2).lag, 40);
        QVERIFY(model.clientAt(1).isGone);
        QVERIFY(model.data(model.index(1, ClientsModel::StateColumn), Qt::DisplayRole).toString().contains(u"gone"));
        QCOMPARE(model.pendingChanges(), 4); // two moved, one has gone, one is new
        model.update(rows, Update::Apply);
        QCOMPARE(ids(model), texts({"c3", "c8", "c1"}));
        QCOMPARE(model.pendingChanges(), 0);
    }

    void aClientThatIsNamedTwiceDoesNoHarm()
    {
        ClientsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update(clientRows({1, 1, 2}), Update::Apply);
        model.update(clientRows({2, 1, 1, 1}), Update::Apply);
        QVERIFY(model.rowCount() <= 4);
        model.update(clientRows({2}), Update::Apply);
        QCOMPARE(ids(model), texts({"c2"}));
    }

    void moreRowsThanAPageAreNotTaken()
    {
        ClientsModel model;
        QJsonArray rows;
        for (int number = 0; number < 3000; ++number)
            rows.append(clientRow(number));
        model.update(rows, Update::Apply);
        QCOMPARE(model.rowCount(), 1000);
    }

    void eachColumnHasATitleAndAKeyOfItsOwn()
    {
        const ClientsModel model;
        QSet<QString> keys;
        for (int column = 0; column < model.columnCount(); ++column) {
            QVERIFY(!model.titleOf(column).isEmpty());
            keys << ClientsModel::sortKey(column);
        }
        QCOMPARE(keys.size(), qsizetype(ClientsModel::ColumnCount));
    }

    void namesThatDeceiveAreShownHarmless()
    {
        ClientsModel model;
        QJsonObject row = clientRow(1);
        row.insert(u"userId", QStringLiteral("a\u202eb\nc"));
        model.update({row}, Update::Apply);
        QCOMPARE(model.data(model.index(0, 0), Qt::DisplayRole).toString(), QStringLiteral("a\ufffdb c"));
    }
};

QTEST_MAIN(TestClientsModel)
#include "tst_dash_clientsmodel.moc"
