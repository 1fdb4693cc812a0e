// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

/// What would drive a terminal, turn a line around, or begin another line: none of it may come out raw.
const QByteArrayList dangerous{"\x1b",         "\x07",         "\r",           "\x7f",        "\xc2\x9b",
                               "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x80\xa8", "\xef\xbb\xbf"};

/// The first of them in a text; empty when there is none.
QByteArray dangerIn(const QByteArray &text)
{
    for (const QByteArray &bytes : dangerous) {
        if (text.contains(bytes))
            return bytes.toHex();
    }
    return text.contains('\0') ? "00"_ba : ""_ba;
}

bool isOneObject(const QByteArray &line)
{
    QJsonParseError error{};
    return QJsonDocument::fromJson(line, &error).isObject() && error.error == QJsonParseError::NoError;
}

/// Texts that somebody would like to see in a log, in UTF-8.
const QByteArrayList texts{"a\u202ecod.exe", "a\u2066b\u2069", "\"},{\"message\":\"forged\"",
                           "a\\nforged",     "\\u001b[31m",    "a\" level=\"error"};
/// The same with what no name may hold.
const QByteArrayList controls{"a\r\n{\"message\":\"forged\"}", "a\x1b[2J", "a\xc2\x9b[31m", QByteArray("a\0b", 3),
                              "a\u2028forged"};

/// A key set whose first key is fine, and whose others are named as they should not be and cannot be used.
QByteArray hostileKeySet(const TokenForge &key)
{
    QByteArray keys = QByteArray::fromStdString(key.jwk());
    for (const char *id :
         {"\\u001b[31mred", "a\\r\\n{\\\"message\\\":\\\"forged\\\"}", "\\u202ecod.exe", "a\\u0000b", "\\u009b[2J"})
        keys += QByteArray(",{\"kty\":\"none\",\"kid\":\"%\"}").replace('%', id);
    return "{\"keys\":[" + keys + "]}";
}

} // namespace

/// Row 26: what clients, keys and issuers are called cannot forge lines of log and audit, nor drive the terminal of
/// whoever reads them.
class TestLogInjection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void row26_clientsForgeNoLine();
    void row26_keySetsForgeNoLine_data();
    void row26_keySetsForgeNoLine();
    void row26_namesOfKeysForgeNoLine_data();
    void row26_namesOfKeysForgeNoLine();
    void row26_argumentsForgeNoLine_data();
    void row26_argumentsForgeNoLine();

private:
    static void askEverything(quint16 port, const QByteArray &text, const HttpFields &admin);
};

void TestLogInjection::askEverything(quint16 port, const QByteArray &text, const HttpFields &admin)
{
    const QByteArray encoded = text.toPercentEncoding();
    const QJsonObject named{{u"type"_s, u"a.b"_s},
                            {u"payload"_s, 1},
                            {u"userId"_s, QString::fromUtf8(text)},
                            {u"reason"_s, QString::fromUtf8(text)},
                            {u"ref"_s, QString::fromUtf8(text)},
                            {u"idempotencyKey"_s, QString::fromUtf8(text)}};
    const QByteArray body = QJsonDocument(named).toJson(QJsonDocument::Compact);
    for (const char *path : {"/api/sync/send", "/api/sync/broadcast", "/api/sync/force"})
        HttpClient(port).post(path, body, admin);
    for (const char *name : {"X-Forwarded-For", "Forwarded", "User-Agent", "Idempotency-Key", "Origin", "Referer",
                             "Host", "Authorization", "Sec-WebSocket-Protocol"}) {
        // Not all of these make a request that can be read: then the answer is 400, which HttpClient checks.
        RawConnection connection(port);
        connection.send("POST /api/sync/broadcast HTTP/1.1\r\n"
                        + (qstrcmp(name, "Host") == 0 ? ""_ba : "Host: a\r\n"_ba) + name + ": " + text
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                        + "Connection: close\r\n\r\n{}");
        connection.waitForClosed();
    }
    for (const QByteArray &target : {"/" + encoded, "/api/" + encoded, "/api/sync/poll?userId=" + encoded,
                                     "/api/sync/poll?since=" + encoded, "/api/admin/audit?actor=" + encoded})
        HttpClient(port).get(target, admin);
    WebSocketClient(port, "/ws?token=" + encoded);
    WebSocketClient client(port, "/ws", admin);
    client.sendText(body);
    client.sendText(QByteArray(body).replace("a.b", "sync.unknown"));
    client.sendClose(1000, text.left(100).isValidUtf8() ? text.left(100) : ""_ba);
    client.readCloseCode();
}

void TestLogInjection::row26_clientsForgeNoLine()
{
    AuthServer server({"log.level=debug", "proxies.trusted=127.0.0.1", "rate.requests=0", "rate.admin_requests=0",
                       "limits.connection_rate_per_address=0"});
    for (const QByteArray &text : texts + controls) {
        for (const char *roles : {"user", "admin"}) {
            const HttpFields fields = AuthServer::bearer(server.token({.subject = text, .roles = roles}));
            askEverything(server.port(), text, fields);
        }
        askEverything(server.port(), text, AuthServer::bearer(server.token({.subject = "boss", .roles = "admin"})));
    }
    const HttpFields auditor = AuthServer::bearer(server.token({.subject = "auditor", .roles = "operator"}));
    const HttpResponse answer = HttpClient(server.port()).get("/api/admin/audit?limit=1000", auditor);
    QVERIFY(!answer.json()[u"records"].toArray().isEmpty());
    QCOMPARE(dangerIn(answer.body), ""_ba);
    server.process().sendSignal(SIGTERM);
    QCOMPARE(server.process().waitForExit(), 0);
    QFile file(server.dataDirectory() + u"/audit.jsonl"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray audit = file.readAll();
    QVERIFY(audit.contains("\\u202ecod.exe")); // it was there to be escaped
    for (const QByteArray &log : {audit, server.process().standardError()}) {
        QCOMPARE(dangerIn(log), ""_ba);
        for (const QByteArray &line : log.trimmed().split('\n')) {
            QVERIFY2(isOneObject(line), line);
            QVERIFY(QJsonDocument::fromJson(line)[u"message"] != QJsonValue(u"forged"_s));
        }
    }
}

void TestLogInjection::row26_keySetsForgeNoLine_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("JSON") << u"json"_s;
    QTest::newRow("text") << u"text"_s;
}

