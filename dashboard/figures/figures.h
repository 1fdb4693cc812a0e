// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "common/core/clock.h"

namespace relais::dashboard {

/// What the dashboard shows of a server's status.
enum class Figure : std::uint8_t {
    WebSockets,
    LongPolls,
    Users,
    MessagesIn,
    MessagesOut,
    BytesIn,
    BytesOut,
    QueueMessages,
    QueueBytes,
    OldestAge,
    Errors,
    LatencyMedian,
    Latency99,
    CpuPercent,
    ResidentBytes,
};
inline constexpr std::size_t figureCount = static_cast<std::size_t>(Figure::ResidentBytes) + 1;

/// How a figure is written for a person.
enum class FigureUnit : std::uint8_t {
    Count,
    PerSecond,
    Bytes,
    BytesPerSecond,
    Milliseconds, ///< of a latency
    Age, ///< in milliseconds
    Percent,
};

/// As the status, the history, and exported tables name the figure: "queue.messages".
std::string_view figurePath(Figure figure);
FigureUnit figureUnit(Figure figure);

/// The figures of one moment. Any may be missing: an older server does not count it, or the token may not see it.
struct FigureSet {
    UnixTime time; ///< by the server's clock
    std::array<std::optional<double>, figureCount> values{};

    std::optional<double> &operator[](Figure figure) { return values[static_cast<std::size_t>(figure)]; }
    std::optional<double> operator[](Figure figure) const { return values[static_cast<std::size_t>(figure)]; }
};

/// The status of a server, parsed once: what follows the wire sees no JSON.
struct ServerStatus {
    QString version;
    QString node; ///< empty for who may not see it
    QString state; ///< "ok", "degraded", "draining"
    QString journal;
    std::chrono::seconds uptime{0};
    bool hasFigures = false; ///< all of it, not only what anyone sees
    std::optional<QStringList> roles; ///< of the token that asked; none when the answer does not say
    FigureSet figures;
};

/// A member that is missing or of another type than expected counts as not there. Without a time of the server's,
/// `received` stands in.
ServerStatus parseStatus(const QJsonObject &status, UnixTime received);

/// A figure with its unit, as `locale` writes numbers; "–" when there is none.
QString formatFigure(FigureUnit unit, std::optional<double> value, const QLocale &locale);

} // namespace relais::dashboard
