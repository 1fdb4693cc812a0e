// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/diskfault.h"

#include <array>
#include <stdexcept>

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include "common/core/filedescriptor.h"

namespace relais::test {

namespace {

constexpr auto mountOptions = "size=128m,mode=0700"; // a journal of minutes fits in

} // namespace

DiskFault::~DiskFault()
{
    if (m_isMounted)
        ::umount2(m_server.dataDirectory().toUtf8().constData(), MNT_DETACH);
}

std::optional<QByteArray> DiskFault::obstacle() const
{
    if (!m_server.hasJournal())
        return "there is no journal";
    return m_namespaceObstacle;
}

void DiskFault::prepare()
{
    const QByteArray path = m_server.dataDirectory().toUtf8();
    if (::mount("relais-history", path.constData(), "tmpfs", MS_NOSUID | MS_NODEV, mountOptions) != 0)
        throw std::runtime_error("cannot mount a small disk");
    m_isMounted = true;
}

void DiskFault::begin(Random &)
{
    m_probe.begin();
    const FileDescriptor file(::open(ballast().constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    const std::array<char, 65536> nothing{};
    for (std::size_t size = nothing.size(); size > 0;) {
        if (::write(file.value(), nothing.data(), size) <= 0)
            size /= 2;
    }
}

void DiskFault::end()
{
    ::unlink(ballast().constData());
    m_probe.end("a full disk", true);
}

QByteArray DiskFault::ballast() const
{
    return m_server.dataDirectory().toUtf8() + "/ballast";
}

} // namespace relais::test
