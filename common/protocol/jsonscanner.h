// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relais {

/// Where a text stops being JSON, and why, for a person.
struct JsonFault {
    enum class Kind : std::uint8_t {
        Syntax,
        TooDeep,
    };
    Kind kind = Kind::Syntax;
    std::size_t offset = 0; ///< of the first byte that does not fit; the size of the text when it ends too early
    std::uint32_t line = 1;
    std::uint32_t column = 1; ///< in bytes
    /// Of the innermost value that was being read ("payload.items[3]"), empty for the document itself; when
    /// it is too deep, of the outermost member in which it is.
    std::string path;
    std::string detail;
    /// `detail` in its parts, for who says it in another language: each %1, %2 in the phrase stands for an argument,
    /// which is a phrase as well or a piece of the text.
    std::string phrase;
    std::vector<std::string> arguments;
};

/// Finds the first byte at which a text is not JSON. simdjson is the judge of what is accepted, but its
/// errors have no place; this reads the text again, only after it was refused, to say where. It follows the
/// same rules: RFC 8259, strict UTF-8, no lone surrogates, integers that fit 64 bits, other numbers that fit
/// a double. Linear in time, never recursive, and bounded in memory by the depth.
class JsonScanner {
public:
    JsonScanner(std::string_view text, std::size_t maximumDepth);

    /// Nothing when the text is one valid JSON value with blanks around it. To be called once.
    std::optional<JsonFault> scan();

private:
    enum class Expect : std::uint8_t {
        Value,
        ValueOrEnd, ///< just after `[`
        Key,
        KeyOrEnd, ///< just after `{`
        Colon,
        CommaOrEnd,
        EndOfText,
    };

    struct Level {
        bool isObject = false;
        std::string_view key; ///< as written, escapes and all
        std::size_t index = 0;
    };

    void step();
    void scanValue();
    void scanKey();
    void scanCommaOrEnd();
    void scanLiteral(std::string_view literal);
    void scanNumber();
    void checkRange(std::string_view number, bool isInteger);
    bool scanDigits(std::string_view expected);
    void scanString();
    void scanEscape();
    void scanUnicodeEscape();
    std::optional<unsigned> scanHexadecimal();
    void scanUtf8();
    void open(bool isObject);
    void close();
    void valueDone();
    void skipBlanks();

    bool atEnd() const { return m_position >= m_text.size(); }
    /// The byte at the position, or 0 at the end (which fits nowhere either).
    char current() const { return atEnd() ? '\0' : m_text[m_position]; }
    std::string found() const;
    std::string path(std::size_t maximumLevels) const;
    void expected(std::string_view what);
    void fail(std::size_t offset, std::string phrase, std::vector<std::string> arguments = {},
              JsonFault::Kind kind = JsonFault::Kind::Syntax);

    std::string_view m_text;
    std::size_t m_maximumDepth;
    std::size_t m_position = 0;
    Expect m_expect = Expect::Value;
    std::vector<Level> m_levels;
    std::optional<JsonFault> m_fault;
};

} // namespace relais
