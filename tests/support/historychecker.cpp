// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/historychecker.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace relais::test {

namespace {

QByteArray text(qint64 number)
{
    return QByteArray::number(number);
}

QByteArray audience(const std::optional<QByteArray> &user)
{
    return user ? "user " + *user : QByteArray("everyone");
}

} // namespace

/// A message that was in the log for certain.
struct HistoryChecker::Instance {
    qint64 number;
    LogId id;
    Moment began; ///< it was published after this: in the log that was there then, or in a later one
    QByteArray evidence;
};

/// The messages that were in the log, from acknowledgements and from what readers saw.
class HistoryChecker::Log {
public:
    explicit Log(const HistoryRecord &record)
    {
        for (std::size_t number = 0; number < record.publications.size(); ++number) {
            for (const PublishAttempt &attempt : record.publications[number].attempts) {
                if (attempt.outcome == PublishAttempt::Outcome::Acknowledged)
                    add({static_cast<qint64>(number), attempt.id, attempt.began, "acknowledged"});
            }
        }
        for (const ReaderHistory &reader : record.readers) {
            for (const ReaderEvent &event : reader.events) {
                if (event.kind == ReaderEvent::Kind::Message && isKnown(record, event.number))
                    add({event.number, event.position, firstAttempt(record, event.number), "seen by " + reader.name});
            }
        }
    }

    static bool isKnown(const HistoryRecord &record, qint64 number)
    {
        return number >= 0 && number < static_cast<qint64>(record.publications.size())
            && !record.publications[static_cast<std::size_t>(number)].attempts.empty();
    }

    /// In the order of ids; one of a lost log and one of the next may share an id.
    const std::map<std::pair<LogId, qint64>, Instance> &instances() const { return m_instances; }

private:
    static Moment firstAttempt(const HistoryRecord &record, qint64 number)
    {
        return record.publications[static_cast<std::size_t>(number)].attempts.front().began;
    }

    void add(Instance instance)
    {
        const auto [found, isNew] = m_instances.try_emplace({instance.id, instance.number}, instance);
        if (!isNew)
            found->second.began = std::max(found->second.began, instance.began);
    }

    std::map<std::pair<LogId, qint64>, Instance> m_instances;
};

/// Goes along with one reader.
class HistoryChecker::ReaderCheck {
public:
    ReaderCheck(HistoryChecker &checker, const ReaderHistory &reader)
        : m_checker(checker)
        , m_reader(reader)
    {
    }

    void run(const Log &log)
    {
        for (const ReaderEvent &event : m_reader.events)
            take(event);
        checkMissing(log);
    }

private:
    void report(Violation::Kind kind, LogId message, const QByteArray &sentence)
    {
        m_checker.report(kind, m_reader.name, message, m_reader.name + ' ' + sentence);
    }

    void take(const ReaderEvent &event)
    {
        switch (event.kind) {
        case ReaderEvent::Kind::Began:
            m_fresh.push_back(&event);
            break;
        case ReaderEvent::Kind::Reset:
            if (m_fresh.empty() || !m_checker.isLostBetween(m_fresh.back()->asked, event.at))
                report(Violation::Kind::NeedlessReset, event.position,
                       "was told reset, and the log had lost nothing");
            m_fresh.push_back(&event);
            m_era.clear();
            m_seenUpTo = {};
            break;
        case ReaderEvent::Kind::Position:
            m_seenUpTo = std::max(m_seenUpTo, event.position);
            break;
        case ReaderEvent::Kind::Message:
            takeMessage(event);
            break;
        case ReaderEvent::Kind::Garbled:
            report(Violation::Kind::Garbled, {}, "got what is not of the protocol: " + event.text);
            break;
        }
    }

    void takeMessage(const ReaderEvent &event)
    {
        const QByteArray name = "message " + event.position.toByteArray() + " (number " + text(event.number) + ')';
        if (!Log::isKnown(m_checker.m_record, event.number)) {
            report(Violation::Kind::Invented, event.position, "got " + name + ", which nobody published");
            return;
        }
        const auto &intended = m_checker.m_record.publications[static_cast<std::size_t>(event.number)].user;
        if (intended && *intended != m_reader.user)
            report(Violation::Kind::Leaked, event.position,
                   "of user " + m_reader.user + " got " + name + ", which was for " + audience(intended));
        else if (event.user != intended)
            report(Violation::Kind::Altered, event.position,
                   "got " + name + " as for " + audience(event.user) + ", and it was published for "
                       + audience(intended));
        if (!m_era.insert({event.position, event.number}).second)
            report(Violation::Kind::Repeated, event.position, "got " + name + " a second time");
        else if (event.position <= m_seenUpTo)
            report(Violation::Kind::OutOfOrder, event.position,
                   "got " + name + " when it was at " + m_seenUpTo.toByteArray() + " already");
        m_seenUpTo = std::max(m_seenUpTo, event.position);
        m_seen.insert({event.position, event.number});
        m_numbers.insert(event.number);
    }

    /// Is it no fault that the reader never saw this one?
    bool isExcused(const Instance &instance) const
    {
        return std::any_of(m_fresh.begin(), m_fresh.end(), [&](const ReaderEvent *event) {
            return instance.id <= event->position || m_checker.isLostBetween(instance.began, event->at);
        });
    }

