// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/httpexchange.h"

#include "tests/support/deadline.h"

namespace relais::test {

namespace {

bool receiveUntil(Link &link, const Deadline &deadline, auto isWhole)
{
    while (!isWhole()) {
        const auto left = std::chrono::milliseconds(deadline.remainingMilliseconds());
        if (link.receive(left) != Link::Outcome::Bytes && (!link.isOpen() || deadline.hasPassed())) {
            link.close();
            return false;
        }
    }
    return true;
}

/// With its empty line; empty when it does not come.
QByteArray receiveHead(Link &link, const Deadline &deadline)
{
    const auto end = [&link] {
        return link.buffer().indexOf("\r\n\r\n");
    };
    if (!receiveUntil(link, deadline, [&end] { return end() >= 0; }))
        return {};
    return link.take(end() + 4);
}

int statusOf(const QByteArray &head)
{
    return head.startsWith("HTTP/1.1 ") ? head.mid(9, 3).toInt() : 0;
}

} // namespace

std::optional<HttpAnswer> exchange(Link &link, const QByteArray &request, std::chrono::milliseconds within)
{
    const Deadline deadline(within);
    if (!link.send(request, within))
        return std::nullopt;
    const QByteArray head = receiveHead(link, deadline);
    if (head.isEmpty())
        return std::nullopt;
    HttpAnswer answer{statusOf(head), {}};
    const QByteArray lower = head.toLower();
    const qsizetype field = lower.indexOf("\r\ncontent-length:");
    const qsizetype begin = field + 17;
    const qsizetype length
        = field < 0 ? 0 : lower.mid(begin, lower.indexOf("\r\n", begin) - begin).trimmed().toLongLong();
    if (!receiveUntil(link, deadline, [&link, length] { return link.buffer().size() >= length; }))
        return std::nullopt;
    answer.body = link.take(length);
    if (lower.contains("\r\nconnection: close\r\n"))
        link.close();
    return answer;
}

std::optional<int> exchangeHead(Link &link, const QByteArray &request, std::chrono::milliseconds within)
{
    if (!link.send(request, within))
        return std::nullopt;
    const QByteArray head = receiveHead(link, Deadline(within));
    return head.isEmpty() ? std::nullopt : std::optional(statusOf(head));
}

} // namespace relais::test
