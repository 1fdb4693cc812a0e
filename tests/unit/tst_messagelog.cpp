// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/queue/messagelog.h"

#include "tests/support/testlog.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

/// Ids and reading. What happens when messages are discarded is in tst_messagelogdiscards.
class MessageLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsFollowTheClock();
    void idsIncreaseWhileTheClockStandsStill();
    void idsIncreaseWhenTheClockStepsBack();
    void idsLieAboveEveryTimestampThatWasTold();
    void aClockThatWasNeverSetGivesIdsAndTimestamps();

    void sinceZeroIsEverythingThatIsKept();
    void sinceACursorIsWhatCameAfterIt();
    void sinceMillisecondsIsWhatIsLater();
    void aForeignPositionIsReset();
    void aCursorFromTheFutureIsReset();
    void aTimeFromTheFutureIsReset();
    void aPositionFromBeforeTheLogIsReset();
    void aTimestampThatWasToldIsNotOfTheFuture();
    void aTimestampThatANewLogTellsIsNotFromBeforeIt();
    void aQuietLogRepeatsNothing();
    void everyPositionThatIsGivenIsACursor_data();
    void everyPositionThatIsGivenIsACursor();

    void ownAndBroadcastMessagesAreMergedInIdOrder();
    void nobodySeesTheMessagesOfAnother();
    void aPageEndsAtTheLimit();
    void aPageIsBoundedInBytes();
    void aMessageLargerThanAPageIsAPage();
    void pagesFollowEachOtherWithoutGapOrRepeat();
    void aReaderIsNotTakenBeyondTheEndItAskedFor();
    void whatLiesBeyondTheEndThatWasAskedForIsAfterTheTimestamp();

    void aPageByTimeTakesItsLastMillisecondWhole();
    void aPageByTimeGivesBackTheMillisecondThatTheLimitCut();
    void whileAnIdIsNotVisibleYetItsMillisecondIsNotOver();

    void resumeGoesOnAfterThePosition();
    void resumeTellsOfAGap();

    void tailIsWhatWasInsertedForAnyone();
    void tailAppends();
    void tailForgetsAllButTheLastMessages();
    void tailForgetsAllButTheLastBytes();
    void tailForgetsWhatWasSwept();
};

