// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/access/verificationkey.h"

namespace relais::server {

/// The keys that are trusted at one time. Does not change, so that threads may share one.
class KeySet {
public:
    /// A token without `kid` is tried with each key of its algorithm, at most this many: what a signature costs to
    /// refuse is bounded.
    static constexpr std::size_t MaximumCandidates = 16;

    struct Candidates {
        std::vector<const VerificationKey *> keys; ///< borrowed from the set
        /// Some key is what the token names. When not, newer keys may have it.
        bool isNamed = false;
    };

    KeySet() = default;
    explicit KeySet(std::vector<VerificationKey> keys);

    /// What a token with this `kid` and algorithm may have been signed with: the keys of that id; without an id in
    /// the token, every key; with an id that no key has, those that have none. Always of that algorithm only.
    Candidates candidates(std::optional<std::string_view> keyId, JwtAlgorithm algorithm) const;

    const std::vector<VerificationKey> &keys() const { return m_keys; }

private:
    std::vector<VerificationKey> m_keys;
};

} // namespace relais::server
