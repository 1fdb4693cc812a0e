// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/base64url.h"
#include "tests/support/tokenforge.h"

#include <QTest>

using namespace relais::server;

class Base64UrlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesComeBackAsTheyWere_data();
    void bytesComeBackAsTheyWere();
    void onlyTheOneTextOfTheBytesIsTaken_data();
    void onlyTheOneTextOfTheBytesIsTaken();
};

void Base64UrlTest::bytesComeBackAsTheyWere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("none") << QByteArray();
    for (int size = 1; size <= 5; ++size)
        QTest::addRow("%d zeros", size) << QByteArray(size, '\0');
    for (int size = 1; size <= 5; ++size)
        QTest::addRow("%d ones", size) << QByteArray(size, '\xff');
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    QTest::newRow("every byte") << all;
}

void Base64UrlTest::bytesComeBackAsTheyWere()
{
    QFETCH(QByteArray, bytes);
    const std::string text = encodeBase64Url(bytes.toStdString());
    QCOMPARE(text, relais::test::base64Url(bytes.toStdString()));
    const auto decoded = decodeBase64Url(text);
    QVERIFY(decoded.has_value());
    QCOMPARE(QByteArray::fromStdString(*decoded), bytes);
}

void Base64UrlTest::onlyTheOneTextOfTheBytesIsTaken_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("padded") << QByteArray("YQ==");
    QTest::newRow("padded once") << QByteArray("YWI=");
    QTest::newRow("a digit alone") << QByteArray("YWJjZ");
    QTest::newRow("two bytes, bits after the last") << QByteArray("YWJ");
    QTest::newRow("one byte, bits after the last") << QByteArray("YR");
    QTest::newRow("plus of plain base64") << QByteArray("+++-");
    QTest::newRow("slash of plain base64") << QByteArray("//__");
    QTest::newRow("blank") << QByteArray("YW Jj");
    QTest::newRow("line feed at the end") << QByteArray("YWJj\n");
    QTest::newRow("carriage return inside") << QByteArray("YW\rJj");
    QTest::newRow("tabulator") << QByteArray("\tYWJj");
    QTest::newRow("NUL") << QByteArray("YWJj\0", 5);
    QTest::newRow("beyond ASCII") << QByteArray("YWJ\xc3");
    QTest::newRow("dot") << QByteArray("YWJj.");
}

void Base64UrlTest::onlyTheOneTextOfTheBytesIsTaken()
{
    QFETCH(QByteArray, text);
    QVERIFY(!decodeBase64Url(text.toStdString()));
}

QTEST_APPLESS_MAIN(Base64UrlTest)
#include "tst_base64url.moc"
