// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <thread>

#include <QTest>

#include "dashboard/session/watchbuffer.h"
#include "tests/support/tapmessages.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

class DashWatchBufferTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheFirstIsToBeTold()
    {
        WatchBuffer buffer;
        QVERIFY(buffer.addTap(tapBatch(0, 3)));
        QVERIFY(!buffer.addTap(tapBatch(3, 3)));
        QVERIFY(!buffer.setStats({}));
        static_cast<void>(buffer.take());
        QVERIFY(buffer.take().isEmpty());
        QVERIFY(buffer.setStats({}));
    }

    void whatIsNotFetchedIsGathered()
    {
        WatchBuffer buffer;
        auto batch = tapBatch(0, 3);
        batch.leftOut = 4;
        buffer.addTap(batch);
        batch = tapBatch(3, 2);
        batch.leftOut = 5;
        buffer.addTap(batch);
        const auto tap = buffer.take().tap;
        QCOMPARE(tap.messages.size(), std::size_t(5));
        QCOMPARE(tap.messages.front()->id.ms, tapStart);
        QCOMPARE(tap.messages.back()->id.ms, tapStart + 4);
        QCOMPARE(tap.leftOut, 9U);
        QCOMPARE(tap.dropped, 0U);
    }

    void theOldestGiveWayAndAreCounted()
    {
        WatchBuffer buffer({.messages = 10, .bytes = 1'000'000});
        buffer.addTap(tapBatch(0, 8));
        buffer.addTap(tapBatch(8, 25)); // more than there is room for
        const auto tap = buffer.take().tap;
        QCOMPARE(tap.messages.size(), std::size_t(10));
        QCOMPARE(tap.messages.front()->id.ms, tapStart + 23);
        QCOMPARE(tap.dropped, 23U);
    }

    void bigMessagesStayWithinTheirBytes()
    {
        WatchBuffer buffer({.messages = 1000, .bytes = 100'000});
        for (std::uint64_t number = 0; number < 50; ++number)
            buffer.addTap({.messages = {tapMessage(number, "big", "u1", std::string(10'000, 'x'))}});
        const auto tap = buffer.take().tap;
        QCOMPARE(tap.messages.size(), std::size_t(9));
        QCOMPARE(tap.dropped, 41U);
        buffer.addTap(tapBatch(50, 100)); // the room is there again
        QCOMPARE(buffer.take().tap.dropped, 0U);
    }

    void ofFiguresTheLastAreKept()
    {
        WatchBuffer buffer;
        buffer.setStats({{u"users"_s, 1}});
        buffer.setStats({{u"users"_s, 2}});
        QCOMPARE(buffer.take().stats, QJsonObject({{u"users"_s, 2}}));
        QVERIFY(!buffer.take().stats);
    }

    void betweenTwoThreadsNothingIsLostUncounted()
    {
        constexpr std::uint64_t batches = 2000;
        WatchBuffer buffer({.messages = 50, .bytes = 1'000'000});
        std::atomic<bool> isOver = false;
        std::thread writer([&] {
            for (std::uint64_t number = 0; number < batches; ++number)
                buffer.addTap(tapBatch(number * 7, 7));
            isOver = true;
        });
        std::uint64_t count = 0;
        bool isOrdered = true;
        for (std::uint64_t last = 0; !isOver || count < batches * 7;) {
            const auto tap = buffer.take().tap;
            count += tap.messages.size() + tap.dropped;
            for (const auto &message : tap.messages) {
                isOrdered = isOrdered && message->id.ms > last;
                last = message->id.ms;
            }
        }
        writer.join();
        QVERIFY(isOrdered);
        QCOMPARE(count, batches * 7);
    }
};

QTEST_GUILESS_MAIN(DashWatchBufferTest)
#include "tst_dash_watchbuffer.moc"
