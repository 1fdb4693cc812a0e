// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/messageexporter.h"

#include <QDateTime>
#include <QSaveFile>

#include "dashboard/models/messagejson.h"

namespace relais::dashboard {

namespace {

void appendCell(std::string &line, std::string_view text)
{
    line += '"';
    for (const char character : text) {
        if (character == '"')
            line += '"';
        line += character;
    }
    line += '"';
}

/// A spreadsheet takes a cell that begins so for a formula, and a user's name may come from anybody. No type and no
/// JSON that would do harm begins so.
std::string harmless(const std::string &name)
{
    return !name.empty() && std::string_view("=+-@\t\r").find(name.front()) != std::string_view::npos ? '\'' + name
                                                                                                      : name;
}

std::string csvLine(const Message &message)
{
    std::string line = message.id.toString() + ',';
    line += QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(message.id.ms), Qt::UTC)
                .toString(Qt::ISODateWithMs)
                .toStdString();
    line += ',';
    appendCell(line, message.type);
    line += ',';
    if (message.userId)
        appendCell(line, harmless(message.userId->toString()));
    line += ',';
    appendCell(line, message.payload);
    return line + "\r\n";
}

void writeTo(QSaveFile &file, const MessageExporter::Messages &messages, MessageExporter::Format format)
{
    const bool isJson = format == MessageExporter::Format::Json;
    file.write(isJson ? "[" : "id,time,type,userId,payload\r\n");
    bool isFirst = true;
    for (const auto &message : messages) {
        const std::string text = isJson ? (isFirst ? "\n" : ",\n") + messageToJson(*message) : csvLine(*message);
        isFirst = false;
        if (file.write(text.data(), static_cast<qint64>(text.size())) < 0)
            return;
    }
    if (isJson)
        file.write("\n]\n");
}

/// The reason why not, else nothing.
QString writeFile(const QString &path, const MessageExporter::Messages &messages, MessageExporter::Format format)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    // What others sent one another is not for every user of the machine.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    writeTo(file, messages, format);
    return file.commit() ? QString() : file.errorString();
}

} // namespace

MessageExporter::MessageExporter(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

MessageExporter::~MessageExporter()
{
    m_pool.waitForDone();
}

MessageExporter::Format MessageExporter::formatOf(const QString &path)
{
    return path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) ? Format::Csv : Format::Json;
}

void MessageExporter::write(Messages messages, const MessageFilter &filter, const QString &path, Format format)
{
    ++m_writing;
    m_pool.start([this, messages = std::move(messages), filter, path, format]() mutable {
        std::erase_if(messages, [&filter](const auto &message) { return !filter.accepts(*message); });
        const QString reason = writeFile(path, messages, format);
        const auto count = static_cast<qsizetype>(messages.size());
        QMetaObject::invokeMethod(this, [this, path, reason, count] {
            --m_writing;
            if (reason.isEmpty())
                Q_EMIT written(path, count);
            else
                Q_EMIT failed(path, reason);
        });
    });
}

} // namespace relais::dashboard
