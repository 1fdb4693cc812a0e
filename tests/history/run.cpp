// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/run.h"

#include <algorithm>

#include "tests/history/managedclient.h"
#include "tests/history/publisher.h"
#include "tests/history/reader.h"
#include "tests/support/historychecker.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

using namespace std::chrono_literals;

constexpr auto stepInterval = 20ms;
constexpr auto clientsPatience = 60s; // for what must come to an end when nothing is wrong any more
constexpr auto longestFault = 25s; // for one that waits for something
constexpr qsizetype acknowledgedPerSecond = 3; // far less than a server under a sanitizer does between faults

ServerOptions serverOptions(const RunOptions &options, const QString &directory)
{
    return {options.server, options.journal, options.sync, directory};
}

std::vector<QByteArray> makeUsers(int count)
{
    std::vector<QByteArray> users;
    for (int i = 1; i <= count; ++i)
        users.push_back("user" + QByteArray::number(i));
    return users;
}

} // namespace

Run::Run(const RunOptions &options, const std::optional<QByteArray> &namespaceObstacle)
    : m_options(options)
    , m_scene(options.seed)
    , m_random(options.seed)
    , m_proxy(options.seed)
    , m_server(m_scene, m_proxy, serverOptions(options, m_directory.path()))
{
    m_scene.port = m_proxy.port();
    m_summary.seed = options.seed;
    sortFaults(namespaceObstacle);
}

Run::~Run()
{
    m_scene.isPublishing = false;
    m_scene.isReading = false;
    for (std::list<std::thread> *threads : {&m_publishers, &m_readers}) {
        for (std::thread &thread : *threads)
            thread.join();
    }
    m_server.kill();
}

Summary Run::run()
{
    if (m_faults.empty() && !m_options.faults.empty()) {
        m_summary.isSkipped = true;
        return m_summary;
    }
    for (const auto &fault : m_faults)
        fault->prepare();
    if (!m_server.start()) {
        m_summary.problems.push_back("the server does not start: " + m_server.problem());
        return m_summary;
    }
    startClients();
    inflictFaults(std::chrono::seconds(m_options.seconds));
    finish();
    judge();
    return m_summary;
}

void Run::sortFaults(const std::optional<QByteArray> &namespaceObstacle)
{
    Faults all = makeFaults(m_options.faults, {m_scene, m_proxy, m_proxyFaults, m_server, namespaceObstacle});
    for (auto &fault : all) {
        if (const std::optional<QByteArray> obstacle = fault->obstacle())
            m_summary.skipped.emplace_back(fault->name(), *obstacle);
        else
            m_faults.push_back(std::move(fault));
    }
}

template <typename Work> void Run::startThread(std::list<std::thread> &threads, std::atomic<int> &running, Work work)
{
    ++running;
    threads.emplace_back([&running, work = std::move(work)]() mutable {
        work();
        --running;
    });
}

void Run::startClients()
{
    const std::vector<QByteArray> users = makeUsers(m_options.users);
    int index = 0;
    const auto read = [&](const Reader::Plan &plan) {
        startThread(m_readers, m_readersRunning,
                    [reader = std::make_shared<Reader>(m_scene, plan, index)] { reader->run(); });
        ++index;
    };
    for (const QByteArray &user : users) {
        read({user, Reader::Transport::WebSocket});
        read({user, Reader::Transport::WebSocket, true});
        read({user, Reader::Transport::Poll});
        read({user, Reader::Transport::LongPoll});
        read({user, Reader::Transport::Changing});
        startThread(m_readers, m_readersRunning,
                    [client = std::make_shared<ManagedClient>(m_scene, DraftSource(m_scene, users, 100 + index), user,
                                                              index)] { client->run(); });
    }
    for (int i = 0; i < m_options.publishers; ++i) {
        startThread(m_publishers, m_scene.publishers,
                    [publisher = std::make_shared<HttpPublisher>(m_scene, DraftSource(m_scene, users, 2 * i))] {
                        publisher->run();
                    });
        startThread(m_publishers, m_scene.publishers,
                    [publisher = std::make_shared<WebSocketPublisher>(m_scene, DraftSource(m_scene, users, 2 * i + 1),
                                                                      "publisher" + QByteArray::number(i))] {
                        publisher->run();
                    });
    }
}

