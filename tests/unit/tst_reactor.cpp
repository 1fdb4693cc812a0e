// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/reactor.h"

#include "tests/support/manualclock.h"
#include "tests/support/rununtil.h"

#include <QTest>

#include <array>
#include <thread>

#include <sys/epoll.h>
#include <sys/socket.h>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

/// One end of a connection that a reactor watches; what happens to it is told to the test.
class Client final : public ReactorClient {
public:
    explicit Client(FileDescriptor end)
        : m_end(std::move(end))
    {
    }
    ~Client() override
    {
        if (onDestroyed)
            onDestroyed();
    }

    void onReady(std::uint32_t epollEvents) override
    {
        ++readyCount;
        lastEvents = epollEvents;
        if (takesInput) {
            std::array<char, 64> discarded;
            [[maybe_unused]] const auto got = ::read(m_end.value(), discarded.data(), discarded.size());
        }
        if (onReadyDo)
            onReadyDo();
    }
    void onDeadline(MonotonicTime now) override
    {
        ++deadlineCount;
        if (onDeadlineDo)
            onDeadlineDo(now);
    }
    int descriptor() const { return m_end.value(); }

    int readyCount = 0;
    int deadlineCount = 0;
    std::uint32_t lastEvents = 0;
    bool takesInput = true;
    std::function<void()> onReadyDo;
    std::function<void(MonotonicTime)> onDeadlineDo;
    std::function<void()> onDestroyed;

private:
    FileDescriptor m_end;
};

/// A reactor with a clock that the test moves.
struct TestReactor {
    TestReactor()
        : reactor(clock)
    {
        reactor.setPass([this] {
            ++passes;
            if (onPass)
                onPass();
        });
    }

    /// A client that is watched, with its id and the other end of its connection.
    struct Watched {
        Client *client = nullptr;
        ConnectionId id{};
        FileDescriptor other;

        void write() const { [[maybe_unused]] const auto sent = ::write(other.value(), "x", 1); }
    };
    Watched watch()
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
            qFatal("no socketpair");
        Watched watched;
        watched.other = FileDescriptor(ends[1]);
        auto client = std::make_unique<Client>(FileDescriptor(ends[0]));
        watched.client = client.get();
        watched.id = reactor.add(ends[0], std::move(client));
        return watched;
    }

    /// Runs a cycle from its beginning to its end.
    bool cycle()
    {
        const int before = passes;
        reactor.requestPass();
        return runUntil([&] { return passes > before; });
    }

    ManualClock clock;
    int passes = 0;
    std::function<void()> onPass;
    Reactor reactor;
};

} // namespace

class ReactorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inputIsReported();
    void theEndOfTheOtherSideIsReported();
    void onlyWhatIsOfInterestIsReported();
    void aClientIsFoundUntilItIsRemoved();
    void aClientThatRemovesItselfLivesToTheEndOfItsCall();
    void aClientRemovedOutsideACycleIsDestroyedSoon();
    void anEventForAClientThatWasRemovedMeanwhileFindsNothing();
    void anIdIsNotGivenTwice();
    void anotherClientTakesThePlace();
    void clearingDestroysAll();

    void aDeadlineIsCalledOnce();
    void aDeadlineThatWasPutOffIsCalledThen();
    void aDeadlineThatWasMovedForwardIsCalledThen();
    void aDeadlineThatWasTakenBackIsNotCalled();
    void theDeadlineOfAClientThatWasRemovedIsNotCalled();
    void aDeadlineMaySetTheNext();
    void deadlinesAreCalledInTheirOrder();
    void aDeadlineNeedsNoOtherEvent();
    void nowIsTheBeginningOfTheCycle();
    void outsideOfACycleNowIsTheTime();

    void aRequestMakesOnePass();
    void manyRequestsMakeOnePass();
    void inputIsTakenBeforeThePass();
    void longWorkLetsThePassComeBetween();
    void aRequestDuringThePassMakesAnother();
    void requestsOfOtherThreadsMakeOnePass();
    void noRequestOfAnotherThreadIsLost();
};

void ReactorTest::inputIsReported()
{
    TestReactor test;
    const auto watched = test.watch();
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->readyCount, 0);
    watched.write();
    QVERIFY(runUntil([&] { return watched.client->readyCount == 1; }));
    QVERIFY((watched.client->lastEvents & EPOLLIN) != 0);
    watched.client->takesInput = false;
    watched.write();
    QVERIFY(runUntil([&] { return watched.client->readyCount == 4; })); // as long as it is there
}

void ReactorTest::theEndOfTheOtherSideIsReported()
{
    TestReactor test;
    const auto watched = test.watch();
    shutdown(watched.other.value(), SHUT_WR);
    QVERIFY(runUntil([&] { return watched.client->readyCount > 0; }));
    QVERIFY((watched.client->lastEvents & EPOLLRDHUP) != 0);
}

