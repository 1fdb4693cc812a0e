// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientquery.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <QString>

#include "server/api/queryparameters.h"

namespace relais::server {

namespace {

constexpr std::size_t maximumLimit = 1000;
// More than there can be connections; an offset beyond the last row is an empty page.
constexpr std::size_t maximumOffset = 1'000'000;
// Each word is looked for in three texts of every client.
constexpr std::size_t maximumFilterBytes = 256;
constexpr std::size_t maximumWords = 8;
constexpr std::string_view transportPrefix = "transport:";

struct ColumnName {
    std::string_view name;
    ClientQuery::Column column;
};
// The names that rows have in the answer.
constexpr std::array<ColumnName, 10> columns{{{"id", ClientQuery::Column::Id},
                                              {"userId", ClientQuery::Column::User},
                                              {"transport", ClientQuery::Column::Transport},
                                              {"address", ClientQuery::Column::Address},
                                              {"since", ClientQuery::Column::Since},
                                              {"lag", ClientQuery::Column::Lag},
                                              {"lagMs", ClientQuery::Column::LagTime},
                                              {"bytesQueued", ClientQuery::Column::BytesQueued},
                                              {"messagesSent", ClientQuery::Column::MessagesSent},
                                              {"state", ClientQuery::Column::State}}};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// `word` is in lower case where it is ASCII.
bool contains(std::string_view text, std::string_view word)
{
    if (!isAscii(word))
        return toQString(text).contains(toQString(word), Qt::CaseInsensitive);
    const auto isSame = [](char a, char b) {
        return lower(a) == b;
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), isSame) != text.end();
}

std::weak_ordering compareAddresses(const PeerAddress &a, const PeerAddress &b)
{
    const int order = std::memcmp(&a.address, &b.address, sizeof a.address);
    return order != 0 ? order <=> 0 : a.port <=> b.port;
}

/// Nobody comes before all users.
std::weak_ordering compareUsers(const std::optional<UserId> &a, const std::optional<UserId> &b)
{
    if (a && b)
        return a->toString() <=> b->toString();
    return a.has_value() <=> b.has_value();
}

std::weak_ordering compare(ClientQuery::Column column, const ClientRow &a, const ClientRow &b)
{
    switch (column) {
    case ClientQuery::Column::Id:
        break;
    case ClientQuery::Column::User:
        return compareUsers(a.user, b.user);
    case ClientQuery::Column::Transport:
        return a.name.transport <=> b.name.transport;
    case ClientQuery::Column::Address:
        return compareAddresses(a.address, b.address);
    case ClientQuery::Column::Since:
        return a.since <=> b.since;
    case ClientQuery::Column::Lag:
        return a.lag <=> b.lag;
    case ClientQuery::Column::LagTime:
        return a.lagTime <=> b.lagTime;
    case ClientQuery::Column::BytesQueued:
        return a.bytesQueued <=> b.bytesQueued;
    case ClientQuery::Column::MessagesSent:
        return a.messagesSent <=> b.messagesSent;
    case ClientQuery::Column::State:
        return a.state <=> b.state;
    }
    return a.name <=> b.name;
}

std::optional<Error> parseFilter(std::string_view text, ClientQuery &query)
{
    const auto invalid = [] {
        return invalidParameter(
            "filter",
            "at most " + std::to_string(maximumWords) + " words in " + std::to_string(maximumFilterBytes)
                + " bytes of UTF-8, of which one may be transport:webSocket or transport:longPoll");
    };
    if (text.size() > maximumFilterBytes || toQString(text).contains(QChar::ReplacementCharacter))
        return invalid();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        std::string word(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        std::ranges::transform(word, word.begin(), lower);
        if (word.starts_with(transportPrefix)) {
            const std::string_view name = std::string_view(word).substr(transportPrefix.size());
            if (query.transport || (name != "websocket" && name != "longpoll"))
                return invalid();
            query.transport = name == "websocket" ? ClientTransport::WebSocket : ClientTransport::LongPoll;
        } else if (!word.empty()) {
            query.words.push_back(std::move(word));
        }
        if (query.words.size() > maximumWords)
            return invalid();
    }
    return std::nullopt;
}

std::optional<Error> parseSort(std::string_view text, ClientQuery &query)
{
    query.isDescending = text.starts_with('-');
    if (query.isDescending)
        text.remove_prefix(1);
    const auto found = std::ranges::find(columns, text, &ColumnName::name);
    if (found != columns.end()) {
        query.column = found->column;
        return std::nullopt;
    }
    std::string names;
    for (const ColumnName &column : columns)
        names.append(names.empty() ? "" : ", ").append(column.name);
    return invalidParameter("sort", "one of " + names + ", with - before it for the highest first");
}

} // namespace

bool ClientQuery::accepts(const ClientRow &row) const
{
    if (transport && row.name.transport != *transport)
        return false;
    return std::ranges::all_of(words, [&](const std::string &word) {
        return (row.user && contains(row.user->toString(), word)) || contains(row.name.toString(), word)
            || contains(row.address.toString(), word);
    });
}

bool ClientQuery::isBefore(const ClientRow &a, const ClientRow &b) const
{
    const std::weak_ordering order = compare(column, a, b);
    if (order == 0)
        return a.name < b.name;
    return isDescending ? order > 0 : order < 0;
}

Result<ClientQuery> parseClientQuery(const HttpRequest &request)
{
    ClientQuery query;
    if (const auto text = request.queryParameter("filter")) {
        if (auto error = parseFilter(*text, query))
            return *std::move(error);
    }
    if (const auto text = request.queryParameter("sort")) {
        if (auto error = parseSort(*text, query))
            return *std::move(error);
    }
    const auto limit = parseCount(request, "limit", 1, maximumLimit, query.limit);
    if (!limit)
        return limit.error();
    const auto offset = parseCount(request, "offset", 0, maximumOffset, 0);
    if (!offset)
        return offset.error();
    query.limit = *limit;
    query.offset = *offset;
    return query;
}

} // namespace relais::server
