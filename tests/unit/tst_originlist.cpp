// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/originlist.h"

#include <QTest>

using namespace relais::server;

class OriginListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void originsAreComparedExactly_data();
    void originsAreComparedExactly();
    void aStarAllowsAll();
    void anEmptyListAllowsNone();
    void anyOfTheListIsAllowed();

    void hostsAreComparedByName_data();
    void hostsAreComparedByName();
    void anEmptyHostListAllowsAll();
};

void OriginListTest::originsAreComparedExactly_data()
{
    QTest::addColumn<QByteArray>("listed");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("isAllowed");
    const auto add = [](const char *listed, const char *origin, bool isAllowed) {
        QTest::addRow("%s for %s", origin, listed) << QByteArray(listed) << QByteArray(origin) << isAllowed;
    };
    add("https://app.example", "https://app.example", true);
    add("https://app.example:8443", "https://app.example:8443", true);
    for (const char *trick :
         {"https://app.example:443", "https://app.example.evil", "https://evil.app.example", "http://app.example",
          "https://app.exampl", "https://app.example/", "app.example", "https://user@app.example",
          "HTTPS://APP.EXAMPLE", "null", "", "*", "https://app.example https://evil.example"})
        add("https://app.example", trick, false);

    add("http://localhost:*", "http://localhost", true); // the scheme's own port is left out of an origin
    add("http://localhost:*", "http://localhost:1", true);
    add("http://localhost:*", "http://localhost:65535", true);
    for (const char *trick :
         {"https://localhost:80", "http://localhost:", "http://localhost:80x", "http://localhost:123456",
          "http://localhost:80:90", "http://localhost.evil:80", "http://localhost.evil", "http://localhostile",
          "http://evil.example:80/http://localhost:80", "http://localhost:80@evil.example", "null"})
        add("http://localhost:*", trick, false);
}

void OriginListTest::originsAreComparedExactly()
{
    QFETCH(QByteArray, listed);
    QFETCH(QByteArray, origin);
    QFETCH(bool, isAllowed);
    QCOMPARE(OriginList({listed.toStdString()}).allows(origin.toStdString()), isAllowed);
}

void OriginListTest::aStarAllowsAll()
{
    const OriginList list({"*"});
    QVERIFY(list.allows("https://app.example"));
    QVERIFY(list.allows("null"));
}

void OriginListTest::anEmptyListAllowsNone()
{
    QVERIFY(!OriginList({}).allows("https://app.example"));
    QVERIFY(!OriginList({}).allows(""));
}

void OriginListTest::anyOfTheListIsAllowed()
{
    const OriginList list({"https://a.example", "https://b.example"});
    QVERIFY(list.allows("https://a.example"));
    QVERIFY(list.allows("https://b.example"));
    QVERIFY(!list.allows("https://c.example"));
}

void OriginListTest::hostsAreComparedByName_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("isAllowed");
    for (const char *host : {"relais.example", "relais.example:5000", "RELAIS.Example:80", "[::1]", "[::1]:5000"})
        QTest::newRow(host) << QByteArray(host) << true;
    for (const char *host :
         {"", "evil.example", "relais.example.evil", "evil.relais.example", "relais.example:x",
          "relais.example:123456", "relais.example:80:80", "::1", "[::2]:5000", "relais.example@evil"})
        QTest::addRow("'%s'", host) << QByteArray(host) << false;
}

void OriginListTest::hostsAreComparedByName()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, isAllowed);
    QCOMPARE(HostList({"relais.example", "[::1]"}).allows(host.toStdString()), isAllowed);
}

void OriginListTest::anEmptyHostListAllowsAll()
{
    QVERIFY(HostList({}).allows("anything.example:80"));
    QVERIFY(HostList({}).allows(""));
}

QTEST_APPLESS_MAIN(OriginListTest)
#include "tst_originlist.moc"
