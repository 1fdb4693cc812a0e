// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/app/serverpages.h"

#include <QDir>
#include <QEvent>

#include "dashboard/pages/auditpage.h"
#include "dashboard/pages/broadcastpage.h"
#include "dashboard/pages/clientspage.h"
#include "dashboard/pages/livepage.h"
#include "dashboard/pages/queuepage.h"
#include "dashboard/session/serversession.h"
#include "dashboard/window/mainwindow.h"
#include "dashboard/window/pageframe.h"
#include "dashboard/window/settings.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

const QString layoutId = u"layout"_s; // among the states of pages

/// Of `sync.watch`; without a member it is any.
QJsonObject tapFilter(const QString &type, const QString &user)
{
    QJsonObject filter;
    if (!type.isEmpty())
        filter.insert(u"type"_s, type);
    if (!user.isEmpty())
        filter.insert(u"userId"_s, user);
    return filter;
}

/// What all pages that ask a server have in common.
PageFrame *frameOf(Page *page, const QString &id, std::function<QString()> title,
                   std::function<std::vector<ShortcutHelp>()> shortcuts)
{
    return new PageFrame(
        {.id = id,
         .title = std::move(title),
         .content = page,
         .shortcuts = std::move(shortcuts),
         .setPermissions = [page](const Permissions &permissions) { page->setPermissions(permissions); },
         .onServerChanged =
             [page] {
                 page->startOver();
             }});
}

} // namespace

QVariant StoredPageSettings::value(const QString &key) const
{
    const QString text = m_settings.pageState(layoutId).value(key).toString();
    return text.isEmpty() ? QVariant() : QVariant(QByteArray::fromBase64(text.toLatin1()));
}

void StoredPageSettings::setValue(const QString &key, const QVariant &value)
{
    QJsonObject state = m_settings.pageState(layoutId);
    state.insert(key, QString::fromLatin1(value.toByteArray().toBase64()));
    m_settings.setPageState(layoutId, state);
}

ServerPages::ServerPages(ServerSession &session, MainWindow &window, Settings &settings, const QString &folder,
                         QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_pageSettings(settings)
{
    addClients(window);
    addQueues(window);
    addLive(window);
    addBroadcast(window, folder);
    addAudit(window);
    // Told of changes only from here on.
    for (Page *const page : std::initializer_list<Page *>{m_broadcast, m_clients, m_queues, m_audit, m_live})
        page->setPermissions(m_session.permissions());
    connect(m_clients, &ClientsPage::queueRequested, m_queues, [this, &window](const QString &user) {
        m_queues->showUser(user);
        window.showPage(u"queues"_s);
    });
    connect(&m_session, &ServerSession::refreshRequested, this, [this] { refreshVisible(); });
}

ServerPages::~ServerPages() = default;

void ServerPages::addClients(MainWindow &window)
{
    m_clients = new ClientsPage(m_session.api(), m_pageSettings);
    window.addPage(frameOf(
        m_clients, u"clients"_s, [] { return tr("Clients"); },
        [] {
            return std::vector<ShortcutHelp>{{QKeySequence(Qt::Key_F5), tr("Ask the server now")},
                                             {QKeySequence::Find, tr("Filter")},
                                             {QKeySequence::Delete, tr("Disconnect what is selected")}};
        }));
}

void ServerPages::addQueues(MainWindow &window)
{
    m_queues = new QueuePage(m_session.api());
    window.addPage(frameOf(
        m_queues, u"queues"_s, [] { return tr("Queues"); },
        [] {
            return std::vector<ShortcutHelp>{{QKeySequence(Qt::Key_F5), tr("Ask the server now")}};
        }));
}

void ServerPages::addLive(MainWindow &window)
{
    m_live = new LivePage;
    m_live->installEventFilter(this);
    connect(&m_session, &ServerSession::tapReceived, m_live, &LivePage::append);
    connect(m_live, &LivePage::tapFilterChanged, this, [this](const QString &type, const QString &user) {
        if (m_isTapped)
            m_session.setTap(tapFilter(type, user));
    });
    window.addPage(frameOf(
        m_live, u"live"_s, [] { return tr("Live messages"); },
        [] {
            return std::vector<ShortcutHelp>{{QKeySequence(Qt::Key_Space), tr("Pause or go on")},
                                             {QKeySequence(Qt::Key_End), tr("Follow the newest")},
                                             {QKeySequence::Find, tr("Filter")},
                                             {QKeySequence::Save, tr("Export what is filtered")},
                                             {QKeySequence(Qt::CTRL | Qt::Key_L), tr("Clear")}};
        }));
}

void ServerPages::addBroadcast(MainWindow &window, const QString &folder)
{
    m_broadcast = new BroadcastPage(m_session.api(), QDir(folder).filePath(u"broadcasts.json"_s));
    window.addPage(frameOf(
        m_broadcast, u"broadcast"_s, [] { return tr("Broadcast"); },
        [] {
            return std::vector<ShortcutHelp>{{QKeySequence(Qt::CTRL | Qt::Key_Return), tr("Send what is written")}};
        }));
}

void ServerPages::addAudit(MainWindow &window)
{
    m_audit = new AuditPage(m_session.api());
    window.addPage(frameOf(
        m_audit, u"audit"_s, [] { return tr("Audit"); },
        [] {
            return std::vector<ShortcutHelp>{{QKeySequence(Qt::Key_F5), tr("Ask the server now")},
                                             {QKeySequence::Find, tr("Filter")}};
        }));
}

/// A tap costs the server a little: there is none before somebody wants to look.
bool ServerPages::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_live && event->type() == QEvent::Show && !m_isTapped) {
        m_isTapped = true;
        m_session.setTap(QJsonObject());
    }
    return QObject::eventFilter(watched, event);
}

/// What is seen asks again; the others do when they are shown.
void ServerPages::refreshVisible()
{
    if (m_clients->isVisible())
        m_clients->refresh();
    if (m_audit->isVisible())
        m_audit->refresh();
}

} // namespace relais::dashboard
