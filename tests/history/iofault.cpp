// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/iofault.h"

#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

const QString runLibrary = u"/usr/lib/fiu/fiu_run_preload.so"_s;
const QString posixLibrary = u"/usr/lib/fiu/fiu_posix_preload.so"_s;

} // namespace

std::optional<QByteArray> IoFault::obstacle() const
{
    if (!m_server.hasJournal())
        return "there is no journal";
    if (isSanitized())
        return "libfiu and a sanitizer do not go together";
    if (!QFile::exists(posixLibrary) || QStandardPaths::findExecutable(u"fiu-ctrl"_s).isEmpty())
        return "fiu-utils is not installed";
    return std::nullopt;
}

void IoFault::prepare()
{
    m_server.preload(runLibrary);
    m_server.preload(posixLibrary);
    m_server.expectNoOrderlyEnd();
    m_server.addEnvironment(u"FIU_CTRL_FIFO="_s + m_pipes.filePath(u"fiu"_s));
}

void IoFault::begin(Random &random)
{
    m_probe.begin();
    // With "normal" a failing sync does no harm that can be seen: first one that does.
    const bool isSync = random() % 2 == 0 && (m_server.syncsEachCommit() || m_probe.refusals() > 0);
    const bool failsAlways = random() % 2 == 0;
    m_point = isSync ? "posix/io/sync/*" : "posix/io/rw/pwrite*";
    m_mustRefuse = failsAlways && (!isSync || m_server.syncsEachCommit());
    // 5: EIO.
    control(failsAlways ? "enable name=" + m_point + ",failinfo=5"
                        : "enable_random name=" + m_point + ",probability=0.2,failinfo=5");
}

void IoFault::end()
{
    control("disable name=" + m_point);
    m_probe.end("errors of " + m_point, m_mustRefuse);
}

void IoFault::control(const QByteArray &command)
{
    const ProgramRun run = runProgram(u"fiu-ctrl"_s,
                                      {u"-f"_s, m_pipes.filePath(u"fiu"_s), u"-c"_s, QString::fromUtf8(command),
                                       QString::number(m_server.processId())});
    if (run.exitStatus != 0 || run.standardOutput.contains("rror"))
        m_scene.addSurprise("fiu-ctrl: " + run.standardOutput + run.standardError);
}

} // namespace relais::test
