// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/clientspage.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>

#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/models/pagesettings.h"
#include "dashboard/pages/confirmation.h"
#include "dashboard/pages/tables.h"
#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

namespace {

constexpr int refreshMilliseconds = 2000;
constexpr int filterDelayMilliseconds = 300;
constexpr int maximumFilterCharacters = 200; // the server takes 256 bytes
constexpr int namedInQuestion = 5;

QString headerKey()
{
    return QStringLiteral("clients/header");
}

} // namespace

ClientsPage::ClientsPage(AdminApi &api, PageSettings &settings, QWidget *parent)
    : Page(parent)
    , m_api(api)
    , m_settings(settings)
    , m_filter(new QLineEdit(this))
    , m_slowest(new QPushButton(this))
    , m_columns(new QPushButton(this))
    , m_columnMenu(new QMenu(this))
    , m_refreshButton(new QPushButton(this))
    , m_table(new QTableView(this))
    , m_summary(createPlainLabel(this))
    , m_previous(new QPushButton(this))
    , m_next(new QPushButton(this))
    , m_details(createPlainLabel(this))
    , m_queue(new QPushButton(this))
    , m_reconnect(new QPushButton(this))
    , m_disconnect(new QPushButton(this))
    , m_result(createPlainLabel(this))
{
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaxLength(maximumFilterCharacters);
    m_slowest->setObjectName(QStringLiteral("slowest"));
    m_summary->setObjectName(QStringLiteral("summary"));
    m_details->setObjectName(QStringLiteral("details"));
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_previous->setObjectName(QStringLiteral("previous"));
    m_next->setObjectName(QStringLiteral("next"));
    m_queue->setObjectName(QStringLiteral("queue"));
    m_reconnect->setObjectName(QStringLiteral("reconnect"));
    m_disconnect->setObjectName(QStringLiteral("disconnect"));
    m_result->setObjectName(QStringLiteral("result"));
    m_refresh.setInterval(refreshMilliseconds);
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(filterDelayMilliseconds);
    m_columns->setMenu(m_columnMenu);
    createTable();
    createActions();
    layOut();
    retranslate();
    restoreColumns();
    updateActions();
}

ClientsPage::~ClientsPage()
{
    ignoreChildren();
}

void ClientsPage::createTable()
{
    m_table->setObjectName(QStringLiteral("clients"));
    m_table->setModel(&m_model);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    configureTable(*m_table, {22, 12, 24, 27, 10, 12, 12, 12, 16, 8});
    QHeaderView *const header = m_table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(m_sortColumn, m_sortOrder);
    // Not setSortingEnabled(), which would have the model sort.
    connect(header, &QHeaderView::sortIndicatorChanged, this, &ClientsPage::sortBy);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ClientsPage::updateActions);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ClientsPage::showDetails);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ClientsPage::showDetails);
    m_table->viewport()->installEventFilter(this);
}

void ClientsPage::createActions()
{
    connect(m_filter, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, &ClientsPage::askFromTop);
    connect(&m_filterDelay, &QTimer::timeout, this, &ClientsPage::askFromTop);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (!m_isAsking && m_leaving.empty())
            ask(false);
    });
    connect(m_refreshButton, &QPushButton::clicked, this, &ClientsPage::refresh);
    connect(m_slowest, &QPushButton::clicked, this, &ClientsPage::showSlowestFirst);
    connect(m_previous, &QPushButton::clicked, this, [this] { turnPage(-1); });
    connect(m_next, &QPushButton::clicked, this, [this] { turnPage(1); });
    connect(m_disconnect, &QPushButton::clicked, this, [this] { disconnectSelected(false); });
    connect(m_reconnect, &QPushButton::clicked, this, [this] { disconnectSelected(true); });
    connect(m_queue, &QPushButton::clicked, this, [this] {
        const QModelIndex current = m_table->currentIndex();
        if (current.isValid())
            Q_EMIT queueRequested(m_model.clientAt(current.row()).user);
    });
    const auto add = [this](const QKeySequence &keys, auto slot) {
        auto *const shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    add(QKeySequence::Refresh, &ClientsPage::refresh);
    add(QKeySequence::Find, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    add(QKeySequence(Qt::ALT | Qt::Key_PageUp), [this] { turnPage(-1); });
    add(QKeySequence(Qt::ALT | Qt::Key_PageDown), [this] { turnPage(1); });
    auto *const remove = new QShortcut(Qt::Key_Delete, m_table);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] { disconnectSelected(false); });
}

