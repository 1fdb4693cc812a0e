// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <memory>

#include <sys/mount.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

/// A small disk of the test's own, where that is allowed; unmounted at the end.
class SmallDisk {
public:
    explicit SmallDisk(const char *size)
        : m_isMounted(
            ::mount("tmpfs", qPrintable(m_point.path()), "tmpfs", 0, ("size=" + QByteArray(size)).constData()) == 0)
    {
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(qPrintable(m_point.path()), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    bool isMounted() const { return m_isMounted; }
    QString path() const { return m_point.path(); }

    /// Takes all the room that is left.
    void fill() const
    {
        QFile file(filling());
        if (file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)) {
            const QByteArray block(4096, 'x');
            while (file.write(block) == block.size()) { }
        }
    }
    void release() const { QFile::remove(filling()); }

private:
    QString filling() const { return m_point.filePath(u"filling"_s); }

    QTemporaryDir m_point;
    const bool m_isMounted;
};

} // namespace

/// What is acknowledged is kept, and what cannot be kept is not acknowledged.
class TestJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        m_port = 0;
    }
    void cleanup() { m_server.reset(); }

    void aCursorGoesOnAfterAKill();
    void aWebSocketGoesOnAfterAKill();
    void aRepeatAfterAKillPublishesNothing();
    void aRepeatOverTheOtherTransportAfterAKillPublishesNothing();
    void whatIsUnderWayWhenTheServerStopsIsAnswered();
    void aSecondServerOnTheSameDirectoryIsRefused();
    void withoutAJournalNothingIsWritten();
    void everyAckIsOfSomethingThatIsKept_data();
    void everyAckIsOfSomethingThatIsKept();

    void row31_aDamagedFileIsSetAsideAndReadersAreTold();
    void row31_aLostEndIsTold();
    void row31_onAFullDiskSendIsRefusedAndReadsGoOn();
    void row31_aFileThatCannotBeWrittenStopsTheStart();

private:
    void start(const QStringList &more = {});
    void killAndStart(const QStringList &more = {});

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<ServerProcess> m_server;
    quint16 m_port = 0;
};

/// The same port each time, as clients have it.
void TestJournal::start(const QStringList &more)
{
    QStringList arguments{u"--journal"_s, u"sqlite"_s, u"--data-dir"_s, m_data->path()};
    if (m_port != 0)
        arguments << u"--port"_s << QString::number(m_port);
    m_server
        = std::make_unique<ServerProcess>(std::vector<const char *>{}, ProcessOptions{.arguments = arguments + more});
    m_port = m_server->port();
}

void TestJournal::killAndStart(const QStringList &more)
{
    m_server->expectExitStatus(-1);
    m_server->sendSignal(SIGKILL);
    m_server->waitForExit();
    m_server.reset();
    start(more);
}

void TestJournal::aCursorGoesOnAfterAKill()
{
    start();
    QByteArray cursor;
    {
        HttpClient client(m_port);
        sendMessage(client, "1", "u1");
        sendMessage(client, "2");
        const Poll answer = poll(client, "userId=u1");
        QCOMPARE(answer.payloads(), "1 2"_ba);
        cursor = answer.cursor;
        sendMessage(client, "3", "u1");
        sendMessage(client, "4", "u2");
    }
    killAndStart();
    HttpClient client(m_port);
    sendMessage(client, "5");
    const Poll answer = poll(client, "userId=u1&since=" + cursor);
    QVERIFY(!answer.reset);
    QCOMPARE(answer.payloads(), "3 5"_ba);
    QCOMPARE(poll(client, "userId=u2").payloads(), "2 4 5"_ba);
    QVERIFY(!poll(client, "userId=nobody&since=" + cursor).reset);
}

void TestJournal::aWebSocketGoesOnAfterAKill()
{
    start();
    QByteArray last;
    {
        SyncClient client(m_port, "userId=u1");
        HttpClient http(m_port);
        sendMessage(http, "1", "u1");
        const auto message = client.readMessage();
        QVERIFY(message);
        last = message->id.toByteArray();
        m_server->pause(); // what comes now is not delivered before the kill
        m_server->resume();
        sendMessage(http, "2", "u1");
    }
    killAndStart();
    SyncClient client(m_port, "userId=u1&since=" + last);
    QVERIFY(!client.isReset());
    QCOMPARE(client.readPayloads(1), "2"_ba);
    QVERIFY(client.isQuiet());
}

