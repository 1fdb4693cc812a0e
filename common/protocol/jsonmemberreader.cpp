// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/jsonmemberreader.h"

#include <algorithm>

namespace relais {

namespace {

constexpr std::string_view blanks = " \t\n\r";

} // namespace

JsonMemberReader::JsonMemberReader(std::string_view text)
    : m_text(text)
{
    skipBlanks();
    ++m_position; // the brace or bracket
}

std::optional<JsonMemberReader::Value> JsonMemberReader::next()
{
    skipToNext();
    if (m_position >= m_text.size() || m_text[m_position] != '"')
        return std::nullopt;
    skipString();
    skipBlanks();
    ++m_position; // the colon
    skipBlanks();
    return readValue();
}

std::optional<JsonMemberReader::Value> JsonMemberReader::nextElement()
{
    skipToNext();
    if (m_position < m_text.size() && m_text[m_position] == ']')
        return std::nullopt;
    return readValue();
}

void JsonMemberReader::skipToNext()
{
    skipBlanks();
    if (m_position < m_text.size() && m_text[m_position] == ',') {
        ++m_position;
        skipBlanks();
    }
}

std::optional<JsonMemberReader::Value> JsonMemberReader::readValue()
{
    if (m_position >= m_text.size())
        return std::nullopt;

    const auto begin = m_position;
    std::size_t depth = 0;
    const char first = m_text[begin];
    if (first == '"')
        skipString();
    else if (first == '{' || first == '[')
        depth = skipNested();
    else
        skipScalar();
    return Value{m_text.substr(begin, m_position - begin), depth};
}

void JsonMemberReader::skipBlanks()
{
    m_position = std::min(m_text.find_first_not_of(blanks, m_position), m_text.size());
}

void JsonMemberReader::skipString()
{
    // From quote to quote, which is what memchr is fast at. A quote ends the string unless an odd number of
    // backslashes stands before it; those runs do not overlap, so this stays linear.
    const auto begin = ++m_position;
    while (m_position < m_text.size()) {
        const auto quote = std::min(m_text.find('"', m_position), m_text.size());
        auto backslashes = quote;
        while (backslashes > begin && m_text[backslashes - 1] == '\\')
            --backslashes;
        m_position = std::min(quote + 1, m_text.size());
        if ((quote - backslashes) % 2 == 0)
            return;
    }
}

std::size_t JsonMemberReader::skipNested()
{
    std::size_t depth = 0;
    std::size_t deepest = 0;
    while (m_position < m_text.size()) {
        const char c = m_text[m_position];
        if (c == '"') {
            skipString();
            continue;
        }
        ++m_position;
        if (c == '{' || c == '[')
            deepest = std::max(deepest, ++depth);
        else if ((c == '}' || c == ']') && --depth == 0)
            break;
    }
    return deepest;
}

void JsonMemberReader::skipScalar()
{
    m_position = std::min(m_text.find_first_of(" \t\n\r,}]", m_position), m_text.size());
}

} // namespace relais
