// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/chunkedbody.h"
#include "tests/support/pieces.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

constexpr std::size_t bodyLimit = 32;
constexpr std::size_t trailerLimit = 64;

/// The decoded body in brackets and what is left behind it, or the error, or that more is needed.
std::string transcript(const Pieces &pieces)
{
    ChunkedBody reader(bodyLimit, trailerLimit);
    std::string body;
    std::string rest;
    auto status = ChunkedBody::Status::NeedMore;
    for (std::string_view piece : pieces) {
        if (status == ChunkedBody::Status::NeedMore)
            status = reader.feed(piece, body);
        rest += piece;
    }
    switch (status) {
    case ChunkedBody::Status::NeedMore:
        return "more";
    case ChunkedBody::Status::Done:
        return "[" + body + "]" + rest;
    case ChunkedBody::Status::Failed:
        break;
    }
    return std::to_string(reader.error().info().httpStatus) + " " + reader.error().detail;
}

template <std::size_t Size> void addRow(const char *name, const char (&bytes)[Size], const char *expected)
{
    QTest::newRow(name) << QByteArray(bytes, Size - 1) << QByteArray(expected);
}

void addColumns()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
}

void compareTranscript()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    forEachCut(bytes.toStdString(),
               [&](const Pieces &pieces) { QCOMPARE(QByteArray::fromStdString(transcript(pieces)), expected); });
}

} // namespace

class ChunkedBodyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chunksAreJoined_data();
    void chunksAreJoined() { compareTranscript(); }
    void obfuscatedChunkingIsRefused_data();
    void obfuscatedChunkingIsRefused() { compareTranscript(); }
    void trailersAreCheckedAndDropped_data();
    void trailersAreCheckedAndDropped() { compareTranscript(); }
    void limitsAreExact_data();
    void limitsAreExact() { compareTranscript(); }
    void tooBigAChunkIsRefusedFromItsSizeLine();
};

void ChunkedBodyTest::chunksAreJoined_data()
{
    addColumns();
    addRow("empty", "0\r\n\r\n", "[]");
    addRow("one", "3\r\nfoo\r\n0\r\n\r\n", "[foo]");
    addRow("several", "3\r\nfoo\r\n00000003\r\nbar\r\nA\r\n0123456789\r\n000\r\n\r\n", "[foobar0123456789]");
    addRow("line ends in data", "4\r\n\r\n0\n\r\n0\r\n\r\n", "[\r\n0\n]");
    addRow("extensions are skipped", "3;a=b; c=\"d\te\"\r\nfoo\r\n0;last\r\n\r\n", "[foo]");
    addRow("what follows is left", "0\r\n\r\nGET /", "[]GET /");
    addRow("unfinished", "3\r\nfoo\r\n0\r\n", "more");
}

void ChunkedBodyTest::obfuscatedChunkingIsRefused_data() // attack 1
{
    addColumns();
    addRow("no digits", "\r\nfoo", "400 chunk size holds 0x0d");
    addRow("only an extension", ";a\r\nfoo", "400 chunk size holds ';'");
    addRow("prefix", "0x3\r\nfoo\r\n0\r\n\r\n", "400 chunk size holds 'x'");
    addRow("sign", "+3\r\nfoo\r\n0\r\n\r\n", "400 chunk size holds '+'");
    addRow("blank before", " 3\r\nfoo\r\n0\r\n\r\n", "400 chunk size holds 0x20");
    addRow("blank behind", "3 \r\nfoo\r\n0\r\n\r\n", "400 chunk size holds 0x20");
    addRow("9 digits", "000000003\r\nfoo\r\n0\r\n\r\n", "400 chunk size has more than 8 digits");
    addRow("overflow", "10000000000000003\r\nfoo\r\n0\r\n\r\n", "400 chunk size has more than 8 digits");
    addRow("bare LF", "3\nfoo\r\n0\r\n\r\n", "400 chunk size holds 0x0a");
    addRow("bare CR", "3\rfoo\r\n0\r\n\r\n", "400 CR without LF after a chunk size");
    addRow("bare LF in an extension", "3;a\nfoo\r\n0\r\n\r\n", "400 chunk extension holds 0x0a");
    addRow("bare CR in an extension", "3;a\rb\r\nfoo\r\n0\r\n\r\n", "400 CR without LF after a chunk size");
    addRow("NUL in an extension", "3;a\0\r\nfoo\r\n0\r\n\r\n", "400 chunk extension holds 0x00");
    addRow("longer than its size", "3\r\nfoobar\r\n", "400 chunk data is followed by 'b', not by CRLF");
    addRow("shorter than its size", "5\r\nfoo\r\n0\r\n\r\n", "400 chunk data is followed by '0', not by CRLF");
    addRow("bare LF behind data", "3\r\nfoo\n0\r\n\r\n", "400 chunk data is followed by 0x0a, not by CRLF");
    addRow("bare CR behind data", "3\r\nfoo\r0\r\n\r\n", "400 CR without LF after chunk data");
}

