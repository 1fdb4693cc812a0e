// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/limits/ratelimiter.h"

#include <QTest>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/allocationcounter.h"

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

constexpr RateQuota contract{.requests = 1000, .window = 15min};
constexpr MonotonicTime start{1h};
constexpr auto alice = "alice";
constexpr auto bob = "bob";

AddressKey addressKey(std::uint32_t number)
{
    AddressKey key{};
    for (std::size_t i = 0; i < sizeof number; ++i)
        key[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return key;
}

RateKey address(std::uint32_t number)
{
    return RateKey::address(addressKey(number));
}

RateKey principal(std::string_view id)
{
    return RateKey::principal(id);
}

/// How many of `tries` at the same instant are allowed.
int allowed(RateLimiter &limiter, const RateKey &key, const RateQuota &quota, MonotonicTime now, int tries)
{
    int count = 0;
    for (int i = 0; i < tries; ++i)
        count += limiter.take(key, quota, now).allowed ? 1 : 0;
    return count;
}

} // namespace

class RateLimiterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWholeQuotaMayComeAtOnce();
    void afterTheBurstRequestsComeAtTheSteadyRate();
    void waitingAsLongAsToldIsEnoughAndNotTooLong_data();
    void waitingAsLongAsToldIsEnoughAndNotTooLong();
    void theQuotaRefillsExactlyOverItsWindow_data();
    void theQuotaRefillsExactlyOverItsWindow();
    void theSteadyRateDoesNotDrift();
    void aRefusedRequestTakesNothing();
    void aDecisionTellsWhatIsLeft();
    void withoutAQuotaNothingIsCounted();
    void aCostIsSoManyRequests();
    void aCostAboveTheQuotaIsTheWholeQuota();
    void aQuotaThatChangesKeepsWhatWasTaken();
    void aRefundIsOneMoreRequest();
    void aRefundNeverExceedsTheQuota();

    void aReservationIsDelayedUntilItIsCovered();
    void aReservationIsRefusedWhenItsTurnIsTooFar();
    void longPollsOneAfterTheOtherAreNeverRefused();

    void keysHaveQuotasOfTheirOwn();
    void aPrincipalNamedLikeAnAddressIsNot();
    void aFloodOfAddressesLeavesALimitInForce();
    void aFloodOfAddressesIsBoundedAndLimited();
    void aFloodOfAddressesLeavesPrincipalsAlone();
    void afterTheFloodNewcomersHaveBucketsAgain();
    void bucketsThatAreFullAreForgotten();
    void aFloodHoldsNoMoreMemoryThanAFullTable();
    void aThreadWhoseClockIsLateIsCountedAsWell();
    void asManyOfManyThreadsPassAsMay();
};

void RateLimiterTest::aWholeQuotaMayComeAtOnce()
{
    RateLimiter limiter;
    QCOMPARE(allowed(limiter, principal(alice), contract, start, 1500), 1000);
}

void RateLimiterTest::afterTheBurstRequestsComeAtTheSteadyRate()
{
    RateLimiter limiter;
    QCOMPARE(allowed(limiter, principal(alice), contract, start, 1001), 1000);
    for (int i = 1; i <= 2000; ++i) {
        const MonotonicTime due = start + i * 900ms;
        QVERIFY(!limiter.take(principal(alice), contract, due - 1ns).allowed);
        QVERIFY(limiter.take(principal(alice), contract, due).allowed);
    }
}

void RateLimiterTest::waitingAsLongAsToldIsEnoughAndNotTooLong_data()
{
    QTest::addColumn<unsigned>("requests");
    QTest::addColumn<int>("windowMs");
    QTest::addColumn<int>("untilNextMs");
    QTest::newRow("1000 in 15 min") << 1000U << 900'000 << 900;
    QTest::newRow("7 in 1 s") << 7U << 1000 << 143; // 142.857…
    QTest::newRow("3 in 10 s") << 3U << 10'000 << 3334;
    QTest::newRow("1 in 1 h") << 1U << 3'600'000 << 3'600'000;
    QTest::newRow("5000 in 1 s") << 5000U << 1000 << 1;
}

