// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/queuepage.h"

#include <QFuture>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPromise>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QThreadPool>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>

#include "common/protocol/userid.h"
#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/pages/confirmation.h"
#include "dashboard/pages/jsonview.h"
#include "dashboard/pages/tables.h"
#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

QueuePage::QueuePage(AdminApi &api, QWidget *parent)
    : Page(parent)
    , m_api(api)
    , m_user(new QLineEdit(this))
    , m_show(new QPushButton(this))
    , m_summary(createPlainLabel(this))
    , m_table(new QTableView(this))
    , m_details(new JsonView(this))
    , m_more(new QPushButton(this))
    , m_force(new QPushButton(this))
    , m_purge(new QPushButton(this))
    , m_result(createPlainLabel(this))
{
    m_user->setObjectName(QStringLiteral("user"));
    m_user->setMaxLength(static_cast<int>(UserId::maximumBytes));
    m_show->setObjectName(QStringLiteral("show"));
    m_summary->setObjectName(QStringLiteral("summary"));
    m_table->setObjectName(QStringLiteral("messages"));
    m_more->setObjectName(QStringLiteral("more"));
    m_force->setObjectName(QStringLiteral("force"));
    m_purge->setObjectName(QStringLiteral("purge"));
    m_result->setObjectName(QStringLiteral("result"));
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    configureTable(*m_table, {14, 24, 16, 10});
    layOut();
    connect(m_user, &QLineEdit::returnPressed, this, [this] { showUser(m_user->text()); });
    connect(m_user, &QLineEdit::textChanged, this, &QueuePage::updateActions);
    connect(m_show, &QPushButton::clicked, this, [this] { showUser(m_user->text()); });
    connect(m_more, &QPushButton::clicked, this, [this] { ask(m_offset); });
    connect(m_force, &QPushButton::clicked, this, &QueuePage::forceSync);
    connect(m_purge, &QPushButton::clicked, this, &QueuePage::purge);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &QueuePage::showDetails);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &QueuePage::showDetails);
    const auto add = [this](const QKeySequence &keys, auto slot) {
        auto *const shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    add(QKeySequence::Refresh, &QueuePage::refresh);
    add(QKeySequence::Find, [this] { m_user->setFocus(Qt::ShortcutFocusReason); });
    retranslate();
    updateActions();
}

void QueuePage::layOut()
{
    auto *const bar = new QHBoxLayout;
    bar->addWidget(m_user, 1);
    bar->addWidget(m_show);
    auto *const splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_table);
    splitter->addWidget(m_details);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto *const actions = new QHBoxLayout;
    actions->addWidget(m_result, 1);
    for (QPushButton *const button : {m_more, m_force, m_purge})
        actions->addWidget(button);
    auto *const layout = new QVBoxLayout(this);
    layout->addWidget(permissionNotice());
    layout->addLayout(bar);
    layout->addWidget(m_summary);
    layout->addWidget(splitter, 1);
    layout->addLayout(actions);
}

void QueuePage::showUser(const QString &user)
{
    const QString trimmed = user.trimmed();
    m_user->setText(trimmed);
    m_result->clear();
    if (!UserId::parse(trimmed.toStdString()).ok())
        return;
    m_shownUser = trimmed;
    m_total = 0;
    m_model.clear();
    ask(0);
}

void QueuePage::startOver()
{
    ++m_generation; // an answer of the last server comes too late
    m_model.clear();
    m_total = 0;
    m_hasMore = false;
    m_problem.clear();
    m_result->clear();
    updateSummary();
    updateActions();
    if (isVisible())
        refresh(); // the same user, there
}

void QueuePage::refresh()
{
    if (!m_shownUser.isEmpty())
        ask(0);
}

QString QueuePage::queuePath(const QString &user) const
{
    return QStringLiteral("/api/admin/users/%1/queue").arg(QString::fromLatin1(QUrl::toPercentEncoding(user)));
}

void QueuePage::ask(qint64 offset)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageMessages));
    query.addQueryItem(QStringLiteral("offset"), QString::number(offset));
    const int generation = ++m_generation;
    m_api.getText(queuePath(m_shownUser), query, this, [this, generation, offset](const Result<QByteArray> &answer) {
        if (generation != m_generation)
            return;
        if (answer)
            read(offset, *answer);
        else
            onAnswer(offset, answer.error());
    });
}

