// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>

#include <csignal>

#include <QLoggingCategory>
#include <QTest>

#include "common/client/connectionmanager.h"
#include "tests/support/authserver.h"
#include "tests/support/cannedhttpserver.h"
#include "tests/support/clientproxy.h"
#include "tests/support/rununtil.h"
#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::client;
using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QUrl socketUrl(quint16 port)
{
    return QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(port));
}

/// Patient with the WebSocket, so that a busy machine does not look like a slow network, and quick to try again.
ConnectionOptions optionsFor(quint16 port, const QString &user = u"u1"_s)
{
    return {.websocketUrl = socketUrl(port),
            .pollingInterval = 100ms,
            .connectionTimeout = 10s,
            .fallbackDelay = 10s,
            .longestBackOff = 20ms,
            .userId = user,
            .watchNetwork = false};
}

/// A program that uses a ConnectionManager, and remembers all that it was told.
class Application {
public:
    explicit Application(ConnectionOptions options)
        : connection(std::move(options))
    {
        using Manager = ConnectionManager;
        QObject::connect(&connection, &Manager::stateChanged, &connection,
                         [this](ConnectionState state) { states.push_back(state); });
        QObject::connect(&connection, &Manager::messageReceived, &connection, [this](const relais::Message &message) {
            received += ' ' + QByteArray::fromStdString(message.payload);
            isInOrder = isInOrder && (!last || *last < message.id);
            last = message.id;
            cursorIsThere = cursorIsThere && connection.cursor().toStdString() == message.id.toString();
        });
        QObject::connect(&connection, &Manager::resyncRequired, &connection,
                         [this](const QString &reason) { resyncs.push_back(reason); });
        QObject::connect(&connection, &Manager::sent, &connection,
                         [this](SendHandle handle, const QString &, bool isDuplicate) {
                             acknowledged.push_back(handle);
                             duplicates += isDuplicate;
                         });
        QObject::connect(
            &connection, &Manager::sendFailed, &connection,
            [this](SendHandle handle, const relais::Error &error) { refused.emplace_back(handle, error.code); });
        QObject::connect(&connection, &Manager::failed, &connection,
                         [this](const relais::Error &error) { failure = error; });
    }

    bool reaches(ConnectionState state)
    {
        return runUntil([&] { return connection.state() == state; });
    }
    bool startAndReach(ConnectionState state)
    {
        connection.start();
        return reaches(state);
    }
    /// The payloads so far, `1 2 3`, are these, now or soon.
    bool receives(const QByteArray &payloads)
    {
        return runUntil([&] { return received == ' ' + payloads; });
    }

    ConnectionManager connection;
    QByteArray received;
    bool isInOrder = true;
    bool cursorIsThere = true; ///< cursor() was that of the message in each messageReceived()
    std::optional<relais::MessageId> last;
    QStringList resyncs;
    std::vector<ConnectionState> states;
    std::vector<SendHandle> acknowledged;
    int duplicates = 0;
    std::vector<std::pair<SendHandle, relais::ErrorCode>> refused;
    std::optional<relais::Error> failure;
};

QByteArray numbers(int first, int last)
{
    QByteArray text;
    for (int number = first; number <= last; ++number)
        text += (text.isEmpty() ? "" : " ") + QByteArray::number(number);
    return text;
}

} // namespace

class TestConnectionManager : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"relais.client=false"_s); }
    void init() { m_server = std::make_unique<ServerProcess>(); }
    void cleanup() { m_server.reset(); }

    void theWebSocketDeliversAndNoPollRunsBesideIt();
    void pollsTakeOverWhereWebSocketsAreBlockedAndGiveWayAgain();
    void aSlowWebSocketIsNotWaitedFor();
    void anApplicationGoesOnFromTheCursorItKept();
    void aServerThatForgotEverythingIsToldAsReset();
    void aForcedResyncIsToldAndNotDelivered();
    void allClientsOfAUserGetEveryMessage();
    void whatIsSentDuringAnOutageArrivesOnceAndInOrder();
    void whatIsSentWhilePollingArrivesOnceAndInOrder();
    void aSendWhoseAcknowledgementWasLostArrivesOnce();
    void aSendThatTheServerRefusesFailsAlone();
    void whatCanNotBeSentIsSaidAtOnce();
    void aWebSocketThatSaysNothingIsGivenUp();
    void theProviderIsAskedOnEachAttempt();
    void aTokenThatIsRefusedIsAskedForAnew();
    void aTokenThatStaysRefusedIsTheEnd();
    void aRevokedUserIsNotReconnected();
    void aProviderWithoutATokenIsAskedAgain();
    void aTokenGoesNowhereElse();
    void aServerThatRestartsIsToldFromOneThatBreaksTheProtocol();
    void anEndlessAnswerIsCut();
    void unusableOptionsAreSaid();
    void stopAndStartLoseNothing();

