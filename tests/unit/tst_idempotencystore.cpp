// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/idempotencystore.h"

#include "tests/support/allocationcounter.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

constexpr auto lifetime = 5min;
constexpr MonotonicTime start{1h};
constexpr MessageId id{5000, 0};
const Error failure{.code = ErrorCode::LogFull, .detail = "no room"};

using Admission = IdempotencyStore::Admission;

/// What a repeat was told, in words.
struct Outcome {
    IdempotencyStore::Done done()
    {
        return [this](const Result<Receipt> &result) {
            if (!result)
                texts += QStringLiteral("error");
            else
                texts += text(result->id) + QLatin1String(result->isDuplicate ? " duplicate" : "");
        };
    }
    QStringList texts;
};

const IdempotencyStore::Done unexpected = [](const Result<Receipt> &) {
    QFAIL("nobody is to be told");
};

} // namespace

/// That it is thread-safe is in tst_realtimesyncservice.
class IdempotencyStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewKeyIsTheFirst();
    void aRepeatIsToldWhatTheFirstWas();
    void anotherRequestUnderTheKeyIsAMismatch();
    void aRepeatThatOvertakesTheAnswerWaitsForIt();
    void aRepeatThatOvertakesAFailureIsToldOfIt();
    void afterAFailureTheKeyIsFree();
    void aKeyIsForgottenAfterItsLifetime();
    void aKeyThatFailedOnceLivesAsLongAsAnyOther();
    void whoWaitsIsAnsweredHoweverLongTheFirstTakes();
    void pastTheCapacityNewKeysAreRefused();
    void failuresLeaveNothingBehind();
};

void IdempotencyStoreTest::aNewKeyIsTheFirst()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    QCOMPARE(store.enter("b", "x", start, unexpected), Admission::First);
    store.finish("a", id);
    store.finish("b", id);
}

void IdempotencyStoreTest::aRepeatIsToldWhatTheFirstWas()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    store.finish("a", id);
    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start, outcome.done()), Admission::Repeat);
    QCOMPARE(store.enter("a", "x", start + 1min, outcome.done()), Admission::Repeat);
    QCOMPARE(outcome.texts, (QStringList{QStringLiteral("5000-0 duplicate"), QStringLiteral("5000-0 duplicate")}));
}

void IdempotencyStoreTest::anotherRequestUnderTheKeyIsAMismatch()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    QCOMPARE(store.enter("a", "y", start, unexpected), Admission::Mismatch);
    store.finish("a", id);
    QCOMPARE(store.enter("a", "y", start, unexpected), Admission::Mismatch);
}

void IdempotencyStoreTest::aRepeatThatOvertakesTheAnswerWaitsForIt()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start, outcome.done()), Admission::Repeat);
    QCOMPARE(store.enter("a", "x", start, outcome.done()), Admission::Repeat);
    QVERIFY(outcome.texts.isEmpty());
    store.finish("a", id);
    QCOMPARE(outcome.texts, (QStringList{QStringLiteral("5000-0 duplicate"), QStringLiteral("5000-0 duplicate")}));
}

void IdempotencyStoreTest::aRepeatThatOvertakesAFailureIsToldOfIt()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start, outcome.done()), Admission::Repeat);
    store.finish("a", failure);
    QCOMPARE(outcome.texts, QStringList{QStringLiteral("error")});
}

void IdempotencyStoreTest::afterAFailureTheKeyIsFree()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    store.finish("a", failure);
    QCOMPARE(store.enter("a", "y", start, unexpected), Admission::First);
    store.finish("a", id);
}

void IdempotencyStoreTest::aKeyIsForgottenAfterItsLifetime()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    store.finish("a", id);
    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start + lifetime - 1ms, outcome.done()), Admission::Repeat);
    QCOMPARE(store.enter("a", "x", start + lifetime, unexpected), Admission::First);
}

void IdempotencyStoreTest::aKeyThatFailedOnceLivesAsLongAsAnyOther()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    store.finish("a", failure);
    QCOMPARE(store.enter("a", "x", start + 4min, unexpected), Admission::First);
    store.finish("a", id);
    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start + 6min, outcome.done()), Admission::Repeat);
    QCOMPARE(store.enter("a", "x", start + 9min, unexpected), Admission::First);
}

void IdempotencyStoreTest::whoWaitsIsAnsweredHoweverLongTheFirstTakes()
{
    IdempotencyStore store(lifetime, 10);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start + 1min, outcome.done()), Admission::Repeat);
    QCOMPARE(store.enter("a", "x", start + 6min, outcome.done()), Admission::Repeat);
    store.finish("a", id);
    QCOMPARE(outcome.texts, (QStringList{QStringLiteral("5000-0 duplicate"), QStringLiteral("5000-0 duplicate")}));
}

void IdempotencyStoreTest::pastTheCapacityNewKeysAreRefused()
{
    IdempotencyStore store(lifetime, 2);
    QCOMPARE(store.enter("a", "x", start, unexpected), Admission::First);
    QCOMPARE(store.enter("b", "x", start, unexpected), Admission::First);
    store.finish("a", id);
    QCOMPARE(store.enter("c", "x", start, unexpected), Admission::Full);

    Outcome outcome;
    QCOMPARE(store.enter("a", "x", start, outcome.done()), Admission::Repeat);
    store.finish("b", failure);
    QCOMPARE(store.enter("c", "x", start, unexpected), Admission::First);
    QCOMPARE(store.enter("d", "x", start + lifetime, unexpected), Admission::First); // "a" is forgotten
}

/// Requests that fail, for hours, while the log is full.
void IdempotencyStoreTest::failuresLeaveNothingBehind()
{
    if (!canCountAllocations())
        QSKIP("ThreadSanitizer counts no allocations for us");
    IdempotencyStore store(lifetime, 10);
    const auto failMany = [&](int begin, int end) {
        for (int i = begin; i < end; ++i) {
            const std::string key = "a key with a long name, number " + std::to_string(i);
            if (store.enter(key, "x", start, unexpected) != Admission::First)
                return std::ptrdiff_t{-1};
            store.finish(key, failure);
        }
        return allocationsOfThisThread().live;
    };
    const std::ptrdiff_t few = failMany(0, 100);
    const std::ptrdiff_t many = failMany(100, 10'000);
    QVERIFY(few > 0);
    QCOMPARE(many, few);
}

QTEST_APPLESS_MAIN(IdempotencyStoreTest)
#include "tst_idempotencystore.moc"
