// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/connectionmanager.h"

#include "common/client/connectionmachine.h"
#include "common/client/endpoints.h"
#include "common/client/httpexchange.h"
#include "common/client/tokensource.h"
#include "common/client/websocketlink.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/messagecodec.h"

#include <algorithm>
#include <deque>

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QNetworkAccessManager>
#include <QNetworkInformation>
#include <QRandomGenerator>
#include <QTimer>
#include <QUuid>

namespace relais::client {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

Q_LOGGING_CATEGORY(log, "relais.client", QtInfoMsg)

// A page of the server's is a mebibyte by default, and one message at least.
constexpr qint64 maximumAnswerBytes = 16 * 1024 * 1024;
// Of a payload: what the parser reads. The server's own bound may be any below.
constexpr int maximumDepth = 1000;
// A timer for longer would overflow; it is set anew when it fires.
constexpr milliseconds longestTimer = 1h;
// By so much the wall clock runs ahead of the monotonic one only when the machine slept, or was set.
constexpr milliseconds clockJump = 5s;

QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::size_t toSize(qsizetype size)
{
    return static_cast<std::size_t>(std::max<qsizetype>(size, 0));
}

ConnectionRules rulesOf(const ConnectionOptions &options)
{
    ConnectionRules rules;
    rules.pollingInterval = options.pollingInterval;
    rules.maxReconnectAttempts = options.maxReconnectAttempts;
    rules.connectionTimeout = options.connectionTimeout;
    rules.fallbackDelay = options.fallbackDelay;
    rules.backOff.longest = options.longestBackOff;
    rules.canRenewToken = static_cast<bool>(options.tokenProvider);
    rules.cursor = options.cursor.toStdString();
    rules.maximumMessageBytes = toSize(options.maximumMessageBytes);
    rules.outbox = {toSize(options.outboxMessages), toSize(options.outboxBytes), options.idempotencyLifetime};
    return rules;
}

/// Wall clock and monotonic clock at one moment.
struct ClockReading {
    UnixTime wall = SystemClock().now();
    MonotonicTime monotonic = SystemClock().monotonic();
};

} // namespace

class ConnectionManager::Private {
public:
    Private(ConnectionManager &manager, ConnectionOptions connectionOptions);

    void run(Effects effects);
    void drain();
    void arm();
    void onTimer();
    void watchNetwork();
    static MonotonicTime now() { return SystemClock().monotonic(); }

    // An effect each.
    void perform(StateChanged &effect);
    void perform(OpenSocket &effect);
    void perform(CloseSocket &effect);
    void perform(SendText &effect);
    void perform(StartPoll &effect);
    void perform(AbortPoll &effect);
    void perform(StartPost &effect);
    void perform(AbortPost &effect);
    void perform(Deliver &effect);
    void perform(Resync &effect);
    void perform(Watched &effect);
    void perform(Sent &effect);
    void perform(SendFailed &effect);
    void perform(Problem &effect);

    ConnectionManager &q;
    const ConnectionOptions options;
    const Result<Endpoints> endpoints;
    MessageDecoder decoder; ///< judges what is sent as the server would
    ConnectionMachine machine;
    TokenSource tokens;
    // The manager's children, so that they move to another thread with it.
    QNetworkAccessManager network;
    WebSocketLink socket;
    HttpExchange pollExchange;
    HttpExchange postExchange;
    // What is begun waits for a token first. Each is replaced when its request is dropped, so that a late token finds
    // nobody.
    std::unique_ptr<QObject> socketAttempt;
    std::unique_ptr<QObject> pollAttempt;
    std::unique_ptr<QObject> postAttempt;

    QTimer timer;
    MonotonicTime timerDue;
    ClockReading armedAt;

    // A slot may cause further effects while one is performed: they queue up behind.
    std::deque<Effect> queue;
    bool isDraining = false;
    ConnectionState state = ConnectionState::Stopped; ///< as the application has been told
    std::optional<Error> error;
    std::string cursor; ///< up to what the application has been given
};

ConnectionManager::Private::Private(ConnectionManager &manager, ConnectionOptions connectionOptions)
    : q(manager)
    , options(std::move(connectionOptions))
    , endpoints(Endpoints::from(options.websocketUrl, options.pollingUrl, options.userId))
    , decoder({.maximumBytes = toSize(options.maximumMessageBytes), .maximumDepth = maximumDepth})
    , machine(rulesOf(options), [] { return QRandomGenerator::global()->generateDouble(); })
    , tokens(options.tokenProvider)
    , network(&manager)
    , socket(options.maximumMessageBytes, &manager)
    , pollExchange(network, maximumAnswerBytes, &manager)
    , postExchange(network, maximumAnswerBytes, &manager)
    , timer(&manager)
    , cursor(machine.cursor())
{
    timer.setSingleShot(true);
    timer.setTimerType(Qt::PreciseTimer); // a coarse one fires too early, by up to a second here
    QObject::connect(&timer, &QTimer::timeout, &q, [this] { onTimer(); });
    QObject::connect(&socket, &WebSocketLink::textReceived, &q, [this](const QByteArray &text) {
        run(machine.socketText({text.data(), toSize(text.size())}, now()));
    });
    QObject::connect(&socket, &WebSocketLink::closed, &q,
                     [this](int code) { run(machine.socketClosed(code, now())); });
    QObject::connect(&pollExchange, &HttpExchange::answered, &q,
                     [this](const HttpAnswer &answer) { run(machine.pollAnswered(answer, now())); });
    QObject::connect(&postExchange, &HttpExchange::answered, &q,
                     [this](const HttpAnswer &answer) { run(machine.postAnswered(answer, now())); });
}

