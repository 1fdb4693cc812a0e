// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSaveFile>
#include <QTest>

#include "server/app/translations.h"
#include "server/config/settingdescriptors.h"

using namespace relais::server;

namespace {

struct Words {
    const char *file;
    const char *locale;
    const char *general; ///< heading of the settings that have no section
    const char *columns;
};

// English first: a translation stays installed.
constexpr Words Languages[] = {
    {"configuration.md", "en", "General", "| Setting | Default | Values | Environment, flag | Meaning |"},
    {"fr/configuration.md", "fr", "Général", "| Réglage | Défaut | Valeurs | Environnement, option | Sens |"},
};

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString code(const std::string &text)
{
    return u'`' + QString::fromStdString(text) + u'`';
}

QString defaultOf(const SettingDescriptor &setting)
{
    const SettingValue value = setting.read(Settings());
    if (const auto *items = std::get_if<std::vector<std::string>>(&value)) {
        QStringList shown;
        for (const std::string &item : *items)
            shown += code(item);
        return shown.isEmpty() ? QStringLiteral("`[]`") : shown.join(QLatin1String("<br>"));
    }
    const std::string text = formatSetting(setting, value);
    return text == "\"\"" ? QStringLiteral("–") : code(text);
}

QString row(const SettingDescriptor &setting)
{
    QString names = code(environmentVariable(setting));
    if (setting.hasFlag)
        names += QLatin1String("<br>") + code(flagName(setting));
    return QStringLiteral("| %1 | %2 | %3 | %4 | %5 |\n")
        .arg(code(std::string(setting.name)), defaultOf(setting), allowedValues(setting), names,
             QCoreApplication::translate("relais-server", setting.summary));
}

/// What stands between the two marks of a page: one table for each section of settings.
QString reference(const Words &words)
{
    QString out;
    QString current;
    for (const SettingDescriptor &setting : settingDescriptors()) {
        const QString name = fromView(setting.name);
        const QString section
            = name.contains(u'.') ? u'`' + name.section(u'.', 0, 0) + u'`' : QString::fromUtf8(words.general);
        if (section != current) {
            out += QStringLiteral("\n### %1\n\n%2\n| --- | --- | --- | --- | --- |\n")
                       .arg(section, QString::fromUtf8(words.columns));
            current = section;
        }
        out += row(setting);
    }
    return out + u'\n';
}

} // namespace

/// Holds the reference in docs/ against the table of settings. After a change of that table, run this program with
/// RELAIS_UPDATE_REFERENCE=1 and commit the pages that it writes.
class TestConfigurationReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePageSaysWhatTheServerDoes_data()
    {
        QTest::addColumn<int>("language");
        QTest::newRow("en") << 0;
        QTest::newRow("fr") << 1;
    }
    void thePageSaysWhatTheServerDoes()
    {
        QFETCH(int, language);
        const Words &words = Languages[language];
        QCOMPARE(installTranslations(*QCoreApplication::instance(), words.locale), std::string(words.locale));

        QFile page(QLatin1String(RELAIS_DOCS_DIRECTORY "/") + QLatin1String(words.file));
        QVERIFY2(page.open(QIODevice::ReadOnly), qPrintable(page.fileName()));
        const QString text = QString::fromUtf8(page.readAll());
        const QString beginMark = QStringLiteral("<!-- settings: tst_configurationreference -->\n");
        const qsizetype begin = text.indexOf(beginMark) + beginMark.size();
        const qsizetype end = text.indexOf(QLatin1String("<!-- end of settings -->"), begin);
        QVERIFY2(begin >= beginMark.size() && end > 0, "the page has lost its marks");

        const QString expected = reference(words);
        if (qEnvironmentVariableIsSet("RELAIS_UPDATE_REFERENCE")) {
            QSaveFile updated(page.fileName());
            QVERIFY(updated.open(QIODevice::WriteOnly));
            updated.write((text.first(begin) + expected + text.sliced(end)).toUtf8());
            QVERIFY(updated.commit());
            return;
        }
        const QStringList found = text.sliced(begin, end - begin).split(u'\n');
        QCOMPARE(found, expected.split(u'\n')); // tells the line that differs
    }
};

QTEST_GUILESS_MAIN(TestConfigurationReference)
#include "tst_configurationreference.moc"
