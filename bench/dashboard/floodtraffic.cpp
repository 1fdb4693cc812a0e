// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/dashboard/floodtraffic.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>

namespace relais::bench {

namespace {

constexpr int smallPayloads = 256;
constexpr qsizetype largeBytes = 15 * 1024; // with its envelope a tap shows it whole
constexpr qsizetype largestBytes = 60 * 1024; // what a server takes by default
constexpr int largeEvery = 200; // one message in so many is a large one
constexpr int cutEvery = 1000; // one is larger still, so that the tap shows its beginning alone
constexpr int users = 5000;
constexpr qint64 dayMs = 86'400'000;

const char *const types[] = {"order.updated", "price.changed", "user.typing", "cart.item:added", "stock.low"};

/// An array of numbers: a line each, the most lines that fit.
QByteArray numbers(qsizetype bytes)
{
    QByteArray json = "[";
    for (int i = 0; json.size() < bytes; ++i)
        json += QByteArray::number(i % 10) + ',';
    json.back() = ']';
    return json;
}

/// Objects within objects, with keys, texts and escapes to colour.
QByteArray members(qsizetype bytes)
{
    QByteArray json = "{";
    for (int i = 0; json.size() < bytes; ++i)
        json += "\"key" + QByteArray::number(i) + R"(":{"name":"na\u00efve \"text\"","value":)"
            + QByteArray::number(i) + R"(,"flags":[true,false,null]},)";
    json.back() = '}';
    return json;
}

/// One line without an end.
QByteArray text(qsizetype bytes)
{
    return '"' + QByteArray("lorem ipsum dolor sit amet ").repeated(bytes / 27) + '"';
}

std::vector<QByteArray> payloads(qsizetype bytes)
{
    return {numbers(bytes), members(bytes), text(bytes)};
}

QByteArray smallPayload(int number)
{
    return R"({"orderId":)" + QByteArray::number(number * 7919) + R"(,"state":"shipped","items":[{"sku":"A-)"
        + QByteArray::number(number % 97) + R"(","count":2},{"sku":"B-)" + QByteArray::number(number % 31)
        + R"(","count":1}],"note":"left with the neighbour, été, 你好","total":)" + QByteArray::number(number / 7.0)
        + '}';
}

int parameter(const QUrlQuery &query, const QString &name, int otherwise)
{
    bool isNumber = false;
    const int value = query.queryItemValue(name).toInt(&isNumber);
    return isNumber ? value : otherwise;
}

double wave(double at)
{
    return 1 + std::sin(at);
}

} // namespace

FloodTraffic::FloodTraffic(int clients)
    : m_large(payloads(largeBytes))
    , m_largest(payloads(largestBytes))
{
    for (int number = 0; number < smallPayloads; ++number)
        m_small.push_back(smallPayload(number));
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_clients.reserve(static_cast<std::size_t>(clients));
    for (int number = 0; number < clients; ++number) {
        m_clients.push_back({.id = "w-" + QByteArray::number(number, 36) + "-" + QByteArray::number(number * 31, 16),
                             .user = "user" + QByteArray::number(number % users),
                             .since = now - (number * 7919LL) % dayMs,
                             .isPoll = number % 10 == 0});
    }
    for (const Client &client : m_clients)
        m_sorted.push_back(&client);
}

