// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sync/realtimesyncservice.h"

#include "tests/support/fakejournal.h"
#include "tests/support/manualclock.h"
#include "tests/support/messages.h"
#include "tests/support/wakeup.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <future>
#include <thread>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const UserId alice = user("alice");
const UserId bob = user("bob");
const std::string nasty = "a \"quoted\" \\ text\n\twith \x01 and é";

using Outcome = std::future<Result<Receipt>>;

/// The service over a queue with a journal that the test commands.
struct TestService {
    explicit TestService(const RealtimeSyncService::Settings &settings = {}, const LogLimits &limits = {})
        : journal(new FakeJournal)
        , queue(limits, clock)
        , service(queue, settings, clock)
    {
        queue.attach(std::unique_ptr<Journal>(journal), LogHistory::beginningAt(clock.now()));
    }

    /// Calls one of the service's functions with these arguments and a way to tell the outcome.
    template <typename Function, typename... Arguments> Outcome call(Function function, Arguments &&...arguments)
    {
        const auto outcome = std::make_shared<std::promise<Result<Receipt>>>();
        std::invoke(function, service, std::forward<Arguments>(arguments)...,
                    [outcome](const Result<Receipt> &result) { outcome->set_value(result); });
        return outcome->get_future();
    }
    Outcome send(SendRequest request, std::optional<std::string> key = {})
    {
        return call(&RealtimeSyncService::send, std::move(request), std::move(key));
    }
    Outcome broadcast(BroadcastRequest request, std::optional<std::string> key = {})
    {
        return call(&RealtimeSyncService::broadcast, std::move(request), std::move(key));
    }
    Outcome force(ForceRequest request, std::optional<std::string> key = {})
    {
        return call(&RealtimeSyncService::force, std::move(request), std::move(key));
    }

    std::vector<EncodedMessagePtr> kept(const std::optional<UserId> &user = {}) const
    {
        return service.read(SinceBeginning{}, user, 1000).messages;
    }
    /// The only message that is kept for a user, parsed; empty when it is not the only one or not JSON.
    QJsonObject onlyMessage(const std::optional<UserId> &user = {}) const
    {
        const auto messages = kept(user);
        if (messages.size() != 1)
            return {};
        const std::string_view json = messages.front()->json();
        return QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    }

    ManualClock clock;
    FakeJournal *journal; ///< owned by the queue
    MessageQueueService queue;
    RealtimeSyncService service;
};

SendRequest note(const std::optional<UserId> &to = {}, const std::string &payload = "1")
{
    return {.type = "note", .payload = payload, .userId = to, .ref = {}, .idempotencyKey = {}};
}

QString string(const QJsonObject &object, const char *name)
{
    return object[QLatin1String(name)].toString();
}

QJsonObject payloadOf(const QJsonObject &message)
{
    return message[QLatin1String("payload")].toObject();
}

} // namespace

class RealtimeSyncServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsForItsUserOrForEveryone();
    void aBroadcastToSomeIsAMessageForEach();
    void aForcedSyncSaysWhyAndOverHowLong();
    void aForcedSyncHasDefaults();
    void theUsualEventsAreValidJson();
    void theUsualEventsMayBeForOneUser();
    void aFailureOfTheJournalIsReported();
    void aFullLogIsReported();

    void aRepeatPublishesNothing();
    void aRepeatThatOvertakesTheFirstWaitsForIt();
    void withoutAKeyNothingIsARepeat();
    void anotherRequestUnderAKeyIsAMismatch_data();
    void anotherRequestUnderAKeyIsAMismatch();
    void aFailureFreesTheKey();
    void aKeyLivesAsLongAsAMessage();
    void moreKeysThanAreRememberedAreRefused();
    void manyThreadsWithOneKeyPublishOnce();

    void whatIsAcceptedIsCounted();
    void thatThereIsSomethingNewIsPassedOn();
    void theStatusIsThatOfTheParts();
    void samplingGivesRates();
};

void RealtimeSyncServiceTest::aMessageIsForItsUserOrForEveryone()
{
    TestService test;
    const Receipt own = test.send(note(alice, R"({"n":[1,2]})")).get().value();
    QCOMPARE(string(test.onlyMessage(alice), "id"), text(own.id));
    QVERIFY(!own.isDuplicate);
    QCOMPARE(string(test.onlyMessage(alice), "type"), QStringLiteral("note"));
    QCOMPARE(string(test.onlyMessage(alice), "userId"), QStringLiteral("alice"));
    QCOMPARE(payloadOf(test.onlyMessage(alice))[QLatin1String("n")].toArray().size(), 2);
    QVERIFY(test.kept(bob).empty());

    const Receipt all = test.send(note()).get().value();
    QCOMPARE(string(test.onlyMessage(bob), "id"), text(all.id));
    QVERIFY(!test.onlyMessage(bob).contains(QLatin1String("userId")));
}

