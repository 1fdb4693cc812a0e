// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/endpoints.h"

#include <QTest>
#include <QUrlQuery>

using relais::client::Endpoints;
using namespace Qt::StringLiterals;

class EndpointsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachUrlFollowsFromTheOther_data()
    {
        QTest::addColumn<QString>("websocketUrl");
        QTest::addColumn<QString>("pollingUrl");
        QTest::addColumn<QString>("socket");
        QTest::addColumn<QString>("poll");

        QTest::newRow("WebSocket") << u"ws://host:5000/ws"_s << u""_s << u"ws://host:5000/ws"_s
                                   << u"http://host:5000/api/sync/poll"_s;
        QTest::newRow("TLS") << u"wss://host/ws"_s << u""_s << u"wss://host/ws"_s << u"https://host/api/sync/poll"_s;
        QTest::newRow("no path") << u"ws://host:5000"_s << u""_s << u"ws://host:5000/ws"_s
                                 << u"http://host:5000/api/sync/poll"_s;
        QTest::newRow("behind a prefix") << u"wss://host/relais/ws"_s << u""_s << u"wss://host/relais/ws"_s
                                         << u"https://host/relais/api/sync/poll"_s;
        QTest::newRow("base") << u""_s << u"http://host:5000/api/sync"_s << u"ws://host:5000/ws"_s
                              << u"http://host:5000/api/sync/poll"_s;
        QTest::newRow("base with a slash")
            << u""_s << u"https://host/x/api/sync/"_s << u"wss://host/x/ws"_s << u"https://host/x/api/sync/poll"_s;
        QTest::newRow("poll") << u""_s << u"http://host/api/sync/poll"_s << u"ws://host/ws"_s
                              << u"http://host/api/sync/poll"_s;
        QTest::newRow("host only") << u""_s << u"http://host"_s << u"ws://host/ws"_s
                                   << u"http://host/api/sync/poll"_s;
        QTest::newRow("both") << u"ws://a/live"_s << u"https://b/poll"_s << u"ws://a/live"_s
                              << u"https://b/api/sync/poll"_s;
        QTest::newRow("query") << u"ws://host/ws?tenant=7#x"_s << u""_s << u"ws://host/ws?tenant=7"_s
                               << u"http://host/api/sync/poll?tenant=7"_s;
    }
    void eachUrlFollowsFromTheOther()
    {
        QFETCH(const QString, websocketUrl);
        QFETCH(const QString, pollingUrl);
        QFETCH(const QString, socket);
        QFETCH(const QString, poll);
        const auto endpoints = Endpoints::from(QUrl(websocketUrl), QUrl(pollingUrl), {});
        QVERIFY(endpoints);
        QCOMPARE(endpoints->webSocket.toString(), socket);
        QCOMPARE(endpoints->poll.toString(), poll);
        QCOMPARE(endpoints->send.toString(), QString(poll).replace(u"/poll"_s, u"/send"_s));
    }

    void unusableUrlsAreRefused_data()
    {
        QTest::addColumn<QString>("websocketUrl");
        QTest::addColumn<QString>("pollingUrl");
        QTest::addColumn<QByteArray>("at");

        QTest::newRow("none") << u""_s << u""_s << "websocketUrl"_ba;
        QTest::newRow("scheme") << u"http://host/ws"_s << u""_s << "websocketUrl"_ba;
        QTest::newRow("polling scheme") << u""_s << u"file:///api/sync"_s << "pollingUrl"_ba;
        QTest::newRow("no host") << u"ws:///ws"_s << u""_s << "websocketUrl"_ba;
        QTest::newRow("credentials") << u"ws://user:secret@host/ws"_s << u""_s << "websocketUrl"_ba;
        QTest::newRow("user") << u""_s << u"https://user@host/api/sync"_s << "pollingUrl"_ba;
        QTest::newRow("nothing follows") << u"ws://host/live"_s << u""_s << "pollingUrl"_ba;
        QTest::newRow("nothing follows either") << u""_s << u"http://host/elsewhere"_s << "websocketUrl"_ba;
    }
    void unusableUrlsAreRefused()
    {
        QFETCH(const QString, websocketUrl);
        QFETCH(const QString, pollingUrl);
        QFETCH(const QByteArray, at);
        const auto endpoints = Endpoints::from(QUrl(websocketUrl), QUrl(pollingUrl), {});
        QVERIFY(!endpoints);
        QCOMPARE(endpoints.error().code, relais::ErrorCode::InvalidParameter);
        QCOMPARE(QByteArray::fromStdString(endpoints.error().at), at);
        QVERIFY(endpoints.error().detail.find("secret") == std::string::npos);
    }

    void theUserStandsWhereMessagesAreRead()
    {
        const auto endpoints = Endpoints::from(QUrl(u"ws://host/ws"_s), {}, u"a&b=c+d é"_s);
        QVERIFY(endpoints);
        QCOMPARE(endpoints->webSocket.toEncoded(), "ws://host/ws?userId=a%26b%3Dc%2Bd%20%C3%A9"_ba);
        QCOMPARE(endpoints->poll.toEncoded(), "http://host/api/sync/poll?userId=a%26b%3Dc%2Bd%20%C3%A9"_ba);
        QVERIFY(!endpoints->send.hasQuery());
    }
};

QTEST_APPLESS_MAIN(EndpointsTest)
#include "tst_endpoints.moc"
