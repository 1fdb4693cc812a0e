// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>

#include "server/config/configuration.h"
#include "server/config/settingdescriptors.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

constexpr qsizetype HelpColumn = 28; // where descriptions begin
constexpr qsizetype HelpWidth = 100;

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A term and what it means, in two columns, wrapped at blanks.
QString helpRow(const QString &term, const QString &description)
{
    QString out;
    QString line = QLatin1String("  ") + term;
    if (line.size() < HelpColumn - 1) {
        line = line.leftJustified(HelpColumn);
    } else {
        out = line + u'\n';
        line = QString(HelpColumn, u' ');
    }
    bool lineIsEmpty = true;
    for (const QString &word : description.split(u' ')) {
        if (!lineIsEmpty && line.size() + 1 + word.size() > HelpWidth) {
            out += line + u'\n';
            line = QString(HelpColumn, u' ');
            lineIsEmpty = true;
        }
        if (!lineIsEmpty)
            line += u' ';
        line += word;
        lineIsEmpty = false;
    }
    return out + line + u'\n';
}

/// What stands for the value of a setting's flag.
QString placeholder(const SettingDescriptor &setting)
{
    QStringList words;
    for (const std::string_view choice : setting.choices)
        words += fromView(choice);
    if (!words.isEmpty())
        return words.join(u'|');
    if (!setting.wordForZero.empty())
        return QLatin1String("N|") + fromView(setting.wordForZero);
    if (setting.kind == SettingKind::Count)
        return QStringLiteral("N");
    const QString name = fromView(setting.name);
    return name.mid(name.lastIndexOf(u'_') + 1).toUpper(); // HOST, DIR
}

QString settingRows()
{
    const Settings defaults;
    QString out;
    for (const SettingDescriptor &setting : settingDescriptors()) {
        if (!setting.hasFlag)
            continue;
        const QString term = QString::fromStdString(flagName(setting)) + u' ' + placeholder(setting);
        const QString value = QString::fromStdString(formatSetting(setting, setting.read(defaults))).remove(u'"');
        out += helpRow(term,
                       QCoreApplication::translate("relais-server", "%1 (default %2)")
                           .arg(QCoreApplication::translate("relais-server", setting.summary), value));
    }
    return out;
}

QString generalRows()
{
    return helpRow(QStringLiteral("--config FILE"),
                   QCoreApplication::translate("relais-server", "read settings from this TOML file"))
        + helpRow(QStringLiteral("--set NAME=VALUE"),
                  QCoreApplication::translate("relais-server", "any other setting, such as messages.ttl=10m"))
        + helpRow(
               QStringLiteral("--check-config"),
               QCoreApplication::translate("relais-server", "report what is wrong with the configuration, and end"))
        + helpRow(QStringLiteral("--print-config"),
                  QCoreApplication::translate(
                      "relais-server", "print every setting with its origin, as a configuration file, and end"))
        + helpRow(QStringLiteral("--version"),
                  QCoreApplication::translate("relais-server", "print the version, and end"))
        + helpRow(QStringLiteral("--help"), QCoreApplication::translate("relais-server", "print this, and end"));
}

QString commandRows()
{
    return helpRow(QStringLiteral("init"),
                   QCoreApplication::translate("relais-server", "write a configuration with a fresh secret"))
        + helpRow(QStringLiteral("keys"),
                  QCoreApplication::translate("relais-server", "make, list and revoke API keys; revoke users"))
        + helpRow(QStringLiteral("token"),
                  QCoreApplication::translate("relais-server", "sign a token for trying out"));
}

QString environmentRows()
{
    return helpRow(QStringLiteral("RELAIS_…"),
                   QCoreApplication::translate("relais-server",
                                               "every setting: messages.ttl is RELAIS_MESSAGES_TTL, --data-dir is "
                                               "RELAIS_DATA_DIR; lists are separated by commas"))
        + helpRow(QStringLiteral("RELAIS_CONFIG"), QCoreApplication::translate("relais-server", "as --config"))
        + helpRow(QStringLiteral("PORT, NODE_ENV"),
                  QCoreApplication::translate("relais-server", "used where RELAIS_PORT and RELAIS_ENV are not set"))
        + helpRow(QStringLiteral("NO_COLOR"),
                  QCoreApplication::translate("relais-server", "no colours in the log on a terminal"));
}

QString exitStatusRows()
{
    return helpRow(QStringLiteral("0"), QCoreApplication::translate("relais-server", "stopped cleanly"))
        + helpRow(QStringLiteral("2"), QCoreApplication::translate("relais-server", "wrong arguments"))
        + helpRow(QStringLiteral("78"), QCoreApplication::translate("relais-server", "wrong configuration"))
        + helpRow(QStringLiteral("1"),
                  QCoreApplication::translate("relais-server", "anything else, such as a port in use"));
}

} // namespace

std::string configurationText(const Invocation &invocation)
{
    std::string out;
    for (const SettingDescriptor &setting : settingDescriptors()) {
        const auto origin = invocation.origins.find(setting.name);
        const std::string place = origin != invocation.origins.end()
            ? printableText(origin->second)
            : QCoreApplication::translate("relais-server", "default").toStdString();
        // A secret would be lost to whoever reads this over a shoulder or in a bug report: only that it is set is
        // said.
        const std::string assignment = setting.isSecret
            ? "# " + std::string(setting.name) + " = …"
            : std::string(setting.name) + " = " + formatSetting(setting, setting.read(invocation.settings));
        out += assignment + "  # " + place + "\n";
    }
    return out;
}

std::string configurationIsValidText()
{
    return QCoreApplication::translate("relais-server", "configuration is valid").toStdString() + '\n';
}

std::string helpText()
{
    const auto heading = [](const QString &text) {
        return u'\n' + text + u'\n';
    };
    QString out = QCoreApplication::translate("relais-server",
                                              "Usage: relais-server [OPTION]…\n"
                                              "       relais-server COMMAND --help\n"
                                              "Keeps browsers and apps in sync, over WebSocket and HTTP on one port.")
        + u'\n';
    out += heading(QCoreApplication::translate("relais-server", "Commands")) + commandRows();
    out += heading(QCoreApplication::translate("relais-server", "Settings")) + settingRows();
    out += heading(QCoreApplication::translate("relais-server", "General")) + generalRows();
    out += heading(QCoreApplication::translate("relais-server",
                                               "Environment (weaker than options, stronger than the file)"))
        + environmentRows();
    out += heading(QCoreApplication::translate("relais-server", "Exit status")) + exitStatusRows();
    out += heading(QCoreApplication::translate("relais-server", "Examples"))
        + helpRow(QStringLiteral("relais-server"),
                  QCoreApplication::translate("relais-server", "listen on http://localhost:5000"))
        + helpRow(QStringLiteral("relais-server init"),
                  QCoreApplication::translate("relais-server", "begin relais.toml, with authentication"))
        + helpRow(QStringLiteral("relais-server --config relais.toml --log-level debug"),
                  QCoreApplication::translate("relais-server", "run with it, and see more"));
    return out.toStdString();
}

} // namespace relais::server
