// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeclock.h"

#include <QDir>
#include <QSaveFile>

#include "tests/support/childprocess.h"
#include "tests/support/failure.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

/// Of the architecture that this runs on; empty when there is none.
QString library()
{
    const QDir libraries(u"/usr/lib"_s);
    const QStringList architectures = libraries.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &architecture : architectures) {
        const QString path = libraries.filePath(architecture + u"/faketime/libfaketimeMT.so.1"_s);
        if (QFile::exists(path))
            return path;
    }
    return {};
}

} // namespace

FakeClock::FakeClock(Steps steps)
    : m_steps(steps)
{
    setOffset({});
}

bool FakeClock::isAvailable()
{
    // The run-time library of a sanitizer asks for the time before faketime is set up, and the program hangs.
    return !isSanitized() && !library().isEmpty();
}

QStringList FakeClock::environment() const
{
    QStringList variables{u"LD_PRELOAD="_s + library(),
                          u"FAKETIME_TIMESTAMP_FILE="_s + m_directory.filePath(u"offset"_s),
                          u"FAKETIME_NO_CACHE=1"_s}; // or a step would be seen ten seconds later
    if (m_steps == Steps::WallClock)
        variables << u"FAKETIME_DONT_FAKE_MONOTONIC=1"_s;
    return variables;
}

void FakeClock::setOffset(std::chrono::seconds offset)
{
    QSaveFile file(m_directory.filePath(u"offset"_s)); // replaced as a whole: it is read all the time
    const QByteArray text = (offset.count() < 0 ? "" : "+") + QByteArray::number(qint64(offset.count())) + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        failTest("cannot write " + file.fileName().toUtf8());
}

} // namespace relais::test
