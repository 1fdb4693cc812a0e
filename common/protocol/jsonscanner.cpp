// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/jsonscanner.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace relais {

namespace {

// Keys come from the network: a path must not become longer than a person would read.
constexpr std::size_t maximumPathBytes = 200;
constexpr std::size_t maximumKeyBytes = 48;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNameCharacter(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '$';
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// The bytes of the character that `text` begins with, 0 when it does not begin with valid UTF-8.
std::size_t utf8Length(std::string_view text)
{
    const auto byte = [text](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    const auto lead = byte(0);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return 0;
    if (!std::ranges::all_of(text.substr(1, length - 1), isContinuation))
        return 0;
    // Overlong forms, surrogates, and what lies beyond U+10FFFF show in the second byte.
    const auto second = byte(1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90)
        || (lead == 0xf4 && second > 0x8f))
        return 0;
    return length;
}

/// The power of ten of a number's first significant digit, as far as its sign goes: is the number large or
/// small?
bool isLarge(std::string_view number)
{
    const auto mark = std::min(number.find_first_of("eE"), number.size());
    const auto digits = number.substr(0, mark);
    const auto point = std::min(digits.find('.'), digits.size());
    const auto significant = std::min(digits.find_first_of("123456789"), digits.size());
    auto magnitude = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(significant);

    auto exponent = number.substr(std::min(mark + 1, number.size()));
    const bool isNegative = exponent.starts_with('-');
    if (isNegative || exponent.starts_with('+'))
        exponent.remove_prefix(1);
    std::int64_t value = 0;
    if (std::from_chars(exponent.data(), exponent.data() + exponent.size(), value).ec
        == std::errc::result_out_of_range)
        return !isNegative; // no text is long enough to make up for that with digits
    return magnitude + (isNegative ? -value : value) > 0;
}

std::string quoted(char c)
{
    return {'\'', c, '\''};
}

std::string hexadecimalByte(char c)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'0', 'x', digits[byte >> 4], digits[byte & 0xf]};
}

/// At most maximumKeyBytes of a key, cut between two characters.
std::string_view shortened(std::string_view key)
{
    if (key.size() <= maximumKeyBytes)
        return key;
    auto length = maximumKeyBytes;
    while (length > 0 && isContinuation(key[length]))
        --length;
    return key.substr(0, length);
}

/// The phrase with its arguments in place of %1, %2.
std::string filled(std::string_view phrase, const std::vector<std::string> &arguments)
{
    std::string text;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        if (phrase[i] == '%' && i + 1 < phrase.size() && isDigit(phrase[i + 1]))
            text += arguments.at(static_cast<std::size_t>(phrase[++i] - '1'));
        else
            text += phrase[i];
    }
    return text;
}

} // namespace

JsonScanner::JsonScanner(std::string_view text, std::size_t maximumDepth)
    : m_text(text)
    , m_maximumDepth(maximumDepth)
{
}

std::optional<JsonFault> JsonScanner::scan()
{
    if (m_text.starts_with("\xef\xbb\xbf"))
        fail(0, "JSON must not begin with a byte order mark");
    while (!m_fault) {
        skipBlanks();
        if (m_expect == Expect::EndOfText && atEnd())
            break;
        step();
    }
    return m_fault;
}

void JsonScanner::step()
{
    switch (m_expect) {
    case Expect::ValueOrEnd:
        if (current() == ']')
            return close();
        [[fallthrough]];
    case Expect::Value:
        return scanValue();
    case Expect::KeyOrEnd:
        if (current() == '}')
            return close();
        [[fallthrough]];
    case Expect::Key:
        return scanKey();
    case Expect::Colon:
        if (current() != ':')
            return expected("':'");
        ++m_position;
        m_expect = Expect::Value;
        return;
    case Expect::CommaOrEnd:
        return scanCommaOrEnd();
    case Expect::EndOfText:
        return fail(m_position, "text after the document, beginning with %1", {found()});
    }
}

