// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace relais {

/// Walks over the members of a JSON object, or the elements of an array, and gives the bytes of each value as they
/// stand in the text, which simdjson's DOM does not keep. The text is known to be a valid document; were it not, the
/// spans would be wrong, but nothing outside the text is read.
class JsonMemberReader {
public:
    struct Value {
        std::string_view raw; ///< without the white space around it
        std::size_t depth = 0; ///< levels of arrays and objects: 0 for a scalar, 1 for `[]`, 2 for `[{}]`
    };

    /// An object, for next(), or an array, for nextElement().
    explicit JsonMemberReader(std::string_view text);

    /// The value of the next member, in the order of the text; nothing after the last.
    std::optional<Value> next();
    /// The next element of the array; nothing after the last.
    std::optional<Value> nextElement();

private:
    void skipToNext();
    std::optional<Value> readValue();
    void skipBlanks();
    void skipString();
    std::size_t skipNested();
    void skipScalar();

    std::string_view m_text;
    std::size_t m_position = 0;
};

} // namespace relais
