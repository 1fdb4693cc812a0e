// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/queue/messagelog.h"

#include "tests/support/referencelog.h"
#include "tests/support/testlog.h"

#include <QTest>

#include <deque>
#include <random>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const std::vector<std::optional<UserId>> readers{std::nullopt, user("alice"), user("bob"), user("carol"),
                                                 user("never written to")};

/// A log beside its reference, driven by dice that fall the same way for the same seed.
class RandomLog {
public:
    RandomLog(int seed, const LogLimits &limits)
        : m_random(static_cast<std::uint32_t>(seed))
        , m_test(limits)
        , m_reference(limits, TestLog::origin)
    {
    }

    TestLog &test() { return m_test; }
    const ReferenceLog &reference() const { return m_reference; }
    std::uint64_t told() const { return m_told; }

    std::uint64_t below(std::uint64_t bound) { return m_random() % bound; }
    template <typename Container> const auto &oneOf(const Container &items) { return items[below(items.size())]; }

    /// One change of the log or of its clock, any.
    void change()
    {
        switch (below(20)) {
        case 0:
            m_test.clock.advance(std::chrono::milliseconds(below(300)));
            break;
        case 1:
            m_test.clock.stepWall(-std::chrono::milliseconds(below(100)));
            break;
        case 2:
        case 3:
        case 4:
            m_test.clock.advance(1ms);
            break;
        case 5:
            sweep();
            break;
        case 6:
            purge(oneOf(readers).value_or(user("alice")));
            break;
        case 7:
            for (std::uint64_t i = below(40); i > 0; --i) // much in one millisecond
                append();
            break;
        case 8:
        case 9:
            assign();
            break;
        case 10:
            settle(below(4) != 0);
            break;
        default:
            append();
        }
    }

    ReadResult read(const Since &since, const std::optional<UserId> &user, std::size_t limit,
                    std::optional<MessageId> upTo = {})
    {
        const ReadResult result = m_test.log.read(since, user, limit, m_test.clock.now(), upTo);
        m_told = std::max(m_told, result.timestamp);
        return result;
    }

    bool isConsistent() const { return m_isConsistent && m_test.log.end() == m_reference.end(); }

private:
    /// A message under way to the journal: it has its id, and is not to be seen.
    void assign()
    {
        const MessageId id = m_test.log.assignId(m_test.clock.now());
        m_isConsistent &= id > m_lastId && id.ms > m_told;
        m_lastId = id;
        m_underWay.push_back(id);
    }
    /// The journal has it, or failed.
    void settle(bool isStored)
    {
        if (m_underWay.empty())
            return;
        const MessageId id = m_underWay.front();
        m_underWay.pop_front();
        if (!isStored)
            return;
        const auto &to = readers[below(readers.size() - 1)];
        if (m_test.log.checkRoom({.users = to && !m_test.log.hasMessages(*to) ? 1U : 0U}))
            return;
        m_test.log.insert(encoded(id, to));
        m_reference.insert(id, to);
    }
    void append()
    {
        assign();
        while (!m_underWay.empty())
            settle(true);
    }
    void sweep()
    {
        const std::size_t count = m_test.sweep();
        m_isConsistent &= count == m_reference.sweep(m_test.clock.now());
    }
    void purge(const UserId &user)
    {
        const std::size_t count = m_test.log.purge(user);
        m_isConsistent &= count == m_reference.purge(user);
    }

    std::mt19937 m_random;
    TestLog m_test;
    ReferenceLog m_reference;
    std::deque<MessageId> m_underWay;
    MessageId m_lastId = TestLog::origin;
    std::uint64_t m_told = 0;
    bool m_isConsistent = true;
};

const LogLimits tightLimits{.ttl = 200ms, .messagesPerUser = 8, .broadcasts = 12};

void addSeeds(int count)
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= count; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

} // namespace

/// Random runs of a log, held against a naive one.
class MessageLogPropertiesTest : public QObject {
    Q_OBJECT

    static Since anySince(RandomLog &random)
    {
        const MessageId end = random.reference().end();
        const std::uint64_t ms = end.ms + 50 - random.below(400);
        switch (random.below(8)) {
        case 0:
            return SinceBeginning{};
        case 1:
            return SinceForeign{};
        case 2:
        case 3:
            return SinceTime{random.below(2) == 0 ? random.told() : ms};
        default:
            break;
        }
        if (random.below(3) == 0 || random.reference().entries().empty())
            return SinceCursor{MessageId{ms, random.below(3)}};
        const auto &entries = random.reference().entries();
        return SinceCursor{entries[entries.size() - 1 - random.below(std::min<std::size_t>(entries.size(), 40))].id};
    }

private Q_SLOTS:
    void everyAnswerIsTheOneOfTheReference_data() { addSeeds(40); }
    void everyAnswerIsTheOneOfTheReference();
    void aReaderByCursorGetsEverythingOnceInOrderOrIsToldOfTheLoss_data() { addSeeds(20); }
    void aReaderByCursorGetsEverythingOnceInOrderOrIsToldOfTheLoss();
    void aReaderByTimestampMissesNothingAndGetsOn_data() { addSeeds(20); }
    void aReaderByTimestampMissesNothingAndGetsOn();
    void aLossIsNeverSilentWhenFewUsersAreRemembered_data() { addSeeds(20); }
    void aLossIsNeverSilentWhenFewUsersAreRemembered();
};

