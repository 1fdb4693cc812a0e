// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

HttpFields joined(HttpFields fields, const HttpFields &others)
{
    fields.insert(fields.end(), others.begin(), others.end());
    return fields;
}

} // namespace

/// Who may do what, over HTTP (PROTOCOL.md sections 3 and 4).
class TestAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void aRoleMayDoWhatTheTableSays_data();
    void aRoleMayDoWhatTheTableSays();
    void whoHasShownNothingIsToldWhatIsWanted();
    void whoeverKnowsTheServerSeesOnlyThatItIsThere();
    void anOperatorSeesAllOfTheStatus();
    void healthIsOpenToTheMachineThatAsks_data();
    void healthIsOpenToTheMachineThatAsks();
    void anExpiredTokenIsToldApart();
    void aTokenIsShownInOneWayOnly_data();
    void aTokenIsShownInOneWayOnly();
    void whoIsRefusedAnywayIsAnsweredBeforeTheBody_data();
    void whoIsRefusedAnywayIsAnsweredBeforeTheBody();
    void whoIsRefusedAnywayIsNotToldToContinue();
    void whoIsNotRefusedIsToldToContinue();

    void aUserSendsToItselfWhateverItNames_data();
    void aUserSendsToItselfWhateverItNames();
    void aUserReadsItsOwnAndBroadcasts();
    void aUserMayNameItself();
    void aUserMayNotNameAnother();
    void aPublisherSendsToAnyUserAndToEveryone();
    void anAdminReadsForAnyUser();
    void anApiKeyMayActForAUser();
    void idempotencyKeysAreTheCallersOwn();

    void aRevokedKeyIsRefusedAtOnce();
    void theTokensOfARevokedUserAreRefused();
    void actsAreInTheAuditLog();
    void refusalsAreInTheAuditLog();

private:
    quint16 port() const { return m_server->port(); }
    HttpFields as(const QByteArray &user, const QByteArray &roles = {}) const
    {
        return AuthServer::bearer(m_server->token({.subject = user, .roles = roles}));
    }
    QJsonArray audit(const QByteArray &query);

    std::unique_ptr<AuthServer> m_server;
};

void TestAccess::initTestCase()
{
    m_server = std::make_unique<AuthServer>();
}

void TestAccess::cleanupTestCase()
{
    m_server.reset();
}

QJsonArray TestAccess::audit(const QByteArray &query)
{
    HttpClient client(port());
    const HttpResponse response = client.get("/api/admin/audit?" + query, as("operator", "operator"));
    return response.json()[u"records"].toArray();
}

void TestAccess::aRoleMayDoWhatTheTableSays_data()
{
    QTest::addColumn<QByteArray>("roles");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    const QByteArray poll = "GET /api/sync/poll";
    const QByteArray send = R"(POST /api/sync/send {"type":"a.b","payload":1})";
    const QByteArray sendToOther = R"(POST /api/sync/send {"type":"a.b","payload":1,"userId":"other"})";
    const QByteArray broadcast = R"(POST /api/sync/broadcast {"type":"a.b","payload":1})";
    const QByteArray force = R"(POST /api/sync/force {"userId":"nobody"})";
    const QByteArray audit = "GET /api/admin/audit";
    const std::pair<const char *, QList<int>> table[] = {
        //              poll  send  other broadc force audit
        {"user", {200, 200, 403, 403, 403, 403}},
        {"publisher", {403, 200, 200, 200, 403, 403}},
        {"operator", {403, 403, 403, 403, 403, 200}},
        {"admin", {200, 200, 200, 200, 200, 200}},
        {"user,operator", {200, 200, 403, 403, 403, 200}},
        {"unknown", {403, 403, 403, 403, 403, 403}},
        {"", {200, 200, 403, 403, 403, 403}}, // names none: auth.default_roles
    };
    const QByteArrayList requests{poll, send, sendToOther, broadcast, force, audit};
    for (const auto &[roles, statuses] : table) {
        for (qsizetype i = 0; i < requests.size(); ++i)
            QTest::addRow("%s: %s", roles, requests[i].left(44).constData())
                << QByteArray(roles) << requests[i] << statuses[i];
    }
}

