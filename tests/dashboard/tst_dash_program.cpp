// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/authserver.h"
#include "tests/support/childprocess.h"
#include "tests/support/deadline.h"
#include "tests/support/httpclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

ProgramRun run(const QStringList &arguments, const QByteArray &token = {})
{
    // Without a display: what needs no window works.
    return runProgram(
        QString::fromLatin1(RELAIS_DASHBOARD_BINARY), arguments,
        {u"QT_QPA_PLATFORM=nonesuch"_s, u"LC_ALL=C"_s, u"RELAIS_TOKEN="_s + QString::fromLatin1(token)});
}

} // namespace

class DashProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_url = u"http://127.0.0.1:%1"_s.arg(m_server.port()); }

    void helpAndVersionNeedNoDisplay()
    {
        QCOMPARE(run({u"--version"_s}).exitStatus, 0);
        QVERIFY(run({u"--version"_s}).standardOutput.startsWith("relais-dashboard "));
        QVERIFY(run({u"--help"_s}).standardOutput.contains("--snapshot FILE"));
    }

    void aWrongCommandLineIsStatus2()
    {
        const auto wrong = run({u"--nonsense"_s});
        QCOMPARE(wrong.exitStatus, 2);
        QCOMPARE(wrong.standardError.count('\n'), 1);
        QVERIFY(wrong.standardError.contains("--nonsense"));
    }

    void aSnapshotGoesToStandardOutput()
    {
        const auto snapshot
            = run({u"--connect"_s, m_url, u"--snapshot"_s, u"-"_s}, m_server.token({"op", "operator"}));
        QCOMPARE(snapshot.exitStatus, 0);
        const auto status = QJsonDocument::fromJson(snapshot.standardOutput).object();
        QVERIFY(status.value(u"connections"_s).isObject());
        QCOMPARE(snapshot.standardError, QByteArray());
    }

    void aSnapshotIsATable()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(u"figures.csv"_s);
        const auto snapshot = run({u"--connect"_s, m_url, u"--snapshot"_s, path}, m_server.token({"op", "operator"}));
        QCOMPARE(snapshot.exitStatus, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto lines = file.readAll().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].contains("\"queue.messages\""));
        QCOMPARE(lines[0].count(','), lines[1].count(','));
    }

    void whatFailsIsStatus1AndSaysWhy()
    {
        for (const auto &token : {QByteArray(), QByteArray("wrong-token"), m_server.token({"u", "user"})}) {
            const auto snapshot = run({u"--connect"_s, m_url, u"--snapshot"_s, u"-"_s}, token);
            QCOMPARE(snapshot.exitStatus, 1);
            QCOMPARE(snapshot.standardOutput, QByteArray());
            QCOMPARE(snapshot.standardError.count('\n'), 1);
            QVERIFY(!snapshot.standardError.contains("wrong-token"));
        }
        QCOMPARE(run({u"--connect"_s, u"http://127.0.0.1:1"_s, u"--snapshot"_s, u"-"_s}).exitStatus, 1);
        QCOMPARE(run({u"--profile"_s, u"nobody"_s, u"--snapshot"_s, u"-"_s}).exitStatus, 1);
        QCOMPARE(run({u"--connect"_s, m_url, u"--snapshot"_s, u"/nonexistent/x.json"_s},
                     m_server.token({"op", "operator"}))
                     .exitStatus,
                 1);
    }

    void itEndsInOrderWhenItIsAsked_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("kill") << SIGTERM;
        QTest::newRow("the desktop's session ends") << SIGHUP;
    }

    void itEndsInOrderWhenItIsAsked()
    {
        QFETCH(int, signal);
        const QTemporaryDir home;
        ChildProcess dashboard(
            QString::fromLatin1(RELAIS_DASHBOARD_BINARY), {u"--connect"_s, m_url},
            {.environment = {u"QT_QPA_PLATFORM=offscreen"_s, u"XDG_CONFIG_HOME="_s + home.path(),
                             u"RELAIS_TOKEN="_s + QString::fromLatin1(m_server.token({"op", "operator"}))}});
        const auto auditor = AuthServer::bearer(m_server.token({"auditor", "operator"}));
        const auto isConnected = [&] {
            return HttpClient(m_server.port()).get("/api/sync/status", auditor).json()[u"connections"][u"webSocket"]
                == QJsonValue(1);
        };
        QVERIFY(eventually(isConnected));
        dashboard.sendSignal(signal);
        QCOMPARE(dashboard.waitForExit(), 0);
        QFile settings(home.filePath(u"relais-dashboard/settings.json"_s));
        QVERIFY(settings.open(QIODevice::ReadOnly)); // the layout is kept
        QVERIFY(QJsonDocument::fromJson(settings.readAll()).object().contains(u"geometry"));
    }

private:
    AuthServer m_server;
    QString m_url;
};

QTEST_GUILESS_MAIN(DashProgramTest)
#include "tst_dash_program.moc"
