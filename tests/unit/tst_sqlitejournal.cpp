// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/journal/journalopening.h"

#include "server/queue/messagequeueservice.h"
#include "tests/support/journalkinds.h"
#include "tests/support/manualclock.h"
#include "tests/support/messages.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <future>
#include <random>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const UserId alice = user("alice");

/// A queue over the journal of a directory; the files are the test's to spoil.
class Directory {
public:
    /// The problem, when it cannot be opened.
    std::string open()
    {
        auto opened = openJournal({.directory = m_directory.path().toStdString()}, m_clock);
        if (const auto *const problem = std::get_if<Problem>(&opened))
            return problem->english();
        auto &journal = std::get<OpenedJournal>(opened);
        m_queue = std::make_unique<MessageQueueService>(LogLimits{.broadcasts = 50}, m_clock);
        m_queue->attach(std::move(journal.journal), std::move(journal.history));
        return {};
    }
    void close() { m_queue.reset(); }

    Result<MessageId> publish(const std::optional<UserId> &to = {}, const std::string &payload = "null")
    {
        std::promise<Result<MessageId>> outcome;
        m_queue->publish({{"note", payload, to}}, {},
                         [&outcome](const Result<MessageId> &result) { outcome.set_value(result); });
        return outcome.get_future().get();
    }
    QString idsSince(const Since &since, const std::optional<UserId> &user = {}) const
    {
        const ReadResult result = m_queue->read(since, user, 1000);
        return (result.reset ? u"reset "_s : QString()) + idsOf(result.messages);
    }

    QString path(const QString &name) const { return m_directory.filePath(name); }
    QByteArray content(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QStringList setAside() const { return QDir(m_directory.path()).entryList({u"messages.db.damaged-*"_s}); }
    void execute(const char *sql) const
    {
        sqlite3 *database = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(path(u"messages.db"_s)), &database), SQLITE_OK);
        const int outcome = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
        sqlite3_close(database);
        QCOMPARE(outcome, SQLITE_OK);
    }

    ManualClock &clock() { return m_clock; }
    MessageQueueService &queue() { return *m_queue; }

private:
    ManualClock m_clock;
    QTemporaryDir m_directory;
    std::unique_ptr<MessageQueueService> m_queue;
};

/// What a kill leaves: the files as they are while the journal is open.
using Files = std::map<QString, QByteArray>;
const QStringList fileNames{u"messages.db"_s, u"messages.db-wal"_s, u"messages.mark"_s};

Files filesOf(const Directory &directory)
{
    Files files;
    for (const QString &name : fileNames) {
        if (QFile::exists(directory.path(name)))
            files[name] = directory.content(name);
    }
    return files;
}

/// For as long as it lives no file of this process grows beyond `bytes`: writing more is EFBIG, an I/O error.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
};

} // namespace

class SqliteJournalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreTheirOwnersAlone();
    void aJournalInUseIsRefused();
    void aJournalOfALaterVersionIsRefusedAndLeftAlone();
    void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone();
    void anEmptyFileBecomesAJournal();
    void aDirectoryThatIsNotThereIsAProblem();

    void garbageIsSetAsideAndReadersAreTold();
    void anAlteredMessageIsSetAside();
    void aLogThatFollowsADamagedOneBeginsAfterIt();
    void anAlteredByteIsNeverAHole_data() { addSeeds(40); }
    void anAlteredByteIsNeverAHole();
    void aCutFileIsNeverAHole_data() { addSeeds(40); }
    void aCutFileIsNeverAHole();
    void aWriteAheadLogThatIsGoneIsNoticed();
    void aMissingMarkMeansThatNothingIsProved();
    void aStaleMarkIsNoReasonToDoubt();

    void whatCannotBeWrittenIsRefusedAndReadsGoOn();
    void itRecoversByItselfAndKeepsWhatWasAcknowledged();
    void aRefusedMessageDoesNotComeBack();
    void aRemovedFileIsAReset();

private:
    static void addSeeds(int count)
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= count; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void checkThatThereIsNoHole(Directory &directory, const std::vector<MessageId> &published);
};

void SqliteJournalTest::filesAreTheirOwnersAlone()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    QVERIFY(directory.publish().ok());
    for (const QString &name : fileNames) {
        const auto everything = QFile::permissions(directory.path(name));
        QVERIFY2(!(everything & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)),
                 qPrintable(name));
    }
}

void SqliteJournalTest::aJournalInUseIsRefused()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    // Of another process, as SQLite's locks have it: a lock is the process's.
    const pid_t child = ::fork();
    if (child == 0) {
        SystemClock clock;
        const auto opened = openJournal({.directory = directory.path(u"."_s).toStdString()}, clock);
        const auto *const problem = std::get_if<Problem>(&opened);
        ::_exit(problem && problem->english().find("in use by another server") != std::string::npos ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
}

void SqliteJournalTest::aJournalOfALaterVersionIsRefusedAndLeftAlone()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId id = directory.publish().value();
    directory.close();
    directory.execute("PRAGMA user_version = 1000");
    QVERIFY(directory.open().find("later version") != std::string::npos);
    QCOMPARE(directory.setAside(), QStringList());
    directory.execute("PRAGMA user_version = 1");
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceBeginning{}), text(id));
}

