// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/problemtext.h"

#include <QCoreApplication>

#include <algorithm>

#include "server/config/settingdescriptors.h"
#include "server/config/suggestion.h"
#include "server/log/printabletext.h"
#include "server/log/redaction.h"

namespace relais::server {
namespace {

std::string shortened(const std::string &text)
{
    constexpr std::size_t LongestShown = 80;
    return text.size() <= LongestShown ? text : printableText(text.substr(0, LongestShown)) + "…";
}

std::string badItem(const SettingDescriptor &setting, const std::vector<std::string> &items)
{
    const auto bad = std::find_if_not(items.begin(), items.end(), setting.accepts);
    return bad == items.end() ? std::string("[]") : quotedText(redactToken(*bad));
}

/// The value, or of a list the item that is to blame.
std::string shownValue(const RawSetting &raw)
{
    const SettingDescriptor &setting = *raw.descriptor;
    if (setting.isSecret)
        return "…";
    if (const auto *unusable = std::get_if<RawSetting::Unusable>(&raw.value))
        return shortened(printableText(unusable->shown));
    const auto *items = std::get_if<std::vector<std::string>>(&raw.value);
    const auto *text = std::get_if<std::string>(&raw.value);
    if (setting.kind != SettingKind::List)
        return quotedText(redactToken(*text));
    return badItem(setting, items ? *items : splitList(*text));
}

} // namespace

std::string environmentPlace(const std::string &variable)
{
    return QCoreApplication::translate("relais-server", "environment %1")
        .arg(QString::fromStdString(printableText(variable)))
        .toStdString();
}

ConfigurationProblem unknownSetting(const std::string &name, std::string place)
{
    const QString quotedName = QString::fromStdString(quotedText(name));
    const std::string nearest = nearestSetting(name);
    if (!nearest.empty()) {
        return {std::move(place),
                QCoreApplication::translate("relais-server", "unknown setting %1; did you mean %2?")
                    .arg(quotedName, QString::fromStdString(nearest))
                    .toStdString()};
    }
    return {std::move(place),
            QCoreApplication::translate("relais-server", "unknown setting %1; --print-config lists all settings")
                .arg(quotedName)
                .toStdString()};
}

ConfigurationProblem unacceptableValue(const RawSetting &raw)
{
    const SettingDescriptor &setting = *raw.descriptor;
    return {raw.place,
            QCoreApplication::translate("relais-server", "%1 cannot be %2; it takes %3")
                .arg(QString::fromUtf8(setting.name.data(), static_cast<qsizetype>(setting.name.size())),
                     QString::fromStdString(shownValue(raw)), expectation(setting))
                .toStdString()};
}

} // namespace relais::server
