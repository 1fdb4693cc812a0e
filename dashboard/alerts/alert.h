// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "common/core/clock.h"
#include "dashboard/alerts/alertrules.h"

namespace relais::dashboard {

/// That a limit was passed, and for how long.
struct Alert {
    AlertKind kind = AlertKind::ConnectionLost;
    QString server; ///< as the operator calls it
    double value = 0; ///< when it was raised; of ConnectionLost, how long it had been lost
    double limit = 0;
    UnixTime since;
    std::optional<UnixTime> until; ///< none: it still is
    bool isDismissed = false; ///< the operator has seen it

    bool operator==(const Alert &) const = default;
};

} // namespace relais::dashboard
