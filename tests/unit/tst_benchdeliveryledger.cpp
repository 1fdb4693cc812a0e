// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/deliveryledger.h"
#include "bench/messageorder.h"
#include "bench/runfailed.h"

#include <QtTest/qtest.h>

using namespace relais::bench;

class BenchDeliveryLedgerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messageIsCompleteWithItsLastClient();
    void runInOrderIsVerified();
    void lostDeliveryIsFound();
    void duplicateIsFoundAndNotCounted();
    void lateDeliveryIsOutOfOrderAndNotLost();
    void messageThatWasNeverSentEndsTheRun();
    void acknowledgedIdsMatchDeliveredOnesInAnyOrder();
    void acknowledgedAndUndeliveredIsFound();
    void idThatDoesNotRiseEndsTheRun();
    void idThatIsNoneEndsTheRun_data();
    void idThatIsNoneEndsTheRun();
};

void BenchDeliveryLedgerTest::messageIsCompleteWithItsLastClient()
{
    DeliveryLedger ledger(2, 1);
    QVERIFY(!ledger.record(1, 0));
    QCOMPARE(ledger.completed(), 0U);
    QVERIFY(ledger.record(0, 0));
    QCOMPARE(ledger.completed(), 1U);
}

void BenchDeliveryLedgerTest::runInOrderIsVerified()
{
    DeliveryLedger ledger(3, 10);
    for (std::uint32_t sequence = 0; sequence < 10; ++sequence) {
        for (std::size_t client = 0; client < 3; ++client)
            ledger.record(client, sequence);
    }
    ledger.verify(10);
    QCOMPARE(ledger.delivered(), 30U);
    QCOMPARE(ledger.completed(), 10U);
}

void BenchDeliveryLedgerTest::lostDeliveryIsFound()
{
    DeliveryLedger ledger(2, 3);
    for (const std::uint32_t sequence : {0U, 1U, 2U})
        ledger.record(0, sequence);
    for (const std::uint32_t sequence : {0U, 2U})
        ledger.record(1, sequence);
    QCOMPARE(ledger.missing(3), 1U);
    QCOMPARE(ledger.missing(1), 0U);
    QVERIFY_THROWS_EXCEPTION(RunFailed, ledger.verify(3));
}

void BenchDeliveryLedgerTest::duplicateIsFoundAndNotCounted()
{
    DeliveryLedger ledger(1, 2);
    ledger.record(0, 0);
    ledger.record(0, 1);
    QVERIFY(!ledger.record(0, 0));
    QCOMPARE(ledger.delivered(), 2U);
    QCOMPARE(ledger.duplicated(), 1U);
    QVERIFY_THROWS_EXCEPTION(RunFailed, ledger.verify(2));
}

void BenchDeliveryLedgerTest::lateDeliveryIsOutOfOrderAndNotLost()
{
    DeliveryLedger ledger(1, 3);
    ledger.record(0, 2);
    QVERIFY(ledger.record(0, 0));
    QVERIFY(ledger.record(0, 1));
    QCOMPARE(ledger.missing(3), 0U);
    QCOMPARE(ledger.outOfOrder(), 2U);
    QCOMPARE(ledger.duplicated(), 0U);
    QVERIFY_THROWS_EXCEPTION(RunFailed, ledger.verify(3));
}

void BenchDeliveryLedgerTest::messageThatWasNeverSentEndsTheRun()
{
    DeliveryLedger ledger(1, 2);
    QVERIFY_THROWS_EXCEPTION(RunFailed, ledger.record(0, 2));
}

void BenchDeliveryLedgerTest::acknowledgedIdsMatchDeliveredOnesInAnyOrder()
{
    MessageOrder order;
    order.acknowledge("100-1");
    order.deliver("99-5");
    order.deliver("100-1");
    order.deliver("100-10");
    order.acknowledge("100-10");
    order.acknowledge("99-5");
    order.verify();
    QCOMPARE(order.delivered(), order.acknowledged());
}

void BenchDeliveryLedgerTest::acknowledgedAndUndeliveredIsFound()
{
    MessageOrder order;
    order.acknowledge("100-0");
    order.acknowledge("100-1");
    order.deliver("100-1");
    QVERIFY_THROWS_EXCEPTION(RunFailed, order.verify());
}

void BenchDeliveryLedgerTest::idThatDoesNotRiseEndsTheRun()
{
    MessageOrder order;
    order.deliver("100-10");
    QVERIFY_THROWS_EXCEPTION(RunFailed, order.deliver("100-9"));
    QVERIFY_THROWS_EXCEPTION(RunFailed, order.deliver("100-10"));
}

void BenchDeliveryLedgerTest::idThatIsNoneEndsTheRun_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id : {"", "-", "1", "1-", "-1", "1-2x", "x-1"})
        QTest::addRow("'%s'", id) << QByteArray(id);
}

void BenchDeliveryLedgerTest::idThatIsNoneEndsTheRun()
{
    QFETCH(QByteArray, id);
    MessageOrder order;
    QVERIFY_THROWS_EXCEPTION(RunFailed, order.acknowledge(id.toStdString()));
}

QTEST_APPLESS_MAIN(BenchDeliveryLedgerTest)
#include "tst_benchdeliveryledger.moc"
