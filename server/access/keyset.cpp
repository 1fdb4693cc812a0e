// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/keyset.h"

#include <algorithm>
#include <utility>

namespace relais::server {

KeySet::KeySet(std::vector<VerificationKey> keys)
    : m_keys(std::move(keys))
{
}

KeySet::Candidates KeySet::candidates(std::optional<std::string_view> keyId, JwtAlgorithm algorithm) const
{
    const bool isIdKnown
        = keyId && std::ranges::any_of(m_keys, [keyId](const VerificationKey &key) { return key.id() == keyId; });
    Candidates found;
    for (const VerificationKey &key : m_keys) {
        const bool isMeant = !keyId || (isIdKnown ? key.id() == keyId : !key.id());
        if (isMeant && key.algorithm() == algorithm && found.keys.size() < MaximumCandidates)
            found.keys.push_back(&key);
    }
    found.isNamed = !found.keys.empty() && (!keyId || isIdKnown);
    return found;
}

} // namespace relais::server