void TestAccess::aRoleMayDoWhatTheTableSays()
{
    QFETCH(const QByteArray, roles);
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);

    HttpClient client(port());
    const QByteArrayList parts = request.split(' '); // the bodies have no blanks
    const QByteArray body = parts.value(2);
    HttpFields fields = as("u1", roles);
    if (!body.isEmpty())
        fields.emplace_back("Content-Type", "application/json");
    const HttpResponse response = client.request(parts[0], parts[1], fields, body);
    QCOMPARE(response.status, status);
    if (status != 403)
        return;
    QVERIFY2(response.problem().startsWith("403 forbidden"), response.problem());
    QVERIFY(!response.field("WWW-Authenticate"));
}

void TestAccess::whoHasShownNothingIsToldWhatIsWanted()
{
    HttpClient client(port());
    for (const char *target : {"/api/sync/poll", "/api/admin/audit"}) {
        const HttpResponse response = client.get(target);
        QCOMPARE(response.problem(), "401 unauthorized"_ba);
        QCOMPARE(response.field("WWW-Authenticate").value_or(""), "Bearer realm=\"relais\""_ba);
    }
    QCOMPARE(client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"u1"})").problem(),
             "401 unauthorized"_ba);
    const HttpResponse bad = client.get("/api/sync/poll", AuthServer::bearer("nonsense"));
    QCOMPARE(bad.problem(), "401 unauthorized at Authorization"_ba);
    QCOMPARE(bad.field("WWW-Authenticate").value_or(""), "Bearer realm=\"relais\", error=\"invalid_token\""_ba);
}

void TestAccess::whoeverKnowsTheServerSeesOnlyThatItIsThere()
{
    HttpClient client(port());
    for (const HttpFields &fields : {HttpFields{}, as("u1", "user"), as("p1", "publisher")}) {
        const HttpResponse response = client.get("/api/sync/status", fields);
        QCOMPARE(response.status, 200);
        QStringList members = response.json().keys();
        members.sort();
        QCOMPARE(members, (QStringList{u"status"_s, u"success"_s, u"uptime"_s, u"version"_s}));
    }
    QCOMPARE(client.get("/api/sync/status", AuthServer::bearer("nonsense")).status, 401);
}

void TestAccess::anOperatorSeesAllOfTheStatus()
{
    HttpClient client(port());
    for (const char *role : {"operator", "admin"}) {
        const QJsonObject status = client.get("/api/sync/status", as("o1", role)).json();
        for (const char *member :
             {"connections", "users", "queue", "totals", "rates", "latencyMs", "process", "node"})
            QVERIFY2(status.contains(QLatin1String(member)), member);
    }
}

void TestAccess::healthIsOpenToTheMachineThatAsks_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("alive") << "/healthz"_ba;
    QTest::newRow("ready") << "/readyz"_ba;
}

void TestAccess::healthIsOpenToTheMachineThatAsks()
{
    QFETCH(const QByteArray, target);
    HttpClient client(port());
    QCOMPARE(client.get(target).status, 200);
    QCOMPARE(client.get(target, AuthServer::bearer("nonsense")).status, 200);
}

void TestAccess::anExpiredTokenIsToldApart()
{
    HttpClient client(port());
    const QByteArray expired = m_server->token({.subject = "u1", .secondsToLive = -60});
    const HttpResponse response = client.get("/api/sync/poll", AuthServer::bearer(expired));
    QCOMPARE(response.problem(), "401 unauthorized at Authorization"_ba);
    QVERIFY(response.json()[u"detail"].toString().contains(u"expired"));
    // Within the leeway of clocks it is still taken.
    const QByteArray justExpired = m_server->token({.subject = "u1", .secondsToLive = -5});
    QCOMPARE(client.get("/api/sync/poll", AuthServer::bearer(justExpired)).status, 200);
}

