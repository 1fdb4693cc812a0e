// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/namespaces.h"

#include <cerrno>
#include <cstring>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QFile>

#include "common/core/filedescriptor.h"

namespace relais::test {

namespace {

bool writeFile(const char *path, const QByteArray &text)
{
    QFile file(QString::fromUtf8(path));
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(text) == text.size();
}

bool leaveShared()
{
    constexpr int ours = CLONE_NEWNET | CLONE_NEWNS;
    if (::unshare(ours) == 0)
        return true;
    // Without the rights, as the root of a user namespace, where the machine lets everyone make one.
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    return ::unshare(CLONE_NEWUSER | ours) == 0 && writeFile("/proc/self/setgroups", "deny")
        && writeFile("/proc/self/uid_map", "0 " + QByteArray::number(user) + " 1")
        && writeFile("/proc/self/gid_map", "0 " + QByteArray::number(group) + " 1");
}

bool raiseLoopback()
{
    const FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    return ::ioctl(socket.value(), SIOCSIFFLAGS, &request) == 0;
}

} // namespace

std::optional<QByteArray> enterOwnNamespaces()
{
    const char *failed = nullptr;
    if (!leaveShared())
        failed = "no namespaces of its own: ";
    else if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        failed = "no mounts of its own: ";
    else if (!raiseLoopback())
        failed = "no loopback of its own: ";
    if (failed)
        return failed + QByteArray(std::strerror(errno));
    return std::nullopt;
}

} // namespace relais::test
