// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/faulttext.h"

#include <QCoreApplication>

#include "dashboard/models/displaytext.h"

namespace relais::dashboard {

namespace {

// Named here so that they are translated: they come from common/protocol, which has no languages.
[[maybe_unused]] constexpr const char *errorTitles[] = {
    QT_TRANSLATE_NOOP("Error", "Bad request"),
    QT_TRANSLATE_NOOP("Error", "Not valid JSON"),
    QT_TRANSLATE_NOOP("Error", "A field is missing or has the wrong form"),
    QT_TRANSLATE_NOOP("Error", "Not a message type"),
    QT_TRANSLATE_NOOP("Error", "The type is the server's own"),
    QT_TRANSLATE_NOOP("Error", "Not a user id"),
    QT_TRANSLATE_NOOP("Error", "Not a cursor"),
    QT_TRANSLATE_NOOP("Error", "A parameter is missing or has the wrong form"),
    QT_TRANSLATE_NOOP("Error", "Nested too deeply"),
    QT_TRANSLATE_NOOP("Error", "Not authenticated"),
    QT_TRANSLATE_NOOP("Error", "Not allowed"),
    QT_TRANSLATE_NOOP("Error", "Origin not allowed"),
    QT_TRANSLATE_NOOP("Error", "Message type not allowed"),
    QT_TRANSLATE_NOOP("Error", "Not found"),
    QT_TRANSLATE_NOOP("Error", "Method not allowed"),
    QT_TRANSLATE_NOOP("Error", "The request took too long to arrive"),
    QT_TRANSLATE_NOOP("Error", "In conflict with the present state"),
    QT_TRANSLATE_NOOP("Error", "Length required"),
    QT_TRANSLATE_NOOP("Error", "Too large"),
    QT_TRANSLATE_NOOP("Error", "URI too long"),
    QT_TRANSLATE_NOOP("Error", "Unsupported media type"),
    QT_TRANSLATE_NOOP("Error", "Expectation failed"),
    QT_TRANSLATE_NOOP("Error", "Idempotency key used with another body"),
    QT_TRANSLATE_NOOP("Error", "WebSocket upgrade required"),
    QT_TRANSLATE_NOOP("Error", "Too many requests"),
    QT_TRANSLATE_NOOP("Error", "Header fields too large"),
    QT_TRANSLATE_NOOP("Error", "Internal error"),
    QT_TRANSLATE_NOOP("Error", "Not implemented"),
    QT_TRANSLATE_NOOP("Error", "The server is shutting down"),
    QT_TRANSLATE_NOOP("Error", "The server is overloaded"),
    QT_TRANSLATE_NOOP("Error", "The message log is full"),
    QT_TRANSLATE_NOOP("Error", "The journal cannot be written"),
    QT_TRANSLATE_NOOP("Error", "The keys of tokens are not known yet"),
    QT_TRANSLATE_NOOP("Error", "HTTP version not supported"),
    QT_TRANSLATE_NOOP("Error", "Disconnected by an operator"),
    QT_TRANSLATE_NOOP("Error", "Protocol error"),
    QT_TRANSLATE_NOOP("Error", "Message too big"),
    QT_TRANSLATE_NOOP("Error", "Too slow, fell behind what is kept"),
    QT_TRANSLATE_NOOP("Error", "Token expired"),
    QT_TRANSLATE_NOOP("Error", "Asked to reconnect"),
};
[[maybe_unused]] constexpr const char *jsonPhrases[] = {
    QT_TRANSLATE_NOOP("JsonFault", "expected %1, found %2"),
    QT_TRANSLATE_NOOP("JsonFault", "text after the document, beginning with %1"),
    QT_TRANSLATE_NOOP("JsonFault", "control character %1 in a string must be escaped"),
    QT_TRANSLATE_NOOP("JsonFault", "invalid UTF-8 at byte %1"),
    QT_TRANSLATE_NOOP("JsonFault", "nested deeper than %1 levels"),
    QT_TRANSLATE_NOOP("JsonFault", "JSON must not begin with a byte order mark"),
    QT_TRANSLATE_NOOP("JsonFault", "a number must not have leading zeros"),
    QT_TRANSLATE_NOOP("JsonFault", "number out of range: an integer must fit 64 bits"),
    QT_TRANSLATE_NOOP("JsonFault", "number out of range: it must fit a double"),
    QT_TRANSLATE_NOOP("JsonFault", "lone surrogate: it is no character without its other half"),
    QT_TRANSLATE_NOOP("JsonFault", "the end of the text"),
    QT_TRANSLATE_NOOP("JsonFault", "a value"),
    QT_TRANSLATE_NOOP("JsonFault", "a name in double quotes"),
    QT_TRANSLATE_NOOP("JsonFault", "',' or '}'"),
    QT_TRANSLATE_NOOP("JsonFault", "',' or ']'"),
    QT_TRANSLATE_NOOP("JsonFault", "a digit"),
    QT_TRANSLATE_NOOP("JsonFault", "a digit after the point"),
    QT_TRANSLATE_NOOP("JsonFault", "a digit of the exponent"),
    QT_TRANSLATE_NOOP("JsonFault", "the '\"' that ends the string"),
    QT_TRANSLATE_NOOP("JsonFault", "one of \" \\ / b f n r t u after the backslash"),
    QT_TRANSLATE_NOOP("JsonFault", "four hexadecimal digits after \\u"),
};

QString translated(const char *context, std::string_view text)
{
    return QCoreApplication::translate(context, std::string(text).c_str());
}

} // namespace

QString describe(const Error &error)
{
    const QString detail = displayText(error.detail);
    // Nobody answered: the reason is Qt's or our own, in the present language already.
    if (error.code == ErrorCode::Disconnected && !detail.isEmpty())
        return detail;
    const QString meaning = translated("Error", error.info().title);
    if (detail.isEmpty() || error.detail == error.info().title)
        return meaning;
    return QCoreApplication::translate("Error", "%1 (%2)").arg(meaning, detail);
}

QString describe(const JsonFault &fault)
{
    QString text = translated("JsonFault", fault.phrase);
    // All at once, as a piece of the text may look like a place for the next.
    switch (fault.arguments.size()) {
    case 1:
        return displayText(text.arg(translated("JsonFault", fault.arguments[0])));
    case 2:
        return displayText(
            text.arg(translated("JsonFault", fault.arguments[0]), translated("JsonFault", fault.arguments[1])));
    default:
        return displayText(text);
    }
}

} // namespace relais::dashboard
