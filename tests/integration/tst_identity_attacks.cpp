// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QJsonDocument>
#include <QTest>

#include "tests/support/authattacktest.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

/// Rows 29 and 30: ids that look like another's, or like something else than an id, and what is sent under them.
class TestIdentityAttacks : public AuthAttackTest {
    Q_OBJECT

private Q_SLOTS:
    void row29_lookAlikesAreOthers_data();
    void row29_lookAlikesAreOthers();
    void row29_oneUserHasOneNormalForm();
    void row29_keysOfIdempotencyAreNotShared_data();
    void row29_keysOfIdempotencyAreNotShared();
    void row29_nobodySendsToAnother_data();
    void row29_nobodySendsToAnother();
    void row30_anIdIsData_data();
    void row30_anIdIsData();
    void row30_anIdWithControlsIsNone_data();
    void row30_anIdWithControlsIsNone();

private:
    HttpFields mallory() const { return as("mallory"); }
};

void TestIdentityAttacks::row29_lookAlikesAreOthers_data()
{
    QTest::addColumn<QByteArray>("subject");
    for (const char *subject :
         {"Alice",       "ALICE",         "alice.",      "%61lice",     "\u0430lice", "\uff41lice", "al\u200dice",
          "al\u00adice", "al\u200bice",   "\u202ealice", "alice\u202c", "\u00e1lice", "al\u0131ce", "alice\ufe0f",
          "user:alice",  "alice,mallory", "alic",        "alice2",      "*",          "alice\\",    "\"alice\""})
        QTest::newRow(subject) << QByteArray(subject);
}

void TestIdentityAttacks::row29_lookAlikesAreOthers()
{
    QFETCH(const QByteArray, subject);
    publish(R"("secret")", "alice");
    HttpClient client(port());
    const HttpResponse own = client.get("/api/sync/poll?since=0", as(subject));
    QVERIFY(own.status == 200 || own.status == 401); // its own, or no id at all
    QVERIFY(!own.body.contains("secret"));
    const HttpResponse asked = client.get("/api/sync/poll?since=0&userId=alice", as(subject));
    QVERIFY(asked.status == 403 || asked.status == 401);
    if (own.status == 200)
        QVERIFY(SyncClient(port(), "since=0&token=" + token(subject)).isQuiet());
    const HttpResponse sent
        = client.post("/api/sync/send", R"({"type":"a.b","payload":"forged","userId":"alice"})", as(subject));
    QVERIFY(sent.status == 403 || sent.status == 401);
}

void TestIdentityAttacks::row29_oneUserHasOneNormalForm()
{
    // The one normalisation there is, NFC: é as one character and as two are one user, in tokens and queries.
    HttpClient client(port());
    const QByteArray body = R"({"type":"test.event","payload":"composed"})";
    QCOMPARE(client.post("/api/sync/send", body, as("ren\u00e9")).status, 200);
    QCOMPARE(poll(client, "since=0", as("rene\u0301")).payloads(), "composed"_ba);
    QCOMPARE(poll(client, "since=0&userId=rene%CC%81", as("ren\u00e9")).payloads(), "composed"_ba);
    QCOMPARE(poll(client, "since=0", as("rene")).payloads(), ""_ba);
}

void TestIdentityAttacks::row29_keysOfIdempotencyAreNotShared_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("tried");
    QTest::newRow("the same") << "shared"_ba
                              << "shared"_ba;
    QTest::newRow("with the name before it") << "k"_ba
                                             << R"(user:alice\nk)"_ba;
    QTest::newRow("with a line feed") << R"(a\nb)"_ba
                                      << R"(a\nb)"_ba;
    QTest::newRow("with a NUL") << R"(k\u0000)"_ba
                                << R"(k\u0000)"_ba;
}

