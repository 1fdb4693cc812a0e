// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// `POST /api/sync/send`. What is not JSON, or not of the right type, is in tst_json_attacks.
class TestSend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<ServerProcess>(); }
    void cleanup() { m_server.reset(); }

    void idsGoUp();
    void reachesItsUserOnly();
    void withoutUserIsForEveryone();
    void thePayloadPassesAsItCame_data();
    void thePayloadPassesAsItCame();
    void everyWellFormedTypeIsTaken_data();
    void everyWellFormedTypeIsTaken();
    void aMalformedTypeIsRefused_data();
    void aMalformedTypeIsRefused();
    void aReservedTypeIsRefused_data();
    void aReservedTypeIsRefused();
    void onlyAllowedTypesAreTaken();
    void unknownFieldsAreIgnored();
    void whatIsMissingIsNamed_data();
    void whatIsMissingIsNamed();
    void aMessageMayBe64KiBAndNoMore();
    void aUserIsTheSameInEveryNormalForm();
    void aRepeatUnderItsKeyPublishesNothing();
    void anotherBodyUnderTheSameKeyIsRefused();
    void aKeyOfTheWrongLengthIsRefused_data();
    void aKeyOfTheWrongLengthIsRefused();

private:
    std::unique_ptr<ServerProcess> m_server;
};

void TestSend::idsGoUp()
{
    HttpClient one(m_server->port());
    HttpClient other(m_server->port());
    LogId last;
    for (int i = 0; i < 100; ++i) {
        const LogId id = sendMessage(i % 2 ? one : other, "1", i % 3 ? "u1"_ba : ""_ba);
        QVERIFY(id > last);
        last = id;
    }
}

void TestSend::reachesItsUserOnly()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "u1");
    QCOMPARE(poll(client, "userId=u1").payloads(), "1"_ba);
    QCOMPARE(poll(client, "userId=u2").payloads(), ""_ba);
    QCOMPARE(poll(client).payloads(), ""_ba);
}

void TestSend::withoutUserIsForEveryone()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1");
    const Poll answer = poll(client, "userId=u1");
    QCOMPARE(answer.payloads(), "1"_ba);
    QVERIFY(!answer.messages.front().userId);
}

void TestSend::thePayloadPassesAsItCame_data()
{
    QTest::addColumn<QByteArray>("payload");

    QTest::newRow("null") << "null"_ba;
    QTest::newRow("false") << "false"_ba;
    QTest::newRow("number") << "0"_ba;
    QTest::newRow("number with a zero behind") << "1.50"_ba;
    QTest::newRow("exponent") << "-1E+2"_ba;
    QTest::newRow("more digits than a double has") << "3.14159265358979323846264338327950288"_ba;
    QTest::newRow("64 bits") << "18446744073709551615"_ba;
    QTest::newRow("string") << R"("")"_ba;
    QTest::newRow("escapes") << R"("\u00e9\n\/\ud83d\ude00\u0000")"_ba;
    QTest::newRow("UTF-8") << "\"\xc3\xa9\xf0\x9f\x98\x80\""_ba;
    QTest::newRow("array") << "[1,[],{}]"_ba;
    QTest::newRow("doubled members, the application's own") << R"({"a":1,"a":2})"_ba;
    QTest::newRow("names that look like ours")
        << R"({"id":"1-0","type":"sync.force","userId":"u2","__proto__":{}})"_ba;
    QTest::newRow("markup") << R"("<img src=x onerror=alert(1)>")"_ba;
}

void TestSend::thePayloadPassesAsItCame()
{
    QFETCH(const QByteArray, payload);

    HttpClient client(m_server->port());
    SyncClient listener(m_server->port(), "userId=u1");
    sendMessage(client, payload, "u1");
    const QByteArray part = "\"payload\":" + payload + ',';
    const HttpResponse response = client.get("/api/sync/poll?userId=u1");
    QVERIFY2(response.body.contains(part), response.body);
    const auto frame = listener.socket().readData();
    QVERIFY(frame);
    QVERIFY2(frame->payload.contains(part), frame->payload);
}