void ClientsPage::layOut()
{
    auto *const bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    for (QPushButton *const button : {m_slowest, m_columns, m_refreshButton})
        bar->addWidget(button);
    auto *const pages = new QHBoxLayout;
    pages->addWidget(m_summary, 1);
    pages->addWidget(m_previous);
    pages->addWidget(m_next);
    auto *const actions = new QHBoxLayout;
    actions->addWidget(m_details, 1);
    for (QPushButton *const button : {m_queue, m_reconnect, m_disconnect})
        actions->addWidget(button, 0, Qt::AlignTop);
    auto *const layout = new QVBoxLayout(this);
    layout->addWidget(permissionNotice());
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addLayout(pages);
    layout->addLayout(actions);
    layout->addWidget(m_result);
}

bool ClientsPage::isHeld() const
{
    return m_isHovered || m_isPressed || selectedRows().size() > 1;
}

void ClientsPage::refresh()
{
    ask(true);
}

void ClientsPage::showSlowestFirst()
{
    m_table->horizontalHeader()->setSortIndicator(ClientsModel::LagColumn, Qt::DescendingOrder);
    sortBy(ClientsModel::LagColumn, Qt::DescendingOrder); // also when it was the order before
}

void ClientsPage::sortBy(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    askFromTop();
}

/// From the first page, with nothing selected: the rows are others.
void ClientsPage::askFromTop()
{
    m_filterDelay.stop();
    m_offset = 0;
    m_table->scrollToTop();
    refresh();
}

void ClientsPage::turnPage(int pages)
{
    const qint64 offset = m_offset + qint64(pages) * pageRows;
    if (offset < 0 || (offset >= m_total && offset > 0))
        return;
    m_offset = offset;
    m_table->clearSelection();
    m_table->scrollToTop();
    refresh();
}

void ClientsPage::startOver()
{
    ++m_generation; // an answer of the last server comes too late
    ++m_server;
    m_isAsking = false;
    m_leaving.clear(); // they were clients of the last one
    m_result->clear();
    m_model.clear();
    m_total = 0;
    m_offset = 0;
    m_problem.clear();
    updateSummary();
    updateActions();
    if (isVisible())
        refresh();
}

void ClientsPage::ask(bool isByHand)
{
    QUrlQuery query;
    const QString filter = m_filter->text().simplified();
    if (!filter.isEmpty())
        query.addQueryItem(QStringLiteral("filter"), QString::fromLatin1(QUrl::toPercentEncoding(filter)));
    query.addQueryItem(QStringLiteral("sort"),
                       (m_sortOrder == Qt::DescendingOrder ? QStringLiteral("-") : QString())
                           + ClientsModel::sortKey(m_sortColumn));
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageRows));
    query.addQueryItem(QStringLiteral("offset"), QString::number(m_offset));
    const int generation = ++m_generation;
    m_isAsking = true;
    m_api.get(QStringLiteral("/api/admin/clients"), query, this,
              [this, generation, isByHand](const Result<QJsonObject> &answer) {
                  if (generation == m_generation)
                      onAnswer(answer, isByHand);
              });
}

void ClientsPage::onAnswer(const Result<QJsonObject> &answer, bool isByHand)
{
    m_isAsking = false;
    m_problem = answer ? QString() : describe(answer.error());
    if (answer) {
        m_total = answer->value(u"total").toInteger();
        // Now, not when it was asked: the mouse may have come while the answer was on its way.
        const auto update = isByHand || !isHeld() ? ClientsModel::Update::Apply : ClientsModel::Update::Hold;
        const int scrolled = m_table->verticalScrollBar()->value();
        m_model.update(answer->value(u"clients").toArray(), update);
        m_table->verticalScrollBar()->setValue(scrolled);
    }
    updateSummary();
    updateActions();
}

