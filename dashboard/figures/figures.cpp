// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/figures/figures.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace relais::dashboard {

namespace {

struct Row {
    Figure figure;
    std::string_view path;
    FigureUnit unit;
};

constexpr std::array<Row, figureCount> table{{
    {Figure::WebSockets, "connections.webSocket", FigureUnit::Count},
    {Figure::LongPolls, "connections.longPoll", FigureUnit::Count},
    {Figure::Users, "users", FigureUnit::Count},
    {Figure::MessagesIn, "rates.messagesIn", FigureUnit::PerSecond},
    {Figure::MessagesOut, "rates.messagesOut", FigureUnit::PerSecond},
    {Figure::BytesIn, "rates.bytesIn", FigureUnit::BytesPerSecond},
    {Figure::BytesOut, "rates.bytesOut", FigureUnit::BytesPerSecond},
    {Figure::QueueMessages, "queue.messages", FigureUnit::Count},
    {Figure::QueueBytes, "queue.bytes", FigureUnit::Bytes},
    {Figure::OldestAge, "queue.oldestAgeMs", FigureUnit::Age},
    {Figure::Errors, "rates.errors", FigureUnit::PerSecond},
    {Figure::LatencyMedian, "latencyMs.p50", FigureUnit::Milliseconds},
    {Figure::Latency99, "latencyMs.p99", FigureUnit::Milliseconds},
    {Figure::CpuPercent, "process.cpuPercent", FigureUnit::Percent},
    {Figure::ResidentBytes, "process.rssBytes", FigureUnit::Bytes},
}};

constexpr bool isInOrder()
{
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (static_cast<std::size_t>(table[row].figure) != row)
            return false;
    }
    return true;
}
static_assert(isInOrder());

QLatin1String toLatin1(std::string_view text)
{
    return QLatin1String(text.data(), static_cast<qsizetype>(text.size()));
}

std::optional<double> numberAt(const QJsonObject &object, std::string_view path)
{
    const auto dot = path.find('.');
    const QJsonValue value = dot == std::string_view::npos
        ? object.value(toLatin1(path))
        : object.value(toLatin1(path.substr(0, dot))).toObject().value(toLatin1(path.substr(dot + 1)));
    if (!value.isDouble() || !std::isfinite(value.toDouble()))
        return std::nullopt;
    return value.toDouble();
}

class Texts {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

QString formatNumber(double value, const QLocale &locale)
{
    const double size = std::abs(value);
    const int most = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    int digits = 0;
    for (double scaled = size; digits < most && std::abs(scaled - std::round(scaled)) > 1e-6; scaled *= 10)
        ++digits;
    return locale.toString(value, 'f', digits);
}

/// The two largest units: "3 min 20 s" says more than 200 000 ms.
QString formatAge(double milliseconds, const QLocale &locale)
{
    if (milliseconds < 1000)
        return Texts::tr("%1 ms").arg(formatNumber(std::floor(milliseconds), locale));
    const auto seconds = static_cast<qint64>(std::min(milliseconds / 1000, 1e12));
    if (seconds < 60)
        return Texts::tr("%1 s").arg(locale.toString(seconds));
    if (seconds < 3600)
        return Texts::tr("%1 min %2 s").arg(locale.toString(seconds / 60), locale.toString(seconds % 60));
    return Texts::tr("%1 h %2 min").arg(locale.toString(seconds / 3600), locale.toString(seconds / 60 % 60));
}

} // namespace

std::string_view figurePath(Figure figure)
{
    return table[static_cast<std::size_t>(figure)].path;
}

FigureUnit figureUnit(Figure figure)
{
    return table[static_cast<std::size_t>(figure)].unit;
}

ServerStatus parseStatus(const QJsonObject &status, UnixTime received)
{
    ServerStatus parsed;
    parsed.version = status.value(QLatin1String("version")).toString();
    parsed.node = status.value(QLatin1String("node")).toString();
    parsed.state = status.value(QLatin1String("status")).toString();
    parsed.journal = status.value(QLatin1String("journal")).toString();
    parsed.uptime
        = std::chrono::seconds(static_cast<qint64>(std::clamp(numberAt(status, "uptime").value_or(0), 0.0, 1e12)));
    if (const QJsonValue roles = status.value(QLatin1String("roles")); roles.isArray())
        parsed.roles = roles.toVariant().toStringList();
    parsed.hasFigures = status.value(QLatin1String("connections")).isObject();
    const auto time = numberAt(status, "timestamp");
    const bool isTime = time && *time > 0 && *time < 1e15;
    parsed.figures.time = isTime ? UnixTime(std::chrono::milliseconds(static_cast<qint64>(*time))) : received;
    for (const Row &row : table)
        parsed.figures[row.figure] = numberAt(status, row.path);
    return parsed;
}

QString formatFigure(FigureUnit unit, std::optional<double> value, const QLocale &locale)
{
    if (!value)
        return QStringLiteral("–");
    const auto bytes = [&] {
        return locale.formattedDataSize(static_cast<qint64>(std::clamp(*value, 0.0, 1e18)), 1,
                                        QLocale::DataSizeIecFormat);
    };
    switch (unit) {
    case FigureUnit::Count:
        return formatNumber(*value, locale);
    case FigureUnit::PerSecond:
        return Texts::tr("%1/s").arg(formatNumber(*value, locale));
    case FigureUnit::Bytes:
        return bytes();
    case FigureUnit::BytesPerSecond:
        return Texts::tr("%1/s").arg(bytes());
    case FigureUnit::Milliseconds:
        return Texts::tr("%1 ms").arg(formatNumber(*value, locale));
    case FigureUnit::Age:
        return formatAge(*value, locale);
    case FigureUnit::Percent:
        return Texts::tr("%1 %").arg(formatNumber(*value, locale));
    }
    return {};
}

} // namespace relais::dashboard