private:
    quint16 port() const { return m_server->port(); }
    void publish(int first, int last, const QByteArray &user = "u1")
    {
        HttpClient publisher(port());
        for (int number = first; number <= last; ++number)
            sendMessage(publisher, QByteArray::number(number), user);
    }
    void restartServer()
    {
        const auto samePort = QString::number(port());
        m_server.reset();
        m_server = std::make_unique<ServerProcess>(std::vector<const char *>{},
                                                   ProcessOptions{.arguments = {u"--port"_s, samePort}});
    }

    std::unique_ptr<ServerProcess> m_server;
};

void TestConnectionManager::theWebSocketDeliversAndNoPollRunsBesideIt()
{
    ClientProxy proxy(port());
    Application application(optionsFor(proxy.port()));
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    for (int number = 1; number <= 20; ++number) {
        publish(number, number);
        QVERIFY(application.receives(numbers(1, number)));
    }
    QCOMPARE(proxy.polls(), 0);
    QCOMPARE(proxy.upgrades(), 1);
    QVERIFY(application.isInOrder && application.cursorIsThere);
    QVERIFY(application.resyncs.isEmpty());
    QCOMPARE(application.states, (std::vector{ConnectionState::Connecting, ConnectionState::WebSocket}));
}

void TestConnectionManager::pollsTakeOverWhereWebSocketsAreBlockedAndGiveWayAgain()
{
    ClientProxy proxy(port());
    proxy.setBlocksWebSockets(true);
    Application application(optionsFor(proxy.port()));
    QVERIFY(application.startAndReach(ConnectionState::Polling));
    int number = 0;
    for (int round = 0; round < 3; ++round) {
        publish(number + 1, number + 10);
        number += 10;
        QVERIFY(application.receives(numbers(1, number)));
        QCOMPARE(application.connection.state(), ConnectionState::Polling);

        // More comes while the one takes over from the other.
        proxy.setBlocksWebSockets(false);
        QVERIFY(runUntil([&] {
            publish(number + 1, number + 1);
            ++number;
            return application.connection.state() == ConnectionState::WebSocket;
        }));
        // A poll that was on its way when it was aborted has arrived by now.
        QVERIFY(application.receives(numbers(1, number)));
        const int polls = proxy.polls();
        publish(number + 1, number + 10);
        number += 10;
        QVERIFY(application.receives(numbers(1, number)));
        QCOMPARE(proxy.polls(), polls);

        proxy.setBlocksWebSockets(true);
        proxy.cut();
        publish(number + 1, number + 10);
        number += 10;
        QVERIFY(application.reaches(ConnectionState::Polling));
        QVERIFY(application.receives(numbers(1, number)));
    }
    QVERIFY(application.isInOrder && application.cursorIsThere);
    QVERIFY(application.resyncs.isEmpty());
}

void TestConnectionManager::aSlowWebSocketIsNotWaitedFor()
{
    // Nobody ever answers the upgrade, but polls are.
    CannedHttpServer silent;
    silent.neverAnswer();
    auto options = optionsFor(static_cast<quint16>(silent.url().port()));
    options.pollingUrl = QUrl(u"http://127.0.0.1:%1/api/sync/poll"_s.arg(port()));
    options.fallbackDelay = 20ms;
    Application application(options);
    QVERIFY(application.startAndReach(ConnectionState::Polling));
    publish(1, 3);
    QVERIFY(application.receives(numbers(1, 3)));
    QCOMPARE(silent.requests(), 1);
}