void TestAccess::aTokenIsShownInOneWayOnly_data()
{
    QTest::addColumn<HttpFields>("fields");
    QTest::addColumn<QByteArray>("problem");
    const QByteArray token = m_server->token({.subject = "u1"});
    QTest::newRow("scheme in lower case") << HttpFields{{"Authorization", "bearer " + token}} << ""_ba;
    QTest::newRow("two blanks") << HttpFields{{"Authorization", "Bearer  " + token}} << ""_ba;
    QTest::newRow("twice") << HttpFields{{"Authorization", "Bearer " + token}, {"Authorization", "Bearer " + token}}
                           << "400 bad_request at Authorization"_ba;
    QTest::newRow("basic") << HttpFields{{"Authorization", "Basic dTE6cGFzcw=="}}
                           << "401 unauthorized at Authorization"_ba;
    QTest::newRow("no scheme") << HttpFields{{"Authorization", token}} << "401 unauthorized at Authorization"_ba;
    QTest::newRow("no token") << HttpFields{{"Authorization", "Bearer"}} << "401 unauthorized at Authorization"_ba;
    QTest::newRow("two tokens") << HttpFields{{"Authorization", "Bearer " + token + ", Bearer " + token}}
                                << "401 unauthorized at Authorization"_ba;
    QTest::newRow("cookie") << HttpFields{{"Cookie", "token=" + token}} << "401 unauthorized"_ba;
    QTest::newRow("proxy field") << HttpFields{{"Proxy-Authorization", "Bearer " + token}} << "401 unauthorized"_ba;
}

void TestAccess::aTokenIsShownInOneWayOnly()
{
    QFETCH(const HttpFields, fields);
    QFETCH(const QByteArray, problem);
    HttpClient client(port());
    const HttpResponse response = client.get("/api/sync/poll", fields);
    if (problem.isEmpty())
        QCOMPARE(response.status, 200);
    else
        QCOMPARE(response.problem(), problem);
}

void TestAccess::whoIsRefusedAnywayIsAnsweredBeforeTheBody_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<HttpFields>("fields");
    QTest::addColumn<QByteArray>("problem");
    const HttpFields alice = as("alice");
    QTest::newRow("nobody") << "POST /api/sync/send"_ba << HttpFields() << "401 unauthorized"_ba;
    QTest::newRow("a forged token") << "POST /api/sync/send"_ba << AuthServer::bearer("a.b.c")
                                    << "401 unauthorized at Authorization"_ba;
    QTest::newRow("a role that may not") << "POST /api/sync/broadcast"_ba << alice << "403 forbidden"_ba;
    QTest::newRow("a foreign page") << "POST /api/sync/send"_ba << joined(alice, {{"Origin", "https://evil.example"}})
                                    << "403 origin_not_allowed at Origin"_ba;
    QTest::newRow("a path that is not there") << "POST /api/sync/nothing"_ba << alice << "404 not_found"_ba;
    QTest::newRow("a method that it does not take")
        << "PUT /api/sync/send"_ba << alice << "405 method_not_allowed"_ba;
}

