// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>

class QTableView;

namespace relais::dashboard {

/// Rows as units, of one height, without a grid, left again with Tab. `characters`: the width of each column at
/// first; the last one takes what is left.
void configureTable(QTableView &table, std::initializer_list<int> characters);

} // namespace relais::dashboard