void TestIdentityAttacks::row29_keysOfIdempotencyAreNotShared()
{
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, tried);
    const auto send = [this](const QByteArray &user, const QByteArray &payload, const QByteArray &withKey) {
        SyncClient client(port(), "token=" + token(user));
        client.send(R"({"type":"a.b","ref":"r","payload":)" + payload + R"(,"idempotencyKey":")" + withKey + "\"}");
        for (;;) {
            const QJsonObject frame = client.readObject();
            if (frame.isEmpty() || frame[u"type"].toString().startsWith(u"sync."_s))
                return frame;
        }
    };
    const QJsonObject first = send("alice", "1", key);
    // Neither alice's receipt nor a conflict with what she sent, which would tell that she did.
    const QJsonObject other = send("mallory", "2", tried);
    if (other[u"type"] == QJsonValue(u"sync.ack"_s)) {
        QCOMPARE(other[u"payload"][u"duplicate"], QJsonValue(false));
        QVERIFY(other[u"payload"][u"id"] != first[u"payload"][u"id"]);
    } else { // no such key for anyone
        QCOMPARE(other[u"payload"][u"code"], send("alice", "2", tried)[u"payload"][u"code"]);
    }
}

void TestIdentityAttacks::row29_nobodySendsToAnother_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char *body :
         {R"({"type":"a.b","payload":"forged","userId":"alice"})",
          R"({"type":"a.b","payload":"forged","userId":"\u0061lice"})",
          R"({"type":"a.b","payload":"forged","userId":"mallory","userId":"alice"})",
          R"({"type":"a.b","payload":"forged","userId":"alice","userId":"mallory"})",
          R"({"type":"a.b","payload":"forged","userId":["alice"]})",
          R"({"type":"a.b","payload":"forged","userId":{"id":"alice"}})",
          R"({"type":"a.b","payload":"forged","userId":null})", R"({"type":"a.b","payload":"forged","userId":""})",
          R"({"type":"a.b","payload":"forged","userId":"*"})",
          R"({"type":"a.b","payload":"forged","userIds":["alice"]})",
          R"({"type":"a.b","payload":"forged","userid":"alice"})",
          R"({"type":"a.b","payload":"forged","to":"alice","target":"alice"})",
          R"({"type":"sync.force","payload":"forged","userId":"alice"})"})
        QTest::newRow(body) << QByteArray(body);
}

void TestIdentityAttacks::row29_nobodySendsToAnother()
{
    QFETCH(const QByteArray, body);
    HttpClient client(port());
    const QByteArray before = poll(client, {}, as("alice")).cursor;
    SyncClient alice(port(), "token=" + token("alice"));
    const int status = client.post("/api/sync/send?userId=alice", body, mallory()).status;
    QVERIFY(QList({200, 400, 403}).contains(status)); // 200: to mallory itself
    QCOMPARE(client.post("/api/sync/broadcast", body, mallory()).status, 403);
    SyncClient socket(port(), "token=" + token("mallory"));
    QVERIFY(socket.send(body));
    QVERIFY(socket.send(R"({"type":"sync.ping"})"));
    while (socket.readObject()[u"type"] != QJsonValue(u"sync.pong"_s))
        QVERIFY(socket.socket().connection().isOpen());
    QVERIFY(alice.isQuiet());
    QCOMPARE(poll(client, "since=" + before, as("alice")).payloads(), ""_ba);
}

void TestIdentityAttacks::row30_anIdIsData_data()
{
    QTest::addColumn<QByteArray>("subject");
    for (const char *subject : {"%",
                                "_",
                                "%%",
                                "a%",
                                "'",
                                "\"",
                                "' OR '1'='1",
                                "'; DROP TABLE messages; --",
                                "*",
                                "?",
                                "[a-z]*",
                                "..",
                                "../alice",
                                "/etc/passwd",
                                "C:\\",
                                "a/b",
                                "a:b",
                                "{alice}",
                                "$1",
                                "${x}",
                                "\\",
                                "`id`",
                                "$(id)",
                                "|",
                                "&",
                                "<b>",
                                "+",
                                "#",
                                "@",
                                "~",
                                "null",
                                "undefined",
                                "true",
                                "0",
                                "-1",
                                "NaN",
                                "__proto__",
                                "constructor",
                                "hasOwnProperty",
                                "development",
                                "anonymous",
                                "everyone",
                                "server",
                                "key:0123456789ab",
                                "user:alice",
                                "sync.force",
                                "é",
                                "名前",
                                "\xf0\x9f\x98\x80",
                                "a b"})
        QTest::newRow(subject) << QByteArray(subject);
}