void TestJournal::aRepeatAfterAKillPublishesNothing()
{
    const QByteArray body = R"({"type":"test.event","payload":1,"userId":"u1"})";
    const HttpFields key{{"Idempotency-Key", "k"}};
    start();
    const HttpResponse first = HttpClient(m_port).post("/api/sync/send", body, key);
    QCOMPARE(first.json()[u"duplicate"], QJsonValue(false));
    const HttpResponse broadcast
        = HttpClient(m_port).post("/api/sync/broadcast", R"({"type":"test.event","payload":2,"userIds":["u1","u2"]})",
                                  {{"Idempotency-Key", "b"}});
    QCOMPARE(broadcast.status, 200);
    killAndStart();
    HttpClient client(m_port);
    const HttpResponse repeat = client.post("/api/sync/send", body, key);
    QCOMPARE(repeat.json()[u"duplicate"], QJsonValue(true));
    QCOMPARE(repeat.json()[u"id"], first.json()[u"id"]);
    QCOMPARE(client.post("/api/sync/send", R"({"type":"test.event","payload":9,"userId":"u1"})", key).problem(),
             "422 idempotency_mismatch at Idempotency-Key"_ba);
    const HttpResponse again
        = client.post("/api/sync/broadcast", R"({"type":"test.event","payload":2,"userIds":["u1","u2"]})",
                      {{"Idempotency-Key", "b"}});
    QCOMPARE(again.json()[u"id"], broadcast.json()[u"id"]);
    QCOMPARE(poll(client, "userId=u1").payloads(), "1 2"_ba);
    QCOMPARE(poll(client, "userId=u2").payloads(), "2"_ba);
}

void TestJournal::aRepeatOverTheOtherTransportAfterAKillPublishesNothing()
{
    const QByteArray frame = R"({"type":"test.event","payload":1,"userId":"u1","ref":"r","idempotencyKey":"k"})";
    start();
    QString id;
    {
        SyncClient client(m_port, "userId=u1");
        QVERIFY(client.send(frame));
        // The message and its acknowledgement come in either order.
        for (int i = 0; i < 2; ++i) {
            const QJsonObject object = client.readObject();
            if (object[u"type"] == QJsonValue(u"sync.ack"_s))
                id = object[u"payload"][u"id"].toString();
        }
        QVERIFY(!id.isEmpty());
    }
    killAndStart();
    HttpClient http(m_port);
    const HttpResponse repeat = http.post("/api/sync/send", R"({"type":"test.event","payload":1,"userId":"u1"})",
                                          {{"Idempotency-Key", "k"}});
    QCOMPARE(repeat.json()[u"duplicate"], QJsonValue(true));
    QCOMPARE(repeat.json()[u"id"], QJsonValue(id));
    SyncClient client(m_port, "userId=u2");
    QVERIFY(client.send(frame));
    QCOMPARE(client.readPayloadOf("sync.ack")[u"duplicate"], QJsonValue(true));
    QCOMPARE(poll(http, "userId=u1").payloads(), "1"_ba);
}

void TestJournal::whatIsUnderWayWhenTheServerStopsIsAnswered()
{
    start();
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<HttpClient>(m_port));
        QVERIFY(clients.back()->get("/healthz").status == 200);
    }
    for (const auto &client : clients)
        QVERIFY(client->sendRequest("POST", "/api/sync/send", {{"Content-Type", "application/json"}},
                                    R"({"type":"test.event","payload":1})"));
    m_server->sendSignal(SIGTERM);
    int acknowledged = 0;
    for (const auto &client : clients) {
        // One that was not read before the server stopped gets none.
        const QByteArray statuses = statusesUntilClosed(client->connection());
        QVERIFY2(statuses == "200" || statuses == "503" || statuses.isEmpty(), statuses);
        acknowledged += statuses == "200" ? 1 : 0;
    }
    QCOMPARE(m_server->waitForExit(), 0);
    start();
    HttpClient client(m_port);
    QVERIFY(static_cast<int>(poll(client).messages.size()) >= acknowledged);
}

