// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <chrono>

#include "server/config/configuration.h"
#include "server/config/settingdescriptors.h"

using namespace relais::server;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Case {
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};
    std::string toml = {}; ///< read as relais.toml when not empty
    std::string existingFile = {};
};

std::variant<Invocation, ConfigurationFailure> load(const Case &given)
{
    ConfigurationInputs inputs{given.arguments, given.environment, "test-host", {}, {}};
    if (!given.toml.empty())
        inputs.environment.emplace("RELAIS_CONFIG", "relais.toml");
    inputs.readFile = [given](const std::string &path) {
        return path == "relais.toml" ? FileContent{given.toml, {}, false}
                                     : FileContent{{}, "No such file or directory", false};
    };
    inputs.fileExists = [given](const std::string &path) {
        return path == given.existingFile;
    };
    return loadConfiguration(inputs);
}

Invocation loaded(const Case &given)
{
    auto result = load(given);
    if (const auto *failure = std::get_if<ConfigurationFailure>(&result)) {
        QTest::qFail(failure->problems.front().line().c_str(), __FILE__, __LINE__);
        return {};
    }
    return std::get<Invocation>(std::move(result));
}

std::map<std::string, SettingValue, std::less<>> valuesOf(const Settings &settings)
{
    std::map<std::string, SettingValue, std::less<>> values;
    for (const SettingDescriptor &setting : settingDescriptors())
        values.emplace(setting.name, setting.read(settings));
    return values;
}

/// Those that any source may set.
std::vector<SettingDescriptor> openSettings()
{
    std::vector<SettingDescriptor> settings;
    for (const SettingDescriptor &setting : settingDescriptors()) {
        if (!setting.isSecret)
            settings.push_back(setting);
    }
    return settings;
}

/// Nothing set, no source of keys: what guards against strangers is off, because there are none on loopback.
Settings developmentDefaults()
{
    Settings settings;
    settings.node.name = "test-host";
    settings.limits.connectionsPerAddress = 0;
    settings.limits.connectionsPerUser = 0;
    settings.limits.connectionRatePerAddress = 0;
    settings.rate.userRequests = 0;
    settings.rate.publisherRequests = 0;
    settings.rate.adminRequests = 0;
    settings.audit.file.clear();
    return settings;
}

/// A value other than the default that every rule allows, as it is written in the environment.
std::string anotherValue(const SettingDescriptor &setting)
{
    static const std::map<std::string_view, std::string> special = {
        {"host", "127.0.0.1"},
        {"data_dir", "/srv/Relais \"1\"\\ü"},
        {"node.name", "node-2"},
        {"types.allow", "order.updated,chat"},
        {"cors.origins", "https://example.org,http://[::1]:*"},
        {"hosts.allow", "relais.example.org"},
        {"auth.jwt_secret_file", "/etc/relais/secret"},
        {"auth.jwt_public_keys", "a.pem,b.pem"},
        {"auth.jwks_file", "keys.json"},
        {"auth.jwks_url", "https://id.example.org/jwks"},
        {"demo.assets_url", "https://cdn.example.org/relais"},
        {"auth.issuer", "https://id.example.org"},
        {"auth.audiences", "relais,other"},
        {"auth.user_claim", "uid"},
        {"auth.roles_claim", "realm_access.roles"},
        {"auth.default_roles", "user,publisher"},
        {"proxies.trusted", "127.0.0.1,10.0.0.0/8,fd00::/8"},
        {"tls.certificate", "certificate.pem"},
        {"tls.key", "key.pem"},
        {"audit.file", "/var/log/relais/audit.jsonl"},
    };
    if (const auto found = special.find(setting.name); found != special.end())
        return found->second;
    const auto value = std::get<std::int64_t>(setting.read(Settings()));
    switch (setting.kind) {
    case SettingKind::Choice:
        return std::string(setting.choices[value == 0 ? 1 : 0]);
    case SettingKind::Duration:
        return formatDuration(std::chrono::milliseconds(value + 1));
    default:
        return std::to_string(value > setting.minimum ? value - 1 : value + 1);
    }
}

} // namespace

