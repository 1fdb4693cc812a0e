// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/tokensource.h"

#include <QTest>

using namespace relais::client;
using namespace Qt::StringLiterals;

class TokenSourceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutAProviderTheTokenIsEmpty()
    {
        TokenSource source({});
        QVERIFY(ask(source, TokenUse::Ask) == std::optional(QByteArray()));
    }

    void aTokenIsKeptForAsLongAsNoneIsAskedFor()
    {
        int asked = 0;
        int renewed = 0;
        TokenSource source([&](const TokenRequest &request, const TokenReply &reply) {
            renewed += request.wasRefused;
            reply("token" + QByteArray::number(++asked));
        });
        QVERIFY(ask(source, TokenUse::Keep) == "token1"_ba);
        QVERIFY(ask(source, TokenUse::Keep) == "token1"_ba);
        QVERIFY(ask(source, TokenUse::Ask) == "token2"_ba);
        QCOMPARE(renewed, 0);
        QVERIFY(ask(source, TokenUse::Renew) == "token3"_ba);
        QVERIFY(ask(source, TokenUse::Keep) == "token3"_ba);
        QCOMPARE(renewed, 1);
    }

    void whatCouldNotStandInAFieldIsNoToken_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("another field") << "a\r\nX-Admin: 1"_ba;
        QTest::newRow("blank") << "a b"_ba;
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
        QTest::newRow("not ASCII") << "\xc3\xa9"_ba;
        QTest::newRow("long") << QByteArray(8193, 'a');
    }
    void whatCouldNotStandInAFieldIsNoToken()
    {
        QFETCH(const QByteArray, token);
        TokenSource source([&](const TokenRequest &, const TokenReply &reply) { reply(token); });
        QVERIFY(!ask(source, TokenUse::Ask));
    }

    void aReplyCountsOnceAndNotForWhoIsGone()
    {
        TokenReply kept;
        TokenSource source([&](const TokenRequest &, const TokenReply &reply) { kept = reply; });
        int answers = 0;
        {
            QObject context;
            source.ask(TokenUse::Ask, &context, [&](const auto &) { ++answers; });
            kept("a");
            kept("a");
            QCOMPARE(answers, 1);
            source.ask(TokenUse::Ask, &context, [&](const auto &) { ++answers; });
        }
        kept("b");
        QCOMPARE(answers, 1);
    }

    void aReplyMayOutliveTheSource()
    {
        TokenReply kept;
        {
            TokenSource source([&](const TokenRequest &, const TokenReply &reply) { kept = reply; });
            QObject context;
            source.ask(TokenUse::Ask, &context, [](const auto &) { QFAIL("nobody is there"); });
        }
        kept("a");
    }

private:
    std::optional<QByteArray> ask(TokenSource &source, TokenUse use)
    {
        std::optional<QByteArray> answer = "no answer"_ba;
        source.ask(use, this, [&](const std::optional<QByteArray> &token) { answer = token; });
        return answer;
    }
};

QTEST_APPLESS_MAIN(TokenSourceTest)
#include "tst_tokensource.moc"
