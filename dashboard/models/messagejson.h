// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QByteArray>
#include <QJsonValue>

#include "common/protocol/message.h"

namespace relais::dashboard {

/// As on the wire, on one line.
std::string messageToJson(const Message &message);

/// A value as JSON text.
QByteArray jsonText(const QJsonValue &value);

} // namespace relais::dashboard
