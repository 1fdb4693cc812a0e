// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/connectionmachine.h"
#include "common/protocol/messagecodec.h"

#include <QTest>

#include <random>
#include <set>

using namespace relais;
using namespace relais::client;
using namespace std::chrono_literals;

namespace {

/// A shell without sockets that holds the machine to what a real one relies on.
class Shell {
public:
    explicit Shell(unsigned seed)
        : m_random(seed)
        , m_machine({.maxReconnectAttempts = 3, .canRenewToken = seed % 2 == 0, .cursor = seed % 3 ? "1000-0" : ""},
                    [this] { return std::uniform_real_distribution(0.0, 1.0)(m_random); })
    {
    }

    void step()
    {
        const auto deadline = m_machine.deadline();
        if (deadline && chance(3))
            m_now = std::max(m_now, *deadline + (chance(20) ? 60'000ms : 0ms));
        else
            m_now += std::chrono::milliseconds(any(0, 300));
        m_wasTick = false;
        perform(event());
        const auto next = m_machine.deadline();
        // Were it due still, a shell would tick for ever.
        hold(!m_wasTick || !next || *next > m_now, "after a tick the next deadline lies ahead");
        hold(m_machine.state() == m_state, "every state is told");
        hold(m_state != ConnectionState::WebSocket || !m_isPolling, "no poll while the WebSocket lives");
        hold((m_state != ConnectionState::Stopped && m_state != ConnectionState::Failed)
                 || (!next && !m_hasSocket && !m_isPolling && !m_isPosting),
             "nothing goes on when it is over");
        hold(m_state != ConnectionState::Connecting || next, "connecting is never given up");
        hold(m_state != ConnectionState::Polling || m_isPolling || next, "polling goes on");
    }

    QByteArray broken; ///< the first rule that did not hold

private:
    int any(int from, int to) { return std::uniform_int_distribution(from, to)(m_random); }
    bool chance(int oneIn) { return any(1, oneIn) == 1; }

    void hold(bool rule, const char *name)
    {
        if (!rule && broken.isEmpty())
            broken = name;
    }

    Effects event()
    {
        switch (any(0, 11)) {
        case 0:
            return chance(4) ? m_machine.stop(m_now) : m_machine.start(m_now);
        case 1:
            return m_machine.start(m_now);
        case 2:
            return m_machine.wake(m_now);
        case 3:
        case 4:
            return m_hasSocket ? m_machine.socketText(frame(), m_now) : tick();
        case 5:
            return m_hasSocket && chance(3) ? close() : tick();
        case 6:
        case 7:
            return m_isPolling ? answerPoll() : tick();
        case 8:
            return m_isPosting ? answerPost() : tick();
        case 9: {
            auto request = MessageDecoder().decodeSend(R"({"type":"note","payload":1})");
            if (const auto handle = m_machine.send(*std::move(request), std::to_string(++m_keys)))
                m_sending.insert(*handle);
            return m_machine.flush(m_now);
        }
        default:
            return tick();
        }
    }

    Effects tick()
    {
        m_wasTick = true;
        return m_machine.tick(m_now);
    }

    Effects close()
    {
        m_hasSocket = false;
        constexpr std::array codes{1000, 1001, 1006, 1009, 1011, 1012, 4001, 4100, 4102, 4129, 4200};
        return m_machine.socketClosed(codes[static_cast<std::size_t>(any(0, codes.size() - 1))], m_now);
    }

    std::string message()
    {
        return R"({"id":")" + std::to_string(m_log += any(0, 2)) + R"(-0","type":"note","payload":1})";
    }

    std::string frame()
    {
        switch (any(0, 7)) {
        case 0:
            return "nonsense";
        case 1:
        case 2:
            return R"({"type":"sync.connected","payload":{"cursor":")" + std::to_string(m_log - any(0, 5))
                + R"(-0","heartbeatMs":1000,"reconnectSpreadMs":5000,"reset":)" + (chance(4) ? "true" : "false")
                + "}}";
        case 3:
            return R"({"type":"sync.ack","payload":{"ref":")" + std::to_string(any(1, 50)) + R"(","id":"5-0"}})";
        case 4:
            return R"({"type":"sync.error","payload":{"ref":")" + std::to_string(any(1, 50)) + R"(","code":")"
                + (chance(2) ? "rate_limited" : "forbidden") + R"("}})";
        case 5:
            return R"({"id":")" + std::to_string(++m_log) + R"(-0","type":"sync.force","payload":{"spreadMs":700}})";
        default:
            return message();
        }
    }

    Effects answerPoll()
    {
        m_isPolling = false;
        constexpr std::array statuses{200, 200, 200, 0, 401, 403, 429, 500, 503};
        HttpAnswer answer{.status = statuses[static_cast<std::size_t>(any(0, statuses.size() - 1))]};
        if (answer.status == 200) {
            answer.body = "{\"messages\":[" + message() + ',' + message() + "],\"cursor\":\"" + std::to_string(m_log)
                + "-0\",\"reset\":" + (chance(6) ? "true" : "false")
                + ",\"hasMore\":" + (chance(3) ? "true" : "false") + '}';
        }
        return m_machine.pollAnswered(answer, m_now);
    }

    Effects answerPost()
    {
        m_isPosting = false;
        constexpr std::array statuses{200, 0, 401, 403, 413, 503};
        HttpAnswer answer{.status = statuses[static_cast<std::size_t>(any(0, statuses.size() - 1))]};
        if (answer.status == 200)
            answer.body = R"({"success":true,"id":"5-0"})";
        return m_machine.postAnswered(answer, m_now);
    }

    void perform(const Effects &effects)
    {
        for (const auto &effect : effects)
            std::visit([this](const auto &one) { perform(one); }, effect);
    }
    void perform(const StateChanged &effect)
    {
        hold(effect.state != m_state, "a state is told once");
        hold(effect.error.has_value() == (effect.state == ConnectionState::Failed), "Failed says why");
        m_state = effect.state;
    }
    void perform(const OpenSocket &)
    {
        hold(!m_hasSocket, "one WebSocket at a time");
        m_hasSocket = true;
    }
    void perform(const CloseSocket &)
    {
        hold(m_hasSocket, "what is dropped is there");
        m_hasSocket = false;
    }
    void perform(const SendText &) { hold(m_hasSocket, "frames go over a WebSocket"); }
    void perform(const StartPoll &)
    {
        hold(!m_isPolling, "one poll at a time");
        m_isPolling = true;
    }
    void perform(const AbortPoll &)
    {
        hold(m_isPolling, "a poll that is aborted runs");
        m_isPolling = false;
    }
    void perform(const StartPost &)
    {
        hold(!m_isPosting, "one post at a time");
        m_isPosting = true;
    }
    void perform(const AbortPost &)
    {
        hold(m_isPosting, "a post that is aborted runs");
        m_isPosting = false;
    }
    void perform(const Deliver &effect)
    {
        hold(m_delivered.insert(effect.message.id).second, "each message once");
        hold(m_machine.cursor() != "", "whoever was given a message has a position");
        hold(!m_last || *m_last < effect.message.id, "ids go up but for a reset");
        m_last = effect.message.id;
    }
    void perform(const Resync &effect)
    {
        if (effect.reason == "reset")
            m_last.reset();
    }
    void perform(const Watched &) { hold(false, "who does not watch is told nothing"); }
    void perform(const Sent &effect) { settle(effect.handle); }
    void perform(const SendFailed &effect) { settle(effect.handle); }
    void perform(const Problem &) { }
    void settle(SendHandle handle) { hold(m_sending.erase(handle) == 1, "each send is settled once"); }

    std::mt19937 m_random;
    ConnectionMachine m_machine;
    MonotonicTime m_now{1000s};
    bool m_wasTick = false;
    int m_log = 1000;
    int m_keys = 0;
    ConnectionState m_state = ConnectionState::Stopped;
    bool m_hasSocket = false;
    bool m_isPolling = false;
    bool m_isPosting = false;
    std::set<MessageId> m_delivered;
    std::optional<MessageId> m_last;
    std::set<SendHandle> m_sending;
};

} // namespace

class ConnectionMachinePropertiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noOrderOfEventsBreaksItsRules()
    {
        for (unsigned seed = 0; seed < 500; ++seed) {
            Shell shell(seed);
            for (int count = 0; count < 600; ++count) {
                shell.step();
                if (!shell.broken.isEmpty())
                    QFAIL("seed " + QByteArray::number(seed) + ", step " + QByteArray::number(count) + ": "
                          + shell.broken);
            }
        }
    }
};

QTEST_APPLESS_MAIN(ConnectionMachinePropertiesTest)
#include "tst_connectionmachineproperties.moc"
