// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/httpresponse.h"
#include "bench/runfailed.h"

#include <QtTest/qtest.h>

using namespace relais::bench;

class BenchHttpResponseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answerIsReadHoweverItIsSplit_data();
    void answerIsReadHoweverItIsSplit();
    void answersOnOneConnectionAreReadInTurn();
    void answerThatCannotBeDelimitedEndsTheRun_data();
    void answerThatCannotBeDelimitedEndsTheRun();
    void statusWithoutBodyNeedsNoLength();
    void fieldsAreFoundWithoutCaseAndWithoutBlanks();
    void jsonStringIsFoundByItsName();
    void reservedCharactersArePercentEncoded();
};

void BenchHttpResponseTest::answerIsReadHoweverItIsSplit_data()
{
    QTest::addColumn<int>("pieceBytes");
    for (const int pieceBytes : {1, 5, 17, 40, 1000})
        QTest::addRow("%d bytes", pieceBytes) << pieceBytes;
}

void BenchHttpResponseTest::answerIsReadHoweverItIsSplit()
{
    QFETCH(int, pieceBytes);
    const std::string head = "HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n";
    const std::string stream = head + R"({"no":"yes"})";
    HttpResponseReader reader;
    int answers = 0;
    for (std::size_t at = 0; at < stream.size(); at += static_cast<std::size_t>(pieceBytes)) {
        const std::string piece = stream.substr(at, static_cast<std::size_t>(pieceBytes));
        if (const auto response = reader.feed(piece)) {
            ++answers;
            QCOMPARE(response->status, 404);
            QCOMPARE(response->head, head);
            QCOMPARE(response->body, std::string_view(R"({"no":"yes"})"));
        }
    }
    QCOMPARE(answers, 1);
}

void BenchHttpResponseTest::answersOnOneConnectionAreReadInTurn()
{
    HttpResponseReader reader;
    QVERIFY(!reader.feed(std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\non")));
    QCOMPARE(reader.feed(std::string_view("e"))->body, std::string_view("one"));
    QCOMPARE(reader.feed(std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo"))->body,
             std::string_view("two"));
}

void BenchHttpResponseTest::answerThatCannotBeDelimitedEndsTheRun_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no length") << QByteArray("HTTP/1.1 200 OK\r\n\r\n");
    QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    QTest::newRow("length is no number") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nab");
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n\r\n");
    QTest::newRow("unasked bytes") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab");
}

void BenchHttpResponseTest::answerThatCannotBeDelimitedEndsTheRun()
{
    QFETCH(QByteArray, answer);
    HttpResponseReader reader;
    const std::span<const char> bytes(answer.constData(), static_cast<std::size_t>(answer.size()));
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)reader.feed(bytes));
}

void BenchHttpResponseTest::statusWithoutBodyNeedsNoLength()
{
    HttpResponseReader reader;
    const auto response = reader.feed(std::string_view("HTTP/1.1 204 No Content\r\n\r\n"));
    QVERIFY(response);
    QVERIFY(response->body.empty());
}

void BenchHttpResponseTest::fieldsAreFoundWithoutCaseAndWithoutBlanks()
{
    const std::string_view head = "HTTP/1.1 200 OK\r\ncontent-TYPE: \t a/b \r\nEmpty:\r\n\r\n";
    QCOMPARE(headerField(head, "Content-Type"), std::optional(std::string_view("a/b")));
    QCOMPARE(headerField(head, "Empty"), std::optional(std::string_view()));
    QVERIFY(!headerField(head, "Absent"));
}

void BenchHttpResponseTest::jsonStringIsFoundByItsName()
{
    const std::string_view json = R"({"id":"17-0","count":1,"cursor":"18-2"})";
    QCOMPARE(jsonString(json, "id"), std::optional(std::string_view("17-0")));
    QCOMPARE(jsonString(json, "cursor"), std::optional(std::string_view("18-2")));
    QVERIFY(!jsonString(json, "count"));
    QVERIFY(!jsonString("{\"id\":\"unfinished", "id"));
}

void BenchHttpResponseTest::reservedCharactersArePercentEncoded()
{
    QCOMPARE(percentEncoded("1732312345678-0"), std::string("1732312345678-0"));
    QCOMPARE(percentEncoded("a b&c=\xff"), std::string("a%20b%26c%3D%FF"));
}

QTEST_APPLESS_MAIN(BenchHttpResponseTest)
#include "tst_benchhttpresponse.moc"
