// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/access/role.h"

using namespace relais::server;

class TestRole : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRoleIsFoundByItsName()
    {
        for (const Role role : allRoles)
            QVERIFY(roleFromName(roleName(role)) == role);
        QCOMPARE(roleName(Role::Publisher), std::string_view("publisher"));
    }

    void namesAreComparedExactly_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"", "Admin", "ADMIN", " admin", "admin ", "admi", "admin2", "root", "user,admin"})
            QTest::newRow(name) << QByteArray(name);
        QTest::newRow("with a NUL") << QByteArray("admin\0", 6);
    }
    void namesAreComparedExactly()
    {
        QFETCH(const QByteArray, name);
        QVERIFY(!roleFromName(name.toStdString()));
    }

    void aSetHoldsWhatWasAdded()
    {
        RoleSet roles;
        QVERIFY(roles.isEmpty());
        roles.add(Role::Admin);
        roles.add(Role::User);
        roles.add(Role::User);
        QVERIFY(roles.contains(Role::Admin) && roles.contains(Role::User));
        QVERIFY(!roles.contains(Role::Publisher) && !roles.contains(Role::Operator));
        QVERIFY(roles.containsAny({Role::Operator, Role::Admin}));
        QVERIFY(!roles.containsAny({Role::Operator, Role::Publisher}));
        QVERIFY(!roles.containsAny({}));
        QVERIFY((roles == RoleSet{Role::User, Role::Admin}));
        QCOMPARE(roles.toString(), std::string("user,admin"));
        QCOMPARE(RoleSet().toString(), std::string());
    }

    void parsingRefusesWhatIsNoRole()
    {
        const std::vector<std::string> good = {"operator", "user"};
        const auto roles = RoleSet::parse(good);
        QVERIFY(roles.ok());
        QVERIFY((*roles == RoleSet{Role::User, Role::Operator}));
        const std::vector<std::string> bad = {"user", "roo\nt"};
        const auto refused = RoleSet::parse(bad);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().detail,
                 std::string(R"("roo\nt" is not a role; the roles are user,publisher,operator,admin)"));
    }

    void parsingOfTokensSkipsWhatIsNoRole()
    {
        const std::vector<std::string> names = {"billing", "publisher", "Admin"};
        QVERIFY(RoleSet::parseKnown(names) == RoleSet{Role::Publisher});
    }
};

QTEST_APPLESS_MAIN(TestRole)
#include "tst_role.moc"
