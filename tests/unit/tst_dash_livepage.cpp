// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "dashboard/pages/jsonview.h"
#include "dashboard/pages/livepage.h"
#include "tests/support/tapmessages.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

class TestLivePage : public QObject {
    Q_OBJECT

private:
    LivePage *m_page = nullptr;
    QTableView *m_table = nullptr;

    QString counts() const { return m_page->findChild<QLabel *>(QStringLiteral("counts"))->text(); }
    template <typename Child> Child *child(const char *name) const
    {
        return m_page->findChild<Child *>(QLatin1String(name));
    }
    quint64 topMessage() const { return m_page->model().messageAt(m_table->rowAt(2))->id.ms - tapStart; }
    void append(std::uint64_t first, std::uint64_t count)
    {
        m_page->append(tapBatch(first, count));
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init()
    {
        m_page = new LivePage;
        m_page->resize(900, 500);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page));
        m_table = child<QTableView>("messages");
    }
    void cleanup() { delete m_page; }

    void theNewestIsInSight()
    {
        append(0, 500);
        QCOMPARE(m_table->verticalScrollBar()->value(), m_table->verticalScrollBar()->maximum());
        append(500, 500);
        QVERIFY(m_page->isFollowing());
        QCOMPARE(m_table->verticalScrollBar()->value(), m_table->verticalScrollBar()->maximum());
    }

    void whoScrollsUpIsLeftInPeaceAndFollowsAgainAtTheEnd()
    {
        append(0, 500);
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_PageUp);
        m_table->verticalScrollBar()->setValue(100);
        QVERIFY(!m_page->isFollowing());
        append(500, 500);
        QCOMPARE(topMessage(), 100U);
        QTest::keyClick(m_table, Qt::Key_End);
        QVERIFY(m_page->isFollowing());
        QCOMPARE(m_table->verticalScrollBar()->value(), m_table->verticalScrollBar()->maximum());
    }

    void rowsThatAreReadStayWhereTheyAreAlthoughOlderOnesGo()
    {
        append(0, 10'000);
        m_table->verticalScrollBar()->setValue(5000);
        QCOMPARE(topMessage(), 5000U);
        append(10'000, 1000);
        QCOMPARE(topMessage(), 5000U);
        QCOMPARE(m_page->model().messageAt(0)->id.ms - tapStart, 1000U);
    }

    void spacePausesAndResumes()
    {
        append(0, 10);
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Space);
        QVERIFY(m_page->model().isPaused());
        append(10, 5);
        QCOMPARE(m_page->model().rowCount(), 10);
        QVERIFY2(counts().contains(QLatin1String("5 message(s) waiting")), qPrintable(counts()));
        QTest::keyClick(m_table, Qt::Key_Space);
        QCOMPARE(m_page->model().rowCount(), 15);
    }

    void theButtonPausesToo()
    {
        QTest::mouseClick(child<QPushButton>("pause"), Qt::LeftButton);
        QVERIFY(m_page->model().isPaused());
    }

    void aSpaceInAFilterIsASpace()
    {
        auto *const text = child<QLineEdit>("textFilter");
        QTest::keyClick(m_page, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(text->hasFocus());
        QTest::keyClicks(text, QStringLiteral("a b"));
        QCOMPARE(text->text(), QStringLiteral("a b"));
        QVERIFY(!m_page->model().isPaused());
    }

    void whatCameTooFastIsSaid()
    {
        QVERIFY(!counts().contains(QLatin1String("too fast")));
        m_page->append({.messages = tapBatch(0, 3).messages, .leftOut = 12, .dropped = 1234});
        QVERIFY2(counts().contains(QLatin1String("1,234 dropped: they came too fast")), qPrintable(counts()));
        QVERIFY2(counts().contains(QLatin1String("12 left out by the server")), qPrintable(counts()));
    }

    void exportsDoNotPileUp()
    {
        const QTemporaryDir folder;
        const QString first = folder.filePath(QStringLiteral("first.json"));
        const QString second = folder.filePath(QStringLiteral("second.json"));
        append(0, 5000);
        m_page->exportTo(first);
        QVERIFY(!child<QPushButton>("export")->isEnabled());
        m_page->exportTo(second);
        QVERIFY(child<QLabel>("notice")->text().contains(second));
        QTRY_VERIFY(child<QPushButton>("export")->isEnabled());
        QVERIFY(QFile::exists(first));
        QVERIFY(!QFile::exists(second));
    }

    void typingFilters()
    {
        append(0, 100);
        QTest::keyClicks(child<QLineEdit>("typeFilter"), QStringLiteral("price"));
        QTest::keyClick(child<QLineEdit>("typeFilter"), Qt::Key_Return);
        QCOMPARE(m_page->model().rowCount(), 50);
        QVERIFY2(counts().startsWith(QLatin1String("50 shown of the newest 100")), qPrintable(counts()));
        QTest::keyClicks(child<QLineEdit>("userFilter"), QStringLiteral("u7"));
        QTRY_COMPARE(m_page->model().rowCount(), 6); // without Return, in a moment: u7, u71, u73, …
    }

    void theServersTapIsNarrowedWhenThatIsWanted()
    {
        const QSignalSpy filters(m_page, &LivePage::tapFilterChanged);
        QTest::keyClicks(child<QLineEdit>("typeFilter"), QStringLiteral("price.changed"));
        QTest::keyClick(child<QLineEdit>("typeFilter"), Qt::Key_Return);
        QCOMPARE(filters.count(), 0); // a part of a type would let nothing through
        QTest::mouseClick(child<QCheckBox>("narrow"), Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(filters.count(), 1);
        QCOMPARE(filters[0][0].toString(), QStringLiteral("price.changed"));
        QTest::keyClick(child<QLineEdit>("typeFilter"), Qt::Key_Return);
        QCOMPARE(filters.count(), 1); // nothing new
        QTest::mouseClick(child<QCheckBox>("narrow"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(filters.last()[0].toString().isEmpty());
    }

    void aClickShowsTheMessageAndStopsFollowing()
    {
        append(0, 500);
        const int row = m_table->rowAt(2) + 1;
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                          m_table->visualRect(m_page->model().index(row, 1)).center());
        const auto shown = m_page->findChild<JsonView *>()->toPlainText();
        QCOMPARE(shown, QStringLiteral("{\n  \"n\": %1\n}").arg(row));
        QVERIFY(!m_page->isFollowing());
    }

    void whatIsReadStaysInTheDetailsWhenItsRowIsGone()
    {
        append(0, 10'000);
        m_table->setCurrentIndex(m_page->model().index(3, 0));
        append(10'000, 1000);
        QVERIFY(!m_table->currentIndex().isValid());
        QCOMPARE(m_page->findChild<JsonView *>()->toPlainText(), QStringLiteral("{\n  \"n\": 3\n}"));
    }

    void clearForgets()
    {
        append(0, 100);
        QTest::keyClick(m_page, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(m_page->model().rowCount(), 0);
        QVERIFY(!child<QPushButton>("export")->isEnabled());
    }

    void anOperatorMayDoAllOfIt()
    {
        QVERIFY(!m_page->permissions().mayAdminister);
        QVERIFY(child<QPushButton>("pause")->isEnabled());
        QVERIFY(!child<QLabel>("permissionNotice")->isVisible());
    }
};

QTEST_MAIN(TestLivePage)
#include "tst_dash_livepage.moc"
