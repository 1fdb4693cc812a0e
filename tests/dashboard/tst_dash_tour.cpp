// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>

#include <QCheckBox>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLoggingCategory>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

#include "dashboard/app/dashboardapplication.h"
#include "dashboard/overview/figuretile.h"
#include "dashboard/overview/overviewpage.h"
#include "dashboard/pages/auditpage.h"
#include "dashboard/pages/broadcastpage.h"
#include "dashboard/pages/clientspage.h"
#include "dashboard/pages/jsoneditor.h"
#include "dashboard/pages/livepage.h"
#include "dashboard/pages/queuepage.h"
#include "dashboard/profiles/profilesdialog.h"
#include "dashboard/window/alertbanner.h"
#include "dashboard/window/alertsdialog.h"
#include "dashboard/window/shortcutsheet.h"
#include "tests/dashboard/crowd.h"
#include "tests/support/rununtil.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;
using namespace Qt::StringLiterals;

/// An operator's round on a real display: connects, watches, broadcasts, forces a sync, and disconnects a client, by
/// mouse and keys; each step is seen at the other end, by the clients of a real server. A picture of each is saved
/// for a person to look at, in the folder RELAIS_TOUR_FOLDER (else in the one it is run in). RELAIS_TOUR_SECONDS of
/// traffic go before, so that the charts have something to show.
class DashTourTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tour_data();
    void tour();

private:
    void connectByDialog(DashboardApplication &dashboard, const AuthServer &server);
    void watch();
    void chooseLimits();
    void broadcast(const Crowd &crowd);
    void force(const Crowd &crowd);
    void disconnectOne(const Crowd &crowd);
    void lookUp();

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    template <typename Content> Content *page() const { return m_window->findChild<Content *>(); }
    /// The window, with the dialog that stands over it.
    void takePicture(const QString &name, QWidget *dialog = nullptr);
    bool settle();

    MainWindow *m_window = nullptr;
    QDir m_folder;
    QString m_suffix; ///< of pictures: language and theme
};

namespace {

void write(QWidget *field, const QString &text)
{
    field->setFocus();
    QTest::keyClicks(field, text);
}

/// Line by line, as keyClicks() has no key for a line feed.
void writeLines(QPlainTextEdit *edit, const QStringList &lines)
{
    edit->setFocus();
    for (const QString &line : lines) {
        if (&line != &lines.front())
            QTest::keyClick(edit, Qt::Key_Return);
        QTest::keyClick(edit, Qt::Key_Home, Qt::ShiftModifier); // over what was indented for us
        QTest::keyClicks(edit, line);
    }
}

} // namespace

void DashTourTest::initTestCase()
{
    QLoggingCategory::setFilterRules(u"relais.client=false"_s);
    m_folder = QDir(qEnvironmentVariable("RELAIS_TOUR_FOLDER", u"tour"_s));
    QVERIFY(m_folder.mkpath(u"."_s));
}

void DashTourTest::tour_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<Theme::Choice>("theme");
    QTest::newRow("en-light") << u"en"_s << Theme::Choice::Light;
    QTest::newRow("en-dark") << u"en"_s << Theme::Choice::Dark;
    QTest::newRow("fr-light") << u"fr"_s << Theme::Choice::Light;
    QTest::newRow("fr-dark") << u"fr"_s << Theme::Choice::Dark;
}

void DashTourTest::tour()
{
    QFETCH(QString, language);
    QFETCH(Theme::Choice, theme);
    m_suffix = u'-' + QString::fromUtf8(QTest::currentDataTag());
    const AuthServer server;
    Crowd crowd(server);
    QVERIFY(runUntil([&] { return crowd.isConnected(); }));
    crowd.talk();
    QElapsedTimer traffic;
    traffic.start();

    const QTemporaryDir home;
    DashboardApplication dashboard(home.path(), std::make_unique<MemoryTokenStore>());
    m_window = &dashboard.window();
    dashboard.useTheme(theme);
    QVERIFY(dashboard.start({.language = language}, {}));
    m_window->resize(1280, 800);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window));
    takePicture(u"0-welcome"_s);

    connectByDialog(dashboard, server);
    const int seconds = qEnvironmentVariableIntValue("RELAIS_TOUR_SECONDS");
    while (traffic.elapsed() < seconds * 1000)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const std::function<void()> steps[] = {[&] { watch(); },
                                           [&] { crowd.stopTalking(); },
                                           [&] { chooseLimits(); },
                                           [&] { broadcast(crowd); },
                                           [&] { force(crowd); },
                                           [&] { disconnectOne(crowd); },
                                           [&] {
                                               lookUp();
                                           }};
    for (const auto &step : steps) {
        if (!QTest::currentTestFailed())
            step();
    }
    m_window = nullptr;
}