class TestConfiguration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutAnySourceEverySettingHasItsDefault()
    {
        const Invocation invocation = loaded({});
        QVERIFY(valuesOf(invocation.settings) == valuesOf(developmentDefaults()));
        QVERIFY(invocation.origins.empty());
        QVERIFY(invocation.action == Action::Run);
    }

    void theDefaultsAreAcceptedByTheirOwnRanges()
    {
        Settings defaults;
        defaults.node.name = "test-host";
        for (const SettingDescriptor &setting : settingDescriptors()) {
            const SettingValue value = setting.read(defaults);
            const auto *number = std::get_if<std::int64_t>(&value);
            if (!number || (*number == 0 && !setting.wordForZero.empty()))
                continue;
            QVERIFY2(*number >= setting.minimum && *number <= setting.maximum, setting.name.data());
        }
    }

    void strongerSourcesWin_data()
    {
        QTest::addColumn<bool>("inFile");
        QTest::addColumn<bool>("inPlainVariable");
        QTest::addColumn<bool>("inOwnVariable");
        QTest::addColumn<bool>("inFlag");
        QTest::addColumn<int>("port");
        QTest::addColumn<QByteArray>("origin");
        QTest::newRow("file") << true << false << false << false << 1001 << "relais.toml:1:8"_ba;
        QTest::newRow("PORT over the file") << true << true << false << false << 1002 << "environment PORT"_ba;
        QTest::newRow("RELAIS_PORT over PORT")
            << true << true << true << false << 1003 << "environment RELAIS_PORT"_ba;
        QTest::newRow("flag over all") << true << true << true << true << 1004 << "--port"_ba;
        QTest::newRow("flag alone") << false << false << false << true << 1004 << "--port"_ba;
    }
    void strongerSourcesWin()
    {
        QFETCH(bool, inFile);
        QFETCH(bool, inPlainVariable);
        QFETCH(bool, inOwnVariable);
        QFETCH(bool, inFlag);
        Case given;
        if (inFile)
            given.toml = "port = 1001";
        if (inPlainVariable)
            given.environment["PORT"] = "1002";
        if (inOwnVariable)
            given.environment["RELAIS_PORT"] = "1003";
        if (inFlag)
            given.arguments = {"--port", "1004"};
        const Invocation invocation = loaded(given);
        QTEST(int(invocation.settings.port), "port");
        QTEST(QByteArray::fromStdString(invocation.origins.at("port")), "origin");
    }

    void everySettingCanBeSetFromTheEnvironment()
    {
        Case given;
        for (const SettingDescriptor &setting : openSettings())
            given.environment[environmentVariable(setting)] = anotherValue(setting);
        const Invocation invocation = loaded(given);
        for (const SettingDescriptor &setting : openSettings()) {
            const auto expected = parseSetting(setting, anotherValue(setting));
            QVERIFY2(expected && setting.read(invocation.settings) == *expected, setting.name.data());
            QCOMPARE(invocation.origins.at(std::string(setting.name)), "environment " + environmentVariable(setting));
        }
    }

    void everySettingCanBeSetWithAFlag()
    {
        Case given;
        for (const SettingDescriptor &setting : openSettings()) {
            if (setting.hasFlag)
                given.arguments.push_back(flagName(setting) + "=" + anotherValue(setting));
            else
                given.arguments.insert(given.arguments.end(),
                                       {"--set", std::string(setting.name) + "=" + anotherValue(setting)});
        }
        const Invocation invocation = loaded(given);
        for (const SettingDescriptor &setting : openSettings())
            QVERIFY2(setting.read(invocation.settings) == parseSetting(setting, anotherValue(setting)).value(),
                     setting.name.data());
    }

    void printedConfigurationGivesTheSameSettingsWhenReadAsAFile_data()
    {
        QTest::addColumn<bool>("changed");
        QTest::newRow("defaults") << false;
        QTest::newRow("every setting changed") << true;
    }
    void printedConfigurationGivesTheSameSettingsWhenReadAsAFile()
    {
        QFETCH(bool, changed);
        Case given;
        for (const SettingDescriptor &setting : openSettings()) {
            if (changed)
                given.environment[environmentVariable(setting)] = anotherValue(setting);
        }
        const Invocation first = loaded(given);
        const Invocation second = loaded({.toml = configurationText(first)});
        QVERIFY(valuesOf(first.settings) == valuesOf(second.settings));
        QCOMPARE(second.origins.size(), openSettings().size());
    }

    void aSecretIsTakenFromEnvironmentAndFileOnly()
    {
        const std::string secret = "correct horse battery staple correct";
        QCOMPARE(loaded({.environment = {{"RELAIS_AUTH_JWT_SECRET", secret}}}).settings.auth.jwtSecret, secret);
        const Invocation fromFile = loaded({.toml = "auth.jwt_secret = '" + secret + "'"});
        QCOMPARE(fromFile.settings.auth.jwtSecret, secret);
        QVERIFY(configurationText(fromFile).find(secret) == std::string::npos);
        const auto refused = load({.arguments = {"--set", "auth.jwt_secret=" + secret}});
        const auto &failure = std::get<ConfigurationFailure>(refused);
        QVERIFY(failure.exitStatus == ExitStatus::Usage);
        QVERIFY(failure.problems.front().line().find(secret) == std::string::npos);
    }

    void aSecretThatEveryoneCanReadIsWarnedOf()
    {
        const std::string secret = "correct horse battery staple correct";
        ConfigurationInputs inputs;
        inputs.arguments = {"--config", "relais.toml"};
        for (const bool isReadableByAll : {true, false}) {
            inputs.readFile = [&](const std::string &) {
                return FileContent{"port = 1\nauth.jwt_secret = '" + secret + "'", {}, isReadableByAll};
            };
            const auto warnings = std::get<Invocation>(loadConfiguration(inputs)).warnings;
            QCOMPARE(warnings.size(), isReadableByAll ? std::size_t(1) : std::size_t(0));
            if (!isReadableByAll)
                continue;
            QVERIFY(warnings.front().place.starts_with("relais.toml:2:"));
            QVERIFY(warnings.front().text.find(secret) == std::string::npos);
        }
    }

    void aSourceOfKeysEndsDevelopmentMode_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QByteArray>("existingFile");
        QTest::addColumn<bool>("isEnabled");
        QTest::newRow("none") << ""_ba
                              << ""_ba << false;
        QTest::newRow("secret") << "auth.jwt_secret = '0123456789abcdef0123456789abcdef'"_ba
                                << ""_ba << true;
        QTest::newRow("secret file") << "auth.jwt_secret_file = 's'"_ba
                                     << ""_ba << true;
        QTest::newRow("public key") << "auth.jwt_public_keys = ['a.pem']"_ba
                                    << ""_ba << true;
        QTest::newRow("key set") << "auth.jwks_file = 'a.json'"_ba
                                 << ""_ba << true;
        QTest::newRow("keys that exist") << "data_dir = 'd'"_ba
                                         << "d/keys.json"_ba << true;
        QTest::newRow("keys elsewhere") << "data_dir = 'd'"_ba
                                        << "data/keys.json"_ba << false;
        QTest::newRow("keys to come") << "auth.api_keys = 'on'"_ba
                                      << ""_ba << true;
        QTest::newRow("keys that are not wanted") << "auth.api_keys = 'off'"_ba
                                                  << "data/keys.json"_ba << false;
    }
    void aSourceOfKeysEndsDevelopmentMode()
    {
        QFETCH(QByteArray, toml);
        QFETCH(QByteArray, existingFile);
        QFETCH(bool, isEnabled);
        const Settings settings
            = loaded({.toml = "port = 0\n" + toml.toStdString(), .existingFile = existingFile.toStdString()})
                  .settings;
        QCOMPARE(settings.auth.isEnabled, isEnabled);
        QCOMPARE(settings.rate.userRequests, isEnabled ? 1000 : 0);
        QCOMPARE(settings.limits.connectionsPerAddress, isEnabled ? 1000 : 0);
        QCOMPARE(settings.hosts.allow.empty(), isEnabled);
        QCOMPARE(settings.audit.file.empty(), !isEnabled);
    }

    void whatIsSetHoldsInDevelopmentModeToo()
    {
        const Settings settings = loaded({.toml = "rate.requests = 7\naudit.file = 'a'"}).settings;
        QCOMPARE(settings.rate.userRequests, 7);
        QCOMPARE(settings.audit.file, std::string("a"));
    }

    void withAuthenticationAnyAddressMayBeListenedOn()
    {
        QCOMPARE(loaded({.toml = "host = '::'\nauth.api_keys = 'on'"}).settings.host, std::string("::"));
    }

    void printedConfigurationNamesTheOriginOfEachSetting()
    {
        const std::string text = configurationText(loaded({.arguments = {"--port", "0"},
                                                           .environment = {{"RELAIS_LOG_LEVEL", "debug"}},
                                                           .toml = "[messages]\nttl = '90s'"}));
        QVERIFY(text.find("port = 0  # --port\n") != std::string::npos);
        QVERIFY(text.find("log.level = \"debug\"  # environment RELAIS_LOG_LEVEL\n") != std::string::npos);
        QVERIFY(text.find("messages.ttl = \"90s\"  # relais.toml:2:7\n") != std::string::npos);
        QVERIFY(text.find("threads = \"auto\"  # default\n") != std::string::npos);
    }

    void anEmptyVariableCountsAsMissing()
    {
        const Invocation invocation
            = loaded({.environment = {{"RELAIS_PORT", ""}, {"PORT", "1002"}, {"RELAIS_CONFIG", ""}}});
        QCOMPARE(int(invocation.settings.port), 1002);
    }

    void theFileOfTheFlagIsReadInsteadOfThatOfTheEnvironment()
    {
        Case given{.arguments = {"--config", "relais.toml"}, .environment = {{"RELAIS_CONFIG", "missing"}}};
        given.toml = "port = 1001";
        QCOMPARE(int(loaded(given).settings.port), 1001);
    }

    void nodeEnvMeansSomethingOnlyWhenItIsProduction_data()
    {
        QTest::addColumn<QByteArray>("nodeEnv");
        QTest::addColumn<QByteArray>("relaisEnv");
        QTest::addColumn<bool>("isProduction");
        QTest::newRow("production") << "production"_ba
                                    << ""_ba << true;
        QTest::newRow("a word of another program") << "staging"_ba
                                                   << ""_ba << false;
        QTest::newRow("ours is stronger") << "production"_ba
                                          << "development"_ba << false;
    }
    void nodeEnvMeansSomethingOnlyWhenItIsProduction()
    {
        QFETCH(QByteArray, nodeEnv);
        QFETCH(QByteArray, relaisEnv);
        QFETCH(bool, isProduction);
        const Invocation invocation
            = loaded({.environment = {{"NODE_ENV", nodeEnv.toStdString()}, {"RELAIS_ENV", relaisEnv.toStdString()}}});
        QCOMPARE(invocation.settings.environment == RuntimeEnvironment::Production, isProduction);
    }

    void productionLetsNoForeignOriginInUnlessNamed()
    {
        QVERIFY(loaded({.environment = {{"RELAIS_ENV", "production"}}}).settings.cors.origins.empty());
        const Invocation named = loaded({.arguments = {"--set", "cors.origins=https://example.org"},
                                         .environment = {{"RELAIS_ENV", "production"}}});
        QCOMPARE(named.settings.cors.origins, std::vector<std::string>{"https://example.org"});
    }

    void sectionsAndDottedKeysMeanTheSame()
    {
        const Invocation section = loaded({.toml = "[websocket]\nheartbeat = '7s'\nmax_message = 4096"});
        const Invocation dotted = loaded({.toml = "websocket.heartbeat = '7s'\nwebsocket.max_message = '4KiB'"});
        QVERIFY(section.settings.webSocket.heartbeat == 7s);
        QVERIFY(valuesOf(section.settings) == valuesOf(dotted.settings));
    }

    void aHostNameThatIsNoNodeNameIsReplaced()
    {
        ConfigurationInputs inputs;
        inputs.hostName = "host\x1b[31m";
        const auto result = loadConfiguration(inputs);
        QCOMPARE(std::get<Invocation>(result).settings.node.name, std::string("relais"));
    }

    void theCommandLineChoosesTheAction_data()
    {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::addColumn<int>("action");
        QTest::newRow("run") << QByteArrayList{} << int(Action::Run);
        QTest::newRow("check") << QByteArrayList{"--check-config"} << int(Action::CheckConfiguration);
        QTest::newRow("print") << QByteArrayList{"--print-config"} << int(Action::PrintConfiguration);
        QTest::newRow("version") << QByteArrayList{"--version"} << int(Action::ShowVersion);
        QTest::newRow("help") << QByteArrayList{"--help"} << int(Action::ShowHelp);
        QTest::newRow("help whatever else is there")
            << QByteArrayList{"--version", "--help", "--port", "x", "nonsense"} << int(Action::ShowHelp);
    }
    void theCommandLineChoosesTheAction()
    {
        QFETCH(QByteArrayList, arguments);
        Case given;
        for (const QByteArray &argument : arguments)
            given.arguments.push_back(argument.toStdString());
        QTEST(int(loaded(given).action), "action");
    }

    void helpNamesEveryFlagAndExitStatus()
    {
        const std::string help = helpText();
        for (const SettingDescriptor &setting : settingDescriptors()) {
            if (setting.hasFlag)
                QVERIFY2(help.find("  " + flagName(setting) + " ") != std::string::npos, setting.name.data());
        }
        for (const char *word : {"--config ", "--set ", "--check-config", "--print-config", "--version", "  78 "})
            QVERIFY2(help.find(word) != std::string::npos, word);
    }
};

QTEST_GUILESS_MAIN(TestConfiguration)
#include "tst_configuration.moc"
