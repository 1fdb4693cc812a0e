// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/floorserver.h"
#include "bench/runfailed.h"
#include "bench/scenario_fanout.h"
#include "bench/scenario_poll.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <memory>
#include <thread>

using namespace Qt::StringLiterals;
using namespace relais::bench;

namespace {

/// A floor server on a thread of its own, for the time of a test.
class RunningFloor {
public:
    explicit RunningFloor(bool coalesces)
        : m_server(*m_loop, {.coalesces = coalesces})
    {
        m_thread = std::thread([this] {
            while (!m_isStopping)
                m_loop->runFor(std::chrono::milliseconds(5));
        });
    }
    ~RunningFloor()
    {
        m_isStopping = true;
        m_thread.join();
    }

    std::unique_ptr<TestBed> bed() const
    {
        TestBedOptions options;
        options.endpoint = *parseLoopbackUrl("http://127.0.0.1:" + std::to_string(m_server.port()));
        options.timeout = std::chrono::seconds(30);
        return std::make_unique<TestBed>(options);
    }

private:
    std::unique_ptr<EventLoop> m_loop = std::make_unique<EventLoop>();
    FloorServer m_server;
    std::atomic<bool> m_isStopping = false;
    std::thread m_thread;
};

} // namespace

class BenchFanoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyClientGetsEveryMessage_data();
    void everyClientGetsEveryMessage();
    void nextRunFindsTheServerAsItWas();
    void serverThatIsNotThereEndsTheRun();
};

void BenchFanoutTest::everyClientGetsEveryMessage_data()
{
    QTest::addColumn<int>("window");
    QTest::addColumn<bool>("coalesces");
    QTest::newRow("one in flight") << 1 << false;
    QTest::newRow("sixteen in flight") << 16 << false;
    QTest::newRow("sixteen in flight, gathered") << 16 << true;
    QTest::newRow("more in flight than there are") << 1000 << false;
}

void BenchFanoutTest::everyClientGetsEveryMessage()
{
    QFETCH(int, window);
    QFETCH(bool, coalesces);
    const RunningFloor floor(coalesces);
    const auto bed = floor.bed();
    const FanoutOptions options{
        .clients = 20, .window = static_cast<std::size_t>(window), .bytes = 200, .messages = 100, .warmup = 5};
    const Report report = runFanout(*bed, options);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(report.toJson())).object();
    QCOMPARE(json[u"deliveries"_s].toInt(), 100 * 21);
    QCOMPARE(json[u"deliveredBytes"_s].toInt(), 200);
    QVERIFY(json[u"latencyP99Us"_s].toDouble() >= json[u"latencyP50Us"_s].toDouble());
    QVERIFY(!json.contains(u"serverCpuMs"_s)); // no process was named
}

void BenchFanoutTest::nextRunFindsTheServerAsItWas()
{
    const RunningFloor floor(false);
    for (int round = 0; round < 3; ++round) {
        const auto bed = floor.bed();
        const Report report = runFanout(*bed, {.clients = 10, .messages = 10, .warmup = 0});
        QVERIFY(report.toJson().find(R"("deliveries":110)") != std::string::npos);
    }
}

void BenchFanoutTest::serverThatIsNotThereEndsTheRun()
{
    std::unique_ptr<TestBed> bed;
    {
        const RunningFloor floor(false);
        bed = floor.bed();
    }
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)runFanout(*bed, {.clients = 1}));
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)runPoll(*bed, {.connections = 1}));
}

QTEST_GUILESS_MAIN(BenchFanoutTest)
#include "tst_benchfanout.moc"
