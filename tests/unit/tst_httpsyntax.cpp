// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpsyntax.h"

#include <QTest>

using namespace relais::server::httpsyntax;
using namespace std::string_view_literals;

class HttpSyntaxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void byteClassesAreThoseOfTheRfc();
    void forbiddenValueByteIsFoundAtAnyPlace();
    void malformedEscapesAreFound();
    void hostIsCheckedForItsForm();
    void contentLengthIsDigitsOnly();
    void transferCodingIsChunkedOrRefused();
    void listElementsAreTrimmed();
    void bytesAreDescribedWithoutEchoingThem();
};

void HttpSyntaxTest::byteClassesAreThoseOfTheRfc()
{
    constexpr std::string_view separators = "\"(),/:;<=>?@[\\]{}";
    for (int number = 0; number < 256; ++number) {
        const char byte = static_cast<char>(number);
        const bool isVisible = number > 0x20 && number < 0x7f;
        QCOMPARE(is(byte, TokenByte), isVisible && separators.find(byte) == std::string_view::npos);
        QCOMPARE(is(byte, TargetByte), isVisible && byte != '#');
        QCOMPARE(is(byte, ValueByte), isVisible || byte == ' ' || byte == '\t');
    }
}

void HttpSyntaxTest::forbiddenValueByteIsFoundAtAnyPlace()
{
    for (std::size_t size = 0; size <= 24; ++size) {
        const std::string clean(size, '~');
        QCOMPARE(findForbiddenValueByte(clean), size);
        for (std::size_t place = 0; place < size; ++place) {
            for (int number = 0; number < 256; ++number) {
                std::string value = clean;
                value[place] = static_cast<char>(number);
                QCOMPARE(findForbiddenValueByte(value), is(value[place], ValueByte) ? size : place);
            }
        }
    }
}

void HttpSyntaxTest::malformedEscapesAreFound()
{
    for (const std::string_view text : {"", "abc", "%41", "a%2Fb%ff%00"})
        QCOMPARE(findMalformedEscape(text), std::string_view::npos);
    QCOMPARE(findMalformedEscape("%"), std::size_t(0));
    QCOMPARE(findMalformedEscape("a%4"), std::size_t(1));
    QCOMPARE(findMalformedEscape("%41%4g"), std::size_t(3));
    QCOMPARE(findMalformedEscape("%%41"), std::size_t(0));
}

void HttpSyntaxTest::hostIsCheckedForItsForm()
{
    for (const std::string_view host :
         {"a", "a.example", "a.example.", "A-1_2.example:5000", "127.0.0.1:80", "[::1]", "[::1]:5000",
          "[2001:db8::192.0.2.1]:65535", "xn--bcher-kva.example", "a%2db", "a:0", "a,b"})
        QVERIFY2(isValidHost(host), host.data());
    for (const std::string_view host :
         {"",     ":80", "a:",     "a:b",    "a:65536",   "a:100000",         "a:-1",  "a:80:80", "::1",
          "[::1", "[]",  "[::1]x", "[::1]:", "[1.2.3.4]", "[fe80::1%25eth0]", "[::g]", "a b",     "a/b",
          "a?b",  "u@a", "a\\b",   "a%zz",   "<a>",       "http://a"})
        QVERIFY2(!isValidHost(host), host.data());
    QVERIFY(!isValidHost("[::1\0]"sv));
    QVERIFY(!isValidHost("a\0"sv));
}

void HttpSyntaxTest::contentLengthIsDigitsOnly()
{
    QCOMPARE(parseContentLength("0"), std::uint64_t(0));
    QCOMPARE(parseContentLength("0042"), std::uint64_t(42));
    QCOMPARE(parseContentLength("9999999999999999999"), std::uint64_t(9999999999999999999U));
    for (const std::string_view value : {"", "+1", "-1", "0x1", "1 ", "1,1", "1.0", "1e3", "10000000000000000000"})
        QVERIFY2(!parseContentLength(value), value.data());
}

void HttpSyntaxTest::transferCodingIsChunkedOrRefused()
{
    for (const std::string_view value : {"chunked", "CHUNKED", "cHuNkEd"})
        QCOMPARE(parseTransferCoding(value), TransferCoding::Chunked);
    for (const std::string_view value : {"gzip", "gzip, chunked", "identity", "x-gzip ,deflate,\tchunked"})
        QCOMPARE(parseTransferCoding(value), TransferCoding::Unsupported);
    for (const std::string_view value : {"", "xchunked", "chunked, chunked", "chunked, gzip", "chunked,", ",chunked",
                                         "chun ked", "\"chunked\"", "chunked;q=1", "gzip;q=1, chunked", "chunked\v"})
        QCOMPARE(parseTransferCoding(value), TransferCoding::Malformed);
}

void HttpSyntaxTest::listElementsAreTrimmed()
{
    std::string visited;
    forEachListElement(" a ,,\tb c\t, ", [&visited](std::string_view element) {
        visited.append("[").append(element).append("]");
        return true;
    });
    QCOMPARE(visited, std::string("[a][][b c][]"));
}

void HttpSyntaxTest::bytesAreDescribedWithoutEchoingThem()
{
    QCOMPARE(describeByte('x'), std::string("'x'"));
    QCOMPARE(describeByte('\x1b'), std::string("0x1b"));
    QCOMPARE(describeByte('\xff'), std::string("0xff"));
    QCOMPARE(describeByte(' '), std::string("0x20"));
}

QTEST_APPLESS_MAIN(HttpSyntaxTest)
#include "tst_httpsyntax.moc"
