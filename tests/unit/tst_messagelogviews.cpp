// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/queue/messagelog.h"

#include "tests/support/testlog.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const UserId alice = user("alice");
const UserId bob = user("bob");

} // namespace

/// What an operator looks at: the queue of one user, how far a reader is behind, the oldest message.
class MessageLogViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aQueueIsOneUsersMessages();
    void nobodysQueueIsEmpty();
    void aQueueIsReadInPages();
    void aPageOfAQueueIsBoundedInBytes();
    void whatHasExpiredIsNotInTheQueue();
    void bytesOfAQueueFollowItsMessages();

    void aReaderAtTheEndIsNotBehind();
    void idsOfEveryoneCountAsBehind();
    void aReaderFarBehindIsBehindByThousands();

    void whatWasMissedCanBeCounted();

    void theOldestIsThatOfAllQueues();
};

void MessageLogViewsTest::aQueueIsOneUsersMessages()
{
    TestLog test;
    const MessageId first = test.append(alice);
    test.append(bob);
    test.append();
    test.clock.advance(1s);
    const MessageId second = test.append(alice);
    const QueueContent queue = test.log.queue(alice, 0, 100, test.clock.now());
    QCOMPARE(idsOf(queue.page), text(std::vector{first, second}));
    QCOMPARE(queue.total, std::size_t{2});
    QVERIFY(queue.oldest == first.time());
    QVERIFY(!queue.hasMore);
    QCOMPARE(queue.bytes, queue.page[0]->memoryBytes() + queue.page[1]->memoryBytes());
}

void MessageLogViewsTest::nobodysQueueIsEmpty()
{
    TestLog test;
    test.append(bob);
    test.append();
    const QueueContent queue = test.log.queue(alice, 0, 100, test.clock.now());
    QCOMPARE(queue.total, std::size_t{0});
    QCOMPARE(queue.bytes, std::size_t{0});
    QVERIFY(!queue.oldest && queue.page.empty() && !queue.hasMore);
}

void MessageLogViewsTest::aQueueIsReadInPages()
{
    TestLog test;
    std::vector<MessageId> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(test.append(alice));
    const auto page = [&](std::size_t offset, std::size_t limit) {
        return test.log.queue(alice, offset, limit, test.clock.now());
    };
    QCOMPARE(idsOf(page(1, 3).page), text(std::span(ids).subspan(1, 3)));
    QVERIFY(page(1, 3).hasMore);
    QVERIFY(!page(2, 3).hasMore);
    QVERIFY(page(5, 3).page.empty() && !page(5, 3).hasMore);
    QVERIFY(page(1'000'000, 1000).page.empty());
    QCOMPARE(page(1'000'000, 1000).total, std::size_t{5});
}

void MessageLogViewsTest::aPageOfAQueueIsBoundedInBytes()
{
    TestLog test({.pageBytes = 1000});
    for (int i = 0; i < 5; ++i)
        test.append(alice, '"' + std::string(600, 'x') + '"');
    const QueueContent queue = test.log.queue(alice, 0, 100, test.clock.now());
    QCOMPARE(queue.page.size(), std::size_t{2});
    QCOMPARE(queue.total, std::size_t{5});
    QVERIFY(queue.hasMore);
}

void MessageLogViewsTest::whatHasExpiredIsNotInTheQueue()
{
    TestLog test({.ttl = 1min});
    test.append(alice, "\"this one is longer than the other\"");
    test.clock.advance(30s);
    const MessageId kept = test.append(alice);
    test.clock.advance(31s);
    const QueueContent queue = test.log.queue(alice, 0, 100, test.clock.now());
    QCOMPARE(idsOf(queue.page), text(kept));
    QCOMPARE(queue.total, std::size_t{1});
    QCOMPARE(queue.bytes, queue.page[0]->memoryBytes());
    QVERIFY(queue.oldest == kept.time());
}

void MessageLogViewsTest::bytesOfAQueueFollowItsMessages()
{
    TestLog test({.ttl = 1min, .messagesPerUser = 3});
    const auto bytes = [&] {
        const QueueContent queue = test.log.queue(alice, 0, 100, test.clock.now());
        std::size_t sum = 0;
        for (const EncodedMessagePtr &message : queue.page)
            sum += message->memoryBytes();
        return queue.bytes == sum ? sum : 1; // of which there can be none
    };
    for (int i = 0; i < 10; ++i) {
        test.append(alice, std::string(static_cast<std::size_t>(i + 1), '1'));
        QVERIFY(bytes() > 1);
    }
    test.log.purge(alice);
    QCOMPARE(bytes(), std::size_t{0});
    test.append(alice);
    QVERIFY(bytes() > 1);
    test.clock.advance(2min);
    test.sweep();
    QCOMPARE(bytes(), std::size_t{0});
}

void MessageLogViewsTest::aReaderAtTheEndIsNotBehind()
{
    TestLog test;
    const MessageId end = test.append();
    QCOMPARE(test.log.distance(end).messages, std::size_t{0});
    QVERIFY(test.log.distance(end).time == 0ms);
}

void MessageLogViewsTest::idsOfEveryoneCountAsBehind()
{
    TestLog test;
    const MessageId position = test.append(alice);
    test.clock.advance(250ms);
    test.append(bob);
    test.append();
    QCOMPARE(test.log.distance(position).messages, std::size_t{2});
    QVERIFY(test.log.distance(position).time == 250ms);
}

void MessageLogViewsTest::aReaderFarBehindIsBehindByThousands()
{
    TestLog test({.ttl = 1min});
    for (int i = 0; i < 10'000; ++i) {
        test.append();
        test.clock.advance(1s);
    }
    QVERIFY(test.log.distance(MessageId{}).messages >= 4096);
    QVERIFY(test.log.distance(MessageId{}).time == 1min);
}

void MessageLogViewsTest::whatWasMissedCanBeCounted()
{
    TestLog test;
    const MessageId position = test.append();
    const std::uint64_t before = test.log.inserted();
    test.append(alice);
    test.append();
    std::vector<EncodedMessagePtr> messages;
    QCOMPARE(test.log.readLatest(position, messages), before + 2);
    QCOMPARE(messages.size(), std::size_t{2});
    for (int i = 0; i < 10'000; ++i)
        test.append(bob);
    messages.clear();
    QCOMPARE(test.log.readLatest(position, messages), before + 10'002);
    QVERIFY(messages.size() >= 4096 && messages.size() < 10'002);
    QVERIFY(messages.back()->id() == test.log.end());
}

void MessageLogViewsTest::theOldestIsThatOfAllQueues()
{
    TestLog test({.ttl = 1min, .messagesPerUser = 2, .broadcasts = 2});
    const auto oldest = [&] {
        return test.log.figures().oldest;
    };
    const auto append = [&](const std::optional<UserId> &to) {
        test.clock.advance(1s);
        return test.append(to).time();
    };
    const UnixTime first = append(alice);
    const UnixTime second = append(bob);
    const UnixTime third = append(alice);
    QVERIFY(oldest() == first);
    append(alice);
    QVERIFY(oldest() == second); // the cap took alice's first
    test.log.purge(bob);
    QVERIFY(oldest() == third);
    const UnixTime broadcast = append({});
    test.log.purge(alice);
    QVERIFY(oldest() == broadcast);
    test.clock.advance(2min);
    test.sweep();
    QVERIFY(!oldest());
}

QTEST_APPLESS_MAIN(MessageLogViewsTest)
#include "tst_messagelogviews.moc"
