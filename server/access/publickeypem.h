// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "server/access/verificationkey.h"

namespace relais::server {

/// The key in a PEM text: a public key (SPKI, "BEGIN PUBLIC KEY") or a certificate, whose dates and issuer mean
/// nothing here; of a chain the first. A text with several public keys is refused rather than read in part, one with
/// a private key because it has no business on this server.
Result<VerificationKey> readPublicKeyPem(std::string_view pem);

} // namespace relais::server
