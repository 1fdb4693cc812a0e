// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "common/protocol/errors.h"
#include "server/api/clientselection.h"

namespace relais::server {

/// The body of `GET /api/admin/clients`, for which the selection's page is taken out.
std::string encodeClients(ClientSelection &selection, UnixTime now);

/// That of `DELETE /api/admin/clients/{id}`: who was disconnected, and how.
std::string encodeDisconnected(const ClientRow &client, ErrorCode how);

} // namespace relais::server
