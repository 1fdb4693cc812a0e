// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/support/deadline.h"

namespace relais::test {

/// Is what is measured of memory worth nothing, since a sanitizer keeps what was freed?
bool isSanitized();

struct ProcessOptions {
    int descriptorLimit = 0; ///< RLIMIT_NOFILE; 0: as this process has it
    QStringList environment{}; ///< "NAME=value", beside what this process has
    QStringList arguments{}; ///< beside what the class gives
    bool isSecure = false; ///< is it asked through TLS whether it is ready?
};

/// A program under test. Its standard error goes to a file, so that it never blocks on a reader, whatever it
/// logs.
class ChildProcess {
public:
    ChildProcess(const QString &program, const QStringList &arguments, const ProcessOptions &options = {});
    /// Asks it to stop, if it still runs, and fails the test when it does not do so in order: exit status 0,
    /// and no sanitizer's report.
    ~ChildProcess();
    Q_DISABLE_COPY_MOVE(ChildProcess)

    bool isRunning();
    void sendSignal(int number);
    /// Stops all of its threads until resume(): what is sent meanwhile is there all at once when it goes on.
    void pause();
    void resume();
    /// Waits for its end; the exit status, -1 when it did not end or was killed by a signal.
    int waitForExit();
    /// Its end has been seen and judged by the test: the destructor does not judge it again.
    void expectExitStatus(int status) { m_expectedStatus = status; }

    QByteArray standardError() const;
    /// Its log, one object a line; a line that is not JSON yields an empty object.
    QList<QJsonObject> logLines() const;

    qint64 processId() const { return m_process.processId(); }
    qint64 residentBytes() const; ///< VmRSS
    int descriptorCount() const;
    std::chrono::milliseconds cpuTime() const; ///< user and system, over all threads
    QString temporaryPath() const { return m_directory.path(); }

private:
    QTemporaryDir m_directory;
    QProcess m_process;
    int m_expectedStatus = 0;
};

/// Runs a program to its end.
struct ProgramRun {
    int exitStatus = -1; ///< -1: it did not end by itself
    QByteArray standardOutput;
    QByteArray standardError;
};
ProgramRun runProgram(const QString &program, const QStringList &arguments, const QStringList &environment = {});

} // namespace relais::test
