// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QTest>

#include "tests/support/attacktest.h"

using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A send with this payload.
QByteArray withPayload(const QByteArray &payload)
{
    return R"({"type":"test.event","userId":"attacker","payload":)" + payload + '}';
}

QByteArray nested(int depth)
{
    return QByteArray("[").repeated(depth) + QByteArray("]").repeated(depth);
}

} // namespace

/// Rows 16 to 18: bodies and frames that are not JSON, or not of the right shape. A body and a frame are
/// judged alike.
class TestJsonAttacks : public AttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row16_whatIsNotJsonIsRefusedWithItsPlace_data();
    void row16_whatIsNotJsonIsRefusedWithItsPlace();
    void row16_thePlaceIsExact();
    void row16_depthIsBounded();
    void row16_doubledMembersOfTheEnvelopeAreRefused_data();
    void row16_doubledMembersOfTheEnvelopeAreRefused();
    void row16_invalidUtf8IsRefused_data();
    void row16_invalidUtf8IsRefused();
    void row17_collidingKeysTakeLinearTime_data();
    void row17_collidingKeysTakeLinearTime();
    void row17_collidingUsersTakeLinearTime();
    void row18_everyFieldWithEveryType_data();
    void row18_everyFieldWithEveryType();
    void row18_whatIsNotAnObjectIsRefused_data();
    void row18_whatIsNotAnObjectIsRefused();

private:
    HttpResponse send(const QByteArray &body) { return HttpClient(port()).post("/api/sync/send", body); }
    QJsonObject sendFrame(const QByteArray &text)
    {
        SyncClient client(port(), "userId=another");
        client.send(text);
        const QJsonObject error = client.readPayloadOf("sync.error");
        return client.isQuiet() ? error : QJsonObject();
    }
    std::size_t arrived()
    {
        HttpClient client(port());
        return poll(client, "userId=attacker").messages.size();
    }
};

void TestJsonAttacks::row16_whatIsNotJsonIsRefusedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("blanks") << " \n\t"_ba;
    QTest::newRow("cut short") << R"({"type":"test.event")"_ba;
    QTest::newRow("trailing text") << withPayload("1") + "x";
    QTest::newRow("second document") << withPayload("1") + withPayload("2");
    QTest::newRow("trailing comma") << R"({"type":"test.event","payload":1,})"_ba;
    QTest::newRow("byte order mark") << "\xef\xbb\xbf" + withPayload("1");
    QTest::newRow("single quotes") << "{'type':'test.event','payload':1}"_ba;
    QTest::newRow("comment") << "/* */" + withPayload("1");
    QTest::newRow("NUL behind") << withPayload("1") + QByteArray(1, '\0');

    for (const char *payload : {"NaN",
                                "Infinity",
                                "-Infinity",
                                "nul",
                                "True",
                                "undefined",
                                "01",
                                "-01",
                                "1.",
                                ".5",
                                "-.5",
                                "+1",
                                "1e",
                                "1e+",
                                "0x10",
                                "1_000",
                                "-",
                                "--1",
                                "1e999",
                                "-1e999",
                                "[1,]",
                                "[,1]",
                                "[1,,2]",
                                "[1 2]",
                                "[",
                                "]",
                                "[}",
                                "{\"a\"}",
                                "{\"a\":}",
                                "{\"a\":1,}",
                                "{,}",
                                "{a:1}",
                                "{1:1}",
                                "{\"a\" 1}",
                                "{\"a\":1 \"b\":2}",
                                "\"",
                                "\"\\\"",
                                "\"\\x41\"",
                                "\"\\u12\"",
                                "\"\\u12g4\"",
                                "\"\\ud800\"",
                                "\"\\udc00\"",
                                "\"\\ud800\\ud800\"",
                                "\"\\ud800x\"",
                                "\"\\'\"",
                                "\"\\\n\"",
                                "\"\x01\"",
                                "\"\n\"",
                                "\"\t\"",
                                "\"\x1f\"",
                                "\"a\"b",
                                "'a'",
                                "1\f",
                                "\xc2\xa0"
                                "1"})
        QTest::addRow("payload %s", QByteArray(payload).toPercentEncoding().constData()) << withPayload(payload);
    QTest::newRow("payload NUL") << withPayload("\"a\0b\""_ba);
}

void TestJsonAttacks::row16_whatIsNotJsonIsRefusedWithItsPlace()
{
    QFETCH(const QByteArray, text);

    const HttpResponse response = send(text);
    QVERIFY2(response.problem().startsWith("400 invalid_json"), response.problem() + ' ' + response.body);
    QVERIFY(response.json()[u"line"].toInt() >= 1);
    QVERIFY(response.json()[u"column"].toInt() >= 1);
    const QJsonObject error = sendFrame(text);
    QCOMPARE(error[u"code"], QJsonValue(u"invalid_json"_s));
    QCOMPARE(arrived(), 0U);
}

