// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QFile>
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray message = R"({"type":"test.event","payload":1})";

/// The first of all pieces of this many bytes of a secret that stands in a text; null when none does.
QByteArray pieceIn(const QByteArray &text, const QByteArray &secret, qsizetype size = 12)
{
    for (qsizetype i = 0; i + size <= secret.size(); ++i) {
        if (text.contains(secret.sliced(i, size)))
            return secret.sliced(i, size);
    }
    return {};
}

/// What of a token is secret: the signature, or what is behind the id of a key.
QByteArray secretPart(const QByteArray &token)
{
    return token.startsWith("rk_") ? token.sliced(3 + 12 + 1) : token.sliced(token.lastIndexOf('.') + 1);
}

/// All that a server says to a client.
class Ear {
public:
    void hear(const HttpResponse &response)
    {
        m_text += QByteArray::number(response.status) + '\n';
        for (const auto &[name, value] : response.fields)
            m_text += name + ": " + value + '\n';
        m_text += response.body + '\n';
    }
    void hear(WebSocketClient &&client)
    {
        hear(client.response());
        if (!client.isUpgraded())
            return;
        client.sendText(R"({"type":"sync.ping"})");
        client.sendClose(1000);
        while (const auto frame = client.readFrame())
            m_text += frame->payload + '\n';
    }
    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_text;
};

/// One place of a request where a token can stand, by intent or by mistake.
struct Place {
    const char *name;
    void (*send)(quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear);
    /// Who may read for any user is told whom it named, whatever that is.
    bool isForUsersOnly = false;
};

void getEverywhere(quint16 port, const QByteArray &query, const HttpFields &fields, Ear &ear)
{
    const QByteArray suffix = query.isEmpty() ? ""_ba : '?' + query;
    for (const char *path : {"/api/sync/poll", "/api/sync/status", "/api/admin/audit", "/api/nowhere", "/healthz",
                             "/ws", "/api/sync/send"})
        ear.hear(HttpClient(port).get(path + suffix, fields));
    ear.hear(HttpClient(port).post("/api/sync/send" + suffix, message, fields));
    ear.hear(HttpClient(port).post("/api/sync/send" + suffix, "{", fields));
    ear.hear(HttpClient(port).post("/api/sync/broadcast" + suffix, message, fields));
    ear.hear(HttpClient(port).request("TRACE", "/api/sync/poll" + suffix, fields));
    ear.hear(HttpClient(port).request("OPTIONS", "/api/sync/poll" + suffix, fields));
    ear.hear(WebSocketClient(port, "/ws" + suffix, fields));
}

void withField(quint16 port, const char *name, const QByteArray &value, const HttpFields &own, Ear &ear)
{
    HttpFields fields = own;
    fields.emplace_back(name, value);
    getEverywhere(port, {}, fields, ear);
}

void postBody(quint16 port, QByteArray body, const QByteArray &token, const HttpFields &own, Ear &ear)
{
    body.replace("%", token);
    for (const char *path : {"/api/sync/send", "/api/sync/broadcast", "/api/sync/force"})
        ear.hear(HttpClient(port).post(path, body, own));
}

void sendFrame(quint16 port, QByteArray frame, const QByteArray &token, const HttpFields &own, Ear &ear)
{
    WebSocketClient client(port, "/ws", own);
    client.sendText(frame.replace("%", token));
    ear.hear(std::move(client));
}

