// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "server/access/apikeyfile.h"
#include "tests/support/manualclock.h"
#include "tests/support/rununtil.h"

using namespace relais;
using namespace relais::server;

namespace {

constexpr UnixTime now = test::ManualClock::start;

} // namespace

class TestApiKeyFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("keys.json")).toStdString();
    }

    void aKeyMadeLaterIsThereByItself()
    {
        ApiKeyFile file(m_path);
        QVERIFY(!file.start());
        QSignalSpy changed(&file, &ApiKeyFile::changed);
        const std::string text = addKey("backend");
        QVERIFY(test::runUntil([&] { return file.keys()->find(text).has_value(); }));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().value<std::shared_ptr<const ApiKeys>>(), file.keys());
    }

    void everyLaterChangeIsSeenToo() // a watch goes with the file that was replaced
    {
        const std::string text = addKey("backend");
        ApiKeyFile file(m_path);
        QVERIFY(!file.start());
        QVERIFY(file.keys()->find(text));
        for (int i = 0; i < 3; ++i) {
            const std::string another = addKey("key " + std::to_string(i));
            QVERIFY(test::runUntil([&] { return file.keys()->find(another).has_value(); }));
        }
        (void)ApiKeyStore(m_path).revoke("backend", now);
        QVERIFY(test::runUntil([&] { return !file.keys()->find(text); }));
    }

    void aDirectoryMadeLaterIsFound()
    {
        m_path = m_directory->filePath(QStringLiteral("data/keys.json")).toStdString();
        ApiKeyFile file(m_path);
        QVERIFY(!file.start());
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("data")));
        const std::string text = addKey("backend");
        QVERIFY(test::runUntil([&] { return file.keys()->find(text).has_value(); }));
    }

    void theLastGoodKeysOutliveABadFile_data()
    {
        QTest::addColumn<bool>("isRemoved");
        QTest::newRow("damaged") << false;
        QTest::newRow("removed") << true;
    }
    void theLastGoodKeysOutliveABadFile()
    {
        QFETCH(const bool, isRemoved);
        const std::string text = addKey("backend");
        QVERIFY(!ApiKeyStore(m_path).revokeUser(*UserId::parse("u1"), now));
        ApiKeyFile file(m_path);
        QVERIFY(!file.start());
        QSignalSpy changed(&file, &ApiKeyFile::changed);
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("the keys it had (before )?stay in force")));
        QFile plain(QString::fromStdString(m_path));
        if (isRemoved) {
            QVERIFY(plain.remove());
        } else {
            QVERIFY(plain.open(QIODevice::WriteOnly));
            plain.write("{\"version\":1");
            plain.close();
        }
        file.reload();
        file.reload(); // says it once
        QVERIFY(file.keys()->find(text));
        QVERIFY(file.keys()->revokedBefore(*UserId::parse("u1")));
        QCOMPARE(changed.size(), 0);

        QVERIFY(plain.remove() || isRemoved);
        const std::string another = addKey("another"); // a good file again
        QVERIFY(test::runUntil([&] { return file.keys()->find(another).has_value(); }));
        QVERIFY(!file.keys()->find(text));
    }

    void aBadFileAtTheStartIsAProblem()
    {
        QFile plain(QString::fromStdString(m_path));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.write("{");
        plain.close();
        ApiKeyFile file(m_path);
        const auto problem = file.start();
        QVERIFY(problem);
        QVERIFY(problem->english().find("keys.json:1:2") != std::string::npos);
    }

private:
    std::string addKey(std::string_view name) const
    {
        return std::get<NewApiKey>(ApiKeyStore(m_path).add(name, {Role::Admin}, std::nullopt, now)).text;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_path;
};

QTEST_GUILESS_MAIN(TestApiKeyFile)
#include "tst_apikeyfile.moc"
