// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto ownOrigin = "https://app.example";
const QByteArray message = R"({"type":"test.event","payload":1})";

void addOrigins()
{
    QTest::addColumn<QByteArray>("origin");
    for (const char *origin : {"null",
                               "https://evil.example",
                               "http://app.example",
                               "https://app.example:8443",
                               "https://app.example.evil",
                               "https://app.example.",
                               "https://xapp.example",
                               "https://evil.example/https://app.example",
                               "https://app.example@evil.example",
                               "https://app.example#.evil.example",
                               "https://app.example/",
                               "https://APP.example",
                               "https://app.example https://evil.example",
                               "https://app.example,https://evil.example",
                               "https://app.example%00.evil.example",
                               "https://app_example",
                               "//app.example",
                               "app.example",
                               "",
                               "*",
                               "file://",
                               "http://localhost:3000"})
        QTest::newRow(origin) << QByteArray(origin);
}

} // namespace

/// Rows 23, 24 and 33 with authentication: what a page of somebody else's can do with a token it got hold of, or with
/// a browser that has one; and whether a role can be talked into more than it may.
class TestPrivilegeAttacks : public AuthAttackTest {
    Q_OBJECT

public:
    TestPrivilegeAttacks()
        : AuthAttackTest({"cors.origins=https://app.example"})
    {
    }

private Q_SLOTS:
    void row23_aForeignOriginIsNotUpgradedWithAnyToken_data();
    void row23_aForeignOriginIsNotUpgradedWithAnyToken();
    void row23_anOwnOriginIsUpgraded();
    void row23_aCookieIsNoToken();
    void row24_noAnswerAllowsCredentials_data();
    void row24_noAnswerAllowsCredentials();
    void row24_aForeignOriginChangesNothing();
    void row24_anOwnPageReadsTheRefusalOfALargeBody();
    void row24_aForeignHostIsRefusedWithAToken_data();
    void row24_aForeignHostIsRefusedWithAToken();
    void row24_aReboundNameNeedsAToken();
    void row33_withoutAuthenticationOnlyLoopbackIsServed_data();
    void row33_withoutAuthenticationOnlyLoopbackIsServed();
    void row33_withAuthenticationAnyAddressIsTaken();
    void row33_adminRoutesAreClosed_data();
    void row33_adminRoutesAreClosed();
    void row33_thereIsNothingToDebug_data();
    void row33_thereIsNothingToDebug();
    void row33_noDetourLeadsToAnAct_data();
    void row33_noDetourLeadsToAnAct();
    void row33_noFrameIsAnAct_data();
    void row33_noFrameIsAnAct();

private:
    /// What somebody notices of acts that were not to happen.
    SyncClient bystander() { return SyncClient(port(), "token=" + token("bystander")); }
};

void TestPrivilegeAttacks::row23_aForeignOriginIsNotUpgradedWithAnyToken_data()
{
    addOrigins();
}

void TestPrivilegeAttacks::row23_aForeignOriginIsNotUpgradedWithAnyToken()
{
    QFETCH(const QByteArray, origin);
    const QByteArray good = token("u1", "admin");
    const std::pair<QByteArray, HttpFields> ways[]
        = {{"/ws", {}},
           {"/ws?token=" + good, {}},
           {"/ws", {{"Authorization", "Bearer " + good}}},
           {"/ws", {{"Sec-WebSocket-Protocol", "relais.v1, bearer." + good}}},
           {"/ws", {{"Cookie", "token=" + good}}},
           {"/ws?token=nonsense", {}}}; // nor is it told whether a token is good
    for (const auto &[target, shown] : ways) {
        HttpFields fields = shown;
        fields.emplace_back("Origin", origin);
        QCOMPARE(WebSocketClient(port(), target, fields).response().problem(), "403 origin_not_allowed at Origin"_ba);
    }
    const HttpFields twice{{"Origin", ownOrigin}, {"Origin", origin}};
    QCOMPARE(WebSocketClient(port(), "/ws?token=" + good, twice).response().status, 400);
}