void ConnectionManager::Private::run(Effects effects)
{
    std::ranges::move(effects, std::back_inserter(queue));
    if (!isDraining)
        drain();
}

void ConnectionManager::Private::drain()
{
    isDraining = true;
    while (!queue.empty()) {
        auto effect = std::move(queue.front());
        queue.pop_front();
        std::visit([this](auto &one) { perform(one); }, effect);
    }
    isDraining = false;
    cursor = machine.cursor();
    arm();
}

/// The one timer, for the machine's next deadline. One that fires too early does no harm and is set again, so that
/// traffic, which moves the deadline away, does not set it for each message.
void ConnectionManager::Private::arm()
{
    const auto deadline = machine.deadline();
    if (!deadline) {
        timer.stop();
        return;
    }
    if (timer.isActive() && timerDue <= *deadline)
        return;
    armedAt = {};
    timerDue = std::min(*deadline, armedAt.monotonic + longestTimer);
    timer.start(std::max(std::chrono::ceil<milliseconds>(timerDue - armedAt.monotonic), 0ms));
}

void ConnectionManager::Private::onTimer()
{
    const ClockReading fired;
    const auto jump
        = (fired.wall - armedAt.wall) - std::chrono::duration_cast<milliseconds>(fired.monotonic - armedAt.monotonic);
    if (jump > clockJump)
        run(machine.wake(fired.monotonic));
    run(machine.tick(fired.monotonic));
}

void ConnectionManager::Private::watchNetwork()
{
    if (!options.watchNetwork)
        return;
    if (!QNetworkInformation::instance() && !QNetworkInformation::loadDefaultBackend())
        return; // there is none for this system
    auto *const information = QNetworkInformation::instance();
    QObject::connect(information, &QNetworkInformation::reachabilityChanged, &q,
                     [this](QNetworkInformation::Reachability reachability) {
                         if (reachability != QNetworkInformation::Reachability::Disconnected)
                             q.wake();
                     });
    QObject::connect(information, &QNetworkInformation::transportMediumChanged, &q, [this] { q.wake(); });
}

void ConnectionManager::Private::perform(StateChanged &effect)
{
    state = effect.state;
    error = effect.error;
    qCDebug(log) << "state" << static_cast<int>(state);
    Q_EMIT q.stateChanged(effect.state);
    if (effect.error)
        Q_EMIT q.failed(*effect.error);
}

void ConnectionManager::Private::perform(OpenSocket &effect)
{
    socketAttempt = std::make_unique<QObject>();
    tokens.ask(effect.token, socketAttempt.get(),
               [this, since = toQString(effect.since)](const std::optional<QByteArray> &token) {
                   if (!token) {
                       run(machine.socketClosed(1006, now()));
                       return;
                   }
                   const auto &url = endpoints->webSocket;
                   socket.open(since.isEmpty() ? url : withParameter(url, u"since"_s, since), *token);
               });
}

void ConnectionManager::Private::perform(CloseSocket &)
{
    socketAttempt.reset();
    socket.drop();
}

void ConnectionManager::Private::perform(SendText &effect)
{
    socket.sendText(QByteArray::fromStdString(effect.text));
}

void ConnectionManager::Private::perform(StartPoll &effect)
{
    auto url = endpoints->poll;
    if (!effect.since.empty())
        url = withParameter(url, u"since"_s, toQString(effect.since));
    if (effect.wait > 0ms)
        url = withParameter(url, u"wait"_s, QString::number(static_cast<double>(effect.wait.count()) / 1000, 'f', 3));
    url = withParameter(url, u"limit"_s, QString::number(effect.limit));
    pollAttempt = std::make_unique<QObject>();
    tokens.ask(effect.token, pollAttempt.get(), [this, url](const std::optional<QByteArray> &token) {
        if (token)
            pollExchange.get(url, *token);
        else
            run(machine.pollAnswered({}, now()));
    });
}

void ConnectionManager::Private::perform(AbortPoll &)
{
    pollAttempt.reset();
    pollExchange.abort();
}

void ConnectionManager::Private::perform(StartPost &effect)
{
    postAttempt = std::make_unique<QObject>();
    tokens.ask(effect.token, postAttempt.get(),
               [this, key = QByteArray::fromStdString(effect.key),
                body = QByteArray::fromStdString(effect.body)](const std::optional<QByteArray> &token) {
                   if (token)
                       postExchange.post(endpoints->send, body, key, *token);
                   else
                       run(machine.postAnswered({}, now()));
               });
}

