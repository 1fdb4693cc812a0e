// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>

#include "dashboard/models/pagesettings.h"
#include "dashboard/pages/clientspage.h"
#include "tests/support/clientrows.h"
#include "tests/support/fakeadminapi.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

namespace {

class MemorySettings final : public PageSettings {
public:
    QVariant value(const QString &key) const override { return m_values.value(key); }
    void setValue(const QString &key, const QVariant &value) override { m_values[key] = value; }

private:
    QMap<QString, QVariant> m_values;
};

} // namespace

class TestClientsPage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeAdminApi> m_api;
    std::unique_ptr<MemorySettings> m_settings;
    std::unique_ptr<ClientsPage> m_page;
    QTableView *m_table = nullptr;

    template <typename Child> Child *child(const char *name) const { return childOf<Child>(m_page.get(), name); }
    QString queried(const char *key) const
    {
        return m_api->asked.back().query.queryItemValue(QLatin1String(key), QUrl::FullyDecoded);
    }
    /// The page asks, and is answered.
    void answer(const QJsonArray &rows, int total = -1)
    {
        m_api->answer(QJsonObject{{QStringLiteral("clients"), rows},
                                  {QStringLiteral("total"), total < 0 ? int(rows.size()) : total}});
        QCoreApplication::processEvents();
    }
    void waitForRefresh() { QTRY_VERIFY(!m_api->waiting.empty()); }
    QPoint cell(int row) const { return m_table->visualRect(m_page->model().index(row, 0)).center(); }
    void open()
    {
        m_page = std::make_unique<ClientsPage>(*m_api, *m_settings);
        m_page->setPermissions({});
        QVERIFY(showAndActivate(m_page.get()));
        m_table = child<QTableView>("clients");
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init()
    {
        m_api = std::make_unique<FakeAdminApi>();
        m_settings = std::make_unique<MemorySettings>();
        open();
    }
    void cleanup() { m_page.reset(); }

    void theServerSortsFiltersAndCuts()
    {
        QCOMPARE(queried("sort"), QStringLiteral("id"));
        QCOMPARE(queried("limit"), QStringLiteral("500"));
        answer(clientRows({1, 2, 3}), 50'000);
        QVERIFY2(child<QLabel>("summary")->text().startsWith(QStringLiteral("1–3 of 50,000 client")),
                 qPrintable(child<QLabel>("summary")->text()));
        QTest::keyClick(m_page.get(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(child<QLineEdit>("filter"), QStringLiteral("a&b=+c"));
        QTest::keyClick(child<QLineEdit>("filter"), Qt::Key_Return);
        QCOMPARE(queried("filter"), QStringLiteral("a&b=+c"));
    }

    void aClickBringsTheSlowestFirst()
    {
        answer(clientRows({1, 2}));
        QTest::mouseClick(child<QPushButton>("slowest"), Qt::LeftButton);
        QCOMPARE(queried("sort"), QStringLiteral("-lag"));
    }

    void aClickOnAHeaderSorts()
    {
        answer(clientRows({1, 2}));
        QHeaderView *const header = m_table->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          QPoint(header->sectionViewportPosition(ClientsModel::AddressColumn) + 20, 8));
        QVERIFY2(queried("sort").endsWith(QLatin1String("address")), qPrintable(queried("sort")));
    }

    void pagesAreTurnedByKeyAndButton()
    {
        answer(clientRows({1, 2}), 1200);
        QTest::keyClick(m_page.get(), Qt::Key_PageDown, Qt::AltModifier);
        QCOMPARE(queried("offset"), QStringLiteral("500"));
        QTest::mouseClick(child<QPushButton>("previous"), Qt::LeftButton);
        QCOMPARE(queried("offset"), QStringLiteral("500")); // it is not enabled before the answer
        m_api->waiting.erase(m_api->waiting.begin(), m_api->waiting.end() - 1);
        answer(clientRows({3, 4}), 1200);
        QTest::mouseClick(child<QPushButton>("previous"), Qt::LeftButton);
        QCOMPARE(queried("offset"), QStringLiteral("0"));
    }

    void itIsAskedAgainAndKeepsWhatIsSelected()
    {
        answer(clientRows({1, 2, 3}));
        m_table->selectRow(1);
        waitForRefresh();
        answer(clientRows({9, 1, 2, 3}));
        QCOMPARE(m_table->selectionModel()->selectedRows().front().row(), 2);
        QVERIFY(child<QLabel>("details")->text().contains(QLatin1String("user-0002")));
    }

    void rowsDoNotMoveUnderTheMouse()
    {
        answer(clientRows({1, 2, 3}));
        QEvent enter(QEvent::Enter);
        QCoreApplication::sendEvent(m_table->viewport(), &enter);
        QVERIFY(m_page->isHeld());
        waitForRefresh();
        answer(clientRows({3, 1}));
        QCOMPARE(m_page->model().clientAt(0).id, QStringLiteral("c1"));
        QVERIFY(child<QLabel>("summary")->text().contains(QLatin1String("held")));
        QTest::keyClick(m_page.get(), Qt::Key_F5); // by hand they do
        answer(clientRows({3, 1}));
        QCOMPARE(m_page->model().clientAt(0).id, QStringLiteral("c3"));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_table->viewport(), &leave);
        QVERIFY(!m_page->isHeld());
    }

    void rowsDoNotMoveWhileTheButtonIsDown()
    {
        answer(clientRows({1, 2, 3}));
        QTest::mousePress(m_table->viewport(), Qt::LeftButton, {}, cell(1));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_table->viewport(), &leave);
        QVERIFY(m_page->isHeld());
        QTest::mouseRelease(m_table->viewport(), Qt::LeftButton, {}, cell(1));
        QCoreApplication::sendEvent(m_table->viewport(), &leave);
        QVERIFY(!m_page->isHeld());
    }

    void theScrolledPlaceIsKept()
    {
        QJsonArray rows;
        for (int number = 0; number < 500; ++number)
            rows.append(clientRow(number));
        answer(rows);
        m_table->verticalScrollBar()->setValue(200);
        waitForRefresh();
        answer(rows);
        QCOMPARE(m_table->verticalScrollBar()->value(), 200);
    }

    void aSelectionIsDisconnectedOneAfterAnother()
    {
        answer(clientRows({1, 2, 3}));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, cell(0));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, Qt::ShiftModifier, cell(2));
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Delete);
        QVERIFY(question(m_page.get())->text().contains(QLatin1String("3 client(s)")));
        QVERIFY(acceptQuestion(m_page.get()));
        for (const char *path : {"/api/admin/clients/c1", "/api/admin/clients/c2", "/api/admin/clients/c3"}) {
            QCOMPARE(m_api->waiting.size(), std::size_t(1));
            QCOMPARE(m_api->waiting.front().method, QStringLiteral("DELETE"));
            QCOMPARE(m_api->waiting.front().path, QLatin1String(path));
            if (path[20] == '2')
                m_api->refuse(ErrorCode::Forbidden, "not you");
            else
                m_api->answer(QJsonObject{});
        }
        QVERIFY2(child<QLabel>("result")->text().contains(QLatin1String("2 client(s) disconnected")),
                 qPrintable(child<QLabel>("result")->text()));
        QVERIFY(child<QLabel>("result")->text().contains(QLatin1String("not you")));
    }

    void aClientIsAskedToConnectAnew()
    {
        answer(clientRows({1}));
        m_table->selectRow(0);
        QTest::mouseClick(child<QPushButton>("reconnect"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        QCOMPARE(queried("reconnect"), QStringLiteral("true"));
    }

    void theQueueOfAUserIsAskedFor()
    {
        const QSignalSpy asked(m_page.get(), &ClientsPage::queueRequested);
        answer(clientRows({1, 2}));
        m_table->selectRow(1);
        QTest::mouseClick(child<QPushButton>("queue"), Qt::LeftButton);
        QCOMPARE(asked.last()[0].toString(), QStringLiteral("user-0002"));
    }

    void columnsAreRemembered()
    {
        m_table->setColumnHidden(ClientsModel::LagColumn, false);
        const auto actions = m_page->findChildren<QAction *>();
        const auto column = std::find_if(actions.begin(), actions.end(), [](const QAction *action) {
            return action->text() == QLatin1String("Queued");
        });
        QVERIFY(column != actions.end());
        (*column)->trigger();
        QVERIFY(m_table->isColumnHidden(ClientsModel::BytesColumn));
        m_page.reset();
        m_api = std::make_unique<FakeAdminApi>();
        open();
        QVERIFY(m_table->isColumnHidden(ClientsModel::BytesColumn));
        QVERIFY(!m_table->isColumnHidden(ClientsModel::SentColumn));
    }

    void anErrorIsShownAndTheRowsStay()
    {
        answer(clientRows({1, 2}));
        QTest::keyClick(m_page.get(), Qt::Key_F5);
        m_api->refuse(ErrorCode::RateLimited, "too many requests");
        QVERIFY(child<QLabel>("summary")->text().contains(QLatin1String("too many requests")));
        QCOMPARE(m_page->model().rowCount(), 2);
    }

    void nothingOfAnotherServerStays()
    {
        answer(clientRows({1, 2}));
        m_table->selectRow(0);
        QTest::mouseClick(child<QPushButton>("disconnect"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        const auto before = m_api->asked.size();
        m_page->startOver();
        QCOMPARE(m_page->model().rowCount(), 0);
        QCOMPARE(m_api->asked.size(), before + 1); // it asks the new one
        m_api->refuse(ErrorCode::Disconnected, "the connection was changed"); // the disconnection under way
        QCOMPARE(m_api->asked.size(), before + 1); // and no client of the new one is disconnected
        answer(clientRows({7}));
        QCOMPARE(m_page->model().rowCount(), 1);
    }

    void anOperatorIsToldWhyNobodyCanBeDisconnected()
    {
        answer(clientRows({1}));
        m_page->setPermissions(Permissions::ofRoles({QStringLiteral("operator")}));
        m_table->selectRow(0);
        QVERIFY(!child<QPushButton>("disconnect")->isEnabled());
        QVERIFY(child<QPushButton>("disconnect")->toolTip().contains(QLatin1String("admin")));
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Delete);
        QVERIFY(question(m_page.get()) == nullptr);
    }
};

QTEST_MAIN(TestClientsPage)
#include "tst_dash_clientspage.moc"