void RateLimiterTest::waitingAsLongAsToldIsEnoughAndNotTooLong()
{
    QFETCH(unsigned, requests);
    QFETCH(int, windowMs);
    QFETCH(int, untilNextMs);
    const RateQuota quota{.requests = requests, .window = std::chrono::milliseconds(windowMs)};
    RateLimiter limiter;
    allowed(limiter, principal(alice), quota, start, static_cast<int>(requests));
    const RateDecision refused = limiter.take(principal(alice), quota, start);
    QVERIFY(!refused.allowed);
    QCOMPARE(refused.untilNext, std::chrono::milliseconds(untilNextMs));
    QCOMPARE(refused.untilFull, quota.window);
    QVERIFY(!limiter.take(principal(alice), quota, start + refused.untilNext - 1ms).allowed);
    QVERIFY(limiter.take(principal(alice), quota, start + refused.untilNext).allowed);
}

void RateLimiterTest::theQuotaRefillsExactlyOverItsWindow_data()
{
    QTest::addColumn<unsigned>("requests");
    for (const unsigned requests : {1U, 3U, 7U, 999U, 1000U, 1001U, 65'537U})
        QTest::addRow("%u", requests) << requests;
}

void RateLimiterTest::theQuotaRefillsExactlyOverItsWindow()
{
    QFETCH(unsigned, requests);
    const RateQuota quota{.requests = requests, .window = 15min};
    RateLimiter limiter;
    const int tries = static_cast<int>(requests) + 1;
    QCOMPARE(allowed(limiter, principal(alice), quota, start, tries), static_cast<int>(requests));
    // One nanosecond before, one is missing; after it, none is.
    QCOMPARE(allowed(limiter, principal(alice), quota, start + 15min - 1ns, tries), static_cast<int>(requests) - 1);
    QCOMPARE(allowed(limiter, principal(alice), quota, start + 15min, tries), 1);
}

void RateLimiterTest::theSteadyRateDoesNotDrift()
{
    // 142 857 142.857… ns a request: rounding each would let one too many or too few pass by and by.
    constexpr RateQuota quota{.requests = 7, .window = 1s};
    RateLimiter limiter;
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 8), 7);
    for (int second = 1; second <= 20'000; ++second) {
        QCOMPARE(allowed(limiter, principal(alice), quota, start + std::chrono::seconds(second) - 1ns, 8), 6);
        QCOMPARE(allowed(limiter, principal(alice), quota, start + std::chrono::seconds(second), 2), 1);
    }
}

void RateLimiterTest::aRefusedRequestTakesNothing()
{
    constexpr RateQuota quota{.requests = 2, .window = 2s};
    RateLimiter limiter;
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 1000), 2);
    QCOMPARE(allowed(limiter, principal(alice), quota, start + 1s, 1000), 1);
}

void RateLimiterTest::aDecisionTellsWhatIsLeft()
{
    RateLimiter limiter;
    const RateDecision first = limiter.take(principal(alice), contract, start);
    QCOMPARE(first.limit, 1000U);
    QCOMPARE(first.remaining, 999U);
    QCOMPARE(first.untilNext, 0ms);
    QCOMPARE(first.untilFull, 900ms);
    const RateDecision second = limiter.take(principal(alice), contract, start + 450ms);
    QCOMPARE(second.remaining, 998U); // half a request has come back, which is none
    QCOMPARE(second.untilFull, 1350ms);
    const RateDecision afterwards = limiter.take(principal(alice), contract, start + 1h);
    QCOMPARE(afterwards.remaining, 999U);
    allowed(limiter, principal(alice), contract, start + 1h, 998);
    QCOMPARE(limiter.take(principal(alice), contract, start + 1h).remaining, 0U);
    QCOMPARE(limiter.take(principal(alice), contract, start + 1h).remaining, 0U);
}

