// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include "tests/support/history.h"

namespace relais::test {

/// How a publication is written: its number, and filling that follows from the number, so that a message made of two
/// halves is noticed.

inline constexpr auto noteType = "history.note";

QByteArray notePayload(qint64 number);
/// `{"type":…,"payload":…,"userId":…` without the closing brace.
QByteArray openNote(qint64 number, const std::optional<QByteArray> &user);
QByteArray idempotencyKey(quint64 seed, qint64 number);

/// A message that a reader got, as an event; a garbled one when it is not what it should be.
ReaderEvent toEvent(LogId id, const QByteArray &type, const QByteArray &payload,
                    const std::optional<QByteArray> &user);
ReaderEvent toEvent(const QJsonObject &message);
ReaderEvent garbled(const QByteArray &text);

} // namespace relais::test
