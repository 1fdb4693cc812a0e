// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/queueanswer.h"

#include <algorithm>

#include "common/protocol/messagecodec.h"

namespace relais::server {

std::string encodeQueue(const UserId &user, const QueueContent &content, UnixTime now)
{
    const std::int64_t age = content.oldest ? std::max<std::int64_t>(0, (now - *content.oldest).count()) : 0;
    std::string out = R"({"success":true,"userId":)" + jsonString(user.toString()) + R"(,"total":)"
        + std::to_string(content.total) + R"(,"bytes":)" + std::to_string(content.bytes) + R"(,"oldestAgeMs":)"
        + std::to_string(age) + R"(,"messages":[)";
    for (const EncodedMessagePtr &message : content.page) {
        if (&message != &content.page.front())
            out += ',';
        out += message->json();
    }
    return out + R"(],"count":)" + std::to_string(content.page.size()) + R"(,"hasMore":)"
        + (content.hasMore ? "true}" : "false}");
}

std::string encodePurged(const UserId &user, std::size_t count)
{
    return R"({"success":true,"userId":)" + jsonString(user.toString()) + R"(,"purged":)" + std::to_string(count)
        + '}';
}

} // namespace relais::server
