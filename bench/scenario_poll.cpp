// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scenario_poll.h"

#include "bench/httpclient.h"
#include "bench/latencyhistogram.h"
#include "bench/runfailed.h"

#include <memory>
#include <vector>

namespace relais::bench {

namespace {

class Poll {
public:
    Poll(TestBed &bed, const PollOptions &options)
        : m_bed(bed)
        , m_options(options)
    {
    }

    Report run();

private:
    struct Poller {
        explicit Poller(EventLoop &loop)
            : client(loop)
        {
        }

        HttpClient client;
        std::string cursor = "0";
        std::string target;
        MonotonicTime askedAt;
    };

    void open();
    void askUpTo(std::size_t requests, MonotonicTime end);
    void ask(Poller &poller);
    void onResponse(Poller &poller, const HttpResponse &response);
    void follow(Poller &poller, std::string_view cursor);

    TestBed &m_bed;
    const PollOptions &m_options;
    std::vector<std::unique_ptr<Poller>> m_pollers;
    LatencyHistogram m_latencies;
    std::size_t m_asked = 0;
    std::size_t m_answered = 0;
    std::size_t m_mayAsk = 0;
    MonotonicTime m_end;
    std::size_t m_headBytes = 0;
    std::size_t m_bodyBytes = 0;
};

Report Poll::run()
{
    open();
    askUpTo(m_options.warmup, MonotonicTime::max());
    m_bed.settle();
    m_latencies = {};
    const std::size_t before = m_answered;
    Measurement measurement(m_bed);
    if (m_options.duration > std::chrono::seconds::zero())
        askUpTo(static_cast<std::size_t>(-1), MonotonicClock::now() + m_options.duration);
    else
        askUpTo(m_asked + m_options.requests, MonotonicTime::max());
    measurement.end();

    const std::uint64_t requests = m_answered - before;
    Report report;
    report.add("scenario", std::string("poll"));
    report.add("connections", std::uint64_t{m_options.connections});
    report.add("requests", requests);
    report.add("answerHeadBytes", std::uint64_t{m_headBytes});
    report.add("answerBodyBytes", std::uint64_t{m_bodyBytes});
    report.add("latencyP50Us", toMicroseconds(m_latencies.quantile(0.5)));
    report.add("latencyP99Us", toMicroseconds(m_latencies.quantile(0.99)));
    measurement.addTo(report, "Request", requests);
    return report;
}

void Poll::open()
{
    for (std::size_t i = 0; i < m_options.connections; ++i) {
        Poller &poller = *m_pollers.emplace_back(std::make_unique<Poller>(m_bed.loop()));
        poller.target = m_options.path + "?since=0";
        poller.client.onResponse([this, &poller](const HttpResponse &response) { onResponse(poller, response); });
        poller.client.open(m_bed.connector(), m_bed.endpoint());
    }
}

/// Every connection rests when it returns: the figures of one stretch hold no request of the next.
void Poll::askUpTo(std::size_t requests, MonotonicTime end)
{
    m_mayAsk = requests;
    m_end = end;
    for (const auto &poller : m_pollers)
        ask(*poller);
    m_bed.waitUntil(
        [this] { return m_answered == m_asked; },
        [this] { return std::to_string(m_answered) + " of " + std::to_string(m_asked) + " polls are answered"; });
}

void Poll::ask(Poller &poller)
{
    const MonotonicTime now = MonotonicClock::now();
    if (m_asked >= m_mayAsk || now >= m_end)
        return;
    ++m_asked;
    poller.askedAt = now;
    poller.client.get(poller.target);
}

void Poll::onResponse(Poller &poller, const HttpResponse &response)
{
    if (response.status != 200 || response.body.find(R"("count":0,)") == std::string_view::npos)
        throw RunFailed("a poll was not answered with 200 and no message: "
                        + std::string(response.head).append(response.body));
    m_latencies.record(MonotonicClock::now() - poller.askedAt);
    m_headBytes = response.head.size();
    m_bodyBytes = response.body.size();
    const auto cursor = jsonString(response.body, "cursor");
    if (!cursor)
        throw RunFailed("a poll was answered without a cursor: " + std::string(response.body));
    follow(poller, *cursor);
    ++m_answered;
    ask(poller);
}

void Poll::follow(Poller &poller, std::string_view cursor)
{
    if (poller.cursor == cursor)
        return;
    poller.cursor = cursor;
    poller.target = m_options.path + "?since=" + percentEncoded(cursor);
}

} // namespace

Report runPoll(TestBed &bed, const PollOptions &options)
{
    return Poll(bed, options).run();
}

} // namespace relais::bench