void TestIdentityAttacks::row30_anIdIsData()
{
    QFETCH(const QByteArray, subject);
    publish(R"("secret")", "alice");
    HttpClient client(port());
    const QByteArray before = poll(client, {}, as(subject)).cursor;
    const QByteArray neighbour = poll(client, {}, as("neighbour")).cursor;
    SyncClient socket(port(), "token=" + token(subject));
    QCOMPARE(socket.greeting()[u"userId"].toString().toUtf8(), subject);
    QCOMPARE(client.post("/api/sync/send", R"({"type":"a.b","payload":"own"})", as(subject)).status, 200);
    QCOMPARE(poll(client, "since=" + before, as(subject)).payloads(), "own"_ba);
    QCOMPARE(socket.readPayloads(1), "own"_ba);
    QCOMPARE(poll(client, "since=" + neighbour, as("neighbour")).payloads(), ""_ba);
    const QByteArray named = "since=" + before + "&userId=" + subject.toPercentEncoding();
    QCOMPARE(poll(client, named, as(subject)).payloads(), "own"_ba);
    QCOMPARE(client.get("/api/sync/poll?" + named, mallory()).problem(), "403 forbidden at userId"_ba);
    // An id may say what it likes: it has no more rights for it.
    QCOMPARE(client.get("/api/admin/audit", as(subject)).status, 403);
}

void TestIdentityAttacks::row30_anIdWithControlsIsNone_data()
{
    QTest::addColumn<QByteArray>("subject"); // as in JSON
    for (const char *subject : {R"(\ufeffalice)", R"(\ufeff)", R"(a\r\nb)", R"(a\u0000)", R"(\u0000)",
                                R"(alice\u0000x)", R"(a\tb)", R"(a\u001b[31m)", R"(a\u007f)", R"(a\u0085)",
                                R"(a\u2028b)", R"(a\u2029b)", R"(\uffff)", R"( a)", R"(a )", R"(\u00a0a)", R"()"})
        QTest::newRow(subject) << QByteArray(subject);
}

void TestIdentityAttacks::row30_anIdWithControlsIsNone()
{
    QFETCH(const QByteArray, subject);
    const QByteArray expires = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 3600);
    const QByteArray claims = R"({"sub":")" + subject + R"(","exp":)" + expires + '}';
    const std::string bad = server().forge().token(R"({"alg":"HS256"})", claims.toStdString());
    QCOMPARE(answersTo(port(), QByteArray::fromStdString(bad)), "401 401 401 401 4001"_ba);
    // Nor can it be asked for, or be sent to.
    HttpClient client(port());
    const QByteArray body = R"({"type":"a.b","payload":1,"userId":")" + subject + "\"}";
    QCOMPARE(client.post("/api/sync/send", body, as("boss", "admin")).status, 400);
    const QByteArray text = QJsonDocument::fromJson("[\"" + subject + "\"]")[0].toString().toUtf8();
    const QByteArray query = "?userId=" + text.toPercentEncoding();
    QCOMPARE(client.get("/api/sync/poll" + query, as("boss", "admin")).status, 400);
    QCOMPARE(WebSocketClient(port(), "/ws" + query).response().status, 400);
}

QTEST_GUILESS_MAIN(TestIdentityAttacks)
#include "tst_identity_attacks.moc"