void TestConnectionManager::anApplicationGoesOnFromTheCursorItKept()
{
    auto options = optionsFor(port());
    {
        Application application(options);
        QVERIFY(application.startAndReach(ConnectionState::WebSocket));
        publish(1, 2);
        QVERIFY(application.receives("1 2"));
        options.cursor = application.connection.cursor();
    }
    publish(3, 4);
    Application again(options);
    again.connection.start();
    QVERIFY(again.receives("3 4"));
    QVERIFY(again.resyncs.isEmpty());

    options.cursor = u"0"_s;
    Application fromTheBeginning(options);
    fromTheBeginning.connection.start();
    QVERIFY(fromTheBeginning.receives("1 2 3 4"));
    QVERIFY(fromTheBeginning.resyncs.isEmpty());
}

void TestConnectionManager::aServerThatForgotEverythingIsToldAsReset()
{
    Application application(optionsFor(port()));
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    publish(1, 2);
    QVERIFY(application.receives("1 2"));
    restartServer();
    QVERIFY(runUntil([&] { return application.resyncs == QStringList{u"reset"_s}; }));
    QVERIFY(application.reaches(ConnectionState::WebSocket));
    publish(3, 4);
    QVERIFY(application.receives("1 2 3 4"));
    QCOMPARE(application.resyncs.size(), 1);
}

void TestConnectionManager::aForcedResyncIsToldAndNotDelivered()
{
    Application application(optionsFor(port()));
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    HttpClient admin(port());
    QCOMPARE(admin.post("/api/sync/force", R"({"userId":"u1","reason":"new prices","spreadMs":30})").status, 200);
    QCOMPARE(admin.post("/api/sync/force", R"({"userId":"u2","reason":"not ours","spreadMs":0})").status, 200);
    publish(1, 1);
    QVERIFY(application.receives("1"));
    QVERIFY(runUntil([&] { return application.resyncs == QStringList{u"new prices"_s}; }));
    QCOMPARE(admin.post("/api/sync/force", R"({"spreadMs":0})").status, 200);
    QVERIFY(runUntil([&] { return application.resyncs == QStringList({u"new prices"_s, u"force"_s}); }));
    QCOMPARE(application.received, " 1"_ba);
}

void TestConnectionManager::allClientsOfAUserGetEveryMessage()
{
    ClientProxy proxy(port());
    proxy.setBlocksWebSockets(true);
    Application tab(optionsFor(port()));
    Application phone(optionsFor(port()));
    Application behindAProxy(optionsFor(proxy.port()));
    Application stranger(optionsFor(port(), u"u2"_s));
    QVERIFY(tab.startAndReach(ConnectionState::WebSocket));
    QVERIFY(phone.startAndReach(ConnectionState::WebSocket));
    QVERIFY(stranger.startAndReach(ConnectionState::WebSocket));
    QVERIFY(behindAProxy.startAndReach(ConnectionState::Polling));
    publish(1, 3);
    QVERIFY(tab.connection.send(u"note"_s, 4, {.userId = u"u1"_s}));
    for (Application *each : {&tab, &phone, &behindAProxy})
        QVERIFY(each->receives("1 2 3 4"));
    publish(5, 5, "u2");
    QVERIFY(stranger.receives("5"));
}

void TestConnectionManager::whatIsSentDuringAnOutageArrivesOnceAndInOrder()
{
    ClientProxy proxy(port());
    Application sender(optionsFor(proxy.port(), u"sender"_s));
    Application reader(optionsFor(port()));
    QVERIFY(reader.startAndReach(ConnectionState::WebSocket));
    QVERIFY(sender.startAndReach(ConnectionState::WebSocket));
    proxy.down();
    QVERIFY(sender.reaches(ConnectionState::Connecting));
    for (int number = 1; number <= 100; ++number)
        QVERIFY(sender.connection.send(u"note"_s, number, {.userId = u"u1"_s}));
    QCOMPARE(sender.connection.unacknowledged(), 100);
    proxy.up();
    QVERIFY(reader.receives(numbers(1, 100)));
    QVERIFY(runUntil([&] { return sender.acknowledged.size() == 100; }));
    QVERIFY(std::ranges::is_sorted(sender.acknowledged));
    QCOMPARE(sender.connection.unacknowledged(), 0);
    QCOMPARE(sender.duplicates, 0);
}

