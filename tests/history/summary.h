// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "tests/support/history.h"
#include "tests/support/violation.h"

namespace relais::test {

/// What a run yields.
struct Summary {
    struct FaultCount {
        QByteArray name;
        qint64 times = 0; ///< that it was there
        qint64 effects = 0; ///< that it did harm
    };

    quint64 seed = 0;
    qint64 published = 0; ///< what was tried, each once
    qint64 acknowledged = 0;
    qint64 attempts = 0;
    qint64 duplicates = 0; ///< acknowledged as such: an earlier attempt had published it
    qint64 delivered = 0;
    qint64 resets = 0;
    qint64 reconnects = 0;
    qint64 restarts = 0;
    std::map<QByteArray, qint64> refusals; ///< by code
    std::vector<FaultCount> faults;
    std::vector<std::pair<QByteArray, QByteArray>> skipped; ///< faults, and why
    std::vector<Violation> violations;
    std::vector<QByteArray> problems; ///< what is wrong beside the promises
    bool isSkipped = false; ///< none of the faults that were asked for can be had here

    void count(const HistoryRecord &record);
    bool isGood() const { return violations.empty() && problems.empty(); }
    QByteArray toText() const;
    QByteArray toJson() const;
};

} // namespace relais::test