const Place places[] = {
    {"Authorization",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         getEverywhere(port, {}, AuthServer::bearer(token), ear);
     }},
    {"Authorization with another scheme",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         withField(port, "Authorization", "Token " + token, {}, ear);
     }},
    {"Authorization without a scheme",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         withField(port, "Authorization", token, {}, ear);
     }},
    {"Authorization twice",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Authorization", "Bearer " + token, own, ear);
     }},
    {"query token",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         getEverywhere(port, "token=" + token, {}, ear);
     }},
    {"query token beside a field",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         getEverywhere(port, "token=" + token, own, ear);
     }},
    {"query access_token",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         getEverywhere(port, "access_token=" + token, own, ear);
     }},
    {"query userId",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         getEverywhere(port, "userId=" + token, own, ear);
     },
     true},
    {"query since",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         getEverywhere(port, "since=" + token, own, ear);
     }},
    {"query limit and wait",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         getEverywhere(port, "limit=" + token, own, ear);
         getEverywhere(port, "wait=" + token, own, ear);
     }},
    {"subprotocol",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         withField(port, "Sec-WebSocket-Protocol", "relais.v1, bearer." + token, {}, ear);
     }},
    {"subprotocol alone",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         withField(port, "Sec-WebSocket-Protocol", "bearer." + token, {}, ear);
         withField(port, "Sec-WebSocket-Protocol", token, {}, ear);
     }},
    {"path",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         for (const QByteArray &path : {"/" + token, "/ws/" + token, "/api/sync/poll/" + token, "/api/" + token}) {
             ear.hear(HttpClient(port).get(path, own));
             ear.hear(WebSocketClient(port, path, own));
         }
     }},
    {"method",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         ear.hear(HttpClient(port).request(token, "/api/sync/poll", own));
     }},
    {"cookie",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Cookie", "token=" + token, own, ear);
     }},
    {"Referer",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Referer", "https://app.example/?token=" + token, own, ear);
     }},
    {"User-Agent",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "User-Agent", token, own, ear);
     }},
    {"Origin",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Origin", "https://" + token, own, ear);
     }},
    {"Idempotency-Key",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Idempotency-Key", token, own, ear);
     }},
    {"X-Forwarded-For",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "X-Forwarded-For", token, own, ear);
         withField(port, "Forwarded", "for=" + token, own, ear);
     }},
    {"Host",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Host", token, own, ear);
     }},
    {"Content-Type",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Content-Type", token, own, ear);
     }},
    {"Upgrade and version",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, "Upgrade", token, own, ear);
         withField(port, "Sec-WebSocket-Version", token, own, ear);
         withField(port, "Expect", token, own, ear);
         withField(port, "Transfer-Encoding", token, own, ear);
     }},
    {"field name",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         withField(port, token.constData(), "1", own, ear);
     }},
    {"body",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         postBody(port, "%", token, own, ear);
         postBody(port, R"({"token":"%"})", token, own, ear);
         postBody(port, R"({"%":1,"%":2})", token, own, ear);
     }},
    {"type",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         postBody(port, R"({"type":"%","payload":1})", token, own, ear);
     }},
    {"userId",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         postBody(port, R"({"type":"a.b","payload":1,"userId":"%","userIds":["%"]})", token, own, ear);
     }},
    {"reason",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         postBody(port, R"({"userId":"nobody","reason":"%","spreadMs":"%"})", token, own, ear);
     }},
    {"sync.auth",
     [](quint16 port, const QByteArray &token, const HttpFields &, Ear &ear) {
         sendFrame(port, R"({"type":"sync.auth","payload":{"token":"%"}})", token, {}, ear);
     }},
    {"sync.auth as a renewal",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         sendFrame(port, R"({"type":"sync.auth","payload":{"token":"%"}})", token, own, ear);
     }},
    {"sync.auth, malformed",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         sendFrame(port, R"({"type":"sync.auth","token":"%"})", token, own, ear);
         sendFrame(port, R"({"type":"sync.auth","payload":{"token":["%"]}})", token, own, ear);
         sendFrame(port, R"({"type":"sync.auth","payload":"%"})", token, {}, ear);
         sendFrame(port, "%", token, {}, ear);
     }},
    {"frame members",
     [](quint16 port, const QByteArray &token, const HttpFields &own, Ear &ear) {
         sendFrame(port, R"({"type":"%","payload":1})", token, own, ear);
         sendFrame(port, R"({"type":"sync.%","payload":1})", token, own, ear);
         sendFrame(port, R"({"type":"a.b","payload":1,"userId":"%"})", token, own, ear);
         sendFrame(port, R"({"type":"a.b","payload":1,"idempotencyKey":"%","userId":"nobody"})", token, own, ear);
     }},
};

} // namespace

/// Row 25: no secret shows up anywhere, whatever is done with it.
class TestSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row25_aTokenShowsUpNowhere_data();
    void row25_aTokenShowsUpNowhere();
    void row25_theConfigurationIsPrintedWithoutSecrets();
    void row25_theProcessTableShowsNoSecret();
    void row25_errorsOfTheConfigurationShowNoSecret_data();
    void row25_errorsOfTheConfigurationShowNoSecret();
    void row25_theFilesOfTheServerAreItsOwnersOnly();
};

void TestSecrets::row25_aTokenShowsUpNowhere_data()
{
    QTest::addColumn<QByteArray>("kind");
    for (const char *kind : {"good token", "token of another key", "expired token", "good API key", "bad API key"})
        QTest::newRow(kind) << QByteArray(kind);
}

