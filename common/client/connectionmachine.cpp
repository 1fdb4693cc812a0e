// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/connectionmachine.h"

#include "common/protocol/cursor.h"
#include "common/protocol/messagecodec.h"

#include <algorithm>

namespace relais::client {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr int goingAway = 1001; // RFC 6455
constexpr int abnormalClosure = 1006;
constexpr int serviceRestart = 1012;
constexpr int tokenExpired = 4102;

// A timer that is this late did not run: the machine slept.
constexpr milliseconds lateTick = 5s;
// One change of the network is often told several times.
constexpr milliseconds wakeInterval = 1s;

bool isCursor(const std::string &text)
{
    return parseSince(text).ok();
}

std::string usableCursor(const std::string &cursor)
{
    return isCursor(cursor) ? cursor : std::string();
}

Error closeError(int code)
{
    auto detail = "the server closed the WebSocket with " + std::to_string(code);
    const auto found = std::ranges::find(errorTable(), code, &ErrorInfo::closeCode);
    return {found == errorTable().end() ? ErrorCode::Disconnected : found->code, std::move(detail), {}};
}

void keepEarlier(std::optional<MonotonicTime> &earliest, std::optional<MonotonicTime> other)
{
    if (other && (!earliest || *other < *earliest))
        earliest = other;
}

} // namespace

ConnectionMachine::ConnectionMachine(ConnectionRules rules, std::function<double()> random)
    : m_rules(std::move(rules))
    , m_random(std::move(random))
    , m_decoder(m_rules.maximumMessageBytes)
    , m_position(usableCursor(m_rules.cursor))
    , m_poll(m_rules)
    , m_sender(m_rules, m_random)
{
}

Effects ConnectionMachine::start(MonotonicTime now)
{
    m_now = now;
    if (!isRunning()) {
        m_failures = 0;
        m_socketToken = TokenUse::Ask;
        setState(ConnectionState::Connecting);
        if (m_position.cursor().empty() && !m_rules.cursor.empty())
            scheduleResync("reset", 0ms); // what was kept as a cursor is none, so there is a gap
        openSocket();
    }
    return finish();
}

Effects ConnectionMachine::stop(MonotonicTime now)
{
    m_now = now;
    if (isRunning())
        silence();
    setState(ConnectionState::Stopped);
    return finish();
}

Effects ConnectionMachine::wake(MonotonicTime now)
{
    m_now = now;
    if (isRunning())
        hurry();
    return finish();
}

Effects ConnectionMachine::tick(MonotonicTime now)
{
    m_now = now;
    if (!isRunning())
        return finish();
    if (const auto due = deadline(); due && now - *due > lateTick)
        hurry();
    if (m_socket == SocketState::Opening && now >= m_socketSince + m_rules.connectionTimeout)
        dropSocket("no WebSocket in time");
    else if (m_socket == SocketState::Open && m_heartbeat.isDead(now))
        dropSocket("nothing came over the WebSocket, and no answer to a ping");
    else if (m_socket == SocketState::Open && m_heartbeat.isToBeAsked(now))
        sendPing();
    if (m_poll.hasTimedOut(now)) {
        m_effects.push_back(AbortPoll{});
        pollFailed({});
    }
    if (m_sender.hasTimedOut(now)) {
        m_effects.push_back(AbortPost{});
        m_sender.postAnswered({}, m_decoder, now, m_effects);
    }
    return finish();
}

Effects ConnectionMachine::socketText(std::string_view text, MonotonicTime now)
{
    m_now = now;
    if (m_socket == SocketState::Idle)
        return finish();
    m_heartbeat.heard(now);
    auto frame = m_decoder.decodeFrame(text);
    if (m_socket == SocketState::Opening)
        onFirstFrame(frame);
    else
        onFrame(std::move(frame));
    return finish();
}

Effects ConnectionMachine::socketClosed(int code, MonotonicTime now)
{
    m_now = now;
    if (m_socket != SocketState::Idle)
        socketDown(code, "the WebSocket was closed with " + std::to_string(code));
    return finish();
}

Effects ConnectionMachine::pollAnswered(const HttpAnswer &answer, MonotonicTime now)
{
    m_now = now;
    if (!m_poll.isRunning())
        return finish();
    if (answer.status == 200) {
        if (auto page = m_decoder.decodePoll(answer.body))
            onPage(*std::move(page));
        else
            pollFailed(answer);
    } else if (answer.status == 401 || answer.status == 403) {
        if (m_poll.token() != TokenUse::Renew && m_rules.canRenewToken) {
            m_poll.renewToken(now);
        } else {
            m_poll.stop();
            refuseToken(answer.status, answer.body);
        }
    } else {
        pollFailed(answer);
    }
    return finish();
}

