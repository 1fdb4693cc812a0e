// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/messagecodec.h"

namespace relais {

namespace {

constexpr std::size_t maximumTypeBytes = 64;

constexpr bool isLowerLetter(char c)
{
    return c >= 'a' && c <= 'z';
}

constexpr bool isWordCharacter(char c)
{
    return isLowerLetter(c) || (c >= '0' && c <= '9') || c == '_';
}

constexpr bool isSeparator(char c)
{
    return c == '.' || c == ':' || c == '-';
}

/// What follows the backslash for characters that have a short escape, else 0.
constexpr char shortEscape(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

void appendMember(std::string &out, std::string_view name, std::string_view text)
{
    out += out.empty() ? '{' : ',';
    appendJsonString(out, name);
    out += ':';
    appendJsonString(out, text);
}

void appendMember(std::string &out, std::string_view name, std::uint64_t number)
{
    out += out.empty() ? '{' : ',';
    appendJsonString(out, name);
    out += ':';
    out += std::to_string(number);
}

} // namespace

std::string encodeMessage(const Message &message)
{
    std::string out;
    out.reserve(message.payload.size() + message.type.size()
                + (message.userId ? message.userId->toString().size() : 0) + 128);
    out += R"({"id":")";
    out += message.id.toString();
    out += R"(","type":)";
    appendJsonString(out, message.type);
    out += R"(,"payload":)";
    out += message.payload;
    if (message.userId) {
        out += R"(,"userId":)";
        appendJsonString(out, message.userId->toString());
    }
    out += R"(,"timestamp":)";
    out += std::to_string(message.id.ms);
    out += '}';
    return out;
}

void appendJsonString(std::string &out, std::string_view text)
{
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char escape = shortEscape(c);
        if (!escape && static_cast<unsigned char>(c) >= 0x20)
            continue;
        out += text.substr(copied, i - copied);
        copied = i + 1;
        out += '\\';
        if (escape) {
            out += escape;
        } else {
            out += "u00";
            out += hexadecimal[static_cast<unsigned char>(c) >> 4];
            out += hexadecimal[c & 0xf];
        }
    }
    out += text.substr(copied);
    out += '"';
}

std::string jsonString(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 2);
    appendJsonString(out, text);
    return out;
}

std::string encodeProblem(const Error &error)
{
    const auto &info = error.info();
    std::string out;
    appendMember(out, "type", "urn:relais:error:" + std::string(info.name));
    appendMember(out, "title", info.title);
    if (info.httpStatus)
        appendMember(out, "status", static_cast<std::uint64_t>(info.httpStatus));
    if (!error.detail.empty())
        appendMember(out, "detail", error.detail);
    out += R"(,"success":false)";
    appendMember(out, "code", info.name);
    if (!error.at.empty())
        appendMember(out, "at", error.at);
    if (error.line) {
        appendMember(out, "line", error.line);
        appendMember(out, "column", error.column);
    }
    out += '}';
    return out;
}

bool isWellFormedType(std::string_view type)
{
    if (type.empty() || type.size() > maximumTypeBytes || !isLowerLetter(type.front()))
        return false;
    bool afterSeparator = false;
    for (const char c : type) {
        if (!isWordCharacter(c) && (!isSeparator(c) || afterSeparator))
            return false;
        afterSeparator = isSeparator(c);
    }
    return !afterSeparator;
}

bool isReservedType(std::string_view type)
{
    return type.starts_with("sync.");
}

} // namespace relais