void DashTourTest::connectByDialog(DashboardApplication &dashboard, const AuthServer &server)
{
    const QByteArray key = server.apiKey("console", "admin");
    whenThereIs<ProfilesDialog>([&](ProfilesDialog &dialog) {
        write(childOf<QLineEdit>(&dialog, "name"), u"Production"_s);
        write(childOf<QLineEdit>(&dialog, "url"), u"http://127.0.0.1:%1"_s.arg(server.port()));
        write(childOf<QLineEdit>(&dialog, "token"), QString::fromLatin1(key));
        QTest::mouseClick(childOf<QPushButton>(&dialog, "test"), Qt::LeftButton);
        auto *const message = childOf<QLabel>(&dialog, "message");
        QVERIFY(runUntil([&] { return message->text().contains(u"Relais"_s); }));
        takePicture(u"1-connect"_s, &dialog);
        QTest::keyClick(&dialog, Qt::Key_Return);
    });
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(runUntil([&] { return dashboard.session().status().state == SessionStatus::State::Connected; }));
    QVERIFY(m_window->windowTitle().startsWith(u"Production"_s));
}

void DashTourTest::watch()
{
    press(Qt::Key_1, Qt::ControlModifier);
    const auto *const connections = page<OverviewPage>()->findChildren<FigureTile *>().first();
    QVERIFY(runUntil([&] { return connections->accessibleDescription().startsWith(u"WebSocket 12"_s); }));
    takePicture(u"2-overview"_s);

    press(Qt::Key_4, Qt::ControlModifier);
    auto *const live = page<LivePage>();
    auto *const messages = childOf<QTableView>(live, "messages");
    QVERIFY(runUntil([&] { return live->model().rowCount() >= 25; }));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(live->model().isPaused());
    QTest::mouseClick(messages->viewport(), Qt::LeftButton, {},
                      messages->visualRect(messages->model()->index(live->model().rowCount() - 3, 0)).center());
    QVERIFY(messages->selectionModel()->hasSelection());
    takePicture(u"3-live"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(!live->model().isPaused());
}

void DashTourTest::chooseLimits()
{
    whenThereIs<AlertsDialog>([&](AlertsDialog &dialog) {
        auto *const isEnabled = childOf<QCheckBox>(&dialog, "connectionsAbove");
        QTest::mouseClick(isEnabled, Qt::LeftButton, {}, QPoint(10, isEnabled->height() / 2));
        QVERIFY(isEnabled->isChecked());
        auto *const limit = childOf<QDoubleSpinBox>(&dialog, "connectionsAboveLimit");
        limit->selectAll();
        write(limit, u"10"_s);
        auto *const hold = childOf<QSpinBox>(&dialog, "connectionsAboveHold");
        hold->selectAll();
        write(hold, u"0"_s);
        takePicture(u"12-limits"_s, &dialog);
        QTest::keyClick(&dialog, Qt::Key_Return);
    });
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    const auto *const banner = m_window->findChild<AlertBanner *>();
    QVERIFY(runUntil([&] { return banner->isVisible(); }));
    press(Qt::Key_1, Qt::ControlModifier);
    takePicture(u"13-alert"_s);
    press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!banner->isVisible());
}