Effects ConnectionMachine::postAnswered(const HttpAnswer &answer, MonotonicTime now)
{
    m_now = now;
    if (isRunning() && m_sender.postAnswered(answer, m_decoder, now, m_effects) == Sender::PostVerdict::Unauthorized)
        refuseToken(answer.status, answer.body);
    return finish();
}

Effects ConnectionMachine::watch(std::string frame, MonotonicTime now)
{
    m_now = now;
    m_watch = std::move(frame);
    if (!m_watch.empty() && m_socket == SocketState::Open)
        m_effects.push_back(SendText{m_watch});
    return finish();
}

Result<SendHandle> ConnectionMachine::send(SendRequest request, std::string key)
{
    return m_sender.add(std::move(request), std::move(key));
}

Effects ConnectionMachine::flush(MonotonicTime now)
{
    m_now = now;
    return finish();
}

std::optional<MonotonicTime> ConnectionMachine::deadline() const
{
    if (!isRunning())
        return std::nullopt;
    std::optional<MonotonicTime> earliest = m_retryAt;
    keepEarlier(earliest, m_fallbackAt);
    keepEarlier(earliest, m_poll.deadline());
    keepEarlier(earliest, m_sender.deadline(route()));
    if (m_socket == SocketState::Opening)
        keepEarlier(earliest, m_socketSince + m_rules.connectionTimeout);
    else if (m_socket == SocketState::Open)
        keepEarlier(earliest, m_heartbeat.deadline());
    if (m_resync)
        keepEarlier(earliest, m_resync->due);
    return earliest;
}

std::optional<MonotonicTime> ConnectionMachine::nextAttempt() const
{
    if (!isRunning() || m_socket != SocketState::Idle || m_poll.isRunning())
        return std::nullopt;
    std::optional<MonotonicTime> earliest = m_retryAt;
    keepEarlier(earliest, m_fallbackAt);
    keepEarlier(earliest, m_poll.deadline());
    return earliest;
}

void ConnectionMachine::setState(ConnectionState state, std::optional<Error> error)
{
    if (state == m_state)
        return;
    m_state = state;
    m_effects.push_back(StateChanged{state, std::move(error)});
}

/// The end of every event: what has become due is begun, and all that is to be done is handed out.
Effects ConnectionMachine::finish()
{
    if (isRunning())
        runDue();
    return std::exchange(m_effects, {});
}

void ConnectionMachine::runDue()
{
    if (m_resync && m_now >= m_resync->due) {
        m_effects.push_back(Resync{std::move(m_resync->reason), m_resync->spread});
        m_resync.reset();
    }
    if (m_retryAt && m_now >= *m_retryAt)
        openSocket();
    if (m_fallbackAt && m_now >= *m_fallbackAt)
        startPolling();
    m_sender.flush(route(), m_now, m_effects);
    if (auto poll = m_poll.take(m_now, m_position.cursor())) {
        m_skipsBacklog = m_skipsBacklog || poll->since.empty();
        m_effects.push_back(*std::move(poll));
    }
}

void ConnectionMachine::fail(Error error)
{
    silence();
    setState(ConnectionState::Failed, std::move(error));
}

void ConnectionMachine::silence()
{
    if (m_socket != SocketState::Idle)
        m_effects.push_back(CloseSocket{});
    m_socket = SocketState::Idle;
    stopPolling();
    m_sender.stop(m_effects);
    m_retryAt.reset();
    m_refusal.reset();
}

void ConnectionMachine::hurry()
{
    if (m_lastWake && m_now - *m_lastWake < wakeInterval)
        return;
    m_lastWake = m_now;
    switch (m_socket) {
    case SocketState::Idle:
        m_failures = 0; // another network, another chance
        m_retryAt = m_now;
        break;
    case SocketState::Opening:
        // It may be on its way through a network that is gone; a young one is on the present one.
        if (m_now - m_socketSince >= m_rules.fallbackDelay) {
            m_effects.push_back(CloseSocket{});
            m_socket = SocketState::Idle;
            m_retryAt = m_now;
        }
        break;
    case SocketState::Open:
        if (!m_heartbeat.isAsking())
            sendPing();
        break;
    }
    if (m_poll.isRunning())
        m_effects.push_back(AbortPoll{});
    m_poll.hurry(m_now);
}

