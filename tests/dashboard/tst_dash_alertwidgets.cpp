// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTabWidget>
#include <QVBoxLayout>

#include "dashboard/alerts/alerthistorymodel.h"
#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/window/alertbanner.h"
#include "dashboard/window/alertmenu.h"
#include "dashboard/window/alertsdialog.h"
#include "dashboard/window/theme.h"
#include "tests/dashboard/markingtranslator.h"
#include "tests/support/manualclock.h"
#include "tests/support/rununtil.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Connection = AlertMonitor::Connection;

namespace {

FigureSet figures(double connections, double errors)
{
    FigureSet set;
    set[Figure::WebSockets] = connections;
    set[Figure::Errors] = errors;
    return set;
}

AlertRules quickRules()
{
    AlertRules rules;
    rules[AlertKind::Errors] = {.isEnabled = true, .limit = 5, .hold = 0s};
    return rules;
}

QPushButton *buttonOf(const QDialog &dialog, QDialogButtonBox::ButtonRole role)
{
    auto *const box = dialog.findChild<QDialogButtonBox *>();
    for (QAbstractButton *const button : box->buttons()) {
        if (box->buttonRole(button) == role)
            return qobject_cast<QPushButton *>(button);
    }
    return nullptr;
}

void type(QAbstractSpinBox *field, const QString &text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Tab);
}

} // namespace

class DashAlertWidgetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(u"en_GB"_s)); }
    void init();
    void cleanup();

    void anAlertIsShownWhileItIsRaised();
    void anAlertIsDismissedByMouse();
    void anAlertIsDismissedByKeyboard();
    void anAlertIsOneToScreenReaders();
    void theBannerFollowsTheLanguage();
    void theBannerFollowsTheTheme();
    void signsDifferInShape();
    void limitsAreTypedAndTaken();
    void whatIsCancelledChangesNothing();
    void aLimitIsShownBesideWhatIsNow();
    void limitsThatContradictEachOtherAreNotTaken();
    void theDefaultsComeBack();
    void whatIsOffCannotBeTypedInto();
    void withoutAServerThereAreNoLimitsToChoose();
    void theTrayIsOfferedOnlyWhereThereIsOne();
    void theDialogFollowsTheLanguage();
    void fieldsHaveNamesForScreenReaders();
    void pastAlertsAreListed();
    void theMenuFollowsTheLanguageAndTheTime();

private:
    void raiseErrors() { m_monitor->setFigures(figures(3, 9)); }
    AlertRow *row() const
    {
        for (auto *const one : m_banner->findChildren<AlertRow *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }
    std::unique_ptr<AlertsDialog> dialog(const AlertsDialog::Choices &choices)
    {
        auto made = std::make_unique<AlertsDialog>(choices, u"Production"_s, *m_monitor, *m_history);
        if (!showAndActivate(made.get()))
            qFatal("the dialog does not show");
        return made;
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<AlertMonitor> m_monitor;
    std::unique_ptr<AlertHistoryModel> m_history;
    std::unique_ptr<QWidget> m_window;
    AlertBanner *m_banner = nullptr;
};

void DashAlertWidgetsTest::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_monitor = std::make_unique<AlertMonitor>(*m_clock);
    m_history = std::make_unique<AlertHistoryModel>(*m_monitor);
    m_monitor->watch(u"Production"_s, quickRules());
    m_monitor->setConnection(Connection::Live);
    m_window = std::make_unique<QWidget>();
    auto *const layout = new QVBoxLayout(m_window.get());
    m_banner = new AlertBanner(*m_monitor, *m_clock);
    layout->addWidget(m_banner);
    layout->addStretch();
    QVERIFY(showAndActivate(m_window.get()));
}

void DashAlertWidgetsTest::cleanup()
{
    m_window.reset();
    QApplication::setPalette(QPalette());
}

void DashAlertWidgetsTest::anAlertIsShownWhileItIsRaised()
{
    QVERIFY(!m_banner->isVisible());
    raiseErrors();
    QVERIFY(row());
    QVERIFY(row()->text().startsWith(u"Errors: 9/s, above the limit of 5/s (since "_s));
    m_monitor->setFigures(figures(3, 0));
    m_clock->advance(10s);
    m_monitor->tick();
    QVERIFY(!m_banner->isVisible());
}

