// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/config/configuration.h"

using namespace relais::server;

namespace {

/// The lines that would be printed; the exit status is the first of them.
QStringList refused(const QByteArrayList &arguments, const QByteArrayList &environment, const QByteArray &toml)
{
    ConfigurationInputs inputs;
    for (const QByteArray &argument : arguments)
        inputs.arguments.push_back(argument.toStdString());
    for (const QByteArray &variable : environment) {
        const qsizetype equals = variable.indexOf('=');
        inputs.environment.emplace(variable.first(equals).toStdString(), variable.sliced(equals + 1).toStdString());
    }
    if (!toml.isEmpty())
        inputs.environment.emplace("RELAIS_CONFIG", "relais.toml");
    inputs.hostName = "test-host";
    inputs.readFile = [toml](const std::string &path) {
        return path == "relais.toml" ? FileContent{toml.toStdString(), {}, false}
                                     : FileContent{{}, "No such file or directory", false};
    };
    const auto result = loadConfiguration(inputs);
    const auto *failure = std::get_if<ConfigurationFailure>(&result);
    if (!failure)
        return {};
    QStringList lines = {QString::number(int(failure->exitStatus))};
    for (const ConfigurationProblem &problem : failure->problems)
        lines += QString::fromStdString(problem.line());
    return lines;
}

} // namespace

