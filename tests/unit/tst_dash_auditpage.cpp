// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>

#include "dashboard/pages/auditpage.h"
#include "tests/support/fakeadminapi.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

class TestAuditPage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeAdminApi> m_api;
    std::unique_ptr<AuditPage> m_page;

    template <typename Child> Child *child(const char *name) const { return childOf<Child>(m_page.get(), name); }
    static QJsonArray records(int newest, int count)
    {
        QJsonArray list;
        for (int number = newest; number > newest - count; --number)
            list.append(QJsonObject{{QStringLiteral("id"), number},
                                    {QStringLiteral("at"), QStringLiteral("2026-11-22T10:00:00.000Z")},
                                    {QStringLiteral("actor"), QStringLiteral("user:<b>x</b>")},
                                    {QStringLiteral("action"), QStringLiteral("broadcast")},
                                    {QStringLiteral("result"), QStringLiteral("forbidden")},
                                    {QStringLiteral("count"), 3}});
        return list;
    }
    void answer(const QJsonArray &list, bool hasMore)
    {
        m_api->answer(QJsonObject{{QStringLiteral("records"), list}, {QStringLiteral("hasMore"), hasMore}});
    }

private Q_SLOTS:
    void init()
    {
        m_api = std::make_unique<FakeAdminApi>();
        m_page = std::make_unique<AuditPage>(*m_api);
        QVERIFY(showAndActivate(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void olderRecordsAreAddedBelow()
    {
        answer(records(300, 200), true);
        QTest::mouseClick(child<QPushButton>("older"), Qt::LeftButton);
        QCOMPARE(m_api->waiting.front().query.queryItemValue(QStringLiteral("before")), QStringLiteral("101"));
        answer(records(100, 100), false);
        QCOMPARE(m_page->model().rowCount(), 300);
        QVERIFY(!child<QPushButton>("older")->isEnabled());
    }

    void theServerFilters()
    {
        answer({}, false);
        QTest::keyClicks(child<QLineEdit>("actor"), QStringLiteral("key:a&b"));
        QTest::keyClick(child<QLineEdit>("actor"), Qt::Key_Return);
        QCOMPARE(m_api->waiting.front().query.queryItemValue(QStringLiteral("actor"), QUrl::FullyDecoded),
                 QStringLiteral("key:a&b"));
    }

    void aRecordIsShownInFullAsPlainText()
    {
        answer(records(5, 5), false);
        child<QTableView>("records")->selectRow(2);
        const auto *const details = child<QLabel>("details");
        QVERIFY(details->text().contains(QLatin1String("user:<b>x</b>")));
        QCOMPARE(details->textFormat(), Qt::PlainText);
    }

    void aSelectedRecordStaysSelectedWhenNewerOnesCome()
    {
        answer(records(5, 5), false);
        child<QTableView>("records")->selectRow(2); // number 3
        m_page->refresh();
        answer(records(9, 9), false);
        QCOMPARE(child<QTableView>("records")->currentIndex().row(), 6);
        m_page->refresh();
        answer(records(20, 4), true); // it is no longer among them
        QVERIFY(!child<QTableView>("records")->selectionModel()->hasSelection());
    }

    void nothingOfAnotherServerStays()
    {
        answer(records(5, 5), true);
        m_page->startOver();
        QCOMPARE(m_page->model().rowCount(), 0);
        QVERIFY(!child<QPushButton>("older")->isEnabled());
        answer(records(2, 2), false);
        QCOMPARE(m_page->model().rowCount(), 2);
    }

    void aRefusalIsTellableWithoutColour()
    {
        answer(records(5, 1), false);
        const QModelIndex result = m_page->model().index(0, AuditModel::ResultColumn);
        QVERIFY(m_page->model().data(result, Qt::DisplayRole).toString().startsWith(QChar(u'✗')));
    }

    void theModelIsBounded()
    {
        AuditModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(records(9000, 4000));
        model.append(records(5000, 4000));
        QCOMPARE(model.rowCount(), int(AuditModel::maximumRecords));
        QVERIFY(model.isFull());
    }
};

QTEST_MAIN(TestAuditPage)
#include "tst_dash_auditpage.moc"