void JsonScanner::scanValue()
{
    switch (const char c = current()) {
    case '{':
    case '[':
        return open(c == '{');
    case '"':
        scanString();
        break;
    case 't':
        scanLiteral("true");
        break;
    case 'f':
        scanLiteral("false");
        break;
    case 'n':
        scanLiteral("null");
        break;
    default:
        if (c != '-' && !isDigit(c))
            return expected("a value");
        scanNumber();
    }
    valueDone();
}

void JsonScanner::scanKey()
{
    if (current() != '"')
        return expected("a name in double quotes");
    const auto begin = m_position + 1;
    scanString();
    if (m_fault)
        return;
    m_levels.back().key = m_text.substr(begin, m_position - 1 - begin);
    m_expect = Expect::Colon;
}

void JsonScanner::scanCommaOrEnd()
{
    auto &level = m_levels.back();
    const char c = current();
    if (c == (level.isObject ? '}' : ']'))
        return close();
    if (c != ',')
        return expected(level.isObject ? "',' or '}'" : "',' or ']'");
    ++m_position;
    ++level.index;
    m_expect = level.isObject ? Expect::Key : Expect::Value;
}

void JsonScanner::scanLiteral(std::string_view literal)
{
    for (const char c : literal) {
        if (current() != c)
            return expected("'" + std::string(literal) + "'");
        ++m_position;
    }
}

void JsonScanner::scanNumber()
{
    const auto begin = m_position;
    bool isInteger = true;
    if (current() == '-')
        ++m_position;
    if (current() == '0') {
        ++m_position;
        if (isDigit(current()))
            return fail(m_position, "a number must not have leading zeros");
    } else if (!scanDigits("a digit")) {
        return;
    }
    if (current() == '.') {
        isInteger = false;
        ++m_position;
        if (!scanDigits("a digit after the point"))
            return;
    }
    if (current() == 'e' || current() == 'E') {
        isInteger = false;
        ++m_position;
        if (current() == '+' || current() == '-')
            ++m_position;
        if (!scanDigits("a digit of the exponent"))
            return;
    }
    checkRange(m_text.substr(begin, m_position - begin), isInteger);
}

void JsonScanner::checkRange(std::string_view number, bool isInteger)
{
    const auto *begin = number.data();
    const auto *end = begin + number.size();
    bool fits = false;
    if (isInteger && number.front() == '-') {
        std::int64_t value = 0;
        fits = std::from_chars(begin, end, value).ec == std::errc{};
    } else if (isInteger) {
        std::uint64_t value = 0;
        fits = std::from_chars(begin, end, value).ec == std::errc{};
    } else {
        double value = 0;
        const auto error = std::from_chars(begin, end, value).ec;
        // Too small is no fault: it is read as zero.
        fits = error == std::errc::result_out_of_range ? !isLarge(number) : std::isfinite(value);
    }
    if (!fits) {
        fail(m_position - number.size(),
             isInteger ? "number out of range: an integer must fit 64 bits"
                       : "number out of range: it must fit a double");
    }
}

bool JsonScanner::scanDigits(std::string_view what)
{
    if (!isDigit(current())) {
        expected(what);
        return false;
    }
    while (isDigit(current()))
        ++m_position;
    return true;
}

void JsonScanner::scanString()
{
    ++m_position;
    while (!m_fault) {
        const char c = current();
        if (atEnd())
            return expected("the '\"' that ends the string");
        if (c == '"') {
            ++m_position;
            return;
        }
        if (static_cast<unsigned char>(c) < 0x20)
            return fail(m_position, "control character %1 in a string must be escaped", {hexadecimalByte(c)});
        if (c == '\\')
            scanEscape();
        else
            scanUtf8();
    }
}

void JsonScanner::scanEscape()
{
    constexpr std::string_view shortEscapes = "\"\\/bfnrt";
    ++m_position;
    if (current() == 'u')
        return scanUnicodeEscape();
    if (atEnd() || shortEscapes.find(current()) == std::string_view::npos)
        return expected("one of \" \\ / b f n r t u after the backslash");
    ++m_position;
}

