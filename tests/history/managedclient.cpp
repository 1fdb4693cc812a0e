// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/managedclient.h"

#include <QEventLoop>
#include <QTimer>
#include <QUrl>

#include "tests/history/note.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace relais::test {

namespace {

using client::ConnectionManager;

constexpr auto publishInterval = 40ms;
constexpr qsizetype window = 20; // unanswered; an outage of a run is short

/// In a hurry, as a run is short.
client::ConnectionOptions optionsFor(quint16 port, const QByteArray &user)
{
    client::ConnectionOptions options;
    options.websocketUrl = QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(port));
    options.pollingInterval = 1000ms;
    options.connectionTimeout = 2000ms;
    options.fallbackDelay = 300ms;
    options.longestBackOff = 300ms;
    options.userId = QString::fromUtf8(user);
    options.cursor = u"0"_s;
    options.idempotencyLifetime = 24h;
    options.watchNetwork = false;
    return options;
}

LogId toLogId(const QString &id)
{
    return LogId::parse(id.toUtf8());
}

} // namespace

ManagedClient::ManagedClient(Scene &scene, DraftSource source, const QByteArray &user, int index)
    : m_scene(scene)
    , m_source(std::move(source))
    , m_user(user)
    , m_reader(scene.history.addReader(user + "/connectionmanager-" + QByteArray::number(index), user))
{
    ++m_scene.publishers;
}

void ManagedClient::run()
{
    QEventLoop loop;
    ConnectionManager connection(optionsFor(m_scene.port, m_user));
    listen(connection);
    add({.kind = ReaderEvent::Kind::Began, .position = LogId()});
    connection.start();
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        publish(connection);
        if (!m_scene.isReading || (m_hasLast && m_isSettled))
            loop.quit();
    });
    tick.start(publishInterval);
    loop.exec();
    if (!m_isSettled)
        --m_scene.publishers;
}

void ManagedClient::listen(ConnectionManager &connection)
{
    QObject::connect(&connection, &ConnectionManager::messageReceived, &connection,
                     [this](const Message &message) { onMessage(message); });
    QObject::connect(&connection, &ConnectionManager::resyncRequired, &connection, [this, &connection] {
        // Its server may have been killed since it said so.
        add({.kind = ReaderEvent::Kind::Reset, .position = toLogId(connection.cursor())}, m_connectingSince);
    });
    QObject::connect(&connection, &ConnectionManager::stateChanged, &connection,
                     [this](client::ConnectionState state) {
                         ++m_scene.reconnects;
                         if (state == client::ConnectionState::Connecting)
                             m_connectingSince = m_scene.history.ask();
                     });
    QObject::connect(&connection, &ConnectionManager::failed, &connection, [this](const Error &error) {
        m_scene.addSurprise("ConnectionManager gave up: " + QByteArray::fromStdString(error.detail));
    });
    QObject::connect(&connection, &ConnectionManager::sent, &connection,
                     [this](client::SendHandle handle, const QString &id, bool isDuplicate) {
                         const auto [number, attempt] = m_attempts[handle];
                         m_scene.history.acknowledge(number, attempt, toLogId(id), isDuplicate);
                     });
    QObject::connect(
        &connection, &ConnectionManager::sendFailed, &connection, [this](client::SendHandle, const Error &error) {
            m_scene.addSurprise("ConnectionManager could not send: " + QByteArray::fromStdString(error.detail));
        });
}

void ManagedClient::publish(ConnectionManager &connection)
{
    if (m_scene.isPublishing) {
        if (connection.unacknowledged() >= window)
            return;
        const Draft draft = m_source.next();
        const std::size_t attempt = m_scene.history.beginAttempt(draft.number);
        const auto handle = connection.sendJson(QString::fromLatin1(noteType), notePayload(draft.number),
                                                {.userId = QString::fromUtf8(draft.user.value_or(QByteArray()))});
        if (handle)
            m_attempts[*handle] = {draft.number, attempt};
        else
            m_scene.addSurprise("ConnectionManager takes no message: "
                                + QByteArray::fromStdString(handle.error().detail));
    } else if (!m_isSettled && connection.unacknowledged() == 0) {
        m_isSettled = true;
        --m_scene.publishers;
    }
}

void ManagedClient::onMessage(const Message &message)
{
    std::optional<QByteArray> user;
    if (message.userId)
        user = QByteArray::fromStdString(std::string(message.userId->toString()));
    const ReaderEvent event
        = toEvent(LogId::parse(QByteArray::fromStdString(message.id.toString())),
                  QByteArray::fromStdString(message.type), QByteArray::fromStdString(message.payload), user);
    add(event);
    if (event.kind != ReaderEvent::Kind::Message)
        return;
    ++m_scene.delivered;
    m_hasLast = m_hasLast || event.number == m_scene.last;
}

void ManagedClient::add(ReaderEvent event)
{
    add(std::move(event), m_scene.history.ask());
}

void ManagedClient::add(ReaderEvent event, Moment asked)
{
    event.asked = asked;
    m_scene.history.add(m_reader, std::move(event));
}

} // namespace relais::test