void MessageLogTest::idsFollowTheClock()
{
    TestLog test;
    QCOMPARE(text(test.log.assignId(UnixTime(12'345ms))), QStringLiteral("12345-0"));
    QCOMPARE(text(test.log.assignId(UnixTime(12'346ms))), QStringLiteral("12346-0"));
}

void MessageLogTest::idsIncreaseWhileTheClockStandsStill()
{
    TestLog test;
    QCOMPARE(text(test.log.assignId(UnixTime(12'345ms))), QStringLiteral("12345-0"));
    QCOMPARE(text(test.log.assignId(UnixTime(12'345ms))), QStringLiteral("12345-1"));
    QCOMPARE(text(test.log.assignId(UnixTime(12'345ms))), QStringLiteral("12345-2"));
}

void MessageLogTest::idsIncreaseWhenTheClockStepsBack()
{
    TestLog test;
    QCOMPARE(text(test.log.assignId(UnixTime(20'000ms))), QStringLiteral("20000-0"));
    QCOMPARE(text(test.log.assignId(UnixTime(15'000ms))), QStringLiteral("20000-1"));
    QCOMPARE(text(test.log.assignId(UnixTime(19'999ms))), QStringLiteral("20000-2"));
    QCOMPARE(text(test.log.assignId(UnixTime(20'001ms))), QStringLiteral("20001-0"));
}

/// A client polls on a quiet log and is told the time of day; then the clock is set back.
void MessageLogTest::idsLieAboveEveryTimestampThatWasTold()
{
    TestLog test;
    test.append();
    test.clock.advance(60s);
    const std::uint64_t told = test.read(SinceBeginning{}).timestamp;
    test.clock.stepWall(-50s);
    const MessageId later = test.append();
    QVERIFY2(later.ms > told, qPrintable(text(later)));
    QCOMPARE(idsOf(test.read(SinceTime{told}).messages), text(later));
}

void MessageLogTest::aClockThatWasNeverSetGivesIdsAndTimestamps()
{
    MessageLog log({}, LogHistory::beginningAt(UnixTime(-5s)));
    const MessageId id = log.assignId(UnixTime(-5s));
    QVERIFY(id > MessageId{});
    log.insert(encoded(id));
    const ReadResult result = log.read(SinceBeginning{}, {}, 10, UnixTime(-5s));
    QCOMPARE(idsOf(result.messages), text(id));
    QCOMPARE(result.timestamp, std::uint64_t{0});
}

void MessageLogTest::sinceZeroIsEverythingThatIsKept()
{
    TestLog test;
    QVERIFY(!test.read(SinceBeginning{}).reset);
    const MessageId first = test.append();
    const MessageId second = test.append();
    const ReadResult result = test.read(SinceBeginning{});
    QCOMPARE(idsOf(result.messages), idsOf(test.readAfter(TestLog::origin).messages));
    QCOMPARE(result.messages.size(), std::size_t{2});
    QCOMPARE(text(result.messages.front()->id()), text(first));
    QCOMPARE(text(result.position), text(second));
    QVERIFY(!result.reset);
    QVERIFY(!result.hasMore);
}

void MessageLogTest::sinceACursorIsWhatCameAfterIt()
{
    TestLog test;
    const MessageId first = test.append();
    const MessageId second = test.append();
    const ReadResult result = test.readAfter(first);
    QCOMPARE(idsOf(result.messages), text(second));
    QVERIFY(!result.reset);
    const ReadResult nothing = test.readAfter(result.position);
    QVERIFY(nothing.messages.empty());
    QVERIFY(!nothing.reset);
    QCOMPARE(text(nothing.position), text(second));
}

void MessageLogTest::sinceMillisecondsIsWhatIsLater()
{
    TestLog test;
    test.append();
    test.clock.advance(1ms);
    const MessageId second = test.append();
    test.clock.advance(1ms);
    const MessageId third = test.append();
    QCOMPARE(idsOf(test.read(SinceTime{second.ms - 1}).messages), text(std::array{second, third}));
    QCOMPARE(idsOf(test.read(SinceTime{second.ms}).messages), text(third));
    QVERIFY(!test.read(SinceTime{second.ms}).reset);
}

void MessageLogTest::aForeignPositionIsReset()
{
    TestLog test;
    const MessageId first = test.append();
    const ReadResult result = test.read(SinceForeign{});
    QVERIFY(result.reset);
    QCOMPARE(idsOf(result.messages), text(first));
}

void MessageLogTest::aCursorFromTheFutureIsReset()
{
    TestLog test;
    const MessageId first = test.append();
    const ReadResult result = test.readAfter(MessageId{first.ms, first.seq + 1});
    QVERIFY(result.reset);
    QCOMPARE(idsOf(result.messages), text(first));
    QCOMPARE(text(result.position), text(first));
}

void MessageLogTest::aTimeFromTheFutureIsReset()
{
    TestLog test;
    const MessageId first = test.append();
    const ReadResult result = test.read(SinceTime{first.ms + 1});
    QVERIFY(result.reset);
    QCOMPARE(idsOf(result.messages), text(first));
}

void MessageLogTest::aPositionFromBeforeTheLogIsReset()
{
    TestLog test;
    test.append();
    QVERIFY(test.readAfter(MessageId{TestLog::origin.ms - 1, 7}).reset);
    QVERIFY(test.read(SinceTime{TestLog::origin.ms - 2}).reset);
    QVERIFY(!test.readAfter(TestLog::origin).reset);
    QVERIFY(!test.read(SinceTime{TestLog::origin.ms - 1}).reset);
}

/// In its first millisecond the log tells the time before it.
void MessageLogTest::aTimestampThatANewLogTellsIsNotFromBeforeIt()
{
    TestLog test;
    const ReadResult nothing = test.read(SinceBeginning{});
    const MessageId first = test.append();
    QVERIFY(nothing.timestamp < first.ms);
    const ReadResult result = test.read(SinceTime{nothing.timestamp});
    QVERIFY(!result.reset);
    QCOMPARE(idsOf(result.messages), text(first));
}

void MessageLogTest::aQuietLogRepeatsNothing()
{
    TestLog test;
    test.append();
    test.clock.advance(1s);
    const ReadResult first = test.read(SinceTime{TestLog::origin.ms - 1});
    QCOMPARE(first.messages.size(), std::size_t{1});
    QVERIFY(test.read(SinceTime{first.timestamp}).messages.empty());
    QVERIFY(test.readAfter(first.position).messages.empty());
}

void MessageLogTest::aTimestampThatWasToldIsNotOfTheFuture()
{
    TestLog test;
    test.append();
    test.clock.advance(60s);
    const std::uint64_t told = test.read(SinceBeginning{}).timestamp;
    test.clock.stepWall(-50s);
    const ReadResult result = test.read(SinceTime{told});
    QVERIFY(!result.reset);
    QVERIFY(result.messages.empty());
    QVERIFY(result.timestamp >= told);
}

void MessageLogTest::everyPositionThatIsGivenIsACursor_data()
{
    QTest::addColumn<QByteArray>("since");
    QTest::newRow("beginning") << QByteArray("0");
    QTest::newRow("cursor") << QByteArray("10000-1");
    QTest::newRow("foreign") << QByteArray("elsewhere");
    QTest::newRow("cursor from the future") << QByteArray("99999-0");
    QTest::newRow("time before the last message") << QByteArray("10000");
    QTest::newRow("time of the last message") << QByteArray("10005");
    QTest::newRow("time after the last message") << QByteArray("10100");
    QTest::newRow("time from the future") << QByteArray("99999");
}

void MessageLogTest::everyPositionThatIsGivenIsACursor()
{
    QFETCH(QByteArray, since);
    TestLog test;
    test.append();
    test.clock.advance(5ms);
    test.append();
    test.clock.advance(1s);
    const ReadResult result = test.read(parseSince(since.toStdString()).value());

    const Since next = parseSince(result.position.toString()).value();
    QVERIFY2(std::holds_alternative<SinceCursor>(next), qPrintable(text(result.position)));
    const MessageId later = test.append();
    const ReadResult continued = test.read(next);
    QVERIFY(!continued.reset);
    QCOMPARE(idsOf(continued.messages), text(later));
}

void MessageLogTest::ownAndBroadcastMessagesAreMergedInIdOrder()
{
    TestLog test;
    const UserId alice = user("alice");
    std::vector<MessageId> ids;
    for (const bool isOwn : {true, false, false, true, true, false})
        ids.push_back(test.append(isOwn ? std::optional(alice) : std::nullopt));
    QCOMPARE(idsOf(test.read(SinceBeginning{}, alice).messages), text(ids));
}

void MessageLogTest::nobodySeesTheMessagesOfAnother()
{
    TestLog test;
    const MessageId own = test.append(user("alice"));
    const MessageId other = test.append(user("Alice"));
    const MessageId broadcast = test.append();
    QCOMPARE(idsOf(test.read(SinceBeginning{}, user("alice")).messages), text(std::array{own, broadcast}));
    QCOMPARE(idsOf(test.read(SinceBeginning{}, user("Alice")).messages), text(std::array{other, broadcast}));
    QCOMPARE(idsOf(test.read(SinceBeginning{}, user("nobody")).messages), text(broadcast));
    QCOMPARE(idsOf(test.read(SinceBeginning{}).messages), text(broadcast));
}

void MessageLogTest::aPageEndsAtTheLimit()
{
    TestLog test;
    const MessageId first = test.append();
    const MessageId second = test.append();
    const MessageId third = test.append();

    const ReadResult page = test.read(SinceBeginning{}, {}, 2);
    QCOMPARE(idsOf(page.messages), text(std::array{first, second}));
    QCOMPARE(text(page.position), text(second));
    QVERIFY(page.hasMore);

    const ReadResult all = test.read(SinceBeginning{}, {}, 3);
    QCOMPARE(text(all.position), text(third));
    QVERIFY(!all.hasMore);
}

void MessageLogTest::aPageIsBoundedInBytes()
{
    TestLog test({.pageBytes = 1000});
    const std::string payload = '"' + std::string(300, 'a') + '"';
    std::vector<MessageId> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(test.append({}, payload));

    const ReadResult page = test.read(SinceBeginning{});
    QCOMPARE(page.messages.size(), std::size_t{3}); // the third reaches the bound
    QVERIFY(page.hasMore);
    const ReadResult rest = test.readAfter(page.position);
    QCOMPARE(idsOf(rest.messages), text(std::array{ids[3], ids[4]}));
    QVERIFY(!rest.hasMore);
}

void MessageLogTest::aMessageLargerThanAPageIsAPage()
{
    TestLog test({.pageBytes = 100});
    const MessageId first = test.append({}, '"' + std::string(300, 'a') + '"');
    const MessageId second = test.append();
    const ReadResult page = test.read(SinceBeginning{});
    QCOMPARE(idsOf(page.messages), text(first));
    QVERIFY(page.hasMore);
    QCOMPARE(idsOf(test.readAfter(page.position).messages), text(second));
}

void MessageLogTest::pagesFollowEachOtherWithoutGapOrRepeat()
{
    TestLog test;
    const UserId alice = user("alice");
    std::vector<MessageId> ids;
    for (int i = 0; i < 20; ++i) {
        ids.push_back(test.append(i % 3 == 0 ? std::optional(alice) : std::nullopt));
        test.append(user("bob"));
    }
    std::vector<EncodedMessagePtr> got;
    ReadResult page = test.read(SinceBeginning{}, alice, 3);
    got = page.messages;
    while (page.hasMore) {
        page = test.readAfter(page.position, alice, 3);
        QVERIFY(!page.messages.empty());
        got.insert(got.end(), page.messages.begin(), page.messages.end());
    }
    QCOMPARE(idsOf(got), text(ids));
}

void MessageLogTest::aReaderIsNotTakenBeyondTheEndItAskedFor()
{
    TestLog test;
    const MessageId first = test.append();
    const MessageId second = test.append();
    test.append();
    const ReadResult result = test.log.read(SinceBeginning{}, {}, 1000, test.clock.now(), second);
    QCOMPARE(idsOf(result.messages), text(std::array{first, second}));
    QCOMPARE(text(result.position), text(second));
    QVERIFY(!result.hasMore);
}

void MessageLogTest::whatLiesBeyondTheEndThatWasAskedForIsAfterTheTimestamp()
{
    TestLog test;
    const MessageId first = test.append();
    test.clock.advance(1ms);
    const MessageId second = test.append();
    test.clock.advance(1s);
    const ReadResult result = test.log.read(SinceBeginning{}, {}, 1000, test.clock.now(), first);
    QVERIFY(result.timestamp < second.ms);
}

/// Its reader cannot name a place within a millisecond.
void MessageLogTest::aPageByTimeTakesItsLastMillisecondWhole()
{
    TestLog test;
    test.append();
    test.clock.advance(1ms);
    std::vector<MessageId> crowd;
    for (int i = 0; i < 300; ++i)
        crowd.push_back(test.append());
    test.clock.advance(1ms);
    const MessageId later = test.append();

    const ReadResult page = test.read(SinceTime{TestLog::origin.ms}, {}, 10);
    QCOMPARE(idsOf(page.messages), text(crowd));
    QVERIFY(page.hasMore);
    QCOMPARE(page.timestamp, crowd.back().ms);
    QCOMPARE(idsOf(test.read(SinceTime{page.timestamp}, {}, 10).messages), text(later));
}

void MessageLogTest::aPageByTimeGivesBackTheMillisecondThatTheLimitCut()
{
    TestLog test;
    test.clock.advance(1ms);
    const MessageId first = test.append();
    test.clock.advance(1ms);
    std::vector<MessageId> crowd;
    for (int i = 0; i < 5; ++i)
        crowd.push_back(test.append());

    const ReadResult page = test.read(SinceTime{TestLog::origin.ms}, {}, 3);
    QCOMPARE(idsOf(page.messages), text(first));
    QVERIFY(page.hasMore);
    QCOMPARE(page.timestamp, first.ms);
    QCOMPARE(idsOf(test.read(SinceTime{page.timestamp}, {}, 3).messages), text(crowd));
}

void MessageLogTest::whileAnIdIsNotVisibleYetItsMillisecondIsNotOver()
{
    TestLog test;
    test.append();
    const MessageId underWay = test.log.assignId(test.clock.now());
    test.clock.advance(1s);
    const ReadResult before = test.read(SinceBeginning{});
    QVERIFY(before.timestamp < underWay.ms);
    test.log.insert(encoded(underWay));
    const ReadResult after = test.read(SinceTime{before.timestamp});
    QVERIFY(!after.reset);
    QCOMPARE(text(after.messages.back()->id()), text(underWay));
}

void MessageLogTest::resumeGoesOnAfterThePosition()
{
    TestLog test;
    const MessageId first = test.append();
    const MessageId second = test.append();
    const MessageId third = test.append();
    const ReadResult page = test.log.resume(first, {}, 1, test.clock.now(), third);
    QCOMPARE(idsOf(page.messages), text(second));
    QVERIFY(page.hasMore);
    QVERIFY(!page.reset);
    const ReadResult last = test.log.resume(second, {}, 1000, test.clock.now(), third);
    QCOMPARE(idsOf(last.messages), text(third));
    QVERIFY(!last.hasMore);
}

void MessageLogTest::resumeTellsOfAGap()
{
    TestLog test(LogLimits{.broadcasts = 2});
    const MessageId first = test.append();
    const MessageId lost = test.append();
    const MessageId third = test.append();
    const MessageId fourth = test.append();
    const ReadResult page = test.log.resume(first, {}, 1000, test.clock.now(), fourth);
    QVERIFY(page.reset);
    QCOMPARE(text(page.floor), text(lost));
    QCOMPARE(idsOf(page.messages), text(std::array{third, fourth})); // not from the beginning again
    QVERIFY(!test.log.resume(lost, {}, 1000, test.clock.now(), fourth).reset);
}

void MessageLogTest::tailIsWhatWasInsertedForAnyone()
{
    TestLog test;
    const MessageId first = test.append();
    const MessageId second = test.append(user("alice"));
    const MessageId third = test.append(user("bob"));
    std::vector<EncodedMessagePtr> messages;
    QVERIFY(test.log.tail(TestLog::origin, messages));
    QCOMPARE(idsOf(messages), text(std::array{first, second, third}));
    messages.clear();
    QVERIFY(test.log.tail(second, messages));
    QCOMPARE(idsOf(messages), text(third));
    messages.clear();
    QVERIFY(test.log.tail(third, messages));
    QVERIFY(messages.empty());
}

void MessageLogTest::tailAppends()
{
    TestLog test;
    const MessageId first = test.append();
    std::vector<EncodedMessagePtr> messages;
    QVERIFY(test.log.tail(TestLog::origin, messages));
    const MessageId second = test.append();
    QVERIFY(test.log.tail(first, messages));
    QCOMPARE(idsOf(messages), text(std::array{first, second}));
}

void MessageLogTest::tailForgetsAllButTheLastMessages()
{
    TestLog test;
    std::vector<MessageId> ids;
    for (int i = 0; i < 10'000; ++i)
        ids.push_back(test.append());
    std::vector<EncodedMessagePtr> messages;
    QVERIFY(!test.log.tail(TestLog::origin, messages));
    QVERIFY(!test.log.tail(ids[100], messages));
    QVERIFY(messages.empty());

    // Where it goes back to, it has everything, although only a thousand broadcasts are kept.
    QVERIFY(test.log.tail(ids[ids.size() - 4001], messages));
    QCOMPARE(messages.size(), std::size_t{4000});
    QCOMPARE(text(messages.front()->id()), text(ids[ids.size() - 4000]));
    QCOMPARE(text(messages.back()->id()), text(ids.back()));
}

void MessageLogTest::tailForgetsAllButTheLastBytes()
{
    TestLog test;
    const std::string large = '"' + std::string(1024 * 1024, 'x') + '"';
    std::vector<MessageId> ids;
    for (int i = 0; i < 10; ++i)
        ids.push_back(test.append({}, large));
    std::vector<EncodedMessagePtr> messages;
    QVERIFY(!test.log.tail(ids[2], messages));
    QVERIFY(test.log.tail(ids[7], messages));
    QCOMPARE(messages.size(), std::size_t{2});
}

void MessageLogTest::tailForgetsWhatWasSwept()
{
    TestLog test;
    const MessageId first = test.append();
    test.clock.advance(4min);
    const MessageId second = test.append();
    test.clock.advance(2min);
    test.sweep();
    std::vector<EncodedMessagePtr> messages;
    QVERIFY(!test.log.tail(TestLog::origin, messages));
    QVERIFY(test.log.tail(first, messages));
    QCOMPARE(idsOf(messages), text(second));
}

QTEST_APPLESS_MAIN(MessageLogTest)
#include "tst_messagelog.moc"
