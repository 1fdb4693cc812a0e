// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QFile>
#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Start, stop, and the exit statuses that scripts rely on (PROTOCOL.md section 6).
class TestLifecycle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSignalStopsIt_data();
    void aSignalStopsIt();
    void whileItDrainsItIsNotReady();
    void waitingPollsAreAnsweredWhenItDrains();
    void webSocketsAreSentAwaySpread();
    void whatWasAcceptedIsDeliveredBeforeTheClose();
    void aSecondSignalEndsItAtOnce();
    void clientsThatDoNotCloseDoNotHoldItUp();
    void aPortInUseIsToldFromOtherFailures();
    void aFreedPortIsTakenAtOnce();
    void badConfigurationIs78_data();
    void badConfigurationIs78();
    void badUsageIs2_data();
    void badUsageIs2();
    void whatOnlyInformsEndsWith0_data();
    void whatOnlyInformsEndsWith0();
    void itDoesNotListenBeyondLoopbackWithoutAuth_data();
    void itDoesNotListenBeyondLoopbackWithoutAuth();
    void itSaysThatItIsInDevelopmentMode();
};

namespace {

bool isOneLine(const QByteArray &text)
{
    return text.endsWith('\n') && text.count('\n') == 1 && text.size() > 1;
}

} // namespace

void TestLifecycle::aSignalStopsIt_data()
{
    QTest::addColumn<int>("signal");

    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestLifecycle::aSignalStopsIt()
{
    QFETCH(const int, signal);

    ServerProcess server;
    SyncClient client(server.port(), "userId=u1");
    server.sendSignal(signal);
    QCOMPARE(client.socket().readCloseCode(), 1012);
    QCOMPARE(server.waitForExit(), 0);
}

void TestLifecycle::whileItDrainsItIsNotReady()
{
    ServerProcess server({"drain.window=5m"});
    HttpClient before(server.port());
    QCOMPARE(before.get("/readyz").status, 200);
    SyncClient client(server.port(), "userId=u1"); // there is somebody to wait for
    server.sendSignal(SIGTERM);
    QVERIFY(server.becomesReadyWith(503));
    QCOMPARE(HttpClient(server.port()).get("/healthz").status, 200);
    const WebSocketClient refused(server.port(), "/ws?userId=u2");
    QCOMPARE(refused.response().problem(), "503 draining"_ba);
    QVERIFY(refused.response().field("Retry-After"));
    server.sendSignal(SIGTERM);
    server.waitForExit();
}

void TestLifecycle::waitingPollsAreAnsweredWhenItDrains()
{
    ServerProcess server({"drain.window=5m"});
    SyncClient socket(server.port(), "userId=u1");
    HttpClient client(server.port());
    QVERIFY(client.sendGet("/api/sync/poll?userId=u1&wait=30"));
    HttpClient asking(server.port());
    QVERIFY(eventually(
        [&asking] { return asking.get("/api/sync/status").json()[u"connections"][u"longPoll"] == QJsonValue(1); }));
    server.sendSignal(SIGTERM);
    const Poll answer = readPoll(client); // 5 minutes of window have not passed
    QVERIFY(answer.isValid);
    QCOMPARE(answer.payloads(), ""_ba);
    QVERIFY(!answer.reset);
    server.sendSignal(SIGTERM);
    server.waitForExit();
}

void TestLifecycle::webSocketsAreSentAwaySpread()
{
    ServerProcess server({"drain.window=3s"});
    std::vector<SyncClient> clients;
    for (int i = 0; i < 60; ++i)
        clients.emplace_back(server.port(), "userId=u1");
    server.sendSignal(SIGTERM);
    const auto closedNow = [&clients] {
        return std::count_if(clients.begin(), clients.end(), [](SyncClient &client) {
            client.socket().connection().receiveAvailable();
            return client.socket().connection().buffered().contains('\x88');
        });
    };
    qsizetype closed = 0;
    QVERIFY(eventually([&] { return (closed = closedNow()) > 0; }));
    QVERIFY2(closed < 60, "all at once");
    for (SyncClient &client : clients)
        QCOMPARE(client.socket().readCloseCode(), 1012);
    QCOMPARE(server.waitForExit(), 0);
}

void TestLifecycle::whatWasAcceptedIsDeliveredBeforeTheClose()
{
    ServerProcess server;
    SyncClient client(server.port(), "userId=u1");
    HttpClient publisher(server.port());
    for (int i = 0; i < 200; ++i)
        sendMessage(publisher, QByteArray::number(i), "u1");
    server.sendSignal(SIGTERM);
    for (int i = 0; i < 200; ++i)
        QCOMPARE(client.readPayloads(1), QByteArray::number(i));
    QCOMPARE(client.socket().readCloseCode(), 1012);
    QCOMPARE(server.waitForExit(), 0);
}

void TestLifecycle::aSecondSignalEndsItAtOnce()
{
    ServerProcess server({"drain.window=10m"});
    SyncClient client(server.port(), "userId=u1");
    server.sendSignal(SIGTERM);
    QVERIFY(server.becomesReadyWith(503));
    server.sendSignal(SIGINT);
    QCOMPARE(server.waitForExit(), 0);
    QVERIFY(client.socket().connection().waitForClosed());
}

void TestLifecycle::clientsThatDoNotCloseDoNotHoldItUp()
{
    ServerProcess server;
    SyncClient client(server.port(), "userId=u1"); // reads nothing, answers no close
    RawConnection silent(server.port());
    RawConnection halfWay(server.port());
    QVERIFY(halfWay.send("POST /api/sync/send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"));
    HttpClient kept(server.port());
    QCOMPARE(kept.get("/healthz").status, 200);
    server.sendSignal(SIGTERM);
    QCOMPARE(server.waitForExit(), 0);
}

void TestLifecycle::aPortInUseIsToldFromOtherFailures()
{
    const ServerProcess server;
    const ProgramRun run
        = runProgram(serverProgram(), {u"--port"_s, QString::number(server.port()), u"--log-format"_s, u"text"_s});
    QCOMPARE(run.exitStatus, 1);
    QVERIFY2(run.standardError.contains("--port"), run.standardError);
    QVERIFY2(run.standardError.contains(QByteArray::number(server.port())), run.standardError);
    QVERIFY2(isOneLine(run.standardError), run.standardError);
    QCOMPARE(HttpClient(server.port()).get("/healthz").status, 200);
}

void TestLifecycle::aFreedPortIsTakenAtOnce()
{
    auto first = std::make_unique<ServerProcess>();
    const QString port = QString::number(first->port());
    SyncClient client(first->port(), "userId=u1");
    first->sendSignal(SIGTERM);
    QCOMPARE(client.socket().readCloseCode(), 1012); // closed by the server: leaves TIME_WAIT
    first.reset();
    ServerProcess second({}, {.arguments = {u"--port"_s, port}});
    QCOMPARE(QString::number(second.port()), port);
}

void TestLifecycle::badConfigurationIs78_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("environment");
    QTest::addColumn<QByteArray>("named");

    QTest::newRow("environment") << QStringList() << QStringList{u"RELAIS_MESSAGES_TTL=soon"_s}
                                 << "RELAIS_MESSAGES_TTL"_ba;
    QTest::newRow("environment, out of range")
        << QStringList() << QStringList{u"RELAIS_HTTP_MAX_FIELDS=101"_s} << "RELAIS_HTTP_MAX_FIELDS"_ba;
    QTest::newRow("no such file") << QStringList{u"--config"_s, u"/nonexistent/relais.toml"_s} << QStringList()
                                  << "/nonexistent/relais.toml"_ba;
}

