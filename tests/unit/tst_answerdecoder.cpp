// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/answerdecoder.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace relais;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

/// JSON with single quotes, which moc 6.4 does not lose its way in.
std::string json(const char *text)
{
    return QByteArray(text).replace('\'', '"').toStdString();
}

} // namespace

class AnswerDecoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMessageOfTheVectorsIsReadBack()
    {
        for (const auto &value : vectors(QStringLiteral("messages.json")).array()) {
            const auto encoded = bytes(value.toObject(), "encoded").toStdString();
            const auto frame = m_decoder.decodeFrame(encoded);
            QVERIFY2(frame && std::holds_alternative<Message>(*frame), encoded.c_str());
            const auto page
                = m_decoder.decodePoll("{\"messages\":[" + encoded + ", " + encoded + " ],\"cursor\":\"1-0\"}");
            QVERIFY(page);
            QCOMPARE(page->messages.size(), 2U);
            QVERIFY(page->messages.back() == std::get<Message>(*frame));
        }
    }

    void theGreetingIsRead()
    {
        const auto frame = m_decoder.decodeFrame(json(
            "{'later':1,'type':'sync.connected','payload':{'clientId':'c1','userId':null,'cursor':'5-0','reset':true,"
            "'heartbeatMs':25000,'reconnectSpreadMs':0,'server':'s'}}"));
        QVERIFY(frame);
        const auto &connected = std::get<ConnectedFrame>(*frame);
        QCOMPARE(connected.clientId, std::string("c1"));
        QCOMPARE(connected.cursor, std::string("5-0"));
        QVERIFY(connected.reset);
        QCOMPARE(connected.heartbeat, std::optional<std::chrono::milliseconds>(25s));
        QCOMPARE(connected.reconnectSpread, std::optional<std::chrono::milliseconds>(0s));
    }

    void durationsAreCutToAnHour()
    {
        const auto notice = m_decoder.decodeForce(json("{'spreadMs':18446744073709551615}"));
        QVERIFY(notice);
        QVERIFY(notice->spread == 1h);
        QVERIFY(!m_decoder.decodeForce(json("{'spreadMs':-1}")));
        QVERIFY(!m_decoder.decodeForce(json("{'spreadMs':1.5}")));
    }

    void unknownFramesOfTheServerAreNothing()
    {
        for (const auto *text : {"{'type':'sync.pong','payload':{'timestamp':1}}", "{'type':'sync.stats'}"}) {
            const auto frame = m_decoder.decodeFrame(json(text));
            QVERIFY(frame && std::holds_alternative<OtherFrame>(*frame));
        }
        const auto logged = m_decoder.decodeFrame(json("{'id':'5-0','type':'sync.later','payload':1}"));
        QVERIFY(logged && std::holds_alternative<Message>(*logged));
    }

    void whatIsNotAsTheContractSaysIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const auto *text : {"",
                                 "[]",
                                 "1",
                                 "{",
                                 "{}",
                                 "{'type':1}",
                                 "{'type':'note','payload':1}",
                                 "{'id':'x','type':'note','payload':1}",
                                 "{'id':'5-0','type':'note'}",
                                 "{'id':'5-0','type':'note','payload':1,'timestamp':6}",
                                 "{'type':'sync.connected'}",
                                 "{'type':'sync.connected','payload':[]}",
                                 "{'type':'sync.connected','payload':{}}",
                                 "{'type':'sync.connected','payload':{'cursor':''}}",
                                 "{'type':'sync.connected','payload':{'cursor':5}}",
                                 "{'type':'sync.connected','payload':{'cursor':'a b'}}",
                                 "{'type':'sync.connected','payload':{'cursor':'5-0','reset':1}}",
                                 "{'type':'sync.connected','payload':{'cursor':'5-0','heartbeatMs':'1'}}",
                                 "{'type':'sync.ack','payload':{'ref':'1'}}",
                                 "{'type':'sync.ack','payload':{'ref':1,'id':'5-0'}}"})
            QTest::newRow(text) << QByteArray::fromStdString(json(text));
    }
    void whatIsNotAsTheContractSaysIsRefused()
    {
        QFETCH(const QByteArray, text);
        QVERIFY(!m_decoder.decodeFrame(view(text)));
        QVERIFY(!m_decoder.decodePoll(view(text)));
    }

    void anAnswerToASendNamesTheMessage()
    {
        const auto answer = m_decoder.decodeSend(json("{'success':true,'id':'5-1','timestamp':5,'duplicate':true}"));
        QVERIFY(answer && answer->isDuplicate);
        QCOMPARE(answer->id, (MessageId{5, 1}));
        for (const auto *text : {"", "[]", "{}", "{'id':5}", "{'id':'x'}", "{'id':'5-0','duplicate':1}"})
            QVERIFY2(!m_decoder.decodeSend(json(text)), text);
    }

    void aPageLeavesOutWhatItCannotRead()
    {
        const auto page = m_decoder.decodePoll(
            json("{'messages':[{'id':'5-0','type':'note','payload':[1, ']']},7,{'id':'6-0'},"
                 "{'id':'7-0','type':'note','payload':{'a':{}}}],'cursor':'7-0','reset':false,'hasMore':true}"));
        QVERIFY(page);
        QCOMPARE(page->messages.size(), 2U);
        QCOMPARE(page->messages.front().payload, json("[1, ']']"));
        QCOMPARE(page->messages.back().id, (MessageId{7, 0}));
        QCOMPARE(page->unreadable, 2U);
        QVERIFY(page->hasMore);
        QVERIFY(!page->reset);
    }

    void aTapIsReadWithItsPayloadsAsTheyWere()
    {
        const auto tap = m_decoder.decodeTap(json(
            "{'later':1,'messages':[{'id':'5-0','type':'note','payload':{'b': 1.0, 'a':12345678901234567890}},7,"
            "{'id':'7-0','type':'note','payload':'{','cut':true,'payloadBytes':70000}],'leftOut':3,'unseen':40}"));
        QVERIFY(tap);
        QCOMPARE(tap->messages.size(), 2U);
        QCOMPARE(tap->messages.front().payload, json("{'b': 1.0, 'a':12345678901234567890}"));
        QCOMPARE(tap->messages.back().payload, json("'{'"));
        QCOMPARE(tap->unreadable, 1U);
        QCOMPARE(tap->leftOut, 3U);
        QCOMPARE(tap->unseen, 40U);
    }

    void whatIsNoTapIsRefused()
    {
        QVERIFY(m_decoder.decodeTap(json("{'messages':[]}")));
        for (const auto *text :
             {"", "[]", "{}", "{'messages':{}}", "{'messages':[],'leftOut':-1}", "{'messages':[],'unseen':'many'}"})
            QVERIFY2(!m_decoder.decodeTap(json(text)), text);
    }

    void aMessageBeyondTheBoundIsRefused()
    {
        AnswerDecoder small(100);
        const auto text = json("{'id':'5-0','type':'note','payload':'") + std::string(100, 'x') + "\"}";
        QVERIFY(!small.decodeFrame(text));
        QVERIFY(m_decoder.decodeFrame(text));
    }

    void aRefusalSaysWhetherToTryAgain_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isRetryable");
        QTest::newRow("ours") << 503 << QByteArray::fromStdString(json("{'code':'log_full'}"))
                              << QByteArray("log_full") << true;
        QTest::newRow("ours, for good") << 413 << QByteArray::fromStdString(json("{'code':'payload_too_large'}"))
                                        << QByteArray("payload_too_large") << false;
        QTest::newRow("the code counts")
            << 503 << QByteArray::fromStdString(json("{'code':'forbidden'}")) << QByteArray("forbidden") << false;
        QTest::newRow("a later code") << 422 << QByteArray::fromStdString(json("{'code':'of_next_year'}"))
                                      << QByteArray("idempotency_mismatch") << false;
        QTest::newRow("a page of a proxy") << 502 << QByteArray("<html>") << QByteArray("overloaded") << true;
        QTest::newRow("a page of a CDN") << 523 << QByteArray("<html>") << QByteArray("overloaded") << true;
        QTest::newRow("a version of HTTP")
            << 505 << QByteArray("<html>") << QByteArray("http_version_not_supported") << false;
        QTest::newRow("a gateway's time-out") << 504 << QByteArray() << QByteArray("overloaded") << true;
        QTest::newRow("a proxy's login") << 401 << QByteArray("<html>") << QByteArray("unauthorized") << false;
        QTest::newRow("a fault") << 500 << QByteArray("null") << QByteArray("internal_error") << false;
        QTest::newRow("anything") << 299 << QByteArray() << QByteArray("bad_request") << false;
    }
    void aRefusalSaysWhetherToTryAgain()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, name);
        QFETCH(bool, isRetryable);
        const auto refusal = m_decoder.decodeProblem(status, view(body));
        QCOMPARE(printable(refusal.error.info().name), name);
        QCOMPARE(refusal.isRetryable, isRetryable);
    }

    void wordsForPeopleAreCutBetweenCharacters()
    {
        std::string detail;
        for (int count = 0; count < 300; ++count)
            detail += "\xe2\x82\xac"; // three bytes each
        const auto refusal = m_decoder.decodeProblem(400, "{\"code\":\"bad_request\",\"detail\":\"" + detail + "\"}");
        QCOMPARE(refusal.error.detail.size(), 510U);
    }

private:
    AnswerDecoder m_decoder{64 * 1024};
};

QTEST_APPLESS_MAIN(AnswerDecoderTest)
#include "tst_answerdecoder.moc"
