// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/session/permissions.h"
#include "dashboard/session/serveraddress.h"

#include <QTest>

using namespace relais;
using namespace relais::dashboard;
using namespace Qt::StringLiterals;

namespace {

QByteArray tokenWith(const QByteArray &claims)
{
    return "e30." + claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + ".c2ln";
}

} // namespace

class DashServerAddressTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAPersonTypesBecomesAUrl_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url");
        QTest::newRow("this machine") << u" localhost:5000/ "_s << u"http://localhost:5000"_s;
        QTest::newRow("by address") << u"127.0.0.1:5000"_s << u"http://127.0.0.1:5000"_s;
        QTest::newRow("IPv6") << u"[::1]:5000"_s << u"http://[::1]:5000"_s;
        QTest::newRow("elsewhere") << u"sync.example.org"_s << u"https://sync.example.org"_s;
        QTest::newRow("a path") << u"https://example.org/relais//"_s << u"https://example.org/relais"_s;
        for (const char *bad : {"", "   ", "ftp://host", "http://", "https://user:secret@host",
                                "https://host/?token=x", "https://host/#x", "https://a b"})
            QTest::newRow(bad[0] == '\0' ? "nothing" : bad) << QString::fromLatin1(bad) << QString();
    }
    void whatAPersonTypesBecomesAUrl()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, url);
        const auto parsed = parseServerUrl(typed);
        QCOMPARE(parsed.ok(), !url.isEmpty());
        if (parsed)
            QCOMPARE(parsed->toString(), url);
    }

    void allAddressesFollowFromTheRoot()
    {
        const ServerAddress address{QUrl(u"https://example.org:8443/relais"_s), {}};
        QCOMPARE(address.webSocketUrl(), QUrl(u"wss://example.org:8443/relais/ws"_s));
        QCOMPARE(address.pollingUrl(), QUrl(u"https://example.org:8443/relais/api/sync"_s));
        QCOMPARE(address.apiUrl(u"/api/admin/users/a%2Fb%25/queue"_s).toEncoded(),
                 QByteArray("https://example.org:8443/relais/api/admin/users/a%2Fb%25/queue"));
    }

    void rolesSayWhatMayBeDone()
    {
        QCOMPARE(Permissions::ofToken(tokenWith("{\"roles\":[\"admin\"]}")), Permissions{});
        QCOMPARE(Permissions::ofToken(tokenWith("{\"roles\":[\"operator\"]}")), (Permissions{true, false, false}));
        QCOMPARE(Permissions::ofToken(tokenWith("{\"roles\":[\"user\"]}")), (Permissions{false, false, false}));
        QCOMPARE(Permissions::ofToken(tokenWith("{\"roles\":[\"operator\",\"publisher\"]}")),
                 (Permissions{true, true, false}));
    }

    void ofAnApiKeyOnlyTheServerKnows()
    {
        for (const auto *token : {"", "relais_abc", "a.b.c", "..", "e30.e30.e30"})
            QCOMPARE(Permissions::ofToken(token), Permissions{});
    }
};

QTEST_APPLESS_MAIN(DashServerAddressTest)
#include "tst_dash_serveraddress.moc"
