// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/app/commandline.h"

#include <QTest>

using namespace relais;
using namespace relais::dashboard;
using namespace Qt::StringLiterals;

class DashCommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingShowsTheWindow()
    {
        const auto line = parseCommandLine({});
        QVERIFY(line);
        QCOMPARE(line->action, CommandLine::Action::ShowWindow);
        QVERIFY(line->url.isEmpty() && line->profile.isEmpty() && line->language.isEmpty());
    }

    void valuesAreTakenInBothForms()
    {
        for (const auto &arguments : {QStringList{u"--connect"_s, u"localhost:5000"_s, u"--lang"_s, u"fr"_s},
                                      QStringList{u"--lang=fr"_s, u"--connect=localhost:5000"_s}}) {
            const auto line = parseCommandLine(arguments);
            QVERIFY(line);
            QCOMPARE(line->url, QUrl(u"http://localhost:5000"_s));
            QCOMPARE(line->language, u"fr"_s);
        }
    }

    void aSnapshotIsOfOneServer()
    {
        const auto line = parseCommandLine({u"--snapshot"_s, u"-"_s, u"--profile"_s, u"production"_s});
        QVERIFY(line);
        QCOMPARE(line->action, CommandLine::Action::WriteSnapshot);
        QCOMPARE(line->snapshotFile, u"-"_s);
        QCOMPARE(line->profile, u"production"_s);
    }

    void whatIsWrongIsRefused_data()
    {
        QTest::addColumn<QString>("arguments");
        for (const char *text : {"--conect x", "server", "--connect", "--connect=", "--connect ftp://x", "--lang de",
                                 "--snapshot -", "--snapshot x.txt --connect localhost", "--version=2",
                                 "--connect localhost --profile x", "--connect http://user:secret@host"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatIsWrongIsRefused()
    {
        QFETCH(const QString, arguments);
        const auto line = parseCommandLine(arguments.split(u' '));
        QVERIFY(!line);
        QVERIFY(!line.error().detail.empty());
        QVERIFY(line.error().detail.find("secret") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(DashCommandLineTest)
#include "tst_dash_commandline.moc"