void ReactorTest::onlyWhatIsOfInterestIsReported()
{
    TestReactor test;
    const auto watched = test.watch();
    test.reactor.setInterest(watched.id, watched.client->descriptor(), 0);
    watched.write();
    QVERIFY(test.cycle());
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->readyCount, 0);
    test.reactor.setInterest(watched.id, watched.client->descriptor(), EPOLLOUT);
    QVERIFY(test.cycle());
    QVERIFY(watched.client->readyCount > 0);
    QCOMPARE(watched.client->lastEvents, std::uint32_t{EPOLLOUT});
}

void ReactorTest::aClientIsFoundUntilItIsRemoved()
{
    TestReactor test;
    const auto watched = test.watch();
    QCOMPARE(test.reactor.find(watched.id), watched.client);
    QCOMPARE(test.reactor.size(), std::size_t{1});
    test.reactor.remove(watched.id, watched.client->descriptor());
    QCOMPARE(test.reactor.find(watched.id), nullptr);
    QCOMPARE(test.reactor.size(), std::size_t{0});
    QCOMPARE(test.reactor.find(ConnectionId{12345}), nullptr);
}

void ReactorTest::aClientThatRemovesItselfLivesToTheEndOfItsCall()
{
    TestReactor test;
    const auto watched = test.watch();
    bool isDestroyed = false;
    bool livedOn = false;
    watched.client->onDestroyed = [&] {
        isDestroyed = true;
    };
    watched.client->onReadyDo = [&] {
        test.reactor.remove(watched.id, watched.client->descriptor());
        livedOn = !isDestroyed;
    };
    watched.write();
    QVERIFY(runUntil([&] { return isDestroyed; }));
    QVERIFY(livedOn);
}

void ReactorTest::aClientRemovedOutsideACycleIsDestroyedSoon()
{
    TestReactor test;
    const auto watched = test.watch();
    bool isDestroyed = false;
    watched.client->onDestroyed = [&] {
        isDestroyed = true;
    };
    test.reactor.remove(watched.id, watched.client->descriptor());
    QVERIFY(!isDestroyed);
    QVERIFY(runUntil([&] { return isDestroyed; }));
}

/// Each of two clients, ready at the same time, removes the other.
void ReactorTest::anEventForAClientThatWasRemovedMeanwhileFindsNothing()
{
    TestReactor test;
    const auto first = test.watch();
    const auto second = test.watch();
    int called = 0;
    first.client->onReadyDo = [&] {
        ++called;
        test.reactor.remove(second.id, second.client->descriptor());
    };
    second.client->onReadyDo = [&] {
        ++called;
        test.reactor.remove(first.id, first.client->descriptor());
    };
    first.write();
    second.write();
    QVERIFY(test.cycle());
    QVERIFY(test.cycle());
    QCOMPARE(called, 1);
    QCOMPARE(test.reactor.size(), std::size_t{1});
}

void ReactorTest::anIdIsNotGivenTwice()
{
    TestReactor test;
    const auto first = test.watch();
    test.reactor.remove(first.id, first.client->descriptor());
    const auto second = test.watch();
    QVERIFY(second.id != first.id);
    QCOMPARE(test.reactor.find(first.id), nullptr);

    // What comes late for the first does not reach the second, which has its place.
    test.reactor.setDeadline(first.id, test.clock.monotonic());
    test.reactor.remove(first.id, -1);
    QVERIFY(test.cycle());
    QCOMPARE(test.reactor.find(second.id), second.client);
    QCOMPARE(second.client->deadlineCount, 0);
}

void ReactorTest::anotherClientTakesThePlace()
{
    TestReactor test;
    const auto watched = test.watch();
    bool isDestroyed = false;
    Client *successor = nullptr;
    watched.client->onDestroyed = [&] {
        isDestroyed = true;
    };
    watched.client->onReadyDo = [&] {
        // A real successor takes the descriptor over; here the first client closes its own, and a copy keeps it open.
        auto client = std::make_unique<Client>(FileDescriptor(dup(watched.client->descriptor())));
        successor = client.get();
        test.reactor.replace(watched.id, std::move(client));
    };
    watched.write();
    QVERIFY(runUntil([&] { return isDestroyed; }));
    QCOMPARE(test.reactor.find(watched.id), successor);
    QCOMPARE(test.reactor.size(), std::size_t{1});
    test.reactor.setDeadline(watched.id, test.clock.monotonic());
    QVERIFY(test.cycle());
    QCOMPARE(successor->deadlineCount, 1);
    watched.write();
    QVERIFY(runUntil([&] { return successor->readyCount == 1; }));
}