void ClientsPage::updateSummary()
{
    const QLocale locale;
    QStringList parts;
    if (!m_problem.isEmpty())
        parts << tr("⚠ Not up to date: %1").arg(m_problem);
    if (m_total == 0 && m_problem.isEmpty())
        parts << (m_filter->text().isEmpty() ? tr("No client is connected.") : tr("No client matches the filter."));
    else if (m_model.rowCount() > 0)
        parts << tr("%1–%2 of %Ln client(s)", nullptr, static_cast<int>(m_total))
                     .arg(locale.toString(m_offset + 1), locale.toString(m_offset + m_model.rowCount()));
    if (m_model.pendingChanges() > 0)
        parts << tr("rows are held while you point at them or select; %Ln change(s) waiting (F5)", nullptr,
                    m_model.pendingChanges());
    m_summary->setText(parts.join(QStringLiteral(" · ")));
    m_previous->setEnabled(m_offset > 0);
    m_next->setEnabled(m_offset + pageRows < m_total);
}

std::vector<int> ClientsPage::selectedRows() const
{
    std::vector<int> rows;
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void ClientsPage::disconnectSelected(bool reconnects)
{
    const std::vector<int> rows = selectedRows();
    if (!permissions().mayAdminister || rows.empty() || !m_leaving.empty())
        return;
    QStringList ids;
    QStringList names;
    for (const int row : rows) {
        const ClientsModel::Client &client = m_model.clientAt(row);
        ids << client.id;
        if (names.size() < namedInQuestion)
            names << m_model.textOf(client, ClientsModel::UserColumn) + u' ' + displayText(client.id);
    }
    if (ids.size() > names.size())
        names << QStringLiteral("…");
    const auto count = static_cast<int>(ids.size());
    const QString question = reconnects
        ? tr("Ask %Ln client(s) to connect anew?", nullptr, count)
        : tr("Disconnect %Ln client(s)? They will not come back by themselves.", nullptr, count);
    confirm(this, tr("Disconnect clients"), question + QStringLiteral("\n\n") + names.join(QStringLiteral(", ")),
            reconnects ? tr("&Reconnect") : tr("&Disconnect"), [this, ids, reconnects] {
                m_leaving.assign(ids.begin(), ids.end());
                m_gone = 0;
                m_failed = 0;
                m_failure.clear();
                disconnectNext(reconnects);
            });
}

/// One after another: a thousand at once would use up the rate limit of whoever does it.
void ClientsPage::disconnectNext(bool reconnects)
{
    updateActions();
    QString text = tr("%Ln client(s) disconnected", nullptr, m_gone);
    if (m_failed > 0)
        text += QStringLiteral(" · ") + tr("✗ %Ln not: %1", nullptr, m_failed).arg(m_failure);
    if (m_leaving.empty()) {
        m_result->setText((m_failed > 0 ? QString() : QStringLiteral("✓ ")) + text);
        refresh();
        return;
    }
    m_result->setText(text + QStringLiteral(" · ") + tr("%Ln to go", nullptr, static_cast<int>(m_leaving.size())));
    QUrlQuery query;
    if (reconnects)
        query.addQueryItem(QStringLiteral("reconnect"), QStringLiteral("true"));
    const QString id = QString::fromLatin1(QUrl::toPercentEncoding(m_leaving.front()));
    m_api.remove(QStringLiteral("/api/admin/clients/") + id, query, this,
                 [this, reconnects, server = m_server](const Result<QJsonObject> &answer) {
                     if (server != m_server)
                         return;
                     m_leaving.pop_front();
                     if (answer || answer.error().code == ErrorCode::NotFound) {
                         ++m_gone; // who has left by now is as gone
                     } else {
                         ++m_failed;
                         m_failure = describe(answer.error());
                     }
                     disconnectNext(reconnects);
                 });
}

void ClientsPage::showDetails()
{
    const QModelIndex current = m_table->currentIndex();
    QStringList parts;
    if (current.isValid()) {
        for (int column = 0; column < ClientsModel::ColumnCount; ++column)
            parts << tr("%1: %2").arg(m_model.titleOf(column),
                                      m_model.textOf(m_model.clientAt(current.row()), column));
    }
    m_details->setText(parts.isEmpty() ? tr("Select clients to see more of them, or to disconnect them.")
                                       : parts.join(QStringLiteral(" · ")));
    m_queue->setEnabled(current.isValid() && !m_model.clientAt(current.row()).user.isEmpty());
}

void ClientsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
    m_refresh.start();
}

void ClientsPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_refresh.stop();
    m_isHovered = false;
    m_isPressed = false;
}

bool ClientsPage::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::MouseMove:
        m_isHovered = true;
        break;
    case QEvent::Leave:
        m_isHovered = false;
        break;
    case QEvent::MouseButtonPress:
        m_isPressed = true;
        break;
    case QEvent::MouseButtonRelease:
        m_isPressed = false;
        break;
    default:
        break;
    }
    return Page::eventFilter(watched, event);
}

void ClientsPage::restoreColumns()
{
    QHeaderView *const header = m_table->horizontalHeader();
    const QSignalBlocker silence(header); // the order that is restored is asked for when the page is shown
    header->restoreState(m_settings.value(headerKey()).toByteArray());
    if (header->sortIndicatorSection() >= 0 && header->sortIndicatorSection() < ClientsModel::ColumnCount) {
        m_sortColumn = header->sortIndicatorSection();
        m_sortOrder = header->sortIndicatorOrder();
    }
    header->setSectionHidden(ClientsModel::UserColumn, false); // or nobody would know who it is
    const auto save = [this, header] {
        m_settings.setValue(headerKey(), header->saveState());
    };
    connect(header, &QHeaderView::sectionMoved, this, save);
    connect(header, &QHeaderView::sectionResized, this, save);
    connect(header, &QHeaderView::sortIndicatorChanged, this, save);
    fillColumnMenu();
}

void ClientsPage::fillColumnMenu()
{
    QHeaderView *const header = m_table->horizontalHeader();
    m_columnMenu->clear();
    for (int column = ClientsModel::UserColumn + 1; column < ClientsModel::ColumnCount; ++column) {
        QAction *const action = m_columnMenu->addAction(m_model.titleOf(column));
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, this, [this, header, column](bool isShown) {
            header->setSectionHidden(column, !isShown);
            m_settings.setValue(headerKey(), header->saveState());
        });
    }
}

void ClientsPage::retranslate()
{
    m_filter->setPlaceholderText(tr("User, address or id; transport:webSocket (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter clients"));
    m_slowest->setText(tr("&Slowest first"));
    m_slowest->setToolTip(tr("Those that are furthest behind come first"));
    m_columns->setText(tr("&Columns"));
    m_refreshButton->setText(tr("Re&fresh"));
    m_refreshButton->setToolTip(tr("Ask now, and let the rows move (F5)"));
    m_table->setAccessibleName(tr("Connected clients"));
    m_previous->setText(tr("◀ &Previous"));
    m_previous->setToolTip(tr("Previous page (Alt+Page up)"));
    m_next->setText(tr("&Next ▶"));
    m_next->setToolTip(tr("Next page (Alt+Page down)"));
    m_queue->setText(tr("Show &queue"));
    m_queue->setToolTip(tr("What is kept for this client's user"));
    m_reconnect->setText(tr("&Reconnect…"));
    m_disconnect->setText(tr("&Disconnect…"));
    m_model.retranslate();
    fillColumnMenu();
    showDetails();
    updateSummary();
}

void ClientsPage::updateActions()
{
    const bool isPossible = m_leaving.empty() && m_table->selectionModel()->hasSelection();
    setActionEnabled(m_reconnect, isPossible, tr("Close their connections; they connect anew at once"));
    setActionEnabled(m_disconnect, isPossible, tr("Close their connections for good (Delete)"));
}

} // namespace relais::dashboard
