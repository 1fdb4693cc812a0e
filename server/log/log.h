// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

#include <initializer_list>
#include <mutex>
#include <string_view>

#include "server/log/logformat.h"
#include "server/log/logsettings.h"

namespace relais::server {

// The areas of the log, one for each room.
Q_DECLARE_LOGGING_CATEGORY(lcApp)
Q_DECLARE_LOGGING_CATEGORY(lcTransport)
Q_DECLARE_LOGGING_CATEGORY(lcQueue)
Q_DECLARE_LOGGING_CATEGORY(lcSync)
Q_DECLARE_LOGGING_CATEGORY(lcApi)
Q_DECLARE_LOGGING_CATEGORY(lcAccess)

using LogArea = const QLoggingCategory &();

/// One line with fields: `logInfo(lcApp, "listening", {{"url", url}, {"threads", 4}});`. The message is a constant,
/// what varies is a field; tokens are the caller's to redact (redactToken()). From any thread. Without a Log, as in
/// unit tests, the line goes to whatever message handler Qt has, as text.
void logDebug(LogArea &area, std::string_view message, std::initializer_list<LogField> fields = {});
void logInfo(LogArea &area, std::string_view message, std::initializer_list<LogField> fields = {});
void logWarning(LogArea &area, std::string_view message, std::initializer_list<LogField> fields = {});
void logError(LogArea &area, std::string_view message, std::initializer_list<LogField> fields = {});

/// Qt's message handler for as long as it lives: what the functions above, qCInfo() and Qt itself have to say goes to
/// `descriptor`, each line in one write(2), as text or JSON. Nothing in it can end a line early or drive a terminal.
/// Lives in the composition root, longer than the threads that log; only one at a time, because Qt has one handler.
class Log final {
public:
    explicit Log(const LogSettings &settings, int descriptor = 2);
    ~Log();
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;

private:
    static void onMessage(QtMsgType type, const QMessageLogContext &context, const QString &text);
    void write(const LogRecord &record);

    const int m_descriptor;
    const bool m_json;
    const bool m_colour;
    std::mutex m_mutex; ///< keeps a line whole when the kernel takes it in parts
    QtMessageHandler m_previous = nullptr;
};

} // namespace relais::server