void Run::inflictFaults(Milliseconds duration)
{
    const Deadline end(duration);
    const auto hasHadItsTurn = [this](const auto &fault) {
        return m_times[fault.get()] > 0;
    };
    while (!end.hasPassed() || !std::all_of(m_faults.begin(), m_faults.end(), hasHadItsTurn)) {
        std::this_thread::sleep_for(Milliseconds(std::uniform_int_distribution(100, 400)(m_random)));
        inflict(drawFaults());
        if (!m_server.isRunning()) {
            m_server.kill(); // says why
            if (!m_server.start())
                return;
        }
    }
}

void Run::inflict(const std::vector<Fault *> &faults)
{
    for (Fault *fault : faults) {
        fault->begin(m_random);
        ++m_times[fault];
    }
    const Deadline shortest(Milliseconds(std::uniform_int_distribution(200, 900)(m_random)));
    const Deadline longest(longestFault);
    const auto isDone = [](const Fault *fault) {
        return fault->isDone();
    };
    while (!shortest.hasPassed() || (!longest.hasPassed() && !std::all_of(faults.begin(), faults.end(), isDone))) {
        for (Fault *fault : faults)
            fault->step();
        std::this_thread::sleep_for(stepInterval);
    }
    for (Fault *fault : faults)
        fault->end();
}

/// Each has its turn, in an order drawn anew for each round; sometimes the server is killed in the midst of another.
std::vector<Fault *> Run::drawFaults()
{
    if (m_faults.empty())
        return {};
    if (m_drawn.empty()) {
        for (const auto &fault : m_faults)
            m_drawn.push_back(fault.get());
        std::shuffle(m_drawn.begin(), m_drawn.end(), m_random);
    }
    Fault *const fault = m_drawn.back();
    m_drawn.pop_back();
    std::vector<Fault *> result{fault};
    const auto kill = std::find_if(m_faults.begin(), m_faults.end(),
                                   [](const auto &candidate) { return candidate->name() == "kill"; });
    if (kill != m_faults.end() && kill->get() != fault && fault->bearsKilling() && m_random() % 3 == 0)
        result.push_back(kill->get());
    return result;
}

/// Nothing goes wrong any more: publishers get their acknowledgements, readers the last message.
void Run::finish()
{
    m_scene.isPublishing = false;
    if (!eventually([this] { return m_scene.publishers == 0; }, clientsPatience))
        m_summary.problems.push_back("publishers get no acknowledgement though all is well");
    publishLast();
    eventually([this] { return m_readersRunning == 0; }, clientsPatience);
    m_scene.isReading = false;
    eventually([this] { return m_readersRunning == 0 && m_scene.publishers == 0; }, clientsPatience);
    m_server.stop();
}

void Run::publishLast()
{
    Draft draft;
    draft.number = m_scene.history.plan(std::nullopt);
    m_scene.history.planLast(draft.number);
    m_scene.last = draft.number;
    HttpPublisher publisher(m_scene, DraftSource(m_scene, {}, 99));
    std::atomic<bool> isOver = false;
    std::thread guard([this, &isOver] {
        if (!eventually([&isOver] { return isOver.load(); }, clientsPatience))
            m_scene.isReading = false;
    });
    if (!publisher.publish(draft))
        m_summary.problems.push_back("the last message is not acknowledged though all is well");
    isOver = true;
    guard.join();
}

void Run::judge()
{
    const HistoryRecord record = m_scene.history.record();
    m_summary.violations = HistoryChecker(record).check();
    m_summary.count(record);
    m_summary.delivered = m_scene.delivered;
    m_summary.reconnects = m_scene.reconnects;
    m_summary.restarts = m_server.restarts();
    m_summary.refusals = m_scene.refusals();
    for (const auto &fault : m_faults)
        m_summary.faults.push_back({fault->name(), m_times[fault.get()], fault->effects()});
    for (const QByteArray &surprise : m_scene.surprises())
        m_summary.problems.push_back(surprise);
    requireWork();
}

/// A run in which little happened has proved nothing.
void Run::requireWork()
{
    const qsizetype least = acknowledgedPerSecond * m_options.seconds;
    if (m_summary.acknowledged < least)
        m_summary.problems.push_back("only " + QByteArray::number(m_summary.acknowledged)
                                     + " messages were acknowledged, of at least " + QByteArray::number(least));
    if (m_summary.delivered < m_summary.acknowledged)
        m_summary.problems.push_back("less was delivered than acknowledged");
    for (const Summary::FaultCount &fault : m_summary.faults) {
        if (fault.effects == 0)
            m_summary.problems.push_back("the fault " + fault.name + " never took effect");
    }
}

} // namespace relais::test
