// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/limits/seededhash.h"

#include <QHashFunctions>

namespace relais::server {

std::size_t SeededHash::operator()(std::string_view text) const noexcept
{
    return qHashBits(text.data(), text.size(), QHashSeed::globalSeed());
}

std::size_t SeededHash::operator()(const AddressKey &address) const noexcept
{
    return qHashBits(address.data(), address.size(), QHashSeed::globalSeed());
}

} // namespace relais::server