    void checkMissing(const Log &log)
    {
        const std::optional<qint64> last = m_checker.m_record.last;
        const bool isCaughtUp = last && m_numbers.contains(*last);
        if (last && !isCaughtUp)
            report(Violation::Kind::NotCaughtUp, {},
                   "never got the last message; it was at " + m_seenUpTo.toByteArray() + " in the end");
        for (const auto &[key, instance] : log.instances()) {
            const auto &user = m_checker.m_record.publications[static_cast<std::size_t>(instance.number)].user;
            const bool isOwn = !user || *user == m_reader.user;
            // Who was cut off before the end is held to what it had passed.
            if (!isOwn || m_seen.contains(key) || (!isCaughtUp && instance.id > m_seenUpTo) || isExcused(instance))
                continue;
            report(Violation::Kind::Missing, instance.id,
                   "never got message " + instance.id.toByteArray() + " (number " + text(instance.number) + ", for "
                       + audience(user) + "), which was " + instance.evidence);
        }
    }

    HistoryChecker &m_checker;
    const ReaderHistory &m_reader;
    std::vector<const ReaderEvent *> m_fresh; ///< beginnings and resets
    std::set<std::pair<LogId, qint64>> m_era; ///< seen since the last of these
    std::set<std::pair<LogId, qint64>> m_seen;
    std::set<qint64> m_numbers;
    LogId m_seenUpTo;
};

std::vector<Violation> HistoryChecker::check()
{
    m_violations.clear();
    const Log log(m_record);
    for (const ReaderHistory &reader : m_record.readers)
        ReaderCheck(*this, reader).run(log);
    checkKeys(log);
    checkAcknowledgedOrder();
    checkRefused(log);
    return m_violations;
}

void HistoryChecker::report(Violation::Kind kind, const QByteArray &reader, LogId message, const QByteArray &sentence)
{
    m_violations.push_back({kind, reader, message, sentence});
}

bool HistoryChecker::isLostBetween(Moment begin, Moment end) const
{
    return std::any_of(m_record.losses.begin(), m_record.losses.end(),
                       [&](Moment loss) { return begin < loss && loss < end; });
}

/// One publication is one message, and one id is one message. An attempt behind a loss of the log may publish anew.
void HistoryChecker::checkKeys(const Log &log)
{
    std::map<qint64, std::set<LogId>> ids;
    std::map<LogId, std::set<qint64>> numbers;
    for (const auto &[key, instance] : log.instances()) {
        ids[instance.number].insert(instance.id);
        numbers[instance.id].insert(instance.number);
    }
    for (const auto &[number, all] : ids) {
        const auto &attempts = m_record.publications[static_cast<std::size_t>(number)].attempts;
        const Moment first = attempts.front().began;
        const Moment ended = attempts.back().ended;
        const Moment last = ended ? ended : std::numeric_limits<Moment>::max();
        const auto losses = std::count_if(m_record.losses.begin(), m_record.losses.end(),
                                          [&](Moment loss) { return first < loss && loss < last; });
        if (static_cast<std::ptrdiff_t>(all.size()) <= 1 + losses)
            continue;
        QByteArrayList names;
        for (const LogId &id : all)
            names += id.toByteArray();
        report(Violation::Kind::PublishedTwice, {}, *all.rbegin(),
               "number " + text(number) + " was published as " + names.join(" and as "));
    }
    if (!m_record.losses.empty())
        return; // with its log a server forgets which ids it has given
    for (const auto &[id, all] : numbers) {
        if (all.size() > 1)
            report(Violation::Kind::IdReused, {}, id,
                   "numbers " + text(*all.begin()) + " and " + text(*all.rbegin()) + " have the same id "
                       + id.toByteArray());
    }
}

/// What is published after an acknowledgement has a higher id than that.
void HistoryChecker::checkAcknowledgedOrder()
{
    struct Step {
        Moment at;
        const PublishAttempt *attempt;
        bool isBegin;
    };
    std::vector<Step> steps;
    std::map<const PublishAttempt *, LogId> floors;
    for (const Publication &publication : m_record.publications) {
        // A repeat may be answered with what an earlier try published.
        for (const PublishAttempt &attempt : publication.attempts) {
            if (attempt.outcome == PublishAttempt::Outcome::Acknowledged) {
                steps.push_back({publication.attempts.front().began, &attempt, true});
                steps.push_back({attempt.ended, &attempt, false});
            }
        }
    }
    for (const Moment loss : m_record.losses)
        steps.push_back({loss, nullptr, false});
    std::sort(steps.begin(), steps.end(), [](const Step &a, const Step &b) { return a.at < b.at; });
    LogId highest;
    for (const Step &step : steps) {
        if (!step.attempt) {
            highest = {};
            floors.clear();
        } else if (step.isBegin) {
            floors[step.attempt] = highest;
        } else {
            const auto floor = floors.find(step.attempt); // none: it began before a loss of the log
            if (floor == floors.end())
                continue;
            if (step.attempt->id <= floor->second)
                report(Violation::Kind::IdWentBack, {}, step.attempt->id,
                       step.attempt->id.toByteArray() + " was published after the acknowledgement of "
                           + floor->second.toByteArray());
            highest = std::max(highest, step.attempt->id);
        }
    }
}

/// Nothing of what was refused is kept. Only a commit that the disk refused, and that a server then found whole when
/// it was started again, is nobody's fault.
void HistoryChecker::checkRefused(const Log &log)
{
    for (const auto &[key, instance] : log.instances()) {
        const auto &attempts = m_record.publications[static_cast<std::size_t>(instance.number)].attempts;
        const bool isRefused = std::all_of(attempts.begin(), attempts.end(), [](const PublishAttempt &attempt) {
            return attempt.outcome == PublishAttempt::Outcome::Refused;
        });
        const bool isRestarted = std::any_of(m_record.restarts.begin(), m_record.restarts.end(),
                                             [&](Moment restart) { return restart > attempts.front().began; });
        if (isRefused && !isRestarted)
            report(Violation::Kind::Undead, {}, instance.id,
                   "number " + text(instance.number) + " was refused, and " + instance.evidence + " as "
                       + instance.id.toByteArray());
    }
}

} // namespace relais::test