void MessageLogPropertiesTest::everyAnswerIsTheOneOfTheReference()
{
    QFETCH(int, seed);
    RandomLog random(seed, tightLimits);
    for (int operation = 0; operation < 5000; ++operation) {
        if (random.below(3) != 0) {
            random.change();
            QVERIFY2(random.isConsistent(), "an id that is not above all that was given or told, or a wrong count");
            continue;
        }
        const Since since = anySince(random);
        const auto &user = random.oneOf(readers);
        const std::size_t limit = 1 + random.below(10);
        const MessageId end = random.reference().end();
        const MessageId upTo = random.below(4) == 0 ? MessageId{end.ms - random.below(3), random.below(3)} : end;
        const UnixTime now = random.test().clock.now();
        const auto expected = random.reference().read(since, user, limit, now, upTo, random.told());
        const ReadResult result = random.read(since, user, limit, upTo);

        QCOMPARE(result.reset, expected.reset);
        QCOMPARE(idsOf(result.messages), text(expected.messages));
        QCOMPARE(result.hasMore, expected.hasMore);
        QCOMPARE(text(result.position), text(expected.position));
        for (const ReferenceLog::Entry &entry : random.reference().after(result.position)) {
            if (random.reference().isKept(entry, now) && random.reference().isFor(entry, user))
                QVERIFY(entry.id.ms > result.timestamp);
        }
        if (!result.hasMore && upTo == end)
            QVERIFY(result.timestamp >= end.ms - 1);
    }
}

void MessageLogPropertiesTest::aReaderByCursorGetsEverythingOnceInOrderOrIsToldOfTheLoss()
{
    struct Reader {
        std::optional<UserId> user;
        MessageId position = TestLog::origin;
    };
    QFETCH(int, seed);
    RandomLog random(seed, tightLimits);
    std::vector<Reader> clients;
    for (const auto &user : readers)
        clients.insert(clients.end(), 2, Reader{user});
    int continued = 0;

    for (int operation = 0; operation < 5000; ++operation) {
        random.change();
        Reader &client = clients[random.below(clients.size())];
        const UnixTime now = random.test().clock.now();
        const ReadResult result = random.read(SinceCursor{client.position}, client.user, 1 + random.below(10));

        const bool isLost = random.reference().isLostAfter(client.position, client.user, now);
        QCOMPARE(result.reset, isLost);
        if (!isLost) {
            std::vector<MessageId> due; // all there ever was, whether it is still kept or not
            for (const ReferenceLog::Entry &entry : random.reference().after(client.position)) {
                if (entry.id <= result.position && random.reference().isFor(entry, client.user))
                    due.push_back(entry.id);
            }
            QCOMPARE(idsOf(result.messages), text(due));
            continued += static_cast<int>(due.size());
        }
        QVERIFY(result.hasMore || result.position == random.reference().end());
        client.position = result.position;
    }
    QVERIFY(continued > 100); // it was not all resets
}

void MessageLogPropertiesTest::aReaderByTimestampMissesNothingAndGetsOn()
{
    struct Reader {
        std::optional<UserId> user;
        std::uint64_t since = 0;
    };
    QFETCH(int, seed);
    RandomLog random(seed, LogLimits{.ttl = 400ms, .messagesPerUser = 50, .broadcasts = 100});
    std::vector<Reader> clients;
    for (const auto &user : readers)
        clients.insert(clients.end(), 2, Reader{user});
    int continued = 0;

    for (int operation = 0; operation < 5000; ++operation) {
        random.change();
        QVERIFY2(random.isConsistent(), "an id at or below a timestamp that was told");
        Reader &client = clients[random.below(clients.size())];
        const UnixTime now = random.test().clock.now();
        const Since since = client.since == 0 ? Since(SinceBeginning{}) : Since(SinceTime{client.since});
        const ReadResult result = random.read(since, client.user, 1 + random.below(10));

        const MessageId seen = client.since == 0 ? MessageId{} : MessageId{client.since, ~std::uint64_t{0}};
        const bool isLost = client.since != 0 && random.reference().isLostAfter(seen, client.user, now);
        QCOMPARE(result.reset, isLost);
        if (client.since != 0 && !isLost) {
            std::vector<MessageId> due;
            for (const ReferenceLog::Entry &entry : random.reference().after(seen)) {
                if ((entry.id <= result.position || entry.id.ms <= result.timestamp)
                    && random.reference().isFor(entry, client.user))
                    due.push_back(entry.id);
            }
            QCOMPARE(idsOf(result.messages), text(due));
            QVERIFY(result.timestamp >= client.since);
            QVERIFY(!result.hasMore || result.timestamp > client.since);
            continued += static_cast<int>(due.size());
        }
        client.since = result.timestamp;
    }
    QVERIFY(continued > 100);
}

void MessageLogPropertiesTest::aLossIsNeverSilentWhenFewUsersAreRemembered()
{
    QFETCH(int, seed);
    LogLimits limits = tightLimits;
    limits.users = 2; // fewer than are written to
    RandomLog random(seed, limits);
    for (int operation = 0; operation < 5000; ++operation) {
        random.change();
        const auto &entries = random.reference().entries();
        if (entries.empty())
            continue;
        const MessageId position = entries[random.below(entries.size())].id;
        const auto &user = random.oneOf(readers);
        const UnixTime now = random.test().clock.now();
        const ReadResult result = random.read(SinceCursor{position}, user, 10);
        if (random.reference().isLostAfter(position, user, now))
            QVERIFY(result.reset);
        else if (result.reset) // told too much, but then something of somebody's was lost
            QVERIFY(position < result.floor);
    }
}

QTEST_APPLESS_MAIN(MessageLogPropertiesTest)
#include "tst_messagelogproperties.moc"
