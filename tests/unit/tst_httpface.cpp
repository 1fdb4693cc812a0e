// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpface.h"

#include "tests/support/httpanswer.h"
#include "tests/support/httprequests.h"
#include "tests/support/jsontext.h"

#include <QTest>

#include <vector>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

constexpr ConnectionId connection{7};

/// A face with two routes, of which the test decides what they do, and a fallback.
struct TestFace {
    TestFace()
    {
        face.setDeliver([this](ConnectionId id, QByteArray answer, bool closeAfter) {
            deliveredTo.push_back(id);
            didClose = closeAfter;
            output += answer;
        });
        face.setSubscribeAbandoned([this](ConnectionId id, std::function<void()> callback) {
            if (id == connection)
                abandoned = std::move(callback);
        });
        const auto add = [this](const char *path, const char *name) {
            face.route(QString::fromLatin1(path), [this, name](HttpReply reply) { handle(name, std::move(reply)); });
        };
        add("/api/sync/poll", "poll");
        add("/api/sync/send", "send");
        add("/api/users/<arg>/queue", "user");
        face.setFallback([this](HttpReply reply) { handle("fallback", std::move(reply)); });
    }

    void handle(const char *name, HttpReply reply)
    {
        reached += name;
        handler(std::move(reply));
    }

    void dispatch(HttpRequest request) { face.dispatch(connection, {}, std::move(request)); }

    /// The answer to a request that is answered within the call.
    std::optional<HttpAnswer> answer(HttpRequest request)
    {
        const bool isHead = request.method() == "HEAD";
        output.clear();
        reached.clear();
        dispatch(std::move(request));
        auto result = takeAnswer(output, isHead);
        return output.isEmpty() ? result : std::nullopt;
    }

    QByteArray reached; ///< names of the handlers
    std::function<void(HttpReply)> handler = [](HttpReply reply) {
        reply.send(200, "text/plain", "hello");
    };
    std::function<void()> abandoned;
    std::vector<ConnectionId> deliveredTo;
    bool didClose = false;
    QByteArray output;
    HttpFace face;
};

} // namespace

/// Requests through the real QHttpServer.
class HttpFaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsWhole();
    void theHandlerSeesTheRequestAsItCame();
    void theFaceIsReadyForTheNextRequest();
    void routesAreFoundByTheirPath_data();
    void routesAreFoundByTheirPath();
    void everyMethodReachesAHandler_data();
    void everyMethodReachesAHandler();
    void everyRequestIsAnsweredOnce_data();
    void everyRequestIsAnsweredOnce();

    void headHasTheLengthButNotTheBody();
    void noContentHasNoLength();
    void addedFieldsAreSentAsTheyAre();
    void bodiesAreSentAsTheyAre_data();
    void bodiesAreSentAsTheyAre();
    void everyStatusHasItsLine_data();
    void everyStatusHasItsLine();
    void connectionsAreKeptAsTheClientWishes_data();
    void connectionsAreKeptAsTheClientWishes();
    void aHandlerMayCloseTheConnection();

    void anAnswerMayComeLater();
    void anAnswerNeedsNoRequest_data();
    void anAnswerNeedsNoRequest();
    void manyAnswersMayComeLaterInAnyOrder();
    void anAnswerKnowsItsConnectionAndPeer();
    void aReplyThatIsDroppedIs500();
    void aReplyThatIsDroppedLaterIs500();
    void whoLeavesIsTold();
    void aReplyOutlivesTheFace();
};

