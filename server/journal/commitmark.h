// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "common/core/filedescriptor.h"
#include "common/protocol/messageid.h"

namespace relais::server {

/// The id of the last message that was committed, in a small file of its own beside the journal.
///
/// A write-ahead log that lost its end (cut, or not synced when the power went) looks like one that never had it, and
/// a log read back from it would have a hole that nobody is told of. The mark tells: it is written after the commit
/// and never synced, so it may be behind the journal, but it is ahead of it only when that has lost something.
class CommitMark {
public:
    /// Makes the file when there is none. Errors: what the system says, and then it cannot be written.
    static std::optional<CommitMark> open(const std::string &path);

    /// None when the file is new, or what is in it is not a mark.
    std::optional<MessageId> read() const;
    /// False when the system does not take it.
    bool write(MessageId position);

private:
    explicit CommitMark(FileDescriptor file)
        : m_file(std::move(file))
    {
    }

    FileDescriptor m_file;
};

} // namespace relais::server
