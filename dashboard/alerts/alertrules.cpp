// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/alerts/alertrules.h"

#include <algorithm>
#include <cmath>

namespace relais::dashboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Test = AlertTraits::Test;

constexpr double hysteresis = 0.1; // of the limit

constexpr double minute = 60'000; // in the unit of FigureUnit::Age

/// Of a figure past a limit. It is over when all has been well for ten seconds.
constexpr AlertTraits warning(AlertKind kind, std::string_view name, Test test, FigureUnit unit, double lowest,
                              double highest, AlertRule initial)
{
    const bool isWhole = unit == FigureUnit::Count;
    return {kind, name, test, unit, AlertSeverity::Warning, isWhole, lowest, highest, 0s, 10s, initial};
}

constexpr AlertTraits lost{.kind = AlertKind::ConnectionLost,
                           .name = "connectionLost",
                           .test = Test::Lost,
                           .unit = FigureUnit::Age,
                           .severity = AlertSeverity::Critical,
                           .isWhole = false,
                           .lowestLimit = 0,
                           .highestLimit = 0,
                           .shortestHold = 5s, // figures that stay away so long are stale
                           .clearAfter = 0s,
                           .initial = {.isEnabled = true, .limit = 0, .hold = 15s}};

// On at first is what is wrong on any server. What is much or slow depends on the server, so that is for the operator
// to say; those limits are a place to start from.
constexpr std::array<AlertTraits, alertKindCount> table{{
    lost,
    warning(AlertKind::Errors, "errors", Test::Above, FigureUnit::PerSecond, 0, 1e6, {true, 5, 10s}),
    warning(AlertKind::Latency, "latency", Test::Above, FigureUnit::Milliseconds, 1, 600'000, {false, 500, 30s}),
    warning(AlertKind::OldestAge, "oldestAge", Test::Above, FigureUnit::Age, minute, 1e6 * minute,
            {false, 10 * minute, 30s}),
    warning(AlertKind::ConnectionsAbove, "connectionsAbove", Test::Above, FigureUnit::Count, 0, 1e7,
            {false, 10'000, 30s}),
    warning(AlertKind::ConnectionsBelow, "connectionsBelow", Test::Below, FigureUnit::Count, 1, 1e7, {false, 1, 30s}),
}};

constexpr bool isInOrder()
{
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (static_cast<std::size_t>(table[row].kind) != row)
            return false;
    }
    return true;
}
static_assert(isInOrder());

QLatin1String nameOf(const AlertTraits &traits)
{
    return QLatin1String(traits.name.data(), static_cast<qsizetype>(traits.name.size()));
}

double numberIn(const QJsonValue &value, double otherwise, double lowest, double highest)
{
    const double number = value.toDouble(otherwise);
    return std::isfinite(number) ? std::clamp(number, lowest, highest) : otherwise;
}

std::optional<double> connections(const FigureSet &figures)
{
    const auto webSockets = figures[Figure::WebSockets];
    const auto longPolls = figures[Figure::LongPolls];
    if (!webSockets && !longPolls)
        return std::nullopt;
    return webSockets.value_or(0) + longPolls.value_or(0);
}

} // namespace

const std::array<AlertTraits, alertKindCount> &alertTraits()
{
    return table;
}

const AlertTraits &alertTraits(AlertKind kind)
{
    return table[static_cast<std::size_t>(kind)];
}

std::optional<double> alertValue(AlertKind kind, const FigureSet &figures)
{
    switch (kind) {
    case AlertKind::ConnectionLost:
        break;
    case AlertKind::Errors:
        return figures[Figure::Errors];
    case AlertKind::Latency:
        return figures[Figure::Latency99];
    case AlertKind::OldestAge:
        return figures[Figure::OldestAge];
    case AlertKind::ConnectionsAbove:
    case AlertKind::ConnectionsBelow:
        return connections(figures);
    }
    return std::nullopt;
}

AlertRules::AlertRules()
{
    std::ranges::transform(table, m_rules.begin(), &AlertTraits::initial);
}

bool AlertRules::areContradictory() const
{
    const AlertRule &above = (*this)[AlertKind::ConnectionsAbove];
    const AlertRule &below = (*this)[AlertKind::ConnectionsBelow];
    return above.isEnabled && below.isEnabled && below.limit > above.limit;
}

AlertRules AlertRules::fromJson(const QJsonObject &object)
{
    AlertRules rules;
    for (const AlertTraits &traits : table) {
        const auto stored = object.value(nameOf(traits)).toObject();
        AlertRule &rule = rules[traits.kind];
        rule.isEnabled = stored.value("enabled"_L1).toBool(rule.isEnabled);
        rule.limit = numberIn(stored.value("limit"_L1), rule.limit, traits.lowestLimit, traits.highestLimit);
        const double hold
            = numberIn(stored.value("holdSeconds"_L1), static_cast<double>(rule.hold.count()),
                       static_cast<double>(traits.shortestHold.count()), static_cast<double>(longestHold.count()));
        rule.hold = std::chrono::seconds(std::llround(hold));
    }
    return rules;
}

QJsonObject AlertRules::toJson() const
{
    QJsonObject object;
    for (const AlertTraits &traits : table) {
        const AlertRule &rule = (*this)[traits.kind];
        QJsonObject stored{{u"enabled"_s, rule.isEnabled},
                           {u"holdSeconds"_s, static_cast<qint64>(rule.hold.count())}};
        if (traits.test != Test::Lost)
            stored.insert(u"limit"_s, rule.limit);
        object.insert(nameOf(traits), stored);
    }
    return object;
}

AlertReading readingOf(AlertKind kind, const AlertRule &rule, double value)
{
    const AlertTraits &traits = alertTraits(kind);
    double margin = rule.limit * hysteresis;
    // Of few connections a tenth is less than one: two would be asked for where one is enough.
    if (traits.isWhole)
        margin = std::floor(margin);
    switch (traits.test) {
    case Test::Above:
        if (value > rule.limit)
            return AlertReading::Past;
        return value <= rule.limit - margin ? AlertReading::Well : AlertReading::Between;
    case Test::Below:
        if (value < rule.limit)
            return AlertReading::Past;
        return value >= rule.limit + margin ? AlertReading::Well : AlertReading::Between;
    case Test::Lost:
        break;
    }
    return AlertReading::Unknown;
}

} // namespace relais::dashboard