void ChunkedBodyTest::trailersAreCheckedAndDropped_data()
{
    addColumns();
    const char *misplaced = "400 trailer holds a field that belongs in the head";
    const char *noField = "400 trailer field is not of the form name: value";
    addRow("fields", "0\r\nDigest: x\r\nEmpty:\r\n\r\n", "[]");
    addRow("length", "0\r\nContent-Length: 5\r\n\r\n", misplaced);
    addRow("coding", "0\r\ntransfer-encoding: chunked\r\n\r\n", misplaced);
    addRow("Host", "0\r\nHOST: b\r\n\r\n", misplaced);
    addRow("no colon", "0\r\nX\r\n\r\n", noField);
    addRow("empty name", "0\r\n: x\r\n\r\n", noField);
    addRow("blank before the colon", "0\r\nX : 1\r\n\r\n", noField);
    addRow("folded", "0\r\nX: 1\r\n 2\r\n\r\n", noField);
    addRow("a request", "0\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", noField);
    addRow("bare LF", "0\r\nX: 1\n\r\n", "400 trailer line ends with a bare LF");
    addRow("bare LF at the end", "0\r\n\n", "400 trailer line ends with a bare LF");
    addRow("bare CR", "0\r\nX: 1\r2\r\n\r\n", "400 trailer field holds 0x0d");
    addRow("control byte", "0\r\nX: \x01\r\n\r\n", "400 trailer field holds 0x01");
}

void ChunkedBodyTest::limitsAreExact_data()
{
    addColumns();
    const auto add = [](const char *name, const QByteArray &bytes, const QByteArray &expected) {
        QTest::newRow(name) << bytes << expected;
    };
    const auto body = [](const QByteArray &lastSize) {
        return "1e\r\n" + QByteArray(30, 'b') + "\r\n" + lastSize + "\r\n";
    };
    add("body fits", body("2") + "cc\r\n0\r\n\r\n", "[" + QByteArray(30, 'b') + "cc]");
    add("body too long", body("3") + "ccc\r\n0\r\n\r\n", "413 body is longer than 32 bytes");
    const auto extensions = [](int size) {
        return "1;" + QByteArray(size - 2, 'x') + "\r\nb\r\n0;\r\n\r\n";
    };
    add("extensions fit", extensions(256), "[b]");
    add("extensions too long", extensions(257), "400 chunk extensions are longer than 256 bytes");
    const auto trailers = [](int size) {
        return "0\r\nX: 1\r\nY:" + QByteArray(size - 12, 'y') + "\r\n\r\n";
    };
    add("trailers fit", trailers(64), "[]");
    add("trailers too long", trailers(65), "431 trailer section is too long");
}

void ChunkedBodyTest::tooBigAChunkIsRefusedFromItsSizeLine()
{
    std::string body;
    for (std::string_view bytes : {"21\r\n", "ffffffff\r\n"}) {
        ChunkedBody reader(bodyLimit, trailerLimit);
        QCOMPARE(reader.feed(bytes, body), ChunkedBody::Status::Failed);
        QCOMPARE(reader.error().code, ErrorCode::PayloadTooLarge);
        QCOMPARE(reader.error().at, std::string("body"));
    }
}

QTEST_APPLESS_MAIN(ChunkedBodyTest)
#include "tst_chunkedbody.moc"