void ConnectionMachine::openSocket()
{
    m_socket = SocketState::Opening;
    m_socketSince = m_now;
    m_retryAt.reset();
    m_openedWithPosition = !m_position.cursor().empty();
    m_effects.push_back(OpenSocket{m_position.cursor(), std::exchange(m_socketToken, TokenUse::Ask)});
    if (!m_poll.isOn() && !m_refusal)
        m_fallbackAt = m_now + m_rules.fallbackDelay;
}

void ConnectionMachine::dropSocket(std::string text)
{
    m_effects.push_back(CloseSocket{});
    socketDown(abnormalClosure, std::move(text));
}

void ConnectionMachine::socketDown(int code, std::string text)
{
    const bool wasOpen = m_socket == SocketState::Open;
    m_socket = SocketState::Idle;
    m_sender.socketClosed(code);
    report(Transport::WebSocket, std::move(text));
    if (closeReaction(code) == CloseReaction::StayClosed) {
        fail(closeError(code));
        return;
    }
    if (m_refusal) {
        fail(*std::exchange(m_refusal, std::nullopt));
        return;
    }

    if (wasOpen && m_now - m_socketSince >= m_rules.stableAfter())
        m_failures = 0;
    if (code == tokenExpired)
        m_socketToken = TokenUse::Renew;
    m_retryAt = m_now + waitBeforeReopening(code);
    ++m_failures;
    if (wasOpen) {
        // Not at once: what closed the WebSocket, a restart above all, is no better served by all polls at once.
        setState(ConnectionState::Connecting);
        m_fallbackAt = *m_retryAt + m_rules.fallbackDelay;
    } else if (!m_poll.isOn()) {
        startPolling();
    }
}

milliseconds ConnectionMachine::waitBeforeReopening(int code)
{
    if (closeReaction(code) == CloseReaction::ReconnectNow && m_failures == 0)
        return 0ms;
    const int beyondBudget = m_failures + 1 - m_rules.maxReconnectAttempts;
    if (beyondBudget >= 0) {
        const BackOff probes{m_rules.backOff.longest, m_rules.longestProbeInterval()};
        return BackOff::scaled(probes.ceiling(beyondBudget), 0.5 + m_random() / 2);
    }
    auto ceiling = m_rules.backOff.ceiling(m_failures);
    if (code == serviceRestart || code == goingAway)
        ceiling = std::max(ceiling, m_reconnectSpread);
    return BackOff::scaled(ceiling, m_random());
}

void ConnectionMachine::onFirstFrame(const Result<ServerFrame> &frame)
{
    const auto *const connected = frame ? std::get_if<ConnectedFrame>(&*frame) : nullptr;
    if (connected)
        onConnected(*connected);
    else
        dropSocket("the first frame of the server was not sync.connected");
}

void ConnectionMachine::onConnected(const ConnectedFrame &frame)
{
    if (!m_openedWithPosition && !m_position.cursor().empty() && frame.cursor != m_position.cursor()) {
        // Polls found a position while this was on its way without one, and it begins after that. Once more.
        m_effects.push_back(CloseSocket{});
        openSocket();
        return;
    }
    m_socket = SocketState::Open;
    m_socketSince = m_now;
    m_heartbeat.start(m_now, frame.heartbeat);
    m_reconnectSpread = frame.reconnectSpread.value_or(0ms);
    m_refusal.reset();
    stopPolling();
    setState(ConnectionState::WebSocket);
    if (frame.reset)
        restartFrom(frame.cursor);
    else
        m_position.advance(frame.cursor);
    if (!m_watch.empty())
        m_effects.push_back(SendText{m_watch});
}

void ConnectionMachine::onFrame(Result<ServerFrame> frame)
{
    if (!frame) {
        report(Transport::WebSocket, "a frame is not what the protocol says, and was left out");
        return;
    }
    if (auto *const message = std::get_if<Message>(&*frame)) {
        receive(std::move(*message));
    } else if (const auto *const ack = std::get_if<AckFrame>(&*frame)) {
        m_sender.acknowledged(*ack, m_effects);
    } else if (const auto *const refusal = std::get_if<Refusal>(&*frame)) {
        m_sender.refused(*refusal, m_now, m_effects);
    } else if (auto *const other = std::get_if<OtherFrame>(&*frame)) {
        const bool isForWatchers = other->type == "sync.stats" || other->type == "sync.tap";
        if (isForWatchers && !m_watch.empty())
            m_effects.push_back(Watched{std::move(other->type), std::move(other->payload)});
    }
}

