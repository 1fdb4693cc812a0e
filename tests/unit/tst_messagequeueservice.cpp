// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/queue/messagequeueservice.h"

#include "tests/support/fakejournal.h"
#include "tests/support/manualclock.h"
#include "tests/support/messages.h"
#include "tests/support/wakeup.h"

#include <QTest>

#include <future>
#include <set>
#include <thread>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

std::vector<MessageDraft> drafts(int count, const std::optional<UserId> &to = {}, const std::string &payload = "null")
{
    return std::vector<MessageDraft>(static_cast<std::size_t>(count), MessageDraft{"note", payload, to});
}

/// A queue with a journal that the test commands, or without one.
struct TestQueue {
    explicit TestQueue(bool hasJournal, const LogLimits &limits = {})
        : journal(hasJournal ? new FakeJournal : nullptr)
        , queue(std::make_unique<MessageQueueService>(limits, clock))
    {
        if (journal)
            queue->attach(std::unique_ptr<Journal>(journal), LogHistory::beginningAt(clock.now()));
    }

    /// Publishes and waits for the outcome.
    Result<MessageId> publish(std::vector<MessageDraft> messages) { return publishLater(std::move(messages)).get(); }
    std::future<Result<MessageId>> publishLater(std::vector<MessageDraft> messages)
    {
        const auto outcome = std::make_shared<std::promise<Result<MessageId>>>();
        queue->publish(std::move(messages), {},
                       [outcome](const Result<MessageId> &result) { outcome->set_value(result); });
        return outcome->get_future();
    }
    ReadResult readAll(const std::optional<UserId> &user = {}) const
    {
        return queue->read(SinceBeginning{}, user, 1000);
    }

    ManualClock clock;
    FakeJournal *journal; ///< owned by the queue
    std::unique_ptr<MessageQueueService> queue;
};

bool isReady(const std::future<Result<MessageId>> &outcome)
{
    return outcome.wait_for(0s) == std::future_status::ready;
}

} // namespace

class MessageQueueServiceTest : public QObject {
    Q_OBJECT

    static void addJournals()
    {
        QTest::addColumn<bool>("hasJournal");
        QTest::newRow("without a journal") << false;
        QTest::newRow("with a journal") << true;
    }

private Q_SLOTS:
    void aPublishedMessageIsVisibleThenReportedThenAnnounced_data() { addJournals(); }
    void aPublishedMessageIsVisibleThenReportedThenAnnounced();
    void severalMessagesHaveIdsInTheirOrderAndTheLastIsReported_data() { addJournals(); }
    void severalMessagesHaveIdsInTheirOrderAndTheLastIsReported();

    void nothingIsVisibleBeforeItIsCommitted();
    void aFailedBatchIsReportedAndNeverVisible();
    void whatComesAfterAFailedBatchIsVisible();
    void aTimestampToldDuringACommitIsBeforeItsMessages();
    void theEndOfTheQueueSettlesWhatIsUnderWay();

    void aFullLogRefusesTheWholeBatch_data();
    void aFullLogRefusesTheWholeBatch();
    void whatIsUnderWayTakesUpRoom();
    void aFailedBatchGivesItsRoomBack();
    void theBytesOfTheLogStayBelowTheirLimit();
    void sweepingFreesWhatHasExpired();

    void manyThreadsPublishAndEachReaderGetsAllOfItOnceInOrder_data() { addJournals(); }
    void manyThreadsPublishAndEachReaderGetsAllOfItOnceInOrder();
    void manyThreadsPublishToAFailingJournalAndReadersGetWhatWasAcknowledged();
    void aBatchIsSeenWhole_data() { addJournals(); }
    void aBatchIsSeenWhole();
};

void MessageQueueServiceTest::aPublishedMessageIsVisibleThenReportedThenAnnounced()
{
    QFETCH(bool, hasJournal);
    TestQueue test(hasJournal);
    std::atomic<int> step = 0;
    std::atomic<bool> isVisibleWhenReported = false;
    std::atomic<bool> isVisibleWhenAnnounced = false;
    WakeUp announced;
    connect(
        test.queue.get(), &MessageQueueService::advanced, this,
        [&] {
            isVisibleWhenAnnounced = test.readAll().messages.size() == 1 && ++step == 2;
            announced.notify();
        },
        Qt::DirectConnection);
    test.queue->publish(drafts(1), {}, [&](const Result<MessageId> &result) {
        isVisibleWhenReported = result.ok() && test.readAll().position == *result && ++step == 1;
    });
    QVERIFY(announced.wait());
    QVERIFY(isVisibleWhenReported);
    QVERIFY(isVisibleWhenAnnounced);
}