QByteArray FloodTraffic::status()
{
    const double at = static_cast<double>(++m_statuses) / 10;
    const auto figure = [at](double scale) {
        return QByteArray::number(scale * wave(at), 'f', 1);
    };
    const QByteArray count = QByteArray::number(static_cast<qsizetype>(m_clients.size()));
    const QByteArray now = QByteArray::number(QDateTime::currentMSecsSinceEpoch());
    return R"({"success":true,"status":"ok","version":"0.1.0","uptime":)" + figure(86'400)
        + R"(,"node":"flood","timestamp":)" + now + R"(,"connections":{"total":)" + count + R"(,"webSocket":)" + count
        + R"(,"longPoll":5000,"sockets":)" + count + R"(},"users":5000,"queue":{"messages":)" + figure(100'000)
        + R"(,"bytes":)" + figure(5e7) + R"(,"users":5000,"oldestAgeMs":)" + figure(150'000)
        + R"(,"ttlMs":300000,"cap":1000,"capBroadcast":1000},"journal":"available","totals":{"messagesIn":1,"messagesOut":1},)"
        + R"("rates":{"messagesIn":)" + figure(5000) + R"(,"messagesOut":)" + figure(5e6) + R"(,"bytesIn":)"
        + figure(2e6) + R"(,"bytesOut":)" + figure(5e8) + R"(,"errors":)" + figure(2) + R"(},"latencyMs":{"p50":)"
        + figure(0.4) + R"(,"p90":)" + figure(1) + R"(,"p99":)" + figure(4) + R"(},"process":{"cpuPercent":)"
        + figure(90) + R"(,"cpuSeconds":1000,"rssBytes":)" + figure(2e8) + R"(,"descriptors":50010}})";
}

QByteArray FloodTraffic::history(const QUrlQuery &query)
{
    struct Range {
        const char *name;
        int points;
        qint64 stepMs;
    };
    static constexpr Range ranges[] = {{"5m", 300, 1000}, {"1h", 360, 10'000}, {"24h", 288, 300'000}};
    const QString wanted = query.queryItemValue(QStringLiteral("range"));
    const Range *range = std::find_if(std::begin(ranges), std::end(ranges),
                                      [&](const Range &each) { return wanted == QLatin1String(each.name); });
    if (range == std::end(ranges))
        range = ranges;
    static const char *const series[] = {
        "connections.webSocket", "connections.longPoll", "users",          "rates.messagesIn",   "rates.messagesOut",
        "rates.bytesIn",         "rates.bytesOut",       "queue.messages", "queue.bytes",        "queue.oldestAgeMs",
        "rates.errors",          "latencyMs.p50",        "latencyMs.p99",  "process.cpuPercent", "process.rssBytes"};
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QByteArray out = R"({"success":true,"stepMs":)" + QByteArray::number(range->stepMs) + R"(,"count":)"
        + QByteArray::number(range->points) + R"(,"series":{"timestamp":[)";
    for (int point = range->points; point > 0; --point)
        out += QByteArray::number(now - point * range->stepMs) + ',';
    out.back() = ']';
    for (const char *const name : series) {
        out += R"(,")" + QByteArray(name) + R"(":[)";
        for (int point = 0; point < range->points; ++point)
            out += QByteArray::number(1000 * wave(point / 20.0), 'f', 2) + ',';
        out.back() = ']';
    }
    return out + "}}";
}

/// The world does not stand still between two answers.
void FloodTraffic::stir()
{
    for (Client &client : m_clients) {
        m_random = m_random * 1'664'525U + 1'013'904'223U;
        client.lag = m_random >> 24;
        client.sent += m_random >> 28;
    }
}

QByteArray FloodTraffic::clients(const QUrlQuery &query)
{
    stir();
    QString sort = query.queryItemValue(QStringLiteral("sort"));
    const bool isFalling = sort.startsWith(u'-');
    if (isFalling)
        sort.remove(0, 1);
    const QByteArray filter = query.queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded).toUtf8();
    const auto last = std::partition(m_sorted.begin(), m_sorted.end(), [&](const Client *client) {
        return client->user.contains(filter) || client->id.contains(filter);
    });
    const auto less = [&](const Client *a, const Client *b) {
        const Client *const left = isFalling ? b : a;
        const Client *const right = isFalling ? a : b;
        if (sort == u"lag" || sort == u"lagMs" || sort == u"bytesQueued")
            return std::tie(left->lag, left->id) < std::tie(right->lag, right->id);
        if (sort == u"messagesSent")
            return std::tie(left->sent, left->id) < std::tie(right->sent, right->id);
        if (sort == u"since")
            return std::tie(left->since, left->id) < std::tie(right->since, right->id);
        if (sort == u"userId")
            return std::tie(left->user, left->id) < std::tie(right->user, right->id);
        return left->id < right->id;
    };
    const auto total = last - m_sorted.begin();
    const auto offset = std::clamp<std::ptrdiff_t>(parameter(query, QStringLiteral("offset"), 0), 0, total);
    const auto end = std::min<std::ptrdiff_t>(offset + parameter(query, QStringLiteral("limit"), 100), total);
    std::partial_sort(m_sorted.begin(), m_sorted.begin() + end, last, less);
    QByteArray out = R"({"success":true,"clients":[)";
    for (auto row = offset; row < end; ++row) {
        const Client &client = *m_sorted[static_cast<std::size_t>(row)];
        const QByteArray lag = QByteArray::number(client.lag);
        out += R"({"id":")" + client.id + R"(","userId":")" + client.user + R"(","transport":")"
            + (client.isPoll ? "longPoll" : "webSocket") + R"(","address":"192.0.2.)"
            + QByteArray::number(client.since % 250) + R"(","since":)" + QByteArray::number(client.since)
            + R"(,"lag":)" + lag + R"(,"lagMs":)" + lag + R"(0,"bytesQueued":)" + lag + R"(00,"messagesSent":)"
            + QByteArray::number(client.sent) + R"(,"state":")" + (client.lag > 200 ? "catchingUp" : "live")
            + R"("},)";
    }
    if (out.endsWith(','))
        out.chop(1);
    return out + R"(],"count":)" + QByteArray::number(end - offset) + R"(,"total":)" + QByteArray::number(total)
        + R"(,"offset":)" + QByteArray::number(offset) + R"(,"timestamp":0})";
}

