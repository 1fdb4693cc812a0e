// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/pollanswer.h"

#include "common/protocol/decimal.h"
#include "tests/support/jsontext.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

class PollAnswerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutMessagesThereIsAFreshCursor();
    void messagesAreQuotedAsTheyAreEncoded();
    void resetAndHasMoreAreSaid();
    void everyMemberOfTheContractIsThere();
};

void PollAnswerTest::withoutMessagesThereIsAFreshCursor()
{
    const QJsonObject answer = parsedObject(encodePollAnswer({.position = MessageId{1'732'312'345'678, 4}}));
    QCOMPARE(at(answer, "success"), QJsonValue(true));
    QVERIFY(at(answer, "messages").isArray());
    QCOMPARE(at(answer, "messages").toArray().size(), 0);
    QCOMPARE(at(answer, "count").toInt(-1), 0);
    QCOMPARE(at(answer, "cursor").toString(), QStringLiteral("1732312345678-4"));
}

void PollAnswerTest::messagesAreQuotedAsTheyAreEncoded()
{
    ReadResult result;
    const UserId alice = user("ali\"ce");
    result.messages = {encoded(MessageId{5, 0}, alice, R"({"a":[1, 2.50 ,"\u00e9"]})"), encoded(MessageId{5, 1}),
                       encoded(MessageId{6, 0}, {}, R"("text")")};
    result.position = MessageId{6, 0};
    const std::string body = encodePollAnswer(result);
    const QJsonArray messages = at(parsedObject(body), "messages").toArray();
    QCOMPARE(messages.size(), 3);
    QCOMPARE(at(parsedObject(body), "count").toInt(), 3);
    for (const EncodedMessagePtr &message : result.messages)
        QVERIFY(body.find(message->json()) != std::string::npos);
    QCOMPARE(messages[0].toObject()[QLatin1String("userId")].toString(), QStringLiteral("ali\"ce"));
    QCOMPARE(messages[2].toObject()[QLatin1String("payload")].toString(), QStringLiteral("text"));
}

void PollAnswerTest::resetAndHasMoreAreSaid()
{
    for (const bool reset : {false, true}) {
        for (const bool hasMore : {false, true}) {
            const QJsonObject answer = parsedObject(encodePollAnswer({.reset = reset, .hasMore = hasMore}));
            QCOMPARE(at(answer, "reset"), QJsonValue(reset));
            QCOMPARE(at(answer, "hasMore"), QJsonValue(hasMore));
        }
    }
}

void PollAnswerTest::everyMemberOfTheContractIsThere()
{
    const QJsonObject answer = parsedObject(encodePollAnswer({.timestamp = maximumSafeInteger}));
    QStringList names = answer.keys();
    names.sort();
    QCOMPARE(names.join(u' '), QStringLiteral("count cursor hasMore messages reset success timestamp"));
    QCOMPARE(at(answer, "timestamp").toInteger(), qint64(maximumSafeInteger));
}

QTEST_APPLESS_MAIN(PollAnswerTest)
#include "tst_pollanswer.moc"
