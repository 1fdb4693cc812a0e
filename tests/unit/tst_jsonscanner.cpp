// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/jsonscanner.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace relais;
using namespace relais::test;

namespace {

constexpr std::size_t depth = 1000;

std::optional<JsonFault> scan(std::string_view text)
{
    return JsonScanner(text, depth).scan();
}

} // namespace

class JsonScannerTest : public QObject {
    Q_OBJECT

    static void addRows(const char *list)
    {
        QTest::addColumn<QJsonObject>("row");
        const auto document = vectors(QStringLiteral("json.json")).object();
        for (const auto &row : document[QLatin1String(list)].toArray())
            QTest::newRow(rowName(row.toObject())) << row.toObject();
    }

private Q_SLOTS:
    void validTextHasNoFault_data() { addRows("valid"); }
    void validTextHasNoFault()
    {
        QFETCH(QJsonObject, row);
        const auto text = bytes(row, "text");
        const auto fault = scan(view(text));
        QVERIFY2(!fault, fault ? fault->detail.c_str() : "");
    }

    void theFirstByteThatDoesNotFitIsFound_data() { addRows("invalid"); }
    void theFirstByteThatDoesNotFitIsFound()
    {
        QFETCH(QJsonObject, row);
        const auto text = bytes(row, "text");
        const auto fault = scan(view(text));
        QVERIFY(fault);
        QCOMPARE(fault->line, static_cast<std::uint32_t>(row[QLatin1String("line")].toInt()));
        QCOMPARE(fault->column, static_cast<std::uint32_t>(row[QLatin1String("column")].toInt()));
        QCOMPARE(printable(fault->path), bytes(row, "path"));
        QVERIFY(fault->kind == JsonFault::Kind::Syntax);
        QVERIFY(fault->offset <= view(text).size());
        QVERIFY(!fault->detail.empty());
    }

    void tooDeepIsNoSyntaxFault_data() { addRows("tooDeep"); }
    void tooDeepIsNoSyntaxFault()
    {
        QFETCH(QJsonObject, row);
        const auto text = bytes(row, "text");
        const auto fault = scan(view(text));
        QVERIFY(fault);
        QVERIFY(fault->kind == JsonFault::Kind::TooDeep);
    }

    void theDepthIsExact()
    {
        QVERIFY(!JsonScanner("[[[]]]", 3).scan());
        const auto fault = JsonScanner("[[[[]]]]", 3).scan();
        QVERIFY(fault);
        QVERIFY(fault->kind == JsonFault::Kind::TooDeep);
        QCOMPARE(fault->offset, std::size_t(3));
    }

    void tooDeepNamesTheOutermostMember()
    {
        const auto fault = JsonScanner(R"({"a":[],"payload":{"x":[[1]]}})", 3).scan();
        QVERIFY(fault);
        QCOMPARE(printable(fault->path), "payload");
    }

    void detailsSayWhatWasExpectedAndFound_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("value") << QByteArray("[}") << QByteArray("expected a value, found '}'");
        QTest::newRow("end") << QByteArray("[") << QByteArray("expected a value, found the end of the text");
        QTest::newRow("name") << QByteArray("{1") << QByteArray("expected a name in double quotes, found '1'");
        QTest::newRow("colon") << QByteArray("{\"a\";") << QByteArray("expected ':', found ';'");
        QTest::newRow("comma in an array") << QByteArray("[1 2") << QByteArray("expected ',' or ']', found '2'");
        QTest::newRow("comma in an object")
            << QByteArray("{\"a\":1]") << QByteArray("expected ',' or '}', found ']'");
        QTest::newRow("literal") << QByteArray("nul!") << QByteArray("expected 'null', found '!'");
        QTest::newRow("byte") << QByteArray("[\x01") << QByteArray("expected a value, found byte 0x01");
        QTest::newRow("control character")
            << QByteArray("\"\n\"") << QByteArray("control character 0x0A in a string must be escaped");
        QTest::newRow("UTF-8") << QByteArray("\"\xff\"") << QByteArray("invalid UTF-8 at byte 0xFF");
        QTest::newRow("surrogate") << QByteArray("\"\\ud800\"")
                                   << QByteArray("lone surrogate: it is no character without its other half");
        QTest::newRow("range") << QByteArray("1e999") << QByteArray("number out of range: it must fit a double");
        QTest::newRow("tail") << QByteArray("1 x") << QByteArray("text after the document, beginning with 'x'");
        QTest::newRow("mark") << QByteArray("\xef\xbb\xbf{}")
                              << QByteArray("JSON must not begin with a byte order mark");
    }
    void detailsSayWhatWasExpectedAndFound()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, detail);
        const auto fault = scan(view(text));
        QVERIFY(fault);
        QCOMPARE(printable(fault->detail), detail);
    }

    void pathsStayShort()
    {
        const auto text = QByteArray(R"({"a long name":)").repeated(900) + '?';
        const auto fault = scan(view(text));
        QVERIFY(fault);
        QVERIFY(fault->path.size() < 300);
        QVERIFY(fault->path.ends_with("…"));
    }

    void keysAreCutBetweenCharacters()
    {
        const auto text = "{\"x" + QByteArray("é").repeated(100) + "\":?}";
        const auto fault = scan(view(text));
        QVERIFY(fault);
        QCOMPARE(printable(fault->path), "[\"x" + QByteArray("é").repeated(23) + "…\"]");
    }
};

QTEST_APPLESS_MAIN(JsonScannerTest)
#include "tst_jsonscanner.moc"
