// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include "dashboard/models/deliveryprogress.h"
#include "tests/support/fakeadminapi.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

namespace {

QJsonObject client(const QString &user, int lag, const QString &state = QStringLiteral("live"))
{
    return {{QStringLiteral("userId"), user}, {QStringLiteral("lag"), lag}, {QStringLiteral("state"), state}};
}

} // namespace

class TestDeliveryProgress : public QObject {
    Q_OBJECT

private:
    FakeAdminApi m_api;

    void answer(const QJsonArray &clients, int total)
    {
        m_api.answer(QJsonObject{{QStringLiteral("clients"), clients}, {QStringLiteral("total"), total}});
    }

private Q_SLOTS:
    void cleanup()
    {
        m_api.waiting.clear();
        m_api.asked.clear();
    }

    void whoIsNotBehindHasIt()
    {
        DeliveryProgress progress(m_api);
        QSignalSpy progressed(&progress, &DeliveryProgress::progressed);
        progress.watch({});
        QCOMPARE(m_api.asked[0].query.queryItemValue(QStringLiteral("sort")), QStringLiteral("-lag"));
        answer({client(QStringLiteral("a"), 5), client(QStringLiteral("b"), 0), client(QStringLiteral("c"), 0)}, 3);
        QCOMPARE(progressed.takeFirst(), (QVariantList{qint64(2), qint64(3)}));
    }

    void whoGetsNoMessagesIsNotCounted()
    {
        DeliveryProgress progress(m_api);
        QSignalSpy progressed(&progress, &DeliveryProgress::progressed);
        progress.watch({});
        answer({client({}, 900, QStringLiteral("mute")), client({}, 900, QStringLiteral("unproven")),
                client(QStringLiteral("b"), 0)},
               3);
        QCOMPARE(progressed.takeFirst(), (QVariantList{qint64(1), qint64(1)}));
    }

    void aUserIsNotAnotherOneWithMoreLetters()
    {
        DeliveryProgress progress(m_api);
        QSignalSpy progressed(&progress, &DeliveryProgress::progressed);
        progress.watch(QStringLiteral("u1"));
        QCOMPARE(m_api.asked[0].query.queryItemValue(QStringLiteral("filter")), QStringLiteral("u1"));
        answer({client(QStringLiteral("u12"), 7), client(QStringLiteral("u1"), 0)}, 2);
        QCOMPARE(progressed.takeFirst(), (QVariantList{qint64(1), qint64(1)}));
    }

    void whenAllThatAreListedAreBehindSoMayBeTheOthers()
    {
        DeliveryProgress progress(m_api);
        QSignalSpy progressed(&progress, &DeliveryProgress::progressed);
        progress.watch({});
        answer({client(QStringLiteral("a"), 5), client(QStringLiteral("b"), 4)}, 5000);
        QCOMPARE(progressed.takeFirst(), (QVariantList{qint64(0), qint64(5000)}));
    }

    void anAnswerAfterItWasStoppedCountsForNothing()
    {
        DeliveryProgress progress(m_api);
        QSignalSpy progressed(&progress, &DeliveryProgress::progressed);
        progress.watch({});
        progress.stop();
        answer({}, 0);
        QVERIFY(progressed.isEmpty());
        QVERIFY(!progress.isWatching());
    }
};

QTEST_GUILESS_MAIN(TestDeliveryProgress)
#include "tst_dash_deliveryprogress.moc"