void TestJournal::aSecondServerOnTheSameDirectoryIsRefused()
{
    start();
    const ProgramRun run = runProgram(serverProgram(), {u"--port"_s, u"0"_s, u"--data-dir"_s, m_data->path()});
    QCOMPARE(run.exitStatus, 1);
    QVERIFY2(run.standardError.contains("in use by another server"), run.standardError);
    HttpClient client(m_port);
    QVERIFY(sendMessage(client, "1").ms > 0);
}

void TestJournal::withoutAJournalNothingIsWritten()
{
    ServerProcess server({}, {.arguments = {u"--journal"_s, u"none"_s, u"--data-dir"_s, m_data->path()}});
    HttpClient client(server.port());
    sendMessage(client, "1");
    QCOMPARE(QDir(m_data->path()).entryList(QDir::Files | QDir::NoDotAndDotDot), QStringList());
    QCOMPARE(client.get("/api/sync/status").json()[u"journal"], QJsonValue(u"none"_s));
}

void TestJournal::everyAckIsOfSomethingThatIsKept_data()
{
    QTest::addColumn<QString>("sync");
    QTest::newRow("full") << u"full"_s;
    QTest::newRow("normal") << u"normal"_s; // it survives the process, if not the power
}

void TestJournal::everyAckIsOfSomethingThatIsKept()
{
    QFETCH(QString, sync);
    start({u"--sync"_s, sync});
    int next = 0;
    int acknowledged = 0;
    for (int round = 0; round < 4; ++round) {
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < 20; ++i) {
            clients.push_back(std::make_unique<HttpClient>(m_port));
            clients.back()->sendRequest("POST", "/api/sync/send", {{"Content-Type", "application/json"}},
                                        R"({"type":"test.event","payload":)" + QByteArray::number(next++) + '}');
        }
        for (int i = 0; i < 5 * round; ++i)
            acknowledged += clients[static_cast<std::size_t>(i)]->readResponse().status == 200 ? 1 : 0;
        m_server->expectExitStatus(-1);
        m_server->sendSignal(SIGKILL);
        m_server->waitForExit();
        // What was told before the kill counts, too.
        for (std::size_t i = static_cast<std::size_t>(5 * round); i < clients.size(); ++i)
            acknowledged += statusesUntilClosed(clients[i]->connection()) == "200" ? 1 : 0;
        m_server.reset();
        start({u"--sync"_s, sync});
        HttpClient reader(m_port);
        const Poll answer = poll(reader);
        QVERIFY(static_cast<int>(answer.messages.size()) >= acknowledged);
    }
    QVERIFY(acknowledged >= 30);
}