void RealtimeSyncServiceTest::aBroadcastToSomeIsAMessageForEach()
{
    TestService test;
    const Receipt receipt = test.broadcast({.type = "note", .payload = "7", .userIds = {alice, bob}}).get().value();
    QCOMPARE(string(test.onlyMessage(alice), "userId"), QStringLiteral("alice"));
    QCOMPARE(string(test.onlyMessage(bob), "id"), text(receipt.id)); // the last
    QCOMPARE(test.onlyMessage(bob)[QLatin1String("payload")].toInt(), 7);
    QVERIFY(test.kept(user("carol")).empty());

    QVERIFY(test.broadcast({.type = "note", .payload = "8", .userIds = {}}).get().ok());
    QCOMPARE(test.onlyMessage(user("carol"))[QLatin1String("payload")].toInt(), 8);
}

void RealtimeSyncServiceTest::aForcedSyncSaysWhyAndOverHowLong()
{
    TestService test;
    QVERIFY(test.force({.userId = alice, .reason = nasty, .spread = 1500ms}).get().ok());
    const QJsonObject message = test.onlyMessage(alice);
    QCOMPARE(string(message, "type"), QStringLiteral("sync.force"));
    QCOMPARE(string(payloadOf(message), "reason"), QString::fromStdString(nasty));
    QCOMPARE(payloadOf(message)[QLatin1String("spreadMs")].toInt(), 1500);
    QVERIFY(test.kept(bob).empty());
}

void RealtimeSyncServiceTest::aForcedSyncHasDefaults()
{
    TestService test({.defaultSpread = 7s});
    QVERIFY(test.force({}).get().ok());
    const QJsonObject payload = payloadOf(test.onlyMessage(bob)); // it is for everyone
    QVERIFY(payload[QLatin1String("reason")].isNull());
    QCOMPARE(payload[QLatin1String("spreadMs")].toInt(), 7000);
}

void RealtimeSyncServiceTest::theUsualEventsAreValidJson()
{
    {
        TestService test;
        QVERIFY(
            test.call(&RealtimeSyncService::publishDataUpdate, nasty, R"({"rows":[1]})", std::nullopt).get().ok());
        QCOMPARE(string(test.onlyMessage(), "type"), QStringLiteral("data.updated"));
        QCOMPARE(string(payloadOf(test.onlyMessage()), "section"), QString::fromStdString(nasty));
        QVERIFY(payloadOf(test.onlyMessage())[QLatin1String("data")].toObject().contains(QLatin1String("rows")));
    }
    {
        TestService test;
        QVERIFY(test.call(&RealtimeSyncService::publishError, "code", nasty, std::nullopt).get().ok());
        QCOMPARE(string(test.onlyMessage(), "type"), QStringLiteral("error"));
        QCOMPARE(string(payloadOf(test.onlyMessage()), "code"), QStringLiteral("code"));
        QCOMPARE(string(payloadOf(test.onlyMessage()), "message"), QString::fromStdString(nasty));
    }
    {
        TestService test;
        QVERIFY(test.call(&RealtimeSyncService::publishNotification, nasty, "text", std::nullopt).get().ok());
        QCOMPARE(string(test.onlyMessage(), "type"), QStringLiteral("notification"));
        QCOMPARE(string(payloadOf(test.onlyMessage()), "title"), QString::fromStdString(nasty));
        QCOMPARE(string(payloadOf(test.onlyMessage()), "message"), QStringLiteral("text"));
    }
}

void RealtimeSyncServiceTest::theUsualEventsMayBeForOneUser()
{
    TestService test;
    QVERIFY(test.call(&RealtimeSyncService::publishDataUpdate, "orders", "[]", alice).get().ok());
    QVERIFY(test.call(&RealtimeSyncService::publishError, "code", "text", alice).get().ok());
    QVERIFY(test.call(&RealtimeSyncService::publishNotification, "title", "text", alice).get().ok());
    QCOMPARE(test.kept(alice).size(), std::size_t{3});
    QVERIFY(test.kept(bob).empty());
}

void RealtimeSyncServiceTest::aFailureOfTheJournalIsReported()
{
    TestService test;
    test.journal->failEach(1);
    QCOMPARE(test.send(note()).get().error().code, ErrorCode::JournalUnavailable);
    QCOMPARE(test.force({}, "key").get().error().code, ErrorCode::JournalUnavailable);
}