void TestAccess::whoIsRefusedAnywayIsAnsweredBeforeTheBody()
{
    QFETCH(const QByteArray, request);
    QFETCH(const HttpFields, fields);
    QFETCH(const QByteArray, problem);
    for (const bool isChunked : {false, true}) {
        const QByteArrayList line = request.split(' ');
        const HttpFields framing
            = isChunked ? HttpFields{{"Transfer-Encoding", "chunked"}} : HttpFields{{"Content-Length", "50000"}};
        HttpClient client(port());
        client.sendRaw(httpRequest(line[0], line[1], joined(framing, fields)) + (isChunked ? "C350\r\n" : "")
                       + QByteArray(40'000, 'a'));
        const HttpResponse response = client.readResponse();
        QCOMPARE(response.problem(), problem);
        QVERIFY(response.fieldHasToken("Connection", "close")); // what follows is a body, and no request
        QVERIFY(client.isClosedByPeer());
    }
}

void TestAccess::whoIsRefusedAnywayIsNotToldToContinue()
{
    HttpClient client(port());
    client.sendRaw(httpRequest("POST", "/api/sync/send", {{"Content-Length", "10"}, {"Expect", "100-continue"}}));
    QCOMPARE(client.readResponse().status, 401);
    QVERIFY(client.isClosedByPeer());
}

void TestAccess::whoIsNotRefusedIsToldToContinue()
{
    const QByteArray body = R"({"type":"test.event","payload":")" + QByteArray(60'000, 'a') + "\"}";
    HttpClient client(port());
    client.sendRaw(httpRequest("POST", "/api/sync/send",
                               joined(as("alice"),
                                      {{"Content-Type", "application/json"},
                                       {"Content-Length", QByteArray::number(body.size())},
                                       {"Expect", "100-continue"}})));
    QCOMPARE(client.readResponse(true).status, 100);
    client.connection().sendInPieces(body, 10'000);
    QCOMPARE(client.readResponse().status, 200);
    QCOMPARE(client.get("/api/sync/poll", as("alice")).status, 200);
}

void TestAccess::aUserSendsToItselfWhateverItNames_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nobody") << R"({"type":"a.b","payload":"mine"})"_ba;
    QTest::newRow("itself") << R"({"type":"a.b","payload":"mine","userId":"self"})"_ba;
}

void TestAccess::aUserSendsToItselfWhateverItNames()
{
    QFETCH(const QByteArray, body);
    HttpClient client(port());
    const Poll before = poll(client, {}, as("self"));
    const Poll ofOther = poll(client, {}, as("another"));
    QCOMPARE(client.post("/api/sync/send", body, as("self")).status, 200);
    QCOMPARE(poll(client, "since=" + before.cursor, as("self")).payloads(), "mine"_ba);
    QCOMPARE(poll(client, "since=" + ofOther.cursor, as("another")).payloads(), ""_ba);
}

void TestAccess::aUserReadsItsOwnAndBroadcasts()
{
    HttpClient client(port());
    const Poll before = poll(client, {}, as("reader"));
    const HttpFields admin = as("boss", "admin");
    client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"reader"})", admin);
    client.post("/api/sync/send", R"({"type":"a.b","payload":2,"userId":"somebody"})", admin);
    client.post("/api/sync/broadcast", R"({"type":"a.b","payload":3})", admin);
    QCOMPARE(poll(client, "since=" + before.cursor, as("reader")).payloads(), "1 3"_ba);
}

void TestAccess::aUserMayNameItself()
{
    HttpClient client(port());
    QCOMPARE(client.get("/api/sync/poll?userId=u1", as("u1")).status, 200);
    // Normalised alike in token and query: é as one character, and as e with an accent.
    QCOMPARE(client.get("/api/sync/poll?userId=%C3%A9", as("e\xCC\x81")).status, 200);
}

void TestAccess::aUserMayNotNameAnother()
{
    HttpClient client(port());
    QCOMPARE(client.get("/api/sync/poll?userId=u2", as("u1")).problem(), "403 forbidden at userId"_ba);
    QCOMPARE(client.get("/api/sync/poll?userId=U1", as("u1")).problem(), "403 forbidden at userId"_ba);
    QCOMPARE(client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"u2"})", as("u1")).problem(),
             "403 forbidden at userId"_ba);
}

void TestAccess::aPublisherSendsToAnyUserAndToEveryone()
{
    HttpClient client(port());
    const HttpFields backend = AuthServer::bearer(m_server->apiKey("backend", "publisher"));
    const Poll before = poll(client, {}, as("receiver"));
    client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"receiver"})", backend);
    client.post("/api/sync/send", R"({"type":"a.b","payload":2})", backend);
    QCOMPARE(poll(client, "since=" + before.cursor, as("receiver")).payloads(), "1 2"_ba);
}

void TestAccess::anAdminReadsForAnyUser()
{
    HttpClient client(port());
    const HttpFields admin = as("boss", "admin");
    const Poll before = poll(client, "userId=watched", admin);
    client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"watched"})", admin);
    QCOMPARE(poll(client, "userId=watched&since=" + before.cursor, admin).payloads(), "1"_ba);
    QCOMPARE(poll(client, "since=" + before.cursor, admin).payloads(), ""_ba);
}