void MessageQueueServiceTest::severalMessagesHaveIdsInTheirOrderAndTheLastIsReported()
{
    QFETCH(bool, hasJournal);
    TestQueue test(hasJournal);
    const UserId alice = user("alice");
    std::vector<MessageDraft> messages;
    for (const char *payload : {"1", "2", "3"})
        messages.push_back({"note", payload, alice});
    const Result<MessageId> last = test.publish(messages);
    QVERIFY(last.ok());
    const ReadResult result = test.readAll(alice);
    QCOMPARE(result.messages.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string payload = "\"payload\":" + messages[i].payload + ',';
        QVERIFY(result.messages[i]->json().find(payload) != std::string_view::npos);
    }
    QCOMPARE(text(result.messages.back()->id()), text(*last));
    QCOMPARE(text(test.queue->end()), text(*last));
}

void MessageQueueServiceTest::nothingIsVisibleBeforeItIsCommitted()
{
    TestQueue test(true);
    test.journal->pause();
    const MessageId before = test.queue->end();
    auto outcome = test.publishLater(drafts(2));
    QVERIFY(!isReady(outcome));
    QVERIFY(test.readAll().messages.empty());
    std::vector<EncodedMessagePtr> tail;
    QVERIFY(test.queue->tail(before, tail));
    QVERIFY(tail.empty());
    QCOMPARE(text(test.queue->end()), text(before));
    QCOMPARE(test.queue->figures().messages, std::size_t{0});

    test.journal->resume();
    QVERIFY(outcome.get().ok());
    QCOMPARE(test.readAll().messages.size(), std::size_t{2});
}

void MessageQueueServiceTest::aFailedBatchIsReportedAndNeverVisible()
{
    TestQueue test(true);
    std::atomic<int> announcements = 0;
    connect(
        test.queue.get(), &MessageQueueService::advanced, this, [&] { ++announcements; }, Qt::DirectConnection);
    test.journal->failEach(1);
    const Result<MessageId> outcome = test.publish(drafts(2));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, ErrorCode::JournalUnavailable);
    QVERIFY(test.readAll().messages.empty());
    test.queue->close();
    QCOMPARE(announcements.load(), 1); // whoever waits for the outcome in another thread is woken by it
}

void MessageQueueServiceTest::whatComesAfterAFailedBatchIsVisible()
{
    TestQueue test(true);
    const MessageId first = test.publish(drafts(1)).value();
    test.journal->failEach(2);
    QVERIFY(!test.publish(drafts(1)).ok());
    const MessageId third = test.publish(drafts(1)).value();
    const ReadResult result = test.queue->read(SinceCursor{first}, {}, 1000);
    QVERIFY(!result.reset);
    QCOMPARE(idsOf(result.messages), text(third));
}

void MessageQueueServiceTest::aTimestampToldDuringACommitIsBeforeItsMessages()
{
    TestQueue test(true);
    QVERIFY(test.publish(drafts(1)).ok());
    test.journal->pause();
    test.clock.advance(1s);
    auto outcome = test.publishLater(drafts(1));
    test.clock.advance(1s);
    const std::uint64_t told = test.readAll().timestamp;
    test.journal->resume();
    const MessageId id = outcome.get().value();
    QVERIFY(told < id.ms);
    QCOMPARE(text(test.queue->read(SinceTime{told}, {}, 1000).messages.back()->id()), text(id));
}

void MessageQueueServiceTest::theEndOfTheQueueSettlesWhatIsUnderWay()
{
    TestQueue test(true);
    QVERIFY(test.publish(drafts(3)).ok());
    test.journal->pause();
    std::vector<std::future<Result<MessageId>>> outcomes;
    for (int i = 0; i < 5; ++i)
        outcomes.push_back(test.publishLater(drafts(3)));
    test.queue.reset();
    for (auto &outcome : outcomes)
        QVERIFY(isReady(outcome) && outcome.get().ok());
}

