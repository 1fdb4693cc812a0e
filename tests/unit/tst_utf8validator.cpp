// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/utf8validator.h"

#include <QTest>

#include <string>

using namespace relais::server;

namespace {

/// `number` as UTF-8 would have it in so many bytes, be that allowed or not.
std::string encode(std::uint32_t number, int bytes)
{
    if (bytes == 1)
        return std::string(1, static_cast<char>(number));
    static constexpr unsigned leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    std::string text(1, static_cast<char>(leads[bytes] | number >> (6 * (bytes - 1))));
    for (int i = bytes - 2; i >= 0; --i)
        text += static_cast<char>(0x80 | (number >> (6 * i) & 0x3f));
    return text;
}

bool isValid(std::string_view text)
{
    Utf8Validator validator;
    return validator.feed(text) && validator.isComplete();
}

bool isValidByteByByte(std::string_view text)
{
    Utf8Validator validator;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!validator.feed(text.substr(i, 1)))
            return false;
    }
    return validator.isComplete();
}

} // namespace

class Utf8ValidatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exactlyTheShortestFormsOfCharactersAreValid_data();
    void exactlyTheShortestFormsOfCharactersAreValid();
    void textIsCheckedBehindAsciiOfAnyLength();
    void failureComesAtTheFirstByteThatCannotBe();
};

void Utf8ValidatorTest::exactlyTheShortestFormsOfCharactersAreValid_data()
{
    QTest::addColumn<int>("bytes");
    QTest::addColumn<uint>("first"); ///< the first number that needs so many bytes
    QTest::addColumn<uint>("end"); ///< the first that does not fit
    QTest::newRow("1") << 1 << 0U << 0x80U;
    QTest::newRow("2") << 2 << 0x80U << 0x800U;
    QTest::newRow("3") << 3 << 0x800U << 0x10000U;
    QTest::newRow("4") << 4 << 0x10000U << 0x200000U;
}

void Utf8ValidatorTest::exactlyTheShortestFormsOfCharactersAreValid()
{
    QFETCH(int, bytes);
    QFETCH(uint, first);
    QFETCH(uint, end);
    for (std::uint32_t number = 0; number < end; ++number) {
        const bool isSurrogate = number >= 0xd800 && number <= 0xdfff;
        const bool expected = number >= first && number <= 0x10ffff && !isSurrogate;
        const std::string text = encode(number, bytes);
        if (isValid(text) != expected || isValidByteByByte(text) != expected)
            QFAIL(qPrintable(QString::number(number, 16)));
    }
}

void Utf8ValidatorTest::textIsCheckedBehindAsciiOfAnyLength()
{
    for (std::size_t before = 0; before < 20; ++before) {
        for (std::size_t behind = 0; behind < 20; ++behind) {
            const std::string left(before, 'a');
            const std::string right(behind, 'b');
            QVERIFY(isValid(left + "\xe2\x82\xac" + right));
            QVERIFY(!isValid(left + "\xe2\x82" + right));
            QVERIFY(!isValid(left + "\xff" + right));
            QVERIFY(!isValid(left + "\x80" + right));
        }
    }
}

void Utf8ValidatorTest::failureComesAtTheFirstByteThatCannotBe()
{
    for (const std::string_view text : {"\xed\xa0", "\xe0\x80", "\xf4\x90", "\xc0", "\xf5", "a\x80"}) {
        Utf8Validator validator;
        QVERIFY(validator.feed(text.substr(0, text.size() - 1)));
        QVERIFY(!validator.feed(text.substr(text.size() - 1)));
    }
}

QTEST_APPLESS_MAIN(Utf8ValidatorTest)
#include "tst_utf8validator.moc"
