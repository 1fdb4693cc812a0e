// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/dashboard/tour.h"

#include <algorithm>

#include <QDir>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>

#include "bench/dashboard/floodtraffic.h"
#include "dashboard/app/dashboardapplication.h"
#include "dashboard/pages/auditpage.h"
#include "dashboard/pages/clientspage.h"
#include "dashboard/pages/livepage.h"
#include "dashboard/pages/queuepage.h"

namespace relais::bench {

using namespace Qt::StringLiterals;
using namespace relais::dashboard;

namespace {

constexpr int longestActMilliseconds = 250;

/// The one of this name that can be seen: pages have some names in common.
template <typename Child> Child *visibleChild(QWidget &window, const char *name)
{
    const auto found = window.findChildren<Child *>(QLatin1String(name));
    for (Child *const child : found) {
        if (child->isVisible())
            return child;
    }
    qFatal("there is no %s to be seen", name);
}

void turnWheel(QAbstractItemView *view, int delta)
{
    const QPointF center = QRectF(view->viewport()->rect()).center();
    QWheelEvent event(center, view->viewport()->mapToGlobal(center), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view->viewport(), &event);
}

void clickRow(QTableView *view, int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    if (row >= view->model()->rowCount())
        return;
    const QModelIndex index = view->model()->index(row, 0);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers, view->visualRect(index).center());
}

int lastVisibleRow(const QTableView *view)
{
    const int row = view->rowAt(view->viewport()->height() - view->rowHeight(0));
    return row < 0 ? view->model()->rowCount() - 1 : row;
}

} // namespace

Tour::Tour(DashboardApplication &dashboard, UiWatch &watch, const QString &folder)
    : m_dashboard(dashboard)
    , m_watch(watch)
    , m_folder(folder)
    , m_live(dashboard.window().findChild<LivePage *>())
{
    addOverview();
    addClients();
    addLive();
    addLiveTools();
    addOthers();
    m_stepTimer.setSingleShot(true);
    connect(&m_stepTimer, &QTimer::timeout, this, &Tour::next);
    connect(&m_actTimer, &QTimer::timeout, this, &Tour::act);
    connect(&m_dashboard.session(), &ServerSession::tapReceived, this, [this](const TapBatch &batch) {
        m_received += batch.messages.size();
        m_notReceived += batch.leftOut + batch.dropped;
        if (!batch.messages.empty())
            m_last = batch.messages.back()->id.seq;
    });
}

void Tour::addOverview()
{
    m_steps.push_back({"overview", 4, [this] { m_dashboard.window().showPage(u"overview"_s); }, {}});
    m_steps.push_back({"overview, other ranges", 3, {}, [this](int time) {
                           const Qt::Key keys[] = {Qt::Key_2, Qt::Key_3, Qt::Key_1};
                           if (time % 3 == 0)
                               QTest::keyClick(&m_dashboard.window(), keys[time / 3 % 3], Qt::AltModifier);
                       }});
}

void Tour::addClients()
{
    const auto show = [this] {
        m_dashboard.window().showPage(u"clients"_s);
    };
    m_steps.push_back({"clients, sorted by each column", 4, show, [this](int time) {
                           const QHeaderView *const header = table("clients")->horizontalHeader();
                           const int x = header->sectionViewportPosition(time % (header->count() - 2)) + 10;
                           QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, 5));
                       }});
    m_steps.push_back({"clients, the slowest first", 3, [this] { click("slowest"); },
                       [this](int time) {
                           QTest::keyClick(table("clients"), Qt::Key_F5);
                           turnWheel(table("clients"), time % 8 < 4 ? -1200 : 1200);
                       }});
    m_steps.push_back({"clients, filtered", 3, {}, [this](int time) {
                           const QString words[] = {u"u"_s, u"user1"_s, u"user12"_s, u"user12"_s, QString()};
                           type("filter", words[time % 5]);
                       }});
    m_steps.push_back({"clients, selected and held", 3, [this] { type("filter", {}); },
                       [this](int time) {
                           clickRow(table("clients"), 3 + time, time == 0 ? Qt::NoModifier : Qt::ControlModifier);
                           turnWheel(table("clients"), -240);
                           m_clientRows = std::max(m_clientRows, table("clients")->model()->rowCount());
                       }});
    m_steps.push_back({"clients, page by page", 2, {}, [this](int) {
                           click("next");
                       }});
}

void Tour::addLive()
{
    m_steps.push_back({"live, followed", 8, [this] { m_dashboard.window().showPage(u"live"_s); }, {}, true});
    m_steps.push_back({"live, filtered by text",
                       5,
                       {},
                       [this](int time) {
                           const QString words[] = {u"A-1"_s, u"neighbour"_s, u"nowhere at all"_s, QString()};
                           if (time % 3 == 0)
                               type("textFilter", words[time / 3 % 4]);
                       },
                       true});
    m_steps.push_back({"live, large messages alone",
                       8,
                       [this] {
                           type("textFilter", {});
                           type("typeFilter", QLatin1String(FloodTraffic::largeType));
                           QTest::mouseClick(visibleChild<QWidget>(m_dashboard.window(), "narrow"), Qt::LeftButton,
                                             {}, QPoint(8, 8));
                       },
                       {},
                       true});
    m_steps.push_back({"live, large messages filtered by text",
                       4,
                       {},
                       [this](int time) {
                           const QString words[] = {u"8,9,0,2"_s, u"elit"_s, u"key200"_s, QString()};
                           if (time % 3 == 0)
                               type("textFilter", words[time / 3 % 4]);
                       },
                       true});
    m_steps.push_back(
        {"live, large messages read", 5, [this] { type("textFilter", {}); },
         [this](int time) { clickRow(table("messages"), lastVisibleRow(table("messages")) - time % 5); }, true});
}