void JsonScanner::scanUnicodeEscape()
{
    const auto backslash = m_position - 1;
    ++m_position;
    const auto unit = scanHexadecimal();
    if (!unit || *unit < 0xd800 || *unit > 0xdfff)
        return;
    if (*unit < 0xdc00 && m_text.substr(m_position).starts_with("\\u")) {
        m_position += 2;
        const auto low = scanHexadecimal();
        if (!low || (*low >= 0xdc00 && *low <= 0xdfff))
            return;
    }
    fail(backslash, "lone surrogate: it is no character without its other half");
}

std::optional<unsigned> JsonScanner::scanHexadecimal()
{
    unsigned unit = 0;
    for (int i = 0; i < 4; ++i, ++m_position) {
        const char c = current();
        const char lower = static_cast<char>(c | 0x20);
        if (isDigit(c)) {
            unit = unit * 16 + static_cast<unsigned>(c - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            unit = unit * 16 + static_cast<unsigned>(lower - 'a' + 10);
        } else {
            expected("four hexadecimal digits after \\u");
            return std::nullopt;
        }
    }
    return unit;
}

void JsonScanner::scanUtf8()
{
    const auto length = utf8Length(m_text.substr(m_position));
    if (length == 0)
        return fail(m_position, "invalid UTF-8 at byte %1", {hexadecimalByte(current())});
    m_position += length;
}

void JsonScanner::open(bool isObject)
{
    if (m_levels.size() >= m_maximumDepth) {
        return fail(m_position, "nested deeper than %1 levels", {std::to_string(m_maximumDepth)},
                    JsonFault::Kind::TooDeep);
    }
    ++m_position;
    m_levels.push_back({isObject, {}, 0});
    m_expect = isObject ? Expect::KeyOrEnd : Expect::ValueOrEnd;
}

void JsonScanner::close()
{
    ++m_position;
    m_levels.pop_back();
    valueDone();
}

void JsonScanner::valueDone()
{
    m_expect = m_levels.empty() ? Expect::EndOfText : Expect::CommaOrEnd;
}

void JsonScanner::skipBlanks()
{
    m_position = std::min(m_text.find_first_not_of(" \t\n\r", m_position), m_text.size());
}

std::string JsonScanner::found() const
{
    if (atEnd())
        return "the end of the text";
    const char c = current();
    return c > 0x20 && c < 0x7f ? quoted(c) : "byte " + hexadecimalByte(c);
}

std::string JsonScanner::path(std::size_t maximumLevels) const
{
    const bool isInsideElement
        = m_expect == Expect::Colon || m_expect == Expect::Value || m_expect == Expect::ValueOrEnd;
    const auto levels = std::min(isInsideElement ? m_levels.size() : m_levels.size() - 1, maximumLevels);
    std::string path;
    for (std::size_t i = 0; i < levels; ++i) {
        if (path.size() > maximumPathBytes)
            return path + "…";
        const auto &level = m_levels[i];
        if (!level.isObject) {
            path += '[' + std::to_string(level.index) + ']';
            continue;
        }
        const auto key = shortened(level.key);
        const std::string cut = key.size() < level.key.size() ? "…" : "";
        if (!key.empty() && std::ranges::all_of(key, isNameCharacter))
            path += (path.empty() ? "" : ".") + std::string(key) + cut;
        else
            path += "[\"" + std::string(key) + cut + "\"]";
    }
    return path;
}

void JsonScanner::expected(std::string_view what)
{
    fail(m_position, "expected %1, found %2", {std::string(what), found()});
}

void JsonScanner::fail(std::size_t offset, std::string phrase, std::vector<std::string> arguments,
                       JsonFault::Kind kind)
{
    const auto before = m_text.substr(0, offset);
    const auto lastBreak = before.rfind('\n');
    const auto column = lastBreak == std::string_view::npos ? offset : offset - lastBreak - 1;
    m_fault = JsonFault{.kind = kind,
                        .offset = offset,
                        .line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1),
                        .column = static_cast<std::uint32_t>(column + 1),
                        .path = m_levels.empty() ? "" : path(kind == JsonFault::Kind::TooDeep ? 1 : m_levels.size()),
                        .detail = filled(phrase, arguments),
                        .phrase = std::move(phrase),
                        .arguments = std::move(arguments)};
}

} // namespace relais
