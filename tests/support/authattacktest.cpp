// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/authattacktest.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include "tests/support/syncclient.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

bool isVisible(char c)
{
    return c > 0x20 && c < 0x7f;
}

/// Of RFC 9110 section 5.6.2, as a subprotocol must be.
bool isTokenCharacter(char c)
{
    return isVisible(c) && !QByteArrayView("\"(),/:;<=>?@[\\]{}").contains(c);
}

template <typename Is> bool isAll(const QByteArray &text, Is is)
{
    return std::all_of(text.begin(), text.end(), is);
}

QByteArray statusOfUpgrade(quint16 port, const QByteArray &target, const HttpFields &fields)
{
    return QByteArray::number(WebSocketClient(port, target, fields).response().status);
}

QByteArray answerToFirstFrame(quint16 port, const QByteArray &token)
{
    WebSocketClient client(port);
    client.sendText(authFrame(token));
    const auto frame = client.readFrame();
    if (frame && frame->opcode == WebSocketFrame::Text)
        return frame->payload.startsWith(R"({"type":"sync.connected")") ? "connected"_ba : frame->payload;
    return QByteArray::number(client.readCloseCode());
}

} // namespace

class AuthAttackTest::Witness {
public:
    explicit Witness(const AuthServer &server)
        : m_token(server.token({.subject = "witness", .secondsToLive = 24 * 3600}))
        , m_http(server.port())
        , m_sync(server.port(), "token=" + m_token)
    {
    }

    /// Does a message still reach it, and nothing else?
    bool isServed()
    {
        const QByteArray body = R"({"type":"test.event","payload":)" + QByteArray::number(++m_count) + '}';
        return m_http.post("/api/sync/send", body, AuthServer::bearer(m_token)).status == 200
            && m_sync.readPayloads(1) == QByteArray::number(m_count) && m_sync.isQuiet();
    }

private:
    const QByteArray m_token;
    HttpClient m_http;
    SyncClient m_sync;
    int m_count = 0;
};

AuthAttackTest::AuthAttackTest(std::initializer_list<const char *> settings)
    : m_settings(settings)
{
    for (const char *setting :
         {"rate.requests=0", "rate.admin_requests=0", "rate.publisher_requests=0",
          "limits.connection_rate_per_address=0", "http.idle_timeout=10m", "websocket.auth_timeout=10s"})
        m_settings.push_back(setting);
}

AuthAttackTest::~AuthAttackTest() = default;

QByteArray AuthAttackTest::token(const QByteArray &user, const QByteArray &roles) const
{
    return m_server->token({.subject = user, .roles = roles});
}

HttpFields AuthAttackTest::as(const QByteArray &user, const QByteArray &roles) const
{
    return AuthServer::bearer(token(user, roles));
}

void AuthAttackTest::publish(const QByteArray &payload, const QByteArray &user) const
{
    const QByteArray body = R"({"type":"test.event","payload":)" + payload + R"(,"userId":")" + user + "\"}";
    QCOMPARE(HttpClient(port()).post("/api/sync/send", body, as("boss", "admin")).status, 200);
}

QJsonArray AuthAttackTest::audit() const
{
    HttpClient client(port());
    return client.get("/api/admin/audit?limit=1000", as("auditor", "operator")).json()[u"records"].toArray();
}

void AuthAttackTest::initTestCase()
{
    m_server = std::make_unique<AuthServer>(m_settings, environment());
    m_witness = std::make_unique<Witness>(*m_server);
    QVERIFY(m_witness->isServed());
    // An act, so that the file of the audit log is among the descriptors from the beginning.
    HttpClient(port()).post("/api/sync/broadcast", R"({"type":"a.b","payload":1,"userIds":["nobody"]})",
                            as("boss", "admin"));
    QVERIFY(eventually([&] { return QFile::exists(m_server->dataDirectory() + u"/audit.jsonl"_s); }));
    m_descriptors = m_server->process().descriptorCount();
}

void AuthAttackTest::cleanup()
{
    QVERIFY(m_server->process().isRunning());
    QVERIFY(m_witness->isServed());
    QVERIFY(m_server->process().descriptorsReturnTo(m_descriptors));
}

void AuthAttackTest::cleanupTestCase()
{
    m_witness.reset();
    m_server.reset();
}

QByteArray answersTo(quint16 port, const QByteArray &token)
{
    const HttpFields bearer = AuthServer::bearer(token);
    const bool fitsField = isAll(token, isVisible);
    const bool fitsProtocol = isAll(token, isTokenCharacter);
    const QByteArrayList answers{
        fitsField ? QByteArray::number(HttpClient(port).get("/api/sync/poll", bearer).status) : "-"_ba,
        fitsField ? statusOfUpgrade(port, "/ws", bearer) : "-"_ba,
        fitsProtocol ? statusOfUpgrade(port, "/ws", {{"Sec-WebSocket-Protocol", "relais.v1, bearer." + token}})
                     : "-"_ba,
        statusOfUpgrade(port, "/ws?token=" + token.toPercentEncoding(), {}),
        answerToFirstFrame(port, token),
    };
    return answers.join(' ');
}

bool isRefusedEverywhere(const QByteArray &answers)
{
    const QByteArrayList ways = answers.split(' ');
    for (qsizetype i = 0; i < ways.size(); ++i) {
        if (ways[i] != (i < 4 ? "401" : "4001") && ways[i] != "-")
            return false;
    }
    return ways.size() == 5;
}

std::string dated(const std::string &claims)
{
    const QByteArray hour = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 3600);
    return QByteArray::fromStdString(claims).replace("%hour", hour).toStdString();
}

QByteArray authFrame(const QByteArray &token)
{
    const QJsonObject payload{{u"token"_s, QString::fromUtf8(token)}};
    return QJsonDocument(QJsonObject{{u"type"_s, u"sync.auth"_s}, {u"payload"_s, payload}})
        .toJson(QJsonDocument::Compact);
}

} // namespace relais::test
