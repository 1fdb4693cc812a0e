// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <QString>

#include "common/core/clock.h"
#include "server/log/logsettings.h"

namespace relais::server {

/// A name and a value beside the message of a log line, for machines to filter by. Names are lower camel case and
/// none of time, level, area and message. Durations are written as milliseconds: name them `…Ms`.
class LogField {
public:
    using Value = std::variant<std::string, std::int64_t, std::uint64_t, double, bool>;

    LogField(const char *name, std::string value)
        : m_name(name)
        , m_value(std::move(value))
    {
    }
    LogField(const char *name, std::string_view value)
        : m_name(name)
        , m_value(std::string(value))
    {
    }
    LogField(const char *name, const char *value)
        : m_name(name)
        , m_value(std::string(value))
    {
    }
    LogField(const char *name, const QString &value)
        : m_name(name)
        , m_value(value.toStdString())
    {
    }
    LogField(const char *name, bool value)
        : m_name(name)
        , m_value(value)
    {
    }
    LogField(const char *name, double value)
        : m_name(name)
        , m_value(value)
    {
    }
    template <std::signed_integral Integer>
    LogField(const char *name, Integer value)
        : m_name(name)
        , m_value(std::int64_t(value))
    {
    }
    template <std::unsigned_integral Integer>
    LogField(const char *name, Integer value)
        : m_name(name)
        , m_value(std::uint64_t(value))
    {
    }
    template <typename Rep, typename Period>
    LogField(const char *name, std::chrono::duration<Rep, Period> value)
        : LogField(name, std::chrono::duration_cast<std::chrono::milliseconds>(value).count())
    {
    }

    const char *name() const { return m_name; }
    const Value &value() const { return m_value; }

private:
    const char *m_name;
    Value m_value;
};

struct LogRecord {
    UnixTime time;
    LogLevel level = LogLevel::Info;
    std::string_view area; ///< "relais.transport"
    std::string_view message;
    std::span<const LogField> fields;
};

/// What a message or a text field is cut to, so that no peer decides how much is written.
constexpr std::size_t MaximumLogTextBytes = 8 * 1024;

/// For a person: local time, level, area, message, then the fields as `name=value`; one line with its line feed.
std::string textLogLine(const LogRecord &record, bool colour);

/// For a machine: one JSON object (RFC 8259) with its line feed; `time` in UTC.
std::string jsonLogLine(const LogRecord &record);

/// The fields as they stand in a text line, each with a blank before it.
std::string logFieldsText(std::span<const LogField> fields);

} // namespace relais::server
