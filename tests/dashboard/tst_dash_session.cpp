// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>

#include "dashboard/profiles/connectiontest.h"
#include "dashboard/session/serversession.h"
#include "tests/support/authserver.h"
#include "tests/support/cannedhttpserver.h"
#include "tests/support/clientproxy.h"
#include "tests/support/rununtil.h"
#include "tests/support/serverprocess.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;
using State = SessionStatus::State;

namespace {

ServerAddress addressOf(quint16 port, const QByteArray &token = {})
{
    return {QUrl(u"http://127.0.0.1:%1"_s.arg(port)), token};
}

/// A session, and what it said last.
struct Watcher {
    Watcher()
    {
        QObject::connect(&session, &ServerSession::statusReceived, &session, [this](const ServerStatus &status) {
            last = status;
            ++count;
        });
    }
    bool reaches(State state)
    {
        return runUntil([&] { return session.status().state == state; });
    }
    bool getsFigures()
    {
        const int before = count;
        return runUntil([&] { return count > before && last.hasFigures; });
    }

    SystemClock clock;
    ServerSession session{clock};
    ServerStatus last;
    int count = 0;
};

/// What one request is answered with.
Result<QJsonObject> ask(const ServerAddress &address, const QString &path = u"/api/sync/status"_s)
{
    HttpAdminApi api;
    api.setAddress(address);
    std::optional<Result<QJsonObject>> answer;
    api.get(path, {}, &api, [&](const Result<QJsonObject> &result) { answer = result; });
    if (answer || !runUntil([&] { return answer.has_value(); }))
        return Error{.code = ErrorCode::InternalError, .detail = "answered at once or never"};
    return *answer;
}

} // namespace

class DashSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"relais.client=false"_s); }

    void figuresKeepComing()
    {
        const ServerProcess server;
        Watcher watcher;
        watcher.session.open(addressOf(server.port()));
        QVERIFY(watcher.reaches(State::Connected));
        QCOMPARE(watcher.session.status().transport, client::Transport::WebSocket);
        QVERIFY(watcher.getsFigures());
        // Roles are in an answer over HTTP only, not in what comes over the WebSocket.
        QVERIFY(runUntil([&] { return watcher.last.hasFigures && !watcher.last.roles; }));
        QVERIFY(!watcher.session.status().isStale);
        QVERIFY(!watcher.last.version.isEmpty());
        QVERIFY(watcher.last.figures[Figure::WebSockets] >= 1.0);
    }

    void figuresComeWhereNoWebSocketGetsThrough()
    {
        const ServerProcess server;
        ClientProxy proxy(server.port());
        proxy.setBlocksWebSockets(true);
        Watcher watcher;
        watcher.session.open(addressOf(proxy.port()));
        QVERIFY(watcher.reaches(State::Connected));
        QCOMPARE(watcher.session.status().transport, client::Transport::Polling);
        QVERIFY(watcher.getsFigures());
        QVERIFY(watcher.getsFigures());
        QVERIFY(watcher.last.roles.has_value());
    }

    void anOperatorSeesFiguresWithoutAWebSocketToo()
    {
        // An operator may not read messages, so its polls are refused.
        const AuthServer server;
        ClientProxy proxy(server.port());
        proxy.setBlocksWebSockets(true);
        Watcher watcher;
        watcher.session.open(addressOf(proxy.port(), server.token({"op", "operator"})));
        QVERIFY(watcher.getsFigures());
        QVERIFY(watcher.reaches(State::Connected));
        QCOMPARE(watcher.session.permissions(), (Permissions{true, false, false}));
    }

    void whatAnApiKeyMayDoIsKnown()
    {
        // Nothing in a key says it; its server does.
        const AuthServer server;
        Watcher watcher;
        watcher.session.open(addressOf(server.port(), server.apiKey("console", "operator,publisher")));
        QVERIFY(watcher.getsFigures());
        QVERIFY(runUntil([&] { return watcher.session.permissions() == Permissions{true, true, false}; }));
        QVERIFY(watcher.getsFigures()); // those that follow say nothing of roles
        QCOMPARE(watcher.session.permissions(), (Permissions{true, true, false}));
    }

    void aWrongTokenFailsAndSaysWhy()
    {
        const AuthServer server;
        Watcher watcher;
        watcher.session.open(addressOf(server.port(), "wrong"));
        QVERIFY(watcher.reaches(State::Failed));
        QVERIFY(!watcher.session.status().reason.isEmpty());
        QVERIFY(!watcher.session.status().figuresAge);
    }

    void aServerThatIsNotThereIsTriedAgain()
    {
        quint16 port = 0;
        {
            const ServerProcess server;
            port = server.port();
        }
        Watcher watcher;
        watcher.session.open(addressOf(port));
        QVERIFY(runUntil([&] { return watcher.session.status().untilNextAttempt.has_value(); }));
        QCOMPARE(watcher.session.status().state, State::Connecting);
        QVERIFY(watcher.session.status().isStale);
        QVERIFY(!watcher.session.status().reason.isEmpty());
    }

    void anotherServerIsAnotherSession()
    {
        const ServerProcess first;
        const ServerProcess second;
        Watcher watcher;
        watcher.session.open(addressOf(first.port()));
        QVERIFY(watcher.getsFigures());
        const QSignalSpy changes(&watcher.session, &ServerSession::serverChanged);
        watcher.session.open(addressOf(second.port()));
        QCOMPARE(changes.size(), 2);
        QVERIFY(!watcher.session.status().figuresAge);
        QVERIFY(watcher.getsFigures());
        watcher.session.close();
        QCOMPARE(watcher.session.status(), SessionStatus());
    }

    void liveMessagesComeUntilTheSessionIsClosed()
    {
        const ServerProcess server;
        Watcher watcher;
        std::vector<std::string> payloads;
        QObject::connect(&watcher.session, &ServerSession::tapReceived, &watcher.session, [&](const TapBatch &batch) {
            for (const auto &message : batch.messages)
                payloads.push_back(message->payload);
        });
        // Before it is open, so that the first figures say that the tap is, too.
        watcher.session.setTap(QJsonObject{{u"type"_s, u"note.changed"_s}});
        watcher.session.open(addressOf(server.port()));
        QVERIFY(watcher.getsFigures());
        client::ConnectionManager sender(
            {.websocketUrl = QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(server.port())), .watchNetwork = false});
        sender.start();
        QVERIFY(sender.sendJson(u"other.changed"_s, "0"));
        QVERIFY(sender.sendJson(u"note.changed"_s, R"({"b": 1,  "a":[1.0]})"));
        QVERIFY(runUntil([&] { return !payloads.empty(); }));
        QCOMPARE(payloads.front(), std::string(R"({"b": 1,  "a":[1.0]})"));

        watcher.session.close();
        payloads.clear();
        const QSignalSpy sent(&sender, &client::ConnectionManager::sent);
        for (int i = 0; i < 20; ++i)
            QVERIFY(sender.sendJson(u"note.changed"_s, "1"));
        QVERIFY(runUntil([&] { return sent.size() >= 20; }));
        QVERIFY(payloads.empty());
    }

    void aSessionEndsInTheMidstOfItsConnection()
    {
        const ServerProcess server;
        for (int i = 0; i < 5; ++i) {
            Watcher watcher;
            watcher.session.open(addressOf(server.port()));
            watcher.session.open(addressOf(server.port()));
            if (i % 2 == 0)
                QVERIFY(watcher.reaches(State::Connected));
        }
        // None is left on the server.
        const auto sockets = [&]() -> int {
            const auto status = ask(addressOf(server.port()));
            return status ? status->value(u"connections"_s).toObject().value(u"webSocket"_s).toInt(-1) : -1;
        };
        QVERIFY(runUntil([&] { return sockets() == 0; }));
    }

    void aProblemIsTheServersWords()
    {
        const AuthServer server;
        const auto answer = ask(addressOf(server.port(), "wrong"), u"/api/admin/audit"_s);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Unauthorized);
        const auto nowhere = ask(addressOf(server.port(), server.token({"a", "admin"})), u"/api/admin/nothing"_s);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
    }

    void theTokenGoesNowhereElse()
    {
        CannedHttpServer other;
        other.answerWith("{}");
        CannedHttpServer server;
        server.answerRaw("HTTP/1.1 302 Found\r\nLocation: " + other.url().toEncoded()
                         + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        const auto answer = ask({QUrl(server.url().toString(QUrl::RemovePath)), "secret"});
        QVERIFY(!answer);
        QVERIFY(server.lastRequest().contains("Authorization: Bearer secret"));
        QCOMPARE(other.requests(), 0);
    }

    void aLargeAnswerIsParsedAndABottomlessOneIsEnded()
    {
        CannedHttpServer server;
        const ServerAddress address{QUrl(server.url().toString(QUrl::RemovePath)), {}};
        server.answerWith("{\"text\":\"" + QByteArray(1024 * 1024, 'x') + "\"}");
        const auto large = ask(address);
        QVERIFY(large);
        QCOMPARE(large->value(u"text"_s).toString().size(), 1024 * 1024);

        server.answerEndlessly("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
                               QByteArray(256 * 1024, ' '));
        const auto endless = ask(address);
        QVERIFY(!endless);
        QCOMPARE(endless.error().code, ErrorCode::PayloadTooLarge);
    }

    void noAnswerIsGivenToWhoIsGone()
    {
        const ServerProcess server;
        HttpAdminApi api;
        api.setAddress(addressOf(server.port()));
        bool isTold = false;
        auto gone = std::make_unique<QObject>();
        api.get(u"/api/sync/status"_s, {}, gone.get(), [&](const Result<QJsonObject> &) { isTold = true; });
        gone.reset();
        bool isOver = false;
        api.get(u"/api/sync/status"_s, {}, this, [&](const Result<QJsonObject> &) { isOver = true; });
        QVERIFY(runUntil([&] { return isOver; }));
        QVERIFY(!isTold);
    }

    void aTestSaysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"good", "token", "role", "nobody", "other"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void aTestSaysWhatIsWrong()
    {
        QFETCH(const QString, what);
        const AuthServer server;
        CannedHttpServer other;
        other.answerWith("<html>hello</html>");
        ServerAddress address = addressOf(server.port(), server.token({"op", "operator"}));
        if (what == u"token")
            address.token = "wrong";
        else if (what == u"role")
            address.token = server.token({"u", "user"});
        else if (what == u"nobody")
            address.url = QUrl(u"http://127.0.0.1:1"_s);
        else if (what == u"other")
            address.url = QUrl(other.url().toString(QUrl::RemovePath));
        ConnectionTest test;
        QSignalSpy spy(&test, &ConnectionTest::finished);
        test.start(address);
        QVERIFY(runUntil([&] { return !spy.isEmpty(); }));
        QCOMPARE(spy.first().at(0).toBool(), what == u"good");
        QVERIFY(!spy.first().at(1).toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(DashSessionTest)
#include "tst_dash_session.moc"