void DashAlertWidgetsTest::anAlertIsDismissedByMouse()
{
    raiseErrors();
    QTest::mouseClick(row()->findChild<QPushButton *>(u"dismiss"_s), Qt::LeftButton);
    QVERIFY(!m_banner->isVisible());
    QVERIFY(m_monitor->current()[0].isDismissed);
    raiseErrors();
    QVERIFY(!m_banner->isVisible());
}

void DashAlertWidgetsTest::anAlertIsDismissedByKeyboard()
{
    raiseErrors();
    QSignalSpy details(m_banner, &AlertBanner::detailsRequested);
    QTest::keyClick(m_window.get(), Qt::Key_Tab);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
    QCOMPARE(details.size(), 1);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_window->focusWidget()->accessibleName(), u"Dismiss Errors"_s);
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
    QVERIFY(!m_banner->isVisible());
}

void DashAlertWidgetsTest::anAlertIsOneToScreenReaders()
{
    raiseErrors();
    // A screen reader speaks up for something that comes to be, by its role.
    const auto *const accessible = QAccessible::queryAccessibleInterface(row());
    QCOMPARE(accessible->role(), QAccessible::AlertMessage);
    QVERIFY(accessible->text(QAccessible::Name).startsWith(u"Warning: Errors: 9/s, above"_s));
    QCOMPARE(m_banner->accessibleName(), u"Alerts"_s);
}

void DashAlertWidgetsTest::theBannerFollowsTheLanguage()
{
    raiseErrors();
    {
        const MarkingTranslator translator;
        QCoreApplication::processEvents();
        QVERIFY(row()->text().startsWith(u"~~Errors: "_s));
    }
    QCoreApplication::processEvents();
    QVERIFY(row()->text().startsWith(u"Errors: "_s));
}

void DashAlertWidgetsTest::theBannerFollowsTheTheme()
{
    Theme theme;
    theme.use(Theme::Choice::Light);
    raiseErrors();
    QVERIFY(runUntil([this] { return row()->palette().color(QPalette::Window).lightness() > 200; }));
    theme.use(Theme::Choice::Dark);
    QVERIFY(runUntil([this] { return row()->palette().color(QPalette::Window).lightness() < 80; }));
    QVERIFY(row()->palette().color(QPalette::WindowText).lightness() > 150);
    theme.use(Theme::Choice::Light);
    QVERIFY(runUntil([this] { return row()->palette().color(QPalette::Window).lightness() > 200; }));
}

void DashAlertWidgetsTest::signsDifferInShape()
{
    raiseErrors();
    const QString warning = row()->findChild<QLabel *>()->text();
    m_monitor->dismissAll();
    m_monitor->setConnection(Connection::Lost);
    m_clock->advance(15s);
    m_monitor->tick();
    QVERIFY(row()->text().startsWith(u"Connection lost: no figures from the server for 15 s"_s));
    QVERIFY(row()->findChild<QLabel *>()->text() != warning);
}

