// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/report.h"

#include <cmath>
#include <cstdio>

namespace relais::bench {

namespace {

std::string quoted(std::string_view text)
{
    std::string result = "\"";
    for (const char character : text) {
        char escaped[8];
        if (character == '"' || character == '\\')
            std::snprintf(escaped, sizeof escaped, "\\%c", character);
        else if (static_cast<unsigned char>(character) < 0x20)
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(character));
        else
            std::snprintf(escaped, sizeof escaped, "%c", character);
        result += escaped;
    }
    return result + '"';
}

std::string number(double value)
{
    if (!std::isfinite(value))
        return "null"; // JSON has no word for it
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

struct JsonWriter {
    std::string operator()(std::uint64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return number(value); }
    std::string operator()(const std::string &value) const { return quoted(value); }
    std::string operator()(const std::vector<Report> &rows) const
    {
        std::string text = "[";
        for (const Report &row : rows) {
            if (text.size() > 1)
                text += ',';
            text += row.toJson();
        }
        return text + ']';
    }
};

} // namespace

std::string Report::toJson() const
{
    std::string text = "{";
    for (const auto &[name, value] : m_fields) {
        if (text.size() > 1)
            text += ',';
        text += quoted(name) + ':' + std::visit(JsonWriter{}, value);
    }
    return text + '}';
}

std::string Report::toText() const
{
    std::string text;
    for (const auto &[name, value] : m_fields) {
        const auto *rows = std::get_if<std::vector<Report>>(&value);
        if (rows == nullptr) {
            const auto *words = std::get_if<std::string>(&value);
            text += name + ": " + (words != nullptr ? *words : std::visit(JsonWriter{}, value)) + '\n';
            continue;
        }
        text += name + ":\n";
        for (const Report &row : *rows)
            text += "  " + row.toJson() + '\n';
    }
    return text;
}

} // namespace relais::bench