void RateLimiterTest::withoutAQuotaNothingIsCounted()
{
    RateLimiter limiter;
    for (const RateQuota &none : {RateQuota{}, RateQuota{.requests = 0, .window = 1s}, RateQuota{.requests = 5}}) {
        const RateDecision decision = limiter.take(principal(alice), none, start, 1'000'000);
        QVERIFY(decision.allowed);
        QCOMPARE(decision.limit, 0U);
        QCOMPARE(limiter.reserve(principal(alice), none, start, 0ms).coveredFrom, start);
    }
    QCOMPARE(limiter.principalCount(), std::size_t{0});
}

void RateLimiterTest::aCostIsSoManyRequests()
{
    RateLimiter limiter;
    QCOMPARE(limiter.take(principal(alice), contract, start, 990).remaining, 10U);
    const RateDecision refused = limiter.take(principal(alice), contract, start, 15);
    QVERIFY(!refused.allowed);
    QCOMPARE(refused.remaining, 10U);
    QCOMPARE(refused.untilNext, 5 * 900ms);
    QVERIFY(limiter.take(principal(alice), contract, start, 10).allowed);
}

void RateLimiterTest::aCostAboveTheQuotaIsTheWholeQuota()
{
    RateLimiter limiter;
    QCOMPARE(limiter.take(principal(alice), contract, start, 5000).remaining, 0U);
    QCOMPARE(limiter.take(principal(alice), contract, start, 5000).untilNext, contract.window);
}

void RateLimiterTest::aQuotaThatChangesKeepsWhatWasTaken()
{
    constexpr RateQuota tenth{.requests = 100, .window = 15min};
    RateLimiter limiter;
    QVERIFY(limiter.take(principal(alice), contract, start, 500).allowed); // half of it
    QCOMPARE(limiter.take(principal(alice), tenth, start).remaining, 49U);
    constexpr RateQuota odd{.requests = 7, .window = 15min};
    QCOMPARE(limiter.take(principal(alice), odd, start).remaining, 2U);
    QCOMPARE(limiter.take(principal(alice), contract, start + 15min).remaining, 999U);
}

void RateLimiterTest::aRefundIsOneMoreRequest()
{
    constexpr RateQuota quota{.requests = 7, .window = 1s};
    RateLimiter limiter;
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 8), 7);
    limiter.refund(principal(alice), quota, start);
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 8), 1);
    limiter.refund(principal(alice), quota, start, 3);
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 8), 3);
    limiter.refund(principal(bob), quota, start); // who has taken nothing
    QCOMPARE(allowed(limiter, principal(bob), quota, start, 8), 7);
}

void RateLimiterTest::aRefundNeverExceedsTheQuota()
{
    RateLimiter limiter;
    QVERIFY(limiter.take(principal(alice), contract, start).allowed);
    for (int i = 0; i < 10; ++i)
        limiter.refund(principal(alice), contract, start, 1000);
    QCOMPARE(allowed(limiter, principal(alice), contract, start, 1500), 1000);
}

void RateLimiterTest::aReservationIsDelayedUntilItIsCovered()
{
    RateLimiter limiter;
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(limiter.reserve(principal(alice), contract, start, 5s).coveredFrom, start);
    for (int i = 1; i <= 5; ++i) {
        const RateReservation reservation = limiter.reserve(principal(alice), contract, start, 5s);
        QVERIFY(reservation.decision.allowed);
        QCOMPARE(reservation.decision.remaining, 0U);
        QCOMPARE(reservation.coveredFrom, start + i * 900ms);
    }
    // What was taken ahead is a debt.
    const RateDecision refused = limiter.take(principal(alice), contract, start + 4500ms);
    QVERIFY(!refused.allowed);
    QCOMPARE(refused.untilNext, 900ms);
}

void RateLimiterTest::aReservationIsRefusedWhenItsTurnIsTooFar()
{
    RateLimiter limiter;
    QVERIFY(limiter.take(principal(alice), contract, start, 1000).allowed);
    QVERIFY(limiter.reserve(principal(alice), contract, start, 900ms).decision.allowed);
    for (int i = 0; i < 100; ++i) {
        const RateReservation refused = limiter.reserve(principal(alice), contract, start, 1s);
        QVERIFY(!refused.decision.allowed);
        QCOMPARE(refused.coveredFrom, start);
        QCOMPARE(refused.decision.untilNext, 800ms); // then its turn is within a second
    }
    QVERIFY(limiter.reserve(principal(alice), contract, start + 800ms, 1s).decision.allowed);
}