class TestConfigurationProblems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMistakeInTheFileIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QString>("line");
        QTest::newRow("out of range") << QByteArray("# a\n[messages]\n  cap_per_user = 0")
                                      << "relais.toml:3:18: messages.cap_per_user cannot be \"0\"; it takes a whole "
                                         "number from 1 to 1000000";
        QTest::newRow("number in quotes")
            << QByteArray("port = \"80\"")
            << "relais.toml:1:8: port cannot be '80'; it takes a whole number from 0 to "
               "65535";
        QTest::newRow("negative") << QByteArray(
            "port = -1") << "relais.toml:1:8: port cannot be \"-1\"; it takes a whole number from 0 to 65535";
        QTest::newRow("word")
            << QByteArray("threads = 'many'")
            << "relais.toml:1:11: threads cannot be 'many'; it takes auto, or a whole number from 1 "
               "to 64";
        QTest::newRow("duration without unit") << QByteArray("drain.window = 10")
                                               << "relais.toml:1:16: drain.window cannot be 10; it takes a duration "
                                                  "with its unit (500ms, 10s, 5m, 1h) from 0s to 10m";
        QTest::newRow("size")
            << QByteArray("http.max_body = '1MB'")
            << "relais.toml:1:17: http.max_body cannot be \"1MB\"; it takes a size in bytes or with "
               "its unit (65536, 64KiB, 1MiB) from 1KiB to 64MiB";
        QTest::newRow("choice") << QByteArray("log.level = 'verbose'")
                                << "relais.toml:1:13: log.level cannot be \"verbose\"; it takes one of debug, info, "
                                   "warning, error";
        QTest::newRow("list item") << QByteArray("types.allow = ['ok', 'sync.force']")
                                   << "relais.toml:1:15: types.allow cannot be \"sync.force\"; it takes a list of "
                                      "message types such as order.updated, none of them sync.*";
        QTest::newRow("not a list")
            << QByteArray("types.allow = 'ok'")
            << "relais.toml:1:15: types.allow cannot be 'ok'; it takes a list of message types "
               "such as order.updated, none of them sync.*";
        QTest::newRow("list of numbers") << QByteArray("hosts.allow = [1]")
                                         << "relais.toml:1:15: hosts.allow cannot be [ 1 ]; it takes a list of host "
                                            "names or addresses without a port, such as localhost or [::1]";
        QTest::newRow("table instead of value") << QByteArray("[messages.ttl]\nx = 1")
                                                << "relais.toml:1:1: messages.ttl cannot be {…}; it takes a "
                                                   "duration with its unit (500ms, 10s, 5m, 1h) from 100ms to 7d";
        QTest::newRow("value instead of section")
            << QByteArray("messages = 5") << "relais.toml:1:1: messages is a section of settings, not a setting";
        QTest::newRow("escape sequence") << QByteArray("node.name = \"a\\u001b[2J\"")
                                         << "relais.toml:1:13: node.name cannot be \"a\\x1b[2J\"; it takes 1 to 64 "
                                            "letters, digits, dots, dashes and underscores";
        QTest::newRow("mistyped key") << QByteArray("\n[messages]\ncap_per_usr = 1")
                                      << "relais.toml:3:1: unknown setting \"messages.cap_per_usr\"; did you mean "
                                         "messages.cap_per_user?";
        QTest::newRow("mistyped section") << QByteArray("[mesages]\nttl = '5s'")
                                          << "relais.toml:1:2: unknown setting \"mesages\"; did you mean messages?";
        QTest::newRow("key without its section") << QByteArray("ttl = '5s'")
                                                 << "relais.toml:1:1: unknown setting \"ttl\"; did you mean "
                                                    "messages.ttl?";
        QTest::newRow("unlike any") << QByteArray(
            "xyzzy = 1") << "relais.toml:1:1: unknown setting \"xyzzy\"; --print-config lists all settings";
        QTest::newRow("open to the network") << QByteArray("host = '::'")
                                             << "relais.toml:1:8: host cannot be \"::\" without authentication: "
                                                "anyone who can reach the server would be let in; relais-server init "
                                                "makes a configuration with it, localhost does without";
        QTest::newRow("bounds that contradict")
            << QByteArray("http.max_body = '8KiB'")
            << "relais.toml:1:17: messages.max_bytes (\"64KiB\") must not be more "
               "than http.max_body (\"8KiB\")";
    }
    void aMistakeInTheFileIsNamedWithItsPlace()
    {
        QFETCH(QByteArray, toml);
        QFETCH(QString, line);
        QCOMPARE(refused({}, {}, toml), (QStringList{QStringLiteral("78"), line}));
    }

    void whatIsNotTomlIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QString>("begin");
        QTest::newRow("syntax") << QByteArray("port = 1\nthreads =\n") << "relais.toml:2:10: not valid TOML: ";
        QTest::newRow("doubled key") << QByteArray("port = 1\nport = 2\n") << "relais.toml:2:8: not valid TOML: ";
        QTest::newRow("not UTF-8") << QByteArray("node.name = \"\xff\"\n") << "relais.toml:1:";
        QTest::newRow("NUL") << QByteArray("port = 1\0\n", 10) << "relais.toml:1:";
    }
    void whatIsNotTomlIsNamedWithItsPlace()
    {
        QFETCH(QByteArray, toml);
        QFETCH(QString, begin);
        const QStringList lines = refused({}, {}, toml);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.first(), QLatin1String("78"));
        QCOMPARE(lines.last().first(begin.size()), begin);
        QVERIFY(!lines.last().contains(u'\n'));
    }

    void aMistakeInTheEnvironmentIsNamedWithItsVariable_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QString>("line");
        QTest::newRow("value")
            << QByteArray("RELAIS_LOG_FORMAT=xml")
            << "environment RELAIS_LOG_FORMAT: log.format cannot be \"xml\"; it takes one of text, "
               "json, auto";
        QTest::newRow("PORT") << QByteArray("PORT=http")
                              << "environment PORT: port cannot be \"http\"; it takes a whole number from 0 to 65535";
        QTest::newRow("mistyped") << QByteArray("RELAIS_PROT=80")
                                  << "environment RELAIS_PROT: no setting has this name; did you mean RELAIS_PORT?";
        QTest::newRow("unlike any") << QByteArray("RELAIS_XYZZY=1")
                                    << "environment RELAIS_XYZZY: no setting has this name; unset it, --print-config "
                                       "lists all settings";
        QTest::newRow("missing file") << QByteArray("RELAIS_CONFIG=/missing.toml")
                                      << "environment RELAIS_CONFIG: \"/missing.toml\" cannot be read: No such file "
                                         "or directory";
        QTest::newRow("list item")
            << QByteArray("RELAIS_CORS_ORIGINS=https://a.example, *")
            << "environment RELAIS_CORS_ORIGINS: cors.origins cannot be \"*\"; it takes a list "
               "of origins such as https://example.org or http://localhost:*, without a path";
    }
    void aMistakeInTheEnvironmentIsNamedWithItsVariable()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QString, line);
        QCOMPARE(refused({}, {variable}, {}), (QStringList{QStringLiteral("78"), line}));
    }

    void aMistakeOnTheCommandLineIsNamedWithItsFlag_data()
    {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::addColumn<int>("exitStatus");
        QTest::addColumn<QString>("line");
        QTest::newRow("value") << QByteArrayList{"--port", "65536"} << 2
                               << "--port: port cannot be \"65536\"; it takes a whole number from 0 to 65535";
        QTest::newRow("negative") << QByteArrayList{"--port", "-1"} << 2
                                  << "--port: port cannot be \"-1\"; it takes a whole number from 0 to 65535";
        QTest::newRow("no value") << QByteArrayList{"--port"} << 2 << "--port: takes a value, and none follows";
        QTest::newRow("empty value") << QByteArrayList{"--host=", "--port", "80"} << 2
                                     << "--host: takes a value, and none follows";
        QTest::newRow("twice") << QByteArrayList{"--port", "1", "--port", "2"} << 2
                               << "--port: may be given only once";
        QTest::newRow("mistyped") << QByteArrayList{"--prot", "80"} << 2
                                  << "\"--prot\": unknown argument; did you mean --port?";
        QTest::newRow("command of a later version")
            << QByteArrayList{"token"} << 2 << "\"token\": unknown argument; --help lists those there are";
        QTest::newRow("escape sequence") << QByteArrayList{"\x1b]0;x\a"} << 2
                                         << "\"\\x1b]0;x\\x07\": unknown argument; --help lists those there are";
        QTest::newRow("set without value") << QByteArrayList{"--set", "messages.ttl"} << 2
                                           << "--set: \"messages.ttl\" is not of the form name=value";
        QTest::newRow("set of an unknown name")
            << QByteArrayList{"--set", "messages.tll=5s"} << 2
            << "--set: unknown setting \"messages.tll\"; did you mean messages.ttl?";
        QTest::newRow("set to a bad value")
            << QByteArrayList{"--set", "types.allow=Order"} << 2
            << "--set types.allow: types.allow cannot be \"Order\"; it takes a list of "
               "message types such as order.updated, none of them sync.*";
        QTest::newRow("missing file") << QByteArrayList{"--config", "/missing.toml"} << 78
                                      << "--config: \"/missing.toml\" cannot be read: No such file or directory";
        QTest::newRow("a broken rule")
            << QByteArrayList{"--host", "0.0.0.0"} << 78
            << "--host: host cannot be \"0.0.0.0\" without authentication: anyone who can reach the server would be "
               "let in; relais-server init makes a configuration with it, localhost does without";
    }
    void aMistakeOnTheCommandLineIsNamedWithItsFlag()
    {
        QFETCH(QByteArrayList, arguments);
        QFETCH(int, exitStatus);
        QFETCH(QString, line);
        QCOMPARE(refused(arguments, {}, {}), (QStringList{QString::number(exitStatus), line}));
    }

    void everyMistakeIsReportedAtOnce()
    {
        const QStringList lines = refused({"--port", "x", "--host", "0.0.0.0"}, {"RELAIS_THREADS=0", "RELAIS_X=1"},
                                          "[http]\nmax_head = 1\nmax_hed = 2\n");
        const QByteArrayList places = {"2",
                                       "relais.toml:2:12: ",
                                       "relais.toml:3:1: ",
                                       "environment RELAIS_X: ",
                                       "environment RELAIS_THREADS: ",
                                       "--port: ",
                                       "--host: "};
        QCOMPARE(lines.size(), places.size());
        for (const QByteArray &place : places) {
            const bool isThere = std::any_of(lines.begin(), lines.end(), [&place](const QString &line) {
                return line.startsWith(QLatin1String(place));
            });
            QVERIFY2(isThere, place.constData());
        }
    }

    void aBadValueIsReportedEvenWhereAStrongerSourceHidesIt()
    {
        const QStringList lines = refused({"--port", "80"}, {}, "port = 'x'");
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.last().startsWith(QLatin1String("relais.toml:1:8: ")));
    }

    void aRuleIsNotHeldAgainstAValueThatWasRefusedAnyway()
    {
        const QStringList lines = refused({}, {}, "messages.max_bytes = '2MiB'\nhttp.max_body = '4MB'");
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.last().startsWith(QLatin1String("relais.toml:2:17: ")));
    }
};

QTEST_GUILESS_MAIN(TestConfigurationProblems)
#include "tst_configurationproblems.moc"