void TestSend::everyWellFormedTypeIsTaken_data()
{
    QTest::addColumn<QByteArray>("type");

    for (const char *type : {"a", "a_1", "order.updated", "a:b-c.d_e", "a.1", "synchronised", "a.sync"})
        QTest::newRow(type) << QByteArray(type);
    QTest::newRow("64 bytes") << QByteArray(64, 'a');
}

void TestSend::everyWellFormedTypeIsTaken()
{
    QFETCH(const QByteArray, type);

    HttpClient client(m_server->port());
    QCOMPARE(client.post("/api/sync/send", R"({"type":")" + type + R"(","payload":1})").status, 200);
    const Poll answer = poll(client);
    QCOMPARE(answer.messages.size(), 1U);
    QCOMPARE(answer.messages.front().type, type);
}

void TestSend::aMalformedTypeIsRefused_data()
{
    QTest::addColumn<QByteArray>("type");

    for (const char *type : {"", "A", "1a", "_a", ".a", "a.", "a..b", "a b", "a/b", "a.B", "a\\n", "a\\u0000",
                             "a\\u001b[2J", "\xc3\xa9", "<b>"})
        QTest::newRow(type) << QByteArray(type);
    QTest::newRow("65 bytes") << QByteArray(65, 'a');
}

void TestSend::aMalformedTypeIsRefused()
{
    QFETCH(const QByteArray, type);

    HttpClient client(m_server->port());
    const HttpResponse response = client.post("/api/sync/send", R"({"type":")" + type + R"(","payload":1})");
    QCOMPARE(response.problem(), "400 invalid_type at type"_ba);
    QCOMPARE(poll(client).payloads(), ""_ba);
}

void TestSend::aReservedTypeIsRefused_data()
{
    QTest::addColumn<QByteArray>("type");

    for (const char *type : {"sync.force", "sync.connected", "sync.ping", "sync.anything"})
        QTest::newRow(type) << QByteArray(type);
}

void TestSend::aReservedTypeIsRefused()
{
    QFETCH(const QByteArray, type);

    HttpClient client(m_server->port());
    const HttpResponse response = client.post("/api/sync/send", R"({"type":")" + type + R"(","payload":1})");
    QVERIFY(response.status == 400 || response.status == 403);
    QVERIFY2(response.problem().endsWith("reserved_type at type"), response.problem());
    QCOMPARE(poll(client).payloads(), ""_ba);
}

void TestSend::onlyAllowedTypesAreTaken()
{
    m_server = std::make_unique<ServerProcess>(std::vector<const char *>{"types.allow=chat.line,test.event"});
    HttpClient client(m_server->port());
    sendMessage(client, "1");
    const HttpResponse refused = client.post("/api/sync/send", R"({"type":"order.updated","payload":2})");
    QVERIFY2(refused.problem().contains("type_not_allowed at type"), refused.problem());
    QCOMPARE(poll(client).payloads(), "1"_ba);
}

void TestSend::unknownFieldsAreIgnored()
{
    HttpClient client(m_server->port());
    const HttpResponse response = client.post(
        "/api/sync/send", R"({"x":[{}],"id":"1-0","type":"test.event","timestamp":5,"payload":1,"userId":"u1"})");
    QCOMPARE(response.status, 200);
    const Poll answer = poll(client, "userId=u1");
    QCOMPARE(answer.payloads(), "1"_ba);
    QVERIFY(answer.messages.front().id > LogId::parse("1-0"));
}

void TestSend::whatIsMissingIsNamed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");

    QTest::newRow("type") << R"({"payload":1})"_ba
                          << "at type"_ba;
    QTest::newRow("payload") << R"({"type":"test.event"})"_ba
                             << "at payload"_ba;
    QTest::newRow("user empty") << R"({"type":"test.event","payload":1,"userId":""})"_ba
                                << "at userId"_ba;
}

