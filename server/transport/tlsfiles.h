// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "server/crypto/openssl.h"

namespace relais::server {

/// What a server shows and proves itself with.
struct TlsIdentity {
    std::vector<CertificatePointer> chain; ///< the server's own first
    KeyPointer key;
};

/// Reads both files, in PEM, and checks that they belong together; or says in one line, for a person, which file has
/// which problem. That the certificate is out of date is only logged: clients may have their reasons to take it.
std::variant<TlsIdentity, std::string> loadTlsIdentity(const std::string &certificateFile,
                                                       const std::string &keyFile);

/// OpenSSL's reason for the oldest error of this thread, which are then forgotten. A constant.
const char *takeOpenSslReason();

} // namespace relais::server
