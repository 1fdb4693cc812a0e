// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/loopback.h"

#include <QtTest/qtest.h>

using namespace relais::bench;

class BenchLoopbackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyLoopbackUrlsAreTargets_data();
    void onlyLoopbackUrlsAreTargets();
};

void BenchLoopbackTest::onlyLoopbackUrlsAreTargets_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("authority"); // empty: refused
    QTest::newRow("address") << QByteArray("http://127.0.0.1:5000") << QByteArray("127.0.0.1:5000");
    QTest::newRow("slash") << QByteArray("http://127.0.0.1:5000/") << QByteArray("127.0.0.1:5000");
    QTest::newRow("name") << QByteArray("http://localhost:1") << QByteArray("127.0.0.1:1");
    QTest::newRow("another loopback") << QByteArray("http://127.9.8.7:65535") << QByteArray("127.9.8.7:65535");
    QTest::newRow("private network") << QByteArray("http://10.0.0.1:5000") << QByteArray();
    QTest::newRow("any address") << QByteArray("http://0.0.0.0:5000") << QByteArray();
    QTest::newRow("a name") << QByteArray("http://example.org:5000") << QByteArray();
    QTest::newRow("name in disguise") << QByteArray("http://127.0.0.1.example.org:5000") << QByteArray();
    QTest::newRow("user in disguise") << QByteArray("http://127.0.0.1:80@10.0.0.1:5000") << QByteArray();
    QTest::newRow("no port") << QByteArray("http://127.0.0.1") << QByteArray();
    QTest::newRow("port zero") << QByteArray("http://127.0.0.1:0") << QByteArray();
    QTest::newRow("port too great") << QByteArray("http://127.0.0.1:65536") << QByteArray();
    QTest::newRow("path") << QByteArray("http://127.0.0.1:5000/ws") << QByteArray();
    QTest::newRow("through TLS") << QByteArray("https://127.0.0.1:5000") << QByteArray("127.0.0.1:5000");
    QTest::newRow("another scheme") << QByteArray("ws://127.0.0.1:5000") << QByteArray();
}

void BenchLoopbackTest::onlyLoopbackUrlsAreTargets()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, authority);
    const auto endpoint = parseLoopbackUrl(url.toStdString());
    QCOMPARE(endpoint ? endpoint->authority() : std::string(), authority.toStdString());
    QCOMPARE(endpoint && endpoint->isSecure, url.startsWith("https:") && !authority.isEmpty());
}

QTEST_APPLESS_MAIN(BenchLoopbackTest)
#include "tst_benchloopback.moc"
