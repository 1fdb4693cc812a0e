// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/serverprocess.h"

#include "tests/support/failure.h"
#include "tests/support/httpclient.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

QStringList serverArguments(const std::vector<const char *> &settings, const ProcessOptions &options)
{
    QStringList arguments{u"--log-format"_s, u"json"_s, u"--set"_s, u"drain.window=0s"_s};
    if (!options.arguments.contains(u"--journal"_s))
        arguments << u"--journal"_s << u"none"_s;
    if (!options.arguments.contains(u"--port"_s))
        arguments << u"--port"_s << u"0"_s;
    for (const char *setting : settings)
        arguments << u"--set"_s << QString::fromUtf8(setting);
    return arguments;
}

/// The port of the log line that says that the program listens; 0 when there is none in time.
quint16 waitForPort(ChildProcess &process)
{
    quint16 port = 0;
    const bool found = eventually([&process, &port] {
        const QList<QJsonObject> lines = process.logLines();
        for (const QJsonObject &line : lines) {
            if (line[u"message"].toString() == u"listening"_s)
                port = static_cast<quint16>(line[u"port"].toInt());
        }
        return port != 0 || !process.isRunning();
    });
    if (!found || port == 0) {
        failTest("no listening port; it said:\n" + process.standardError());
    }
    return port;
}

} // namespace

QString serverProgram()
{
    return QString::fromUtf8(RELAIS_SERVER_BINARY);
}

QString echoProgram()
{
    return QString::fromUtf8(RELAIS_ECHO_BINARY);
}

ServerProcess::ServerProcess(const std::vector<const char *> &settings, const ProcessOptions &options)
    : ChildProcess(serverProgram(), serverArguments(settings, options), options)
    , m_isSecure(options.isSecure)
    , m_port(waitForPort(*this))
{
    if (m_port != 0 && !becomesReadyWith(200))
        failTest("the server does not become ready");
}

bool ServerProcess::descriptorsReturnTo(int count) const
{
    return eventually([this, count] { return descriptorCount() <= count; });
}

bool ServerProcess::becomesReadyWith(int status) const
{
    return eventually(
        [this, status] { return HttpClient(m_port, {.isSecure = m_isSecure}).get("/readyz").status == status; });
}

EchoProcess::EchoProcess(const QStringList &arguments)
    : ChildProcess(echoProgram(), QStringList{u"--port"_s, u"0"_s} + arguments)
    , m_port(waitForPort(*this))
{
}

} // namespace relais::test
