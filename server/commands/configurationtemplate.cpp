// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands/configurationtemplate.h"

#include <QCoreApplication>
#include <QStringList>

namespace relais::server {
namespace {

QString comment(const char *text)
{
    constexpr qsizetype Width = 100;
    QString out;
    QString line = QStringLiteral("#");
    for (const QString &word : QCoreApplication::translate("relais-server", text).split(u' ')) {
        if (line.size() + 1 + word.size() > Width) {
            out += line + u'\n';
            line = QStringLiteral("#");
        }
        line += u' ' + word;
    }
    return out + line + u'\n';
}

/// Settings as they could be: a line without its `#` is one that works.
QString examples(const QStringList &lines)
{
    QString out;
    for (const QString &line : lines)
        out += QLatin1String("# ") + line + u'\n';
    return out;
}

QString network()
{
    return comment(QT_TRANSLATE_NOOP("relais-server",
                                     "Where the server listens. localhost is 127.0.0.1 and ::1 both; :: is every "
                                     "address of the machine, 0.0.0.0 those of IPv4."))
        + examples({QStringLiteral("host = \"::\""), QStringLiteral("port = 5000")}) + u'\n'
        + comment(
               QT_TRANSLATE_NOOP("relais-server",
                                 "Where API keys and the audit log are kept, relative to the directory in which the "
                                 "server is started."))
        + examples({QStringLiteral("data_dir = \"/var/lib/relais\"")});
}

QString authentication(std::string_view secret)
{
    return QStringLiteral("\n[auth]\n")
        + comment(QT_TRANSLATE_NOOP("relais-server",
                                    "Your application signs the tokens of its users with this (JWT, HS256). Whoever "
                                    "knows it can be anyone: keep this file to the user that the server runs as."))
        + QStringLiteral("jwt_secret = \"%1\"\n\n").arg(QString::fromUtf8(secret.data(), qsizetype(secret.size())))
        + comment(QT_TRANSLATE_NOOP("relais-server", "Backends use API keys: relais-server keys add --help."))
        + QStringLiteral("api_keys = \"on\"\n\n")
        + comment(QT_TRANSLATE_NOOP("relais-server",
                                    "Tokens of an OpenID Connect provider, such as the one your application gives to "
                                    "Convex. Issuer and audience make sure that they are meant for you."))
        + examples({QStringLiteral("jwks_url = \"https://login.example.org/.well-known/jwks.json\""),
                    QStringLiteral("issuer = \"https://login.example.org/\""),
                    QStringLiteral("audiences = [\"relais\"]")});
}

QString browsers()
{
    return QStringLiteral("\n[cors]\n")
        + comment(QT_TRANSLATE_NOOP("relais-server",
                                    "Origins of the web pages that may use the server. Without this: those of this "
                                    "machine, and none with env = \"production\"."))
        + examples({QStringLiteral("origins = [\"https://app.example.org\"]")}) + QStringLiteral("\n[hosts]\n")
        + comment(QT_TRANSLATE_NOOP("relais-server", "Names under which the server is reached. Without this: any."))
        + examples({QStringLiteral("allow = [\"relais.example.org\"]")});
}

QString transportSecurity()
{
    return QStringLiteral("\n[tls]\n")
        + comment(QT_TRANSLATE_NOOP("relais-server",
                                    "TLS in the server itself, for https:// and wss://. It is not needed behind a "
                                    "proxy that has it."))
        + examples({QStringLiteral("certificate = \"/etc/relais/fullchain.pem\""),
                    QStringLiteral("key = \"/etc/relais/privkey.pem\"")})
        + QStringLiteral("\n[proxies]\n")
        + comment(QT_TRANSLATE_NOOP("relais-server",
                                    "Proxies in front of the server, whose word on the address of a client is "
                                    "believed. Behind one and without this, all clients share the limits of one "
                                    "address."))
        + examples({QStringLiteral("trusted = [\"127.0.0.1\", \"10.0.0.0/8\"]")});
}

} // namespace

std::string configurationTemplate(std::string_view secret)
{
    const QString heading
        = comment(QT_TRANSLATE_NOOP("relais-server",
                                    "Configuration of relais-server. Lines behind # are examples; all settings with "
                                    "their values are shown by relais-server --print-config."));
    const QString text = heading + u'\n' + network() + authentication(secret) + browsers() + transportSecurity();
    return text.toStdString();
}

} // namespace relais::server
