// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwtheader.h"

#include <QByteArrayView>

#include "server/access/jsonobjectreader.h"

namespace relais::server {
namespace {

/// RFC 7519, 5.1, and RFC 9068, 2.1. Media types have no case.
bool isAccessTokenType(std::string_view type)
{
    const QByteArrayView view(type.data(), static_cast<qsizetype>(type.size()));
    return view.compare("JWT", Qt::CaseInsensitive) == 0 || view.compare("at+jwt", Qt::CaseInsensitive) == 0;
}

} // namespace

std::variant<JwtHeader, JwtHeaderProblem> readJwtHeader(std::string_view json)
{
    JsonObjectReader reader;
    const auto header = reader.read(json);
    if (!header)
        return JwtHeaderProblem{"header: not a JSON object with each name once"};
    // Extensions that must be understood, and none is; b64 changes what is signed (RFC 7797).
    if (member(*header, "crit"))
        return JwtHeaderProblem{"crit: no extension is understood"};
    if (member(*header, "b64"))
        return JwtHeaderProblem{"b64: not understood"};
    const auto type = member(*header, "typ");
    if (type && !isAccessTokenType(textOf(*type).value_or("")))
        return JwtHeaderProblem{"typ: neither JWT nor at+jwt"};
    const auto algorithmMember = member(*header, "alg");
    const auto algorithm = algorithmMember ? jwtAlgorithm(textOf(*algorithmMember).value_or("")) : std::nullopt;
    if (!algorithm)
        return JwtHeaderProblem{"alg: none of HS256, RS256, ES256 and EdDSA"};
    JwtHeader result{.algorithm = *algorithm, .keyId = {}};
    if (const auto id = member(*header, "kid")) {
        const auto text = textOf(*id);
        if (!text)
            return JwtHeaderProblem{"kid: not a string"};
        result.keyId = *text;
    }
    return result;
}

} // namespace relais::server
