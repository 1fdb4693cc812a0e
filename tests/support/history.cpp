// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/history.h"

namespace relais::test {

qint64 History::plan(std::optional<QByteArray> user)
{
    const std::lock_guard locked(m_lock);
    m_record.publications.push_back({std::move(user), {}});
    return static_cast<qint64>(m_record.publications.size()) - 1;
}

void History::planLast(qint64 number)
{
    const std::lock_guard locked(m_lock);
    m_record.last = number;
}

std::size_t History::beginAttempt(qint64 number)
{
    const std::lock_guard locked(m_lock);
    auto &attempts = m_record.publications[static_cast<std::size_t>(number)].attempts;
    attempts.push_back({.began = ++m_now});
    return attempts.size() - 1;
}

void History::acknowledge(qint64 number, std::size_t attempt, LogId id, bool isDuplicate)
{
    const std::lock_guard locked(m_lock);
    PublishAttempt &entry = m_record.publications[static_cast<std::size_t>(number)].attempts[attempt];
    entry.outcome = PublishAttempt::Outcome::Acknowledged;
    entry.ended = ++m_now;
    entry.id = id;
    entry.isDuplicate = isDuplicate;
    ++m_acknowledged;
}

void History::refuse(qint64 number, std::size_t attempt)
{
    const std::lock_guard locked(m_lock);
    PublishAttempt &entry = m_record.publications[static_cast<std::size_t>(number)].attempts[attempt];
    entry.outcome = PublishAttempt::Outcome::Refused;
    entry.ended = ++m_now;
}

std::size_t History::addReader(QByteArray name, QByteArray user)
{
    const std::lock_guard locked(m_lock);
    m_record.readers.push_back({std::move(name), std::move(user), {}});
    return m_record.readers.size() - 1;
}

Moment History::ask()
{
    const std::lock_guard locked(m_lock);
    return ++m_now;
}

void History::add(std::size_t reader, ReaderEvent event)
{
    const std::lock_guard locked(m_lock);
    event.at = ++m_now;
    m_record.readers[reader].events.push_back(std::move(event));
}

void History::restarted(bool isLogLost)
{
    const std::lock_guard locked(m_lock);
    m_record.restarts.push_back(++m_now);
    if (isLogLost)
        m_record.losses.push_back(m_now);
}

HistoryRecord History::record() const
{
    const std::lock_guard locked(m_lock);
    return m_record;
}

qsizetype History::acknowledgedCount() const
{
    const std::lock_guard locked(m_lock);
    return m_acknowledged;
}

} // namespace relais::test