/// In another thread: there may be as many mebibytes as there is room for in an answer.
void QueuePage::read(qint64 offset, const QByteArray &text)
{
    const auto promise = std::make_shared<QPromise<Result<QueueContent>>>();
    promise->start();
    promise->future().then(this, [this, offset, generation = m_generation](const Result<QueueContent> &content) {
        if (generation == m_generation)
            onAnswer(offset, content);
    });
    QThreadPool::globalInstance()->start([promise, text] {
        promise->addResult(queueContentFrom(text));
        promise->finish();
    });
}

void QueuePage::onAnswer(qint64 offset, const Result<QueueContent> &answer)
{
    m_problem = answer ? QString() : describe(answer.error());
    if (answer) {
        m_total = answer->total;
        m_bytes = answer->bytes;
        m_oldestAgeMs = answer->oldestAgeMs;
        m_hasMore = answer->hasMore;
        if (offset == 0)
            m_model.clear();
        m_offset = offset + answer->received;
        m_model.append(answer->batch);
    }
    updateSummary();
    updateActions();
}

void QueuePage::updateSummary()
{
    if (m_shownUser.isEmpty()) {
        m_summary->setText(tr("Whose messages do you want to see?"));
        return;
    }
    const QString user = displayText(m_shownUser);
    if (!m_problem.isEmpty())
        m_summary->setText(tr("⚠ Not up to date: %1").arg(m_problem));
    else if (m_total == 0)
        m_summary->setText(tr("Nothing is kept for “%1”.").arg(user));
    else
        m_summary->setText(
            tr("%Ln message(s) kept for “%1”, %2, the oldest for %3", nullptr, static_cast<int>(m_total))
                .arg(user, displayBytes(m_bytes), displayDuration(m_oldestAgeMs)));
}

void QueuePage::purge()
{
    const QString user = m_shownUser;
    confirm(this, tr("Purge a queue"),
            tr("Delete %Ln message(s) that are kept for “%1”? Clients that have not got them are told to fetch "
               "everything anew.",
               nullptr, static_cast<int>(m_total))
                .arg(displayText(user)),
            tr("&Purge"), [this, user] {
                m_api.remove(queuePath(user), {}, this, [this](const Result<QJsonObject> &answer) {
                    m_result->setText(answer ? tr("✓ %Ln message(s) deleted", nullptr,
                                                  static_cast<int>(answer->value(u"purged").toInteger()))
                                             : tr("✗ Not purged: %1").arg(describe(answer.error())));
                    refresh();
                });
            });
}

void QueuePage::forceSync()
{
    const QString user = m_shownUser;
    confirm(this, tr("Force a sync"),
            tr("Ask every client of the user “%1” to fetch everything anew?").arg(displayText(user)),
            tr("&Force the sync"), [this, user] {
                m_api.post(QStringLiteral("/api/sync/force"), {{QStringLiteral("userId"), user}}, this,
                           [this](const Result<QJsonObject> &answer) {
                               m_result->setText(answer
                                                     ? tr("✓ %Ln client(s) asked", nullptr,
                                                          static_cast<int>(answer->value(u"recipients").toInteger()))
                                                     : tr("✗ Not forced: %1").arg(describe(answer.error())));
                               refresh();
                           });
            });
}

void QueuePage::showDetails()
{
    const auto message = m_model.messageAt(m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1);
    m_details->setJson(message ? std::string_view(message->payload) : std::string_view());
}

void QueuePage::retranslate()
{
    m_user->setPlaceholderText(tr("User (Ctrl+F)"));
    m_user->setAccessibleName(tr("User"));
    m_show->setText(tr("&Show"));
    m_more->setText(tr("&More…"));
    m_more->setToolTip(tr("Load the messages behind these"));
    m_force->setText(tr("&Force sync…"));
    m_purge->setText(tr("&Purge…"));
    m_table->setAccessibleName(tr("Messages that are kept"));
    m_details->setAccessibleName(tr("Payload of the selected message"));
    m_model.retranslate();
    updateSummary();
}

void QueuePage::updateActions()
{
    m_show->setEnabled(UserId::parse(m_user->text().trimmed().toStdString()).ok());
    m_more->setEnabled(m_hasMore);
    const bool isShown = !m_shownUser.isEmpty() && m_problem.isEmpty();
    setActionEnabled(m_force, isShown, tr("Ask this user's clients to fetch everything anew"));
    setActionEnabled(m_purge, isShown && m_total > 0, tr("Delete what is kept for this user"));
}

} // namespace relais::dashboard
