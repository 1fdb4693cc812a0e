// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <QString>
#include <QStringList>

#include "server/queue/encodedmessage.h"

namespace relais::test {

/// A user id that is known to be valid.
inline UserId user(std::string_view name)
{
    return UserId::parse(name).value();
}

inline server::EncodedMessagePtr encoded(MessageId id, std::optional<UserId> to = {}, std::string payload = "null",
                                         MonotonicTime arrival = {})
{
    return std::make_shared<server::EncodedMessage>(
        Message{.id = id, .type = "note", .payload = std::move(payload), .userId = std::move(to)}, arrival);
}

/// Ids in a form that QCOMPARE prints: "5-0 5-1".
inline QString text(MessageId id)
{
    return QString::fromStdString(id.toString());
}

inline QString text(std::span<const MessageId> ids)
{
    QStringList texts;
    for (const MessageId id : ids)
        texts += text(id);
    return texts.join(u' ');
}

inline QString idsOf(std::span<const server::EncodedMessagePtr> messages)
{
    QStringList texts;
    for (const server::EncodedMessagePtr &message : messages)
        texts += text(message->id());
    return texts.join(u' ');
}

} // namespace relais::test
