// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/tapframe.h"

#include "tests/support/jsontext.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

QJsonObject payloadOf(const TapFrame &frame, std::uint64_t leftOut = 0, std::uint64_t unseen = 0)
{
    const std::string bytes = frame.encode(leftOut, unseen);
    const QJsonObject object = parsedObject(textOfFrame(bytes).value_or(std::string_view()));
    return object[u"type"] == QJsonValue(QStringLiteral("sync.tap")) ? object[u"payload"].toObject() : QJsonObject();
}

std::string text(std::size_t size, std::string_view letter = "x")
{
    std::string json = "\"";
    while (json.size() + letter.size() < size)
        json += letter;
    return json + '"';
}

} // namespace

class TapFrameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesAreThereAsTheyAre();
    void whatIsMissingIsCounted();
    void aLargePayloadIsCutBetweenCharacters();
    void whatItTakesIsToldToTheCaller();
};

void TapFrameTest::messagesAreThereAsTheyAre()
{
    TapFrame frame;
    QVERIFY(frame.isEmpty());
    frame.add(*encoded(MessageId{5, 0}, user("al\"ice"), R"({"a":[1,2]})"));
    frame.add(*encoded(MessageId{5, 1}));
    QVERIFY(!frame.isEmpty());
    const QJsonArray messages = payloadOf(frame)[u"messages"].toArray();
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages[0].toObject(),
             parsedObject(encoded(MessageId{5, 0}, user("al\"ice"), R"({"a":[1,2]})")->json()));
    QCOMPARE(messages[1][u"id"], QJsonValue(QStringLiteral("5-1")));
}

void TapFrameTest::whatIsMissingIsCounted()
{
    const QJsonObject payload = payloadOf(TapFrame(), 17, 18);
    QCOMPARE(payload[u"messages"].toArray().size(), 0);
    QCOMPARE(payload[u"leftOut"], QJsonValue(17));
    QCOMPARE(payload[u"unseen"], QJsonValue(18));
}

void TapFrameTest::aLargePayloadIsCutBetweenCharacters()
{
    for (const char *letter : {"x", "é", "€", "🎈", "\\\"", "\\\\"}) {
        TapFrame frame;
        const std::string payload = text(50'000, letter);
        frame.add(*encoded(MessageId{7, 3}, user("alice"), payload));
        const QJsonObject message = payloadOf(frame)[u"messages"][0].toObject();
        QCOMPARE(message[u"id"], QJsonValue(QStringLiteral("7-3")));
        QCOMPARE(message[u"type"], QJsonValue(QStringLiteral("note")));
        QCOMPARE(message[u"userId"], QJsonValue(QStringLiteral("alice")));
        QCOMPARE(message[u"timestamp"], QJsonValue(7));
        QCOMPARE(message[u"cut"], QJsonValue(true));
        QCOMPARE(message[u"payloadBytes"], QJsonValue(static_cast<qint64>(payload.size())));
        const QByteArray shown = message[u"payload"].toString().toUtf8();
        QVERIFY(shown.size() > 4090 && shown.size() <= 4096);
        QVERIFY(QByteArray::fromStdString(payload).startsWith(shown));
    }
}

void TapFrameTest::whatItTakesIsToldToTheCaller()
{
    TapFrame frame;
    const auto message = encoded(MessageId{5, 0});
    QCOMPARE(frame.add(*message), message->json().size());
    QCOMPARE(frame.add(*message), message->json().size() + 1);
    QVERIFY(frame.add(*encoded(MessageId{5, 1}, {}, text(60'000))) < TapFrame::maximumMessageBytes);
}

QTEST_APPLESS_MAIN(TapFrameTest)
#include "tst_tapframe.moc"