void SqliteJournalTest::aDatabaseOfAnotherProgramIsRefusedAndLeftAlone()
{
    Directory directory;
    directory.execute("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('here')");
    QVERIFY(directory.open().find("another program") != std::string::npos);
    QCOMPARE(directory.setAside(), QStringList());
    directory.execute("INSERT INTO bookmarks VALUES ('there')");
}

void SqliteJournalTest::anEmptyFileBecomesAJournal()
{
    Directory directory;
    directory.write(u"messages.db"_s, {});
    QCOMPARE(directory.open(), std::string());
    QVERIFY(directory.publish().ok());
    QCOMPARE(directory.setAside(), QStringList());
}

void SqliteJournalTest::aDirectoryThatIsNotThereIsAProblem()
{
    ManualClock clock;
    const auto opened = openJournal({.directory = "/nonexistent/relais"}, clock);
    const auto *const problem = std::get_if<Problem>(&opened);
    QVERIFY(problem);
    QVERIFY(problem->english().find("/nonexistent/relais") != std::string::npos);
}

void SqliteJournalTest::garbageIsSetAsideAndReadersAreTold()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId before = directory.publish().value();
    directory.close();
    directory.write(u"messages.db"_s, QByteArray(10'000, 'x'));
    directory.clock().advance(1h);
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.setAside().size(), 1);
    QCOMPARE(directory.content(directory.setAside().first()), QByteArray(10'000, 'x'));
    QCOMPARE(directory.idsSince(SinceCursor{before}), u"reset "_s);
    const MessageId after = directory.publish().value();
    QCOMPARE(directory.idsSince(SinceCursor{before}), u"reset "_s + text(after));
}

void SqliteJournalTest::anAlteredMessageIsSetAside()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    QVERIFY(directory.publish({}, "\"an intact tree\"").ok());
    directory.close();
    // Nothing that SQLite would notice.
    directory.execute("UPDATE messages SET json = replace(CAST(json AS TEXT), 'intact', 'broken')");
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.setAside().size(), 1);
}

void SqliteJournalTest::aLogThatFollowsADamagedOneBeginsAfterIt()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId before = directory.publish().value();
    directory.close();
    directory.write(u"messages.db"_s, "garbage");
    directory.clock().stepWall(-24h);
    QCOMPARE(directory.open(), std::string());
    const MessageId after = directory.publish().value();
    QVERIFY(after > before);
    QVERIFY(directory.idsSince(SinceCursor{before}).startsWith(u"reset"));
}

/// After whatever was done to its files: a reader at any position gets all that was published behind it, or is told.
void SqliteJournalTest::checkThatThereIsNoHole(Directory &directory, const std::vector<MessageId> &published)
{
    const std::string problem = directory.open();
    if (!problem.empty())
        return; // the server does not start, and says why: that is no hole
    const MessageId next = directory.publish().value();
    for (std::size_t i = 0; i < published.size(); ++i) {
        std::vector<MessageId> missed(published.begin() + static_cast<std::ptrdiff_t>(i) + 1, published.end());
        missed.push_back(next);
        const QString seen = directory.idsSince(SinceCursor{published[i]});
        QVERIFY2(seen.startsWith(u"reset") || seen == text(missed), qPrintable(seen));
    }
}

void SqliteJournalTest::anAlteredByteIsNeverAHole()
{
    QFETCH(int, seed);
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    std::vector<MessageId> published;
    for (int i = 0; i < 30; ++i)
        published.push_back(directory.publish({}, '"' + std::string(200, 'a') + '"').value());
    Files files = filesOf(directory);
    directory.close();
    for (const QString &name : fileNames) // with or without what closing has brought over
        if (seed % 2 == 0)
            files[name] = directory.content(name);
    const QString name = fileNames.at(seed % 4 == 1 ? 1 : 0);
    QByteArray &bytes = files[name];
    if (bytes.isEmpty())
        return;
    for (int i = 0; i < 8; ++i)
        bytes[static_cast<qsizetype>(random() % static_cast<std::uint32_t>(bytes.size()))]
            = static_cast<char>(random());
    for (const auto &[file, content] : files) {
        if (!content.isEmpty())
            directory.write(file, content);
    }
    checkThatThereIsNoHole(directory, published);
}

void SqliteJournalTest::aCutFileIsNeverAHole()
{
    QFETCH(int, seed);
    std::mt19937 random(static_cast<std::uint32_t>(seed));
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    std::vector<MessageId> published;
    for (int i = 0; i < 30; ++i)
        published.push_back(directory.publish({}, '"' + std::string(200, 'a') + '"').value());
    Files files = filesOf(directory);
    if (seed % 2 == 0) {
        directory.close();
        files = filesOf(directory);
    }
    directory.close();
    const QString name = fileNames.at(seed % 2);
    QByteArray &bytes = files[name];
    bytes.truncate(static_cast<qsizetype>(random() % static_cast<std::uint32_t>(bytes.size())));
    for (const auto &[file, content] : files)
        directory.write(file, content);
    checkThatThereIsNoHole(directory, published);
}