void MessageQueueServiceTest::aFullLogRefusesTheWholeBatch_data()
{
    QTest::addColumn<bool>("bytesAreFew");
    QTest::newRow("too many bytes") << true;
    QTest::newRow("too many users") << false;
}

void MessageQueueServiceTest::aFullLogRefusesTheWholeBatch()
{
    QFETCH(bool, bytesAreFew);
    TestQueue test(false, bytesAreFew ? LogLimits{.bytes = 20'000} : LogLimits{.users = 10});
    std::vector<MessageDraft> messages;
    for (int i = 0; i < 11; ++i)
        messages.push_back({"note", '"' + std::string(2000, 'x') + '"', user("user" + std::to_string(i))});
    const Result<MessageId> refused = test.publish(messages);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::LogFull);
    QCOMPARE(test.queue->figures().messages, std::size_t{0});

    messages.resize(3);
    QVERIFY(test.publish(messages).ok());
    QCOMPARE(test.queue->figures().messages, std::size_t{3});
}

void MessageQueueServiceTest::whatIsUnderWayTakesUpRoom()
{
    TestQueue test(true, LogLimits{.users = 2});
    test.journal->pause();
    auto first = test.publishLater(drafts(1, user("alice")));
    auto second = test.publishLater(drafts(1, user("bob")));
    const Result<MessageId> refused = test.publish(drafts(1, user("carol")));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::LogFull);
    test.journal->resume();
    QVERIFY(first.get().ok());
    QVERIFY(second.get().ok());
    QVERIFY(test.publish(drafts(1, user("bob"))).ok());
    QVERIFY(!test.publish(drafts(1, user("carol"))).ok());
}

