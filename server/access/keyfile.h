// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/access/verificationkey.h"

namespace relais::server {

struct KeyFile {
    enum class Kind {
        Secret,
        PublicKey, ///< PEM
        Jwks,
    };
    Kind kind{};
    std::string path;
};

struct LoadedKeys {
    std::vector<VerificationKey> keys;
    std::vector<std::string> warnings; ///< what the operator should know, one line each, with the path
};

/// The keys in a file. A line feed at the end of a secret does not belong to it: editors add one. The error's detail
/// names the file, what is wrong and what to do, translated.
Result<LoadedKeys> readKeyFile(const KeyFile &file);

} // namespace relais::server