void RateLimiterTest::longPollsOneAfterTheOtherAreNeverRefused()
{
    RateLimiter limiter;
    MonotonicTime now = start;
    for (int i = 0; i < 5000; ++i) { // on a feed so busy that each is answered as soon as it is covered
        const RateReservation reservation = limiter.reserve(principal(alice), contract, now, 1s);
        QVERIFY(reservation.decision.allowed);
        now = reservation.coveredFrom;
    }
    QCOMPARE(now, start + 4000 * 900ms);
}

void RateLimiterTest::keysHaveQuotasOfTheirOwn()
{
    constexpr RateQuota quota{.requests = 1, .window = 1h};
    RateLimiter limiter;
    QVERIFY(limiter.take(principal(alice), quota, start).allowed);
    QVERIFY(!limiter.take(principal(alice), quota, start).allowed);
    for (const std::string &other : {std::string(bob), std::string("alic"), std::string("alice "),
                                     std::string("alice\0", 6), std::string("Alice"), std::string()})
        QVERIFY(limiter.take(principal(other), quota, start).allowed);
    QVERIFY(limiter.take(address(1), quota, start).allowed);
    QVERIFY(limiter.take(address(2), quota, start).allowed);
    QVERIFY(!limiter.take(address(1), quota, start).allowed);
}

void RateLimiterTest::aPrincipalNamedLikeAnAddressIsNot()
{
    constexpr RateQuota quota{.requests = 1, .window = 1h};
    RateLimiter limiter;
    const AddressKey key = addressKey(0x64636261);
    const std::string_view same(reinterpret_cast<const char *>(key.data()), key.size());
    QVERIFY(limiter.take(RateKey::address(key), quota, start).allowed);
    QVERIFY(limiter.take(principal(same), quota, start).allowed);
    QVERIFY(!limiter.take(RateKey::address(key), quota, start).allowed);
}

void RateLimiterTest::aFloodOfAddressesLeavesALimitInForce()
{
    RateLimiter limiter({.principals = 1000, .addresses = 1000});
    QCOMPARE(allowed(limiter, address(0), contract, start, 1001), 1000);
    MonotonicTime now = start;
    for (std::uint32_t i = 1; i <= 300'000; ++i) {
        now += 1ms; // so that each of them is full, and forgotten, after 900 more
        limiter.take(address(i), contract, now);
        if (i % 900 == 0)
            QCOMPARE(allowed(limiter, address(0), contract, now, 5), 1); // its steady rate and no more
    }
    QVERIFY(limiter.addressCount() <= 1000);
}

void RateLimiterTest::aFloodOfAddressesIsBoundedAndLimited()
{
    constexpr RateQuota quota{.requests = 2, .window = 1h};
    constexpr std::uint32_t flood = 500'000;
    RateLimiter limiter({.principals = 10, .addresses = 1000});
    std::size_t passed = 0;
    for (std::uint32_t i = 0; i < flood; ++i)
        passed += static_cast<std::size_t>(allowed(limiter, address(i), quota, start, 3));
    QVERIFY(limiter.addressCount() <= 1000);
    QVERIFY(limiter.addressCount() > 900);
    // Those with a bucket, and what the overflow buckets of each table let through together.
    QVERIFY2(passed <= 2 * (1000 + 64 * 16), QByteArray::number(static_cast<qulonglong>(passed)));
    QCOMPARE(allowed(limiter, address(0), quota, start, 3), 0); // who came first was not forgotten
}

