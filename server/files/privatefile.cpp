// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/privatefile.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>

#include "server/log/printabletext.h"

namespace relais::server {
namespace {

constexpr mode_t FileMode = S_IRUSR | S_IWUSR;

std::string shown(const std::string &path)
{
    constexpr std::size_t MaximumCharacters = 400;
    return quotedText(path, MaximumCharacters);
}

std::string parentOf(const std::string &path)
{
    const std::size_t slash = path.find_last_of('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

Problem cannotWrite(const std::string &path, int errorNumber)
{
    return Problem(QT_TRANSLATE_NOOP("relais-server", "%1 cannot be written: %2"),
                   {shown(path), systemErrorText(errorNumber)});
}

Problem cannotRead(const std::string &path, int errorNumber)
{
    return Problem(QT_TRANSLATE_NOOP("relais-server", "%1 cannot be read: %2"),
                   {shown(path), systemErrorText(errorNumber)});
}

/// Errors are of no concern: then it stays root's, and whoever cannot read it says so.
void giveToOwnerOfDirectory(int descriptor, const std::string &path)
{
    struct stat directory { };
    if (geteuid() != 0 || stat(parentOf(path).c_str(), &directory) != 0 || directory.st_uid == 0)
        return;
    if (fchown(descriptor, directory.st_uid, directory.st_gid) != 0)
        errno = 0;
}

bool writeAll(int descriptor, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// 0, or the error number.
int createWithContent(const std::string &path, std::string_view content)
{
    const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FileMode));
    if (!file.isOpen())
        return errno;
    if (fchmod(file.value(), FileMode) != 0 // the umask may have taken even the owner's rights
        || !writeAll(file.value(), content) || fsync(file.value()) != 0) {
        const int errorNumber = errno;
        ::unlink(path.c_str());
        return errorNumber;
    }
    giveToOwnerOfDirectory(file.value(), path);
    return 0;
}

/// A new name is safe from a power cut when its directory is. Not every file system can, and none must.
void syncDirectoryOf(const std::string &path)
{
    const FileDescriptor directory(::open(parentOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isOpen() && fsync(directory.value()) != 0)
        errno = 0;
}

} // namespace

std::optional<Problem> makePrivateDirectory(const std::string &path)
{
    if (::mkdir(path.c_str(), S_IRWXU) == 0) {
        const FileDescriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (directory.isOpen())
            giveToOwnerOfDirectory(directory.value(), path);
        return std::nullopt;
    }
    struct stat status { };
    if (errno == EEXIST && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
        return std::nullopt;
    return Problem(QT_TRANSLATE_NOOP("relais-server", "directory %1 cannot be made: %2"),
                   {shown(path), systemErrorText(errno)});
}

std::optional<Problem> writePrivateFile(const std::string &path, std::string_view content, IfThere ifThere)
{
    if (ifThere == IfThere::Refuse) {
        if (const int errorNumber = createWithContent(path, content))
            return cannotWrite(path, errorNumber);
        syncDirectoryOf(path);
        return std::nullopt;
    }
    // One name for each process: a file that a killed one left behind is only in the way of its own number.
    const std::string temporaryPath = path + ".new." + std::to_string(::getpid());
    ::unlink(temporaryPath.c_str());
    if (const int errorNumber = createWithContent(temporaryPath, content))
        return cannotWrite(temporaryPath, errorNumber);
    if (std::rename(temporaryPath.c_str(), path.c_str()) != 0) {
        const Problem problem = cannotWrite(path, errno);
        ::unlink(temporaryPath.c_str());
        return problem;
    }
    syncDirectoryOf(path);
    return std::nullopt;
}

std::variant<std::optional<std::string>, Problem> readPrivateFile(const std::string &path, std::size_t maximumBytes)
{
    // O_NONBLOCK: a FIFO of that name must not hold up who reads it.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen() && errno == ENOENT)
        return std::optional<std::string>();
    struct stat status { };
    if (!file.isOpen() || fstat(file.value(), &status) != 0)
        return cannotRead(path, errno);
    if (!S_ISREG(status.st_mode))
        return Problem(QT_TRANSLATE_NOOP("relais-server", "%1 is not a file"), {shown(path)});
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return Problem(QT_TRANSLATE_NOOP("relais-server",
                                         "%1 can be changed by others than its owner, who could let themselves in; "
                                         "look through it, then chmod 600 it"),
                       {shown(path)});
    }
    std::string content;
    char buffer[64 * 1024];
    while (content.size() <= maximumBytes) {
        const ssize_t count = ::read(file.value(), buffer, sizeof buffer);
        if (count == 0)
            return std::optional<std::string>(std::move(content));
        if (count < 0 && errno != EINTR)
            return cannotRead(path, errno);
        if (count > 0)
            content.append(buffer, static_cast<std::size_t>(count));
    }
    return Problem(QT_TRANSLATE_NOOP("relais-server", "%1 is bigger than %2 bytes, which is the most it may have"),
                   {shown(path), std::to_string(maximumBytes)});
}

std::variant<FileLock, Problem> FileLock::take(const std::string &path)
{
    constexpr auto Patience = std::chrono::seconds(10);
    constexpr auto Pause = std::chrono::milliseconds(10);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FileMode);
    if (descriptor < 0)
        return cannotWrite(path, errno);
    FileLock lock{FileDescriptor(descriptor)};
    giveToOwnerOfDirectory(descriptor, path);
    const auto deadline = std::chrono::steady_clock::now() + Patience;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return cannotWrite(path, errno);
        if (std::chrono::steady_clock::now() > deadline) {
            return Problem(QT_TRANSLATE_NOOP("relais-server",
                                             "another process holds %1 and does not let go of it; end that one, then "
                                             "try again"),
                           {shown(path)});
        }
        std::this_thread::sleep_for(Pause);
    }
    return lock;
}

} // namespace relais::server