void HttpFaceTest::anAnswerIsWhole()
{
    TestFace test;
    const auto answer = test.answer(request("GET", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->statusLine, QByteArray("HTTP/1.1 200 OK"));
    QCOMPARE(answer->field("Content-Type"), QByteArray("text/plain"));
    QCOMPARE(answer->field("Content-Length"), QByteArray("5"));
    QCOMPARE(answer->body, QByteArray("hello"));
    QVERIFY(answer->field("Connection").isNull());
    // IMF-fixdate, in English whatever the locale
    static const QRegularExpression date(QStringLiteral(
        "^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} "
        "\\d\\d:\\d\\d:\\d\\d GMT$"));
    QVERIFY(date.match(QString::fromLatin1(answer->field("Date"))).hasMatch());
}

void HttpFaceTest::theHandlerSeesTheRequestAsItCame()
{
    TestFace test;
    test.handler = [](HttpReply reply) {
        QCOMPARE(reply.request().target(), std::string_view("/api/sync/send?a=%20b&c"));
        QCOMPARE(reply.request().body(), std::string("{\"x\":\r\n\r\n1}"));
        QCOMPARE(reply.request().field("x-thing").value_or(""), std::string_view("v"));
        reply.send(200, {}, {});
    };
    const auto answer = test.answer(readRequest("POST /api/sync/send?a=%20b&c HTTP/1.1\r\nHost: a\r\nX-Thing:  v\r\n"
                                                "Content-Length: 11\r\n\r\n{\"x\":\r\n\r\n1}"));
    QVERIFY(answer.has_value());
    QCOMPARE(test.reached, QByteArray("send"));
    QVERIFY(answer->field("Content-Type").isNull());
}

void HttpFaceTest::theFaceIsReadyForTheNextRequest()
{
    TestFace test;
    for (int i = 0; i < 300; ++i) {
        const auto answer = test.answer(request("GET", i % 3 == 0 ? "/nothing" : "/api/sync/poll"));
        QVERIFY(answer.has_value());
        QCOMPARE(answer->body, QByteArray("hello"));
    }
    QCOMPARE(test.deliveredTo.size(), std::size_t{300});
}

void HttpFaceTest::routesAreFoundByTheirPath_data()
{
    QTest::addColumn<QByteArray>("reached");
    const auto add = [](const char *target, const char *reached) {
        QTest::newRow(target) << QByteArray(reached);
    };
    add("/api/sync/poll", "poll");
    add("/api/sync/poll?since=0", "poll");
    add("/api/sync/poll?", "poll");
    add("/api/sync/poll?x=/api/sync/send", "poll");
    add("/api/users/u1/queue", "user");
    add("/api/users/a%20b%2Fc/queue", "user"); // an encoded slash is part of a name
    for (const char *trick : {"/",
                              "/api",
                              "/api/sync",
                              "/api/sync/poll/",
                              "/api/sync/poll/x",
                              "/api/sync/pol",
                              "/api/sync/POLL",
                              "/API/sync/poll",
                              "/x/api/sync/poll",
                              "//api/sync/poll",
                              "//x/api/sync/poll",
                              "///api/sync/poll",
                              "/api//sync/poll",
                              "/./api/sync/poll",
                              "/api/./sync/poll",
                              "/x/../api/sync/poll",
                              "/api/sync/send/../poll",
                              "/%2e/api/sync/poll",
                              "/%2e%2e/api/sync/poll",
                              "/api%2fsync%2fpoll",
                              "/api/sync/poll%2f",
                              "/api/sync/poll%3f",
                              "/api/sync/poll%23",
                              "/api/sync/poll%00",
                              "/api/sync/poll%0a",
                              "/api/sync/poll%0d%0a",
                              "/api/sync/poll%20",
                              "/api/sync/poll;x",
                              "/%252fapi/sync/poll",
                              "/api/sync/%2570oll",
                              "/api/sync/poll@x",
                              "/:80/api/sync/poll",
                              "/http://x/api/sync/poll",
                              "/x:y@z/api/sync/poll",
                              "/api/users//queue",
                              "/api/users/a/b/queue"})
        add(trick, "fallback");
}

void HttpFaceTest::routesAreFoundByTheirPath()
{
    QFETCH(QByteArray, reached);
    TestFace test;
    QVERIFY(test.answer(request("GET", QTest::currentDataTag())));
    QCOMPARE(test.reached, reached);
}

void HttpFaceTest::everyMethodReachesAHandler_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("reached");
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
        QTest::newRow(method) << QByteArray(method) << QByteArray("poll");
    for (const char *method : {"TRACE", "PROPFIND", "FOO", "get", "M-SEARCH"}) // Qt has no name for them
        QTest::newRow(method) << QByteArray(method) << QByteArray("fallback");
}

void HttpFaceTest::everyMethodReachesAHandler()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, reached);
    TestFace test;
    test.handler = [&](HttpReply reply) {
        QCOMPARE(toBytes(reply.request().method()), method);
        reply.send(200, {}, {});
    };
    QVERIFY(test.answer(request(method.toStdString(), "/api/sync/poll")));
    QCOMPARE(test.reached, reached);
    QVERIFY(test.answer(request(method.toStdString(), "/nothing")));
    QCOMPARE(test.reached, QByteArray("fallback"));
}

void HttpFaceTest::everyRequestIsAnsweredOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    for (const char *method : {"FOO", "PROPFIND", "M-SEARCH", "get", "GETX", "CONNECT", "PRI", "!#$%&'*+.^_`|~"}) {
        QTest::addRow("%s", method) << QByteArray(method) << QByteArray("/api/sync/poll");
        QTest::addRow("%s elsewhere", method) << QByteArray(method) << QByteArray("/nothing");
    }
    QTest::newRow("a long path") << QByteArray("GET") << '/' + QByteArray(8000, 'x');
    QTest::newRow("many escapes") << QByteArray("GET") << '/' + QByteArray("%41").repeated(2000);
    for (const char *target : {"/[", "/]", "/{}", "/|", "/\"", "/<>", "/^", "/`", "/\\", "/a:b"})
        QTest::addRow("GET %s", target) << QByteArray("GET") << QByteArray(target);
}

