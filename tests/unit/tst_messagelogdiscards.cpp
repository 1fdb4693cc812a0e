// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/queue/messagelog.h"

#include "tests/support/allocationcounter.h"
#include "tests/support/testlog.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const UserId alice = user("alice");
const UserId bob = user("bob");

/// The ways in which the log gives up a message.
enum class Loss : std::uint8_t { Capped, Expired, Swept, Purged };

} // namespace
Q_DECLARE_METATYPE(Loss)

/// What the log gives up, and how readers are told: a gap is never silent, and nobody is told of a gap that is not
/// theirs.
class MessageLogDiscardsTest : public QObject {
    Q_OBJECT

    static void addLosses()
    {
        QTest::addColumn<Loss>("loss");
        QTest::addColumn<bool>("isOwn");
        for (const bool isOwn : {true, false}) {
            const char *const whose = isOwn ? "own" : "broadcast";
            QTest::addRow("%s, capped", whose) << Loss::Capped << isOwn;
            QTest::addRow("%s, expired", whose) << Loss::Expired << isOwn;
            QTest::addRow("%s, swept", whose) << Loss::Swept << isOwn;
            if (isOwn)
                QTest::addRow("own, purged") << Loss::Purged << isOwn;
        }
    }

    /// A log that has given up one message of alice's, or one broadcast, and nothing else of anyone.
    struct LossyLog : TestLog {
        LossyLog(Loss loss, bool isOwn)
            : TestLog(LogLimits{.ttl = 1min, .messagesPerUser = 2, .broadcasts = 2})
        {
            const std::optional<UserId> to = isOwn ? std::optional(alice) : std::nullopt;
            lost = append(to);
            if (loss == Loss::Expired || loss == Loss::Swept)
                clock.advance(1min);
            if (loss == Loss::Swept)
                sweep();
            if (loss == Loss::Purged)
                log.purge(alice);
            append(to);
            if (loss == Loss::Capped)
                append(to);
        }
        MessageId lost;
    };

private Q_SLOTS:
    void capsDropTheOldestOfTheirQueue();
    void aMessageExpiresAtTheEndOfItsTime();
    void theExpiredIsNeverDeliveredThoughNotSwept();
    void aPurgeTakesTheUsersOwnMessagesOnly();

    void aLossAfterThePositionIsReset_data() { addLosses(); }
    void aLossAfterThePositionIsReset();
    void aLossUpToThePositionIsNot_data() { addLosses(); }
    void aLossUpToThePositionIsNot();
    void aLossConcernsWhomItWasFor_data() { addLosses(); }
    void aLossConcernsWhomItWasFor();
    void everythingIsNoLossToANewReader_data() { addLosses(); }
    void everythingIsNoLossToANewReader();
    void aReaderByTimeIsToldOfLaterLossesOnly();
    void quietTimeIsNotALoss();
    void aLossIsToldAlsoWhenNothingIsLeft();
    void afterAResetTheReaderGoesOn();

    void floorsOfManyUsersAreBounded();
    void aFoldedFloorIsNeverSilent();
    void aFoldedFloorLeavesLaterPositionsAlone();
    void aUserWhoComesBackAfterItsFloorWasFoldedIsToldToo();

    void aFullLogTakesNoMoreBytes();
    void aFullLogTakesNoNewUser();
    void usersWithoutMessagesMakeRoomForOthers();
    void figuresAreWhatIsKept();
    void bytesReturnWhenMessagesGo();
};

void MessageLogDiscardsTest::capsDropTheOldestOfTheirQueue()
{
    TestLog test(LogLimits{.messagesPerUser = 2, .broadcasts = 3});
    std::vector<MessageId> own;
    std::vector<MessageId> broadcasts;
    for (int i = 0; i < 5; ++i) {
        own.push_back(test.append(alice));
        broadcasts.push_back(test.append());
    }
    const MessageId bobs = test.append(bob);
    QCOMPARE(idsOf(test.read(SinceBeginning{}).messages), text(std::span(broadcasts).last(3)));
    QCOMPARE(idsOf(test.read(SinceBeginning{}, alice).messages),
             text(std::array{broadcasts[2], own[3], broadcasts[3], own[4], broadcasts[4]}));
    QCOMPARE(text(test.read(SinceBeginning{}, bob).messages.back()->id()), text(bobs));
}

