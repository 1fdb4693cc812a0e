// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/filedescriptor.h"
#include "server/access/auditrecord.h"

namespace relais::server {

/// The audit log on disk: lines appended to a file of mode 600, which is renamed to `<path>.1`, and so on, before it
/// would grow beyond its bound. Not synced: what was done is worth a write, but not a wait for the disk.
///
/// A file that somebody else moved or removed, such as logrotate, is noticed and made anew. Of one thread at a time.
class AuditFile final {
public:
    /// `rotatedFiles` are kept beside the one that is written.
    AuditFile(std::string path, std::size_t maximumBytes, int rotatedFiles);

    const std::string &path() const { return m_path; }

    /// Whole lines, in one write. Why it failed, or empty; then none of them is in the file, and the next attempt
    /// begins anew.
    std::string append(std::string_view lines);
    void close() { m_descriptor.close(); }

    /// The newest records of the file and the one before, by number; at most about `count` of them.
    std::vector<AuditRecord> newest(std::size_t count) const;

private:
    std::string openFile();
    std::string rotate();
    bool isStillTheFile() const;
    std::string rotatedPath(int number) const;

    const std::string m_path;
    const std::size_t m_maximumBytes;
    const int m_rotatedFiles;
    FileDescriptor m_descriptor;
    bool m_hasTornLine = false; ///< the file ends within a line
};

} // namespace relais::server