/// Unusual ones too, which Qt's parser may refuse although ours took them: the answer is then 400.
void HttpFaceTest::everyRequestIsAnsweredOnce()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    const HttpLimits limits;
    HttpReader reader(limits);
    const QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    reader.feed(bytes.toStdString());
    if (reader.state() != HttpReader::State::Complete)
        QSKIP("the reader does not let it through");
    TestFace test;
    const auto answer = test.answer(reader.takeRequest());
    QVERIFY(answer.has_value());
    QVERIFY2(test.reached == "poll" || test.reached == "fallback", answer->statusLine);
    QCOMPARE(answer->body, QByteArray("hello"));
    QVERIFY(test.answer(request("GET", "/api/sync/poll"))); // and nothing is left of it
    QCOMPARE(test.reached, QByteArray("poll"));
}

void HttpFaceTest::headHasTheLengthButNotTheBody()
{
    TestFace test;
    const auto answer = test.answer(request("HEAD", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Content-Length"), QByteArray("5"));
    QVERIFY(answer->body.isEmpty());
}

void HttpFaceTest::noContentHasNoLength()
{
    TestFace test;
    test.handler = [](HttpReply reply) {
        reply.send(204, {}, {});
    };
    const auto answer = test.answer(request("OPTIONS", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->statusLine, QByteArray("HTTP/1.1 204 No Content"));
    QVERIFY(answer->field("Content-Length").isNull());
}

void HttpFaceTest::addedFieldsAreSentAsTheyAre()
{
    TestFace test;
    test.handler = [](HttpReply reply) {
        reply.addField("Cache-Control", "no-store");
        reply.addField("Vary", "Origin");
        reply.addField("Vary", "Accept");
        reply.send(200, "text/plain", "hello");
    };
    const auto answer = test.answer(request("GET", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Cache-Control"), QByteArray("no-store"));
    QCOMPARE(answer->field("Vary"), QByteArray("Origin|Accept"));
    QCOMPARE(answer->body, QByteArray("hello"));
}

void HttpFaceTest::bodiesAreSentAsTheyAre_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zeros") << QByteArray(3, '\0');
    QTest::newRow("looks like an answer") << QByteArray("\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    QTest::newRow("large") << QByteArray(3'000'000, 'x');
}

void HttpFaceTest::bodiesAreSentAsTheyAre()
{
    QFETCH(QByteArray, body);
    TestFace test;
    test.handler = [&](HttpReply reply) {
        reply.send(200, "text/plain", body.toStdString());
    };
    const auto answer = test.answer(request("GET", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, body);
    QCOMPARE(answer->field("Content-Length"), QByteArray::number(body.size()));
}

void HttpFaceTest::everyStatusHasItsLine_data()
{
    QTest::addColumn<int>("status");
    for (const ErrorInfo &info : errorTable()) {
        if (info.httpStatus != 0)
            QTest::newRow(std::string(info.name).c_str()) << info.httpStatus;
    }
}

void HttpFaceTest::everyStatusHasItsLine()
{
    QFETCH(int, status);
    TestFace test;
    test.handler = [&](HttpReply reply) {
        reply.send(status, "application/problem+json", "{}");
    };
    const auto answer = test.answer(request("GET", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status(), status);
    QVERIFY2(answer->statusLine.size() > 13, answer->statusLine); // has a reason
}

void HttpFaceTest::connectionsAreKeptAsTheClientWishes_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("connectionField");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray();
    QTest::newRow("1.1, close") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                                << QByteArray("close");
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\nHost: a\r\n\r\n") << QByteArray("close");
    QTest::newRow("1.0, keep-alive") << QByteArray("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                                     << QByteArray("keep-alive");
}

void HttpFaceTest::connectionsAreKeptAsTheClientWishes()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, connectionField);
    TestFace test;
    const auto answer = test.answer(readRequest(head.toStdString()));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Connection"), connectionField);
    QCOMPARE(test.didClose, connectionField == "close");
}

void HttpFaceTest::aHandlerMayCloseTheConnection()
{
    TestFace test;
    test.handler = [](HttpReply reply) {
        reply.closeAfter();
        reply.send(200, {}, {});
    };
    const auto answer = test.answer(request("GET", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Connection"), QByteArray("close"));
    QVERIFY(test.didClose);
}

void HttpFaceTest::anAnswerNeedsNoRequest_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("GET") << QByteArray("GET") << QByteArray("hello");
    QTest::newRow("HEAD") << QByteArray("HEAD") << QByteArray();
}

void HttpFaceTest::anAnswerNeedsNoRequest()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    TestFace test;
    test.handler = [](HttpReply reply) {
        reply.forgetRequest();
        QVERIFY(reply.request().head().empty());
        reply.send(200, "text/plain", "hello");
    };
    const auto answer = test.answer(
        readRequest(method.toStdString() + " /api/sync/poll HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Content-Length"), QByteArray("5"));
    QCOMPARE(answer->field("Connection"), QByteArray("close"));
    QCOMPARE(answer->body, body);
}

void HttpFaceTest::anAnswerMayComeLater()
{
    TestFace test;
    std::optional<HttpReply> kept;
    test.handler = [&](HttpReply reply) {
        kept.emplace(std::move(reply));
    };
    test.dispatch(request("GET", "/api/sync/poll"));
    QVERIFY(test.output.isEmpty());
    QCoreApplication::processEvents();
    QVERIFY(test.output.isEmpty());
    kept->send(200, "text/plain", "later");
    const auto answer = takeAnswer(test.output);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body, QByteArray("later"));
    QVERIFY(test.output.isEmpty());
}

void HttpFaceTest::manyAnswersMayComeLaterInAnyOrder()
{
    constexpr std::size_t count = 300; // more than sockets are kept for
    TestFace test;
    std::vector<HttpReply> kept;
    test.handler = [&](HttpReply reply) {
        kept.push_back(std::move(reply));
    };
    for (std::size_t i = 0; i < count; ++i)
        test.face.dispatch(ConnectionId{i}, {}, request("GET", "/api/sync/poll"));
    QCOMPARE(kept.size(), count);
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t i = k * 7 % count;
        kept[i].send(200, "text/plain", std::to_string(i));
        const auto answer = takeAnswer(test.output);
        QVERIFY(answer.has_value() && test.output.isEmpty());
        QCOMPARE(answer->body, QByteArray::number(quint64(i)));
        QVERIFY(test.deliveredTo.back() == ConnectionId{i});
    }
    QCoreApplication::processEvents();
    test.handler = [](HttpReply reply) {
        reply.send(200, {}, "again");
    };
    QCOMPARE(test.answer(request("GET", "/api/sync/poll"))->body, QByteArray("again"));
}

void HttpFaceTest::anAnswerKnowsItsConnectionAndPeer()
{
    TestFace test;
    PeerAddress peer;
    peer.port = 40'000;
    test.handler = [](HttpReply reply) {
        const std::string text = reply.peer().toString();
        reply.send(200, "text/plain", text);
    };
    test.face.dispatch(ConnectionId{99}, peer, request("GET", "/api/sync/poll"));
    QVERIFY(test.deliveredTo == std::vector{ConnectionId{99}});
    QCOMPARE(takeAnswer(test.output)->body, QByteArray("[::]:40000"));
}

void HttpFaceTest::aReplyThatIsDroppedIs500()
{
    TestFace test;
    test.handler = [](const HttpReply &) {
    };
    const auto answer = test.answer(request("GET", "/api/sync/poll"));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status(), 500);
    QCOMPARE(answer->field("Content-Type"), QByteArray("application/problem+json"));
    QCOMPARE(at(parsedObject(answer->body.toStdString()), "code").toString(), QStringLiteral("internal_error"));
}

void HttpFaceTest::aReplyThatIsDroppedLaterIs500()
{
    TestFace test;
    std::optional<HttpReply> kept;
    test.handler = [&](HttpReply reply) {
        kept.emplace(std::move(reply));
    };
    test.dispatch(request("GET", "/api/sync/poll"));
    kept.reset();
    QCOMPARE(takeAnswer(test.output)->status(), 500);
    QVERIFY(test.output.isEmpty());
}

void HttpFaceTest::whoLeavesIsTold()
{
    TestFace test;
    std::optional<HttpReply> kept;
    bool wasAbandoned = false;
    test.handler = [&](HttpReply reply) {
        reply.setAbandoned([&] { wasAbandoned = true; });
        kept.emplace(std::move(reply));
    };
    test.dispatch(request("GET", "/api/sync/poll"));
    QVERIFY(test.abandoned);
    test.abandoned();
    QVERIFY(wasAbandoned);
    kept->send(200, {}, {});
    QVERIFY(takeAnswer(test.output).has_value());
}

/// When the server stops, replies may still wait for something.
void HttpFaceTest::aReplyOutlivesTheFace()
{
    std::vector<HttpReply> kept;
    {
        TestFace test;
        test.handler = [&](HttpReply reply) {
            kept.push_back(std::move(reply));
        };
        test.dispatch(request("GET", "/api/sync/poll"));
        test.dispatch(request("GET", "/api/sync/poll"));
    }
    kept[0].send(200, "text/plain", "too late");
    kept.clear();
}

QTEST_GUILESS_MAIN(HttpFaceTest)
#include "tst_httpface.moc"
