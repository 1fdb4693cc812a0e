// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/historychecker.h"

#include <QTest>

using namespace relais::test;

namespace {

/// A history made by hand. Ids are 1-1, 1-2, …, in the order in which the test gives them.
class Story {
public:
    static LogId id(qint64 sequence) { return {1, sequence}; }

    /// Published once and acknowledged as this id.
    qint64 published(qint64 sequence, const std::optional<QByteArray> &user = {})
    {
        const qint64 number = history.plan(user);
        acknowledge(number, sequence);
        return number;
    }
    /// Published once, and nobody knows what became of it.
    qint64 unanswered(const std::optional<QByteArray> &user = {})
    {
        const qint64 number = history.plan(user);
        history.beginAttempt(number);
        return number;
    }
    void acknowledge(qint64 number, qint64 sequence, bool isDuplicate = false)
    {
        history.acknowledge(number, history.beginAttempt(number), id(sequence), isDuplicate);
    }
    void refuse(qint64 number) { history.refuse(number, history.beginAttempt(number)); }

    std::size_t reader(const QByteArray &user, qint64 from = 0)
    {
        const std::size_t reader = history.addReader("r-" + user, user);
        add(reader, ReaderEvent::Kind::Began, from);
        return reader;
    }
    void add(std::size_t reader, ReaderEvent::Kind kind, qint64 sequence)
    {
        history.add(reader, {.kind = kind, .asked = history.ask(), .position = id(sequence)});
    }
    void sees(std::size_t reader, qint64 sequence, qint64 number, const std::optional<QByteArray> &user = {})
    {
        history.add(reader,
                    {.kind = ReaderEvent::Kind::Message,
                     .asked = history.ask(),
                     .position = id(sequence),
                     .number = number,
                     .user = user});
    }

    /// The kinds of what is wrong with it: "missing leaked".
    QByteArray verdict() const
    {
        const HistoryRecord record = history.record();
        QByteArrayList kinds;
        const std::vector<Violation> violations = HistoryChecker(record).check();
        for (const Violation &violation : violations)
            kinds += violation.kindName();
        return kinds.join(' ');
    }

    History history;
};

} // namespace

class HistoryCheckerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyHistoryIsRight() { QCOMPARE(Story().verdict(), ""); }

    void everyoneSeesWhatIsForThem()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const std::size_t bert = story.reader("bert");
        const qint64 forAll = story.published(1);
        const qint64 forAnna = story.published(2, "anna");
        story.sees(anna, 1, forAll);
        story.sees(anna, 2, forAnna, "anna");
        story.sees(bert, 1, forAll);
        story.history.planLast(forAll);
        QCOMPARE(story.verdict(), "");
    }

    void whatWasAcknowledgedAndPassedOverIsMissing()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.published(1);
        story.sees(anna, 2, story.published(2));
        QCOMPARE(story.verdict(), "missing");
    }

    void whatOneHasSeenAnotherIsToSeeThoughItWasNeverAcknowledged()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const std::size_t bert = story.reader("bert");
        const qint64 unanswered = story.unanswered();
        const qint64 next = story.published(2);
        story.sees(anna, 1, unanswered);
        story.sees(anna, 2, next);
        story.sees(bert, 2, next);
        QCOMPARE(story.verdict(), "missing");
    }

    void whatWasNotAnsweredMayBeThereOrNot()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 lost = story.unanswered();
        const qint64 there = story.unanswered();
        const qint64 last = story.published(3);
        story.sees(anna, 2, there);
        story.sees(anna, 3, last);
        story.history.planLast(last);
        QVERIFY(lost != there);
        QCOMPARE(story.verdict(), "");
    }

    void whatIsBehindTheEndOfAReaderIsNotMissing()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.sees(anna, 1, story.published(1));
        story.published(2);
        QCOMPARE(story.verdict(), "");
    }

    void whoNeverGetsTheLastMessageHasNotCaughtUp()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.sees(anna, 1, story.published(1));
        story.published(2);
        story.history.planLast(story.published(3));
        QCOMPARE(story.verdict(), "not_caught_up");
    }

    void aReaderIsOwedNothingFromBeforeItsBeginning()
    {
        Story story;
        story.published(1);
        story.published(2);
        const std::size_t anna = story.reader("anna", 2);
        story.sees(anna, 3, story.published(3));
        QCOMPARE(story.verdict(), "");
    }

    void aPositionThatWasToldIsHeldTo()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.published(1);
        story.add(anna, ReaderEvent::Kind::Position, 1);
        QCOMPARE(story.verdict(), "missing");
    }

    void aMessageBelowAPositionThatWasToldIsOutOfOrder()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.published(1);
        story.add(anna, ReaderEvent::Kind::Position, 2);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "out_of_order");
    }

    void aMessageThatComesTwiceIsRepeated()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.published(1);
        story.sees(anna, 1, number);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "repeated");
    }

    void twoClientsOfAUserEachGetAMessageOnce()
    {
        Story story;
        const std::size_t phone = story.reader("anna");
        const std::size_t laptop = story.reader("anna");
        const qint64 number = story.published(1, "anna");
        story.sees(phone, 1, number, "anna");
        story.sees(laptop, 1, number, "anna");
        QCOMPARE(story.verdict(), "");
    }

    void aLowerIdBehindAHigherOneIsOutOfOrder()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 first = story.published(1);
        const qint64 second = story.published(2);
        story.sees(anna, 2, second);
        story.sees(anna, 1, first);
        QCOMPARE(story.verdict(), "out_of_order");
    }

    void aMessageOfAnotherUserIsLeaked()
    {
        Story story;
        const std::size_t bert = story.reader("bert");
        const qint64 number = story.published(1, "anna");
        story.sees(bert, 1, number, "anna");
        QCOMPARE(story.verdict(), "leaked");
    }

    void aMessageOfAnotherUserIsLeakedAlsoWhenItClaimsToBeForEveryone()
    {
        Story story;
        const std::size_t bert = story.reader("bert");
        story.sees(bert, 1, story.published(1, "anna"));
        QCOMPARE(story.verdict(), "leaked");
    }

    void aBroadcastThatClaimsToBeForOneIsAltered()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.sees(anna, 1, story.published(1), "anna");
        QCOMPARE(story.verdict(), "altered");
    }

    void whatNobodyPublishedIsInvented()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.sees(anna, 1, 7);
        story.sees(anna, 2, story.history.plan({}));
        QCOMPARE(story.verdict(), "invented invented");
    }

    void aDuplicateAcknowledgementOfTheSameIdIsRight()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.unanswered();
        story.acknowledge(number, 1, true);
        story.acknowledge(number, 1, true);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "");
    }

    void aKeyThatIsAcknowledgedAsTwoMessagesIsPublishedTwice()
    {
        Story story;
        const qint64 number = story.published(1);
        story.acknowledge(number, 2);
        QCOMPARE(story.verdict(), "published_twice");
    }

    void aTryWithoutAnAnswerThatIsThereBesideItsRepeatIsPublishedTwice()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.unanswered();
        story.acknowledge(number, 2);
        story.sees(anna, 1, number);
        story.sees(anna, 2, number);
        QCOMPARE(story.verdict(), "published_twice");
    }

    void twoMessagesWithOneIdAreFound()
    {
        Story story;
        story.unanswered();
        story.published(1);
        const qint64 number = story.unanswered();
        const std::size_t anna = story.reader("anna", 0);
        story.sees(anna, 1, 1);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "out_of_order id_reused");
    }

    void whatIsPublishedLaterHasAHigherId()
    {
        Story story;
        story.published(2);
        story.published(1);
        QCOMPARE(story.verdict(), "id_went_back");
    }

    void theRepeatOfAnOlderTryMayHaveALowerId()
    {
        Story story;
        const qint64 number = story.unanswered();
        story.published(2);
        story.acknowledge(number, 1, true);
        QCOMPARE(story.verdict(), "");
    }

    void whatWasRefusedIsNotDelivered()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.history.plan({});
        story.refuse(number);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "undead");
    }

    void whatWasRefusedMayTurnUpWhenTheServerWasStartedAgain()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.history.plan({});
        story.refuse(number);
        story.history.restarted(false);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "");
    }

    void aRefusalBeforeAnAcknowledgementIsNoMatter()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.history.plan({});
        story.refuse(number);
        story.acknowledge(number, 1);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "");
    }

    void aResetExcusesWhatLiesBeforeIt()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.published(1);
        story.history.restarted(true);
        story.add(anna, ReaderEvent::Kind::Reset, 2);
        story.sees(anna, 3, story.published(3));
        QCOMPARE(story.verdict(), "");
    }

    void aResetExcusesNothingBehindIt()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.history.restarted(true);
        story.add(anna, ReaderEvent::Kind::Reset, 2);
        story.published(3);
        story.sees(anna, 4, story.published(4));
        QCOMPARE(story.verdict(), "missing");
    }

    void theResetOfOneReaderExcusesNoOther()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const std::size_t bert = story.reader("bert");
        story.published(1);
        story.history.restarted(true);
        story.add(anna, ReaderEvent::Kind::Reset, 1);
        const qint64 number = story.published(2);
        story.sees(anna, 2, number);
        story.sees(bert, 2, number);
        QCOMPARE(story.verdict(), "missing");
    }

    void aLogThatIsLostMayHaveHadHigherIds()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.published(9);
        story.history.restarted(true);
        story.add(anna, ReaderEvent::Kind::Reset, 1);
        story.sees(anna, 2, story.published(2));
        QCOMPARE(story.verdict(), "");
    }

    void behindAResetMessagesMayComeAgain()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.published(1);
        story.sees(anna, 1, number);
        story.history.restarted(true);
        story.add(anna, ReaderEvent::Kind::Reset, 0);
        story.sees(anna, 1, number);
        QCOMPARE(story.verdict(), "");
    }

    void aKeyMayPublishAgainInTheLogThatFollowsALostOne()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        const qint64 number = story.published(1);
        story.sees(anna, 1, number);
        story.history.restarted(true);
        story.acknowledge(number, 2);
        story.add(anna, ReaderEvent::Kind::Reset, 1);
        story.sees(anna, 2, number);
        QCOMPARE(story.verdict(), "");
    }

    void aRestartThatKeepsTheLogKeepsTheKeys()
    {
        Story story;
        const qint64 number = story.published(1);
        story.history.restarted(false);
        story.acknowledge(number, 2);
        QCOMPARE(story.verdict(), "published_twice");
    }

    void aResetWithoutALossIsNeedless()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.history.restarted(false);
        story.add(anna, ReaderEvent::Kind::Reset, 1);
        QCOMPARE(story.verdict(), "needless_reset");
    }

    void aSecondResetNeedsASecondLoss()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.history.restarted(true);
        story.add(anna, ReaderEvent::Kind::Reset, 1);
        story.add(anna, ReaderEvent::Kind::Reset, 1);
        QCOMPARE(story.verdict(), "needless_reset");
    }

    void whatIsNotOfTheProtocolIsFound()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.history.add(anna, {.kind = ReaderEvent::Kind::Garbled, .text = "{"});
        QCOMPARE(story.verdict(), "garbled");
    }

    void aSentenceNamesTheReaderAndTheMessage()
    {
        Story story;
        const std::size_t anna = story.reader("anna");
        story.published(1, "anna");
        story.sees(anna, 2, story.published(2));
        const HistoryRecord record = story.history.record();
        const std::vector<Violation> violations = HistoryChecker(record).check();
        QCOMPARE(violations.size(), 1);
        QCOMPARE(violations[0].reader, "r-anna");
        QCOMPARE(violations[0].message, Story::id(1));
        QCOMPARE(violations[0].sentence,
                 "r-anna never got message 1-1 (number 0, for user anna), which was acknowledged");
    }
};

QTEST_GUILESS_MAIN(HistoryCheckerTest)
#include "tst_historychecker.moc"
