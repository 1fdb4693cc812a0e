// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/app/commandline.h"

#include <optional>

#include <QCoreApplication>

#include "dashboard/session/serveraddress.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

class Texts {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

Error usage(const QString &text)
{
    return {.code = ErrorCode::InvalidParameter, .detail = text.toStdString()};
}

/// Takes `--name value` and `--name=value`.
class Arguments {
public:
    explicit Arguments(QStringList arguments)
        : m_rest(std::move(arguments))
    {
    }

    bool isAtEnd() const { return m_rest.isEmpty(); }
    /// The name of the next option, or what is none.
    QString next()
    {
        QString name = m_rest.takeFirst();
        m_value.reset();
        if (const auto equals = name.indexOf(u'='); name.startsWith("--"_L1) && equals > 0) {
            m_value = name.mid(equals + 1);
            name.truncate(equals);
        }
        return name;
    }
    bool hasValue() const { return m_value.has_value(); }
    std::optional<QString> value()
    {
        if (!m_value && !m_rest.isEmpty())
            m_value = m_rest.takeFirst();
        return m_value;
    }

private:
    QStringList m_rest;
    std::optional<QString> m_value;
};

Result<CommandLine> judge(CommandLine line)
{
    if (!line.url.isEmpty() && !line.profile.isEmpty())
        return usage(Texts::tr("--connect and --profile exclude each other"));
    const bool hasServer = !line.url.isEmpty() || !line.profile.isEmpty();
    if (line.action == CommandLine::Action::WriteSnapshot) {
        if (!hasServer)
            return usage(Texts::tr("--snapshot needs --connect or --profile"));
        const auto &file = line.snapshotFile;
        if (file != "-"_L1 && !file.endsWith(".csv"_L1) && !file.endsWith(".json"_L1))
            return usage(Texts::tr("--snapshot takes a file that ends in .csv or .json, or -"));
    }
    return line;
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList &list)
{
    CommandLine line;
    Arguments arguments(list);
    while (!arguments.isAtEnd()) {
        const QString name = arguments.next();
        if (name == "--help"_L1 || name == "-h"_L1 || name == "--version"_L1) {
            if (arguments.hasValue())
                return usage(Texts::tr("%1 takes no value").arg(name));
            line.action = name == "--version"_L1 ? CommandLine::Action::ShowVersion : CommandLine::Action::ShowHelp;
            return line;
        }
        const bool isKnown
            = name == "--connect"_L1 || name == "--profile"_L1 || name == "--lang"_L1 || name == "--snapshot"_L1;
        if (!isKnown)
            return usage(Texts::tr("unknown argument %1").arg(name));
        const auto value = arguments.value();
        if (!value || value->isEmpty())
            return usage(Texts::tr("%1 needs a value").arg(name));
        if (name == "--connect"_L1) {
            const auto url = parseServerUrl(*value);
            if (!url)
                return usage(Texts::tr("--connect: %1").arg(QString::fromStdString(url.error().detail)));
            line.url = *url;
        } else if (name == "--profile"_L1) {
            line.profile = *value;
        } else if (name == "--lang"_L1) {
            if (*value != "en"_L1 && *value != "fr"_L1)
                return usage(Texts::tr("--lang takes en or fr"));
            line.language = *value;
        } else {
            line.action = CommandLine::Action::WriteSnapshot;
            line.snapshotFile = *value;
        }
    }
    return judge(std::move(line));
}

QString commandLineHelp()
{
    return Texts::tr("Usage: relais-dashboard [options]\n"
                     "\n"
                     "Shows what a Relais server is doing.\n"
                     "\n"
                     "  --connect URL     connect to this server\n"
                     "  --profile NAME    connect to the server that was saved under this name\n"
                     "  --lang en|fr      the language, instead of the desktop's\n"
                     "  --snapshot FILE   write the present figures to FILE and end, without a window:\n"
                     "                    .csv or .json by the ending of its name, - for JSON on standard output\n"
                     "  --version         show the version\n"
                     "  --help            show this help\n"
                     "\n"
                     "The token for --connect and --snapshot comes from the environment variable RELAIS_TOKEN.\n"
                     "Exit status: 0, 2 for a wrong command line, 1 when something failed.\n");
}

} // namespace relais::dashboard
