// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/publisher.h"

#include <thread>

#include <QJsonDocument>

#include "tests/history/note.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

constexpr auto answerPatience = std::chrono::milliseconds(4000);
constexpr std::size_t window = 6; // unanswered on a WebSocket
constexpr int pauseBetween = 12; // ms; what a server under a sanitizer keeps up with
constexpr int pauseBeforeRetry = 60;

} // namespace

DraftSource::DraftSource(Scene &scene, std::vector<QByteArray> users, int index)
    : m_scene(scene)
    , m_users(std::move(users))
    , m_random(scene.seed * 1000 + 500 + static_cast<quint64>(index))
{
}

Draft DraftSource::next()
{
    Draft draft;
    if (m_random() % 4 != 0)
        draft.user = m_users[m_random() % m_users.size()];
    draft.hasKey = m_random() % 10 != 0;
    draft.number = m_scene.history.plan(draft.user);
    return draft;
}

std::chrono::milliseconds DraftSource::pause(int most)
{
    return std::chrono::milliseconds(std::uniform_int_distribution(0, most)(m_random));
}

void HttpPublisher::run()
{
    while (m_scene.isPublishing) {
        publish(m_source.next());
        std::this_thread::sleep_for(m_source.pause(pauseBetween));
    }
}

bool HttpPublisher::publish(const Draft &draft)
{
    while (m_scene.isReading) {
        const Result result = attempt(draft);
        if (result != Result::Again || !draft.hasKey)
            return result == Result::Acknowledged;
        std::this_thread::sleep_for(m_source.pause(pauseBeforeRetry));
    }
    return false;
}

HttpPublisher::Result HttpPublisher::attempt(const Draft &draft)
{
    HttpFields fields{{"Content-Type", "application/json"}};
    if (draft.hasKey)
        fields.emplace_back("Idempotency-Key", idempotencyKey(m_scene.seed, draft.number));
    const std::size_t attempt = m_scene.history.beginAttempt(draft.number);
    if (!m_link || !m_link->isOpen()) {
        m_link.emplace(m_scene.port);
        ++m_scene.reconnects;
    }
    const QByteArray request
        = httpRequest("POST", "/api/sync/send", fields, openNote(draft.number, draft.user) + '}');
    const auto answer = exchange(*m_link, request, answerPatience);
    if (!answer)
        return Result::Again;
    const QJsonObject object = QJsonDocument::fromJson(answer->body).object();
    const LogId id = LogId::parse(object[u"id"].toString().toUtf8());
    if (answer->status == 200 && id.ms > 0) {
        m_scene.history.acknowledge(draft.number, attempt, id, object[u"duplicate"].toBool());
        return Result::Acknowledged;
    }
    m_scene.history.refuse(draft.number, attempt);
    if (answer->status == 503) {
        m_scene.addRefusal(object[u"code"].toString().toUtf8());
        return Result::Again;
    }
    m_scene.addSurprise("a send was answered " + QByteArray::number(answer->status) + ": " + answer->body);
    return Result::Never;
}

void WebSocketPublisher::run()
{
    while (m_scene.isPublishing || (!m_outstanding.empty() && m_scene.isReading)) {
        WebSocketLink link(m_scene.port, "/ws?userId=" + m_user);
        ++m_scene.reconnects;
        runConnection(link);
        forgetUnanswered();
        std::this_thread::sleep_for(m_source.pause(pauseBeforeRetry));
    }
}

void WebSocketPublisher::runConnection(WebSocketLink &link)
{
    auto heard = std::chrono::steady_clock::now();
    while (link.isOpen() && m_scene.isReading) {
        if (m_scene.isPublishing)
            draft();
        else if (m_outstanding.empty())
            return;
        sendUnsent(link);
        const auto frame = link.read(std::chrono::milliseconds(20));
        const auto now = std::chrono::steady_clock::now();
        if (!frame || frame->isGarbled)
            return;
        if (!frame->isSilent) {
            heard = now;
            take(frame->text);
        } else if (now - heard > answerPatience) {
            return;
        }
    }
}

void WebSocketPublisher::draft()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_outstanding.size() < window && m_nextDraft <= now) {
        const Draft draft = m_source.next();
        m_outstanding.emplace(draft.number, Outstanding{.draft = draft});
        m_nextDraft = now + m_source.pause(2 * pauseBetween);
    }
}

void WebSocketPublisher::sendUnsent(WebSocketLink &link)
{
    if (std::chrono::steady_clock::now() < m_nextRetry)
        return;
    for (auto &[number, outstanding] : m_outstanding) {
        if (outstanding.isSent)
            continue;
        QByteArray frame
            = openNote(number, outstanding.draft.user) + ",\"ref\":\"" + QByteArray::number(number) + '"';
        if (outstanding.draft.hasKey)
            frame += ",\"idempotencyKey\":\"" + idempotencyKey(m_scene.seed, number) + '"';
        outstanding.attempt = m_scene.history.beginAttempt(number);
        outstanding.isSent = true;
        if (!link.send(frame + '}'))
            return;
    }
}

void WebSocketPublisher::take(const QByteArray &frame)
{
    const QJsonObject object = QJsonDocument::fromJson(frame).object();
    const QString type = object[u"type"].toString();
    if (type != u"sync.ack"_s && type != u"sync.error"_s)
        return; // a broadcast, which is for publishers too
    const QJsonObject payload = object[u"payload"].toObject();
    const auto found = m_outstanding.find(payload[u"ref"].toString().toLongLong());
    if (found == m_outstanding.end() || !payload.contains(u"ref")) {
        m_scene.addSurprise("a WebSocket publisher got " + frame);
        return;
    }
    Outstanding &outstanding = found->second;
    if (type == u"sync.ack"_s) {
        const LogId id = LogId::parse(payload[u"id"].toString().toUtf8());
        m_scene.history.acknowledge(found->first, outstanding.attempt, id, payload[u"duplicate"].toBool());
        m_outstanding.erase(found);
        return;
    }
    m_scene.history.refuse(found->first, outstanding.attempt);
    const QByteArray code = payload[u"code"].toString().toUtf8();
    const bool isTemporary = code == "journal_unavailable" || code == "draining" || code == "overloaded";
    if (isTemporary)
        m_scene.addRefusal(code);
    else
        m_scene.addSurprise("a WebSocket send was refused: " + frame);
    if (!isTemporary || !outstanding.draft.hasKey)
        m_outstanding.erase(found);
    else
        outstanding.isSent = false;
    m_nextRetry = std::chrono::steady_clock::now() + m_source.pause(pauseBeforeRetry);
}

/// The connection is gone: what has a key is sent again on the next one, for the rest it stays unknown.
void WebSocketPublisher::forgetUnanswered()
{
    std::erase_if(m_outstanding, [](const auto &entry) { return entry.second.isSent && !entry.second.draft.hasKey; });
    for (auto &[number, outstanding] : m_outstanding)
        outstanding.isSent = false;
}

} // namespace relais::test
