// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
// First, as moc 6.4 stumbles over <compare> where it comes before the macros of Qt.
#include <QTest>

#include "common/protocol/userid.h"
#include "tests/support/vectors.h"

#include <set>

using namespace relais;
using namespace relais::test;

class UserIdTest : public QObject {
    Q_OBJECT

    static void addRows(const char *list)
    {
        QTest::addColumn<QJsonObject>("row");
        const auto document = vectors(QStringLiteral("userids.json")).object();
        for (const auto &row : document[QLatin1String(list)].toArray())
            QTest::newRow(rowName(row.toObject())) << row.toObject();
    }

private Q_SLOTS:
    void validTextIsNormalised_data() { addRows("valid"); }
    void validTextIsNormalised()
    {
        QFETCH(QJsonObject, row);
        const auto user = UserId::parse(view(bytes(row, "text")));
        QVERIFY2(user.ok(), user ? "" : user.error().detail.c_str());
        QCOMPARE(printable(user->toString()), bytes(row, "normal"));
    }

    void normalisingTwiceChangesNothing_data() { addRows("valid"); }
    void normalisingTwiceChangesNothing()
    {
        QFETCH(QJsonObject, row);
        const auto once = UserId::parse(view(bytes(row, "text")));
        QVERIFY(once.ok());
        const auto twice = UserId::parse(once->toString());
        QVERIFY(twice.ok());
        QVERIFY(*once == *twice);
    }

    void otherTextIsRefused_data() { addRows("invalid"); }
    void otherTextIsRefused()
    {
        QFETCH(QJsonObject, row);
        const auto user = UserId::parse(view(bytes(row, "text")));
        QVERIFY(!user.ok());
        QCOMPARE(user.error().code, ErrorCode::InvalidUser);
        QVERIFY(!user.error().detail.empty());
    }

    void composedAndDecomposedAreOneUser()
    {
        const auto composed = UserId::parse("ren\u00e9");
        const auto decomposed = UserId::parse("rene\u0301");
        QVERIFY(composed.ok() && decomposed.ok());
        QVERIFY(*composed == *decomposed);
        QCOMPARE(std::hash<UserId>()(*composed), std::hash<UserId>()(*decomposed));
    }

    void caseAndLookAlikesAreDifferentUsers()
    {
        const auto user = UserId::parse("admin");
        const auto capital = UserId::parse("Admin");
        const auto cyrillic = UserId::parse("\u0430dmin");
        QVERIFY(user.ok() && capital.ok() && cyrillic.ok());
        QVERIFY(*user != *capital);
        QVERIFY(*user != *cyrillic);
    }

    void hashesSpread()
    {
        constexpr int count = 1000;
        std::set<std::size_t> hashes;
        for (int i = 0; i < count; ++i) {
            const auto user = UserId::parse("u" + std::to_string(i));
            QVERIFY(user.ok());
            hashes.insert(std::hash<UserId>()(*user));
        }
        QCOMPARE(hashes.size(), std::size_t(count));
    }
};

QTEST_APPLESS_MAIN(UserIdTest)
#include "tst_userid.moc"