void ReactorTest::clearingDestroysAll()
{
    TestReactor test;
    int destroyed = 0;
    const std::array watched{test.watch(), test.watch(), test.watch()};
    for (const auto &one : watched) {
        one.client->onDestroyed = [&] {
            ++destroyed;
        };
        test.reactor.setDeadline(one.id, test.clock.monotonic());
    }
    test.reactor.clear();
    QCOMPARE(destroyed, 3);
    QCOMPARE(test.reactor.size(), std::size_t{0});
    QCOMPARE(test.reactor.find(watched[0].id), nullptr);
    QVERIFY(test.cycle());
}

void ReactorTest::aDeadlineIsCalledOnce()
{
    TestReactor test;
    const auto watched = test.watch();
    test.reactor.setDeadline(watched.id, test.clock.monotonic() + 10s);
    test.clock.advance(9'999ms);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 0);
    test.clock.advance(1ms);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 1);
    test.clock.advance(1h);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 1);
}

void ReactorTest::aDeadlineThatWasPutOffIsCalledThen()
{
    TestReactor test;
    const auto watched = test.watch();
    const MonotonicTime start = test.clock.monotonic();
    test.reactor.setDeadline(watched.id, start + 10s);
    test.reactor.setDeadline(watched.id, start + 20s);
    test.clock.advance(15s);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 0);
    test.reactor.setDeadline(watched.id, start + 30s);
    test.clock.advance(10s);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 0);
    test.clock.advance(5s);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 1);
}

void ReactorTest::aDeadlineThatWasMovedForwardIsCalledThen()
{
    TestReactor test;
    const auto watched = test.watch();
    const MonotonicTime start = test.clock.monotonic();
    test.reactor.setDeadline(watched.id, start + 20s);
    test.reactor.setDeadline(watched.id, start + 10s);
    test.clock.advance(10s);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 1);
    test.clock.advance(10s); // the first entry comes up, and stands for nothing
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 1);
}

void ReactorTest::aDeadlineThatWasTakenBackIsNotCalled()
{
    TestReactor test;
    const auto watched = test.watch();
    test.reactor.setDeadline(watched.id, test.clock.monotonic() + 10s);
    test.reactor.setDeadline(watched.id, MonotonicTime::max());
    test.clock.advance(1h);
    QVERIFY(test.cycle());
    QCOMPARE(watched.client->deadlineCount, 0);
}

void ReactorTest::theDeadlineOfAClientThatWasRemovedIsNotCalled()
{
    TestReactor test;
    const auto first = test.watch();
    test.reactor.setDeadline(first.id, test.clock.monotonic() + 10s);
    test.reactor.remove(first.id, first.client->descriptor());
    const auto second = test.watch(); // in the place of the first
    test.reactor.setDeadline(second.id, test.clock.monotonic() + 20s);
    test.clock.advance(10s);
    QVERIFY(test.cycle());
    QCOMPARE(second.client->deadlineCount, 0);
    test.clock.advance(10s);
    QVERIFY(test.cycle());
    QCOMPARE(second.client->deadlineCount, 1);
}

void ReactorTest::aDeadlineMaySetTheNext()
{
    TestReactor test;
    const auto watched = test.watch();
    watched.client->onDeadlineDo = [&](MonotonicTime now) {
        test.reactor.setDeadline(watched.id, now + 10s);
    };
    test.reactor.setDeadline(watched.id, test.clock.monotonic());
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(test.cycle());
        QCOMPARE(watched.client->deadlineCount, i);
        test.clock.advance(10s);
    }
}

void ReactorTest::deadlinesAreCalledInTheirOrder()
{
    TestReactor test;
    const std::array watched{test.watch(), test.watch(), test.watch()};
    QByteArray order;
    for (int i = 0; i < 3; ++i) {
        watched[std::size_t(i)].client->onDeadlineDo = [&order, i](MonotonicTime) {
            order += QByteArray::number(i);
        };
        test.reactor.setDeadline(watched[std::size_t(i)].id,
                                 test.clock.monotonic() + std::chrono::seconds(30 - 10 * i));
    }
    test.clock.advance(1min);
    QVERIFY(test.cycle());
    QCOMPARE(order, QByteArray("210"));
}

void ReactorTest::aDeadlineNeedsNoOtherEvent()
{
    const SystemClock clock;
    Reactor reactor(clock);
    std::array<int, 2> ends{};
    QVERIFY(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0);
    const FileDescriptor other(ends[1]);
    auto client = std::make_unique<Client>(FileDescriptor(ends[0]));
    Client *const watched = client.get();
    const ConnectionId id = reactor.add(ends[0], std::move(client));
    const MonotonicTime due = clock.monotonic() + 30ms;
    MonotonicTime called{};
    watched->onDeadlineDo = [&](MonotonicTime now) {
        called = now;
    };
    reactor.setDeadline(id, due + 1h);
    reactor.setDeadline(id, due);
    QVERIFY(runUntil([&] { return watched->deadlineCount == 1; }));
    QVERIFY(called >= due);
}

