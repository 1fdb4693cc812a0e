// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QJsonObject>

#include "common/protocol/message.h"
#include "dashboard/models/tapbatch.h"

namespace relais::dashboard {

/// A message as AdminApi gives it; nothing when it is none. Its payload is compact, its members in the order that
/// QJsonObject gives them.
std::optional<Message> messageFromJson(const QJsonObject &object);

/// The payload of `sync.tap`. What is no message is left out.
TapBatch tapBatchFromJson(const QJsonObject &payload);

/// As on the wire, on one line.
std::string messageToJson(const Message &message);

/// A value as JSON text.
QByteArray jsonText(const QJsonValue &value);

/// JSON text as a value. Nothing when it is not JSON.
std::optional<QJsonValue> jsonValue(const QByteArray &text);

} // namespace relais::dashboard
