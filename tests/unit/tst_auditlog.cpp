// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

#include <sys/stat.h>

#include "server/access/auditlog.h"
#include "tests/support/manualclock.h"

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;

namespace {

AuditRecord act(std::string action, std::string actor = "user:u1")
{
    AuditRecord record;
    record.actor = std::move(actor);
    record.action = std::move(action);
    record.result = "ok";
    record.from = "192.0.2.1:40000";
    return record;
}

AuditRecord refusal(std::string from, std::string action = "refused.401", std::string actor = "anonymous")
{
    AuditRecord record = act(std::move(action), std::move(actor));
    record.result = "unauthorized";
    record.from = std::move(from);
    return record;
}

/// "force(1) broadcast(1)": the actions with their counts, the newest first.
std::string summary(const AuditPage &page)
{
    std::string out;
    for (const AuditRecord &record : page.records) {
        out += out.empty() ? "" : " ";
        out += record.action + '(' + std::to_string(record.count) + ')';
    }
    return out;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::atomic<int> errorLines = 0;
std::atomic<int> infoLines = 0;
void countMessage(QtMsgType type, const QMessageLogContext &, const QString &)
{
    ++(type == QtInfoMsg ? infoLines : errorLines);
}

} // namespace

class TestAuditLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("audit.jsonl"));
        m_settings = {};
        m_settings.file = m_path.toStdString();
    }

    void theNewestIsFirstAndEachHasANumber()
    {
        m_settings.file.clear();
        AuditLog log(m_settings, m_clock);
        log.record(act("broadcast"));
        log.record(act("force"));
        const AuditPage page = log.page({});
        QCOMPARE(summary(page), std::string("force(1) broadcast(1)"));
        QCOMPARE(page.records[0].number, std::uint64_t(2));
        QCOMPARE(page.records[1].number, std::uint64_t(1));
        QVERIFY(page.records[0].at == m_clock.now());
        QVERIFY(!page.hasMore);
    }

    void pagesStayTheSameWhileRecordsArrive()
    {
        m_settings.file.clear();
        AuditLog log(m_settings, m_clock);
        for (int i = 0; i < 5; ++i)
            log.record(act("act" + std::to_string(i)));
        const AuditPage first = log.page({.actor = {}, .action = {}, .limit = 2, .before = {}});
        QCOMPARE(summary(first), std::string("act4(1) act3(1)"));
        QVERIFY(first.hasMore);
        log.record(act("later"));
        const AuditPage second
            = log.page({.actor = {}, .action = {}, .limit = 3, .before = first.records.back().number});
        QCOMPARE(summary(second), std::string("act2(1) act1(1) act0(1)"));
        QVERIFY(!second.hasMore);
    }

    void pagesAreFiltered()
    {
        m_settings.file.clear();
        AuditLog log(m_settings, m_clock);
        log.record(act("broadcast", "user:alice"));
        log.record(act("force", "user:bob"));
        log.record(refusal("192.0.2.1:1", "refused.403", "user:alice"));
        QCOMPARE(summary(log.page({.actor = "alice", .action = {}, .limit = 9, .before = {}})),
                 std::string("refused.403(1) broadcast(1)"));
        QCOMPARE(summary(log.page({.actor = {}, .action = "refused", .limit = 9, .before = {}})),
                 std::string("refused.403(1)"));
        QCOMPARE(summary(log.page({.actor = "bob", .action = "broadcast", .limit = 9, .before = {}})), std::string());
    }

    void theMemoryIsBounded()
    {
        m_settings.file.clear();
        m_settings.recordsInMemory = 3;
        AuditLog log(m_settings, m_clock);
        for (int i = 0; i < 10; ++i)
            log.record(act("act" + std::to_string(i)));
        QCOMPARE(summary(log.page({})), std::string("act9(1) act8(1) act7(1)"));
    }

    void aRecordIsOneLineOfJson()
    {
        AuditRecord record = act("revoke", "key:0123456789ab (Zoë's)");
        record.at = test::ManualClock::start;
        record.roles = "admin";
        record.target = "user:u\"2\\";
        record.detail = "a\r\n\x1b[2J\u202e\xff";
        record.number = 7;
        record.count = 3;
        QCOMPARE(auditRecordJson(record),
                 std::string("{\"id\":7,\"at\":\"2024-11-22T21:52:25.678Z\",\"actor\":\"key:0123456789ab (Zoë's)\","
                             "\"roles\":\"admin\",\"action\":\"revoke\",\"target\":\"user:u\\\"2\\\\\",\"result\":"
                             "\"ok\",\"from\":\"192.0.2.1:40000\",\"detail\":\"a\\r\\n\\u001b[2J\\u202e\uFFFD\","
                             "\"count\":3}"));
        const auto read = auditRecordFromJson(auditRecordJson(record));
        QVERIFY(read);
        QCOMPARE(auditRecordJson(*read), auditRecordJson(record));
    }

    void secretsDoNotGetIn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("query") << QByteArray("/ws?token=SECRET");
        QTest::newRow("bearer") << QByteArray("Bearer SECRET");
        QTest::newRow("key") << QByteArray("rk_0123456789ab_SECRET");
        QTest::newRow("token") << QByteArray("eyJhbGciOiJIUzI1NiJ9.SECRET");
        QTest::newRow("far behind") << QByteArray(200, 'x') + "?token=" + QByteArray(5000, 'S') + "ECRET";
        QTest::newRow("at the cut") << QByteArray(240, 'x') + " rk_0123456789ab_SECRET" + QByteArray(500, 'S');
    }
    void secretsDoNotGetIn()
    {
        QFETCH(const QByteArray, text);
        AuditLog log(m_settings, m_clock);
        for (auto member : {&AuditRecord::actor, &AuditRecord::roles, &AuditRecord::action, &AuditRecord::target,
                            &AuditRecord::result, &AuditRecord::from, &AuditRecord::detail}) {
            AuditRecord record = act("act");
            record.*member = text.toStdString();
            log.record(record);
        }
        log.flush();
        const QByteArray content = contentOf(m_path);
        QCOMPARE(content.count('\n'), 7);
        QVERIFY2(!content.contains("SECRE") && !content.contains("SSSS"), content.constData());
        for (const AuditRecord &record : log.page({}).records)
            QVERIFY(auditRecordJson(record).find("SECRE") == std::string::npos);
    }

    void everyMemberIsBounded()
    {
        AuditRecord record = act(std::string(300, 'a'), std::string(1'000'000, 'b'));
        record.detail = std::string(252, 'c').append("éééé");
        tidyAuditRecord(record);
        QCOMPARE(record.action, std::string(253, 'a').append("…"));
        QCOMPARE(record.actor.size(), AuditRecord::MaximumMemberBytes);
        QCOMPARE(record.detail, std::string(252, 'c').append("…")); // not half of a character
    }

    void equalRefusalsAreOneRecordWithACount()
    {
        AuditLog log(m_settings, m_clock);
        for (int port = 1; port <= 1000; ++port)
            log.record(refusal("192.0.2.1:" + std::to_string(port)));
        QCOMPARE(summary(log.page({})), std::string("refused.401(1000)")); // at once, before the window ends
        log.flush();
        QCOMPARE(contentOf(m_path), QByteArray());
        m_clock.advance(10s);
        log.record(refusal("192.0.2.1:1"));
        log.flush();
        QCOMPARE(summary(log.page({})), std::string("refused.401(1) refused.401(1000)"));
        QCOMPARE(contentOf(m_path).count('\n'), 1);
        QVERIFY(contentOf(m_path).contains("\"count\":1000}"));
    }

    void unequalRefusalsAreNotMerged()
    {
        AuditLog log(m_settings, m_clock);
        log.record(refusal("192.0.2.1:1"));
        log.record(refusal("192.0.2.2:1"));
        log.record(refusal("192.0.2.1:1", "refused.403"));
        log.record(refusal("192.0.2.1:1", "refused.401", "user:u1"));
        AuditRecord elsewhere = refusal("192.0.2.1:1");
        elsewhere.target = "another right";
        log.record(elsewhere);
        log.record(act("broadcast"));
        log.record(act("broadcast")); // what was done is never merged
        QCOMPARE(log.page({}).records.size(), std::size_t(7));
    }

    void addressesAreToldApartWithoutTheirPorts_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("group");
        QTest::newRow("IPv4") << QByteArray("192.0.2.1:40000") << QByteArray("192.0.2.1");
        QTest::newRow("IPv4 without port") << QByteArray("192.0.2.1") << QByteArray("192.0.2.1");
        QTest::newRow("IPv6") << QByteArray("[2001:db8:1:2:3:4:5:6]:1") << QByteArray("2001:db8:1:2::/64");
        QTest::newRow("IPv6 without port") << QByteArray("2001:db8:1:2::9") << QByteArray("2001:db8:1:2::/64");
        QTest::newRow("loopback") << QByteArray("[::1]:80") << QByteArray("::/64");
        QTest::newRow("mapped") << QByteArray("[::ffff:192.0.2.1]:80") << QByteArray("::ffff:192.0.2.1");
        QTest::newRow("none") << QByteArray() << QByteArray();
        QTest::newRow("nonsense") << QByteArray("[") << QByteArray();
    }
    void addressesAreToldApartWithoutTheirPorts()
    {
        QFETCH(const QByteArray, address);
        QTEST(QByteArray::fromStdString(addressGroup(address.toStdString())), "group");
    }

    void aFloodFromEverywhereHidesNothing()
    {
        AuditLog log(m_settings, m_clock);
        log.record(act("broadcast"));
        constexpr int Flood = 100'000;
        for (int i = 0; i < Flood; ++i) {
            log.record(refusal("10." + std::to_string(i >> 16) + '.' + std::to_string(i >> 8 & 255) + '.'
                               + std::to_string(i & 255) + ":1"));
            if (i % 1000 == 0)
                m_clock.advance(1s);
        }
        m_clock.advance(10s);
        log.flush();
        const AuditPage page = log.page({.actor = {}, .action = {}, .limit = 5000, .before = {}});
        QVERIFY(page.records.size() <= m_settings.recordsInMemory);
        QCOMPARE(page.records.back().action, std::string("broadcast"));

        // 100 seconds of it: at most 65 records in each window of 10, and every try counted in one of them.
        qint64 counted = 0;
        const QList<QByteArray> lines = contentOf(m_path).trimmed().split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject record = QJsonDocument::fromJson(line).object();
            if (record[u"action"].toString().startsWith(QStringLiteral("refused.")))
                counted += record[u"count"].toInteger();
        }
        QCOMPARE(counted, Flood);
        QVERIFY2(lines.size() <= 11 * 65 + 1, QByteArray::number(lines.size()).constData());
    }

    void theFileIsTheOwnersAlone()
    {
        const mode_t previous = ::umask(0);
        {
            AuditLog log(m_settings, m_clock);
            log.record(act("broadcast"));
        }
        ::umask(previous);
        struct stat status { };
        QCOMPARE(::stat(m_settings.file.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
        QVERIFY(contentOf(m_path).endsWith("}\n"));
    }

    void numbersAndRecordsGoOnAfterARestart()
    {
        {
            AuditLog log(m_settings, m_clock);
            log.record(refusal("192.0.2.1:1")); // its window is still open at the end
            log.record(act("broadcast"));
        }
        AuditLog log(m_settings, m_clock);
        QCOMPARE(summary(log.page({})), std::string("broadcast(1) refused.401(1)"));
        log.record(act("force"));
        QCOMPARE(log.page({}).records.front().number, std::uint64_t(3));
    }

    void aLineThatAPowerCutLeftUnfinishedHurtsNoOther()
    {
        {
            AuditLog log(m_settings, m_clock);
            log.record(act("broadcast"));
        }
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"id\":2,\"at\":\"20");
        file.close();
        {
            AuditLog log(m_settings, m_clock);
            log.record(act("force"));
        }
        AuditLog log(m_settings, m_clock);
        QCOMPARE(summary(log.page({})), std::string("force(1) broadcast(1)"));
    }

    void theFileIsRotatedAndTheOldestGoes()
    {
        m_settings.maximumFileBytes = 64 * 1024;
        m_settings.rotatedFiles = 2;
        AuditLog log(m_settings, m_clock);
        for (int i = 0; i < 2000; ++i) {
            AuditRecord record = act("broadcast");
            record.detail = std::string(250, 'x');
            log.record(std::move(record));
            if (i % 500 == 0)
                log.flush();
        }
        log.flush();
        const QFileInfoList files = QDir(m_directory->path()).entryInfoList(QDir::Files, QDir::Name);
        QCOMPARE(files.size(), 3);
        for (const QFileInfo &file : files)
            QVERIFY2(file.size() > 0 && file.size() <= 64 * 1024, qPrintable(file.fileName()));
        QVERIFY(contentOf(m_path).contains("\"id\":2000,"));
        QVERIFY(contentOf(m_path + QStringLiteral(".1")).endsWith("}\n"));
    }

    void aFileThatWasMovedIsMadeAnew_data()
    {
        QTest::addColumn<bool>("isTold");
        QTest::newRow("and told so") << true;
        QTest::newRow("by somebody") << false;
    }
    void aFileThatWasMovedIsMadeAnew()
    {
        QFETCH(const bool, isTold);
        AuditLog log(m_settings, m_clock);
        log.record(act("broadcast"));
        log.flush();
        const QString moved = m_directory->filePath(QStringLiteral("moved"));
        QVERIFY(QFile::rename(m_path, moved));
        if (isTold)
            log.reopen();
        log.record(act("force"));
        log.flush();
        QCOMPARE(contentOf(moved).count('\n'), 1);
        QVERIFY(contentOf(m_path).contains("force"));
    }

    void aDiskErrorIsSaidOnceAndPasses()
    {
        const QString blocked = m_directory->filePath(QStringLiteral("data"));
        QFile obstacle(blocked);
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        m_path = blocked + QStringLiteral("/audit.jsonl");
        m_settings.file = m_path.toStdString();
        m_settings.maximumQueued = 3;
        errorLines = 0;
        infoLines = 0;
        const QtMessageHandler previous = qInstallMessageHandler(countMessage);
        {
            AuditLog log(m_settings, m_clock);
            for (int i = 0; i < 5; ++i) {
                log.record(act("act" + std::to_string(i)));
                log.flush();
            }
            QCOMPARE(errorLines.load(), 1);
            QCOMPARE(summary(log.page({})), std::string("act4(1) act3(1) act2(1) act1(1) act0(1)"));

            QVERIFY(obstacle.remove());
            log.flush();
            QCOMPARE(errorLines.load(), 1);
            QCOMPARE(infoLines.load(), 1);
            QCOMPARE(summary(log.page({.actor = {}, .action = {}, .limit = 1, .before = {}})),
                     std::string("audit.dropped(2)"));
        }
        qInstallMessageHandler(previous);
        QCOMPARE(contentOf(m_path).count('\n'), 4); // the three that waited, and the word of the two that could not
    }

    void whatSeveralThreadsRecordIsAllThere()
    {
        constexpr int Threads = 4;
        constexpr int Records = 500;
        {
            AuditLog log(m_settings, m_clock);
            std::vector<std::thread> threads;
            for (int thread = 0; thread < Threads; ++thread) {
                threads.emplace_back([&log] {
                    for (int i = 0; i < Records; ++i) {
                        log.record(act("broadcast"));
                        log.record(refusal("192.0.2.1:1"));
                        if (i % 50 == 0)
                            (void)log.page({});
                    }
                });
            }
            for (std::thread &thread : threads)
                thread.join();
        }
        QSet<qint64> numbers;
        qint64 refused = 0;
        const QList<QByteArray> lines = contentOf(m_path).trimmed().split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject record = QJsonDocument::fromJson(line).object();
            numbers += record[u"id"].toInteger();
            if (record[u"action"].toString() == QStringLiteral("refused.401"))
                refused += record[u"count"].toInteger();
        }
        QCOMPARE(lines.size(), Threads * Records + 1);
        QCOMPARE(numbers.size(), lines.size());
        QCOMPARE(refused, Threads * Records);
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    AuditLogSettings m_settings;
    test::ManualClock m_clock;
};

QTEST_GUILESS_MAIN(TestAuditLog)
#include "tst_auditlog.moc"
