// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/initcommand.h"

#include <openssl/rand.h>
#include <sys/stat.h>

#include <QByteArray>
#include <QCoreApplication>

#include "server/commands/configurationtemplate.h"
#include "server/files/privatefile.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

constexpr int SecretBytes = 32; // as long as the digest that it is used with

std::string targetPath(const CommandCall &call)
{
    if (const auto path = call.arguments.value("--config"))
        return *path;
    const auto variable = call.inputs.environment.find("RELAIS_CONFIG");
    return variable != call.inputs.environment.end() && !variable->second.empty() ? variable->second : "relais.toml";
}

/// As a shell takes it for one word.
QString shellWord(const std::string &text)
{
    constexpr std::string_view Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,";
    QString word = QString::fromStdString(printableText(text));
    if (text.find_first_not_of(Plain) == std::string::npos)
        return word;
    return u'\'' + word.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

std::string nextSteps(const std::string &path)
{
    const auto row = [&path](const char *arguments, const QString &meaning) {
        return QStringLiteral("  # %1\n  relais-server %2\n")
            .arg(meaning, QString::fromUtf8(arguments).arg(shellWord(path)));
    };
    const QString text
        = QCoreApplication::translate("relais-server",
                                      "%1 is written, with a fresh secret. Only its owner can read it: start the "
                                      "server as that user. Next:")
              .arg(QString::fromStdString(printableText(path)))
        + QLatin1String("\n\n")
        + row("keys add --config %1 --name backend --role publisher",
              QCoreApplication::translate("relais-server", "a key for your backend"))
        + row("token --config %1 --user u1 --ttl 1h",
              QCoreApplication::translate("relais-server", "a token for trying out"))
        + row("--config %1", QCoreApplication::translate("relais-server", "start the server"));
    return text.toStdString();
}

CommandResult runInit(const CommandCall &call)
{
    const std::string path = targetPath(call);
    QByteArray secret(SecretBytes, '\0');
    if (RAND_priv_bytes(reinterpret_cast<unsigned char *>(secret.data()), SecretBytes) != 1)
        return failure(
            Problem(QT_TRANSLATE_NOOP("relais-server", "the system gives no random bytes; nothing was changed")));
    const std::string text = configurationTemplate(
        secret.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString());

    const bool isForced = call.arguments.has("--force");
    struct stat status { };
    if (!isForced && lstat(path.c_str(), &status) == 0) {
        return failure(Problem(QT_TRANSLATE_NOOP("relais-server",
                                                 "%1 is there already; with --force it is replaced, and tokens that "
                                                 "were signed with its secret are worth nothing any more"),
                               {quotedText(path)}));
    }
    if (const auto problem = writePrivateFile(path, text, isForced ? IfThere::Replace : IfThere::Refuse))
        return failure(*problem);
    return success(nextSteps(path));
}

constexpr CommandOption Options[] = {
    {"--config", CommandOption::Kind::Value, "FILE",
     QT_TRANSLATE_NOOP("relais-server", "the file to write; without it RELAIS_CONFIG, else relais.toml")},
    {"--force", CommandOption::Kind::Flag, nullptr,
     QT_TRANSLATE_NOOP("relais-server", "replace the file, and the secret in it")},
};

} // namespace

Command initCommand()
{
    return {.name = "init",
            .operand = nullptr,
            .usage = "[--config FILE] [--force]",
            .summary = QT_TRANSLATE_NOOP(
                "relais-server", "Writes a configuration with comments and a fresh secret, for its owner only."),
            .options = Options,
            .takesSettings = false,
            .run = runInit};
}

} // namespace relais::server