void SqliteJournalTest::aWriteAheadLogThatIsGoneIsNoticed()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId kept = directory.publish().value();
    directory.close(); // brings it over into the file
    QCOMPARE(directory.open(), std::string());
    const MessageId lost = directory.publish().value();
    Files files = filesOf(directory);
    directory.close();
    files[u"messages.db-wal"_s].clear();
    for (const auto &[file, content] : files)
        directory.write(file, content);
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceCursor{kept}), u"reset "_s + text(kept));
    QCOMPARE(directory.idsSince(SinceCursor{lost}), u"reset "_s + text(kept));
    const MessageId next = directory.publish().value();
    QVERIFY(next > lost);
    // Told once: whoever goes on from here has lost nothing more.
    directory.close();
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceCursor{next.previous()}), text(next));
}

void SqliteJournalTest::aMissingMarkMeansThatNothingIsProved()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId id = directory.publish().value();
    directory.close();
    QVERIFY(QFile::remove(directory.path(u"messages.mark"_s)));
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceCursor{id}), u"reset "_s + text(id));
    QCOMPARE(directory.idsSince(SinceBeginning{}), text(id));
}

void SqliteJournalTest::aStaleMarkIsNoReasonToDoubt()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId first = directory.publish().value();
    const QByteArray mark = directory.content(u"messages.mark"_s);
    const MessageId second = directory.publish().value();
    directory.close();
    directory.write(u"messages.mark"_s, mark); // as a kill between the commit and the mark leaves it
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceCursor{first}), text(second));
}

void SqliteJournalTest::whatCannotBeWrittenIsRefusedAndReadsGoOn()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId before = directory.publish().value();
    QVERIFY(directory.queue().journalState() == MessageQueueService::JournalState::Available);
    {
        const FileSizeLimit full(1024);
        for (int i = 0; i < 3; ++i) {
            const Result<MessageId> outcome = directory.publish();
            QVERIFY(!outcome.ok());
            QCOMPARE(outcome.error().code, ErrorCode::JournalUnavailable);
        }
        QVERIFY(directory.queue().journalState() == MessageQueueService::JournalState::Unavailable);
        QCOMPARE(directory.idsSince(SinceBeginning{}), text(before));
    }
}

void SqliteJournalTest::itRecoversByItselfAndKeepsWhatWasAcknowledged()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    std::vector<MessageId> acknowledged{directory.publish().value()};
    for (int round = 0; round < 5; ++round) {
        {
            const FileSizeLimit full(static_cast<rlim_t>(4096 * round));
            while (const Result<MessageId> outcome = directory.publish({}, '"' + std::string(3000, 'a') + '"'))
                acknowledged.push_back(*outcome);
            // It opens the file anew for each try; there may be room for a small one.
            if (const Result<MessageId> outcome = directory.publish())
                acknowledged.push_back(*outcome);
        }
        acknowledged.push_back(directory.publish().value());
        QVERIFY(directory.queue().journalState() == MessageQueueService::JournalState::Available);
    }
    directory.close();
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceBeginning{}), text(acknowledged));
}

void SqliteJournalTest::aRefusedMessageDoesNotComeBack()
{
    // What a commit with an unknown outcome may leave in the file, above what was acknowledged.
    QTemporaryDir directory;
    const std::string path = directory.filePath(u"messages.db"_s).toStdString();
    JournalFile file(path, JournalDurability::SurvivesPowerCut);
    const EncodedMessagePtr kept = encoded({10, 0});
    for (const EncodedMessagePtr &message : {kept, encoded({10, 1}, alice), encoded({11, 0})}) {
        SqliteTransaction transaction = file.begin();
        file.insert(*message);
        file.insert(IdempotencyRecord{
            .key = message->id().toString(), .fingerprint = "f", .id = message->id(), .expires = UnixTime(1s)});
        transaction.commit();
    }
    SqliteTransaction transaction = file.begin();
    file.eraseAbove(kept->id());
    transaction.commit();
    const JournalContent content = file.read({});
    QCOMPARE(idsOf(content.history.messages), text(kept->id()));
    QCOMPARE(content.idempotency.size(), std::size_t{1});
    QCOMPARE(content.idempotency.front().key, kept->id().toString());
}

void SqliteJournalTest::aRemovedFileIsAReset()
{
    Directory directory;
    QCOMPARE(directory.open(), std::string());
    const MessageId before = directory.publish().value();
    for (const QString &name : fileNames)
        QFile::remove(directory.path(name));
    QVERIFY(directory.publish().ok()); // into files that have no name any more
    directory.close();
    directory.clock().advance(1s);
    QCOMPARE(directory.open(), std::string());
    QCOMPARE(directory.idsSince(SinceCursor{before}), u"reset "_s);
}

QTEST_GUILESS_MAIN(SqliteJournalTest)
#include "tst_sqlitejournal.moc"
