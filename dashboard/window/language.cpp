// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

QString languageOfDesktop()
{
    const auto languages = QLocale::system().uiLanguages();
    for (const QString &language : languages) {
        if (language.startsWith("fr"_L1))
            return u"fr"_s;
        if (language.startsWith("en"_L1))
            break;
    }
    return u"en"_s;
}

/// With the desktop's own conventions where it speaks this language: fr_CH and fr_FR write numbers differently.
QLocale localeFor(const QString &code)
{
    const QLocale system = QLocale::system();
    return system.name().startsWith(code) ? system : QLocale(code);
}

} // namespace

Language::~Language()
{
    QCoreApplication::removeTranslator(&m_texts);
    QCoreApplication::removeTranslator(&m_qtTexts);
}

void Language::use(const QString &code)
{
    m_code = code == "fr"_L1 || code == "en"_L1 ? code : languageOfDesktop();
    QLocale::setDefault(localeFor(m_code));
    QCoreApplication::removeTranslator(&m_qtTexts);
    QCoreApplication::removeTranslator(&m_texts);
    // Of what Qt says itself there is no English file: English is what it says without one.
    if (m_code != "en"_L1
        && m_qtTexts.load(u"qtbase_"_s + m_code, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTexts);
    if (m_texts.load(u":/i18n/dashboard_%1.qm"_s.arg(m_code)))
        QCoreApplication::installTranslator(&m_texts);
}

} // namespace relais::dashboard
