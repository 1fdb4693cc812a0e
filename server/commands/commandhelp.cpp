// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/commandhelp.h"

#include <QCoreApplication>

namespace relais::server {
namespace {

constexpr qsizetype DescriptionColumn = 28;

QString row(const QString &term, const QString &description)
{
    QString line = QLatin1String("  ") + term;
    if (line.size() < DescriptionColumn - 1)
        line = line.leftJustified(DescriptionColumn);
    else
        line += u'\n' + QString(DescriptionColumn, u' ');
    return line + description + u'\n';
}

QString translated(const char *text)
{
    return QCoreApplication::translate("relais-server", text);
}

QString usageLine(const Command &command)
{
    return QStringLiteral("relais-server %1 %2").arg(QLatin1String(command.name), QString::fromUtf8(command.usage));
}

QString settingRows()
{
    return row(QStringLiteral("--config FILE"),
               translated(QT_TRANSLATE_NOOP("relais-server", "read settings from this TOML file")))
        + row(QStringLiteral("--data-dir DIR, …"),
              translated(QT_TRANSLATE_NOOP(
                  "relais-server",
                  "settings, as relais-server itself takes them, and as RELAIS_… in the environment")));
}

} // namespace

std::string commandHelp(const Command &command)
{
    QString out = QCoreApplication::translate("relais-server", "Usage: %1").arg(usageLine(command)) + u'\n'
        + translated(command.summary) + QLatin1String("\n\n");
    for (const CommandOption &option : command.options) {
        QString term = QLatin1String(option.name);
        if (option.kind != CommandOption::Kind::Flag)
            term += u' ' + QLatin1String(option.placeholder);
        out += row(term, translated(option.summary));
    }
    if (command.takesSettings)
        out += settingRows();
    out += row(QStringLiteral("--help"), translated(QT_TRANSLATE_NOOP("relais-server", "print this, and end")));
    return out.toStdString();
}

std::string groupHelp(std::string_view group, std::span<const Command> commands)
{
    QString out = QCoreApplication::translate("relais-server", "Usage: relais-server %1 COMMAND")
                      .arg(QString::fromUtf8(group.data(), static_cast<qsizetype>(group.size())))
        + QLatin1String("\n\n");
    for (const Command &command : commands) {
        if (std::string_view(command.name).starts_with(std::string(group) + ' '))
            out += row(QLatin1String(command.name), translated(command.summary));
    }
    out += u'\n'
        + QCoreApplication::translate("relais-server", "relais-server %1 COMMAND --help says more of one.")
              .arg(QString::fromUtf8(group.data(), static_cast<qsizetype>(group.size())))
        + u'\n';
    return out.toStdString();
}

} // namespace relais::server
