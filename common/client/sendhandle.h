// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

namespace relais::client {

/// Names one send() of one client. Of the type of Qt's quint64, so that Qt's containers and spies can hold it.
enum class SendHandle : unsigned long long {};

} // namespace relais::client
