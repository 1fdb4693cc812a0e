// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/logformat.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "server/log/printabletext.h"

namespace relais::server {
namespace {

struct LevelStyle {
    std::string_view name;
    std::string_view colour;
};

const LevelStyle &levelStyle(LogLevel level)
{
    static constexpr std::array<LevelStyle, 4> Styles = {{
        {"debug", "\x1b[2m"},
        {"info", "\x1b[32m"},
        {"warning", "\x1b[33m"},
        {"error", "\x1b[31m"},
    }};
    return Styles.at(static_cast<std::size_t>(level));
}

/// Cut between characters: UTF-8 continuation bytes go with what they continue.
std::string bounded(std::string_view text)
{
    if (text.size() <= MaximumLogTextBytes)
        return std::string(text);
    std::size_t end = MaximumLogTextBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string formattedTime(UnixTime time, bool utc)
{
    const auto wholeSeconds = std::chrono::floor<std::chrono::seconds>(time);
    const std::time_t seconds = std::chrono::system_clock::to_time_t(wholeSeconds);
    std::tm parts{};
    if (utc)
        gmtime_r(&seconds, &parts);
    else
        localtime_r(&seconds, &parts);
    char day[40];
    const std::size_t length
        = std::strftime(day, sizeof day, utc ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &parts);
    char fraction[8];
    std::snprintf(fraction, sizeof fraction, ".%03d", static_cast<int>((time - wholeSeconds).count()));
    return std::string(day, length) + fraction + (utc ? "Z" : "");
}

template <typename Number> void appendNumber(std::string &out, Number number)
{
    char digits[32];
    const auto result = std::to_chars(digits, digits + sizeof digits, number);
    out.append(digits, result.ptr);
}

void appendJsonValue(std::string &out, const LogField::Value &value)
{
    if (const auto *text = std::get_if<std::string>(&value))
        appendPrintableJson(out, bounded(*text));
    else if (const auto *boolean = std::get_if<bool>(&value))
        out += *boolean ? "true" : "false";
    else if (const auto *number = std::get_if<double>(&value); number && !std::isfinite(*number))
        out += "null"; // JSON has no word for it
    else if (number)
        appendNumber(out, *number);
    else if (const auto *integer = std::get_if<std::int64_t>(&value))
        appendNumber(out, *integer);
    else
        appendNumber(out, std::get<std::uint64_t>(value));
}

bool needsQuotes(std::string_view text)
{
    return text.empty() || text.find_first_of(" \"\\=") != std::string_view::npos || printableText(text) != text;
}

} // namespace

std::string logFieldsText(std::span<const LogField> fields)
{
    std::string out;
    for (const LogField &field : fields) {
        ((out += ' ') += field.name()) += '=';
        const auto *text = std::get_if<std::string>(&field.value());
        if (!text)
            appendJsonValue(out, field.value());
        else if (needsQuotes(*text))
            out += quotedText(*text, MaximumLogTextBytes);
        else
            out += bounded(*text);
    }
    return out;
}

std::string textLogLine(const LogRecord &record, bool colour)
{
    constexpr std::size_t LevelWidth = 7; // of "warning", so that areas stand below each other
    const LevelStyle &style = levelStyle(record.level);
    std::string out = formattedTime(record.time, false);
    out += ' ';
    if (colour)
        out += style.colour;
    out += style.name;
    if (colour)
        out += "\x1b[0m";
    out.append(LevelWidth + 1 - style.name.size(), ' ');
    out += printableText(record.area);
    out += ' ';
    out += printableText(bounded(record.message));
    out += logFieldsText(record.fields);
    out += '\n';
    return out;
}

std::string jsonLogLine(const LogRecord &record)
{
    std::string out = R"({"time":")";
    out += formattedTime(record.time, true);
    out += R"(","level":")";
    out += levelStyle(record.level).name;
    out += R"(","area":)";
    appendPrintableJson(out, record.area);
    out += R"(,"message":)";
    appendPrintableJson(out, bounded(record.message));
    for (const LogField &field : record.fields) {
        out += ',';
        appendPrintableJson(out, field.name());
        out += ':';
        appendJsonValue(out, field.value());
    }
    out += "}\n";
    return out;
}

} // namespace relais::server