void TestPrivilegeAttacks::row23_anOwnOriginIsUpgraded()
{
    QVERIFY(WebSocketClient(port(), "/ws?token=" + token("u1"), {{"Origin", ownOrigin}}).isUpgraded());
}

void TestPrivilegeAttacks::row23_aCookieIsNoToken()
{
    // A browser sends cookies along by itself, which is what makes such hijacking work: none is ever looked at.
    for (const char *name : {"token", "access_token", "Authorization", "session", "jwt", "bearer"}) {
        const QByteArray cookie = name + QByteArray("=") + token("u1", "admin");
        WebSocketClient client(port(), "/ws?since=0", {{"Origin", ownOrigin}, {"Cookie", cookie}});
        QVERIFY(client.isUpgraded());
        QVERIFY(client.sendText(message));
        QCOMPARE(client.readCloseCode(), 4001);
        QCOMPARE(HttpClient(port()).get("/api/sync/poll", {{"Cookie", cookie}}).status, 401);
        QCOMPARE(HttpClient(port()).post("/api/sync/send", message, {{"Cookie", cookie}}).status, 401);
    }
}

void TestPrivilegeAttacks::row24_noAnswerAllowsCredentials_data()
{
    addOrigins();
    QTest::newRow("own") << QByteArray(ownOrigin);
}

void TestPrivilegeAttacks::row24_noAnswerAllowsCredentials()
{
    QFETCH(const QByteArray, origin);
    const bool isOwn = origin == ownOrigin;
    HttpClient client(port());
    for (HttpFields fields : {HttpFields{}, as("u1"), as("u1", "admin"), AuthServer::bearer("nonsense")}) {
        fields.emplace_back("Origin", origin);
        HttpFields preflight = fields;
        preflight.emplace_back("Access-Control-Request-Method", "POST");
        preflight.emplace_back("Access-Control-Request-Headers", "authorization");
        for (const HttpResponse &response :
             {client.get("/api/sync/poll", fields), client.get("/api/sync/status", fields),
              client.get("/api/admin/audit", fields), client.get("/api/sync/poll?limit=x", fields),
              client.get("/api/nowhere", fields), client.post("/api/sync/send", "{", fields),
              client.request("OPTIONS", "/api/sync/send", preflight),
              WebSocketClient(port(), "/nowhere", fields).response()}) {
            QVERIFY(response.status >= 200);
            QVERIFY(!response.field("Access-Control-Allow-Credentials"));
            QVERIFY(response.field("Access-Control-Allow-Origin").value_or(ownOrigin) == ownOrigin);
            QVERIFY(isOwn || !response.field("Access-Control-Allow-Origin"));
            QVERIFY(!response.field("Set-Cookie"));
        }
    }
}

void TestPrivilegeAttacks::row24_aForeignOriginChangesNothing()
{
    SyncClient watching = bystander();
    HttpFields fields = as("boss", "admin");
    fields.emplace_back("Origin", "https://evil.example");
    for (const char *path : {"/api/sync/send", "/api/sync/broadcast", "/api/sync/force"})
        QCOMPARE(HttpClient(port()).post(path, message, fields).problem(), "403 origin_not_allowed at Origin"_ba);
    // The kinds of body that a form can send without asking first.
    for (const char *type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
        HttpFields form = as("boss", "admin");
        form.emplace_back("Content-Type", type);
        QCOMPARE(HttpClient(port()).post("/api/sync/broadcast", message, form).status, 415);
    }
    QVERIFY(watching.isQuiet());
}

