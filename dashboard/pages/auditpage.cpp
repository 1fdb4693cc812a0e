// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/auditpage.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>

#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/pages/tables.h"
#include "dashboard/session/adminapi.h"

namespace relais::dashboard {

namespace {

constexpr int filterDelayMilliseconds = 300;
constexpr int pageRecords = 200;

} // namespace

AuditPage::AuditPage(AdminApi &api, QWidget *parent)
    : Page(parent)
    , m_api(api)
    , m_actor(new QLineEdit(this))
    , m_action(new QLineEdit(this))
    , m_refresh(new QPushButton(this))
    , m_table(new QTableView(this))
    , m_details(createPlainLabel(this))
    , m_summary(createPlainLabel(this))
    , m_older(new QPushButton(this))
{
    permissionNotice()->hide(); // there is nothing here that an operator may not do
    m_actor->setObjectName(QStringLiteral("actor"));
    m_action->setObjectName(QStringLiteral("action"));
    m_older->setObjectName(QStringLiteral("older"));
    m_summary->setObjectName(QStringLiteral("summary"));
    m_details->setObjectName(QStringLiteral("details"));
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(filterDelayMilliseconds);
    m_table->setObjectName(QStringLiteral("records"));
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    configureTable(*m_table, {27, 24, 14, 24, 14, 22, 7});
    layOut();
    for (QLineEdit *const edit : {m_actor, m_action}) {
        edit->setClearButtonEnabled(true);
        edit->setMaxLength(128);
        connect(edit, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
        connect(edit, &QLineEdit::returnPressed, this, &AuditPage::refresh);
    }
    connect(&m_filterDelay, &QTimer::timeout, this, &AuditPage::refresh);
    connect(m_refresh, &QPushButton::clicked, this, &AuditPage::refresh);
    connect(m_older, &QPushButton::clicked, this, &AuditPage::loadOlder);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AuditPage::showDetails);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &AuditPage::showDetails);
    const auto add = [this](const QKeySequence &keys, auto slot) {
        auto *const shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    add(QKeySequence::Refresh, &AuditPage::refresh);
    add(QKeySequence::Find, [this] { m_actor->setFocus(Qt::ShortcutFocusReason); });
    retranslate();
    showDetails();
}

void AuditPage::layOut()
{
    auto *const bar = new QHBoxLayout;
    bar->addWidget(m_actor, 1);
    bar->addWidget(m_action, 1);
    bar->addWidget(m_refresh);
    auto *const foot = new QHBoxLayout;
    foot->addWidget(m_summary, 1);
    foot->addWidget(m_older);
    auto *const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_details);
    layout->addLayout(foot);
}

void AuditPage::refresh()
{
    m_filterDelay.stop();
    ask(false);
}

void AuditPage::loadOlder()
{
    if (m_hasMore && !m_model.isFull())
        ask(true);
}

void AuditPage::startOver()
{
    ++m_generation; // an answer of the last server comes too late
    m_model.clear();
    m_hasMore = false;
    m_problem.clear();
    updateSummary();
    if (isVisible())
        refresh();
}

void AuditPage::ask(bool isMore)
{
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        if (!value.isEmpty())
            query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(QStringLiteral("actor"), m_actor->text().trimmed());
    add(QStringLiteral("action"), m_action->text().trimmed());
    add(QStringLiteral("limit"), QString::number(pageRecords));
    if (isMore && m_model.lastNumber())
        add(QStringLiteral("before"), QString::number(*m_model.lastNumber()));
    const int generation = ++m_generation;
    m_api.get(QStringLiteral("/api/admin/audit"), query, this,
              [this, generation, isMore](const Result<QJsonObject> &answer) {
                  if (generation == m_generation)
                      onAnswer(answer, isMore);
              });
}

void AuditPage::onAnswer(const Result<QJsonObject> &answer, bool isMore)
{
    m_problem = answer ? QString() : describe(answer.error());
    if (answer) {
        const auto selected = m_model.numberAt(m_table->currentIndex().row());
        if (!isMore)
            m_model.clear();
        m_model.append(answer->value(u"records").toArray());
        if (const auto row = selected ? m_model.rowOf(*selected) : std::nullopt; row && !isMore)
            m_table->selectRow(*row); // its row is another one now
        m_hasMore = answer->value(u"hasMore").toBool();
    }
    updateSummary();
}

void AuditPage::showDetails()
{
    const QString text = m_model.describeRow(m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1);
    m_details->setText(text.isEmpty() ? tr("Select a record to see all of it.") : text);
}

void AuditPage::updateSummary()
{
    if (!m_problem.isEmpty())
        m_summary->setText(tr("⚠ Not up to date: %1").arg(m_problem));
    else if (m_hasMore)
        m_summary->setText(tr("The newest %Ln record(s)", nullptr, m_model.rowCount()));
    else
        m_summary->setText(tr("%Ln record(s), all that the server remembers", nullptr, m_model.rowCount()));
    m_older->setEnabled(m_hasMore && !m_model.isFull());
}

void AuditPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
}

void AuditPage::retranslate()
{
    const auto setFilter = [](QLineEdit *edit, const QString &text) {
        edit->setPlaceholderText(text);
        edit->setAccessibleName(text);
    };
    setFilter(m_actor, tr("Who contains (Ctrl+F)"));
    setFilter(m_action, tr("Did contains: broadcast, force, refused…"));
    m_refresh->setText(tr("Re&fresh"));
    m_refresh->setToolTip(tr("Show the newest (F5)"));
    m_older->setText(tr("&Older…"));
    m_table->setAccessibleName(tr("Audit records"));
    m_model.retranslate();
    showDetails();
    updateSummary();
}

void AuditPage::updateActions()
{
    permissionNotice()->hide();
}

} // namespace relais::dashboard