void ConnectionManager::Private::perform(AbortPost &)
{
    postAttempt.reset();
    postExchange.abort();
}

void ConnectionManager::Private::perform(Deliver &effect)
{
    cursor = effect.message.id.toString();
    Q_EMIT q.messageReceived(effect.message);
}

void ConnectionManager::Private::perform(Resync &effect)
{
    Q_EMIT q.resyncRequired(toQString(effect.reason), effect.spread);
}

void ConnectionManager::Private::perform(Watched &effect)
{
    Q_EMIT q.watched(toQString(effect.type), QByteArray::fromStdString(effect.payload));
}

void ConnectionManager::Private::perform(Sent &effect)
{
    Q_EMIT q.sent(effect.handle, toQString(effect.id.toString()), effect.isDuplicate);
}

void ConnectionManager::Private::perform(SendFailed &effect)
{
    Q_EMIT q.sendFailed(effect.handle, effect.error);
}

void ConnectionManager::Private::perform(Problem &effect)
{
    const auto text = toQString(effect.text);
    qCInfo(log).noquote() << text;
    Q_EMIT q.problemOccurred(effect.transport, text);
}

ConnectionManager::ConnectionManager(ConnectionOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(options)))
{
    d->watchNetwork();
}

ConnectionManager::~ConnectionManager() = default;

ConnectionState ConnectionManager::state() const
{
    return d->state;
}

std::optional<Error> ConnectionManager::error() const
{
    return d->error;
}

QString ConnectionManager::cursor() const
{
    return toQString(d->cursor);
}

Result<SendHandle> ConnectionManager::send(const QString &type, const QJsonValue &payload, const SendOptions &options)
{
    // QJsonDocument writes arrays and objects only, so the value is written within an array.
    const auto array = QJsonDocument(QJsonArray{payload}).toJson(QJsonDocument::Compact);
    return sendJson(type, array.sliced(1, array.size() - 2), options);
}

Result<SendHandle> ConnectionManager::sendJson(const QString &type, const QByteArray &payload,
                                               const SendOptions &options)
{
    auto key = options.idempotencyKey;
    if (key.isEmpty())
        key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    // By itself first, so that nothing behind its end is taken for a member of the message.
    if (const auto fault = JsonScanner({payload.data(), toSize(payload.size())}, maximumDepth).scan()) {
        const auto code
            = fault->kind == JsonFault::Kind::TooDeep ? ErrorCode::NestingTooDeep : ErrorCode::InvalidJson;
        return Error{code, fault->detail, fault->path, fault->line, fault->column};
    }
    std::string frame
        = "{\"type\":" + jsonString(type.toStdString()) + ",\"idempotencyKey\":" + jsonString(key.toStdString());
    if (!options.userId.isEmpty())
        frame += ",\"userId\":" + jsonString(options.userId.toStdString());
    frame += ",\"payload\":" + payload.toStdString() + '}';
    auto decoded = d->decoder.decodeFrame(frame);
    if (auto *const refused = std::get_if<FrameError>(&decoded))
        return std::move(refused->error);
    auto *const request = std::get_if<SendRequest>(&std::get<ClientFrame>(decoded));
    if (!request)
        return Error{ErrorCode::ReservedType, "types that begin with \"sync.\" are the server's own", "type"};
    auto handle = d->machine.send(std::move(*request), key.toStdString());
    if (handle)
        d->run(d->machine.flush(Private::now()));
    return handle;
}

void ConnectionManager::setWatch(const QJsonObject &watch)
{
    std::string frame;
    if (!watch.isEmpty())
        frame = QJsonDocument({{u"type"_s, u"sync.watch"_s}, {u"payload"_s, watch}})
                    .toJson(QJsonDocument::Compact)
                    .toStdString();
    d->run(d->machine.watch(std::move(frame), Private::now()));
}

std::optional<milliseconds> ConnectionManager::untilNextAttempt() const
{
    const auto next = d->machine.nextAttempt();
    if (!next)
        return std::nullopt;
    return std::max(std::chrono::ceil<milliseconds>(*next - Private::now()), 0ms);
}

qsizetype ConnectionManager::unacknowledged() const
{
    return static_cast<qsizetype>(d->machine.outbox().size());
}

void ConnectionManager::start()
{
    if (d->endpoints)
        d->run(d->machine.start(Private::now()));
    else
        d->run({StateChanged{ConnectionState::Failed, d->endpoints.error()}});
}

void ConnectionManager::stop()
{
    d->run(d->machine.stop(Private::now()));
}

void ConnectionManager::wake()
{
    d->run(d->machine.wake(Private::now()));
}

QJsonValue payloadOf(const Message &message)
{
    return QJsonDocument::fromJson('[' + QByteArray::fromStdString(message.payload) + ']').array().at(0);
}

} // namespace relais::client
