// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/auditfile.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>

#include "server/files/privatefile.h"

namespace relais::server {
namespace {

constexpr mode_t FileMode = S_IRUSR | S_IWUSR;

struct stat statusOf(int descriptor)
{
    struct stat status { };
    if (fstat(descriptor, &status) != 0)
        status = {};
    return status;
}

bool endsWithinLine(int descriptor)
{
    const off_t size = statusOf(descriptor).st_size;
    char last = '\n';
    return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
}

/// The records among the last lines of a file; what is no record is left out.
void appendNewest(std::vector<AuditRecord> &out, const std::string &path, std::size_t count)
{
    constexpr qint64 LineBytes = 1024; // more than most have
    QFile file(QFile::decodeName(QByteArray::fromStdString(path)));
    if (!file.open(QIODevice::ReadOnly))
        return;
    file.seek(std::max<qint64>(0, file.size() - static_cast<qint64>(count) * LineBytes));
    const QByteArray text = file.read(static_cast<qint64>(count) * LineBytes);
    std::string_view rest(text.constData(), static_cast<std::size_t>(text.size()));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (auto record = auditRecordFromJson(rest.substr(0, end)))
            out.push_back(*std::move(record));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

} // namespace

AuditFile::AuditFile(std::string path, std::size_t maximumBytes, int rotatedFiles)
    : m_path(std::move(path))
    , m_maximumBytes(maximumBytes)
    , m_rotatedFiles(rotatedFiles)
{
}

std::string AuditFile::append(std::string_view lines)
{
    if (!isStillTheFile())
        close();
    if (!m_descriptor.isOpen()) {
        if (auto problem = openFile(); !problem.empty())
            return problem;
    }
    const auto size = static_cast<std::size_t>(statusOf(m_descriptor.value()).st_size);
    if (size > 0 && size + lines.size() > m_maximumBytes) {
        // Whoever may not rename must not fill the disk instead: then nothing is written.
        if (auto problem = rotate(); !problem.empty())
            return problem;
    }
    std::string content(m_hasTornLine ? "\n" : "");
    content += lines;
    const off_t before = statusOf(m_descriptor.value()).st_size;
    const ssize_t written = ::write(m_descriptor.value(), content.data(), content.size());
    if (written == static_cast<ssize_t>(content.size())) {
        m_hasTornLine = false;
        return {};
    }
    std::string problem = systemErrorText(written < 0 ? errno : ENOSPC); // a full disk takes what it has room for
    if (written > 0 && ftruncate(m_descriptor.value(), before) != 0)
        m_hasTornLine = true;
    return problem;
}

std::string AuditFile::openFile()
{
    if (const std::size_t slash = m_path.find_last_of('/'); slash != std::string::npos && slash > 0) {
        if (const auto problem = makePrivateDirectory(m_path.substr(0, slash)))
            return problem->english();
    }
    // To read as well: does it end within a line? Not through a link, which could lead this process anywhere.
    const int descriptor
        = ::open(m_path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, FileMode);
    if (descriptor < 0)
        return systemErrorText(errno);
    m_descriptor = FileDescriptor(descriptor);
    m_hasTornLine = endsWithinLine(descriptor);
    return {};
}

std::string AuditFile::rotate()
{
    close();
    if (m_rotatedFiles == 0 && ::unlink(m_path.c_str()) != 0)
        return systemErrorText(errno);
    for (int number = m_rotatedFiles; number > 0; --number) {
        const std::string from = number == 1 ? m_path : rotatedPath(number - 1);
        if (std::rename(from.c_str(), rotatedPath(number).c_str()) != 0 && errno != ENOENT)
            return systemErrorText(errno);
    }
    return openFile();
}

bool AuditFile::isStillTheFile() const
{
    if (!m_descriptor.isOpen())
        return false;
    struct stat named { };
    if (::stat(m_path.c_str(), &named) != 0)
        return false;
    const struct stat opened = statusOf(m_descriptor.value());
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

std::string AuditFile::rotatedPath(int number) const
{
    return m_path + '.' + std::to_string(number);
}

std::vector<AuditRecord> AuditFile::newest(std::size_t count) const
{
    std::vector<AuditRecord> records;
    appendNewest(records, rotatedPath(1), count);
    appendNewest(records, m_path, count);
    // A merged record is written when its window ends, behind later ones.
    std::sort(records.begin(), records.end(),
              [](const AuditRecord &a, const AuditRecord &b) { return a.number < b.number; });
    return records;
}

} // namespace relais::server
