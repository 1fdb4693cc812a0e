// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray message = R"({"type":"test.event","payload":1,"userId":"u1"})";
const HttpFields asJson{{"Content-Type", "application/json"}};

} // namespace

/// HTTP as RFC 9110 and 9112 have it, on routes of the contract.
class TestHttpSemantics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_server = std::make_unique<ServerProcess>(); }
    void cleanupTestCase() { m_server.reset(); }

    void headIsGetWithoutBody_data();
    void headIsGetWithoutBody();
    void optionsNamesTheMethods_data();
    void optionsNamesTheMethods();
    void optionsOfTheServer();
    void aMethodThatIsNotAllowedIsToldWhatIs_data();
    void aMethodThatIsNotAllowedIsToldWhatIs();
    void anUnknownPathIsAProblemDocument_data();
    void anUnknownPathIsAProblemDocument();
    void aBodyThatIsNotJsonByItsTypeIsRefused_data();
    void aBodyThatIsNotJsonByItsTypeIsRefused();
    void jsonMayNameItsCharset();
    void syncAnswersAreNotStored_data();
    void syncAnswersAreNotStored();
    void aConnectionServesManyRequests();
    void closeIsHonoured_data();
    void closeIsHonoured();
    void http10IsClosedUnlessAskedOtherwise();
    void aHalfClosedClientGetsItsAnswer();
    void pipelinedRequestsAreAnsweredInOrder();
    void whatIsPipelinedBehindALongPollWaits();
    void aBodyMayComeByteByByte();
    void aBodyMayComeInChunks();
    void continueIsSentBeforeTheBody();
    void continueIsNotSentForWhatIsRefused();
    void anUnknownExpectationIsRefused();
    void fieldNamesAreOfAnyCase();
    void theAbsoluteFormIsUnderstood();
    void anUpgradeIsAskedForOnTheSocketPath();

private:
    quint16 port() const { return m_server->port(); }

    std::unique_ptr<ServerProcess> m_server;
};

void TestHttpSemantics::headIsGetWithoutBody_data()
{
    QTest::addColumn<QByteArray>("target");

    for (const char *target : {"/healthz", "/readyz", "/api/sync/status", "/api/sync/poll", "/nowhere"})
        QTest::newRow(target) << QByteArray(target);
}

void TestHttpSemantics::headIsGetWithoutBody()
{
    QFETCH(const QByteArray, target);

    HttpClient client(port());
    const HttpResponse get = client.get(target);
    const HttpResponse head = client.request("HEAD", target);
    QCOMPARE(head.status, get.status);
    QCOMPARE(head.field("Content-Type"), get.field("Content-Type"));
    QCOMPARE(head.field("Cache-Control"), get.field("Cache-Control"));
    QCOMPARE(client.get("/healthz").status, 200); // no byte of a body stands before this
}

void TestHttpSemantics::optionsNamesTheMethods_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArrayList>("methods");

    const QByteArrayList reading{"GET", "HEAD", "OPTIONS"};
    const QByteArrayList writing{"POST", "OPTIONS"};
    QTest::newRow("healthz") << "/healthz"_ba << reading;
    QTest::newRow("poll") << "/api/sync/poll"_ba << reading;
    QTest::newRow("status") << "/api/sync/status"_ba << reading;
    QTest::newRow("send") << "/api/sync/send"_ba << writing;
    QTest::newRow("broadcast") << "/api/sync/broadcast"_ba << writing;
    QTest::newRow("force") << "/api/sync/force"_ba << writing;
}

void TestHttpSemantics::optionsNamesTheMethods()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArrayList, methods);

    HttpClient client(port());
    const HttpResponse response = client.request("OPTIONS", target);
    QVERIFY(response.status == 200 || response.status == 204);
    QVERIFY(response.body.isEmpty());
    for (const QByteArray &method : methods)
        QVERIFY2(response.fieldHasToken("Allow", method), method);
    QVERIFY(!response.fieldHasToken("Allow", "DELETE"));
    QCOMPARE(client.request("OPTIONS", "/nowhere").status, 404);
}

