// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpreader.h"
#include "tests/support/allocationcounter.h"
#include "tests/support/httptranscript.h"

#include <QTest>

#include <algorithm>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

/// Rows are (name, bytes); the bytes may hold NUL.
template <std::size_t Size> void addRow(const char *name, const char (&bytes)[Size], const char *expected)
{
    QTest::newRow(name) << QByteArray(bytes, Size - 1) << QByteArray(expected);
}

void addColumns()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
}

/// Compares the transcript's beginning, so that a row of refusals need only name the status.
void compareTranscript(bool wholeText)
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    const QByteArray actual = QByteArray::fromStdString(transcriptOfAllCuts(bytes.toStdString()));
    if (wholeText)
        QCOMPARE(actual, expected);
    else
        QVERIFY2(actual.startsWith(expected), actual.constData());
}

const HttpLimits smallLimits{512, 128, 8, 32};

} // namespace

class HttpReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validRequestsAreRead_data();
    void validRequestsAreRead() { compareTranscript(true); }
    void requestSmugglingVariantsAreRefused_data(); // the chunks' are in tst_chunkedbody
    void requestSmugglingVariantsAreRefused() { compareTranscript(false); }
    void malformedHeadsAreRefused_data();
    void malformedHeadsAreRefused() { compareTranscript(false); }

    void oversizedHeadsAreRefusedBeforeTheyAreBuffered_data();
    void oversizedHeadsAreRefusedBeforeTheyAreBuffered();
    void limitsAreExact_data();
    void limitsAreExact();
    void lengthOverTheLimitIsRefusedFromTheHead();

    void nothingBehindABrokenRequestIsRead();
    void aRequestIsTakenUpToItsEnd();
    void expectationIsReportedOnceWhileTheBodyIsMissing();
    void expectationOfHttp10IsIgnored();
    void aHeadIsTakenWithoutItsBody();
    void errorsSayWhatWasFoundAndWhere();
    void errorsNeverEchoControlBytes();
    void whatCannotBecomeARequestIsRefusedAtItsFirstByte();

    void idleReaderHoldsNoMemory();
    void aClaimedLengthAllocatesNothing();
    void aSmallRequestCostsTwoAllocations();
    void whatAnUnfinishedBodyHoldsIsKnown();
    void aHeadThatComesByteByByteIsReadInLinearTime();
};