void MessageLogDiscardsTest::aMessageExpiresAtTheEndOfItsTime()
{
    TestLog test(LogLimits{.ttl = 60s});
    test.append();
    test.clock.advance(59'999ms);
    QCOMPARE(test.read(SinceBeginning{}).messages.size(), std::size_t{1});
    QCOMPARE(test.sweep(), std::size_t{0});
    test.clock.advance(1ms);
    QCOMPARE(test.read(SinceBeginning{}).messages.size(), std::size_t{0});
    QCOMPARE(test.sweep(), std::size_t{1});
}

void MessageLogDiscardsTest::theExpiredIsNeverDeliveredThoughNotSwept()
{
    TestLog test(LogLimits{.ttl = 60s});
    test.append();
    test.append(alice);
    test.clock.advance(60s);
    const MessageId kept = test.append(alice);
    QCOMPARE(idsOf(test.read(SinceBeginning{}, alice).messages), text(kept));
    QCOMPARE(idsOf(test.read(SinceForeign{}, alice).messages), text(kept));
    QCOMPARE(idsOf(test.readAfter(TestLog::origin, alice).messages), text(kept));
    QCOMPARE(idsOf(test.read(SinceTime{TestLog::origin.ms - 1}, alice).messages), text(kept));
    QCOMPARE(idsOf(test.log.resume(TestLog::origin, alice, 1000, test.clock.now(), kept).messages), text(kept));
}

void MessageLogDiscardsTest::aPurgeTakesTheUsersOwnMessagesOnly()
{
    TestLog test;
    test.append(alice);
    test.append(alice);
    const MessageId bobs = test.append(bob);
    const MessageId broadcast = test.append();
    QCOMPARE(test.log.purge(alice), std::size_t{2});
    QCOMPARE(test.log.purge(alice), std::size_t{0});
    QCOMPARE(test.log.purge(user("nobody")), std::size_t{0});
    QCOMPARE(idsOf(test.read(SinceBeginning{}, alice).messages), text(broadcast));
    QCOMPARE(idsOf(test.read(SinceBeginning{}, bob).messages), text(std::array{bobs, broadcast}));
}

void MessageLogDiscardsTest::aLossAfterThePositionIsReset()
{
    QFETCH(Loss, loss);
    QFETCH(bool, isOwn);
    const LossyLog test(loss, isOwn);
    const ReadResult result = test.readAfter(TestLog::origin, alice);
    QVERIFY(result.reset);
    QCOMPARE(idsOf(result.messages), idsOf(test.read(SinceBeginning{}, alice).messages));
    QCOMPARE(text(result.floor), text(test.lost));
}

void MessageLogDiscardsTest::aLossUpToThePositionIsNot()
{
    QFETCH(Loss, loss);
    QFETCH(bool, isOwn);
    const LossyLog test(loss, isOwn);
    const ReadResult result = test.readAfter(test.lost, alice);
    QVERIFY(!result.reset);
    QCOMPARE(idsOf(result.messages), idsOf(test.read(SinceBeginning{}, alice).messages));
}

void MessageLogDiscardsTest::aLossConcernsWhomItWasFor()
{
    QFETCH(Loss, loss);
    QFETCH(bool, isOwn);
    const LossyLog test(loss, isOwn);
    QCOMPARE(test.readAfter(TestLog::origin, bob).reset, !isOwn);
    QCOMPARE(test.readAfter(TestLog::origin).reset, !isOwn);
}

void MessageLogDiscardsTest::everythingIsNoLossToANewReader()
{
    QFETCH(Loss, loss);
    QFETCH(bool, isOwn);
    QVERIFY(!LossyLog(loss, isOwn).read(SinceBeginning{}, alice).reset);
}

void MessageLogDiscardsTest::aReaderByTimeIsToldOfLaterLossesOnly()
{
    TestLog test(LogLimits{.broadcasts = 1});
    test.clock.advance(5ms);
    const MessageId lost = test.append();
    test.clock.advance(5ms);
    const MessageId kept = test.append();
    QVERIFY(test.read(SinceTime{lost.ms - 1}).reset);
    QVERIFY(!test.read(SinceTime{lost.ms}).reset);
    QCOMPARE(idsOf(test.read(SinceTime{lost.ms}).messages), text(kept));
}

void MessageLogDiscardsTest::quietTimeIsNotALoss()
{
    TestLog test;
    const MessageId last = test.append(alice);
    test.append(bob);
    test.clock.advance(24h);
    test.sweep();
    const ReadResult result = test.readAfter(last, alice);
    QVERIFY(!result.reset);
    QVERIFY(result.messages.empty());
    QVERIFY(!test.readAfter(result.position, alice).reset);
    QVERIFY(!test.read(SinceTime{last.ms}, alice).reset);
}

void MessageLogDiscardsTest::aLossIsToldAlsoWhenNothingIsLeft()
{
    TestLog test;
    const MessageId seen = test.append(alice);
    test.append(alice);
    test.log.purge(alice);
    const ReadResult result = test.readAfter(seen, alice);
    QVERIFY(result.reset);
    QVERIFY(result.messages.empty());
    QVERIFY(!test.readAfter(result.position, alice).reset);
}

void MessageLogDiscardsTest::afterAResetTheReaderGoesOn()
{
    TestLog test(LogLimits{.broadcasts = 4});
    for (int i = 0; i < 9; ++i)
        test.append();
    const ReadResult first = test.readAfter(TestLog::origin, {}, 3);
    QVERIFY(first.reset);
    QVERIFY(first.hasMore);
    const ReadResult second = test.readAfter(first.position, {}, 3);
    QVERIFY(!second.reset);
    QCOMPARE(second.messages.size(), std::size_t{1});
}

void MessageLogDiscardsTest::floorsOfManyUsersAreBounded()
{
    TestLog test(LogLimits{.users = 100});
    const auto heldAfter = [&](int begin, int end) {
        for (int i = begin; i < end; ++i) {
            const UserId guest = user("guest-with-a-long-name-" + std::to_string(i));
            if (test.log.checkRoom({.bytes = 100, .users = 1}))
                return std::ptrdiff_t{-1};
            test.append(guest);
            test.log.purge(guest);
        }
        test.clock.advance(1h);
        test.sweep(); // the recent ones, which tail() keeps
        return allocationsOfThisThread().live;
    };
    const std::ptrdiff_t few = heldAfter(0, 1000);
    const std::ptrdiff_t many = heldAfter(1000, 10'000);
    QVERIFY(few > 0);
    QVERIFY2(many <= few + 10, qPrintable(QStringLiteral("%1, then %2 allocations").arg(few).arg(many)));
}

void MessageLogDiscardsTest::aFoldedFloorIsNeverSilent()
{
    TestLog test(LogLimits{.users = 2});
    const MessageId seen = test.append(alice);
    test.append(alice);
    test.log.purge(alice);
    for (const char *const other : {"carol", "dave"})
        test.append(user(other)); // of alice nothing is known any more but that something was lost
    QVERIFY(test.readAfter(seen, alice).reset);
    QVERIFY(test.readAfter(TestLog::origin, alice).reset);
}

void MessageLogDiscardsTest::aFoldedFloorLeavesLaterPositionsAlone()
{
    TestLog test(LogLimits{.users = 2});
    test.append(alice);
    test.log.purge(alice);
    const MessageId later = test.append(user("carol"));
    test.append(user("dave"));
    QVERIFY(!test.readAfter(later, alice).reset);
    QVERIFY(!test.readAfter(later, bob).reset);
    QVERIFY(!test.readAfter(TestLog::origin, user("carol")).reset); // who has an entry of its own
    QVERIFY(!test.readAfter(TestLog::origin).reset);
}

void MessageLogDiscardsTest::aUserWhoComesBackAfterItsFloorWasFoldedIsToldToo()
{
    TestLog test(LogLimits{.users = 2});
    const MessageId seen = test.append(alice);
    test.append(alice);
    test.log.purge(alice);
    test.append(user("carol"));
    test.append(user("dave")); // folds alice's floor
    test.log.purge(user("carol"));
    const MessageId back = test.append(alice);
    const ReadResult result = test.readAfter(seen, alice);
    QVERIFY(result.reset);
    QCOMPARE(idsOf(result.messages), text(back));
}

void MessageLogDiscardsTest::aFullLogTakesNoMoreBytes()
{
    TestLog test(LogLimits{.bytes = 10'000});
    test.append(alice, '"' + std::string(5000, 'x') + '"');
    QVERIFY(!test.log.checkRoom({.bytes = 1000}));
    const auto full = test.log.checkRoom({.bytes = 5000});
    QVERIFY(full);
    QCOMPARE(full->code, ErrorCode::LogFull);
    QVERIFY(QString::fromStdString(full->detail).contains(QLatin1String("queue.max_bytes")));
    test.log.purge(alice);
    QVERIFY(!test.log.checkRoom({.bytes = 5000}));
}

void MessageLogDiscardsTest::aFullLogTakesNoNewUser()
{
    TestLog test(LogLimits{.users = 3});
    test.append(alice);
    QVERIFY(!test.log.checkRoom({.users = 2}));
    QVERIFY(test.log.checkRoom({.users = 3}));
    test.append(bob);
    test.append(user("carol"));
    const auto full = test.log.checkRoom({.users = 1});
    QVERIFY(full);
    QCOMPARE(full->code, ErrorCode::LogFull);
    QVERIFY(QString::fromStdString(full->detail).contains(QLatin1String("queue.max_users")));
    QVERIFY(!test.log.checkRoom({.bytes = 100})); // for one who has messages, or for all
    QVERIFY(test.log.hasMessages(alice));
    QVERIFY(!test.log.hasMessages(user("dave")));
}

void MessageLogDiscardsTest::usersWithoutMessagesMakeRoomForOthers()
{
    TestLog test(LogLimits{.users = 2});
    test.append(alice);
    test.append(bob);
    test.log.purge(alice);
    QVERIFY(!test.log.hasMessages(alice));
    QVERIFY(!test.log.checkRoom({.users = 1}));
    QVERIFY(test.log.checkRoom({.users = 2}));
    const MessageId carols = test.append(user("carol"));
    QCOMPARE(idsOf(test.read(SinceBeginning{}, user("carol")).messages), text(carols));
}

void MessageLogDiscardsTest::figuresAreWhatIsKept()
{
    TestLog test;
    QCOMPARE(test.log.figures().messages, std::size_t{0});
    QVERIFY(!test.log.figures().oldest);
    const MessageId first = test.append(alice);
    test.clock.advance(1s);
    test.append(bob);
    const MessageId third = test.append();
    QCOMPARE(test.log.figures().messages, std::size_t{3});
    QCOMPARE(test.log.figures().users, std::size_t{2});
    QVERIFY(test.log.figures().oldest == first.time());
    test.log.purge(alice);
    test.log.purge(bob);
    QCOMPARE(test.log.figures().messages, std::size_t{1});
    QCOMPARE(test.log.figures().users, std::size_t{0});
    QVERIFY(test.log.figures().oldest == third.time());
}

void MessageLogDiscardsTest::bytesReturnWhenMessagesGo()
{
    TestLog test(LogLimits{.ttl = 1min, .messagesPerUser = 3, .broadcasts = 3});
    for (int i = 0; i < 20; ++i) {
        test.append(alice, std::to_string(i));
        test.append(bob);
        test.append();
    }
    const std::size_t held = test.log.figures().bytes;
    QVERIFY(held >= 9 * sizeof(EncodedMessage));
    test.log.purge(bob);
    QVERIFY(test.log.figures().bytes < held);
    test.clock.advance(1min);
    QCOMPARE(test.sweep(), std::size_t{6});
    QCOMPARE(test.log.figures().bytes, std::size_t{0});
    QCOMPARE(test.log.figures().messages, std::size_t{0});
    QCOMPARE(test.sweep(), std::size_t{0});
}

QTEST_APPLESS_MAIN(MessageLogDiscardsTest)
#include "tst_messagelogdiscards.moc"
