// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpreader.h"
#include "server/transport/httprequest.h"
#include "tests/support/pieces.h"

#include <QTest>

using namespace relais::server;
using namespace relais::test;

using Values = std::vector<std::string_view>;

namespace {

const HttpLimits limits;

/// The request of these bytes; an empty one, which no comparison takes, when they are none.
HttpRequest read(const Pieces &pieces)
{
    HttpReader reader(limits);
    for (const std::string_view piece : pieces)
        reader.feed(piece);
    return reader.state() == HttpReader::State::Complete ? reader.takeRequest() : HttpRequest();
}

HttpRequest withTarget(std::string_view target)
{
    return read({"GET ", target, " HTTP/1.1\r\nHost: a\r\n\r\n"});
}

} // namespace

class HttpRequestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsAreSeenHoweverTheyCame();
    void targetIsSplitAtTheFirstQuestionMark_data();
    void targetIsSplitAtTheFirstQuestionMark();
    void fieldsAreFoundInAnyCase();
    void listTokensAreFoundOverAllFields();
    void queryParametersAreDecodedOnce_data();
    void queryParametersAreDecodedOnce();
    void partsOfThePathAreDecodedOnce_data();
    void partsOfThePathAreDecodedOnce();
    void viewsSurviveAMove();
    void absoluteTargetIsMadeOriginFormEverywhere();
};

void HttpRequestTest::partsAreSeenHoweverTheyCame()
{
    const std::string_view bytes = "POST /api/sync/send?a=b HTTP/1.1\r\nHost: a\r\nX-One:  two three \t\r\n"
                                   "Content-Length: 4\r\n\r\nbody";
    forEachCut(bytes, [bytes](const Pieces &pieces) {
        const HttpRequest request = read(pieces);
        QCOMPARE(request.method(), std::string_view("POST"));
        QCOMPARE(request.target(), std::string_view("/api/sync/send?a=b"));
        QCOMPARE(request.path(), std::string_view("/api/sync/send"));
        QCOMPARE(request.query(), std::string_view("a=b"));
        QCOMPARE(request.field("x-one"), std::string_view("two three"));
        QCOMPARE(request.field("host"), std::string_view("a"));
        QCOMPARE(request.body(), std::string("body"));
        QCOMPARE(request.head() + request.body(), std::string(bytes));
        QVERIFY(!request.isHttp10());
        QVERIFY(request.wantsKeepAlive());
    });
}

void HttpRequestTest::targetIsSplitAtTheFirstQuestionMark_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("path") << QByteArray("/a/b") << QByteArray("/a/b") << QByteArray();
    QTest::newRow("empty query") << QByteArray("/a?") << QByteArray("/a") << QByteArray();
    QTest::newRow("two marks") << QByteArray("/a?b?c") << QByteArray("/a") << QByteArray("b?c");
    QTest::newRow("escaped mark") << QByteArray("/a%3Fb") << QByteArray("/a%3Fb") << QByteArray();
}

void HttpRequestTest::targetIsSplitAtTheFirstQuestionMark()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    const HttpRequest request = withTarget(target.toStdString());
    QCOMPARE(request.target(), std::string_view(target.constData()));
    QCOMPARE(std::string(request.path()), path.toStdString());
    QCOMPARE(std::string(request.query()), query.toStdString());
}

void HttpRequestTest::fieldsAreFoundInAnyCase()
{
    const HttpRequest request = read({"GET / HTTP/1.1\r\nHOST: a\r\nX-A: 1\r\nx-a: 2\r\nX-Ab: 3\r\nEmpty:\r\n\r\n"});
    QCOMPARE(request.field("X-a"), std::string_view("1"));
    QCOMPARE(request.fieldValues("x-A"), (Values{"1", "2"}));
    QCOMPARE(request.field("empty"), std::string_view(""));
    QVERIFY(!request.field("x"));
    QVERIFY(!request.field(""));
    QVERIFY(request.fieldValues("x").empty());
}

void HttpRequestTest::listTokensAreFoundOverAllFields()
{
    const HttpRequest request
        = read({"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive,Upgrade\r\nConnection: ,\t foo ,\r\n\r\n"});
    for (const std::string_view token : {"upgrade", "KEEP-ALIVE", "foo"})
        QVERIFY(request.fieldHasToken("connection", token));
    for (const std::string_view token : {"up", "upgrades", "keep-alive,upgrade", "fo o"})
        QVERIFY(!request.fieldHasToken("connection", token));
    QVERIFY(!request.fieldHasToken("upgrade", "upgrade"));
}