QByteArray FloodTraffic::queue(const QString &user, const QUrlQuery &query) const
{
    const int limit = parameter(query, QStringLiteral("limit"), 100);
    const QByteArray now = QByteArray::number(QDateTime::currentMSecsSinceEpoch());
    QByteArray out = R"({"success":true,"userId":")" + user.toUtf8()
        + R"(","total":1000,"bytes":60000000,"oldestAgeMs":299000,"messages":[)";
    for (int number = 0; number < limit; ++number)
        out += R"({"id":")" + now + '-' + QByteArray::number(number) + R"(","type":"bulk.loaded","payload":)"
            + m_largest[static_cast<std::size_t>(number) % m_largest.size()] + R"(,"userId":")" + user.toUtf8()
            + R"(","timestamp":)" + now + "},";
    if (out.endsWith(','))
        out.chop(1);
    return out + R"(],"count":)" + QByteArray::number(limit) + R"(,"hasMore":true})";
}

QByteArray FloodTraffic::audit(const QUrlQuery &query)
{
    const int limit = parameter(query, QStringLiteral("limit"), 100);
    const int before = std::min(parameter(query, QStringLiteral("before"), 100'000), 100'000);
    const QByteArray now = QByteArray::number(QDateTime::currentMSecsSinceEpoch());
    QByteArray out = R"({"success":true,"records":[)";
    for (int id = before - 1; id > before - 1 - limit && id > 0; --id)
        out += R"({"id":)" + QByteArray::number(id) + R"(,"time":)" + now
            + R"(,"actor":"admin","roles":"admin","action":"broadcast","target":"everyone","result":"ok","from":"192.0.2.1",)"
            + R"("count":1,"detail":"a record like any other"},)";
    if (out.endsWith(','))
        out.chop(1);
    return out + R"(],"count":)" + QByteArray::number(limit) + R"(,"hasMore":true})";
}

int FloodTraffic::matching(const Tap &tap, int all)
{
    if (tap.type.isEmpty())
        return all;
    return tap.type == largeType ? all / 20 : all / static_cast<int>(std::size(types));
}

void FloodTraffic::appendMessage(QByteArray &out, const Tap &tap, quint64 number, qint64 now) const
{
    const QByteArray stamp = QByteArray::number(now);
    const bool isCut = number % cutEvery == 0;
    const bool isLarge = tap.type == largeType || (tap.type.isEmpty() && number % largeEvery == 7);
    const auto pick = [number](const std::vector<QByteArray> &from) -> const QByteArray & {
        return from[number / largeEvery % from.size()];
    };
    out += R"({"id":")" + stamp + '-' + QByteArray::number(number) + R"(","type":")";
    if (isLarge)
        out += largeType;
    else
        out += tap.type.isEmpty() ? QByteArray(types[number % std::size(types)]) : tap.type;
    out += R"(","payload":)";
    if (isCut)
        out += text(4096);
    else
        out += isLarge ? pick(m_large) : m_small[number % m_small.size()];
    out += R"(,"userId":"user)" + QByteArray::number(number * 31 % users) + R"(","timestamp":)" + stamp;
    out += isCut ? QByteArray(R"(,"cut":true,"payloadBytes":65000})") : QByteArray("}");
}

QByteArray FloodTraffic::tapFrame(const Tap &tap, quint64 first, int count, quint64 leftOut) const
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QByteArray out = R"({"type":"sync.tap","payload":{"messages":[)";
    out.reserve(count * qsizetype(512));
    for (quint64 number = first; number < first + static_cast<quint64>(count); ++number) {
        appendMessage(out, tap, number, now);
        out += ',';
    }
    if (out.endsWith(','))
        out.chop(1);
    return out + R"(],"leftOut":)" + QByteArray::number(leftOut) + R"(,"unseen":0}})";
}

} // namespace relais::bench