void TestLogInjection::row26_keySetsForgeNoLine()
{
    QFETCH(const QString, format);
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"jwks\n\x1b[31m forged.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(hostileKeySet(TokenForge::withEc()));
    file.close();
    ChildProcess server(serverProgram(),
                        {u"--port"_s, u"0"_s, u"--journal"_s, u"none"_s, u"--log-format"_s, format, u"--data-dir"_s,
                         directory.path()},
                        {.environment = {u"RELAIS_AUTH_JWKS_FILE="_s + file.fileName()}});
    QVERIFY(eventually([&] { return server.standardError().contains("listening"); }));
    const QByteArray log = server.standardError();
    QVERIFY2(log.contains("cod.exe"), log); // each key that is skipped is told of
    QCOMPARE(dangerIn(log), ""_ba);
    static const QRegularExpression textLine(u"^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ (info|warning) +relais\\."_s);
    for (const QByteArray &line : log.trimmed().split('\n'))
        QVERIFY2(format == u"json" ? isOneObject(line) : textLine.match(QString::fromUtf8(line)).hasMatch(), line);
}

void TestLogInjection::row26_namesOfKeysForgeNoLine_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const QByteArray &text : texts + controls) {
        if (!text.contains('\0')) // which no argument can hold
            QTest::newRow(text.toPercentEncoding().constData()) << text;
    }
}

void TestLogInjection::row26_namesOfKeysForgeNoLine()
{
    QFETCH(const QByteArray, name);
    const QTemporaryDir directory;
    const QStringList place{u"--data-dir"_s, directory.path()};
    const auto run = [&place](const QStringList &arguments) {
        return runProgram(serverProgram(), arguments + place);
    };
    const QString text = QString::fromUtf8(name);
    const ProgramRun added = run({u"keys"_s, u"add"_s, u"--name"_s, text, u"--role"_s, u"publisher"_s});
    QCOMPARE(dangerIn(added.standardOutput + added.standardError), ""_ba);
    const ProgramRun user
        = run({u"keys"_s, u"add"_s, u"--name"_s, u"plain"_s, u"--role"_s, u"user"_s, u"--user"_s, text});
    QCOMPARE(dangerIn(user.standardOutput + user.standardError), ""_ba);
    for (const QStringList &arguments :
         {QStringList{u"keys"_s, u"list"_s}, QStringList{u"keys"_s, u"revoke"_s, text},
          QStringList{u"keys"_s, u"revoke-user"_s, text}, QStringList{u"keys"_s, u"list"_s}}) {
        const ProgramRun listed = run(arguments);
        QCOMPARE(dangerIn(listed.standardOutput + listed.standardError), ""_ba);
        QVERIFY(!listed.standardOutput.contains("\n{\"message\":\"forged\"}"));
    }
}

void TestLogInjection::row26_argumentsForgeNoLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("environment");
    const QString text = u"\x1b[31m\r\nforged\u202e"_s;
    QTest::newRow("flag") << QStringList{u"--"_s + text} << QStringList();
    QTest::newRow("setting") << QStringList{u"--set"_s, text + u"=1"_s} << QStringList();
    QTest::newRow("value") << QStringList{u"--set"_s, u"log.level="_s + text} << QStringList();
    QTest::newRow("host") << QStringList{u"--host"_s, text} << QStringList();
    QTest::newRow("configuration") << QStringList{u"--config"_s, text} << QStringList();
    QTest::newRow("command") << QStringList{text} << QStringList();
    QTest::newRow("variable") << QStringList() << QStringList{u"RELAIS_"_s + text + u"=1"_s};
    QTest::newRow("value of a variable") << QStringList() << QStringList{u"RELAIS_LOG_LEVEL="_s + text};
    QTest::newRow("key file") << QStringList() << QStringList{u"RELAIS_AUTH_JWKS_FILE=/nowhere/"_s + text};
    QTest::newRow("data directory") << QStringList{u"--data-dir"_s, u"/proc/"_s + text}
                                    << QStringList{u"RELAIS_AUTH_API_KEYS=on"_s};
    QTest::newRow("certificate") << QStringList()
                                 << QStringList{u"RELAIS_TLS_CERTIFICATE=/nowhere/"_s + text,
                                                u"RELAIS_TLS_KEY=/nowhere/"_s + text};
}

void TestLogInjection::row26_argumentsForgeNoLine()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QStringList, environment);
    const ProgramRun run = runProgram(serverProgram(), arguments + QStringList{u"--port"_s, u"0"_s}, environment);
    QVERIFY(run.exitStatus > 0);
    QVERIFY(!run.standardError.isEmpty());
    QCOMPARE(dangerIn(run.standardOutput + run.standardError), ""_ba);
    QVERIFY2(!run.standardError.contains("\nforged"), run.standardError);
}

QTEST_GUILESS_MAIN(TestLogInjection)
#include "tst_log_injection.moc"
