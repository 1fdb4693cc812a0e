// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/configuration.h"

#include <QCoreApplication>

#include <iterator>
#include <set>
#include <utility>

#include "server/config/commandline.h"
#include "server/config/problemtext.h"
#include "server/config/settingchecks.h"
#include "server/config/settingdescriptors.h"
#include "server/config/settingrules.h"
#include "server/config/settingsources.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

/// Takes the sources from the weakest to the strongest and keeps what is wrong with any of them, so that a bad value
/// in the file is reported even where a flag hides it.
class Loader {
public:
    explicit Loader(const ConfigurationInputs &inputs)
        : m_inputs(inputs)
    {
    }

    std::variant<Invocation, ConfigurationFailure> load()
    {
        CommandLine commandLine = parseCommandLine(m_inputs.arguments);
        m_invocation.action = commandLine.action;
        if (m_invocation.action == Action::ShowHelp || m_invocation.action == Action::ShowVersion)
            return std::move(m_invocation);

        m_invocation.settings.node.name = isNodeName(m_inputs.hostName) ? m_inputs.hostName : "relais";
        readFile(commandLine.configurationFile);
        apply(readEnvironment(m_inputs.environment));
        const std::size_t problemsBeforeFlags = m_problems.size();
        apply(std::move(commandLine.raw));
        const bool isUsageError = m_problems.size() > problemsBeforeFlags;
        findAuthentication();
        useDefaultsOfEnvironment();
        checkRules();

        if (m_problems.empty())
            return std::move(m_invocation);
        return ConfigurationFailure{isUsageError ? ExitStatus::Usage : ExitStatus::Configuration,
                                    std::move(m_problems)};
    }

private:
    void readFile(const std::optional<std::string> &fromFlag)
    {
        std::string path = fromFlag.value_or(std::string());
        std::string place = "--config";
        if (!fromFlag) {
            const auto variable = m_inputs.environment.find("RELAIS_CONFIG");
            if (variable == m_inputs.environment.end() || variable->second.empty())
                return;
            path = variable->second;
            place = environmentPlace(variable->first);
        }
        const FileContent content = m_inputs.readFile(path);
        if (content.problem.empty()) {
            RawSettings settings = readToml(content.text, path);
            if (content.isReadableByAll)
                warnOfSecrets(settings, path);
            apply(std::move(settings));
            return;
        }
        m_problems.push_back(
            {std::move(place),
             QCoreApplication::translate("relais-server", "%1 cannot be read: %2")
                 .arg(QString::fromStdString(quotedText(path, 400)), QString::fromStdString(content.problem))
                 .toStdString()});
    }

    void warnOfSecrets(const RawSettings &settings, const std::string &path)
    {
        for (const RawSetting &raw : settings.settings) {
            if (!raw.descriptor->isSecret)
                continue;
            m_invocation.warnings.push_back(
                {raw.place,
                 QCoreApplication::translate(
                     "relais-server", "everyone on this machine can read %1, a secret, in this file; chmod 600 %2")
                     .arg(QString::fromUtf8(raw.descriptor->name.data(), qsizetype(raw.descriptor->name.size())),
                          QString::fromStdString(printableText(path)))
                     .toStdString()});
        }
    }

    void apply(RawSettings source)
    {
        std::move(source.problems.begin(), source.problems.end(), std::back_inserter(m_problems));
        for (const RawSetting &raw : source.settings) {
            const SettingDescriptor &descriptor = *raw.descriptor;
            if (const auto value = parsed(raw)) {
                descriptor.write(m_invocation.settings, *value);
                m_invocation.origins.insert_or_assign(std::string(descriptor.name), raw.place);
            } else {
                m_problems.push_back(unacceptableValue(raw));
                m_doubtful.insert(descriptor.name);
            }
        }
    }

    static std::optional<SettingValue> parsed(const RawSetting &raw)
    {
        if (const auto *text = std::get_if<std::string>(&raw.value))
            return parseSetting(*raw.descriptor, *text);
        if (const auto *items = std::get_if<std::vector<std::string>>(&raw.value))
            return parseSetting(*raw.descriptor, *items);
        return std::nullopt;
    }

    void findAuthentication()
    {
        AuthSettings &auth = m_invocation.settings.auth;
        const bool takesKeys = auth.apiKeys == ApiKeyUse::On
            || (auth.apiKeys == ApiKeyUse::Auto && m_inputs.fileExists
                && m_inputs.fileExists(apiKeyFile(m_invocation.settings)));
        auth.isEnabled = takesKeys || !auth.jwtSecret.empty() || !auth.jwtSecretFile.empty()
            || !auth.jwtPublicKeys.empty() || !auth.jwksFile.empty() || !auth.jwksUrl.empty();
    }

    bool isSet(std::string_view setting) const { return m_invocation.origins.contains(setting); }

    void useDefaultsOfEnvironment()
    {
        Settings &settings = m_invocation.settings;
        // The pages of a developer's machine are let in without being named; those of a production server are not.
        if (settings.environment == RuntimeEnvironment::Production && !isSet("cors.origins"))
            settings.cors.origins.clear();
        if (settings.auth.isEnabled) {
            if (!isSet("hosts.allow"))
                settings.hosts.allow.clear(); // a page whose name was rebound to us has no token
            return;
        }
        // Development mode: every client is a program of this machine, or a page in a browser on it.
        for (const std::string_view limit :
             {"limits.connections_per_address", "limits.connections_per_user", "limits.connection_rate_per_address",
              "rate.requests", "rate.publisher_requests", "rate.admin_requests"}) {
            if (!isSet(limit))
                findSetting(limit)->write(settings, std::int64_t{0});
        }
        if (!isSet("audit.file"))
            settings.audit.file.clear();
    }

    void checkRules()
    {
        for (const BrokenRule &broken : brokenRules(m_invocation.settings)) {
            const bool isDoubtful = m_doubtful.contains(broken.setting) || m_doubtful.contains(broken.other);
            if (isDoubtful)
                continue; // one mistake, one line
            // It is reported where somebody set it, be that the one setting or the other.
            auto origin = m_invocation.origins.find(broken.setting);
            if (origin == m_invocation.origins.end())
                origin = m_invocation.origins.find(broken.other);
            m_problems.push_back({origin == m_invocation.origins.end() ? std::string(broken.setting) : origin->second,
                                  broken.text.toStdString()});
        }
    }

    const ConfigurationInputs &m_inputs;
    Invocation m_invocation;
    std::vector<ConfigurationProblem> m_problems;
    std::set<std::string_view> m_doubtful; ///< settings with a value that could not be used
};

} // namespace

std::string apiKeyFile(const Settings &settings)
{
    return settings.dataDirectory + "/keys.json";
}

std::variant<Invocation, ConfigurationFailure> loadConfiguration(const ConfigurationInputs &inputs)
{
    return Loader(inputs).load();
}

} // namespace relais::server