void RateLimiterTest::aFloodOfAddressesLeavesPrincipalsAlone()
{
    RateLimiter limiter({.principals = 100, .addresses = 100});
    for (std::uint32_t i = 0; i < 50'000; ++i)
        limiter.take(address(i), contract, start);
    QCOMPARE(limiter.addressCount(), std::size_t{100});
    QCOMPARE(limiter.principalCount(), std::size_t{0});
    QCOMPARE(allowed(limiter, principal(alice), contract, start, 1500), 1000);
}

void RateLimiterTest::afterTheFloodNewcomersHaveBucketsAgain()
{
    constexpr RateQuota quota{.requests = 2, .window = 1h};
    RateLimiter limiter({.principals = 100, .addresses = 100});
    for (std::uint32_t i = 0; i < 50'000; ++i)
        allowed(limiter, address(i), quota, start, 2);
    QCOMPARE(allowed(limiter, address(99'999), quota, start, 5), 0); // shares what the flood has used up
    for (std::uint32_t i = 60'000; i < 60'100; ++i)
        QCOMPARE(allowed(limiter, address(i), quota, start + 1h, 5), 2);
}

void RateLimiterTest::bucketsThatAreFullAreForgotten()
{
    RateLimiter limiter;
    for (std::uint32_t i = 0; i < 20'000; ++i)
        limiter.take(address(i), contract, start);
    QCOMPARE(limiter.addressCount(), std::size_t{20'000});
    // A few newcomers suffice: each forgets more than one.
    for (std::uint32_t i = 0; i < 10'000; ++i)
        limiter.take(address(100'000 + i), contract, start + 1s + i * 1s);
    QVERIFY2(limiter.addressCount() < 100, QByteArray::number(static_cast<qulonglong>(limiter.addressCount())));
}

void RateLimiterTest::aFloodHoldsNoMoreMemoryThanAFullTable()
{
    if (!canCountAllocations())
        QSKIP("allocations cannot be counted");
    RateLimiter limiter({.principals = 1000, .addresses = 1000});
    for (std::uint32_t i = 0; i < 5000; ++i)
        limiter.take(address(i), contract, start);
    const auto full = allocationsOfThisThread();
    for (std::uint32_t i = 0; i < 200'000; ++i) // each second, a thousand others
        limiter.take(address(5000 + i), contract, start + 1s + i * 1ms);
    const auto flooded = allocationsOfThisThread();
    QVERIFY(flooded.count > full.count); // they did get buckets
    QVERIFY2(flooded.live <= full.live + 10, QByteArray::number(static_cast<qlonglong>(flooded.live - full.live)));
}

void RateLimiterTest::aThreadWhoseClockIsLateIsCountedAsWell()
{
    constexpr RateQuota quota{.requests = 10, .window = 1s};
    RateLimiter limiter;
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 5), 5);
    // It finds what is taken by then, with what has not come back yet.
    QCOMPARE(allowed(limiter, principal(alice), quota, start - 1ms, 10), 4);
    QCOMPARE(allowed(limiter, principal(alice), quota, start, 10), 1);
    QCOMPARE(allowed(limiter, principal(alice), quota, start + 1s, 20), 10);
}

void RateLimiterTest::asManyOfManyThreadsPassAsMay()
{
    RateLimiter limiter({.principals = 500, .addresses = 500});
    std::atomic<int> passedAlice = 0;
    std::atomic<int> passedAddress = 0;
    std::atomic<bool> isBounded = true;
    std::vector<std::thread> threads;
    for (std::uint32_t thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::uint32_t i = 0; i < 2000; ++i) {
                passedAlice += limiter.take(principal(alice), contract, start).allowed ? 1 : 0;
                passedAddress += limiter.reserve(address(0), contract, start, 90s).decision.allowed ? 1 : 0;
                limiter.take(address(1 + thread * 2000 + i), contract, start); // newcomers beside them
                if (i % 100 == 0)
                    isBounded = isBounded && limiter.addressCount() <= 500;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(passedAlice.load(), 1000);
    QCOMPARE(passedAddress.load(), 1100);
    QVERIFY(isBounded);
}

QTEST_APPLESS_MAIN(RateLimiterTest)
#include "tst_ratelimiter.moc"