void TestHttpSemantics::optionsOfTheServer()
{
    HttpClient client(port());
    const HttpResponse response = client.request("OPTIONS", "*");
    QVERIFY(response.status == 200 || response.status == 204);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestHttpSemantics::aMethodThatIsNotAllowedIsToldWhatIs_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("allowed");

    for (const char *method : {"POST", "PUT", "PATCH", "DELETE", "BREW", "get", "CONNECT", "TRACE"})
        QTest::addRow("%s poll", method) << QByteArray(method) << "/api/sync/poll"_ba
                                         << "GET"_ba;
    for (const char *method : {"GET", "HEAD", "PUT", "DELETE", "post"})
        QTest::addRow("%s send", method) << QByteArray(method) << "/api/sync/send"_ba
                                         << "POST"_ba;
    QTest::newRow("POST healthz") << "POST"_ba
                                  << "/healthz"_ba
                                  << "GET"_ba;
    QTest::newRow("POST ws") << "POST"_ba
                             << "/ws"_ba
                             << "GET"_ba;
}

void TestHttpSemantics::aMethodThatIsNotAllowedIsToldWhatIs()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, allowed);

    HttpClient client(port());
    const HttpResponse response = client.request(method, target);
    QCOMPARE(response.status, 405);
    QVERIFY(response.fieldHasToken("Allow", allowed));
    QVERIFY(method.toUpper() == allowed || !response.fieldHasToken("Allow", method));
    if (method != "HEAD")
        QCOMPARE(response.problem(), "405 method_not_allowed"_ba);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestHttpSemantics::anUnknownPathIsAProblemDocument_data()
{
    QTest::addColumn<QByteArray>("target");

    for (const char *target : {"/",
                               "/nowhere",
                               "/api",
                               "/api/sync",
                               "/api/sync/",
                               "/api/sync/poll/",
                               "/api/sync/poll/x",
                               "//api/sync/poll",
                               "/API/sync/poll",
                               "/api/sync/Poll",
                               "/api//sync/poll",
                               "/api/sync/poll%00",
                               "/api/sync/poll%2f",
                               "/api%2fsync%2fpoll",
                               "/../etc/passwd",
                               "/%2e%2e/%2e%2e/etc/passwd",
                               "/api/sync/../../etc/passwd",
                               "/healthz/",
                               "/ws/",
                               "/%0d%0aX:%20y"})
        QTest::newRow(target) << QByteArray(target);
}

void TestHttpSemantics::anUnknownPathIsAProblemDocument()
{
    QFETCH(const QByteArray, target);

    HttpClient client(port());
    QCOMPARE(client.get(target).problem(), "404 not_found"_ba);
    QCOMPARE(client.post(target, message).problem(), "404 not_found"_ba);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestHttpSemantics::aBodyThatIsNotJsonByItsTypeIsRefused_data()
{
    QTest::addColumn<HttpFields>("fields");

    for (const char *type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx",
          "application", "application/json-patch+json", "text/json", "*/*", ""})
        QTest::newRow(type) << HttpFields{{"Content-Type", type}};
    QTest::newRow("none") << HttpFields{};
}

void TestHttpSemantics::aBodyThatIsNotJsonByItsTypeIsRefused()
{
    QFETCH(const HttpFields, fields);

    HttpClient client(port());
    for (const char *route : {"send", "broadcast", "force"})
        QCOMPARE(client.request("POST", QByteArray("/api/sync/") + route, fields, message).problem(),
                 "415 unsupported_media_type at Content-Type"_ba);
}

void TestHttpSemantics::jsonMayNameItsCharset()
{
    HttpClient client(port());
    for (const char *type :
         {"application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"", "application/json ;x=y"})
        QCOMPARE(client.post("/api/sync/send", message, {{"Content-Type", type}}).status, 200);
}

void TestHttpSemantics::syncAnswersAreNotStored_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");

    QTest::newRow("poll") << "GET"_ba
                          << "/api/sync/poll"_ba;
    QTest::newRow("status") << "GET"_ba
                            << "/api/sync/status"_ba;
    QTest::newRow("send") << "POST"_ba
                          << "/api/sync/send"_ba;
    QTest::newRow("bad parameter") << "GET"_ba
                                   << "/api/sync/poll?limit=0"_ba;
    QTest::newRow("not found") << "GET"_ba
                               << "/api/sync/nowhere"_ba;
    QTest::newRow("not allowed") << "PUT"_ba
                                 << "/api/sync/send"_ba;
}

void TestHttpSemantics::syncAnswersAreNotStored()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);

    HttpClient client(port());
    const QByteArray body = method == "POST" ? message : ""_ba;
    QVERIFY(client.request(method, target, asJson, body).fieldHasToken("Cache-Control", "no-store"));
}

