// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace relais::bench {

/// Writes a new key and a certificate that it signed for itself, for a server to be measured with. PEM, to files that
/// are not there yet; throws RunFailed when it cannot.
void makeCertificate(const std::string &certificateFile, const std::string &keyFile);

} // namespace relais::bench
