// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/app/translations.h"
#include "server/config/configuration.h"
#include "server/config/settingdescriptors.h"

using namespace relais::server;

/// That every text has its French is the test `translations`; here is that it is found at run time.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void localeIsThatOfTheFirstVariableThatIsSet_data()
    {
        using Environment = std::map<std::string, std::string>;
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<QByteArray>("locale");
        QTest::newRow("none") << Environment{} << QByteArray("C");
        QTest::newRow("LANG") << Environment{{"LANG", "fr_CA.UTF-8"}} << QByteArray("fr_CA.UTF-8");
        QTest::newRow("LC_MESSAGES") << Environment{{"LANG", "de"}, {"LC_MESSAGES", "fr"}} << QByteArray("fr");
        QTest::newRow("LC_ALL") << Environment{{"LC_ALL", "C"}, {"LC_MESSAGES", "fr"}} << QByteArray("C");
        QTest::newRow("empty is not set") << Environment{{"LC_ALL", ""}, {"LANG", "fr"}} << QByteArray("fr");
    }
    void localeIsThatOfTheFirstVariableThatIsSet()
    {
        using Environment = std::map<std::string, std::string>;
        QFETCH(Environment, environment);
        QTEST(QByteArray::fromStdString(messageLocale(environment)), "locale");
    }

    void languagesWithoutTranslationAreEnglish()
    {
        for (const char *locale : {"C", "POSIX", "en_GB.UTF-8", "de_DE", "frr_DE", ""})
            QCOMPARE(installTranslations(*QCoreApplication::instance(), locale), std::string("en"));
        QVERIFY(helpText().starts_with("Usage: relais-server"));
    }

    void frenchIsUsedWhereItIsAskedFor() // last, because it stays installed
    {
        for (const char *locale : {"fr", "fr_FR.UTF-8", "fr@euro"})
            QCOMPARE(installTranslations(*QCoreApplication::instance(), locale), std::string("fr"));
        QVERIFY(helpText().starts_with("Utilisation"));
        ConfigurationInputs inputs;
        inputs.arguments = {"token"};
        const auto result = loadConfiguration(inputs);
        QVERIFY(std::get<ConfigurationFailure>(result).problems.front().text.starts_with("argument inconnu"));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
