// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/userid.h"

#include <QByteArrayView>
#include <QHashFunctions>
#include <QList>
#include <QString>

#include <algorithm>

namespace relais {

namespace {

// Normalisation may shorten a text, in UTF-8 to about a third; what is longer than this cannot become valid,
// and is not worth normalising.
constexpr std::size_t maximumBytesBeforeNormalisation = 3 * UserId::maximumBytes;

Error refuse(std::string detail)
{
    return {ErrorCode::InvalidUser, std::move(detail), {}};
}

bool isPlainAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// Characters that would make two ids look alike in a log, or break its lines.
bool isForbidden(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || QChar::isNonCharacter(c);
}

/// Empty when `text` may be an id, otherwise what is wrong with it.
std::string faultOf(const QString &text)
{
    const auto characters = text.toUcs4();
    if (std::ranges::any_of(characters, isForbidden))
        return "a user id holds no control characters, line separators or noncharacters";
    if (QChar::isSpace(characters.front()) || QChar::isSpace(characters.back()))
        return "a user id has no blanks at its ends";
    return {};
}

std::string tooLong(std::size_t bytes)
{
    return "a user id has at most " + std::to_string(UserId::maximumBytes) + " bytes, this one has "
        + std::to_string(bytes);
}

} // namespace

Result<UserId> UserId::parse(std::string_view text)
{
    if (text.empty())
        return refuse("a user id must not be empty");
    if (text.size() > maximumBytesBeforeNormalisation)
        return refuse(tooLong(text.size()));

    std::string normalised(text);
    if (!isPlainAscii(text)) {
        // QString::fromUtf8() drops one at the beginning: two ids would become one, and one of nothing else empty.
        if (text.find("\xef\xbb\xbf") != std::string_view::npos)
            return refuse("a user id holds no byte order mark");
        const QByteArrayView bytes(text.data(), static_cast<qsizetype>(text.size()));
        if (!bytes.isValidUtf8())
            return refuse("a user id must be valid UTF-8");
        const QString unicode = QString::fromUtf8(bytes).normalized(QString::NormalizationForm_C);
        if (auto fault = faultOf(unicode); !fault.empty())
            return refuse(std::move(fault));
        normalised = unicode.toStdString();
    } else if (text.front() == ' ' || text.back() == ' ') {
        return refuse("a user id has no blanks at its ends");
    }
    if (normalised.size() > maximumBytes)
        return refuse(tooLong(normalised.size()));
    return UserId(std::move(normalised));
}

} // namespace relais

std::size_t std::hash<relais::UserId>::operator()(const relais::UserId &user) const noexcept
{
    const auto &text = user.toString();
    return qHash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QHashSeed::globalSeed());
}