void TestSecrets::row25_aTokenShowsUpNowhere()
{
    QFETCH(const QByteArray, kind);
    AuthServer server({"log.level=debug", "proxies.trusted=127.0.0.1", "rate.requests=0", "rate.publisher_requests=0",
                       "rate.admin_requests=0", "limits.connection_rate_per_address=0"});
    QByteArray token;
    if (kind == "good token")
        token = server.token({.subject = "u1", .roles = "user"});
    else if (kind == "expired token")
        token = server.token({.subject = "u1", .secondsToLive = -100});
    else if (kind == "token of another key")
        token = QByteArray::fromStdString(TokenForge::withSecret("another secret, of more than thirty-two bytes")
                                              .token(R"({"alg":"HS256"})", R"({"sub":"u1","exp":9999999999})"));
    else
        token = server.apiKey("tested", "publisher,user", "u1");
    if (kind == "bad API key")
        token = token.chopped(1) + (token.endsWith('A') ? 'B' : 'A');

    const QByteArray own = server.token({.subject = "admin", .roles = "admin,user"});
    const QByteArray user = server.token({.subject = "u2", .roles = "user"});
    const std::array secrets{secretPart(token), secretPart(own), secretPart(user), AuthServer::secret()};
    for (const Place &place : places) {
        for (const QByteArray &shown : {own, user}) {
            if (place.isForUsersOnly && shown == own)
                continue;
            Ear ear;
            place.send(server.port(), token, AuthServer::bearer(shown), ear);
            QVERIFY(!ear.text().isEmpty());
            for (const QByteArray &secret : secrets) {
                const QByteArray piece = pieceIn(ear.text(), secret);
                QVERIFY2(piece.isEmpty(), QByteArray(place.name) + ": " + piece + " in " + ear.text());
            }
        }
    }
    const HttpFields auditor = AuthServer::bearer(server.token({.subject = "auditor", .roles = "operator"}));
    const QByteArray audit = HttpClient(server.port()).get("/api/admin/audit?limit=1000", auditor).body;
    QVERIFY(audit.contains("refused."));
    server.process().sendSignal(SIGTERM);
    QCOMPARE(server.process().waitForExit(), 0);
    QFile file(server.dataDirectory() + u"/audit.jsonl"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray auditFile = file.readAll();
    QVERIFY(auditFile.contains("refused."));
    for (const QByteArray &secret : secrets) {
        for (const QByteArray &text : {audit, auditFile, server.process().standardError()})
            QVERIFY2(pieceIn(text, secret).isEmpty(), pieceIn(text, secret) + " in " + text);
    }
}

void TestSecrets::row25_theConfigurationIsPrintedWithoutSecrets()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"relais.toml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write("[auth]\njwt_secret = \"" + AuthServer::secret() + "\"\n");
    file.close();
    const QStringList variable{u"RELAIS_AUTH_JWT_SECRET="_s + QString::fromLatin1(AuthServer::secret())};
    for (const ProgramRun &run : {runProgram(serverProgram(), {u"--print-config"_s}, variable),
                                  runProgram(serverProgram(), {u"--print-config"_s, u"--config"_s, file.fileName()}),
                                  runProgram(serverProgram(), {u"--check-config"_s}, variable),
                                  runProgram(serverProgram(), {u"--help"_s}, variable)}) {
        QCOMPARE(run.exitStatus, 0);
        QVERIFY(!run.standardOutput.isEmpty());
        QVERIFY(pieceIn(run.standardOutput + run.standardError, AuthServer::secret()).isEmpty());
    }
}

