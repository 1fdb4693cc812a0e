// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/app/translations.h"

#include <QCoreApplication>
#include <QTranslator>

#include <memory>

namespace relais::server {

std::string messageLocale(const std::map<std::string, std::string> &environment)
{
    for (const char *name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const auto variable = environment.find(name);
        if (variable != environment.end() && !variable->second.empty())
            return variable->second;
    }
    return "C";
}

std::string installTranslations(QCoreApplication &application, std::string_view localeName)
{
    const std::string wanted(localeName.substr(0, localeName.find_first_of("_.@-")));
    const std::string language = wanted == "fr" ? wanted : "en";
    auto translator = std::make_unique<QTranslator>(&application);
    // English is the language of the source: its file holds plural forms only, and may hold none.
    if (translator->load(QStringLiteral(":/i18n/relais_%1.qm").arg(QString::fromStdString(language))))
        QCoreApplication::installTranslator(translator.release()); // owned by the application
    return language;
}

} // namespace relais::server
