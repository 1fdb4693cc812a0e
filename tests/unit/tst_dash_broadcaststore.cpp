// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "dashboard/models/broadcaststore.h"

using namespace relais::dashboard;

namespace {

BroadcastDraft draft(const QString &type)
{
    return {.type = type, .payload = "{\"unfinished\":", .users = {QStringLiteral("u 1"), QStringLiteral("é,")}};
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestBroadcastStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedIsThereAgain()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("new/folder/broadcasts.json"));
        {
            BroadcastStore store(path);
            QVERIFY(store.saveTemplate(QStringLiteral("first"), draft(QStringLiteral("a"))));
            QVERIFY(store.saveTemplate(QStringLiteral("first"), draft(QStringLiteral("b"))));
            store.record(
                {.draft = draft(QStringLiteral("c")), .at = 5, .id = QStringLiteral("7-0"), .recipients = 3});
        }
        const BroadcastStore store(path);
        QVERIFY(store.setAside().isEmpty());
        QCOMPARE(store.templates().size(), 1);
        QCOMPARE(store.templates().value(QStringLiteral("first")), draft(QStringLiteral("b")));
        QCOMPARE(store.history().size(), 1);
        QCOMPARE(store.history()[0].draft, draft(QStringLiteral("c")));
        QCOMPARE(store.history()[0].recipients, 3);
        QVERIFY(!QFile::permissions(path).testFlag(QFileDevice::ReadOther));
    }

    void theHistoryIsBoundedAndNewestFirst()
    {
        const QTemporaryDir folder;
        BroadcastStore store(folder.filePath(QStringLiteral("b.json")));
        for (qint64 at = 0; at < BroadcastStore::maximumHistory + 10; ++at)
            store.record({.draft = draft(QStringLiteral("a")), .at = at});
        QCOMPARE(store.history().size(), BroadcastStore::maximumHistory);
        QCOMPARE(store.history().front().at, BroadcastStore::maximumHistory + 9);
    }

    void thereAreOnlySoManyTemplates()
    {
        const QTemporaryDir folder;
        BroadcastStore store(folder.filePath(QStringLiteral("b.json")));
        for (qsizetype number = 0; number < BroadcastStore::maximumTemplates; ++number)
            QVERIFY(store.saveTemplate(QString::number(number), {}));
        QVERIFY(!store.saveTemplate(QStringLiteral("one more"), {}));
        store.removeTemplate(QStringLiteral("7"));
        QVERIFY(store.saveTemplate(QStringLiteral("one more"), {}));
    }

    void aDamagedFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not JSON") << QByteArray("{\"version\":1,");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("of a later version") << QByteArray("{\"version\":2,\"templates\":[]}");
    }
    void aDamagedFileIsSetAside()
    {
        QFETCH(QByteArray, text);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("b.json"));
        write(path, text);
        const BroadcastStore store(path);
        QVERIFY(store.templates().isEmpty());
        QVERIFY(!QFile::exists(path));
        QFile aside(store.setAside());
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), text);
    }

    void aFolderThatCannotBeWrittenIsReported()
    {
        BroadcastStore store(QStringLiteral("/proc/nowhere/b.json"));
        const QSignalSpy failed(&store, &BroadcastStore::saveFailed);
        QVERIFY(store.saveTemplate(QStringLiteral("a"), {}));
        QTRY_COMPARE(failed.count(), 1);
    }
};

QTEST_MAIN(TestBroadcastStore)
#include "tst_dash_broadcaststore.moc"
