// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/auditlog.h"

#include <algorithm>
#include <utility>

#include "server/log/log.h"

namespace relais::server {
namespace {

/// Windows are closed, and a failing disk is tried again, this often.
constexpr std::chrono::seconds Tick(1);

/// What is written at once: few writes under load, and no file much above its bound.
constexpr std::size_t BatchBytes = 32 * 1024;
constexpr std::size_t BatchRecords = 256;

} // namespace

AuditLog::AuditLog(AuditLogSettings settings, const Clock &clock)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_history(m_settings.recordsInMemory)
    , m_refusals(m_settings.mergeWindow, m_settings.maximumMergeWindows)
{
    if (m_settings.file.empty())
        return;
    m_file.emplace(m_settings.file, m_settings.maximumFileBytes, m_settings.rotatedFiles);
    for (AuditRecord &record : m_file->newest(m_settings.recordsInMemory)) {
        m_lastNumber = record.number;
        m_history.add(std::make_shared<AuditRecord>(std::move(record)));
    }
    m_writer = std::thread(&AuditLog::run, this);
}

AuditLog::~AuditLog()
{
    if (!m_writer.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_writer.join();
}

void AuditLog::record(AuditRecord record)
{
    tidyAuditRecord(record);
    if (record.at == UnixTime())
        record.at = m_clock.now();
    const std::lock_guard lock(m_mutex);
    if (!record.isRefusal()) {
        const auto shared = std::make_shared<AuditRecord>(std::move(record));
        number(shared);
        enqueue(shared);
        return;
    }
    const MonotonicTime now = m_clock.monotonic();
    enqueueClosed(m_refusals.takeClosed(now));
    if (const auto opened = m_refusals.countOrOpen(record, now))
        number(opened);
}

AuditPage AuditLog::page(const AuditQuery &query) const
{
    const std::lock_guard lock(m_mutex);
    return m_history.page(query);
}

void AuditLog::reopen()
{
    const std::lock_guard lock(m_mutex);
    m_isReopening = true;
    m_wake.notify_one();
}

void AuditLog::flush()
{
    if (!m_writer.joinable())
        return;
    std::unique_lock lock(m_mutex);
    const std::uint64_t asked = ++m_flushesAsked;
    m_wake.notify_one();
    m_flushed.wait(lock, [this, asked] { return m_flushesDone >= asked; });
}

void AuditLog::number(const std::shared_ptr<AuditRecord> &record)
{
    record->number = ++m_lastNumber;
    m_history.add(record);
}

void AuditLog::enqueue(std::shared_ptr<const AuditRecord> record)
{
    if (!m_file)
        return;
    if (m_queue.size() >= m_settings.maximumQueued) {
        ++m_dropped;
        return;
    }
    m_queue.push_back(std::move(record));
    m_wake.notify_one();
}

void AuditLog::enqueueClosed(const std::vector<std::shared_ptr<const AuditRecord>> &records)
{
    for (const auto &record : records)
        enqueue(record);
}

void AuditLog::recordDropped()
{
    if (m_dropped == 0 || m_queue.size() >= m_settings.maximumQueued)
        return;
    const auto record = std::make_shared<AuditRecord>();
    record->at = m_clock.now();
    record->actor = "server";
    record->action = "audit.dropped";
    record->result = "ok";
    record->detail = "records that are not in the file: it could not be written, or not fast enough";
    record->count = std::exchange(m_dropped, 0);
    number(record);
    enqueue(record);
}

void AuditLog::run()
{
    std::unique_lock lock(m_mutex);
    for (bool isStopping = false; !isStopping;) {
        m_wake.wait_for(lock, Tick, [this] {
            return m_isStopping || m_isReopening || m_flushesAsked > m_flushesDone
                || (!m_queue.empty() && !m_isFailing);
        });
        isStopping = m_isStopping;
        const std::uint64_t asked = m_flushesAsked;
        if (std::exchange(m_isReopening, false))
            m_file->close();
        enqueueClosed(isStopping ? m_refusals.takeAll() : m_refusals.takeClosed(m_clock.monotonic()));
        writeQueue(lock);
        m_flushesDone = asked;
        m_flushed.notify_all();
    }
}

void AuditLog::writeQueue(std::unique_lock<std::mutex> &lock)
{
    while (!m_queue.empty()) {
        const auto end = m_queue.begin() + static_cast<std::ptrdiff_t>(std::min(m_queue.size(), BatchRecords));
        const std::vector<std::shared_ptr<const AuditRecord>> batch(m_queue.begin(), end);
        lock.unlock();
        std::string lines;
        std::ptrdiff_t count = 0;
        for (auto record = batch.begin(); record != batch.end() && lines.size() < BatchBytes; ++record, ++count)
            lines += auditRecordJson(**record) + '\n';
        const std::string problem = m_file->append(lines);
        setFailing(problem);
        lock.lock();
        if (!problem.empty())
            return; // they stay, and are tried again
        m_queue.erase(m_queue.begin(), m_queue.begin() + count);
        recordDropped();
    }
}

void AuditLog::setFailing(const std::string &problem)
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_isFailing, !problem.empty()) == !problem.empty())
            return;
    }
    if (problem.empty())
        logInfo(lcAccess, "the audit log is written again", {{"file", m_file->path()}});
    else
        logError(lcAccess, "the audit log cannot be written; its records wait in memory",
                 {{"file", m_file->path()}, {"problem", problem}});
}

} // namespace relais::server
