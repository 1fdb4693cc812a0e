// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>

#include "dashboard/pages/jsonview.h"
#include "dashboard/pages/queuepage.h"
#include "tests/support/fakeadminapi.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

class TestQueuePage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeAdminApi> m_api;
    std::unique_ptr<QueuePage> m_page;

    template <typename Child> Child *child(const char *name) const { return childOf<Child>(m_page.get(), name); }
    static QJsonObject queue(int first, int count, bool hasMore)
    {
        QJsonArray messages;
        for (int number = first; number < first + count; ++number)
            messages.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("17640000000%1-0").arg(number, 2)},
                                        {QStringLiteral("type"), QStringLiteral("order.updated")},
                                        {QStringLiteral("payload"), QJsonObject{{QStringLiteral("n"), number}}},
                                        {QStringLiteral("userId"), QStringLiteral("u/1")}});
        return {{QStringLiteral("total"), 30},
                {QStringLiteral("bytes"), 2048},
                {QStringLiteral("oldestAgeMs"), 65000},
                {QStringLiteral("hasMore"), hasMore},
                {QStringLiteral("messages"), messages}};
    }
    void ask()
    {
        QTest::keyClicks(child<QLineEdit>("user"), QStringLiteral("u/1"));
        QTest::keyClick(child<QLineEdit>("user"), Qt::Key_Return);
    }

    /// An answer is read by another thread.
    void answer(const QJsonObject &content)
    {
        m_api->answer(content);
        QTRY_COMPARE(m_page->model().rowCount(), int(content.value(u"messages").toArray().size()));
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init()
    {
        m_api = std::make_unique<FakeAdminApi>();
        m_page = std::make_unique<QueuePage>(*m_api);
        m_page->setPermissions({});
        QVERIFY(showAndActivate(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void whatIsKeptIsShownWithItsAge()
    {
        ask();
        QCOMPARE(m_api->waiting.front().path, QStringLiteral("/api/admin/users/u%2F1/queue"));
        answer(queue(10, 20, true));
        const QString summary = child<QLabel>("summary")->text();
        QVERIFY2(summary.contains(QLatin1String("30 message(s)")) && summary.contains(QLatin1String("1 min 5 s")),
                 qPrintable(summary));
        QTest::mouseClick(child<QPushButton>("more"), Qt::LeftButton);
        QCOMPARE(m_api->waiting.front().query.queryItemValue(QStringLiteral("offset")), QStringLiteral("20"));
        m_api->answer(queue(30, 10, false));
        QTRY_COMPARE(m_page->model().rowCount(), 30);
        QVERIFY(!child<QPushButton>("more")->isEnabled());
    }

    void aMessageIsPeekedAt()
    {
        ask();
        answer(queue(10, 3, false));
        auto *const table = child<QTableView>("messages");
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down);
        table->setCurrentIndex(m_page->model().index(1, 0));
        QCOMPARE(m_page->findChild<JsonView *>()->toPlainText(), QStringLiteral("{\n  \"n\": 11\n}"));
    }

    void aPurgeAsksAndSaysWhatItDid()
    {
        ask();
        answer(queue(10, 3, false));
        QTest::mouseClick(child<QPushButton>("purge"), Qt::LeftButton);
        QVERIFY(question(m_page.get())->text().contains(QLatin1String("30 message(s)")));
        QVERIFY(question(m_page.get())->text().contains(QLatin1String("u/1")));
        QVERIFY(acceptQuestion(m_page.get()));
        QCOMPARE(m_api->waiting.front().method, QStringLiteral("DELETE"));
        m_api->answer(QJsonObject{{QStringLiteral("purged"), 28}});
        QVERIFY(child<QLabel>("result")->text().contains(QLatin1String("28")));
        QCOMPARE(m_api->waiting.front().method, QStringLiteral("GET")); // and looks again
    }

    void aSyncOfThisUserIsForced()
    {
        ask();
        answer(queue(10, 3, false));
        QTest::mouseClick(child<QPushButton>("force"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        QCOMPARE(m_api->waiting.front().body.value(u"userId").toString(), QStringLiteral("u/1"));
    }

    void anAnswerForSomebodyElseIsNotShown()
    {
        m_page->showUser(QStringLiteral("first"));
        m_page->showUser(QStringLiteral("second"));
        m_api->answer(queue(10, 3, false));
        QCOMPARE(m_page->model().rowCount(), 0);
        m_api->answer(queue(10, 2, false));
        QTRY_COMPARE(m_page->model().rowCount(), 2);
    }

    void theSameUserIsAskedForOnAnotherServer()
    {
        ask();
        answer(queue(10, 3, false));
        m_page->startOver();
        QCOMPARE(m_page->model().rowCount(), 0);
        answer(queue(10, 2, false));
    }

    void anOperatorMayLookAndNotAct()
    {
        m_page->setPermissions(Permissions::ofRoles({QStringLiteral("operator")}));
        ask();
        answer(queue(10, 3, false));
        QVERIFY(!child<QPushButton>("purge")->isEnabled());
        QVERIFY(!child<QPushButton>("force")->isEnabled());
        QVERIFY(child<QLabel>("permissionNotice")->isVisible());
    }
};

QTEST_MAIN(TestQueuePage)
#include "tst_dash_queuepage.moc"
