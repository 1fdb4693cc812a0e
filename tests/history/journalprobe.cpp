// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/journalprobe.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "tests/history/httpexchange.h"

namespace relais::test {

namespace {

constexpr auto answerPatience = std::chrono::seconds(5);
constexpr auto refusalPatience = std::chrono::seconds(15);
constexpr auto recoveryPatience = std::chrono::seconds(20);
// Large, so that what is left of a full disk is soon used up.
constexpr qsizetype fillSize = 40'000;

} // namespace

void JournalProbe::begin()
{
    m_hasSeenRefusal = false;
    m_deadline = Deadline(refusalPatience);
}

void JournalProbe::step()
{
    // After a refusal the publishers go on: what is sent here takes room on a disk that is small.
    const QByteArray code = m_hasSeenRefusal ? QByteArray() : send();
    if (code == "journal_unavailable") {
        m_hasSeenRefusal = true;
        ++m_refusals;
    } else if (!code.isEmpty()) {
        m_scene.addSurprise("a send while the disk fails was answered " + code);
    }
    Link link(m_server.port());
    const auto read
        = exchange(link, httpRequest("GET", "/api/sync/poll?userId=probe&since=0&limit=1"), answerPatience);
    if (!read || read->status != 200)
        m_scene.addSurprise("a read while the disk fails was answered "
                            + (read ? read->body : QByteArray("nothing")));
}

void JournalProbe::end(const QByteArray &fault, bool mustRefuse)
{
    if (mustRefuse && !m_hasSeenRefusal)
        m_scene.addSurprise("no send was answered journal_unavailable during " + fault);
    QByteArray code;
    const bool isWell = eventually(
        [this, &code] {
            code = send();
            return code.isEmpty();
        },
        recoveryPatience);
    if (!isWell)
        m_scene.addSurprise("sends do not go well again after " + fault + ": " + code + "; the server says\n"
                            + m_server.lastWords());
}

QByteArray JournalProbe::send()
{
    Link link(m_server.port());
    const QByteArray body
        = "{\"type\":\"history.probe\",\"userId\":\"probe\",\"payload\":\"" + QByteArray(fillSize, 'p') + "\"}";
    const auto answer = exchange(
        link, httpRequest("POST", "/api/sync/send", {{"Content-Type", "application/json"}}, body), answerPatience);
    if (!answer)
        return "-";
    if (answer->status == 200)
        return {};
    const QByteArray code = QJsonDocument::fromJson(answer->body).object()[u"code"].toString().toUtf8();
    return code.isEmpty() ? QByteArray::number(answer->status) : code;
}

} // namespace relais::test
