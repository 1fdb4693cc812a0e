// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingdescriptors.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

#include "server/log/printabletext.h"

namespace relais::server {
namespace {

QString translated(const char *source)
{
    return QCoreApplication::translate("relais-server", source);
}

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString bound(const SettingDescriptor &setting, std::int64_t value)
{
    switch (setting.kind) {
    case SettingKind::Size:
        return QString::fromStdString(formatSize(value));
    case SettingKind::Duration:
        return QString::fromStdString(formatDuration(std::chrono::milliseconds(value)));
    default:
        return QString::number(value);
    }
}

QString joinedChoices(const SettingDescriptor &setting)
{
    QStringList choices;
    for (const std::string_view choice : setting.choices)
        choices += fromView(choice);
    return choices.join(QLatin1String(", "));
}

std::optional<SettingValue> withinRange(const SettingDescriptor &setting, std::optional<std::int64_t> number)
{
    if (!number || *number < setting.minimum || *number > setting.maximum)
        return std::nullopt;
    return *number;
}

/// TOML's basic string. Only `"`, `\` and control characters may not stand as they are.
std::string tomlString(std::string_view text)
{
    std::string out;
    appendPrintableJson(out, text); // its escapes are TOML's as well
    return out;
}

} // namespace

std::string environmentVariable(const SettingDescriptor &setting)
{
    std::string name = "RELAIS_";
    for (const char character : setting.name)
        name += character == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
    return name;
}

std::string flagName(const SettingDescriptor &setting)
{
    if (!setting.hasFlag)
        return {};
    std::string name = "--";
    for (const char character : setting.name)
        name += character == '.' || character == '_' ? '-' : character;
    return name;
}

QString expectation(const SettingDescriptor &setting)
{
    const QString minimum = bound(setting, setting.minimum);
    const QString maximum = bound(setting, setting.maximum);
    switch (setting.kind) {
    case SettingKind::Text:
        return translated(setting.expectation);
    case SettingKind::List:
        return QCoreApplication::translate("relais-server", "a list of %1").arg(translated(setting.expectation));
    case SettingKind::Choice:
        return QCoreApplication::translate("relais-server", "one of %1").arg(joinedChoices(setting));
    case SettingKind::Size:
        return QCoreApplication::translate("relais-server",
                                           "a size in bytes or with its unit (65536, 64KiB, 1MiB) from %1 to %2")
            .arg(minimum, maximum);
    case SettingKind::Duration:
        return QCoreApplication::translate("relais-server",
                                           "a duration with its unit (500ms, 10s, 5m, 1h) from %1 to %2")
            .arg(minimum, maximum);
    case SettingKind::Count:
        break;
    }
    if (setting.wordForZero.empty())
        return QCoreApplication::translate("relais-server", "a whole number from %1 to %2").arg(minimum, maximum);
    return QCoreApplication::translate("relais-server", "%1, or a whole number from %2 to %3")
        .arg(fromView(setting.wordForZero), minimum, maximum);
}

QString allowedValues(const SettingDescriptor &setting)
{
    switch (setting.kind) {
    case SettingKind::Text:
    case SettingKind::List:
        return expectation(setting);
    case SettingKind::Choice:
        return joinedChoices(setting);
    default:
        break;
    }
    const QString range = QCoreApplication::translate("relais-server", "%1 to %2")
                              .arg(bound(setting, setting.minimum), bound(setting, setting.maximum));
    return setting.wordForZero.empty() ? range : fromView(setting.wordForZero) + QLatin1String(", ") + range;
}

std::optional<SettingValue> parseSetting(const SettingDescriptor &setting, std::string_view text)
{
    switch (setting.kind) {
    case SettingKind::Text:
        return setting.accepts(text) ? std::optional<SettingValue>(std::string(text)) : std::nullopt;
    case SettingKind::List:
        return parseSetting(setting, splitList(text));
    case SettingKind::Choice: {
        const auto found = std::find(setting.choices.begin(), setting.choices.end(), text);
        if (found == setting.choices.end())
            return std::nullopt;
        return std::int64_t(found - setting.choices.begin());
    }
    case SettingKind::Count:
        if (!setting.wordForZero.empty() && text == setting.wordForZero)
            return std::int64_t(0);
        return withinRange(setting, parseCount(text));
    case SettingKind::Size:
        return withinRange(setting, parseSize(text));
    case SettingKind::Duration:
        break;
    }
    const auto duration = parseDuration(text);
    return withinRange(setting, duration ? std::optional<std::int64_t>(duration->count()) : std::nullopt);
}

std::optional<SettingValue> parseSetting(const SettingDescriptor &setting, const std::vector<std::string> &items)
{
    if (setting.kind != SettingKind::List || !std::all_of(items.begin(), items.end(), setting.accepts))
        return std::nullopt;
    return items;
}

std::vector<std::string> splitList(std::string_view text)
{
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view item = text.substr(0, comma);
        while (item.starts_with(' '))
            item.remove_prefix(1);
        while (item.ends_with(' '))
            item.remove_suffix(1);
        items.emplace_back(item);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return items;
}

std::string formatSetting(const SettingDescriptor &setting, const SettingValue &value)
{
    if (const auto *text = std::get_if<std::string>(&value))
        return tomlString(*text);
    if (const auto *items = std::get_if<std::vector<std::string>>(&value)) {
        std::string out = "[";
        for (const std::string &item : *items)
            out += (out.size() > 1 ? ", " : "") + tomlString(item);
        return out + "]";
    }
    const std::int64_t number = std::get<std::int64_t>(value);
    switch (setting.kind) {
    case SettingKind::Choice:
        return tomlString(setting.choices[static_cast<std::size_t>(number)]);
    case SettingKind::Duration:
        return tomlString(formatDuration(std::chrono::milliseconds(number)));
    case SettingKind::Size: {
        const std::string size = formatSize(number);
        return parseCount(size) ? size : tomlString(size);
    }
    default:
        break;
    }
    const bool isWord = number == 0 && !setting.wordForZero.empty();
    return isWord ? tomlString(setting.wordForZero) : std::to_string(number);
}

} // namespace relais::server