void Tour::addLiveTools()
{
    m_steps.push_back({"live, read further up", 4,
                       [this] {
                           QTest::mouseClick(visibleChild<QWidget>(m_dashboard.window(), "narrow"), Qt::LeftButton,
                                             {}, QPoint(8, 8));
                           type("typeFilter", {});
                       },
                       [this](int) { turnWheel(table("messages"), 600); }, true});
    m_steps.push_back({"live, paused and resumed",
                       5,
                       {},
                       [this](int time) {
                           if (time % 6 == 0)
                               click("pause");
                       },
                       true});
    m_steps.push_back({"live, exported", 4,
                       [this] {
                           m_live->setPaused(false);
                           QTest::keyClick(table("messages"), Qt::Key_End);
                       },
                       [this](int time) {
                           if (time % 4 == 0)
                               m_live->exportTo(QDir(m_folder).filePath(time % 8 == 0 ? u"a.json"_s : u"a.csv"_s));
                       },
                       true});
    m_steps.push_back({"live, cleared", 1, {}, [this](int) { click("clear"); }, true});
}

void Tour::addOthers()
{
    m_steps.push_back({"queues, the largest messages read", 4,
                       [this] {
                           m_dashboard.window().showPage(u"queues"_s);
                           m_dashboard.window().findChild<QueuePage *>()->showUser(u"user1"_s);
                       },
                       [this](int time) {
                           clickRow(table("messages"), time);
                       }});
    m_steps.push_back({"audit", 2, [this] { m_dashboard.window().showPage(u"audit"_s); },
                       [this](int) {
                           click("older");
                       }});
    m_steps.push_back({"from page to page", 3, {}, [this](int time) {
                           const Qt::Key keys[] = {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5, Qt::Key_6};
                           QTest::keyClick(&m_dashboard.window(), keys[time % 6], Qt::ControlModifier);
                       }});
    m_steps.push_back({"the other language", 2, [this] { m_dashboard.window().showPage(u"live"_s); },
                       [this](int time) {
                           if (time % 4 == 0)
                               m_dashboard.useLanguage(time % 8 == 0 ? u"fr"_s : u"en"_s);
                       }});
    m_steps.push_back({"the other theme", 2, {}, [this](int time) {
                           if (time % 4 == 0)
                               m_dashboard.useTheme(time % 8 == 0 ? Theme::Choice::Dark : Theme::Choice::Light);
                       }});
}

void Tour::start(std::chrono::milliseconds duration)
{
    double weights = 0;
    for (const Step &step : m_steps)
        weights += step.weight;
    m_millisecondsPerWeight = static_cast<double>(duration.count()) / weights;
    m_step = 0;
    // A short tour has a few acts in each step as well.
    m_actTimer.start(std::clamp(static_cast<int>(m_millisecondsPerWeight / 2), 1, longestActMilliseconds));
    next();
}

void Tour::next()
{
    if (m_step > 0) {
        const Step &last = m_steps[m_step - 1];
        if (last.isLive) {
            m_liveCpu += m_watch.cpuTime() - m_cpuBefore;
            m_liveMessages += m_received - m_receivedBefore;
        }
    }
    if (m_step == m_steps.size()) {
        m_actTimer.stop();
        m_watch.endStep();
        Q_EMIT finished();
        return;
    }
    const Step &step = m_steps[m_step++];
    m_acts = 0;
    m_cpuBefore = m_watch.cpuTime();
    m_receivedBefore = m_received;
    m_watch.beginStep(step.name);
    if (step.begin)
        step.begin();
    m_stepTimer.start(static_cast<int>(step.weight * m_millisecondsPerWeight));
}

void Tour::act()
{
    look();
    const Step &step = m_steps[m_step - 1];
    if (step.act)
        step.act(m_acts++);
}

void Tour::look()
{
    const TapModel &model = m_live->model();
    m_mostKept = std::max(m_mostKept, model.kept());
    m_mostKeptBytes = std::max(m_mostKeptBytes, model.keptBytes());
    m_mostRows = std::max(m_mostRows, model.rowCount());
    m_exports = static_cast<std::uint64_t>(QDir(m_folder).entryInfoList({u"a.*"_s}, QDir::Files).size());
}

QTableView *Tour::table(const char *name) const
{
    return visibleChild<QTableView>(m_dashboard.window(), name);
}

void Tour::type(const char *edit, const QString &text) const
{
    auto *const line = visibleChild<QLineEdit>(m_dashboard.window(), edit);
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Delete);
    QTest::keyClicks(line, text);
}

void Tour::click(const char *button) const
{
    QTest::mouseClick(visibleChild<QPushButton>(m_dashboard.window(), button), Qt::LeftButton);
}

} // namespace relais::bench
