// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/profiles/profilestore.h"
#include "dashboard/profiles/tokenstore.h"
#include "dashboard/window/settings.h"
#include "tests/support/rununtil.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

class DashProfilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void profilesAreThereAgain()
    {
        QString id;
        {
            ProfileStore store(path());
            const QSignalSpy changes(&store, &ProfileStore::changed);
            id = store.save({{}, u"Production"_s, QUrl(u"https://sync.example.org"_s), QColor(u"#c0392b"_s)});
            store.setLastUsed(id);
            QCOMPARE(changes.size(), 2);
        }
        const ProfileStore store(path());
        QCOMPARE(store.profiles().size(), std::size_t(1));
        QCOMPARE(store.find(id)->name, u"Production"_s);
        QCOMPARE(store.findByName(u"Production"_s)->color, QColor(u"#c0392b"_s));
        QCOMPARE(store.lastUsed()->id, id);
    }

    void oneIsChangedAndRemovedById()
    {
        ProfileStore store(path());
        const auto id = store.save({{}, u"a"_s, QUrl(u"http://localhost"_s), {}});
        QCOMPARE(store.save({id, u"b"_s, QUrl(u"http://localhost:1"_s), {}}), id);
        QCOMPARE(store.profiles().size(), std::size_t(1));
        QCOMPARE(store.find(id)->name, u"b"_s);
        store.setLastUsed(id);
        store.remove(id);
        QVERIFY(store.profiles().empty() && !store.lastUsed());
    }

    void aDamagedFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("cut") << QByteArray("{\"version\":1,\"profi");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no version") << QByteArray("{}");
        QTest::newRow("from the future") << QByteArray("{\"version\":99}");
    }
    void aDamagedFileIsSetAside()
    {
        QFETCH(const QByteArray, content);
        write(content);
        ProfileStore store(path());
        QVERIFY(store.profiles().empty());
        QVERIFY(!store.problem().isEmpty());
        store.save({{}, u"new"_s, QUrl(u"http://localhost"_s), {}});
        const auto aside = QDir(m_folder->path()).entryList({u"profiles.json.damaged-*"_s});
        QCOMPARE(aside.size(), 1);
        QFile file(m_folder->filePath(aside.first()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
        QCOMPARE(ProfileStore(path()).profiles().size(), std::size_t(1));
    }

    void rowsThatAreNoProfilesAreLeftOut()
    {
        write("{\"version\":1,\"lastUsed\":7,\"profiles\":[1,{},{\"id\":\"a\",\"name\":\"x\",\"url\":\"ftp://x\"},"
              "{\"id\":\"b\",\"name\":\"ok\",\"url\":\"http://localhost\",\"color\":\"none\"},"
              "{\"id\":\"b\",\"name\":\"again\",\"url\":\"http://localhost\"}]}");
        const ProfileStore store(path());
        QCOMPARE(store.profiles().size(), std::size_t(1));
        QVERIFY(store.profiles().front().color.isValid());
    }

    void aTokenIsInNoFile()
    {
        KeychainTokenStore tokens;
        ProfileStore store(path());
        const auto id = store.save({{}, u"x"_s, QUrl(u"http://localhost"_s), {}});
        std::optional<bool> isKept;
        tokens.keep(id, "very-secret", this, [&](bool kept) { isKept = kept; });
        QVERIFY(runUntil([&] { return isKept.has_value(); }));
        QVERIFY(!*isKept); // there is no keychain here: in memory alone
        std::optional<QByteArray> found;
        tokens.find(id, this, [&](const std::optional<QByteArray> &token) { found = token; });
        QVERIFY(runUntil([&] { return found.has_value(); }));
        QCOMPARE(*found, QByteArray("very-secret"));
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("very-secret"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void settingsAreThereAgain()
    {
        const auto settingsPath = m_folder->filePath(u"settings.json"_s);
        {
            Settings settings(settingsPath);
            settings.setLanguage(u"fr"_s);
            settings.setTheme(u"dark"_s);
            settings.setGeometry(QByteArray("\0\1\2", 3));
            settings.setPage(u"clients"_s);
            settings.setPageState(u"clients"_s, {{u"columns"_s, 3}});
            QVERIFY(settings.save());
        }
        const Settings settings(settingsPath);
        QCOMPARE(settings.language(), u"fr"_s);
        QCOMPARE(settings.theme(), u"dark"_s);
        QCOMPARE(settings.geometry(), QByteArray("\0\1\2", 3));
        QCOMPARE(settings.page(), u"clients"_s);
        QCOMPARE(settings.pageState(u"clients"_s).value(u"columns"_s).toInt(), 3);
        QVERIFY(settings.pageState(u"other"_s).isEmpty());
    }

private:
    QString path() const { return m_folder->filePath(u"profiles.json"_s); }
    void write(const QByteArray &content)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(DashProfilesTest)
#include "tst_dash_profiles.moc"
