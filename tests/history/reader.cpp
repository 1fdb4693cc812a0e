// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/reader.h"

#include <thread>

#include <QJsonArray>
#include <QJsonDocument>

#include "tests/history/httpexchange.h"
#include "tests/history/note.h"
#include "tests/history/websocketlink.h"
#include "tests/support/deadline.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

constexpr auto tick = std::chrono::milliseconds(250); // how soon a reader sees that it is to end
constexpr auto silenceBeforePing = std::chrono::milliseconds(1000);
constexpr auto silenceBeforeGivingUp = std::chrono::milliseconds(3000); // a half-open connection
constexpr auto pollPatience = std::chrono::milliseconds(3000);

QByteArray nameOf(Reader::Transport transport)
{
    switch (transport) {
    case Reader::Transport::WebSocket:
        return "websocket";
    case Reader::Transport::Poll:
        return "poll";
    case Reader::Transport::LongPoll:
        return "longpoll";
    case Reader::Transport::Changing:
        return "changing";
    }
    return {};
}

} // namespace

Reader::Reader(Scene &scene, const Plan &plan, int index)
    : m_scene(scene)
    , m_plan(plan)
    , m_random(scene.seed * 1000 + static_cast<quint64>(index))
    , m_reader(scene.history.addReader(plan.user + '/' + nameOf(plan.transport) + '-' + QByteArray::number(index),
                                       plan.user))
{
}

void Reader::run()
{
    while (!isOver()) {
        const bool isChanging = m_plan.transport == Transport::Changing;
        const Transport transport = isChanging ? static_cast<Transport>(m_random() % 3) : m_plan.transport;
        const Milliseconds duration = isChanging ? draw(50, 1000) : draw(2000, 10'000);
        switch (transport) {
        case Transport::WebSocket:
        case Transport::Changing:
            runWebSocket(duration);
            break;
        case Transport::Poll:
            runPolls(duration, Milliseconds(0));
            break;
        case Transport::LongPoll:
            runPolls(duration, Milliseconds(1000));
            break;
        }
        ++m_scene.reconnects;
        std::this_thread::sleep_for(draw(5, 60));
    }
}

void Reader::runWebSocket(Milliseconds duration)
{
    const Moment asked = m_scene.history.ask();
    WebSocketLink link(m_scene.port, webSocketTarget());
    const Deadline end(duration);
    bool isGreeted = false;
    auto heard = std::chrono::steady_clock::now();
    auto pinged = heard;
    while (!isOver() && !end.hasPassed()) {
        const auto frame = link.read(tick);
        if (!frame)
            break;
        const auto now = std::chrono::steady_clock::now();
        if (frame->isSilent) {
            if (now - heard > silenceBeforeGivingUp)
                return;
            if (now - std::max(heard, pinged) > silenceBeforePing) {
                link.send("{\"type\":\"sync.ping\"}");
                pinged = now;
            }
            continue;
        }
        heard = now;
        const QJsonObject object = QJsonDocument::fromJson(frame->text).object();
        const QString type = object[u"type"].toString();
        if (!isGreeted) {
            isGreeted = type == u"sync.connected"_s && greet(object[u"payload"].toObject(), asked);
            if (!isGreeted)
                return add(garbled("instead of sync.connected: " + frame->text), asked);
        } else if (!type.startsWith(u"sync."_s)) {
            takeMessage(object, asked);
        }
    }
    // 40xx says that it is to stay away, and it has done nothing.
    if (link.closeCode() >= 4000 && link.closeCode() < 4100)
        m_scene.addSurprise("a reader was closed with " + QByteArray::number(link.closeCode()));
}

void Reader::runPolls(Milliseconds duration, Milliseconds wait)
{
    Link link(m_scene.port);
    const Deadline end(duration);
    while (!isOver() && !end.hasPassed() && link.isOpen()) {
        const QByteArray target = "/api/sync/poll?userId=" + m_plan.user
            + "&since=" + (m_cursor.isEmpty() ? QByteArray("0") : m_cursor)
            + "&limit=" + QByteArray::number(1 + qint64(m_random() % 100))
            + (wait.count() > 0 ? "&wait=" + QByteArray::number(qint64(wait.count() / 1000)) : QByteArray());
        const Moment asked = m_scene.history.ask();
        const auto answer = exchange(link, httpRequest("GET", target), pollPatience + wait);
        if (!answer)
            return;
        if (answer->status != 200) {
            if (answer->status < 500)
                m_scene.addSurprise("a poll was answered " + QByteArray::number(answer->status) + ": "
                                    + answer->body);
            return;
        }
        if (!takePollAnswer(answer->body, asked))
            return;
        if (wait.count() == 0)
            std::this_thread::sleep_for(draw(1, 30));
    }
}

bool Reader::greet(const QJsonObject &greeting, Moment asked)
{
    const QByteArray cursor = greeting[u"cursor"].toString().toUtf8();
    if (LogId::parse(cursor).ms < 0 || !greeting[u"reset"].isBool())
        return false;
    if (m_cursor.isEmpty())
        addAt(ReaderEvent::Kind::Began, m_plan.beginsNow ? cursor : QByteArray(), asked);
    addAt(greeting[u"reset"].toBool() ? ReaderEvent::Kind::Reset : ReaderEvent::Kind::Position, cursor, asked);
    m_cursor = cursor;
    return true;
}

bool Reader::takePollAnswer(const QByteArray &body, Moment asked)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QByteArray cursor = object[u"cursor"].toString().toUtf8();
    if (!object[u"messages"].isArray() || !object[u"reset"].isBool() || LogId::parse(cursor).ms < 0) {
        add(garbled(body), asked);
        return false;
    }
    if (m_cursor.isEmpty())
        addAt(ReaderEvent::Kind::Began, {}, asked);
    if (object[u"reset"].toBool())
        addAt(ReaderEvent::Kind::Reset, cursor, asked);
    const QJsonArray messages = object[u"messages"].toArray();
    for (const QJsonValue &message : messages)
        takeMessage(message.toObject(), asked);
    addAt(ReaderEvent::Kind::Position, cursor, asked);
    m_cursor = cursor;
    return true;
}

void Reader::takeMessage(const QJsonObject &message, Moment asked)
{
    const ReaderEvent event = toEvent(message);
    add(event, asked);
    if (event.kind != ReaderEvent::Kind::Message)
        return;
    ++m_scene.delivered;
    m_cursor = event.position.toByteArray();
    m_hasLast = m_hasLast || event.number == m_scene.last;
}

void Reader::add(ReaderEvent event, Moment asked)
{
    event.asked = asked;
    m_scene.history.add(m_reader, std::move(event));
}

/// At the beginning of the log when there is no cursor.
void Reader::addAt(ReaderEvent::Kind kind, const QByteArray &cursor, Moment asked)
{
    add({.kind = kind, .position = LogId::parse(cursor)}, asked);
}

QByteArray Reader::webSocketTarget() const
{
    const QByteArray target = "/ws?userId=" + m_plan.user;
    if (!m_cursor.isEmpty())
        return target + "&since=" + m_cursor;
    return m_plan.beginsNow ? target : target + "&since=0";
}

Reader::Milliseconds Reader::draw(int from, int to)
{
    return Milliseconds(std::uniform_int_distribution(from, to)(m_random));
}

} // namespace relais::test