void TestConnectionManager::whatIsSentWhilePollingArrivesOnceAndInOrder()
{
    ClientProxy proxy(port());
    proxy.setBlocksWebSockets(true);
    Application sender(optionsFor(proxy.port(), u"sender"_s));
    Application reader(optionsFor(port()));
    QVERIFY(reader.startAndReach(ConnectionState::WebSocket));
    for (int number = 1; number <= 20; ++number)
        QVERIFY(sender.connection.send(u"note"_s, number, {.userId = u"u1"_s}));
    sender.connection.start();
    QVERIFY(reader.receives(numbers(1, 20)));
    QVERIFY(runUntil([&] { return sender.acknowledged.size() == 20; }));
}

void TestConnectionManager::aSendWhoseAcknowledgementWasLostArrivesOnce()
{
    ClientProxy proxy(port());
    Application sender(optionsFor(proxy.port(), u"sender"_s));
    Application reader(optionsFor(port()));
    QVERIFY(reader.startAndReach(ConnectionState::WebSocket));
    QVERIFY(sender.startAndReach(ConnectionState::WebSocket));
    proxy.silenceServer();
    for (int number = 1; number <= 3; ++number)
        QVERIFY(sender.connection.send(u"note"_s, number, {.userId = u"u1"_s}));
    QVERIFY(reader.receives("1 2 3"));
    QVERIFY(sender.acknowledged.empty());
    proxy.cut();
    QVERIFY(sender.connection.send(u"note"_s, 4, {.userId = u"u1"_s}));
    QVERIFY(runUntil([&] { return sender.acknowledged.size() == 4; }));
    QCOMPARE(sender.duplicates, 3);
    QVERIFY(reader.receives("1 2 3 4"));
}

void TestConnectionManager::aSendThatTheServerRefusesFailsAlone()
{
    ServerProcess strict({"types.allow=note"});
    for (const bool blocksWebSockets : {false, true}) {
        ClientProxy proxy(strict.port());
        proxy.setBlocksWebSockets(blocksWebSockets);
        Application sender(optionsFor(proxy.port()));
        const auto first = sender.connection.send(u"note"_s, 1);
        const auto second = sender.connection.send(u"other"_s, 2);
        const auto third = sender.connection.send(u"note"_s, 3);
        sender.connection.start();
        QVERIFY(runUntil([&] { return sender.connection.unacknowledged() == 0; }));
        QCOMPARE(sender.acknowledged, (std::vector{*first, *third}));
        QCOMPARE(sender.refused.size(), 1U);
        QVERIFY(sender.refused.front() == std::pair(*second, relais::ErrorCode::TypeNotAllowed));
    }
}

void TestConnectionManager::whatCanNotBeSentIsSaidAtOnce()
{
    using relais::ErrorCode;
    auto options = optionsFor(port());
    options.outboxMessages = 2;
    Application application(options);
    auto &connection = application.connection;
    QCOMPARE(connection.send(u"Not a type"_s, 1).error().code, ErrorCode::InvalidType);
    QCOMPARE(connection.send(u"sync.force"_s, 1).error().code, ErrorCode::ReservedType);
    QCOMPARE(connection.send(u"sync.ping"_s, 1).error().code, ErrorCode::ReservedType);
    QCOMPARE(connection.sendJson(u"note"_s, "{").error().code, ErrorCode::InvalidJson);
    QCOMPARE(connection.sendJson(u"note"_s, R"(1,"userId":"u2")").error().code, ErrorCode::InvalidJson);
    QCOMPARE(connection.send(u"note"_s, 1, {.userId = u" "_s}).error().code, ErrorCode::InvalidUser);
    QCOMPARE(connection.send(u"note"_s, 1, {.idempotencyKey = u"a b"_s}).error().code, ErrorCode::InvalidField);
    QCOMPARE(connection.send(u"note"_s, QString(2'000'000, u'x')).error().code, ErrorCode::PayloadTooLarge);
    QVERIFY(connection.send(u"note"_s, 1));
    QVERIFY(connection.send(u"note"_s, 2));
    QCOMPARE(connection.send(u"note"_s, 3).error().code, ErrorCode::Overloaded);
    QCOMPARE(connection.unacknowledged(), 2);
}

