// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/childprocess.h"

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcessEnvironment>

#include "tests/support/failure.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The developer's own settings must not reach the program under test.
QProcessEnvironment cleanEnvironment(const QStringList &additions)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(u"RELAIS_"_s) || name == u"PORT"_s || name == u"NODE_ENV"_s)
            environment.remove(name);
    }
    if (!environment.contains(u"LSAN_OPTIONS"_s))
        environment.insert(u"LSAN_OPTIONS"_s, u"suppressions="_s + QString::fromUtf8(RELAIS_LSAN_SUPPRESSIONS));
    for (const QString &addition : additions)
        environment.insert(addition.section(u'=', 0, 0), addition.section(u'=', 1));
    return environment;
}

bool hasSanitizerReport(const QByteArray &text)
{
    return text.contains("Sanitizer: ") || text.contains("runtime error: ");
}

} // namespace

bool isSanitized()
{
#ifdef RELAIS_TEST_SANITIZED
    return true;
#else
    return false;
#endif
}

ChildProcess::ChildProcess(const QString &program, const QStringList &arguments, const ProcessOptions &options)
{
    m_process.setProcessEnvironment(cleanEnvironment(options.environment));
    m_process.setWorkingDirectory(m_directory.path());
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(m_directory.filePath(u"stderr"_s));
    const auto limit = static_cast<rlim_t>(options.descriptorLimit);
    m_process.setChildProcessModifier([limit] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that crashes or is killed leaves nothing behind
        if (limit > 0) {
            const rlimit both{limit, limit};
            ::setrlimit(RLIMIT_NOFILE, &both);
        }
    });
    m_process.start(program, arguments + options.arguments, QIODevice::ReadOnly);
    if (!m_process.waitForStarted(static_cast<int>(patience.count())))
        failTest("cannot start " + program.toUtf8());
}

ChildProcess::~ChildProcess()
{
    if (isRunning())
        sendSignal(SIGTERM);
    const int status = waitForExit();
    const QByteArray text = standardError();
    if (status != m_expectedStatus || hasSanitizerReport(text)) {
        failTest("the program under test ended with " + QByteArray::number(status) + ", not with "
                 + QByteArray::number(m_expectedStatus) + "; the end of what it said:\n" + text.right(6000));
    }
}

bool ChildProcess::isRunning()
{
    // The state is updated by the event loop or by waiting only.
    return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(0);
}

void ChildProcess::sendSignal(int number)
{
    const auto id = static_cast<pid_t>(m_process.processId());
    if (id > 0)
        ::kill(id, number);
}

void ChildProcess::pause()
{
    sendSignal(SIGSTOP);
    const auto id = static_cast<id_t>(m_process.processId());
    const bool isStopped = eventually([id] {
        siginfo_t info{};
        return ::waitid(P_PID, id, &info, WSTOPPED | WNOHANG) == 0 && info.si_pid != 0;
    });
    if (!isStopped)
        failTest("the program under test does not stop");
}

void ChildProcess::resume()
{
    sendSignal(SIGCONT);
}

int ChildProcess::waitForExit()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(static_cast<int>(patience.count()))) {
        m_process.kill();
        m_process.waitForFinished();
        return -1;
    }
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray ChildProcess::standardError() const
{
    return contentOf(m_directory.filePath(u"stderr"_s));
}

QList<QJsonObject> ChildProcess::logLines() const
{
    QList<QJsonObject> objects;
    QList<QByteArray> lines = standardError().split('\n');
    lines.removeLast(); // what is behind the last line feed: nothing, or a line being written
    for (const QByteArray &line : std::as_const(lines))
        objects += QJsonDocument::fromJson(line).object();
    return objects;
}

qint64 ChildProcess::residentBytes() const
{
    const QByteArray text = contentOf(u"/proc/%1/statm"_s.arg(m_process.processId()));
    return text.split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

int ChildProcess::descriptorCount() const
{
    return static_cast<int>(
        QDir(u"/proc/%1/fd"_s.arg(m_process.processId())).entryList(QDir::Files | QDir::System).size());
}

std::chrono::milliseconds ChildProcess::cpuTime() const
{
    const QByteArray text = contentOf(u"/proc/%1/stat"_s.arg(m_process.processId()));
    // The name in parentheses may hold blanks; the fields behind it do not. utime and stime are the 14th and
    // 15th.
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    const qint64 ticks = fields.value(11).toLongLong() + fields.value(12).toLongLong();
    return std::chrono::milliseconds(ticks * 1000 / ::sysconf(_SC_CLK_TCK));
}

ProgramRun runProgram(const QString &program, const QStringList &arguments, const QStringList &environment)
{
    const QTemporaryDir directory;
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment(environment));
    process.setWorkingDirectory(directory.path());
    process.start(program, arguments, QIODevice::ReadOnly);
    ProgramRun run;
    if (process.waitForFinished(static_cast<int>(patience.count()))) {
        run.exitStatus = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    } else {
        process.kill();
        process.waitForFinished();
    }
    run.standardOutput = process.readAllStandardOutput();
    run.standardError = process.readAllStandardError();
    return run;
}

} // namespace relais::test
