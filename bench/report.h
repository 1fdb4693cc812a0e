// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace relais::bench {

/// What one run found: named figures in the order they were added. Names carry their unit.
class Report {
public:
    void add(std::string name, std::uint64_t value) { m_fields.emplace_back(std::move(name), value); }
    void add(std::string name, double value) { m_fields.emplace_back(std::move(name), value); }
    void add(std::string name, std::string value) { m_fields.emplace_back(std::move(name), std::move(value)); }
    void add(std::string name, std::vector<Report> rows) { m_fields.emplace_back(std::move(name), std::move(rows)); }

    std::string toJson() const; ///< one line, without a line end
    std::string toText() const; ///< a line a figure

private:
    using Value = std::variant<std::uint64_t, double, std::string, std::vector<Report>>;

    std::vector<std::pair<std::string, Value>> m_fields;
};

} // namespace relais::bench
