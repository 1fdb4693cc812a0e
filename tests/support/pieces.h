// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace relais::test {

using Pieces = std::vector<std::string_view>;

/// Calls visit(pieces) with the bytes whole, byte by byte and cut in two at every place: what an incremental reader
/// makes of them must be the same each time.
template <typename Visit> void forEachCut(std::string_view bytes, Visit visit)
{
    visit(Pieces{bytes});
    Pieces single;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        single.push_back(bytes.substr(i, 1));
    visit(single);
    for (std::size_t i = 1; i < bytes.size(); ++i)
        visit(Pieces{bytes.substr(0, i), bytes.substr(i)});
}

} // namespace relais::test
