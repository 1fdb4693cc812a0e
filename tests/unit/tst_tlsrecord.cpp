// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/transport/tlsrecord.h"

using namespace relais::server;
using namespace Qt::StringLiterals;

namespace {

QByteArray record(int length)
{
    return "\x17\x03\x03"_ba + static_cast<char>(length >> 8) + static_cast<char>(length) + QByteArray(length, 'a');
}

} // namespace

class TestTlsRecord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWholeRecordsCount_data();
    void onlyWholeRecordsCount();
    void everyCutKeepsTheRecordsBeforeIt();
};

void TestTlsRecord::onlyWholeRecordsCount_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("whole");

    QTest::newRow("nothing") << ""_ba << 0;
    QTest::newRow("part of a header") << "\x16\x03\x01"_ba << 0;
    QTest::newRow("a header") << record(7).first(5) << 0;
    QTest::newRow("an empty record") << record(0) << 5;
    QTest::newRow("one") << record(7) << 12;
    QTest::newRow("one and a half") << record(7) + record(9).first(8) << 12;
    QTest::newRow("the longest") << record((1 << 14) + 2048) << (1 << 14) + 2053;
    // What is no record is OpenSSL's to refuse, with all that is behind it.
    QTest::newRow("too long to be one") << record((1 << 14) + 2049).first(10) << 10;
    QTest::newRow("another version") << "\x16\x02\x00\x00\x09"_ba.leftJustified(6, 'a') << 6;
    QTest::newRow("one, and none behind it") << record(7) + "GET / HTTP/1.1" << 26;
}

void TestTlsRecord::onlyWholeRecordsCount()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const int, whole);

    QCOMPARE(wholeTlsRecords({stream.constData(), static_cast<std::size_t>(stream.size())}),
             static_cast<std::size_t>(whole));
}

void TestTlsRecord::everyCutKeepsTheRecordsBeforeIt()
{
    const QByteArray stream = record(3) + record(0) + record(300) + record(1);
    const std::vector<std::size_t> ends{0, 8, 13, 318, 324};
    for (std::size_t size = 0; size <= static_cast<std::size_t>(stream.size()); ++size) {
        const std::size_t expected = *std::prev(std::upper_bound(ends.begin(), ends.end(), size));
        QCOMPARE(wholeTlsRecords({stream.constData(), size}), expected);
    }
}

QTEST_APPLESS_MAIN(TestTlsRecord)
#include "tst_tlsrecord.moc"