void TestJsonAttacks::row16_thePlaceIsExact()
{
    const HttpResponse response = send("{\n  \"type\": \"test.event\",\n  \"payload\": ?\n}");
    QCOMPARE(response.problem(), "400 invalid_json at payload"_ba);
    QCOMPARE(response.json()[u"line"], QJsonValue(3));
    QCOMPARE(response.json()[u"column"], QJsonValue(14));
}

void TestJsonAttacks::row16_depthIsBounded()
{
    HttpClient client(port());
    QCOMPARE(
        client.post("/api/sync/send", R"({"type":"test.event","userId":"deep","payload":)" + nested(32) + '}').status,
        200);
    for (const int depth : {33, 1000, 30'000}) {
        const HttpResponse response = send(withPayload(nested(depth)));
        QVERIFY2(response.problem().startsWith("400 nesting_too_deep at payload"), response.problem());
        QCOMPARE(sendFrame(withPayload(nested(depth)))[u"code"], QJsonValue(u"nesting_too_deep"_s));
    }
    // Without an end, in an unknown member, and as large as a body may be.
    QCOMPARE(send(QByteArray(60'000, '[')).status, 400);
    QCOMPARE(send(R"({"x":)" + nested(30'000) + R"(,"type":"test.event","payload":1,"userId":"attacker"})").status,
             400);
    QVERIFY(send(QByteArray(1'000'000, '[')).status >= 400);
    QCOMPARE(arrived(), 0U);
}

void TestJsonAttacks::row16_doubledMembersOfTheEnvelopeAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");

    QTest::newRow("type") << R"({"type":"a","type":"b","payload":1})"_ba
                          << "at type"_ba;
    QTest::newRow("payload") << R"({"type":"a","payload":1,"payload":2})"_ba
                             << "at payload"_ba;
    QTest::newRow("userId") << R"({"type":"a","payload":1,"userId":"attacker","userId":"other"})"_ba
                            << "at userId"_ba;
    QTest::newRow("escaped") << R"({"type":"a","payload":1,"userId":"attacker","user\u0049d":"other"})"_ba
                             << "at userId"_ba;
}

void TestJsonAttacks::row16_doubledMembersOfTheEnvelopeAreRefused()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, place);

    const QByteArray problem = send(text).problem();
    QVERIFY2(problem.startsWith("400 ") && problem.endsWith(place), problem);
    QVERIFY(!sendFrame(text).isEmpty());
    QCOMPARE(arrived(), 0U);
}

void TestJsonAttacks::row16_invalidUtf8IsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("byte that never stands") << "\xff"_ba;
    QTest::newRow("Latin-1") << "caf\xe9"_ba;
    QTest::newRow("overlong") << "\xc0\xaf"_ba;
    QTest::newRow("surrogate") << "\xed\xa0\x80"_ba;
    QTest::newRow("beyond Unicode") << "\xf4\x90\x80\x80"_ba;
    QTest::newRow("cut short") << "\xe2\x82"_ba;
}

void TestJsonAttacks::row16_invalidUtf8IsRefused()
{
    QFETCH(const QByteArray, bytes);

    for (const QByteArray &text : {withPayload('"' + bytes + '"'), withPayload("{\"" + bytes + "\":1}"),
                                   R"({"type":"test.event","payload":1,"userId":")" + bytes + "\"}",
                                   R"({"type":")" + bytes + R"(","payload":1})"}) {
        const QByteArray problem = send(text).problem();
        QVERIFY2(problem.startsWith("400 invalid_json"), problem);
    }
    QCOMPARE(arrived(), 0U);
}

void TestJsonAttacks::row17_collidingKeysTakeLinearTime_data()
{
    QTest::addColumn<QByteArray>("text");

    // Keys that are one in the multiplicative hashes of Java, DJB and many others: words of "Aa" and "BB".
    QByteArrayList words;
    for (int word = 0; word < 4096; ++word) {
        QByteArray key;
        for (int bit = 0; bit < 12; ++bit)
            key += word & (1 << bit) ? "Aa" : "BB";
        words += '"' + key + "\":0";
    }
    QTest::newRow("in the payload") << withPayload('{' + words.first(1500).join(',') + '}');
    QTest::newRow("in the envelope") << R"({"type":"test.event","userId":"keys","payload":1,)"
            + words.first(1500).join(',') + '}';
    QTest::newRow("the same a thousand times")
        << withPayload('{' + (words.first() + ',').repeated(1499) + words.first() + '}');
    QByteArray tiny;
    for (int i = 0; i < 8000; ++i)
        tiny += "\"\":0,";
    QTest::newRow("empty names") << withPayload('{' + tiny.chopped(1) + '}');
}

void TestJsonAttacks::row17_collidingKeysTakeLinearTime()
{
    QFETCH(const QByteArray, text);

    // What compares each key with each other takes a hundred million steps a request; the bound leaves room
    // for a sanitizer.
    HttpClient client(port());
    const auto before = server().cpuTime();
    for (int i = 0; i < 50; ++i) {
        const int status = client.post("/api/sync/send", QByteArray(text).replace("attacker", "keys")).status;
        QVERIFY(status == 200 || status == 400);
    }
    QVERIFY(server().cpuTime() - before < 5s);
}

void TestJsonAttacks::row17_collidingUsersTakeLinearTime()
{
    QByteArrayList users;
    for (int word = 0; word < 1024; ++word) {
        QByteArray user;
        for (int bit = 0; bit < 10; ++bit)
            user += word & (1 << bit) ? "Aa" : "BB";
        users += '"' + user + '"';
    }
    HttpClient client(port());
    const auto before = server().cpuTime();
    for (int i = 0; i < 20; ++i) {
        const HttpResponse response = client.post(
            "/api/sync/broadcast", R"({"type":"test.event","payload":1,"userIds":[)" + users.join(',') + "]}");
        QVERIFY2(response.status == 200 || response.status == 400, response.body);
    }
    QVERIFY(server().cpuTime() - before < 5s);
}

void TestJsonAttacks::row18_everyFieldWithEveryType_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("field");

    struct Field {
        const char *route;
        const char *name;
        const char *others; ///< what else the body needs
        const char *allowed; ///< the one type of value that is right
    };
    const std::vector<Field> fields{
        {"send", "type", R"("payload":1)", "string"},
        {"send", "userId", R"("type":"a","payload":1)", "string"},
        {"broadcast", "type", R"("payload":1)", "string"},
        {"broadcast", "userIds", R"("type":"a","payload":1)", "array"},
        {"force", "userId", R"("x":1)", "string"},
        {"force", "reason", R"("x":1)", "string"},
        {"force", "spreadMs", R"("x":1)", "number"},
    };
    const std::vector<std::pair<const char *, const char *>> values{
        {"null", "null"},
        {"boolean", "true"},
        {"boolean", "false"},
        {"number", "0"},
        {"number", "-1"},
        {"number", "1e300"},
        {"number", "18446744073709551616"},
        {"string", R"("a")"},
        {"array", "[]"},
        {"array", R"([["a"]])"},
        {"object", "{}"},
        {"object", R"({"toString":"a","length":1})"},
    };
    for (const Field &field : fields) {
        for (const auto &[type, value] : values) {
            // A null is what many clients write for "none"; the contract does not say so, so it is not
            // tested.
            if (QByteArrayView(type) == field.allowed || QByteArrayView(type) == "null")
                continue;
            const QByteArray body = QByteArray("{\"") + field.name + "\":" + value + ',' + field.others + '}';
            QTest::addRow("%s %s %s", field.route, field.name, value)
                << QByteArray(field.route) << body << QByteArray(field.name);
        }
    }
}

void TestJsonAttacks::row18_everyFieldWithEveryType()
{
    QFETCH(const QByteArray, route);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, field);

    const QByteArray problem = HttpClient(port()).post("/api/sync/" + route, body).problem();
    QVERIFY2(problem.startsWith("400 ") && problem.endsWith(" at " + field), problem);
    if (route == "send") {
        const QJsonObject error = sendFrame(body);
        QVERIFY(!error.isEmpty());
        QVERIFY(error[u"detail"].toString().contains(QString::fromUtf8(field))
                || error[u"at"].toString().toUtf8() == field);
    }
}

void TestJsonAttacks::row18_whatIsNotAnObjectIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");

    for (const char *text : {"null", "true", "0", "\"a\"", "[]", R"([{"type":"a","payload":1}])"})
        QTest::newRow(text) << QByteArray(text);
}

void TestJsonAttacks::row18_whatIsNotAnObjectIsRefused()
{
    QFETCH(const QByteArray, text);

    for (const char *route : {"send", "broadcast", "force"}) {
        const QByteArray problem = HttpClient(port()).post(QByteArray("/api/sync/") + route, text).problem();
        QVERIFY2(problem.startsWith("400 invalid_field"), problem);
    }
    QCOMPARE(sendFrame(text)[u"code"], QJsonValue(u"invalid_field"_s));
}

QTEST_GUILESS_MAIN(TestJsonAttacks)
#include "tst_json_attacks.moc"
