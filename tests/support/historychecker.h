// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/history.h"
#include "tests/support/violation.h"

namespace relais::test {

/// Judges what was recorded by what PROTOCOL.md promises. A pure function.
///
/// What it goes by:
///  * A message is in the log when it was acknowledged, or when anyone has seen it. Then everyone whom it is for is
///  to
///    see it, from where they began to read.
///  * A publication that was not answered may be in the log or not.
///  * A reset excuses what lies up to the position that it names, and what was in a log that is lost since. It ends
///  an
///    era of the reader: what came before may come again, as the client has dropped its state.
///  * A reset needs a loss of the log behind the last one. No history may contain messages that were dropped for age
///  or
///    number: that would be another reason, which is not modelled.
class HistoryChecker {
public:
    explicit HistoryChecker(const HistoryRecord &record)
        : m_record(record)
    {
    }

    std::vector<Violation> check();

private:
    struct Instance;
    class Log;
    class ReaderCheck;

    void report(Violation::Kind kind, const QByteArray &reader, LogId message, const QByteArray &sentence);
    bool isLostBetween(Moment begin, Moment end) const;
    void checkKeys(const Log &log);
    void checkAcknowledgedOrder();
    void checkRefused(const Log &log);

    const HistoryRecord &m_record;
    std::vector<Violation> m_violations;
};

} // namespace relais::test