void TestAccess::anApiKeyMayActForAUser()
{
    HttpClient client(port());
    const HttpFields device = AuthServer::bearer(m_server->apiKey("device", "user", "owner"));
    const Poll before = poll(client, {}, as("owner"));
    QCOMPARE(client.post("/api/sync/send", R"({"type":"a.b","payload":1})", device).status, 200);
    QCOMPARE(client.post("/api/sync/send", R"({"type":"a.b","payload":1,"userId":"u9"})", device).status, 403);
    QCOMPARE(poll(client, "since=" + before.cursor, as("owner")).payloads(), "1"_ba);
}

void TestAccess::idempotencyKeysAreTheCallersOwn()
{
    HttpClient client(port());
    const auto send = [&](const QByteArray &user, const QByteArray &payload) {
        HttpFields fields = as(user);
        fields.emplace_back("Idempotency-Key", "the same");
        return client.post("/api/sync/send", R"({"type":"a.b","payload":)" + payload + '}', fields).json();
    };
    const QJsonObject first = send("k1", "1");
    const QJsonObject second = send("k2", "2");
    QCOMPARE(second[u"duplicate"], QJsonValue(false));
    QVERIFY(first[u"id"] != second[u"id"]);
    QCOMPARE(send("k1", "1")[u"id"], first[u"id"]);
}

void TestAccess::aRevokedKeyIsRefusedAtOnce()
{
    HttpClient client(port());
    const HttpFields key = AuthServer::bearer(m_server->apiKey("leaked", "publisher"));
    const QByteArray body = R"({"type":"a.b","payload":1,"userId":"nobody"})";
    QCOMPARE(client.post("/api/sync/send", body, key).status, 200);
    m_server->keys({u"revoke"_s, u"leaked"_s});
    QVERIFY(eventually([&] { return client.post("/api/sync/send", body, key).status == 401; }));
}

void TestAccess::theTokensOfARevokedUserAreRefused()
{
    HttpClient client(port());
    const HttpFields old = AuthServer::bearer(m_server->token({.subject = "gone", .issuedSecondsAgo = 60}));
    QCOMPARE(client.get("/api/sync/poll", old).status, 200);
    m_server->keys({u"revoke-user"_s, u"gone"_s});
    QVERIFY(eventually([&] { return client.get("/api/sync/poll", old).status == 401; }));
    QCOMPARE(client.get("/api/sync/poll", as("still-there")).status, 200);
    m_server->keys({u"restore-user"_s, u"gone"_s});
    QVERIFY(eventually([&] { return client.get("/api/sync/poll", old).status == 200; }));
}

void TestAccess::actsAreInTheAuditLog()
{
    HttpClient client(port());
    client.post("/api/sync/broadcast", R"({"type":"a.b","payload":1,"userIds":["x1","x2"]})", as("auditor", "admin"));
    client.post("/api/sync/force", R"({"userId":"x3"})", as("auditor", "admin"));
    QJsonArray records;
    QVERIFY(eventually([&] { return (records = audit("actor=user:auditor")).size() == 2; }));
    const QJsonObject force = records[0].toObject(); // the newest first
    QCOMPARE(force[u"action"], QJsonValue(u"force"_s));
    QCOMPARE(force[u"target"], QJsonValue(u"x3"_s));
    QCOMPARE(force[u"result"], QJsonValue(u"ok"_s));
    QVERIFY(force[u"from"].toString().startsWith(u"127.0.0.1"));
    QCOMPARE(records[1].toObject()[u"target"], QJsonValue(u"2 users"_s));
    QFile file(m_server->dataDirectory() + u"/audit.jsonl"_s);
    QVERIFY(eventually([&] {
        file.close();
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(R"("actor":"user:auditor")");
    }));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestAccess::refusalsAreInTheAuditLog()
{
    HttpClient client(port());
    client.post("/api/sync/broadcast", R"({"type":"a.b","payload":1})", as("intruder"));
    QJsonArray records;
    QVERIFY(eventually([&] { return !(records = audit("actor=user:intruder")).isEmpty(); }));
    QCOMPARE(records[0].toObject()[u"action"], QJsonValue(u"refused.403"_s));
    QCOMPARE(records[0].toObject()[u"target"], QJsonValue(u"broadcast"_s));
}

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
