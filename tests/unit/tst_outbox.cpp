// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/outbox.h"

#include <QTest>

using namespace relais;
using namespace relais::client;
using namespace std::chrono_literals;

namespace {

SendRequest request(std::string payload = "1")
{
    return {.type = "note", .payload = std::move(payload)};
}

} // namespace

class OutboxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesAreTakenInTheOrderInWhichTheyWereAdded()
    {
        Outbox outbox({});
        const auto first = outbox.add(request(), "a");
        const auto second = outbox.add(request(), "b");
        QVERIFY(first && second && *first < *second);
        QCOMPARE(outbox.take(m_now)->key, std::string("a"));
        QCOMPARE(outbox.next()->key, std::string("b"));
        QCOMPARE(outbox.take(m_now)->key, std::string("b"));
        QVERIFY(!outbox.next() && !outbox.take(m_now));
        QCOMPARE(outbox.underWay(), 2U);
        QVERIFY(outbox.remove(*first));
        QVERIFY(!outbox.remove(*first));
        QCOMPARE(outbox.underWay(), 1U);
        QCOMPARE(outbox.size(), 1U);
    }

    void whatIsPutBackIsTakenBeforeWhatCameLater()
    {
        Outbox outbox({});
        const auto first = outbox.add(request(), "a");
        static_cast<void>(outbox.add(request(), "b"));
        outbox.take(m_now);
        outbox.putBack(*first);
        QCOMPARE(outbox.take(m_now)->key, std::string("a"));
        outbox.take(m_now);
        outbox.putAllBack(false);
        QCOMPARE(outbox.underWay(), 0U);
        QCOMPARE(outbox.next()->key, std::string("a"));
        QVERIFY(!outbox.next()->isSuspect);
    }

    void whatWasUnderWayWhenAMessageWasTooBigIsSuspect()
    {
        Outbox outbox({});
        static_cast<void>(outbox.add(request(), "a"));
        const auto second = outbox.add(request(), "b");
        outbox.take(m_now);
        outbox.putAllBack(true);
        QVERIFY(outbox.take(m_now)->isSuspect);
        QVERIFY(!outbox.take(m_now)->isSuspect);
        QVERIFY(outbox.remove(*second));
    }

    void itIsBoundedInMessages()
    {
        Outbox outbox({.messages = 2});
        const auto first = outbox.add(request(), "a");
        QVERIFY(outbox.add(request(), "b"));
        QCOMPARE(outbox.add(request(), "c").error().code, ErrorCode::Overloaded);
        QVERIFY(outbox.remove(*first));
        QVERIFY(outbox.add(request(), "c"));
    }

    void itIsBoundedInBytes()
    {
        Outbox outbox({.bytes = 100});
        const auto first = outbox.add(request(std::string(80, '1')), "a");
        QVERIFY(first);
        QCOMPARE(outbox.add(request(std::string(80, '1')), "b").error().code, ErrorCode::Overloaded);
        QVERIFY(outbox.remove(*first));
        QVERIFY(outbox.add(request(std::string(80, '1')), "b"));
        QCOMPARE(Outbox({.bytes = 0}).add(request(), "a").error().code, ErrorCode::Overloaded);
    }

    void onlyWhatMayHaveArrivedBecomesUncertain()
    {
        Outbox outbox({.keyLifetime = 10s});
        static_cast<void>(outbox.add(request(), "never taken"));
        const auto lost = outbox.add(request(), "lost");
        const auto postponed = outbox.add(request(), "postponed");
        const auto underWay = outbox.add(request(), "under way");
        for (int count = 0; count < 4; ++count)
            outbox.take(m_now);
        outbox.putBack(*lost);
        outbox.postpone(*postponed);
        QVERIFY(outbox.removeUncertain(m_now + 9999ms).empty());
        QCOMPARE(outbox.removeUncertain(m_now + 10s), std::vector{*lost});
        outbox.putBack(*underWay);
        QCOMPARE(outbox.removeUncertain(m_now + 10s), std::vector{*underWay});
    }

    void onceUncertainARefusalForNowDoesNotMakeItCertain()
    {
        Outbox outbox({.keyLifetime = 10s});
        const auto handle = outbox.add(request(), "a");
        outbox.take(m_now);
        outbox.putBack(*handle);
        outbox.take(m_now + 5s);
        outbox.postpone(*handle);
        QCOMPARE(outbox.removeUncertain(m_now + 10s), std::vector{*handle});
        QVERIFY(outbox.isEmpty());
    }

    void refsNameTheirHandleAndNothingElseDoes()
    {
        QCOMPARE(Outbox::fromRef(Outbox::toRef(SendHandle(17))), std::optional(SendHandle(17)));
        for (const auto *ref : {"", "x", "-1", "017", "18446744073709551616"})
            QVERIFY(!Outbox::fromRef(ref));
        Outbox outbox({});
        QVERIFY(!outbox.remove(SendHandle(5)));
        outbox.putBack(SendHandle(5));
        outbox.postpone(SendHandle(5));
        QVERIFY(outbox.isEmpty());
    }

private:
    const MonotonicTime m_now{100s};
};

QTEST_APPLESS_MAIN(OutboxTest)
#include "tst_outbox.moc"