void TestJournal::row31_aDamagedFileIsSetAsideAndReadersAreTold()
{
    start();
    QByteArray cursor;
    {
        HttpClient client(m_port);
        sendMessage(client, "1", "u1");
        cursor = poll(client, "userId=u1").cursor;
    }
    m_server->sendSignal(SIGTERM);
    QCOMPARE(m_server->waitForExit(), 0);
    QFile file(m_data->filePath(u"messages.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() / 2 + 100));
    file.close();

    start();
    const QByteArray said = m_server->standardError();
    QVERIFY2(said.contains("the journal is damaged and was set aside"), said);
    QCOMPARE(QDir(m_data->path()).entryList({u"messages.db.damaged-*"_s}).size(), 1);
    HttpClient client(m_port);
    const Poll answer = poll(client, "userId=u1&since=" + cursor);
    QVERIFY(answer.reset);
    sendMessage(client, "2", "u1");
    QVERIFY(poll(client, "userId=u1&since=" + cursor).reset);
    QCOMPARE(poll(client, "userId=u1&since=" + answer.cursor).payloads(), "2"_ba);
    SyncClient webSocket(m_port, "userId=u1&since=" + cursor);
    QVERIFY(webSocket.isReset());
}

void TestJournal::row31_aLostEndIsTold()
{
    start();
    QByteArray cursor;
    {
        HttpClient client(m_port);
        sendMessage(client, "1", "u1");
        cursor = poll(client, "userId=u1").cursor;
        sendMessage(client, "2", "u1");
    }
    m_server->expectExitStatus(-1);
    m_server->sendSignal(SIGKILL);
    m_server->waitForExit();
    QFile log(m_data->filePath(u"messages.db-wal"_s));
    QVERIFY(log.open(QIODevice::ReadWrite));
    QVERIFY(log.resize(log.size() - 4096)); // the end of the last commit
    log.close();
    m_server.reset();
    start();
    HttpClient client(m_port);
    const Poll answer = poll(client, "userId=u1&since=" + cursor);
    QVERIFY(answer.reset);
    QCOMPARE(answer.payloads(), "1"_ba);
}

void TestJournal::row31_onAFullDiskSendIsRefusedAndReadsGoOn()
{
    const SmallDisk disk("2m");
    if (!disk.isMounted())
        QSKIP("a file system may not be mounted here");
    const QString data = disk.path() + u"/data"_s;
    ServerProcess server({}, {.arguments = {u"--journal"_s, u"sqlite"_s, u"--data-dir"_s, data}});
    HttpClient client(server.port());
    sendMessage(client, "1", "u1");
    SyncClient webSocket(server.port(), "userId=u1&since=0");
    QCOMPARE(webSocket.readPayloads(1), "1"_ba);

    disk.fill();
    const QByteArray big = R"({"type":"test.event","userId":"u1","payload":")" + QByteArray(30'000, 'x') + "\"}";
    const HttpFields key{{"Idempotency-Key", "k"}};
    HttpResponse refused = client.post("/api/sync/send", big, key);
    for (int i = 0; i < 100 && refused.status == 200; ++i) // what the write-ahead log still has room for
        refused = client.post("/api/sync/send", big);
    QCOMPARE(refused.problem(), "503 journal_unavailable"_ba);
    const int kept = static_cast<int>(poll(client, "userId=u1").messages.size());
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(client.post("/api/sync/send", big).status, 503);
        QCOMPARE(static_cast<int>(poll(client, "userId=u1").messages.size()), kept);
    }
    QVERIFY(webSocket.send(R"({"type":"test.event","ref":"r","payload":")" + QByteArray(30'000, 'y') + "\"}"));
    QJsonObject error;
    do // the big ones that were taken come before
        error = webSocket.readObject();
    while (!error.isEmpty() && error[u"type"] == QJsonValue(u"test.event"_s));
    QCOMPARE(error[u"type"], QJsonValue(u"sync.error"_s));
    QCOMPARE(error[u"payload"][u"code"], QJsonValue(u"journal_unavailable"_s));
    const QJsonObject status = client.get("/api/sync/status").json();
    QCOMPARE(status[u"status"], QJsonValue(u"degraded"_s));
    QCOMPARE(status[u"journal"], QJsonValue(u"unavailable"_s));
    QCOMPARE(client.get("/readyz").status, 200);
    QCOMPARE(server.standardError().count("the journal cannot be written"), 1);

    disk.release();
    QVERIFY(eventually([&client] { // by itself
        return client.get("/api/sync/status").json()[u"journal"] == QJsonValue(u"available"_s);
    }));
    QVERIFY(sendMessage(client, "2", "u1").ms > 0);
    QCOMPARE(static_cast<int>(poll(client, "userId=u1").messages.size()), kept + 1);
}

void TestJournal::row31_aFileThatCannotBeWrittenStopsTheStart()
{
    const SmallDisk disk("64k");
    if (!disk.isMounted())
        QSKIP("a file system may not be mounted here");
    disk.fill();
    const ProgramRun run = runProgram(serverProgram(), {u"--port"_s, u"0"_s, u"--data-dir"_s, disk.path()});
    QCOMPARE(run.exitStatus, 1);
    QVERIFY2(run.standardError.contains("cannot use the journal"), run.standardError);
    QVERIFY2(run.standardError.contains("--journal none"), run.standardError);
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