void TestConnectionManager::aWebSocketThatSaysNothingIsGivenUp()
{
    ServerProcess quick({"websocket.heartbeat=1s"});
    ClientProxy proxy(quick.port());
    auto options = optionsFor(proxy.port());
    options.connectionTimeout = 1s;
    Application application(options);
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    proxy.stall();
    HttpClient publisher(quick.port());
    sendMessage(publisher, "1", "u1");
    QVERIFY(application.receives("1"));
    QVERIFY(proxy.upgrades() > 1);
    QVERIFY(application.resyncs.isEmpty());
}

void TestConnectionManager::theProviderIsAskedOnEachAttempt()
{
    AuthServer server;
    auto options = optionsFor(server.port(), {});
    int asked = 0;
    options.tokenProvider = [&](const TokenRequest &, const TokenReply &reply) {
        ++asked;
        reply(server.token({.subject = "u1", .roles = "user"}));
    };
    Application application(options);
    for (int attempt = 1; attempt <= 3; ++attempt) {
        QVERIFY(application.startAndReach(ConnectionState::WebSocket));
        QCOMPARE(asked, attempt);
        application.connection.stop();
    }
    QVERIFY(!application.failure);
}

void TestConnectionManager::aTokenThatIsRefusedIsAskedForAnew()
{
    AuthServer server;
    auto options = optionsFor(server.port(), {});
    int renewals = 0;
    options.tokenProvider = [&](const TokenRequest &request, const TokenReply &reply) {
        renewals += request.wasRefused;
        const bool isGood = renewals > 0;
        reply(server.token({.subject = "u1", .roles = "user", .secondsToLive = isGood ? 3600 : -3600}));
    };
    Application application(options);
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    QCOMPARE(renewals, 1);
    QVERIFY(application.connection.send(u"note"_s, 1));
    QVERIFY(application.receives("1"));
    QVERIFY(!application.failure);
}

void TestConnectionManager::aTokenThatStaysRefusedIsTheEnd()
{
    AuthServer server;
    auto options = optionsFor(server.port(), {});
    int asked = 0;
    options.tokenProvider = [&](const TokenRequest &, const TokenReply &reply) {
        ++asked;
        reply("nonsense");
    };
    Application application(options);
    QVERIFY(application.startAndReach(ConnectionState::Failed));
    QVERIFY(application.failure);
    QCOMPARE(application.failure->code, relais::ErrorCode::Unauthorized);
    QVERIFY(application.connection.error().has_value());
    const int before = asked;
    QVERIFY(application.startAndReach(ConnectionState::Failed)); // once more, and not by itself
    QVERIFY(asked > before);
}

void TestConnectionManager::aRevokedUserIsNotReconnected()
{
    AuthServer server;
    auto options = optionsFor(server.port(), {});
    options.tokenProvider = [&](const TokenRequest &, const TokenReply &reply) {
        reply(server.token({.subject = "banned", .roles = "user"}));
    };
    Application application(options);
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    server.keys({u"revoke-user"_s, u"banned"_s});
    QVERIFY(application.reaches(ConnectionState::Failed));
    QCOMPARE(application.failure->code, relais::ErrorCode::Unauthorized);
    QVERIFY(QByteArray::fromStdString(application.failure->detail).contains("4001"));
}

void TestConnectionManager::aProviderWithoutATokenIsAskedAgain()
{
    AuthServer server;
    auto options = optionsFor(server.port(), {});
    int asked = 0;
    std::vector<TokenReply> kept;
    options.tokenProvider = [&](const TokenRequest &, const TokenReply &reply) {
        if (++asked < 4)
            reply({});
        else
            kept.push_back(reply); // the answer comes later
    };
    Application application(options);
    application.connection.start();
    QVERIFY(runUntil([&] { return !kept.empty(); }));
    QVERIFY(application.connection.state() == ConnectionState::Connecting);
    const auto token = server.token({.subject = "u1", .roles = "user"});
    QVERIFY(runUntil([&] {
        for (const auto &reply : std::exchange(kept, {})) {
            reply(token);
            reply(token); // a second call does nothing
        }
        return application.connection.state() == ConnectionState::WebSocket;
    }));
}