/// It is refused before it has come; a page that could not read why would take it for a network that failed.
void TestPrivilegeAttacks::row24_anOwnPageReadsTheRefusalOfALargeBody()
{
    HttpClient client(port());
    client.sendRaw(httpRequest("POST", "/api/sync/send", {{"Origin", ownOrigin}, {"Content-Length", "60000"}})
                   + QByteArray(40'000, 'a'));
    const HttpResponse response = client.readResponse();
    QCOMPARE(response.problem(), "401 unauthorized"_ba);
    QCOMPARE(response.field("Access-Control-Allow-Origin"), QByteArray(ownOrigin));
}

void TestPrivilegeAttacks::row24_aForeignHostIsRefusedWithAToken_data()
{
    QTest::addColumn<QByteArray>("host");
    for (const char *host : {"evil.example", "relais.example.evil", "xrelais.example", "relais.example.", "127.0.0.2",
                             "2130706433", "relais.example@evil.example", "[::1]"})
        QTest::newRow(host) << QByteArray(host);
}

void TestPrivilegeAttacks::row24_aForeignHostIsRefusedWithAToken()
{
    QFETCH(const QByteArray, host);
    const AuthServer listed({"hosts.allow=relais.example,127.0.0.1,localhost"});
    HttpFields fields = AuthServer::bearer(listed.token({.subject = "u1", .roles = "admin"}));
    fields.emplace_back("Host", host);
    const auto isRefused = [](const HttpResponse &response) {
        return response.status == 400 || response.problem() == "403 forbidden at Host";
    };
    QVERIFY(isRefused(HttpClient(listed.port()).get("/api/sync/poll", fields)));
    QVERIFY(isRefused(HttpClient(listed.port()).get("/api/admin/audit", fields)));
    QVERIFY(isRefused(HttpClient(listed.port()).post("/api/sync/broadcast", message, fields)));
    QVERIFY(isRefused(WebSocketClient(listed.port(), "/ws", fields).response()));
    fields.back().second = "Relais.example:443";
    QCOMPARE(HttpClient(listed.port()).get("/api/sync/poll", fields).status, 200);
}

void TestPrivilegeAttacks::row24_aReboundNameNeedsAToken()
{
    // With authentication any name is answered by default: a page whose name was rebound has no token.
    const HttpFields fields{{"Host", "evil.example"}, {"Origin", "http://evil.example"}};
    QCOMPARE(HttpClient(port()).get("/api/sync/poll", fields).status, 401);
    QCOMPARE(HttpClient(port()).get("/api/admin/audit", fields).status, 401);
    QCOMPARE(HttpClient(port()).post("/api/sync/broadcast", message, fields).status, 403);
    QCOMPARE(WebSocketClient(port(), "/ws", fields).response().status, 403);
}

void TestPrivilegeAttacks::row33_withoutAuthenticationOnlyLoopbackIsServed_data()
{
    QTest::addColumn<QString>("host");
    for (const char *host : {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "::ffff:0.0.0.0", "::ffff:192.0.2.1"})
        QTest::newRow(host) << QString::fromLatin1(host);
}

void TestPrivilegeAttacks::row33_withoutAuthenticationOnlyLoopbackIsServed()
{
    QFETCH(const QString, host);
    const QStringList plain{u"--host"_s, host, u"--port"_s, u"0"_s};
    for (const QStringList &others : {QStringList{}, QStringList{u"--set"_s, u"auth.api_keys=off"_s},
                                      QStringList{u"--set"_s, u"auth.jwks_file="_s},
                                      QStringList{u"--set"_s, u"auth.issuer=https://id.example/"_s},
                                      QStringList{u"--set"_s, u"env=production"_s}}) {
        const ProgramRun run = runProgram(serverProgram(), plain + others);
        QCOMPARE(run.exitStatus, 78);
        QVERIFY2(run.standardError.contains("without authentication"), run.standardError);
    }
}

void TestPrivilegeAttacks::row33_withAuthenticationAnyAddressIsTaken()
{
    const QStringList secret{u"RELAIS_AUTH_JWT_SECRET="_s + QString::fromLatin1(AuthServer::secret())};
    QCOMPARE(runProgram(serverProgram(), {u"--host"_s, u"0.0.0.0"_s, u"--check-config"_s}, secret).exitStatus, 0);
}

void TestPrivilegeAttacks::row33_adminRoutesAreClosed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    for (const char *request : {"GET /api/admin/audit",
                                "HEAD /api/admin/audit",
                                "GET /api/admin/audit?limit=1",
                                "GET /api/admin/audit/",
                                "GET /api/admin/clients",
                                "DELETE /api/admin/clients/c1",
                                "GET /api/admin/users/u1/queue",
                                "DELETE /api/admin/users/u1/queue",
                                "GET /api/admin/history",
                                "POST /api/admin/audit",
                                "DELETE /api/admin/audit",
                                "GET /api/admin",
                                "GET /API/admin/audit",
                                "GET //api/admin/audit",
                                "GET /api//admin/audit",
                                "GET /api/admin/%61udit",
                                "GET /api/sync/../admin/audit",
                                "GET /api/admin/audit%00",
                                "GET /api/admin/audit;x",
                                "GET /api/sync/poll/..;/../admin/audit",
                                "GET http://127.0.0.1/api/admin/audit"}) {
        const QByteArrayList parts = QByteArray(request).split(' ');
        QTest::newRow(request) << parts[0] << parts[1];
    }
}

void TestPrivilegeAttacks::row33_adminRoutesAreClosed()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    for (const HttpFields &fields : {HttpFields{}, as("u1", "user"), as("p1", "publisher"), as("n1", "none")}) {
        const int status = HttpClient(port()).request(method, target, fields).status;
        QVERIFY2(QList({400, 401, 403, 404, 405}).contains(status), QByteArray::number(status));
        for (const char *proxy : {"X-Forwarded-For", "X-Real-IP", "Forwarded"}) {
            HttpFields local = fields;
            local.emplace_back(proxy, QByteArrayView(proxy) == "Forwarded" ? "for=127.0.0.1" : "127.0.0.1");
            QCOMPARE(HttpClient(port()).request(method, target, local).status, status);
        }
    }
}

