// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/journal/journalopening.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>

#include <sys/stat.h>

#include <QCoreApplication>

#include "server/journal/commitmark.h"
#include "server/journal/journalschema.h"
#include "server/journal/sqlitejournal.h"
#include "server/log/log.h"
#include "server/log/printabletext.h"

namespace relais::server {

namespace {

constexpr const char *const fileName = "/messages.db";
constexpr const char *const markName = "/messages.mark";

/// When it was last written; a log that follows it does not begin before.
UnixTime lastWritten(const std::string &path)
{
    struct stat status { };
    if (::stat(path.c_str(), &status) != 0)
        return {};
    return UnixTime(std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::seconds(1));
}

/// A name for a file that is to be kept as evidence: what it was, and when.
std::string nameAside(const std::string &path, UnixTime now)
{
    const std::string name = path + ".damaged-" + std::to_string(now.time_since_epoch().count());
    std::string free = name;
    struct stat status { };
    for (int i = 2; ::stat(free.c_str(), &status) == 0; ++i)
        free = name + '-' + std::to_string(i);
    return free;
}

class Opening {
public:
    Opening(const JournalSettings &settings, const Clock &clock)
        : m_path(settings.directory + fileName)
        , m_markPath(settings.directory + markName)
        , m_durability(settings.durability)
        , m_clock(clock)
        , m_earliest(clock.now())
    {
    }

    std::variant<OpenedJournal, Problem> open();

private:
    void readBack();
    std::optional<Problem> setAside(const SqliteFailure &damage);
    std::optional<Problem> settleOrigin();
    Problem problem(const SqliteFailure &failure) const;
    Problem problem(const ForeignJournal &foreign) const;

    const std::string m_path;
    const std::string m_markPath;
    const JournalDurability m_durability;
    const Clock &m_clock;
    UnixTime m_earliest; ///< a new log begins here
    std::optional<JournalFile> m_file;
    std::optional<CommitMark> m_mark;
    JournalContent m_content;
};

std::variant<OpenedJournal, Problem> Opening::open()
{
    try {
        try {
            readBack();
        } catch (const SqliteFailure &failure) {
            if (!failure.isDamage())
                throw;
            if (const auto failed = setAside(failure))
                return *failed;
            readBack();
        }
        if (const auto failed = settleOrigin())
            return *failed;
    } catch (const SqliteFailure &failure) {
        return problem(failure);
    } catch (const ForeignJournal &foreign) {
        return problem(foreign);
    }
    OpenedJournal opened{
        .journal = {}, .history = std::move(m_content.history), .idempotency = std::move(m_content.idempotency)};
    opened.journal = std::make_unique<SqliteJournal>(SqliteJournal::Parts{.path = m_path,
                                                                          .durability = m_durability,
                                                                          .file = std::move(*m_file),
                                                                          .mark = std::move(*m_mark),
                                                                          .last = m_content.last},
                                                     m_clock);
    return opened;
}

void Opening::readBack()
{
    m_file.reset();
    m_file.emplace(m_path, m_durability);
    m_content = m_file->read(m_clock.monotonic());
}

std::optional<Problem> Opening::setAside(const SqliteFailure &damage)
{
    m_file.reset();
    m_earliest = std::max({m_earliest, lastWritten(m_path), lastWritten(m_path + "-wal")});
    const std::string aside = nameAside(m_path, m_clock.now());
    for (const char *const suffix : {"", "-wal", "-shm"}) {
        if (std::rename((m_path + suffix).c_str(), (aside + suffix).c_str()) != 0 && errno != ENOENT) {
            return Problem(
                QT_TRANSLATE_NOOP("relais-server", "the journal %1 is damaged and cannot be set aside: %2"),
                {quotedText(m_path + suffix), systemErrorText(errno)});
        }
    }
    logError(lcQueue,
             "the journal is damaged and was set aside; the log begins anew, and clients are told to refetch",
             {{"file", m_path}, {"problem", damage.what()}, {"setAside", aside}});
    return std::nullopt;
}

/// Where the log begins: below it nothing is proved to be whole.
std::optional<Problem> Opening::settleOrigin()
{
    m_mark = CommitMark::open(m_markPath);
    const std::string reason = m_mark ? std::string() : systemErrorText(errno);
    const std::optional<MessageId> marked = m_mark ? m_mark->read() : std::nullopt;
    MessageId &origin = m_content.history.origin;
    const MessageId before = origin;
    if (m_file->isNew()) {
        origin = marked.value_or(MessageId{}).next(m_earliest);
    } else if (!marked) {
        origin = m_content.last.next(m_earliest);
        logWarning(lcQueue, "the journal's commit mark is missing; clients are told to refetch",
                   {{"file", m_markPath}});
    } else if (*marked > m_content.last) {
        origin = marked->next(m_earliest);
        logError(lcQueue, "the journal has lost its end; the rest is kept, and clients are told to refetch",
                 {{"file", m_path}, {"last", m_content.last.toString()}, {"committed", marked->toString()}});
    }
    m_content.last = std::max(m_content.last, origin);
    if (origin != before) {
        SqliteTransaction transaction = m_file->begin();
        m_file->writeOrigin(origin);
        transaction.commit();
    }
    if (m_mark && m_mark->write(m_content.last))
        return std::nullopt;
    return Problem(QT_TRANSLATE_NOOP("relais-server", "cannot write %1: %2"),
                   {quotedText(m_markPath), reason.empty() ? systemErrorText(errno) : reason});
}

Problem Opening::problem(const SqliteFailure &failure) const
{
    if (failure.isBusy()) {
        return Problem(
            QT_TRANSLATE_NOOP("relais-server",
                              "the journal %1 is in use by another server; stop that one, or choose another "
                              "directory with --data-dir"),
            {quotedText(m_path)});
    }
    return Problem(
        QT_TRANSLATE_NOOP("relais-server", "cannot use the journal %1: %2; --journal none does without one"),
        {quotedText(m_path), failure.what()});
}

Problem Opening::problem(const ForeignJournal &foreign) const
{
    if (foreign.kind() == ForeignJournal::Kind::LaterVersion) {
        return Problem(QT_TRANSLATE_NOOP("relais-server",
                                         "the journal %1 is of a later version of relais-server; use that one, or "
                                         "move the file away"),
                       {quotedText(m_path)});
    }
    return Problem(QT_TRANSLATE_NOOP("relais-server",
                                     "%1 is a database of another program; choose another directory with --data-dir"),
                   {quotedText(m_path)});
}

} // namespace

std::variant<OpenedJournal, Problem> openJournal(const JournalSettings &settings, const Clock &clock)
{
    return Opening(settings, clock).open();
}

} // namespace relais::server