void ConnectionMachine::sendPing()
{
    m_effects.push_back(SendText{R"({"type":"sync.ping"})"});
    m_heartbeat.asked(m_now + m_rules.connectionTimeout);
}

void ConnectionMachine::startPolling()
{
    m_fallbackAt.reset();
    if (!m_poll.isOn())
        m_poll.start(m_now);
}

void ConnectionMachine::stopPolling()
{
    if (m_poll.isRunning())
        m_effects.push_back(AbortPoll{});
    m_poll.stop();
    m_fallbackAt.reset();
    m_skipsBacklog = false;
}

void ConnectionMachine::onPage(PollAnswer answer)
{
    const bool hasRecovered = m_poll.failures() > 0;
    const auto before = m_position.cursor();
    setState(ConnectionState::Polling);
    if (answer.unreadable > 0)
        report(Transport::Polling, "a message is not what the protocol says, and was left out");
    if (answer.reset)
        restartFrom(answer.cursor);
    if (!m_skipsBacklog) {
        for (auto &message : answer.messages)
            receive(std::move(message));
    }
    m_position.advance(answer.cursor);
    m_skipsBacklog = m_skipsBacklog && answer.hasMore;
    m_poll.succeeded(m_now, m_position.cursor() != before);

    if (hasRecovered && m_socket == SocketState::Idle) {
        m_failures = 0;
        keepEarlier(m_retryAt, m_now + m_rules.backOff.wait(0, m_random()));
    }
}

void ConnectionMachine::pollFailed(const HttpAnswer &answer)
{
    const auto asked = std::min(answer.retryAfter.value_or(0ms), longestRetryAfter);
    m_poll.failed(m_now, asked + m_rules.backOff.wait(m_poll.failures(), m_random()));
    if (m_state == ConnectionState::Polling)
        setState(ConnectionState::Connecting);
    report(Transport::Polling,
           answer.status == 0 ? "a poll had no answer" : "a poll was answered with " + std::to_string(answer.status));
}

/// 401 or 403 over HTTP, and there is no better token. A proxy may answer so too, and a caller that may only send
/// cannot poll: a WebSocket that opens proves the token good.
void ConnectionMachine::refuseToken(int status, const std::string &body)
{
    report(Transport::Polling, "the token was refused with " + std::to_string(status));
    m_refusal = m_decoder.decodeProblem(status, body).error;
    stopPolling();
    if (m_state == ConnectionState::Polling)
        setState(ConnectionState::Connecting);
    if (m_socket == SocketState::Open)
        fail(*std::exchange(m_refusal, std::nullopt));
    else if (m_socket == SocketState::Idle)
        openSocket();
}

void ConnectionMachine::receive(Message message)
{
    if (!m_position.take(message.id))
        return;
    if (message.type == "sync.force") {
        const auto notice = m_decoder.decodeForce(message.payload);
        const bool hasReason = notice && !notice->reason.empty();
        scheduleResync(hasReason ? notice->reason : "force", notice ? notice->spread : 0ms);
    } else if (!isReservedType(message.type)) {
        m_effects.push_back(Deliver{std::move(message)});
    }
}

void ConnectionMachine::restartFrom(const std::string &cursor)
{
    m_position.restart(cursor);
    scheduleResync("reset", 0ms);
}

/// One that is due earlier makes up for a later one: whoever fetches everything anew does it for both.
void ConnectionMachine::scheduleResync(std::string reason, milliseconds spread)
{
    const auto due = m_now + BackOff::scaled(spread, m_random());
    if (m_resync && m_resync->due <= due)
        return;
    m_resync = PendingResync{due, std::move(reason), spread};
    if (spread == 0ms) {
        m_effects.push_back(Resync{std::move(m_resync->reason), spread});
        m_resync.reset();
    }
}

Sender::Route ConnectionMachine::route() const
{
    switch (m_state) {
    case ConnectionState::WebSocket:
        return Sender::Route::WebSocket;
    case ConnectionState::Polling:
        return Sender::Route::Http;
    default:
        return Sender::Route::None;
    }
}

void ConnectionMachine::report(Transport transport, std::string text)
{
    m_effects.push_back(Problem{transport, std::move(text)});
}

} // namespace relais::client
