// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/core/clock.h"
#include "server/access/auditfile.h"
#include "server/access/audithistory.h"
#include "server/access/auditrecord.h"
#include "server/access/refusaltable.h"

namespace relais::server {

struct AuditLogSettings {
    std::string file; ///< empty: in memory only
    std::size_t maximumFileBytes = 10 * 1024 * 1024; ///< then it is rotated
    int rotatedFiles = 5; ///< kept beside the one that is written
    std::size_t recordsInMemory = 1000; ///< what GET /api/admin/audit can show
    std::size_t maximumQueued = 4096; ///< records that wait for the disk; a few megabytes at most
    std::chrono::milliseconds mergeWindow = std::chrono::seconds(10); ///< refused tries within it are merged
    /// Refused tries are at most this many records in a window, and one: some 1 KB/s in the file under any flood.
    std::size_t maximumMergeWindows = 64;
};

/// Who did what, when, to what, from where, and with what result: the newest records in memory, all of them in a file
/// as JSON lines. Thread-safe. record() waits for no disk: a thread of the log's own writes. While the disk fails,
/// records wait; when too many do, further ones are in memory only, and their number becomes a record of its own.
class AuditLog final {
public:
    /// Reads the newest records of the file back. `clock` is borrowed.
    AuditLog(AuditLogSettings settings, const Clock &clock);
    /// Writes what is there to write.
    ~AuditLog();
    AuditLog(const AuditLog &) = delete;
    AuditLog &operator=(const AuditLog &) = delete;

    void record(AuditRecord record);
    AuditPage page(const AuditQuery &query) const;

    /// Opens the file anew, as after a rotation by somebody else.
    void reopen();

    /// Waits until what was recorded so far is in the file or could not be written. Windows that are still open, and
    /// so may be counted in, are not written.
    void flush();

private:
    void number(const std::shared_ptr<AuditRecord> &record);
    void enqueue(std::shared_ptr<const AuditRecord> record);
    void enqueueClosed(const std::vector<std::shared_ptr<const AuditRecord>> &records);
    void recordDropped();

    void run();
    void writeQueue(std::unique_lock<std::mutex> &lock);
    void setFailing(const std::string &problem);

    const AuditLogSettings m_settings;
    const Clock &m_clock;

    mutable std::mutex m_mutex; ///< guards what follows, up to the writer's own
    AuditHistory m_history;
    RefusalTable m_refusals;
    std::deque<std::shared_ptr<const AuditRecord>> m_queue; ///< what is in it changes no more
    std::uint64_t m_lastNumber = 0;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_flushesAsked = 0;
    std::uint64_t m_flushesDone = 0;
    bool m_isReopening = false;
    bool m_isFailing = false;
    bool m_isStopping = false;
    std::condition_variable m_wake;
    std::condition_variable m_flushed;

    std::optional<AuditFile> m_file; ///< the writer's, once it runs
    std::thread m_writer; ///< none when there is no file; last, so that it finds all the rest
};

} // namespace relais::server
