// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/queue/encodedmessage.h"

#include "common/protocol/messagecodec.h"
#include "tests/support/jsontext.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

class EncodedMessageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFrameIsItsJsonInOneTextFrame_data();
    void theFrameIsItsJsonInOneTextFrame();
    void theJsonIsTheMessage();
    void itSaysWhoItIsForAndWhenItCame();
    void itsPartsAreFoundInItsJson_data();
    void itsPartsAreFoundInItsJson();
    void itsMemoryCoversWhatItHolds();
};

void EncodedMessageTest::itsPartsAreFoundInItsJson_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("userName");
    for (const char *payload :
         {"1", "null", "{}", "\"\"", "[1, 2]", "\",\\\"type\\\":\\\"x\\\"\"",
          "{\"type\":\"other\",\"payload\":2,\"timestamp\":3,\"userId\":\"bob\"}", "\",\\\"timestamp\\\":\""}) {
        QTest::addRow("%s, broadcast", payload) << QByteArray(payload) << QByteArray();
        QTest::addRow("%s, own", payload) << QByteArray(payload) << QByteArray("al\"ice \\ é");
    }
}

void EncodedMessageTest::itsPartsAreFoundInItsJson()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QByteArray, userName);
    std::optional<UserId> to;
    if (!userName.isEmpty())
        to = user(userName.toStdString());
    const Message message{
        .id = MessageId{5, 7}, .type = "order.updated", .payload = payload.toStdString(), .userId = to};
    const EncodedMessage encodedMessage(message, {});
    QCOMPARE(toBytes(encodedMessage.type()), QByteArray("order.updated"));
    QCOMPARE(toBytes(encodedMessage.payload()), payload);
}

void EncodedMessageTest::theFrameIsItsJsonInOneTextFrame_data()
{
    QTest::addColumn<int>("bytes");
    for (const int bytes : {1, 40, 70, 1000, 65'400, 65'480, 65'535, 65'536, 200'000}) // each form of the header
        QTest::addRow("%d bytes", bytes) << bytes;
}

void EncodedMessageTest::theFrameIsItsJsonInOneTextFrame()
{
    QFETCH(int, bytes);
    const auto message = encoded(MessageId{5, 0}, {}, std::string(static_cast<std::size_t>(bytes), '1'));
    const auto json = textOfFrame(message->frame());
    QVERIFY(json.has_value());
    QCOMPARE(toBytes(*json), toBytes(message->json()));
    // Nothing is copied: what a poll quotes are the bytes that a WebSocket sends.
    QCOMPARE(static_cast<const void *>(json->data()), static_cast<const void *>(message->json().data()));
}

void EncodedMessageTest::theJsonIsTheMessage()
{
    const Message message{.id = MessageId{1'732'312'345'678, 3},
                          .type = "order.updated",
                          .payload = R"({"text":"é", "n":1.50})",
                          .userId = user("al\"ice")};
    const EncodedMessage encodedMessage(message, {});
    const Result<Message> decoded = MessageDecoder().decodeMessage(encodedMessage.json());
    QVERIFY(decoded.ok());
    QVERIFY(*decoded == message);
}

void EncodedMessageTest::itSaysWhoItIsForAndWhenItCame()
{
    const MonotonicTime arrival(5s);
    const auto own = encoded(MessageId{5, 0}, user("alice"), "1", arrival);
    QVERIFY(own->userId() == user("alice"));
    QVERIFY(!own->isBroadcast());
    QVERIFY(own->arrival() == arrival);
    QVERIFY(encoded(MessageId{5, 1})->isBroadcast());
    QCOMPARE(text(own->id()), QStringLiteral("5-0"));
}

void EncodedMessageTest::itsMemoryCoversWhatItHolds()
{
    const auto small = encoded(MessageId{5, 0});
    const auto large = encoded(MessageId{5, 0}, {}, std::string(10'000, '1'));
    QVERIFY(small->memoryBytes() >= sizeof(EncodedMessage) + small->frame().size());
    QVERIFY(large->memoryBytes() >= sizeof(EncodedMessage) + large->frame().size());
    QVERIFY(large->memoryBytes() < 12'000);
}

QTEST_APPLESS_MAIN(EncodedMessageTest)
#include "tst_encodedmessage.moc"