void RealtimeSyncServiceTest::aFullLogIsReported()
{
    TestService test({}, LogLimits{.users = 1});
    QCOMPARE(test.broadcast({.type = "note", .payload = "1", .userIds = {alice, bob}}, "key").get().error().code,
             ErrorCode::LogFull);
    QVERIFY(test.kept(alice).empty());
}

void RealtimeSyncServiceTest::aRepeatPublishesNothing()
{
    TestService test;
    const Receipt first = test.send(note(alice), "key").get().value();
    const Receipt repeat = test.send(note(alice), "key").get().value();
    QVERIFY(!first.isDuplicate);
    QVERIFY(repeat.isDuplicate);
    QCOMPARE(text(repeat.id), text(first.id));
    QCOMPARE(test.kept(alice).size(), std::size_t{1});

    const BroadcastRequest broadcast{.type = "note", .payload = "1", .userIds = {alice, bob}};
    const Receipt sent = test.broadcast(broadcast, "another").get().value();
    QCOMPARE(text(test.broadcast(broadcast, "another").get()->id), text(sent.id));
    QCOMPARE(test.kept(bob).size(), std::size_t{1});
}

void RealtimeSyncServiceTest::aRepeatThatOvertakesTheFirstWaitsForIt()
{
    TestService test;
    test.journal->pause();
    Outcome first = test.send(note(alice), "key");
    Outcome repeat = test.send(note(alice), "key");
    QCOMPARE(repeat.wait_for(0s), std::future_status::timeout);
    QCOMPARE(test.journal->waiting(), std::size_t{1});
    test.journal->resume();
    const Receipt receipt = repeat.get().value();
    QVERIFY(receipt.isDuplicate);
    QCOMPARE(text(receipt.id), text(first.get()->id));
    QCOMPARE(test.kept(alice).size(), std::size_t{1});
}

void RealtimeSyncServiceTest::withoutAKeyNothingIsARepeat()
{
    TestService test;
    QVERIFY(!test.send(note(alice)).get()->isDuplicate);
    QVERIFY(!test.send(note(alice)).get()->isDuplicate);
    QCOMPARE(test.kept(alice).size(), std::size_t{2});
}

void RealtimeSyncServiceTest::anotherRequestUnderAKeyIsAMismatch_data()
{
    QTest::addColumn<int>("difference");
    QTest::newRow("another type") << 0;
    QTest::newRow("another payload") << 1;
    QTest::newRow("another user") << 2;
    QTest::newRow("everyone instead of a user") << 3;
    QTest::newRow("a broadcast to that user") << 4;
    QTest::newRow("a broadcast to that user and another") << 5;
    QTest::newRow("a forced sync") << 6;
    QTest::newRow("the end of the type in the payload") << 7;
}

void RealtimeSyncServiceTest::anotherRequestUnderAKeyIsAMismatch()
{
    QFETCH(int, difference);
    TestService test;
    SendRequest request{.type = "order", .payload = "12", .userId = alice, .ref = {}, .idempotencyKey = {}};
    QVERIFY(test.send(request, "key").get().ok());
    Outcome outcome;
    switch (difference) {
    case 0:
        request.type = "orders";
        break;
    case 1:
        request.payload = "1 2";
        break;
    case 2:
        request.userId = bob;
        break;
    case 3:
        request.userId.reset();
        break;
    case 4:
        outcome = test.broadcast({request.type, request.payload, {alice}}, "key");
        break;
    case 5:
        outcome = test.broadcast({request.type, request.payload, {alice, bob}}, "key");
        break;
    case 6:
        outcome = test.force({.userId = alice, .reason = {}, .spread = {}}, "key");
        break;
    case 7:
        request.type = "orde", request.payload = "r12";
        break;
    }
    if (!outcome.valid())
        outcome = test.send(request, "key");
    const Result<Receipt> result = outcome.get();
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, ErrorCode::IdempotencyMismatch);
    QCOMPARE(QString::fromStdString(result.error().at), QStringLiteral("Idempotency-Key"));
    QCOMPARE(test.kept(alice).size(), std::size_t{1});
}

void RealtimeSyncServiceTest::aFailureFreesTheKey()
{
    TestService test;
    test.journal->failEach(1);
    QVERIFY(!test.send(note(), "key").get().ok());
    test.journal->failEach(0);
    const Receipt receipt = test.send(note(alice), "key").get().value();
    QVERIFY(!receipt.isDuplicate);
}

