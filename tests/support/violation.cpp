// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/violation.h"

namespace relais::test {

QByteArray Violation::kindName() const
{
    switch (kind) {
    case Kind::Missing:
        return "missing";
    case Kind::Repeated:
        return "repeated";
    case Kind::OutOfOrder:
        return "out_of_order";
    case Kind::Leaked:
        return "leaked";
    case Kind::Altered:
        return "altered";
    case Kind::Garbled:
        return "garbled";
    case Kind::Invented:
        return "invented";
    case Kind::PublishedTwice:
        return "published_twice";
    case Kind::IdReused:
        return "id_reused";
    case Kind::IdWentBack:
        return "id_went_back";
    case Kind::Undead:
        return "undead";
    case Kind::NeedlessReset:
        return "needless_reset";
    case Kind::NotCaughtUp:
        return "not_caught_up";
    }
    return {};
}

} // namespace relais::test
