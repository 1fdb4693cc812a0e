// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "tests/history/link.h"
#include "tests/support/httpclient.h"

namespace relais::test {

/// An answer that came whole.
struct HttpAnswer {
    int status = 0;
    QByteArray body;
};

/// None when the connection broke before the answer was whole, or it did not come in time: the link is closed then.
std::optional<HttpAnswer> exchange(Link &link, const QByteArray &request, std::chrono::milliseconds within);

/// An answer without a body, up to its empty line: to an upgrade.
std::optional<int> exchangeHead(Link &link, const QByteArray &request, std::chrono::milliseconds within);

} // namespace relais::test
