// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "tests/support/syncclient.h"

namespace relais::test {

/// A promise that was broken.
struct Violation {
    enum class Kind {
        Missing, ///< in the log, and a reader passed over it without a reset
        Repeated, ///< delivered twice to one reader
        OutOfOrder, ///< delivered behind a later one, or below a position that had been told
        Leaked, ///< delivered to another user
        Altered, ///< not for whom it was published
        Garbled, ///< not what the protocol says
        Invented, ///< never published
        PublishedTwice, ///< two messages of one idempotency key
        IdReused, ///< two messages with one id
        IdWentBack, ///< published behind another one, with a lower id
        Undead, ///< refused, and delivered all the same
        NeedlessReset, ///< though nothing was lost
        NotCaughtUp, ///< the last message never reached a reader
    };

    Kind kind = Kind::Missing;
    QByteArray reader{}; ///< empty: it is about no single one
    LogId message{};
    QByteArray sentence{};

    QByteArray kindName() const; ///< "missing", "published_twice"
};

} // namespace relais::test
