// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/settingsources.h"

#include <QCoreApplication>

#include <sstream>

#include <toml++/toml.h>

#include "server/config/problemtext.h"
#include "server/config/settingdescriptors.h"
#include "server/config/suggestion.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

constexpr std::string_view Prefix = "RELAIS_";

const SettingDescriptor *findByVariable(const std::string &variable)
{
    for (const SettingDescriptor &setting : settingDescriptors()) {
        if (environmentVariable(setting) == variable)
            return &setting;
    }
    return nullptr;
}

ConfigurationProblem unknownVariable(const std::string &variable)
{
    // Without the prefix, which all of them share and which would make any two look alike.
    std::vector<std::string> names = {"CONFIG"};
    for (const SettingDescriptor &setting : settingDescriptors())
        names.push_back(environmentVariable(setting).substr(Prefix.size()));
    const std::string nearest = nearestWord(std::string_view(variable).substr(Prefix.size()), names);
    return {environmentPlace(variable),
            nearest.empty()
                ? QCoreApplication::translate("relais-server",
                                              "no setting has this name; unset it, --print-config lists all settings")
                      .toStdString()
                : QCoreApplication::translate("relais-server", "no setting has this name; did you mean %1?")
                      .arg(QString::fromStdString(std::string(Prefix) + nearest))
                      .toStdString()};
}

/// Walks a document and collects its leaves.
class TomlReader {
public:
    explicit TomlReader(const std::string &path)
        : m_path(path)
    {
    }

    void readTable(const toml::table &table, const std::string &prefix)
    {
        for (const auto &[key, node] : table) {
            const std::string name = prefix + std::string(key.str());
            if (const SettingDescriptor *descriptor = findSetting(name))
                m_result.settings.push_back({descriptor, valueOf(*descriptor, node), place(node.source().begin)});
            else if (!isSection(name))
                m_result.problems.push_back(unknownSetting(name, place(key.source().begin)));
            else if (const toml::table *section = node.as_table())
                readTable(*section, name + ".");
            else
                m_result.problems.push_back(notASetting(name, place(key.source().begin)));
        }
    }

    std::string place(const toml::source_position &position) const
    {
        return printableText(m_path) + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
    }

    RawSettings m_result;

private:
    using Value = decltype(RawSetting::value);

    static bool isSection(const std::string &name)
    {
        for (const SettingDescriptor &setting : settingDescriptors()) {
            if (setting.name.starts_with(name + "."))
                return true;
        }
        return false;
    }

    static ConfigurationProblem notASetting(const std::string &name, std::string where)
    {
        return {std::move(where),
                QCoreApplication::translate("relais-server", "%1 is a section of settings, not a setting")
                    .arg(QString::fromStdString(name))
                    .toStdString()};
    }

    /// TOML's types narrow what the text may be: a number is not written in quotes, a word is.
    static Value valueOf(const SettingDescriptor &descriptor, const toml::node &node)
    {
        if (const auto *text = node.as_string()) {
            const bool isNumber = descriptor.kind == SettingKind::Count && text->get() != descriptor.wordForZero;
            if (!isNumber && descriptor.kind != SettingKind::List)
                return text->get();
        } else if (const auto *integer = node.as_integer()) {
            if (descriptor.kind == SettingKind::Count || descriptor.kind == SettingKind::Size)
                return std::to_string(integer->get());
        } else if (const auto *array = node.as_array(); array && descriptor.kind == SettingKind::List) {
            std::vector<std::string> items;
            for (const toml::node &item : *array) {
                const auto *string = item.as_string();
                if (!string)
                    return RawSetting::Unusable{shown(node)};
                items.push_back(string->get());
            }
            return items;
        }
        return RawSetting::Unusable{shown(node)};
    }

    static std::string shown(const toml::node &node)
    {
        if (node.is_table())
            return "{…}";
        std::ostringstream text;
        node.visit([&text](const auto &concrete) { text << concrete; });
        return text.str();
    }

    const std::string &m_path;
};

} // namespace

RawSettings readEnvironment(const std::map<std::string, std::string> &environment)
{
    RawSettings result;
    const auto add = [&result](const char *setting, const std::string &variable, const std::string &value) {
        result.settings.push_back({findSetting(setting), value, environmentPlace(variable)});
    };
    // First, so that the variables of our own names are stronger.
    if (const auto port = environment.find("PORT"); port != environment.end() && !port->second.empty())
        add("port", port->first, port->second);
    // Node.js programs know any number of words here; only one of them means something to all.
    if (const auto mode = environment.find("NODE_ENV"); mode != environment.end() && mode->second == "production")
        add("env", mode->first, mode->second);

    for (const auto &[variable, value] : environment) {
        if (!variable.starts_with(Prefix) || variable == "RELAIS_CONFIG")
            continue;
        const SettingDescriptor *descriptor = findByVariable(variable);
        if (!descriptor)
            result.problems.push_back(unknownVariable(variable));
        else if (!value.empty())
            result.settings.push_back({descriptor, value, environmentPlace(variable)});
    }
    return result;
}

RawSettings readToml(const std::string &text, const std::string &path)
{
    TomlReader reader(path);
    try {
        reader.readTable(toml::parse(text, path), std::string());
    } catch (const toml::parse_error &error) {
        reader.m_result.problems.push_back({reader.place(error.source().begin),
                                            QCoreApplication::translate("relais-server", "not valid TOML: %1")
                                                .arg(QString::fromStdString(printableText(error.description())))
                                                .toStdString()});
    }
    return std::move(reader.m_result);
}

} // namespace relais::server
