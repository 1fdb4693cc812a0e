// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "common/client/sender.h"

using namespace relais;
using namespace relais::client;
using namespace std::chrono_literals;
using Route = Sender::Route;

class SenderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atMostAWindowOfFramesIsUnderWay()
    {
        Sender sender(m_rules, m_random);
        fill(sender, Sender::window + 10);
        QCOMPARE(flushed(sender, Route::WebSocket), Sender::window);
        QCOMPARE(flushed(sender, Route::WebSocket), 0U);
        acknowledge(sender, 1);
        QCOMPARE(flushed(sender, Route::WebSocket), 1U);
    }

    void onePostAtATimeIsUnderWay()
    {
        Sender sender(m_rules, m_random);
        fill(sender, 3);
        QCOMPARE(flushed(sender, Route::Http), 1U);
        QCOMPARE(flushed(sender, Route::Http), 0U);
        QCOMPARE(flushed(sender, Route::WebSocket), 0U); // the POST is waited for
        QVERIFY(sender.deadline(Route::WebSocket) == m_now + m_rules.connectionTimeout);
        post(sender, {.status = 200, .body = R"({"id":"5-0"})"});
        QCOMPARE(flushed(sender, Route::WebSocket), 2U);
    }

    void withoutARouteNothingGoesOut()
    {
        Sender sender(m_rules, m_random);
        fill(sender, 3);
        QCOMPARE(flushed(sender, Route::None), 0U);
        QVERIFY(!sender.deadline(Route::None));
    }

    void aWholeWindowThatIsRefusedForNowIsOneFailure()
    {
        Sender sender(m_rules, m_random);
        fill(sender, Sender::window);
        flushed(sender, Route::WebSocket);
        Effects effects;
        for (std::size_t handle = 1; handle <= Sender::window; ++handle) {
            sender.refused({std::to_string(handle), {ErrorCode::RateLimited, {}, {}, 0, 0, 900ms}, true}, m_now,
                           effects);
        }
        QVERIFY(effects.empty());
        QVERIFY(sender.deadline(Route::WebSocket) == m_now + 900ms + 500ms);
        QCOMPARE(flushed(sender, Route::WebSocket), 0U);
        m_now += 1400ms;
        QCOMPARE(flushed(sender, Route::WebSocket), Sender::window);
    }

    void aRefusalOfWhatNobodySentIsNothing()
    {
        Sender sender(m_rules, m_random);
        Effects effects;
        for (const auto *ref : {"7", "x", ""})
            sender.refused({ref, {ErrorCode::Forbidden, {}, {}}, false}, m_now, effects);
        sender.refused({std::nullopt, {ErrorCode::Forbidden, {}, {}}, false}, m_now, effects);
        post(sender, {.status = 200, .body = R"({"id":"5-0"})"});
        QVERIFY(effects.empty());
    }

    void stoppingKeepsWhatWasNotAnswered()
    {
        Sender sender(m_rules, m_random);
        fill(sender, 2);
        flushed(sender, Route::Http);
        Effects effects;
        sender.stop(effects);
        QCOMPARE(effects.size(), 1U);
        QVERIFY(std::holds_alternative<AbortPost>(effects.front()));
        QCOMPARE(sender.outbox().size(), 2U);
        QCOMPARE(flushed(sender, Route::WebSocket), 2U);
    }

private:
    static void fill(Sender &sender, std::size_t count)
    {
        while (count-- > 0)
            QVERIFY(sender.add({.type = "note", .payload = "1"}, "key"));
    }
    std::size_t flushed(Sender &sender, Route route) const
    {
        Effects effects;
        sender.flush(route, m_now, effects);
        return effects.size();
    }
    static void acknowledge(Sender &sender, int handle)
    {
        Effects effects;
        sender.acknowledged({std::to_string(handle), {5, 0}, false}, effects);
        QCOMPARE(effects.size(), 1U);
    }
    void post(Sender &sender, const HttpAnswer &answer)
    {
        Effects effects;
        sender.postAnswered(answer, m_decoder, m_now, effects);
    }

    const ConnectionRules m_rules{};
    const std::function<double()> m_random = [] {
        return 0.5;
    };
    AnswerDecoder m_decoder{1024};
    MonotonicTime m_now{100s};
};

QTEST_APPLESS_MAIN(SenderTest)
#include "tst_sender.moc"
