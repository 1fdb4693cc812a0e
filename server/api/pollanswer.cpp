// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/pollanswer.h"

namespace relais::server {

std::string encodePollAnswer(const ReadResult &result)
{
    std::size_t size = 160; // what stands around the messages
    for (const EncodedMessagePtr &message : result.messages)
        size += message->json().size() + 1;

    std::string body;
    body.reserve(size);
    body += "{\"success\":true,\"messages\":[";
    for (const EncodedMessagePtr &message : result.messages) {
        if (&message != &result.messages.front())
            body += ',';
        body += message->json();
    }
    body += "],\"timestamp\":";
    body += std::to_string(result.timestamp);
    body += ",\"count\":";
    body += std::to_string(result.messages.size());
    body += ",\"cursor\":\"";
    body += result.position.toString();
    body += result.reset ? "\",\"reset\":true" : "\",\"reset\":false";
    body += result.hasMore ? ",\"hasMore\":true}" : ",\"hasMore\":false}";
    return body;
}

} // namespace relais::server
