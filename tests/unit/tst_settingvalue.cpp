// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/config/settingchecks.h"
#include "server/config/settingvalue.h"
#include "server/config/suggestion.h"

using namespace relais::server;

class TestSettingValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void durationIsReadWithItsUnit_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("milliseconds"); // -1: refused
        QTest::newRow("ms") << QByteArray("500ms") << qint64(500);
        QTest::newRow("s") << QByteArray("10s") << qint64(10'000);
        QTest::newRow("m") << QByteArray("5m") << qint64(300'000);
        QTest::newRow("h") << QByteArray("1h") << qint64(3'600'000);
        QTest::newRow("d") << QByteArray("7d") << qint64(604'800'000);
        QTest::newRow("zero") << QByteArray("0s") << qint64(0);
        for (const char *bad : {"", "10", "s", "1.5s", "-1s", "+1s", "1 s", " 1s", "1s ", "1S", "1min", "1m30s",
                                "0x1s", "99999999999999999999s", "9223372036854775807d"})
            QTest::addRow("refused: '%s'", bad) << QByteArray(bad) << qint64(-1);
    }
    void durationIsReadWithItsUnit()
    {
        QFETCH(QByteArray, text);
        const auto duration = parseDuration(text.toStdString());
        QTEST(duration ? qint64(duration->count()) : qint64(-1), "milliseconds");
    }

    void sizeIsReadInBytesOrBinaryUnits_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("bytes"); // -1: refused
        QTest::newRow("bytes") << QByteArray("65537") << qint64(65'537);
        QTest::newRow("KiB") << QByteArray("64KiB") << qint64(65'536);
        QTest::newRow("MiB") << QByteArray("1MiB") << qint64(1'048'576);
        QTest::newRow("GiB") << QByteArray("2GiB") << qint64(2'147'483'648);
        for (const char *bad : {"", "KiB", "1KB", "1kib", "1 KiB", "1B", "-1", "1e3", "9223372036854775807KiB"})
            QTest::addRow("refused: '%s'", bad) << QByteArray(bad) << qint64(-1);
    }
    void sizeIsReadInBytesOrBinaryUnits()
    {
        QFETCH(QByteArray, text);
        QTEST(qint64(parseSize(text.toStdString()).value_or(-1)), "bytes");
    }

    void whatIsWrittenIsReadBack()
    {
        for (const std::int64_t number :
             {0LL, 1LL, 999LL, 1000LL, 1024LL, 59'000LL, 60'000LL, 75'000LL, 86'400'000LL}) {
            QCOMPARE(parseDuration(formatDuration(std::chrono::milliseconds(number)))->count(), number);
            QCOMPARE(*parseSize(formatSize(number)), number);
        }
    }

    void writtenInTheLargestUnitThatIsExact()
    {
        QCOMPARE(formatDuration(std::chrono::seconds(75)), std::string("75s"));
        QCOMPARE(formatDuration(std::chrono::minutes(60)), std::string("1h"));
        QCOMPARE(formatSize(1536 * 1024), std::string("1536KiB"));
        QCOMPARE(formatSize(1000), std::string("1000"));
    }

    void originIsWhatABrowserSends_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("accepted");
        for (const char *good : {"https://example.org", "http://localhost:5173", "http://localhost:*",
                                 "https://[::1]:*", "https://127.0.0.1", "capacitor://localhost"})
            QTest::addRow("%s", good) << QByteArray(good) << true;
        for (const char *bad : {"",
                                "*",
                                "null",
                                "example.org",
                                "https://",
                                "https://example.org/",
                                "https://Example.org",
                                "HTTPS://a",
                                "https://*.example.org",
                                "https://a:0",
                                "https://a:080",
                                "https://a:65536",
                                "https://a:",
                                "https://a:b",
                                "https://user@a",
                                "https://a b",
                                "https://[::1",
                                "https://[localhost]",
                                "://a",
                                "https://a?b"})
            QTest::addRow("refused: '%s'", bad) << QByteArray(bad) << false;
    }
    void originIsWhatABrowserSends()
    {
        QFETCH(QByteArray, text);
        QTEST(isOrigin(text.toStdString()), "accepted");
    }

    void anAddressOfAssetsMeansNothingInAPage_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("accepted");
        for (const char *good : {"", "https://cdn.example.org", "https://cdn.example.org/", "http://localhost:8080",
                                 "https://cdn.example.org:8443/relais/v1.2_a~b-c", "http://[::1]:81/x",
                                 "https://cdn.example.org/Relais"})
            QTest::addRow("'%s'", good) << QByteArray(good) << true;
        for (const char *bad : {"cdn.example.org",
                                "//cdn.example.org",
                                "/assets",
                                "https://",
                                "https:///x",
                                "ftp://cdn.example.org",
                                "javascript://cdn.example.org",
                                "https://user@cdn.example.org",
                                "https://cdn.example.org?x",
                                "https://cdn.example.org/#x",
                                "https://cdn.example.org/a b",
                                "https://cdn.example.org/\"",
                                "https://cdn.example.org/'",
                                "https://cdn.example.org/<b>",
                                "https://cdn.example.org/;x",
                                "https://cdn.example.org/a,b",
                                "https://cdn.example.org/%22",
                                "https://cdn.example.org/a:b",
                                "https://cdn.example.org\r\nX: y",
                                "https://CDN.example.org",
                                "https://cdn.example.org:99999"})
            QTest::addRow("refused: '%s'", bad) << QByteArray(bad) << false;
    }
    void anAddressOfAssetsMeansNothingInAPage()
    {
        QFETCH(QByteArray, text);
        QTEST(isAssetsUrl(text.toStdString()), "accepted");
    }

    void onlyLoopbackIsLoopback_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isAddress");
        QTest::addColumn<bool>("isLoopback");
        QTest::newRow("name") << QByteArray("localhost") << true << true;
        QTest::newRow("IPv4") << QByteArray("127.0.0.1") << true << true;
        QTest::newRow("all of 127/8") << QByteArray("127.9.9.9") << true << true;
        QTest::newRow("IPv6") << QByteArray("::1") << true << true;
        QTest::newRow("IPv6 in full") << QByteArray("0:0:0:0:0:0:0:1") << true << true;
        QTest::newRow("any") << QByteArray("0.0.0.0") << true << false;
        QTest::newRow("any, IPv6") << QByteArray("::") << true << false;
        QTest::newRow("mapped") << QByteArray("::ffff:127.0.0.1") << true << false;
        QTest::newRow("other") << QByteArray("192.168.0.1") << true << false;
        QTest::newRow("short form") << QByteArray("127.1") << false << false;
        QTest::newRow("name that begins like it") << QByteArray("127.example.org") << false << false;
        QTest::newRow("brackets") << QByteArray("[::1]") << false << false;
        QTest::newRow("hidden behind NUL") << QByteArray("127.0.0.1\0.example", 18) << false << false;
    }
    void onlyLoopbackIsLoopback()
    {
        QFETCH(QByteArray, text);
        QTEST(isListenAddress(text.toStdString()), "isAddress");
        QTEST(isLoopbackAddress(text.toStdString()), "isLoopback");
    }

    void theNearestWordIsSuggestedIfItIsNear_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("nearest");
        QTest::newRow("one letter missing") << QByteArray("thread") << QByteArray("threads");
        QTest::newRow("neighbours swapped") << QByteArray("prot") << QByteArray("port");
        QTest::newRow("too far") << QByteArray("xyzzy") << QByteArray();
        QTest::newRow("too long to compare") << QByteArray(100'000, 'x') << QByteArray();
    }
    void theNearestWordIsSuggestedIfItIsNear()
    {
        QFETCH(QByteArray, word);
        QTEST(QByteArray::fromStdString(nearestWord(word.toStdString(), {"host", "port", "threads"})), "nearest");
    }
};

QTEST_APPLESS_MAIN(TestSettingValue)
#include "tst_settingvalue.moc"
