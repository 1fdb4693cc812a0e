// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "dashboard/models/messageexporter.h"
#include "dashboard/models/messagejson.h"
#include "dashboard/models/queuecontent.h"
#include "dashboard/models/tapmodel.h"
#include "tests/support/tapmessages.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

class TestTapModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filterFindsTextsWhereverTheyAre_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("passes");
        QTest::newRow("nothing asked") << QByteArray() << QByteArray() << QByteArray() << true;
        QTest::newRow("type begins") << QByteArray("order") << QByteArray() << QByteArray() << true;
        QTest::newRow("type ends") << QByteArray("dated") << QByteArray() << QByteArray() << true;
        QTest::newRow("type is longer") << QByteArray("order.updated2") << QByteArray() << QByteArray() << false;
        QTest::newRow("other case") << QByteArray("ORDER") << QByteArray("ALICE") << QByteArray("HELLO") << true;
        QTest::newRow("user") << QByteArray() << QByteArray("bob") << QByteArray() << false;
        QTest::newRow("text at the end") << QByteArray() << QByteArray() << QByteArray("é\"]") << true;
        QTest::newRow("text that nearly is") << QByteArray() << QByteArray() << QByteArray("hellp") << false;
        QTest::newRow("text that begins anew within itself")
            << QByteArray() << QByteArray() << QByteArray("hello, é") << true;
        QTest::newRow("all but one") << QByteArray("order") << QByteArray("alice") << QByteArray("bye") << false;
    }
    void filterFindsTextsWhereverTheyAre()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, text);
        const MessageFilter filter(type.toStdString(), user.toStdString(), text.toStdString());
        const auto message = tapMessage(1, "order.updated", "alice", "[\"hell, hello, é\"]");
        QTEST(filter.accepts(*message), "passes");
    }

    void aTextIsFoundBehindWhatNearlyIsIt_data()
    {
        QTest::addColumn<QByteArray>("needle");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<bool>("isIn");
        QTest::newRow("overlapping itself") << QByteArray("aab") << QByteArray("aaaaab") << true;
        QTest::newRow("a border within a border") << QByteArray("abacabad") << QByteArray("abacabacabad") << true;
        QTest::newRow("not to the end") << QByteArray("abab") << QByteArray("abaaba") << false;
        QTest::newRow("longer than the payload") << QByteArray("aaaa") << QByteArray("aaa") << false;
        QTest::newRow("all of the payload") << QByteArray("AbA") << QByteArray("aBa") << true;
    }
    void aTextIsFoundBehindWhatNearlyIsIt()
    {
        QFETCH(const QByteArray, needle);
        QFETCH(const QByteArray, payload);
        QTEST(MessageFilter({}, {}, needle.toStdString()).accepts(*tapMessage(1, "a", "", payload.toStdString())),
              "isIn");
    }

    void aBroadcastIsForNoUserThatIsAskedFor()
    {
        QVERIFY(!MessageFilter({}, "u", {}).accepts(*tapMessage(1, "a", "")));
    }

    void onlyTheNewestAreKept()
    {
        TapModel model({.messages = 10, .bytes = 1'000'000});
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(tapBatch(0, 7));
        model.append(tapBatch(7, 7));
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.messageAt(0)->id.ms, tapStart + 4);
        model.append(tapBatch(14, 25)); // more than there is room for
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.messageAt(0)->id.ms, tapStart + 29);
        QCOMPARE(model.messageAt(9)->id.ms, tapStart + 38);
        QCOMPARE(model.kept(), std::size_t(10));
    }

    void bigMessagesAreKeptWithinTheirBytes()
    {
        TapModel model({.messages = 1000, .bytes = 100'000});
        TapBatch batch;
        for (std::uint64_t number = 0; number < 50; ++number)
            batch.messages.push_back(tapMessage(number, "big", "u1", '"' + std::string(10'000, 'x') + '"'));
        model.append(batch);
        QVERIFY(model.keptBytes() <= 100'000);
        QCOMPARE(model.rowCount(), 9);
        QCOMPARE(model.messageAt(8)->id.ms, tapStart + 49);
    }

    void whatDoesNotPassIsKeptForAnotherFilter()
    {
        TapModel model({.messages = 10, .bytes = 1'000'000});
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFilter({"price", {}, {}});
        for (std::uint64_t first = 0; first < 30; first += 3)
            model.append(tapBatch(first, 3));
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.kept(), std::size_t(10));
        model.setFilter({});
        QCOMPARE(model.rowCount(), 10);
        model.setFilter({{}, {}, "\"n\":29}"});
        QCOMPARE(model.rowCount(), 1);
    }

    void aFilterGoesThroughWhatIsKeptSliceBySlice()
    {
        TapModel model({.messages = 1000, .bytes = 10'000'000, .sliceBytes = 10'000});
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(tapBatch(0, 1000));
        QVERIFY(model.isFiltering());
        QVERIFY(model.rowCount() > 0 && model.rowCount() < 500);
        QTRY_COMPARE(model.rowCount(), 1000);
        QVERIFY(!model.isFiltering());

        model.setFilter({"price", {}, {}});
        QVERIFY(model.rowCount() < 100);
        const auto first = model.messageAt(0);
        QTRY_COMPARE(model.rowCount(), 500);
        QCOMPARE(model.messageAt(0), first); // rows only come behind
        QCOMPARE(model.messageAt(499)->id.ms, tapStart + 999);
    }

    void whatComesAndGoesWhileAFilterIsUnderWayIsInItsPlace()
    {
        TapModel model({.messages = 1000, .bytes = 10'000'000, .sliceBytes = 10'000});
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(tapBatch(0, 1000));
        model.setFilter({"price", {}, {}});
        model.append(tapBatch(1000, 300)); // the first 300 go, most of which nobody has looked at
        QVERIFY(model.isFiltering());
        QTRY_COMPARE(model.rowCount(), 500);
        for (int row = 0; row < 500; ++row)
            QCOMPARE(model.messageAt(row)->id.ms, tapStart + 301 + 2 * static_cast<std::uint64_t>(row));
    }

    void anotherFilterAndAnEmptyListEndAPassThatIsUnderWay()
    {
        TapModel model({.messages = 1000, .bytes = 10'000'000, .sliceBytes = 10'000});
        model.append(tapBatch(0, 1000));
        model.setFilter({"nothing", {}, {}});
        model.setFilter({});
        QTRY_COMPARE(model.rowCount(), 1000);
        model.setFilter({"price", {}, {}});
        model.clear();
        QCoreApplication::processEvents();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.isFiltering());
    }

    void aPauseHoldsTheRowsAndLosesNothingThatFits()
    {
        TapModel model({.messages = 10, .bytes = 1'000'000});
        model.append(tapBatch(0, 4));
        model.setPaused(true);
        model.append(tapBatch(4, 8));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.waiting(), std::size_t(8));
        QCOMPARE(model.dropped(), 0U);
        model.append(tapBatch(12, 5));
        QCOMPARE(model.waiting(), std::size_t(10));
        QCOMPARE(model.dropped(), 3U);
        model.setPaused(false);
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(model.messageAt(9)->id.ms, tapStart + 16);
        QCOMPARE(model.waiting(), std::size_t(0));
    }

    void whatTheServerLeftOutIsCounted()
    {
        TapModel model;
        const QSignalSpy counts(&model, &TapModel::countsChanged);
        model.append({.messages = {}, .leftOut = 12});
        model.append({.messages = {}, .leftOut = 30, .dropped = 7});
        QCOMPARE(model.leftOut(), 42U);
        QCOMPARE(model.missed(), 7U);
        QCOMPARE(counts.count(), 2);
        model.clear();
        QCOMPARE(model.leftOut(), 0U);
        QCOMPARE(model.missed(), 0U);
    }

    /// 10 000 messages a second in batches at 2 Hz, into a table that shows them. How long the longest took is
    /// printed, not asserted: the machine may be busy.
    void aFloodIsBounded()
    {
        TapModel model;
        QTableView table;
        table.setModel(&model);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        qint64 longest = 0;
        for (std::uint64_t first = 0; first < 100'000; first += 5000) {
            const TapBatch batch = tapBatch(first, 5000);
            QElapsedTimer timer;
            timer.start();
            model.append(batch);
            table.scrollToBottom();
            QCoreApplication::processEvents();
            longest = std::max(longest, timer.nsecsElapsed());
            QVERIFY(model.kept() <= TapModel::Bounds{}.messages);
            QVERIFY(model.rowCount() <= int(TapModel::Bounds{}.messages));
            QVERIFY(model.keptBytes() <= TapModel::Bounds{}.bytes);
        }
        QElapsedTimer timer;
        timer.start();
        model.setFilter({{}, {}, "\"n\":99999"});
        qInfo("longest batch of 5000: %.1f ms; filter over the first slice of %zu: %.1f ms", double(longest) / 1e6,
              model.kept(), double(timer.nsecsElapsed()) / 1e6);
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void aPageOfAQueueIsReadWithItsPayloadsAsTheyAre()
    {
        const auto queue = queueContentFrom(
            "{\"success\":true,\"total\":7,\"bytes\":512,\"oldestAgeMs\":65000,\"hasMore\":true,\"messages\":["
            "{\"id\":\"1764000000000-3\",\"type\":\"a.b\",\"payload\":{\"z\": 1.50,\"a\":1},\"userId\":\"u1\"},"
            "{\"id\":\"bad\"}]}");
        QVERIFY(queue.ok());
        QCOMPARE(queue->total, 7);
        QCOMPARE(queue->bytes, 512);
        QCOMPARE(queue->oldestAgeMs, 65'000);
        QVERIFY(queue->hasMore);
        QCOMPARE(queue->received, 2);
        QCOMPARE(queue->batch.messages.size(), std::size_t(1));
        QCOMPARE(QByteArray::fromStdString(queue->batch.messages[0]->payload), QByteArray("{\"z\": 1.50,\"a\":1}"));
        QCOMPARE(queue->batch.messages[0]->id.seq, 3U);
    }

    void whatIsNoPageOfAQueueIsRefused_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("<html>");
        QTest::newRow("no messages") << QByteArray("{\"total\":1}");
        QTest::newRow("another kind of messages") << QByteArray("{\"messages\":7}");
    }
    void whatIsNoPageOfAQueueIsRefused()
    {
        QFETCH(QByteArray, answer);
        QVERIFY(!queueContentFrom(answer).ok());
    }

    void anExportHoldsWhatIsShownAsItIsOnTheWire()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("messages.json"));
        MessageExporter exporter;
        const QSignalSpy written(&exporter, &MessageExporter::written);
        exporter.write(tapBatch(0, 2000).messages, {}, path, MessageExporter::formatOf(path));
        QTRY_COMPARE(written.count(), 1);
        QCOMPARE(written[0][1].toInt(), 2000);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray messages = QJsonDocument::fromJson(file.readAll()).array();
        QCOMPARE(messages.size(), 2000);
        QCOMPARE(messages[7].toObject().value(u"payload").toObject().value(u"n").toInt(), 7);
    }

    void anExportHasOnlyWhatPassesTheFilter()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("messages.json"));
        MessageExporter exporter;
        const QSignalSpy written(&exporter, &MessageExporter::written);
        exporter.write(tapBatch(0, 100).messages, {"price", {}, {}}, path, MessageExporter::Format::Json);
        QTRY_COMPARE(written.count(), 1);
        QCOMPARE(written[0][1].toInt(), 50);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray messages = QJsonDocument::fromJson(file.readAll()).array();
        QCOMPARE(messages.size(), 50);
        QCOMPARE(messages[0].toObject().value(u"type").toString(), QStringLiteral("price.changed"));
    }

    void aCsvCellIsNoFormulaAndEndsWhereItEnds()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("messages.CSV"));
        MessageExporter exporter;
        const QSignalSpy written(&exporter, &MessageExporter::written);
        exporter.write({tapMessage(0, "a", "=cmd|calc", "{\"a\":\"b,\"}")}, {}, path,
                       MessageExporter::formatOf(path));
        QTRY_COMPARE(written.count(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QCOMPARE(lines[1],
                 QByteArray("1764000000000-0,2025-11-24T16:00:00.000Z,\"a\",\"'=cmd|calc\","
                            "\"{\"\"a\"\":\"\"b,\"\"}\"\r"));
    }

    void aFileThatCannotBeWrittenIsReported()
    {
        MessageExporter exporter;
        const QSignalSpy failed(&exporter, &MessageExporter::failed);
        exporter.write(tapBatch(0, 1).messages, {}, QStringLiteral("/nowhere/at/all.json"),
                       MessageExporter::Format::Json);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!failed[0][1].toString().isEmpty());
        QVERIFY(!exporter.isWriting());
    }
};

QTEST_MAIN(TestTapModel)
#include "tst_dash_tapmodel.moc"
