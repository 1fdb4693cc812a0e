// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/log.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include <unistd.h>

namespace relais::server {

Q_LOGGING_CATEGORY(lcApp, "relais.app", QtInfoMsg)
Q_LOGGING_CATEGORY(lcTransport, "relais.transport", QtInfoMsg)
Q_LOGGING_CATEGORY(lcQueue, "relais.queue", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSync, "relais.sync", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApi, "relais.api", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAccess, "relais.access", QtInfoMsg)

namespace {

/// Qt's handler is a plain function and its messages plain strings. So the one reaches the Log through this pointer,
/// and the fields reach it, past Qt, through the thread that logs.
std::atomic<Log *> installedLog = nullptr;

struct StructuredMessage {
    std::string_view message;
    std::span<const LogField> fields;
};
thread_local const StructuredMessage *currentMessage = nullptr;

void emitMessage(QtMsgType type, LogArea &area, std::string_view message, std::initializer_list<LogField> fields)
{
    const QLoggingCategory &category = area();
    if (!category.isEnabled(type))
        return;
    const StructuredMessage structured{message, std::span(fields.begin(), fields.size())};
    currentMessage = &structured;
    const QMessageLogger logger(nullptr, 0, nullptr, category.categoryName());
    const std::string text = std::string(message) + logFieldsText(structured.fields);
    switch (type) {
    case QtDebugMsg:
        logger.debug("%s", text.c_str());
        break;
    case QtInfoMsg:
        logger.info("%s", text.c_str());
        break;
    case QtWarningMsg:
        logger.warning("%s", text.c_str());
        break;
    default:
        logger.critical("%s", text.c_str());
        break;
    }
    currentMessage = nullptr;
}

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return LogLevel::Error;
}

bool isJson(LogFormat format, int descriptor)
{
    return format == LogFormat::Auto ? !isatty(descriptor) : format == LogFormat::Json;
}

/// https://no-color.org: set and not empty means none.
bool isColourWanted(int descriptor)
{
    const char *noColor = std::getenv("NO_COLOR");
    const char *terminal = std::getenv("TERM");
    return isatty(descriptor) && !(noColor && *noColor) && terminal && std::string_view(terminal) != "dumb";
}

/// Qt's own debug lines stay off at every level: they are Qt's developers', and there are thousands.
QString filterRules(LogLevel level)
{
    QString rules = QStringLiteral("*.debug=false\n");
    // The sockets that Qt is given do not listen (HttpFace), of which it warns.
    rules += QLatin1String("qt.httpserver.warning=false\n");
    if (level == LogLevel::Debug)
        rules += QLatin1String("relais.*.debug=true\n");
    if (level >= LogLevel::Warning)
        rules += QLatin1String("*.info=false\n");
    if (level >= LogLevel::Error)
        rules += QLatin1String("*.warning=false\n");
    return rules;
}

} // namespace

void logDebug(LogArea &area, std::string_view message, std::initializer_list<LogField> fields)
{
    emitMessage(QtDebugMsg, area, message, fields);
}

void logInfo(LogArea &area, std::string_view message, std::initializer_list<LogField> fields)
{
    emitMessage(QtInfoMsg, area, message, fields);
}

void logWarning(LogArea &area, std::string_view message, std::initializer_list<LogField> fields)
{
    emitMessage(QtWarningMsg, area, message, fields);
}

void logError(LogArea &area, std::string_view message, std::initializer_list<LogField> fields)
{
    emitMessage(QtCriticalMsg, area, message, fields);
}

Log::Log(const LogSettings &settings, int descriptor)
    : m_descriptor(descriptor)
    , m_json(isJson(settings.format, descriptor))
    , m_colour(!m_json && isColourWanted(descriptor))
{
    Q_ASSERT(!installedLog);
    QLoggingCategory::setFilterRules(filterRules(settings.level));
    installedLog = this;
    m_previous = qInstallMessageHandler(&Log::onMessage);
}

Log::~Log()
{
    qInstallMessageHandler(m_previous);
    installedLog = nullptr;
    QLoggingCategory::setFilterRules(QString());
}

void Log::onMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    Log *log = installedLog;
    if (!log)
        return;
    const StructuredMessage *structured = std::exchange(currentMessage, nullptr);
    const std::string plain = structured ? std::string() : text.toStdString();
    log->write(LogRecord{.time = SystemClock().now(),
                         .level = levelOf(type),
                         .area = context.category ? context.category : "default",
                         .message = structured ? structured->message : std::string_view(plain),
                         .fields = structured ? structured->fields : std::span<const LogField>()});
}

void Log::write(const LogRecord &record)
{
    const std::string line = m_json ? jsonLogLine(record) : textLogLine(record, m_colour);
    const std::lock_guard lock(m_mutex);
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t written = ::write(m_descriptor, rest.data(), rest.size());
        if (written > 0)
            rest.remove_prefix(static_cast<std::size_t>(written));
        else if (written < 0 && errno != EINTR)
            return; // closed, full or would block: the server matters more than its log
    }
}

} // namespace relais::server