void TestSecrets::row25_theProcessTableShowsNoSecret()
{
    AuthServer server;
    const QString process = u"/proc/%1/"_s.arg(server.process().processId());
    for (const char *name : {"cmdline", "comm", "status"}) {
        QFile file(process + QLatin1String(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(!text.isEmpty());
        QVERIFY(pieceIn(text, AuthServer::secret()).isEmpty());
    }
    // A secret on the command line would be there for all to see: it is not taken.
    const ProgramRun run = runProgram(
        serverProgram(),
        {u"--check-config"_s, u"--set"_s, u"auth.jwt_secret="_s + QString::fromLatin1(AuthServer::secret())});
    QVERIFY(run.exitStatus == 2 || run.exitStatus == 78);
    QVERIFY(pieceIn(run.standardOutput + run.standardError, AuthServer::secret()).isEmpty());
}

void TestSecrets::row25_errorsOfTheConfigurationShowNoSecret_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("environment");
    QTest::addColumn<QByteArray>("toml"); // %: the secret; @: a file with the secret in it

    const auto addToml = [](const char *name, const QByteArray &toml) {
        QTest::newRow(name) << QStringList() << QStringList() << toml;
    };
    const auto addVariable = [](const QString &variable) {
        QTest::addRow("environment %s", qPrintable(variable)) << QStringList() << QStringList{variable} << ""_ba;
    };
    const auto addArguments = [](const char *name, const QStringList &arguments) {
        QTest::newRow(name) << arguments << QStringList() << ""_ba;
    };
    addVariable(u"RELAIS_AUTH_JWT_SECRET=%"_s);
    addVariable(u"RELAIS_AUTH_JWT_SECRT=%"_s);
    addVariable(u"RELAIS_JWT_SECRET=%"_s);
    addVariable(u"RELAIS_AUTH_JWT_SECRET_FILE=@"_s);
    addVariable(u"RELAIS_AUTH_JWT_PUBLIC_KEYS=@"_s);
    addVariable(u"RELAIS_AUTH_JWKS_FILE=@"_s);
    addVariable(u"RELAIS_AUTH_JWKS_URL=https://user:%@id.example/jwks.json"_s);
    addVariable(u"RELAIS_TLS_KEY=@"_s);
    addArguments("as a setting", {u"--set"_s, u"auth.jwt_secret=%"_s});
    addArguments("as a flag", {u"--auth.jwt_secret=%"_s});
    addArguments("as a flag of its own", {u"--jwt-secret=%"_s});
    addArguments("as a flag and its value", {u"--jwt-secret"_s, u"%"_s});
    addArguments("as a misspelt setting", {u"--set"_s, u"auth.jwt_secrt=%"_s});
    addArguments("as a file that is a configuration", {u"--config"_s, u"@"_s});
    addToml("short", "[auth]\njwt_secret = \"%\"\n");
    addToml("array", "[auth]\njwt_secret = [\"%\"]\n");
    addToml("table", "[auth.jwt_secret]\nvalue = \"%\"\n");
    addToml("misspelt", "[auth]\njwt_secrt = \"%\"\n");
    addToml("without its section", "jwt_secret = \"%\"\n");
    addToml("no quotes", "[auth]\njwt_secret = %\n");
    addToml("quote not ended", "[auth]\njwt_secret = \"%\n");
    addToml("more behind it", "[auth]\njwt_secret = \"%\" \"%\"\n");
    addToml("escape", "[auth]\njwt_secret = \"\\%\"\n");
    addToml("twice", "[auth]\njwt_secret = \"%\"\njwt_secret = \"%\"\n");
    addToml("two secrets", "[auth]\njwt_secret = \"%%%\"\njwt_secret_file = \"@\"\n");
}

void TestSecrets::row25_errorsOfTheConfigurationShowNoSecret()
{
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, environment);
    QFETCH(QByteArray, toml);

    const QByteArray secret = "Zq8xW3vK1pLm7TyR"; // shorter than a secret may be
    const QTemporaryDir directory;
    QFile holder(directory.filePath(u"holder"_s));
    QVERIFY(holder.open(QIODevice::WriteOnly));
    holder.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    holder.write(secret);
    holder.close();
    for (QStringList *list : {&arguments, &environment}) {
        list->replaceInStrings(u"%"_s, QString::fromLatin1(secret));
        list->replaceInStrings(u"=@"_s, u'=' + holder.fileName());
        for (QString &text : *list)
            text = text == u"@"_s ? holder.fileName() : text;
    }
    if (!toml.isEmpty()) {
        QFile file(directory.filePath(u"relais.toml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(toml.replace('%', secret).replace('@', holder.fileName().toUtf8()));
        arguments << u"--config"_s << file.fileName();
    }
    arguments << u"--port"_s << u"0"_s << u"--data-dir"_s << directory.path();
    const ProgramRun run = runProgram(serverProgram(), arguments, environment);
    QVERIFY2(run.exitStatus == 2 || run.exitStatus == 78, run.standardError);
    QVERIFY(!run.standardError.isEmpty());
    const QByteArray said = run.standardOutput + run.standardError;
    QVERIFY2(pieceIn(said, secret, 6).isEmpty(), said);
}

void TestSecrets::row25_theFilesOfTheServerAreItsOwnersOnly()
{
    const AuthServer server;
    const QByteArray key = server.apiKey("kept", "user", "u1");
    const HttpFields admin = AuthServer::bearer(server.token({.subject = "boss", .roles = "admin"}));
    QCOMPARE(HttpClient(server.port()).post("/api/sync/broadcast", message, admin).status, 200);
    QFile keys(server.dataDirectory() + u"/keys.json"_s);
    QVERIFY(keys.open(QIODevice::ReadOnly));
    QVERIFY(pieceIn(keys.readAll(), secretPart(key), 8).isEmpty()); // hashed
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(keys.permissions() & others, QFile::Permissions());
    const QString audit = server.dataDirectory() + u"/audit.jsonl"_s;
    QVERIFY(eventually([&] { return QFile::exists(audit); }));
    QCOMPARE(QFile(audit).permissions() & others, QFile::Permissions());
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