void DashTourTest::broadcast(const Crowd &crowd)
{
    press(Qt::Key_5, Qt::ControlModifier);
    auto *const broadcast = page<BroadcastPage>();
    write(childOf<QLineEdit>(broadcast, "type"), u"notice.shown"_s);
    auto *const payload = broadcast->findChild<JsonEditor *>()->findChild<QPlainTextEdit *>();
    payload->selectAll();
    writeLines(payload,
               {u"{"_s, u"    \"title\": \"Maintenance\","_s, u"    \"minutes\": 15.0,"_s,
                u"    \"from\": \"2026-12-01T03:00:00Z\""_s, u"}"_s});
    auto *const send = childOf<QPushButton>(broadcast, "send");
    QVERIFY2(send->isEnabled(), qPrintable(childOf<QLabel>(broadcast, "problem")->text()));
    QVERIFY(runUntil([&] { return childOf<QLabel>(broadcast, "reach")->text().contains(u"1"_s); }));
    takePicture(u"4-broadcast"_s);
    QTest::keyClick(payload, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(question(m_window));
    takePicture(u"5-broadcast-question"_s, question(m_window));
    QVERIFY(acceptQuestion(m_window));
    QVERIFY(runUntil([&] { return crowd.received(u"notice.shown"_s) == crowd.size(); }));
    QVERIFY(runUntil([&] { return childOf<QLabel>(broadcast, "result")->text().startsWith(u"✓"_s); }));
}

void DashTourTest::force(const Crowd &crowd)
{
    auto *const broadcast = page<BroadcastPage>();
    write(childOf<QLineEdit>(broadcast, "forceReason"), u"new prices"_s);
    auto *const spread = childOf<QSpinBox>(broadcast, "forceSpread");
    spread->selectAll();
    write(spread, u"1"_s);
    QTest::mouseClick(childOf<QPushButton>(broadcast, "force"), Qt::LeftButton);
    QVERIFY(acceptQuestion(m_window));
    QVERIFY(runUntil([&] { return childOf<QProgressBar>(broadcast, "forceProgress")->value() >= crowd.size(); }));
    takePicture(u"6-forced"_s);
    QVERIFY(runUntil([&] { return crowd.resynced(u"new prices"_s) == crowd.size(); }));
}

void DashTourTest::disconnectOne(const Crowd &crowd)
{
    press(Qt::Key_2, Qt::ControlModifier);
    auto *const clients = page<ClientsPage>();
    auto *const table = childOf<QTableView>(clients, "clients");
    QVERIFY(runUntil([&] { return clients->model().rowCount() >= crowd.size(); }));
    takePicture(u"7-clients"_s);
    press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(childOf<QLineEdit>(clients, "filter"), u"farid"_s);
    QVERIFY(runUntil([&] { return clients->model().rowCount() == 1; }));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(0, 0)).center());
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(question(m_window));
    takePicture(u"8-disconnect-question"_s, question(m_window));
    QVERIFY(acceptQuestion(m_window));
    const auto farid = crowd.clientsOf(u"farid"_s);
    QCOMPARE(farid.size(), std::size_t(1));
    QVERIFY(runUntil([&] { return farid[0]->state() == client::ConnectionState::Failed; }));
    QVERIFY(runUntil([&] { return clients->model().rowCount() == 0; }));
}

/// What else an operator looks at: a user's queue, who did what, and the keys.
void DashTourTest::lookUp()
{
    press(Qt::Key_3, Qt::ControlModifier);
    auto *const queue = page<QueuePage>();
    write(childOf<QLineEdit>(queue, "user"), u"amelie"_s);
    QTest::keyClick(childOf<QLineEdit>(queue, "user"), Qt::Key_Return);
    QVERIFY(runUntil([&] { return queue->model().rowCount() > 0; }));
    auto *const messages = childOf<QTableView>(queue, "messages");
    QTest::mouseClick(messages->viewport(), Qt::LeftButton, {},
                      messages->visualRect(messages->model()->index(0, 0)).center());
    takePicture(u"9-queue"_s);

    press(Qt::Key_6, Qt::ControlModifier);
    const auto *const audit = page<AuditPage>();
    QVERIFY(runUntil([&] { return audit->model().rowCount() >= 3; })); // broadcast, force, disconnect
    takePicture(u"10-audit"_s);

    whenThereIs<ShortcutSheet>([&](ShortcutSheet &sheet) {
        takePicture(u"11-keys"_s, &sheet);
        QTest::keyClick(&sheet, Qt::Key_Escape);
    });
    press(Qt::Key_F1);
}

/// Where there is no window manager, nobody gives a window the focus back that a dialog had.
void DashTourTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window));
    QTest::keyClick(m_window, key, modifiers);
}

/// Until what is shown has been laid out and drawn.
bool DashTourTest::settle()
{
    QElapsedTimer timer;
    timer.start();
    return runUntil([&] { return timer.elapsed() > 500; });
}

void DashTourTest::takePicture(const QString &name, QWidget *dialog)
{
    QVERIFY(settle());
    QImage picture = m_window->grab().toImage();
    if (dialog) {
        QPainter painter(&picture);
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 90));
        const QPoint corner((m_window->width() - dialog->width()) / 2, (m_window->height() - dialog->height()) / 2);
        painter.drawPixmap(corner, dialog->grab());
    }
    QVERIFY(picture.save(m_folder.filePath(name + m_suffix + u".png"_s)));
}

QTEST_MAIN(DashTourTest)
#include "tst_dash_tour.moc"