void TestPrivilegeAttacks::row33_thereIsNothingToDebug_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target :
         {"/metrics/x",         "/debug",       "/debug/pprof",    "/debug/vars",    "/admin",
          "/api/admin",         "/.env",        "/.git/config",    "/server-status", "/actuator/env",
          "/console",           "/relais.toml", "/data/keys.json", "/keys.json",     "/audit.jsonl",
          "/../data/keys.json", "/api/config",  "/api/keys",       "/api/token",     "/.well-known/jwks.json"})
        QTest::newRow(target) << QByteArray(target);
}

void TestPrivilegeAttacks::row33_thereIsNothingToDebug()
{
    QFETCH(const QByteArray, target);
    for (const HttpFields &fields : {HttpFields{}, as("u1"), as("boss", "admin")}) {
        const HttpResponse response = HttpClient(port()).get(target, fields);
        QCOMPARE(response.problem(), "404 not_found"_ba);
        QVERIFY(!response.field("Server").value_or(QByteArray()).contains('/')); // no version to look up
    }
}

void TestPrivilegeAttacks::row33_noDetourLeadsToAnAct_data()
{
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<QByteArray>("path");
    for (const char *role : {"operator", "user", "none", "publisher"}) {
        for (const char *path : {"/api/sync/force", "/api/sync/broadcast", "/api/admin/clients/c1"}) {
            if (QByteArrayView(role) != "publisher" || QByteArrayView(path) != "/api/sync/broadcast")
                QTest::addRow("%s: %s", role, path) << QByteArray(role) << QByteArray(path);
        }
    }
}

