// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/historyanswer.h"

#include "server/api/jsonnumber.h"
#include "server/api/queryparameters.h"

namespace relais::server {

namespace {

struct RangeName {
    std::string_view name;
    History::Range range;
};
constexpr RangeName ranges[]
    = {{"5m", History::Range::FiveMinutes}, {"1h", History::Range::Hour}, {"24h", History::Range::Day}};

} // namespace

Result<History::Range> parseHistoryRange(const HttpRequest &request)
{
    const std::string text = request.queryParameter("range").value_or("5m");
    for (const RangeName &range : ranges) {
        if (text == range.name)
            return range.range;
    }
    return invalidParameter("range", "5m, 1h or 24h");
}

std::string encodeHistory(History::Range range, std::span<const HistoryPoint> points)
{
    std::string out = R"({"success":true,"stepMs":)";
    out += std::to_string(std::chrono::milliseconds(History::step(range)).count());
    out += R"(,"count":)" + std::to_string(points.size()) + R"(,"series":{"timestamp":[)";
    for (std::size_t i = 0; i < points.size(); ++i)
        out.append(i == 0 ? "" : ",").append(std::to_string(points[i].time.time_since_epoch().count()));
    for (std::size_t number = 0; number < historyFigures; ++number) {
        const auto figure = static_cast<HistoryFigure>(number);
        out.append(R"(],")").append(History::name(figure)).append(R"(":[)");
        for (std::size_t i = 0; i < points.size(); ++i) {
            out.append(i == 0 ? "" : ",");
            appendNumber(out, points[i][figure]);
        }
    }
    return out + "]}}";
}

} // namespace relais::server