void TestConnectionManager::aTokenGoesNowhereElse()
{
    CannedHttpServer elsewhere;
    elsewhere.answerWith("{}");
    CannedHttpServer redirecting;
    redirecting.answerRaw("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere.url().toEncoded()
                          + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    auto options = optionsFor(static_cast<quint16>(redirecting.url().port()));
    options.tokenProvider = [](const TokenRequest &, const TokenReply &reply) {
        reply("a.secret.token");
    };
    QByteArray said;
    Application application(options);
    QObject::connect(&application.connection, &ConnectionManager::problemOccurred, &application.connection,
                     [&](Transport, const QString &text) { said += text.toUtf8(); });
    application.connection.start();
    QVERIFY(runUntil([&] { return redirecting.requests() > 5; }));
    QVERIFY(redirecting.lastRequest().contains("Authorization: Bearer a.secret.token"));
    QVERIFY(!redirecting.lastRequest().split('\r').front().contains("secret"));
    QCOMPARE(elsewhere.requests(), 0);
    QVERIFY(!said.isEmpty() && !said.contains("secret"));
    QVERIFY(!application.failure);
}

void TestConnectionManager::aServerThatRestartsIsToldFromOneThatBreaksTheProtocol()
{
    // It is what spreads the clients over the server's window; Qt's own word for it is 1002.
    Application application(optionsFor(port()));
    QByteArray said;
    QObject::connect(&application.connection, &ConnectionManager::problemOccurred, &application.connection,
                     [&](Transport, const QString &text) { said += text.toUtf8() + '\n'; });
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    m_server->sendSignal(SIGTERM);
    QVERIFY(runUntil([&] { return !said.isEmpty(); }));
    QVERIFY2(said.startsWith("the WebSocket was closed with 1012\n"), said.constData());
    QCOMPARE(m_server->waitForExit(), 0);
}

void TestConnectionManager::anEndlessAnswerIsCut()
{
    CannedHttpServer endless;
    endless.answerEndlessly("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", QByteArray(65536, '['));
    Application application(optionsFor(static_cast<quint16>(endless.url().port())));
    application.connection.start();
    QVERIFY(runUntil([&] { return endless.requests() > 3; }));
    QVERIFY(runUntil([&] { return endless.endlessBytes() > 32 * 1024 * 1024; }));
    QVERIFY(application.connection.state() == ConnectionState::Connecting);
    application.connection.stop();
    QVERIFY(runUntil([&] { return !endless.isConnected(); }));
}

void TestConnectionManager::unusableOptionsAreSaid()
{
    Application application(ConnectionOptions{.websocketUrl = QUrl(u"gopher://127.0.0.1"_s)});
    QVERIFY(application.startAndReach(ConnectionState::Failed));
    QCOMPARE(application.failure->code, relais::ErrorCode::InvalidParameter);
    QCOMPARE(QByteArray::fromStdString(application.failure->at), "websocketUrl"_ba);
}

void TestConnectionManager::stopAndStartLoseNothing()
{
    Application application(optionsFor(port()));
    QVERIFY(application.startAndReach(ConnectionState::WebSocket));
    for (int round = 0; round < 5; ++round) {
        publish(2 * round + 1, 2 * round + 1);
        application.connection.stop();
        QCOMPARE(application.connection.state(), ConnectionState::Stopped);
        publish(2 * round + 2, 2 * round + 2);
        application.connection.start();
        application.connection.wake();
    }
    QVERIFY(application.receives(numbers(1, 10)));
    QVERIFY(application.isInOrder);
    QVERIFY(application.resyncs.isEmpty());
}

QTEST_GUILESS_MAIN(TestConnectionManager)
#include "tst_connectionmanager.moc"
