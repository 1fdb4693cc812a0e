// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "common/core/filedescriptor.h"
#include "server/files/problem.h"

namespace relais::server {

// Files that only their owner may read, and the directory that they are in. When root works on the files of a server
// that runs as another user, what is made here belongs to the owner of the directory: a file that the server cannot
// read would lock everybody out.

/// Makes `path` with mode 700 when there is none; its parent must be there.
std::optional<Problem> makePrivateDirectory(const std::string &path);

enum class IfThere : std::uint8_t { Refuse, Replace };

/// Writes a file with mode 600 from its first byte on. With Replace, readers see the old or the new content, never a
/// part of it, and a power cut leaves one of the two. With Refuse, a file that is there, even a dangling link, is a
/// Problem.
std::optional<Problem> writePrivateFile(const std::string &path, std::string_view content, IfThere ifThere);

/// The content of a file, which must be one that nobody but its owner can change. No such file: nothing.
std::variant<std::optional<std::string>, Problem> readPrivateFile(const std::string &path, std::size_t maximumBytes);

/// Keeps other processes out as long as it lives; the kernel lets go of it when its process dies, however it dies.
class FileLock {
public:
    /// Waits for others up to ten seconds. `path` is a file of its own: the one that is protected is replaced.
    static std::variant<FileLock, Problem> take(const std::string &path);

private:
    explicit FileLock(FileDescriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
    }

    FileDescriptor m_descriptor;
};

} // namespace relais::server