void ReactorTest::nowIsTheBeginningOfTheCycle()
{
    TestReactor test;
    const MonotonicTime begin = test.clock.monotonic();
    MonotonicTime seen{};
    test.onPass = [&] {
        test.clock.advance(1s);
        seen = test.reactor.now();
    };
    QVERIFY(test.cycle());
    QVERIFY(seen == begin);
}

/// A timer or a call from another thread may come long after the last cycle.
void ReactorTest::outsideOfACycleNowIsTheTime()
{
    TestReactor test;
    QVERIFY(test.cycle());
    test.clock.advance(1h);
    QVERIFY(test.reactor.now() == test.clock.monotonic());
}

void ReactorTest::aRequestMakesOnePass()
{
    TestReactor test;
    const auto watched = test.watch();
    watched.write();
    QVERIFY(runUntil([&] { return watched.client->readyCount == 1; }));
    QCOMPARE(test.passes, 0); // a cycle without a request has none
    QVERIFY(test.cycle());
    watched.write();
    QVERIFY(runUntil([&] { return watched.client->readyCount == 2; }));
    QCOMPARE(test.passes, 1);
}

void ReactorTest::manyRequestsMakeOnePass()
{
    TestReactor test;
    const auto watched = test.watch();
    for (int i = 0; i < 100; ++i)
        test.reactor.requestPass();
    watched.client->onReadyDo = [&] {
        test.reactor.requestPass();
    };
    watched.write();
    QVERIFY(runUntil([&] { return watched.client->readyCount == 1; }));
    QCOMPARE(test.passes, 1);
}

void ReactorTest::inputIsTakenBeforeThePass()
{
    TestReactor test;
    std::array watched{test.watch(), test.watch(), test.watch()};
    int readyAtPass = 0;
    for (const auto &one : watched) {
        one.client->onReadyDo = [&] {
            test.reactor.requestPass();
        };
        one.write();
    }
    test.onPass = [&] {
        for (const auto &one : watched)
            readyAtPass += one.client->readyCount;
    };
    QVERIFY(runUntil([&] { return test.passes > 0; }));
    QCOMPARE(readyAtPass, 3);
    QCOMPARE(test.passes, 1);
}

void ReactorTest::longWorkLetsThePassComeBetween()
{
    TestReactor test;
    const std::array<TestReactor::Watched, 3> watched{test.watch(), test.watch(), test.watch()};
    std::vector<int> passesBefore;
    for (const TestReactor::Watched &one : watched) {
        one.client->onReadyDo = [&] {
            passesBefore.push_back(test.passes);
            test.clock.advance(10ms);
            test.reactor.noteLongWork();
            test.reactor.requestPass();
        };
        one.write();
    }
    QVERIFY(runUntil([&] { return test.passes == 3; }));
    QCOMPARE(passesBefore, (std::vector<int>{0, 1, 2}));
}

void ReactorTest::aRequestDuringThePassMakesAnother()
{
    TestReactor test;
    test.onPass = [&] {
        if (test.passes == 1)
            test.reactor.requestPass();
    };
    test.reactor.requestPass();
    QVERIFY(runUntil([&] { return test.passes == 2; }));
    QVERIFY(test.cycle());
    QCOMPARE(test.passes, 3);
}

void ReactorTest::requestsOfOtherThreadsMakeOnePass()
{
    TestReactor test;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 1000; ++k)
                test.reactor.requestPass();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(runUntil([&] { return test.passes > 0; }));
    const auto watched = test.watch();
    watched.write();
    QVERIFY(runUntil([&] { return watched.client->readyCount == 1; }));
    QCOMPARE(test.passes, 1);
}

void ReactorTest::noRequestOfAnotherThreadIsLost()
{
    TestReactor test;
    constexpr int threadCount = 3;
    constexpr int requestsEach = 5000;
    std::atomic<int> published = 0;
    int seen = 0;
    test.onPass = [&] {
        seen = published;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < threadCount; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < requestsEach; ++k) {
                ++published;
                test.reactor.requestPass();
            }
        });
    }
    const bool sawAll = runUntil([&] { return seen == threadCount * requestsEach; });
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(sawAll);
    QVERIFY(test.passes <= threadCount * requestsEach);
}

QTEST_GUILESS_MAIN(ReactorTest)
#include "tst_reactor.moc"
