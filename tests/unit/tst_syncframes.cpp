// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/syncframes.h"

#include "tests/support/jsontext.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const std::string nasty = "a \"quoted\" \\ text\n\twith \x01 and é";

/// The payload of a frame that is exactly one text frame with a message of this type; else empty.
QJsonObject payloadOf(const std::string &frame, const char *type)
{
    const auto text = textOfFrame(frame);
    const QJsonObject object = text ? parsedObject(*text) : QJsonObject();
    if (object.size() != 2 || object[QLatin1String("type")].toString() != QLatin1String(type))
        return {};
    return object[QLatin1String("payload")].toObject();
}

} // namespace

class SyncFramesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void connectedTellsWhereTheClientStands();
    void connectedWithoutAUserSaysNull();
    void framesOfAnySizeAreValid_data();
    void framesOfAnySizeAreValid();
    void anAckNamesWhatWasSent();
    void anErrorIsARowOfTheTable_data();
    void anErrorIsARowOfTheTable();
    void anErrorOfAFrameWithoutRefHasNone();
    void anErrorSaysWhere();
    void aPongIsTheTime();
};

void SyncFramesTest::connectedTellsWhereTheClientStands()
{
    const QJsonObject payload = payloadOf(encodeConnectedFrame({.clientId = "c7",
                                                                .user = user("é\"\\"),
                                                                .cursor = MessageId{1'732'312'345'678, 9},
                                                                .reset = true,
                                                                .heartbeat = 25s,
                                                                .reconnectSpread = 5s,
                                                                .server = nasty}),
                                          "sync.connected");
    QCOMPARE(payload.size(), 7);
    QCOMPARE(at(payload, "clientId").toString(), QStringLiteral("c7"));
    QCOMPARE(at(payload, "userId").toString(), QStringLiteral("é\"\\"));
    QCOMPARE(at(payload, "cursor").toString(), QStringLiteral("1732312345678-9"));
    QCOMPARE(at(payload, "reset"), QJsonValue(true));
    QCOMPARE(at(payload, "heartbeatMs").toInt(), 25'000);
    QCOMPARE(at(payload, "reconnectSpreadMs").toInt(), 5000);
    QCOMPARE(at(payload, "server").toString(), QString::fromStdString(nasty));
}

void SyncFramesTest::connectedWithoutAUserSaysNull()
{
    const QJsonObject payload = payloadOf(encodeConnectedFrame({}), "sync.connected");
    QVERIFY(at(payload, "userId").isNull());
    QCOMPARE(at(payload, "reset"), QJsonValue(false));
    QCOMPARE(at(payload, "cursor").toString(), QStringLiteral("0-0"));
}

void SyncFramesTest::framesOfAnySizeAreValid_data()
{
    QTest::addColumn<int>("bytes");
    for (const int bytes : {0, 1, 60, 125, 126, 127, 65'000, 65'535, 65'536, 100'000})
        QTest::addRow("%d bytes", bytes) << bytes;
}

void SyncFramesTest::framesOfAnySizeAreValid()
{
    QFETCH(int, bytes);
    const std::string ref(static_cast<std::size_t>(bytes), 'x');
    const QJsonObject payload = payloadOf(encodeAckFrame(ref, {}), "sync.ack");
    QCOMPARE(at(payload, "ref").toString().size(), bytes);
}

void SyncFramesTest::anAckNamesWhatWasSent()
{
    QJsonObject payload = payloadOf(encodeAckFrame(nasty, {.id = MessageId{5, 1}, .isDuplicate = false}), "sync.ack");
    QCOMPARE(payload.size(), 3);
    QCOMPARE(at(payload, "ref").toString(), QString::fromStdString(nasty));
    QCOMPARE(at(payload, "id").toString(), QStringLiteral("5-1"));
    QCOMPARE(at(payload, "duplicate"), QJsonValue(false));
    payload = payloadOf(encodeAckFrame("", {.id = MessageId{5, 1}, .isDuplicate = true}), "sync.ack");
    QVERIFY(at(payload, "ref").isString());
    QCOMPARE(at(payload, "duplicate"), QJsonValue(true));
}

void SyncFramesTest::anErrorIsARowOfTheTable_data()
{
    QTest::addColumn<int>("index");
    for (const ErrorInfo &info : errorTable())
        QTest::newRow(std::string(info.name).c_str()) << static_cast<int>(info.code);
}

void SyncFramesTest::anErrorIsARowOfTheTable()
{
    QFETCH(int, index);
    const ErrorInfo &info = errorInfo(static_cast<ErrorCode>(index));
    const QJsonObject payload
        = payloadOf(encodeErrorFrame("r1", Error{.code = info.code, .detail = nasty}), "sync.error");
    QCOMPARE(at(payload, "ref").toString(), QStringLiteral("r1"));
    QCOMPARE(at(payload, "code").toString(), QString::fromUtf8(info.name.data(), qsizetype(info.name.size())));
    QCOMPARE(at(payload, "title").toString(), QString::fromUtf8(info.title.data(), qsizetype(info.title.size())));
    QCOMPARE(at(payload, "detail").toString(), QString::fromStdString(nasty));
    QCOMPARE(payload.contains(QLatin1String("retryAfterMs")), info.retryable);
    if (info.retryable)
        QVERIFY(at(payload, "retryAfterMs").toInt() > 0);
}

void SyncFramesTest::anErrorOfAFrameWithoutRefHasNone()
{
    const QJsonObject payload = payloadOf(encodeErrorFrame({}, Error{.code = ErrorCode::InvalidJson}), "sync.error");
    QVERIFY(!payload.isEmpty());
    QVERIFY(!payload.contains(QLatin1String("ref")));
    QVERIFY(!payload.contains(QLatin1String("at")));
    QVERIFY(!payload.contains(QLatin1String("line")));
}

void SyncFramesTest::anErrorSaysWhere()
{
    const QJsonObject payload = payloadOf(
        encodeErrorFrame({},
                         Error{.code = ErrorCode::InvalidJson, .detail = "", .at = nasty, .line = 3, .column = 14}),
        "sync.error");
    QCOMPARE(at(payload, "at").toString(), QString::fromStdString(nasty));
    QCOMPARE(at(payload, "line").toInt(), 3);
    QCOMPARE(at(payload, "column").toInt(), 14);
}

void SyncFramesTest::aPongIsTheTime()
{
    const QJsonObject payload = payloadOf(encodePongFrame(UnixTime(1'732'312'345'678ms)), "sync.pong");
    QCOMPARE(at(payload, "timestamp").toInteger(), 1'732'312'345'678);
}

QTEST_APPLESS_MAIN(SyncFramesTest)
#include "tst_syncframes.moc"
