// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/dashboard/crowd.h"

#include <algorithm>
#include <cmath>

#include <QJsonObject>

namespace relais::test {

using namespace Qt::StringLiterals;
using client::ConnectionManager;
using client::ConnectionState;

namespace {

const QStringList users{u"amelie"_s, u"bastien"_s, u"camille"_s, u"david"_s, u"elodie"_s, u"farid"_s, u"gaelle"_s};
constexpr int clientCount = 10; // the first three users have two
constexpr int tickMilliseconds = 100;

} // namespace

Crowd::Crowd(const AuthServer &server)
    : m_backend(connectAs(server, server.apiKey("backend", "publisher")))
{
    m_clients.resize(clientCount); // and never moved: slots refer to its elements
    for (int number = 0; number < clientCount; ++number) {
        Client &client = m_clients[static_cast<std::size_t>(number)];
        client.user = users[number % users.size()];
        client.manager = connectAs(server, server.token({client.user.toUtf8(), "user"}));
        connect(client.manager, &ConnectionManager::messageReceived, this,
                [&client](const Message &message) { client.types.insert(QString::fromStdString(message.type)); });
        connect(client.manager, &ConnectionManager::resyncRequired, this,
                [&client](const QString &reason) { client.reasons.insert(reason); });
    }
    connect(&m_timer, &QTimer::timeout, this, &Crowd::publish);
}

ConnectionManager *Crowd::connectAs(const AuthServer &server, const QByteArray &token)
{
    auto *const manager = new ConnectionManager(
        {.websocketUrl = QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(server.port())),
         .tokenProvider = [token](const client::TokenRequest &, const client::TokenReply &reply) { reply(token); },
         .watchNetwork = false},
        this);
    manager->start();
    return manager;
}

void Crowd::talk()
{
    m_timer.start(tickMilliseconds);
}

/// Waves of some twenty seconds, and one order in ten that concerns everyone.
void Crowd::publish()
{
    const double phase = ++m_ticks * tickMilliseconds / 3000.0;
    const int count = static_cast<int>(std::lround(3 + 2 * std::sin(phase)));
    for (int i = 0; i < count; ++i) {
        const int order = ++m_orders;
        const QString user = users[order % users.size()];
        const QJsonObject payload{{u"order"_s, order},
                                  {u"customer"_s, user},
                                  {u"status"_s, order % 3 == 0 ? u"shipped"_s : u"paid"_s},
                                  {u"total"_s, QString::number(order % 97 + 0.9, 'f', 2)}};
        if (order % 10 == 0)
            static_cast<void>(m_backend->send(u"stock.changed"_s, QJsonObject{{u"item"_s, order % 31}}));
        else
            static_cast<void>(
                m_backend->send(order % 3 == 0 ? u"order.updated"_s : u"order.created"_s, payload, {.userId = user}));
    }
}

bool Crowd::isConnected() const
{
    return std::ranges::all_of(
               m_clients, [](const Client &client) { return client.manager->state() == ConnectionState::WebSocket; })
        && m_backend->state() == ConnectionState::WebSocket;
}

int Crowd::received(const QString &type) const
{
    return static_cast<int>(
        std::ranges::count_if(m_clients, [&](const Client &client) { return client.types.contains(type); }));
}

int Crowd::resynced(const QString &reason) const
{
    return static_cast<int>(
        std::ranges::count_if(m_clients, [&](const Client &client) { return client.reasons.contains(reason); }));
}

std::vector<ConnectionManager *> Crowd::clientsOf(const QString &user) const
{
    std::vector<ConnectionManager *> found;
    for (const Client &client : m_clients) {
        if (client.user == user)
            found.push_back(client.manager);
    }
    return found;
}

} // namespace relais::test