void DashAlertWidgetsTest::limitsAreTypedAndTaken()
{
    const auto shown = dialog({.rules = AlertRules()});
    auto *const box = shown->findChild<QCheckBox *>(u"connectionsAbove"_s);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    type(shown->findChild<QDoubleSpinBox *>(u"connectionsAboveLimit"_s), u"2500"_s);
    type(shown->findChild<QSpinBox *>(u"connectionsAboveHold"_s), u"7"_s);
    QTest::mouseClick(shown->findChild<QCheckBox *>(u"oldestAge"_s), Qt::LeftButton, {}, QPoint(8, 8));
    type(shown->findChild<QDoubleSpinBox *>(u"oldestAgeLimit"_s), u"3"_s);
    type(shown->findChild<QDoubleSpinBox *>(u"errorsLimit"_s), u"0.5"_s);
    QTest::keyClick(shown.get(), Qt::Key_Return);
    QCOMPARE(shown->result(), static_cast<int>(QDialog::Accepted));
    AlertRules expected;
    expected[AlertKind::ConnectionsAbove] = {.isEnabled = true, .limit = 2500, .hold = 7s};
    expected[AlertKind::OldestAge] = {.isEnabled = true, .limit = 180'000, .hold = 30s};
    expected[AlertKind::Errors].limit = 0.5;
    QCOMPARE(shown->choices().rules, expected);
}

void DashAlertWidgetsTest::whatIsCancelledChangesNothing()
{
    const auto shown = dialog({.rules = AlertRules()});
    QTest::keyClick(shown.get(), Qt::Key_Escape);
    QCOMPARE(shown->result(), static_cast<int>(QDialog::Rejected));
}

void DashAlertWidgetsTest::aLimitIsShownBesideWhatIsNow()
{
    const auto shown = dialog({.rules = quickRules()});
    const auto *const now = shown->findChild<QLabel *>(u"errorsNow"_s);
    auto *const limit = shown->findChild<QDoubleSpinBox *>(u"errorsLimit"_s);
    QCOMPARE(now->text(), u"–"_s);
    m_monitor->setFigures(figures(3, 2));
    QCOMPARE(now->text(), u"2/s"_s);
    m_monitor->setFigures(figures(3, 9));
    QCOMPARE(now->text(), u"⚠ 9/s, past the limit"_s);
    QCOMPARE(limit->accessibleDescription(), u"Now: ⚠ 9/s, past the limit"_s);
    type(limit, u"20"_s);
    QCOMPARE(now->text(), u"9/s"_s);
    const auto *const connection = shown->findChild<QLabel *>(u"connectionLostNow"_s);
    QCOMPARE(connection->text(), u"live"_s);
    m_monitor->setConnection(Connection::Lost);
    m_clock->advance(3s);
    m_monitor->tick();
    QCOMPARE(connection->text(), u"⚠ none for 3 s"_s);
    QCOMPARE(now->text(), u"–"_s); // what was is not now
}

void DashAlertWidgetsTest::limitsThatContradictEachOtherAreNotTaken()
{
    AlertRules rules;
    rules[AlertKind::ConnectionsAbove] = {.isEnabled = true, .limit = 100, .hold = 0s};
    rules[AlertKind::ConnectionsBelow] = {.isEnabled = true, .limit = 10, .hold = 0s};
    const auto shown = dialog({.rules = rules});
    const auto *const problem = shown->findChild<QLabel *>(u"problem"_s);
    const auto *const accept = buttonOf(*shown, QDialogButtonBox::AcceptRole);
    QVERIFY(problem->text().isEmpty());
    type(shown->findChild<QDoubleSpinBox *>(u"connectionsBelowLimit"_s), u"101"_s);
    QVERIFY(problem->text().startsWith(u"⚠"_s));
    QVERIFY(!accept->isEnabled());
    QTest::keyClick(shown.get(), Qt::Key_Return);
    QVERIFY(shown->isVisible());
    type(shown->findChild<QDoubleSpinBox *>(u"connectionsBelowLimit"_s), u"100"_s);
    QVERIFY(problem->text().isEmpty());
    QVERIFY(accept->isEnabled());
}

void DashAlertWidgetsTest::theDefaultsComeBack()
{
    const auto shown = dialog({.rules = quickRules()});
    QTest::mouseClick(shown->findChild<QPushButton *>(u"defaults"_s), Qt::LeftButton);
    QCOMPARE(shown->choices().rules, AlertRules());
}

void DashAlertWidgetsTest::whatIsOffCannotBeTypedInto()
{
    const auto shown = dialog({.rules = AlertRules()});
    QVERIFY(shown->findChild<QDoubleSpinBox *>(u"errorsLimit"_s)->isEnabled());
    QVERIFY(!shown->findChild<QDoubleSpinBox *>(u"latencyLimit"_s)->isEnabled());
    auto *const box = shown->findChild<QCheckBox *>(u"errors"_s);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(!shown->findChild<QDoubleSpinBox *>(u"errorsLimit"_s)->isEnabled());
    QVERIFY(!shown->findChild<QSpinBox *>(u"errorsHold"_s)->isEnabled());
}

void DashAlertWidgetsTest::withoutAServerThereAreNoLimitsToChoose()
{
    const auto shown = dialog({.rules = std::nullopt, .isNotifying = true});
    QVERIFY(!shown->findChild<QCheckBox *>(u"errors"_s)->isEnabled());
    QTest::mouseClick(shown->findChild<QCheckBox *>(u"notify"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QTest::keyClick(shown.get(), Qt::Key_Return);
    QVERIFY(!shown->choices().rules);
    QVERIFY(!shown->choices().isNotifying);
}

void DashAlertWidgetsTest::theTrayIsOfferedOnlyWhereThereIsOne()
{
    const auto shown = dialog({.rules = AlertRules(), .staysInTray = true});
    auto *const stay = shown->findChild<QCheckBox *>(u"stayInTray"_s);
    QVERIFY(!stay->isVisible());
    QVERIFY(shown->choices().staysInTray); // chosen on a desktop that has one
    shown->setTrayAvailable(true);
    QVERIFY(stay->isVisible());
}

void DashAlertWidgetsTest::theDialogFollowsTheLanguage()
{
    const auto shown = dialog({.rules = AlertRules()});
    auto *const limit = shown->findChild<QDoubleSpinBox *>(u"connectionsAboveLimit"_s);
    QCOMPARE(limit->text(), u"10,000"_s);
    QLocale::setDefault(QLocale(u"fr_FR"_s));
    {
        const MarkingTranslator translator;
        QCoreApplication::processEvents();
        QCOMPARE(shown->windowTitle(), u"~Alerts"_s);
        QCOMPARE(buttonOf(*shown, QDialogButtonBox::AcceptRole)->text(), u"~OK"_s);
        QCOMPARE(shown->findChild<QTabWidget *>()->tabText(0), u"~L&imits"_s);
        QCOMPARE(shown->findChild<QDoubleSpinBox *>(u"latencyLimit"_s)->suffix(), u"~ ms"_s);
        QVERIFY(shown->findChild<QCheckBox *>(u"errors"_s)->text().startsWith(u'~'));
        QCOMPARE(limit->text(), u"10\u202f000"_s);
    }
    QLocale::setDefault(QLocale(u"en_GB"_s));
    QCoreApplication::processEvents();
    QCOMPARE(shown->windowTitle(), u"Alerts"_s);
}

void DashAlertWidgetsTest::fieldsHaveNamesForScreenReaders()
{
    const auto shown = dialog({.rules = AlertRules()});
    QCOMPARE(shown->findChild<QDoubleSpinBox *>(u"errorsLimit"_s)->accessibleName(), u"Errors above: limit"_s);
    for (const auto *const field : shown->findChildren<QAbstractSpinBox *>())
        QVERIFY(!field->accessibleName().isEmpty());
}

void DashAlertWidgetsTest::pastAlertsAreListed()
{
    raiseErrors();
    const auto shown = dialog({.rules = AlertRules()});
    shown->showPastAlerts();
    const auto *const table = shown->findChild<QTableView *>();
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->accessibleName(), u"Past alerts"_s);
}

void DashAlertWidgetsTest::theMenuFollowsTheLanguageAndTheTime()
{
    AlertMenu menu;
    QVERIFY(!menu.muteAction()->isChecked());
    QCOMPARE(menu.muteAction()->text(), u"&Mute notifications for 1 hour"_s);
    menu.showMuted(ManualClock::start + 1h, ManualClock::start);
    QVERIFY(menu.muteAction()->isChecked());
    QVERIFY(menu.muteAction()->text().startsWith(u"&Mute notifications (until "_s));
    const MarkingTranslator translator;
    QCoreApplication::processEvents();
    QCOMPARE(menu.title(), u"~&Alerts"_s);
    QVERIFY(menu.muteAction()->text().startsWith(u"~&Mute notifications (until "_s));
}

QTEST_MAIN(DashAlertWidgetsTest)
#include "tst_dash_alertwidgets.moc"
