// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <QtGlobal>

#include "server/transport/httpreader.h"

namespace relais::test {

/// The request that a reader makes of these bytes, which must be a whole and valid one.
inline server::HttpRequest readRequest(std::string_view bytes)
{
    static const server::HttpLimits limits;
    server::HttpReader reader(limits);
    reader.feed(bytes);
    if (reader.state() != server::HttpReader::State::Complete)
        qFatal("not a valid request: %s", std::string(bytes).c_str());
    return reader.takeRequest();
}

/// A request without a body; `fields` are lines that end with CR LF.
inline server::HttpRequest request(std::string_view method, std::string_view target, std::string_view fields = {})
{
    std::string bytes(method);
    bytes.append(" ").append(target).append(" HTTP/1.1\r\nHost: a.example\r\n").append(fields).append("\r\n");
    return readRequest(bytes);
}

} // namespace relais::test