void TestHttpSemantics::aConnectionServesManyRequests()
{
    HttpClient client(port());
    for (int i = 0; i < 200; ++i) {
        const HttpResponse response = client.get("/healthz");
        QCOMPARE(response.status, 200);
        QVERIFY(!response.fieldHasToken("Connection", "close"));
    }
}

void TestHttpSemantics::closeIsHonoured_data()
{
    QTest::addColumn<QByteArray>("value");

    for (const char *value : {"close", "Close", "keep-alive, close", "x,close ,y"})
        QTest::newRow(value) << QByteArray(value);
}

void TestHttpSemantics::closeIsHonoured()
{
    QFETCH(const QByteArray, value);

    for (const char *target : {"/healthz", "/nowhere", "/api/sync/poll", "/api/sync/poll?limit=0"}) {
        HttpClient client(port());
        const HttpResponse response = client.get(target, {{"Connection", value}});
        QVERIFY(response.status > 0);
        QVERIFY(response.fieldHasToken("Connection", "close"));
        QVERIFY(client.isClosedByPeer());
    }
}

void TestHttpSemantics::http10IsClosedUnlessAskedOtherwise()
{
    HttpClient plain(port());
    QVERIFY(plain.sendRaw("GET /healthz HTTP/1.0\r\n\r\n"));
    QCOMPARE(plain.readResponse().status, 200);
    QVERIFY(plain.isClosedByPeer());

    HttpClient keeping(port());
    for (int i = 0; i < 3; ++i) {
        QVERIFY(keeping.sendRaw("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        const HttpResponse response = keeping.readResponse();
        QCOMPARE(response.status, 200);
        // RFC 9112 lets a server close; if it does not it must say so, or a client of 1.0 waits for the end.
        if (!response.fieldHasToken("Connection", "keep-alive")) {
            QVERIFY(keeping.isClosedByPeer());
            break;
        }
    }
}

void TestHttpSemantics::aHalfClosedClientGetsItsAnswer()
{
    for (const char *target : {"/healthz", "/api/sync/poll?userId=nobody&since=0"}) {
        HttpClient client(port());
        QVERIFY(client.sendGet(target));
        client.connection().shutdownWriting();
        QCOMPARE(client.readResponse().status, 200);
        QVERIFY(client.isClosedByPeer());
    }
}

void TestHttpSemantics::pipelinedRequestsAreAnsweredInOrder()
{
    HttpClient client(port());
    QByteArrayList expected;
    for (int i = 0; i < 50; ++i) {
        const QByteArray key = "pipeline-" + QByteArray::number(i);
        const QByteArray body = R"({"type":"test.event","payload":)" + QByteArray::number(i) + R"(,"userId":"pipe"})";
        QVERIFY(client.sendRequest("POST", "/api/sync/send", asJson, body));
        QVERIFY(client.sendGet("/api/sync/poll?userId=pipe&limit=1000"));
        QVERIFY(client.sendGet("/nowhere"));
        expected += QByteArray::number(i);
    }
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(client.readResponse().status, 200);
        QCOMPARE(readPoll(client).payloads(), expected.first(i + 1).join(' '));
        QCOMPARE(client.readResponse().status, 404);
    }
}

void TestHttpSemantics::whatIsPipelinedBehindALongPollWaits()
{
    HttpClient client(port());
    HttpClient publisher(port());
    const QByteArray cursor = poll(client, "userId=held").cursor;
    QVERIFY(client.sendGet("/api/sync/poll?userId=held&wait=30&since=" + cursor));
    QVERIFY(client.sendGet("/nowhere"));
    QVERIFY(client.sendGet("/api/sync/poll?userId=held&since=0"));
    QCOMPARE(publisher.get("/healthz").status, 200);
    QVERIFY(!client.connection().receiveAvailable());
    sendMessage(publisher, "1", "held");
    QCOMPARE(readPoll(client).payloads(), "1"_ba);
    QCOMPARE(client.readResponse().status, 404);
    QCOMPARE(readPoll(client).payloads(), "1"_ba);
}

void TestHttpSemantics::aBodyMayComeByteByByte()
{
    HttpClient client(port());
    const QByteArray body = R"({"type":"test.event","payload":"slow","userId":"bytes"})";
    const QByteArray request = httpRequest("POST", "/api/sync/send", asJson, body);
    QVERIFY(client.sendRaw("")); // an answer is due
    QVERIFY(client.connection().sendInPieces(request, 1));
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(poll(client, "userId=bytes").payloads(), "slow"_ba);
}

void TestHttpSemantics::aBodyMayComeInChunks()
{
    const QByteArray start = "POST /api/sync/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n";
    const QByteArray body = R"({"type":"test.event","payload":1,"userId":"chunks"})";
    QByteArray small;
    for (const char byte : body)
        small += QByteArray("1\r\n") + byte + "\r\n";
    const QByteArray whole = QByteArray::number(body.size(), 16).toUpper() + ";name=\"va;lue\"\r\n" + body + "\r\n";
    int sent = 0;
    for (const QByteArray &chunks : {whole, small, "000" + whole}) {
        for (const QByteArray &trailer : {""_ba, "X-Sum: 1\r\n"_ba}) {
            for (const qsizetype pieceSize : {qsizetype(1'000'000), qsizetype(1), qsizetype(7)}) {
                HttpClient client(port());
                QVERIFY(client.sendRaw("")); // an answer is due
                QVERIFY(client.connection().sendInPieces(start + chunks + "0\r\n" + trailer + "\r\n", pieceSize));
                QCOMPARE(client.readResponse().status, 200);
                QCOMPARE(poll(client, "userId=chunks").messages.size(), static_cast<std::size_t>(++sent));
            }
        }
    }
}

void TestHttpSemantics::continueIsSentBeforeTheBody()
{
    HttpClient client(port());
    HttpFields fields = asJson;
    fields.emplace_back("Expect", "100-continue");
    fields.emplace_back("Content-Length", QByteArray::number(message.size()));
    QVERIFY(client.sendRequest("POST", "/api/sync/send", fields));
    QCOMPARE(client.readResponse(true).status, 100);
    QVERIFY(client.connection().send(message));
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(client.get("/healthz").status, 200);
}

void TestHttpSemantics::continueIsNotSentForWhatIsRefused()
{
    HttpClient client(port());
    HttpFields fields = asJson;
    fields.emplace_back("Expect", "100-continue");
    fields.emplace_back("Content-Length", "2000000");
    QVERIFY(client.sendRequest("POST", "/api/sync/send", fields));
    QCOMPARE(client.readResponse().problem(), "413 payload_too_large at head"_ba);
    QVERIFY(client.isClosedByPeer());
}

void TestHttpSemantics::anUnknownExpectationIsRefused()
{
    HttpClient client(port());
    QCOMPARE(client.get("/healthz", {{"Expect", "a miracle"}}).problem(), "417 expectation_failed at head"_ba);
}

void TestHttpSemantics::fieldNamesAreOfAnyCase()
{
    HttpClient client(port());
    const QByteArray length = QByteArray::number(message.size());
    QVERIFY(client.sendRaw("POST /api/sync/send HTTP/1.1\r\nhOsT:localhost\r\nCONTENT-TYPE:\tapplication/json \r\n"
                           "content-length:  "
                           + length + "\t\r\n\r\n" + message));
    QCOMPARE(client.readResponse().status, 200);
}

void TestHttpSemantics::theAbsoluteFormIsUnderstood()
{
    HttpClient client(port());
    QCOMPARE(client.get("http://localhost/healthz").status, 200); // RFC 9112, section 3.2.2: a server must
}

void TestHttpSemantics::anUpgradeIsAskedForOnTheSocketPath()
{
    HttpClient client(port());
    const HttpResponse response = client.get("/ws");
    QCOMPARE(response.problem(), "426 upgrade_required"_ba);
    QVERIFY(response.fieldHasToken("Upgrade", "websocket"));
}

QTEST_GUILESS_MAIN(TestHttpSemantics)
#include "tst_http_semantics.moc"