void HttpReaderTest::validRequestsAreRead_data()
{
    addColumns();
    addRow("nothing", "", "idle");
    addRow("a GET", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / 1.1 keep\nidle");
    addRow("a query", "GET /api/sync/poll?since=0&wait=30 HTTP/1.1\r\nHost: a:5000\r\n\r\n",
           "GET /api/sync/poll?since=0&wait=30 1.1 keep\nidle");
    addRow("any method", "M-SEARCH /a HTTP/1.1\r\nHost: a\r\n\r\n", "M-SEARCH /a 1.1 keep\nidle");
    addRow("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * 1.1 keep\nidle");
    addRow("escapes stay", "GET /a%2Fb%00?c=%25 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a%2Fb%00?c=%25 1.1 keep\nidle");
    addRow("a value without blanks", "GET / HTTP/1.1\r\nHost:a\r\nX:\r\n\r\n", "GET / 1.1 keep\nidle");
    addRow("1.0", "GET / HTTP/1.0\r\n\r\n", "GET / 1.0 close\nidle");
    addRow("1.0 kept", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / 1.0 keep\nidle");
    addRow("close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", "GET / 1.1 close\nidle");
    addRow("close wins", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n",
           "GET / 1.1 close\nidle");
    addRow("a body", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
           "POST /a 1.1 keep [hello]\nidle");
    addRow("a body of a GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
           "GET / 1.1 keep [hi]\nidle");
    addRow("no body", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "POST /a 1.1 keep\nidle");
    addRow("no length", "POST /a HTTP/1.1\r\nHost: a\r\n\r\n", "POST /a 1.1 keep\nidle");
    addRow("chunks",
           "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
           "3\r\nfoo\r\n00000003\r\nbar\r\nA\r\n0123456789\r\n0\r\n\r\n",
           "POST /a 1.1 keep [foobar0123456789]\nidle");
    addRow("chunk extensions and trailers",
           "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
           "3;a=b; c=\"d e\"\r\nfoo\r\n0;last\r\nDigest: x\r\nEmpty:\r\n\r\n",
           "POST /a 1.1 keep [foo]\nidle");
    addRow("blanks around a coding are no part of it",
           "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \t chunked \t\r\n\r\n0\r\n\r\n",
           "POST /a 1.1 keep\nidle");
    addRow("two blank lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / 1.1 keep\nidle");
    addRow("pipelined",
           "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
           "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\nGET /4",
           "GET /1 1.1 keep\nPOST /2 1.1 keep [hi]\nGET /3 1.1 keep\nhead");
    addRow("half a body", "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh", "body");
    addRow("an absolute target", "GET http://a.example:80/b?c HTTP/1.1\r\nHost: A.example:80\r\n\r\n",
           "GET /b?c 1.1 keep\nidle");
    addRow("an absolute target without a path", "GET HTTP://a?c HTTP/1.1\r\nHost: a\r\n\r\n",
           "GET /?c 1.1 keep\nidle");
    addRow("an absolute target for OPTIONS *", "OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n",
           "OPTIONS * 1.1 keep\nidle");
    addRow("an unknown upgrade is ignored", // h2c, attack 2
           "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
           "AA\r\n\r\n",
           "GET / 1.1 keep\nidle");
}

void HttpReaderTest::requestSmugglingVariantsAreRefused_data()
{
    addColumns();
#define POST "POST / HTTP/1.1\r\nHost: a\r\n"
    addRow("length and chunked", POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("chunked and length", POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400");
    addRow("doubled length", POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "400");
    addRow("two lengths", POST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "400");
    addRow("list of lengths", POST "Content-Length: 5, 5\r\n\r\nhello", "400");
    addRow("signed length", POST "Content-Length: +5\r\n\r\nhello", "400");
    addRow("negative length", POST "Content-Length: -5\r\n\r\nhello", "400");
    addRow("hexadecimal length", POST "Content-Length: 0x5\r\n\r\nhello", "400");
    addRow("empty length", POST "Content-Length: \r\n\r\nhello", "400");
    addRow("length of 20 digits", POST "Content-Length: 18446744073709551617\r\n\r\nx", "400");
    addRow("length with a blank inside", POST "Content-Length: 1 0\r\n\r\nhello", "400");
    addRow("length in an odd digit", POST "Content-Length: \xd9\xa5\r\n\r\nhello", "400");
    addRow("blank before the colon", POST "Content-Length : 5\r\n\r\nhello", "400");
    addRow("chunked twice", POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("chunked twice in a list", POST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("xchunked", POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400");
    addRow("quoted", POST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", "400");
    addRow("vertical tab", POST "Transfer-Encoding:\vchunked\r\n\r\n0\r\n\r\n", "400");
    addRow("folded", POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("name with a blank", POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("name behind a blank", POST " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("empty coding", POST "Transfer-Encoding: \r\n\r\n0\r\n\r\n", "400");
    addRow("empty list member", POST "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("identity behind chunked", POST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "400");
    addRow("parameter", POST "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n", "400");
    addRow("gzip", POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501");
    addRow("identity", POST "Transfer-Encoding: identity\r\n\r\n", "501");
    addRow("chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    addRow("bare LF ends the head", POST "Content-Length: 5\n\nhello", "400");
    addRow("bare LF ends a field", POST "X: 1\nTransfer-Encoding: chunked\r\n\r\n", "400");
    addRow("bare LF before the request line", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("bare CR in a value", POST "X: 1\rTransfer-Encoding: chunked\r\n\r\n", "400");
    addRow("CR CR LF", POST "X: 1\r\r\n\r\n", "400");
    addRow("request behind a lying length", POST "Content-Length: 3\r\n\r\nhello GET / HTTP/1.1\r\n\r\n",
           "POST / 1.1 keep [hel]\n400");
#undef POST
}

void HttpReaderTest::malformedHeadsAreRefused_data()
{
    addColumns();
    addRow("no Host", "GET / HTTP/1.1\r\n\r\n", "400");
    addRow("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", "400");
    addRow("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400");
    addRow("malformed Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400");
    addRow("malformed Host in 1.0", "GET / HTTP/1.0\r\nHost: a/b\r\n\r\n", "400");
    addRow("HTTP/0.9", "GET /\r\n", "400");
    addRow("HTTP/0.9 with a blank", "GET / \r\n", "400");
    addRow("only a method", "GET\r\n", "400");
    addRow("an empty method", " / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505");
    addRow("HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505");
    addRow("HTTP/0.9 by name", "GET / HTTP/0.9\r\n\r\n", "505");
    addRow("version in small letters", "GET / http/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("version with more digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", "400");
    addRow("version before a blank", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "400");
    addRow("other protocol", "GET / RTSP/1.0\r\n\r\n", "400");
    addRow("two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("two blanks before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("tab for a blank", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("other than ASCII in the target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("delete in the target", "GET /\x7f HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("escape without digits", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("escape cut short", "GET /a?b=%2 HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("escape cut at the query", "GET /%2?0 HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("GET *", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", "400");
    addRow("absolute target of another host", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("absolute target of another port", "GET http://a:81/ HTTP/1.1\r\nHost: a:80\r\n\r\n", "400");
    addRow("absolute target with a user", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("absolute target without a host", "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("absolute target without a Host field", "GET http://a/ HTTP/1.0\r\n\r\n", "400");
    addRow("other scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("method with a NUL", "G\0T / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("method with a colon", "GET: / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", "400");
    addRow("folded with a tab", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\t2\r\n\r\n", "400");
    addRow("folded first line", "GET / HTTP/1.1\r\n X: 1\r\nHost: a\r\n\r\n", "400");
    addRow("no colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "400");
    addRow("empty name", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", "400");
    addRow("blank in a name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n", "400");
    addRow("tab before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX\t: 1\r\n\r\n", "400");
    addRow("NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0: 1\r\n\r\n", "400");
    addRow("NUL in a value",
           "GET / HTTP/1.1\r\nHost: a\r\nX: 1\0"
           "2\r\n\r\n",
           "400");
    addRow("control byte in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: 0123456789\x1b[2J\r\n\r\n", "400");
    addRow("delete in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: 0123456789\x7f\r\n\r\n", "400");
    addRow("other than ASCII in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: 01234567\xff\r\n\r\n", "400");
    addRow("other expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", "417");
    addRow("three blank lines before", "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("CR alone before", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    addRow("TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400");
    addRow("WebSocket frame", "\x81\x85\x01\x02\x03\x04iiiii", "400");
}

void HttpReaderTest::oversizedHeadsAreRefusedBeforeTheyAreBuffered_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray big(100 * 1024, 'a');
    QByteArray manyFields = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 10000; ++i)
        manyFields += "a:\r\n";
    QTest::newRow("target") << "GET /" + big << 414;
    QTest::newRow("method") << big << 400;
    QTest::newRow("version") << "GET / " + big << 400;
    QTest::newRow("value") << "GET / HTTP/1.1\r\nX: " + big << 431;
    QTest::newRow("name") << "GET / HTTP/1.1\r\n" + big << 431;
    QTest::newRow("fields") << manyFields << 431;
    QTest::newRow("blanks in a list") // attack 4
        << "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: a" + QByteArray(100 * 1024, ' ') << 431;
    QTest::newRow("trailers") << "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX:" + big
                              << 431;
    QTest::newRow("chunk extension") << "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0;" + big
                                     << 400;
}

void HttpReaderTest::oversizedHeadsAreRefusedBeforeTheyAreBuffered()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const HttpLimits limits;
    for (const std::size_t pieceBytes : {std::size_t(1), std::size_t(1000), std::size_t(bytes.size())}) {
        HttpReader reader(limits);
        std::string_view rest(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        std::size_t given = 0;
        const Allocations before = allocationsOfThisThread();
        while (!rest.empty() && reader.state() != HttpReader::State::Failed) {
            const std::string_view piece = rest.substr(0, pieceBytes);
            reader.feed(piece);
            given += piece.size();
            rest.remove_prefix(piece.size());
        }
        QCOMPARE(reader.state(), HttpReader::State::Failed);
        QCOMPARE(reader.error().info().httpStatus, status);
        QVERIFY(given <= limits.headBytes + 100 + pieceBytes); // 100: the head before the trailers
        QVERIFY(allocationsOfThisThread().bytes - before.bytes < 5 * limits.headBytes);
    }
}

void HttpReaderTest::limitsAreExact_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto head = [](std::size_t size) {
        const QByteArray start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        return start + QByteArray(static_cast<int>(size) - start.size() - 4, 'x') + "\r\n\r\n";
    };
    const auto target = [](int size) {
        return "GET /" + QByteArray(size - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    const auto method = [](int size) {
        return QByteArray(size, 'M') + " / HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    const auto fields = [](int count) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + QByteArray("X: 1\r\n").repeated(count - 1) + "\r\n";
    };
    const auto body = [](const QByteArray &size) {
        return "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n" + QByteArray(32, 'b');
    };
    QTest::newRow("head fits") << head(512) << QByteArray("GET / 1.1 keep\nidle");
    QTest::newRow("head too long") << head(513) << QByteArray("431 head is longer than 512 bytes");
    QTest::newRow("method fits") << method(32) << QByteArray(QByteArray(32, 'M') + " / 1.1 keep\nidle");
    QTest::newRow("method too long") << method(33) << QByteArray("400 method is longer than 32 bytes");
    QTest::newRow("target fits") << target(128) << QByteArray("GET /" + QByteArray(127, 'x') + " 1.1 keep\nidle");
    QTest::newRow("target too long") << target(129) << QByteArray("414 target is longer than 128 bytes");
    QTest::newRow("fields fit") << fields(8) << QByteArray("GET / 1.1 keep\nidle");
    QTest::newRow("too many fields") << fields(9) << QByteArray("431 more than 8 header fields");
    QTest::newRow("body fits") << body("32") << QByteArray("GET / 1.1 keep [" + QByteArray(32, 'b') + "]\nidle");
    QTest::newRow("body too long") << body("33") << QByteArray("413 body of 33 bytes is longer than 32");
}

void HttpReaderTest::limitsAreExact()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(transcriptOfAllCuts(bytes.toStdString(), smallLimits)), expected);
}

void HttpReaderTest::lengthOverTheLimitIsRefusedFromTheHead()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    reader.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n");
    QCOMPARE(reader.state(), HttpReader::State::Failed);
    QCOMPARE(reader.error().code, ErrorCode::PayloadTooLarge);
}

void HttpReaderTest::nothingBehindABrokenRequestIsRead()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    const std::string_view valid = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string broken = "GET / HTTP/1.1\r\n\r\n" + std::string(valid);
    QCOMPARE(reader.feed(broken), broken.size());
    QCOMPARE(reader.state(), HttpReader::State::Failed);
    QCOMPARE(reader.feed(valid), valid.size());
    QCOMPARE(reader.state(), HttpReader::State::Failed);
}

void HttpReaderTest::aRequestIsTakenUpToItsEnd()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    const std::string_view first = "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
    const std::string both = std::string(first) + "GET /2 HTTP/1.1\r\n";
    QCOMPARE(reader.feed(both), first.size());
    QCOMPARE(reader.state(), HttpReader::State::Complete);
    QCOMPARE(reader.feed("GET"), std::size_t(0));
    const HttpRequest request = reader.takeRequest();
    QCOMPARE(reader.state(), HttpReader::State::Idle);
    QCOMPARE(request.head() + request.body(), std::string(first));
}

void HttpReaderTest::expectationIsReportedOnceWhileTheBodyIsMissing()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    QVERIFY(!reader.takeExpectsContinue());
    reader.feed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
    QCOMPARE(reader.state(), HttpReader::State::Body);
    QVERIFY(reader.takeExpectsContinue());
    QVERIFY(!reader.takeExpectsContinue());
    reader.feed("hi");
    QCOMPARE(reader.takeRequest().body(), std::string("hi"));

    reader.feed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
    QVERIFY(!reader.takeExpectsContinue());
}

void HttpReaderTest::aHeadIsTakenWithoutItsBody()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    reader.feed("POST /x?y HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 60\r\n\r\nbegun");
    QVERIFY(reader.expectsContinue());
    QCOMPARE(reader.head().path(), std::string_view("/x"));
    const HttpRequest request = reader.takeHead();
    QCOMPARE(request.target(), std::string_view("/x?y"));
    QCOMPARE(request.body(), std::string());
    QVERIFY(!request.isWhole());
    QVERIFY(!request.wantsKeepAlive());
    QCOMPARE(reader.heldBodyBytes(), std::size_t(0));
    // What comes is the rest of a body, whatever it looks like.
    const std::string_view rest = "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n";
    QCOMPARE(reader.feed(rest), rest.size());
    QCOMPARE(reader.state(), HttpReader::State::Failed);
}

void HttpReaderTest::expectationOfHttp10IsIgnored()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    reader.feed("POST / HTTP/1.0\r\nExpect: anything\r\nContent-Length: 2\r\n\r\n");
    QCOMPARE(reader.state(), HttpReader::State::Body);
    QVERIFY(!reader.takeExpectsContinue());
}

void HttpReaderTest::errorsSayWhatWasFoundAndWhere()
{
    const HttpLimits limits;
    HttpReader head(limits);
    head.feed("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nCookie : c\r\n");
    QCOMPARE(head.error().detail, std::string("header field 3: blank before the colon"));
    QCOMPARE(head.error().at, std::string("head"));

    HttpReader body(limits);
    body.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nfoo!");
    QCOMPARE(body.error().detail, std::string("chunk data is followed by '!', not by CRLF"));
    QCOMPARE(body.error().at, std::string("body"));
}

void HttpReaderTest::errorsNeverEchoControlBytes()
{
    const HttpLimits limits;
    for (int byte = 0; byte < 256; ++byte) {
        const std::string odd(1, static_cast<char>(byte));
        for (const std::string &bytes : {odd + "\r\n", "G" + odd + " / HTTP/1.1\r\n", "GET /" + odd + " HTTP/1.1\r\n",
                                         "GET / HTTP/" + odd + ".1\r\n", "GET / HTTP/1.1\r\nX" + odd + ": 1\r\n",
                                         "GET / HTTP/1.1\r\nX: " + odd + "\r\n"}) {
            HttpReader reader(limits);
            reader.feed(bytes);
            if (reader.state() != HttpReader::State::Failed)
                continue;
            const std::string &detail = reader.error().detail;
            QVERIFY(!detail.empty());
            QVERIFY(std::all_of(detail.begin(), detail.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
        }
    }
}

void HttpReaderTest::whatCannotBecomeARequestIsRefusedAtItsFirstByte()
{
    const HttpLimits limits;
    for (const std::string_view byte : {std::string_view("\x16"), std::string_view("\0", 1), std::string_view(" "),
                                        std::string_view("\x81"), std::string_view("\n")}) {
        HttpReader reader(limits);
        reader.feed(byte);
        QCOMPARE(reader.state(), HttpReader::State::Failed);
        QCOMPARE(reader.error().code, ErrorCode::BadRequest);
    }
}

void HttpReaderTest::idleReaderHoldsNoMemory()
{
    static_assert(sizeof(HttpReader) <= 208, "one for each connection, of which thousands are idle");
    const HttpLimits limits;
    const std::string chunked
        = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nfoo\r\n0\r\nX: 1\r\n\r\n";
    const std::string sized = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'b');
    const Allocations before = allocationsOfThisThread();
    HttpReader reader(limits);
    QCOMPARE(allocationsOfThisThread().count, before.count);
    for (const std::string &bytes : {chunked, sized}) {
        for (const char &byte : bytes)
            reader.feed({&byte, 1});
        QCOMPARE(reader.takeRequest().method(), std::string_view("POST"));
        QCOMPARE(allocationsOfThisThread().live, before.live + 2); // the two texts of this list
    }
}

void HttpReaderTest::aClaimedLengthAllocatesNothing()
{
    const HttpLimits limits;
    HttpReader sized(limits);
    HttpReader chunked(limits);
    const Allocations before = allocationsOfThisThread();
    sized.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\nx");
    chunked.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\nx");
    QCOMPARE(sized.state(), HttpReader::State::Body);
    QCOMPARE(chunked.state(), HttpReader::State::Body);
    QVERIFY(allocationsOfThisThread().bytes - before.bytes < 2048);
}

void HttpReaderTest::aSmallRequestCostsTwoAllocations()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    const std::string bytes = "GET /api/sync/poll?since=1732312345678-0&wait=30 HTTP/1.1\r\nHost: localhost:5000\r\n"
                              "Authorization: Bearer abc\r\nAccept: application/json\r\n\r\n";
    const Allocations before = allocationsOfThisThread();
    reader.feed(bytes);
    const HttpRequest request = reader.takeRequest();
    QCOMPARE(allocationsOfThisThread().count - before.count, std::size_t(2)); // the head and the list of fields
    QCOMPARE(request.field("host"), std::string_view("localhost:5000"));
}

/// Not by the clock: the head would be copied or the fields be read again for each byte.
void HttpReaderTest::aHeadThatComesByteByByteIsReadInLinearTime()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 90; ++i)
        bytes += "X-Field: " + std::string(150, 'x') + "\r\n";
    bytes += "\r\n";
    const Allocations before = allocationsOfThisThread();
    for (const char &byte : bytes)
        reader.feed({&byte, 1});
    QCOMPARE(reader.state(), HttpReader::State::Complete);
    QVERIFY(allocationsOfThisThread().bytes - before.bytes < 4 * bytes.size());
    QCOMPARE(reader.takeRequest().fieldValues("x-field").size(), std::size_t(90));
}

void HttpReaderTest::whatAnUnfinishedBodyHoldsIsKnown()
{
    const HttpLimits limits;
    HttpReader reader(limits);
    reader.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n");
    QCOMPARE(reader.heldBodyBytes(), std::size_t{0});
    reader.feed("\r\n");
    QVERIFY(reader.heldBodyBytes() < 100); // a length is a claim
    reader.feed(std::string(60'000, 'a'));
    QVERIFY(reader.heldBodyBytes() >= 60'000 && reader.heldBodyBytes() <= 120'000);
    reader.feed(std::string(40'000, 'a'));
    QCOMPARE(reader.state(), HttpReader::State::Complete);
    QCOMPARE(reader.heldBodyBytes(), std::size_t{0});
}

QTEST_APPLESS_MAIN(HttpReaderTest)
#include "tst_httpreader.moc"
