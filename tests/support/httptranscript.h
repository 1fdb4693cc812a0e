// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/transport/httpreader.h"
#include "tests/support/pieces.h"

#include <string>

namespace relais::test {

inline std::string describe(const server::HttpRequest &request)
{
    std::string text;
    text.append(request.method()).append(" ").append(request.target());
    text.append(request.isHttp10() ? " 1.0" : " 1.1").append(request.wantsKeepAlive() ? " keep" : " close");
    if (!request.body().empty())
        text.append(" [").append(request.body()).append("]");
    return text + "\n";
}

inline std::string describe(server::HttpReader::State state)
{
    static constexpr const char *names[] = {"idle", "head", "body", "complete", "failed"};
    return names[static_cast<std::size_t>(state)];
}

/// All that a reader makes of some bytes, as one text: the requests, then the error or where it waits.
inline std::string transcript(const Pieces &pieces, const server::HttpLimits &limits)
{
    server::HttpReader reader(limits);
    std::string text;
    for (std::string_view piece : pieces) {
        while (!piece.empty()) {
            piece.remove_prefix(reader.feed(piece));
            if (reader.state() == server::HttpReader::State::Complete)
                text += describe(reader.takeRequest());
        }
    }
    if (reader.state() != server::HttpReader::State::Failed)
        return text + describe(reader.state());
    return text + std::to_string(reader.error().info().httpStatus) + " " + reader.error().detail;
}

/// The transcript, which must be the same however the bytes are cut.
inline std::string transcriptOfAllCuts(std::string_view bytes, const server::HttpLimits &limits = {})
{
    const std::string whole = transcript({bytes}, limits);
    std::string different;
    forEachCut(bytes, [&](const Pieces &pieces) {
        const std::string text = transcript(pieces, limits);
        if (text != whole && different.empty())
            different = "cut after " + std::to_string(pieces.front().size()) + ": " + text + ", whole: " + whole;
    });
    return different.empty() ? whole : different;
}

} // namespace relais::test
