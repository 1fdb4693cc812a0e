// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/queryparameters.h"

#include <charconv>

namespace relais::server {

Result<std::uint64_t> parseCount(const HttpRequest &request, const char *name, std::uint64_t minimum,
                                 std::uint64_t maximum, std::uint64_t otherwise)
{
    const auto text = request.queryParameter(name);
    if (!text)
        return otherwise;
    std::uint64_t number = 0;
    const char *const end = text->data() + text->size();
    const auto [parsed, error] = std::from_chars(text->data(), end, number);
    if (error == std::errc() && parsed == end && number >= minimum && number <= maximum)
        return number;
    return invalidParameter(name,
                            "a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
}

Error invalidParameter(const char *name, const std::string &expected)
{
    return Error{
        .code = ErrorCode::InvalidParameter, .detail = std::string(name) + " must be " + expected, .at = name};
}

} // namespace relais::server
