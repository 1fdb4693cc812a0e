// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/assets/negotiation.h"

#include <algorithm>
#include <optional>

namespace relais::server {

namespace {

constexpr int fullWeight = 1000; // weights have three decimals

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

char lowered(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lowered, lowered);
}

/// `0`, `1`, up to three decimals: in thousandths.
std::optional<int> parseWeight(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.'))
        return std::nullopt;
    int weight = (text[0] - '0') * fullWeight;
    int unit = fullWeight / 10;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!isDigit(digit))
            return std::nullopt;
        weight += (digit - '0') * unit;
        unit /= 10;
    }
    return weight <= fullWeight ? std::optional(weight) : std::nullopt;
}

struct AcceptedCoding {
    std::string_view name;
    int weight = fullWeight;
};

/// `gzip;q=0.5`. A parameter that is not a weight makes it unreadable.
std::optional<AcceptedCoding> parseItem(std::string_view item)
{
    const std::size_t semicolon = item.find(';');
    AcceptedCoding accepted{trimmed(item.substr(0, semicolon))};
    if (accepted.name.empty())
        return std::nullopt;
    if (semicolon == std::string_view::npos)
        return accepted;
    const std::string_view parameter = trimmed(item.substr(semicolon + 1));
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q="))
        return std::nullopt;
    const auto weight = parseWeight(parameter.substr(2));
    if (!weight)
        return std::nullopt;
    accepted.weight = *weight;
    return accepted;
}

bool names(std::string_view name, ContentCoding coding)
{
    return equalsIgnoringCase(name, codingName(coding))
        || (coding == ContentCoding::Gzip && equalsIgnoringCase(name, "x-gzip"));
}

/// What an Accept-Encoding says of each coding.
class Acceptance {
public:
    explicit Acceptance(const FieldValues &values)
        : m_values(values)
    {
    }

    /// Nothing: it is not taken.
    std::optional<int> weight(ContentCoding coding) const
    {
        const auto stated = find([coding](std::string_view name) { return names(name, coding); });
        const auto ofOthers = stated ? stated : find([](std::string_view name) { return name == "*"; });
        if (ofOthers)
            return *ofOthers > 0 ? ofOthers : std::nullopt;
        // Identity is taken unless it is refused, but rather whatever is asked for. Who asks for nothing at all would
        // have to take anything, and may well not be able to unpack it.
        return coding == ContentCoding::Identity ? std::optional(0) : std::nullopt;
    }

private:
    /// The weight of the first item whose name fits.
    template <typename Fits> std::optional<int> find(const Fits &fits) const
    {
        for (std::string_view value : m_values) {
            while (!value.empty()) {
                const std::size_t comma = std::min(value.find(','), value.size());
                const auto accepted = parseItem(value.substr(0, comma));
                if (accepted && fits(accepted->name))
                    return accepted->weight;
                value.remove_prefix(std::min(comma + 1, value.size()));
            }
        }
        return std::nullopt;
    }

    const FieldValues &m_values;
};

/// The opaque part, in its quotes, of the entity tag that `text` begins with; nothing when it begins with none.
std::optional<std::string_view> takeEntityTag(std::string_view &text)
{
    if (text.starts_with("W/"))
        text.remove_prefix(2);
    if (!text.starts_with('"'))
        return std::nullopt;
    const std::size_t end = text.find('"', 1);
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view tag = text.substr(0, end + 1);
    text.remove_prefix(tag.size());
    return tag;
}

bool listHolds(std::string_view list, std::string_view entityTag)
{
    for (;;) {
        list = trimmed(list);
        if (list.empty())
            return false;
        if (list.starts_with(',')) { // an empty element
            list.remove_prefix(1);
            continue;
        }
        const auto tag = takeEntityTag(list);
        list = trimmed(list);
        if (!tag || (!list.empty() && !list.starts_with(',')))
            return false;
        if (*tag == entityTag)
            return true;
    }
}

} // namespace

std::string_view codingName(ContentCoding coding)
{
    switch (coding) {
    case ContentCoding::Gzip:
        return "gzip";
    case ContentCoding::Brotli:
        return "br";
    case ContentCoding::Identity:
        break;
    }
    return "identity";
}

const Representation *negotiate(const StaticFile &file, const FieldValues &acceptEncoding)
{
    const Acceptance acceptance(acceptEncoding);
    const Representation *best = nullptr;
    int bestWeight = -1;
    for (const Representation &candidate : file.representations) {
        const auto weight = acceptance.weight(candidate.coding);
        if (weight && *weight > bestWeight) {
            best = &candidate;
            bestWeight = *weight;
        }
    }
    return best;
}

bool isKnown(std::string_view entityTag, const FieldValues &ifNoneMatch)
{
    if (ifNoneMatch.size() == 1 && trimmed(ifNoneMatch.front()) == "*")
        return true;
    return std::ranges::any_of(ifNoneMatch, [&](std::string_view list) { return listHolds(list, entityTag); });
}

} // namespace relais::server