void TestSend::whatIsMissingIsNamed()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, place);

    HttpClient client(m_server->port());
    const QByteArray problem = client.post("/api/sync/send", body).problem();
    QVERIFY2(problem.startsWith("400 ") && problem.endsWith(place), problem);
    QCOMPARE(poll(client).payloads(), ""_ba);
}

void TestSend::aMessageMayBe64KiBAndNoMore()
{
    HttpClient client(m_server->port());
    // "With the envelope at most 64 KiB": what the envelope takes is the server's matter, up to 512 bytes.
    const LogId id = sendMessage(client, '"' + QByteArray(65536 - 512, 'a') + '"', "u1");
    QVERIFY(id.ms > 0);
    const QByteArray body = R"({"type":"test.event","userId":"u1","payload":")" + QByteArray(65536, 'a') + "\"}";
    QCOMPARE(client.post("/api/sync/send", body).problem().left(21), "413 payload_too_large"_ba);
    QCOMPARE(poll(client, "userId=u1").messages.size(), 1U);
}

void TestSend::aUserIsTheSameInEveryNormalForm()
{
    HttpClient client(m_server->port());
    sendMessage(client, "1", "e\xcc\x81t"); // e, combining acute
    sendMessage(client, "2", "\\u00e9t");
    QCOMPARE(poll(client, "userId=%C3%A9t").payloads(), "1 2"_ba);
    QCOMPARE(poll(client, "userId=e%CC%81t").payloads(), "1 2"_ba);
    QCOMPARE(poll(client, "userId=et").payloads(), ""_ba);
}

void TestSend::aRepeatUnderItsKeyPublishesNothing()
{
    HttpClient client(m_server->port());
    const QByteArray body = R"({"type":"test.event","payload":1,"userId":"u1"})";
    const HttpFields key{{"Idempotency-Key", "key 1"}};
    const QJsonObject first = client.post("/api/sync/send", body, key).json();
    QCOMPARE(first[u"duplicate"], QJsonValue(false));
    const QJsonObject second = client.post("/api/sync/send", body, key).json();
    QCOMPARE(second[u"duplicate"], QJsonValue(true));
    QCOMPARE(second[u"id"], first[u"id"]);
    QCOMPARE(second[u"timestamp"], first[u"timestamp"]);
    QCOMPARE(second[u"success"], QJsonValue(true));
    QCOMPARE(poll(client, "userId=u1").payloads(), "1"_ba);
}

void TestSend::anotherBodyUnderTheSameKeyIsRefused()
{
    HttpClient client(m_server->port());
    const HttpFields key{{"Idempotency-Key", "key"}};
    QCOMPARE(client.post("/api/sync/send", R"({"type":"test.event","payload":1})", key).status, 200);
    const HttpResponse other = client.post("/api/sync/send", R"({"type":"test.event","payload":2})", key);
    QVERIFY2(other.problem().startsWith("422 idempotency_mismatch"), other.problem());
    QCOMPARE(poll(client).payloads(), "1"_ba);
}

void TestSend::aKeyOfTheWrongLengthIsRefused_data()
{
    QTest::addColumn<QByteArray>("key");

    QTest::newRow("empty") << ""_ba;
    QTest::newRow("129 bytes") << QByteArray(129, 'k');
}

void TestSend::aKeyOfTheWrongLengthIsRefused()
{
    QFETCH(const QByteArray, key);

    HttpClient client(m_server->port());
    const HttpResponse response
        = client.post("/api/sync/send", R"({"type":"test.event","payload":1})", {{"Idempotency-Key", key}});
    QCOMPARE(response.status, 400);
    QVERIFY2(response.problem().endsWith("at Idempotency-Key"), response.problem());
    QCOMPARE(poll(client).payloads(), ""_ba);
}

QTEST_GUILESS_MAIN(TestSend)
#include "tst_send.moc"