void MessageQueueServiceTest::aFailedBatchGivesItsRoomBack()
{
    TestQueue test(true, LogLimits{.bytes = 20'000, .users = 1});
    test.journal->failEach(1);
    for (int i = 0; i < 20; ++i) {
        const auto outcome = test.publish(drafts(1, user("user" + std::to_string(i)), std::string(5000, '1')));
        QCOMPARE(outcome.error().code, ErrorCode::JournalUnavailable);
    }
    test.journal->failEach(0);
    QVERIFY(test.publish(drafts(1, user("alice"), std::string(5000, '1'))).ok());
}

void MessageQueueServiceTest::theBytesOfTheLogStayBelowTheirLimit()
{
    constexpr std::size_t limit = 100'000;
    TestQueue test(false, LogLimits{.bytes = limit});
    const UserId longest = user(std::string(UserId::maximumBytes, '"')); // twice as long in JSON
    int taken = 0;
    while (test.publish(drafts(1, longest)).ok())
        ++taken;
    QVERIFY(taken > 50);
    QVERIFY2(test.queue->figures().bytes <= limit, qPrintable(QString::number(test.queue->figures().bytes)));
}

void MessageQueueServiceTest::sweepingFreesWhatHasExpired()
{
    TestQueue test(false, LogLimits{.ttl = 1min});
    QVERIFY(test.publish(drafts(3)).ok());
    test.clock.advance(1min);
    QVERIFY(test.publish(drafts(1)).ok());
    test.queue->sweep();
    QCOMPARE(test.queue->figures().messages, std::size_t{1});
}

namespace {

constexpr int publishers = 4;
constexpr int messagesEach = 250;

/// Publishes from several threads; returns the ids that were acknowledged, when all have their outcome.
std::set<MessageId> publishFromManyThreads(TestQueue &test, int batchSize = 1)
{
    std::mutex lock;
    std::set<MessageId> acknowledged;
    std::vector<std::thread> threads;
    for (int i = 0; i < publishers; ++i) {
        threads.emplace_back([&] {
            std::vector<std::future<Result<MessageId>>> outcomes;
            for (int k = 0; k < messagesEach; ++k)
                outcomes.push_back(test.publishLater(drafts(batchSize)));
            for (auto &outcome : outcomes) {
                const Result<MessageId> result = outcome.get();
                const std::lock_guard locked(lock);
                if (result)
                    acknowledged.insert(*result);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return acknowledged;
}

/// Follows the log in a thread of its own, as an I/O thread does: woken by advanced(), it takes what came after its
/// position.
class Follower {
public:
    enum class By : std::uint8_t { Tail, Read };

    Follower(MessageQueueService &queue, By by)
        : m_queue(queue)
        , m_position(queue.end())
    {
        QObject::connect(
            &queue, &MessageQueueService::advanced, &m_context, [this] { m_wakeUp.notify(); }, Qt::DirectConnection);
        m_thread = std::thread([this, by] { follow(by); });
    }

    /// Ends when everything up to `last` was seen, or nothing comes any more; returns what was seen.
    std::vector<MessageId> finish(MessageId last)
    {
        {
            const std::lock_guard locked(m_lock);
            m_last = last;
        }
        m_wakeUp.notify();
        m_thread.join();
        return m_seen;
    }

private:
    void follow(By by)
    {
        do {
            std::vector<EncodedMessagePtr> messages;
            if (by == By::Tail) {
                if (!m_queue.tail(m_position, messages))
                    return;
            } else {
                // In small pages: others publish between one and the next.
                for (bool hasMore = true; hasMore;) {
                    const ReadResult page = m_queue.read(SinceCursor{m_position}, {}, 7);
                    if (page.reset)
                        return;
                    messages.insert(messages.end(), page.messages.begin(), page.messages.end());
                    m_position = page.position;
                    hasMore = page.hasMore;
                }
            }
            for (const EncodedMessagePtr &message : messages)
                m_seen.push_back(message->id());
            if (!m_seen.empty())
                m_position = m_seen.back();
        } while (!isDone() && m_wakeUp.wait());
    }

    bool isDone()
    {
        const std::lock_guard locked(m_lock);
        return m_last && m_position >= *m_last;
    }

    MessageQueueService &m_queue;
    QObject m_context;
    WakeUp m_wakeUp;
    MessageId m_position;
    std::vector<MessageId> m_seen;
    std::mutex m_lock;
    std::optional<MessageId> m_last;
    std::thread m_thread;
};

} // namespace

void MessageQueueServiceTest::manyThreadsPublishAndEachReaderGetsAllOfItOnceInOrder()
{
    QFETCH(bool, hasJournal);
    TestQueue test(hasJournal, LogLimits{.broadcasts = 10'000});
    Follower byTail(*test.queue, Follower::By::Tail);
    Follower byRead(*test.queue, Follower::By::Read);
    const std::set<MessageId> acknowledged = publishFromManyThreads(test);
    QCOMPARE(acknowledged.size(), std::size_t{publishers * messagesEach});

    const std::vector<MessageId> all(acknowledged.begin(), acknowledged.end());
    QCOMPARE(text(byTail.finish(all.back())), text(all));
    QCOMPARE(text(byRead.finish(all.back())), text(all));
}

void MessageQueueServiceTest::manyThreadsPublishToAFailingJournalAndReadersGetWhatWasAcknowledged()
{
    TestQueue test(true, LogLimits{.broadcasts = 10'000});
    test.journal->failEach(3);
    Follower byTail(*test.queue, Follower::By::Tail);
    Follower byRead(*test.queue, Follower::By::Read);
    const std::set<MessageId> acknowledged = publishFromManyThreads(test);
    QCOMPARE(acknowledged.size(), std::size_t{publishers * messagesEach - publishers * messagesEach / 3});

    const std::vector<MessageId> all(acknowledged.begin(), acknowledged.end());
    QCOMPARE(text(byTail.finish(all.back())), text(all));
    QCOMPARE(text(byRead.finish(all.back())), text(all));
}

void MessageQueueServiceTest::aBatchIsSeenWhole()
{
    QFETCH(bool, hasJournal);
    constexpr int batchSize = 5;
    TestQueue test(hasJournal, LogLimits{.broadcasts = 10'000, .pageBytes = 64 * 1024 * 1024});
    std::atomic<bool> isOver = false;
    std::atomic<int> partial = 0;
    std::thread reader([&] {
        while (!isOver) {
            if (test.queue->figures().messages % batchSize != 0)
                ++partial;
            const ReadResult result = test.queue->read(SinceBeginning{}, {}, 10'000);
            if (result.messages.size() % batchSize != 0)
                ++partial;
        }
    });
    publishFromManyThreads(test, batchSize);
    isOver = true;
    reader.join();
    QCOMPARE(partial.load(), 0);
}

QTEST_GUILESS_MAIN(MessageQueueServiceTest)
#include "tst_messagequeueservice.moc"
