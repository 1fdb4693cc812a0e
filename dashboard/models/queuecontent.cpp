// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/models/queuecontent.h"

#include <string_view>

#include <QJsonDocument>
#include <QJsonObject>

#include "common/protocol/answerdecoder.h"

namespace relais::dashboard {

namespace {

constexpr std::size_t maximumMessageBytes = 8 * 1024 * 1024; // more than any server is set to

} // namespace

Result<QueueContent> queueContentFrom(const QByteArray &answer)
{
    // A page of the queue has its messages where a batch of the tap has them.
    auto content = AnswerDecoder(maximumMessageBytes)
                       .decodeTap(std::string_view(answer.data(), static_cast<std::size_t>(answer.size())));
    if (!content)
        return content.error();
    const QJsonObject figures = QJsonDocument::fromJson(answer).object();
    QueueContent queue{.total = figures.value(u"total").toInteger(),
                       .bytes = figures.value(u"bytes").toInteger(),
                       .oldestAgeMs = figures.value(u"oldestAgeMs").toInteger(),
                       .hasMore = figures.value(u"hasMore").toBool(),
                       .received = static_cast<qsizetype>(content->messages.size() + content->unreadable),
                       .batch = {}};
    for (Message &message : content->messages)
        queue.batch.messages.push_back(std::make_shared<const Message>(std::move(message)));
    return queue;
}

} // namespace relais::dashboard
