// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <QJsonObject>

#include "dashboard/figures/figures.h"

namespace relais::dashboard {

/// What an operator is alerted of.
enum class AlertKind : std::uint8_t {
    ConnectionLost,
    Errors,
    Latency,
    OldestAge,
    ConnectionsAbove,
    ConnectionsBelow
};
inline constexpr std::size_t alertKindCount = static_cast<std::size_t>(AlertKind::ConnectionsBelow) + 1;

enum class AlertSeverity : std::uint8_t { Warning, Critical };

/// When there is an alert of a kind. What a person chooses.
struct AlertRule {
    bool isEnabled = false;
    double limit = 0; ///< in the unit of the figure; of no use to ConnectionLost
    std::chrono::seconds hold{0}; ///< it must be past the limit for so long

    bool operator==(const AlertRule &) const = default;
};

/// What is fixed about a kind.
struct AlertTraits {
    enum class Test : std::uint8_t { Above, Below, Lost };

    AlertKind kind;
    std::string_view name; ///< in the file of settings
    Test test;
    FigureUnit unit;
    AlertSeverity severity;
    bool isWhole; ///< there is no half a connection
    double lowestLimit;
    double highestLimit;
    std::chrono::seconds shortestHold;
    std::chrono::seconds clearAfter; ///< it must be well again for so long, so that nothing flaps
    AlertRule initial;
};

inline constexpr std::chrono::seconds longestHold = std::chrono::hours(1);

/// All kinds, in the order in which they are shown.
const std::array<AlertTraits, alertKindCount> &alertTraits();
const AlertTraits &alertTraits(AlertKind kind);

/// The figure that a kind is about; none when it is missing, and for ConnectionLost.
std::optional<double> alertValue(AlertKind kind, const FigureSet &figures);

/// A rule for each kind; those of a server that nobody has chosen any for, at first.
class AlertRules {
public:
    AlertRules();

    AlertRule &operator[](AlertKind kind) { return m_rules[static_cast<std::size_t>(kind)]; }
    const AlertRule &operator[](AlertKind kind) const { return m_rules[static_cast<std::size_t>(kind)]; }
    bool operator==(const AlertRules &) const = default;

    /// Would there be an alert at any number of connections?
    bool areContradictory() const;

    /// Members that are missing or not usable are as they are at first.
    static AlertRules fromJson(const QJsonObject &object);
    QJsonObject toJson() const;

private:
    std::array<AlertRule, alertKindCount> m_rules;
};

/// How a figure stands to a rule.
enum class AlertReading : std::uint8_t {
    Unknown, ///< there is no figure that could be believed
    Well,
    Between, ///< within the limit, but not far enough to call it over: a tenth of the limit
    Past,
};

AlertReading readingOf(AlertKind kind, const AlertRule &rule, double value);

} // namespace relais::dashboard