void RealtimeSyncServiceTest::aKeyLivesAsLongAsAMessage()
{
    TestService test({}, LogLimits{.ttl = 1min});
    QVERIFY(test.send(note(), "key").get().ok());
    test.clock.advance(59'999ms);
    QVERIFY(test.send(note(), "key").get()->isDuplicate);
    test.clock.advance(1ms);
    QVERIFY(!test.send(note(), "key").get()->isDuplicate);
}

void RealtimeSyncServiceTest::moreKeysThanAreRememberedAreRefused()
{
    TestService test({.idempotencyKeys = 2});
    QVERIFY(test.send(note(), "a").get().ok());
    QVERIFY(test.send(note(), "b").get().ok());
    QCOMPARE(test.send(note(), "c").get().error().code, ErrorCode::Overloaded);
    QVERIFY(test.send(note(), "a").get()->isDuplicate);
    QVERIFY(test.send(note()).get().ok());
    QCOMPARE(test.kept().size(), std::size_t{3});
}

void RealtimeSyncServiceTest::manyThreadsWithOneKeyPublishOnce()
{
    TestService test;
    std::atomic<int> originals = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 100; ++k)
                originals += !test.send(note(), std::to_string(k)).get()->isDuplicate;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(originals.load(), 100);
    QCOMPARE(test.kept().size(), std::size_t{100});
}

void RealtimeSyncServiceTest::whatIsAcceptedIsCounted()
{
    TestService test;
    QVERIFY(test.send(note(), "key").get().ok());
    QVERIFY(test.send(note(), "key").get().ok()); // a repeat: nothing was accepted
    QVERIFY(test.broadcast({.type = "note", .payload = "1", .userIds = {alice, bob}}).get().ok());
    test.journal->failEach(1);
    QVERIFY(!test.send(note()).get().ok());
    QCOMPARE(test.service.status().messagesIn, std::uint64_t{3});
}

void RealtimeSyncServiceTest::thatThereIsSomethingNewIsPassedOn()
{
    TestService test;
    WakeUp announced;
    connect(
        &test.service, &RealtimeSyncService::advanced, this, [&] { announced.notify(); }, Qt::DirectConnection);
    const MessageId before = test.service.end();
    const Receipt receipt = test.send(note(alice)).get().value();
    QVERIFY(announced.wait());
    std::vector<EncodedMessagePtr> messages;
    QVERIFY(test.service.tail(before, messages));
    QCOMPARE(idsOf(messages), text(receipt.id));
    QCOMPARE(text(test.service.end()), text(receipt.id));
}

void RealtimeSyncServiceTest::theStatusIsThatOfTheParts()
{
    TestService test({.version = "1.2.3", .node = "here"}, LogLimits{.ttl = 1min});
    test.clock.advance(90s);
    QVERIFY(test.send(note()).get().ok());
    const auto client = test.service.clients().enter(ClientTransport::WebSocket, alice);
    test.service.statistics().recordError(ErrorCode::InvalidJson);
    test.service.statistics().recordError(ErrorCode::RateLimited);
    test.service.statistics().deliveriesPoll += 3;
    test.service.statistics().deliveryLatency.record(5us);
    test.service.setDraining(true);

    const ServerStatus status = test.service.status();
    QVERIFY(status.isDraining);
    QCOMPARE(status.version, std::string("1.2.3"));
    QCOMPARE(status.node, std::string("here"));
    QVERIFY(status.uptime == 90s);
    QVERIFY(status.now == test.clock.now());
    QCOMPARE(status.clients.webSockets, std::size_t{1});
    QCOMPARE(status.clients.users, std::size_t{1});
    QCOMPARE(status.queue.messages, std::size_t{1});
    QVERIFY(status.queueLimits.ttl == 1min);
    QCOMPARE(status.messagesOut, std::uint64_t{3});
    QCOMPARE(status.errors, std::uint64_t{2});
    QVERIFY(status.latencyMedian == 5us);
    QVERIFY(status.latency99 == 5us);
    QVERIFY(status.process.residentBytes > 0);
    QVERIFY(status.process.openDescriptors > 0);
}

void RealtimeSyncServiceTest::samplingGivesRates()
{
    TestService test;
    test.service.sample();
    QVERIFY(test.send(note()).get().ok());
    test.clock.advance(2s);
    test.service.sample();
    QCOMPARE(test.service.status().rates.messagesIn, 0.5);
    QVERIFY(test.service.status().cpuPercent >= 0);
}

QTEST_GUILESS_MAIN(RealtimeSyncServiceTest)
#include "tst_realtimesyncservice.moc"