void TestPrivilegeAttacks::row33_noDetourLeadsToAnAct()
{
    QFETCH(const QByteArray, role);
    QFETCH(const QByteArray, path);
    SyncClient watching = bystander();
    const QByteArray body = R"({"type":"test.event","payload":1,"reason":"because"})";
    const QByteArray name = path.sliced(path.lastIndexOf('/') + 1);
    const QByteArray folder = path.chopped(name.size());
    QByteArrayList targets{path,
                           path + '/',
                           path + "//",
                           '/' + path,
                           folder + '/' + name,
                           folder + "./" + name,
                           folder + "x/../" + name,
                           path.toUpper(),
                           folder + name.toUpper(),
                           path + ";a=b",
                           path + ".json",
                           path + "%20",
                           path + "%00",
                           path + "?_method=POST",
                           path + "?method=DELETE",
                           path + "?role=admin&roles=admin",
                           path + "?token=" + token("boss", "admin").chopped(2),
                           "http://127.0.0.1" + path,
                           "/ws" + path};
    for (const QByteArray &target : targets) {
        for (const char *method :
             {"POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "post", "POSTX", "OPTIONS", "QUERY"}) {
            for (const char *override : {"", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}) {
                if (*override != '\0' && target != path)
                    continue;
                HttpFields fields = as("r1", role);
                fields.emplace_back("Content-Type", "application/json");
                if (*override != '\0')
                    fields.emplace_back(override, path.contains("admin") ? "DELETE" : "POST");
                const HttpResponse response = HttpClient(port()).request(method, target, fields, body);
                const bool isHarmless = QByteArrayView(method) == "OPTIONS" && response.status == 204;
                QVERIFY2(response.status >= 400 || isHarmless, method + (' ' + target));
            }
        }
    }
    QVERIFY(watching.isQuiet());
    const QJsonArray records = audit();
    for (const QJsonValue &record : records)
        QVERIFY(record[u"result"] != QJsonValue(u"ok"_s) || record[u"actor"] != QJsonValue(u"user:r1"_s));
}

void TestPrivilegeAttacks::row33_noFrameIsAnAct_data()
{
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<QByteArray>("frame");
    const QByteArray frames[] = {R"({"type":"sync.force","payload":{}})",
                                 R"({"type":"sync.force","payload":{"reason":"because"},"userId":"bystander"})",
                                 R"({"type":"sync.broadcast","payload":{"type":"test.event","payload":1}})",
                                 R"({"type":"sync.disconnect","payload":{"clientId":"c1"}})",
                                 R"({"type":"test.event","payload":1,"userId":"bystander"})",
                                 R"({"type":"test.event","payload":1,"userIds":["bystander"]})",
                                 R"({"type":"test.event","payload":1,"roles":["admin"],"userId":"bystander"})",
                                 R"({"type":"sync.auth","payload":{"token":"nonsense"},"roles":["admin"]})"};
    for (const char *role : {"operator", "user"}) {
        for (const QByteArray &frame : frames)
            QTest::addRow("%s: %s", role, frame.constData()) << QByteArray(role) << frame;
    }
    QTest::newRow("publisher: force") << "publisher"_ba << frames[0];
    QTest::newRow("publisher: force of one") << "publisher"_ba << frames[1];
    QTest::newRow("operator: for everyone") << "operator"_ba << message;
}

void TestPrivilegeAttacks::row33_noFrameIsAnAct()
{
    QFETCH(const QByteArray, role);
    QFETCH(const QByteArray, frame);
    SyncClient watching = bystander();
    WebSocketClient client(port(), "/ws?token=" + token("r1", role));
    QVERIFY(client.isUpgraded());
    QVERIFY(client.sendText(frame));
    QVERIFY(client.sendClose(1000));
    while (const auto answer = client.readFrame())
        QVERIFY2(!answer->payload.contains("sync.ack") || role == "user", answer->payload); // to itself
    QVERIFY(watching.isQuiet());
}

QTEST_GUILESS_MAIN(TestPrivilegeAttacks)
#include "tst_privilege_attacks.moc"