void TestLifecycle::badConfigurationIs78()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QStringList, environment);
    QFETCH(const QByteArray, named);

    const ProgramRun run = runProgram(serverProgram(), QStringList{u"--port"_s, u"0"_s} + arguments, environment);
    QCOMPARE(run.exitStatus, 78);
    QVERIFY2(run.standardError.contains(named), run.standardError);
    QVERIFY2(isOneLine(run.standardError), run.standardError);
}

void TestLifecycle::badUsageIs2_data()
{
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
    QTest::newRow("option without its value") << QStringList{u"--port"_s};
    QTest::newRow("unknown command") << QStringList{u"frobnicate"_s};
    QTest::newRow("unknown setting") << QStringList{u"--set"_s, u"no.such=1"_s};
    QTest::newRow("not a duration") << QStringList{u"--set"_s, u"messages.ttl=soon"_s};
    QTest::newRow("out of range") << QStringList{u"--set"_s, u"http.max_fields=101"_s};
    QTest::newRow("not a port") << QStringList{u"--port"_s, u"http"_s};
    QTest::newRow("set without a value") << QStringList{u"--set"_s, u"messages.ttl"_s};
}

void TestLifecycle::badUsageIs2()
{
    QFETCH(const QStringList, arguments);

    const ProgramRun run = runProgram(serverProgram(), arguments);
    QCOMPARE(run.exitStatus, 2);
    QVERIFY2(isOneLine(run.standardError), run.standardError);
}

void TestLifecycle::whatOnlyInformsEndsWith0_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QByteArray>("shown");

    QTest::newRow("version") << u"--version"_s << "relais-server"_ba;
    QTest::newRow("help") << u"--help"_s << "--port"_ba;
    QTest::newRow("print-config") << u"--print-config"_s << "ttl"_ba;
    QTest::newRow("check-config") << u"--check-config"_s << ""_ba;
}

void TestLifecycle::whatOnlyInformsEndsWith0()
{
    QFETCH(const QString, argument);
    QFETCH(const QByteArray, shown);

    const ProgramRun run = runProgram(serverProgram(), {argument});
    QCOMPARE(run.exitStatus, 0);
    QVERIFY2(run.standardOutput.contains(shown), run.standardOutput);
}

void TestLifecycle::itDoesNotListenBeyondLoopbackWithoutAuth_data()
{
    QTest::addColumn<QString>("host");

    for (const char *host : {"0.0.0.0", "::", "192.0.2.1"})
        QTest::newRow(host) << QString::fromUtf8(host);
}

void TestLifecycle::itDoesNotListenBeyondLoopbackWithoutAuth()
{
    QFETCH(const QString, host);

    const ProgramRun run = runProgram(serverProgram(), {u"--port"_s, u"0"_s, u"--host"_s, host});
    QCOMPARE(run.exitStatus, 78);
    QVERIFY2(isOneLine(run.standardError), run.standardError);
    QVERIFY2(run.standardError.contains("authentication"), run.standardError);
}

void TestLifecycle::itSaysThatItIsInDevelopmentMode()
{
    const ServerProcess server;
    QVERIFY2(server.standardError().contains("development"), server.standardError());
}

QTEST_GUILESS_MAIN(TestLifecycle)
#include "tst_lifecycle.moc"