void HttpRequestTest::queryParametersAreDecodedOnce_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<bool>("found");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("plain") << QByteArray("a=1&since=5-0&b=2") << true << QByteArray("5-0");
    QTest::newRow("first of two") << QByteArray("since=1&since=2") << true << QByteArray("1");
    QTest::newRow("empty") << QByteArray("since=") << true << QByteArray();
    QTest::newRow("without a value") << QByteArray("since&b") << true << QByteArray();
    QTest::newRow("equals signs") << QByteArray("since=a=b") << true << QByteArray("a=b");
    QTest::newRow("escapes") << QByteArray("since=%C3%a9%26%3d") << true << QByteArray("\xc3\xa9&=");
    QTest::newRow("decoded once only") << QByteArray("since=%2541") << true << QByteArray("%41");
    QTest::newRow("NUL") << QByteArray("since=a%00b") << true << QByteArray("a\0b", 3);
    QTest::newRow("plus is a blank") << QByteArray("since=a+b%2B") << true << QByteArray("a b+");
    QTest::newRow("escaped name") << QByteArray("a=1&s%69nce=2") << true << QByteArray("2");
    QTest::newRow("escaped separators are data") << QByteArray("a%26since=1&b%3D=2") << false << QByteArray();
    QTest::newRow("other case") << QByteArray("Since=1") << false << QByteArray();
    QTest::newRow("longer name") << QByteArray("since2=1&xsince=2") << false << QByteArray();
    QTest::newRow("none") << QByteArray() << false << QByteArray();
    QTest::newRow("empty pairs") << QByteArray("&&=&since=1&") << true << QByteArray("1");
}

void HttpRequestTest::queryParametersAreDecodedOnce()
{
    QFETCH(QByteArray, query);
    QFETCH(bool, found);
    QFETCH(QByteArray, value);
    const HttpRequest request = withTarget("/?" + query.toStdString());
    QCOMPARE(std::string(request.query()), query.toStdString());
    const std::optional<std::string> actual = request.queryParameter("since");
    QCOMPARE(actual.has_value(), found);
    QCOMPARE(actual.value_or(""), value.toStdString());
}

void HttpRequestTest::partsOfThePathAreDecodedOnce_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("index");
    QTest::addColumn<QByteArray>("part"); // null: there is none
    const auto add = [](const char *target, int index, const char *part) {
        QTest::addRow("%s, %d", target, index) << QByteArray(target) << index << QByteArray(part);
    };
    add("/a/b/c", 0, "a");
    add("/a/b/c", 2, "c");
    add("/a/b/c", 3, nullptr);
    add("/", 0, "");
    add("/a/", 1, "");
    add("//a", 0, "");
    add("//a", 1, "a");
    add("/a?/b", 1, nullptr);
    add("/u%31", 0, "u1");
    add("/u%2531", 0, "u%31");
    add("/a%2Fb/c", 0, "a/b");
    add("/a%2fb/c", 1, "c");
    add("/a+b%20c", 0, "a+b c");
    add("/%3Farg", 0, "?arg");
}

void HttpRequestTest::partsOfThePathAreDecodedOnce()
{
    QFETCH(const QByteArray, target);
    QFETCH(const int, index);
    QFETCH(const QByteArray, part);
    const std::string text = target.toStdString();
    const HttpRequest request = withTarget(text);
    const auto found = request.pathPart(static_cast<std::size_t>(index));
    QCOMPARE(found.has_value(), !part.isNull());
    QCOMPARE(QByteArray::fromStdString(found.value_or("")), part.isNull() ? QByteArray("") : part);
}

void HttpRequestTest::viewsSurviveAMove()
{
    HttpRequest request = read({"GET /a?b=c HTTP/1.0\r\nX: y\r\nContent-Length: 1\r\n\r\nz"});
    const HttpRequest moved = std::move(request);
    QCOMPARE(moved.target(), std::string_view("/a?b=c"));
    QCOMPARE(moved.field("x"), std::string_view("y"));
    QCOMPARE(moved.body(), std::string("z"));
    QVERIFY(moved.isHttp10());
    QVERIFY(!moved.wantsKeepAlive());
}

void HttpRequestTest::absoluteTargetIsMadeOriginFormEverywhere()
{
    forEachCut("GET http://a.example?b=c HTTP/1.1\r\nX: y\r\nHost: a.example\r\n\r\n", [](const Pieces &pieces) {
        const HttpRequest request = read(pieces);
        QCOMPARE(request.head(), std::string("GET /?b=c HTTP/1.1\r\nX: y\r\nHost: a.example\r\n\r\n"));
        QCOMPARE(request.target(), std::string_view("/?b=c"));
        QCOMPARE(request.path(), std::string_view("/"));
        QCOMPARE(request.queryParameter("b"), std::string("c"));
        QCOMPARE(request.field("x"), std::string_view("y"));
        QCOMPARE(request.field("host"), std::string_view("a.example"));
    });
}

QTEST_APPLESS_MAIN(HttpRequestTest)
#include "tst_httprequest.moc"
