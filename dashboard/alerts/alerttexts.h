// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dashboard/alerts/alert.h"

namespace relais::dashboard {

/// Alerts in words, in the present language. Nothing of a server's is in them: they are plain text that is markup as
/// well, but for the names that the operator gave.
QString alertName(AlertKind kind); ///< "Errors"
QString alertDetails(const Alert &alert); ///< "12/s, above the limit of 5/s"
QString alertSeverityName(AlertSeverity severity);
/// A moment; with the day, when it is not of today.
QString alertTime(UnixTime time, UnixTime now);

} // namespace relais::dashboard
