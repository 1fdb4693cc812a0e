// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/livepage.h"

#include <algorithm>

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include "dashboard/models/displaytext.h"
#include "dashboard/pages/jsonview.h"
#include "dashboard/pages/tables.h"

namespace relais::dashboard {

namespace {

// A filter goes through all messages; not on each key of a word.
constexpr int filterDelayMilliseconds = 200;

QLineEdit *createFilter(const QString &name, QWidget *parent)
{
    auto *const edit = new QLineEdit(parent);
    edit->setObjectName(name);
    edit->setClearButtonEnabled(true);
    edit->setMaxLength(256);
    return edit;
}

QPushButton *createButton(const QString &name, QWidget *parent)
{
    auto *const button = new QPushButton(parent);
    button->setObjectName(name);
    return button;
}

} // namespace

LivePage::LivePage(QWidget *parent)
    : Page(parent)
    , m_filterDelay(new QTimer(this))
    , m_type(createFilter(QStringLiteral("typeFilter"), this))
    , m_user(createFilter(QStringLiteral("userFilter"), this))
    , m_text(createFilter(QStringLiteral("textFilter"), this))
    , m_narrow(new QCheckBox(this))
    , m_pause(createButton(QStringLiteral("pause"), this))
    , m_follow(createButton(QStringLiteral("follow"), this))
    , m_clear(createButton(QStringLiteral("clear"), this))
    , m_export(createButton(QStringLiteral("export"), this))
    , m_table(new QTableView(this))
    , m_detailTitle(createPlainLabel(this))
    , m_details(new JsonView(this))
    , m_counts(createPlainLabel(this))
    , m_notice(createPlainLabel(this))
{
    m_counts->setObjectName(QStringLiteral("counts"));
    m_notice->setObjectName(QStringLiteral("notice"));
    m_notice->hide();
    permissionNotice()->hide(); // there is nothing here that an operator may not do
    m_narrow->setObjectName(QStringLiteral("narrow"));
    m_pause->setCheckable(true);
    m_follow->setCheckable(true);
    m_filterDelay->setSingleShot(true);
    m_filterDelay->setInterval(filterDelayMilliseconds);
    createTable();
    createShortcuts();
    layOut();
    for (QLineEdit *const edit : {m_type, m_user, m_text}) {
        connect(edit, &QLineEdit::textChanged, m_filterDelay, qOverload<>(&QTimer::start));
        connect(edit, &QLineEdit::returnPressed, this, &LivePage::applyFilter);
    }
    connect(m_filterDelay, &QTimer::timeout, this, &LivePage::applyFilter);
    connect(m_narrow, &QCheckBox::toggled, this, &LivePage::updateTap);
    connect(m_pause, &QPushButton::toggled, this, &LivePage::setPaused);
    connect(m_follow, &QPushButton::toggled, this, &LivePage::setFollowing);
    connect(m_clear, &QPushButton::clicked, this, &LivePage::clear);
    connect(m_export, &QPushButton::clicked, this, &LivePage::exportFiltered);
    connect(&m_model, &TapModel::countsChanged, this, &LivePage::updateCounts);
    connect(&m_exporter, &MessageExporter::written, this, [this](const QString &path, qsizetype count) {
        m_notice->setText(tr("%Ln message(s) written to %1", nullptr, static_cast<int>(count)).arg(path));
        m_notice->show();
        updateCounts();
    });
    connect(&m_exporter, &MessageExporter::failed, this, [this](const QString &path, const QString &reason) {
        m_notice->setText(tr("⚠ Nothing was written to %1: %2").arg(path, reason));
        m_notice->show();
        updateCounts();
    });
    retranslate();
    setFollowing(true);
    showDetails();
}

LivePage::~LivePage()
{
    ignoreChildren();
}

void LivePage::createTable()
{
    m_table->setObjectName(QStringLiteral("messages"));
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    // By rows, so that a reader's place is a row.
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    configureTable(*m_table, {14, 24, 18, 10});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (m_isAppending)
            return; // not the reader's doing
        if (m_table->currentIndex().isValid())
            setFollowing(m_isFollowing && m_table->currentIndex().row() == m_model.rowCount() - 1);
        showDetails();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &LivePage::showDetails);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { anchorRows(last - first + 1); });
    // Rows may come later than their batch: a filter takes its time.
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isFollowing)
            m_table->scrollToBottom();
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &LivePage::updateFollowing);
}

void LivePage::createShortcuts()
{
    const auto add = [this](const QKeySequence &keys, QWidget *where, auto slot) {
        auto *const shortcut = new QShortcut(keys, where);
        shortcut->setContext(where == this ? Qt::WidgetWithChildrenShortcut : Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    add(QKeySequence::Find, this, &LivePage::focusFilter);
    add(QKeySequence::Save, this, &LivePage::exportFiltered);
    add(QKeySequence(QStringLiteral("Ctrl+L")), this, &LivePage::clear);
    // Not everywhere: on a button Space is its click, in a filter a space.
    add(Qt::Key_Space, m_table, [this] { setPaused(!m_model.isPaused()); });
    add(Qt::Key_Space, m_details, [this] { setPaused(!m_model.isPaused()); });
    add(Qt::Key_End, m_table, [this] { setFollowing(true); });
}

void LivePage::layOut()
{
    auto *const bar = new QHBoxLayout;
    bar->addWidget(m_type, 2);
    bar->addWidget(m_user, 2);
    bar->addWidget(m_narrow);
    bar->addWidget(m_text, 3);
    for (QPushButton *const button : {m_pause, m_follow, m_clear, m_export})
        bar->addWidget(button);
    auto *const side = new QWidget(this);
    auto *const sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(0, 0, 0, 0);
    sideLayout->addWidget(m_detailTitle);
    sideLayout->addWidget(m_details, 1);
    auto *const splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_table);
    splitter->addWidget(side);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto *const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_counts);
    layout->addWidget(m_notice);
}

void LivePage::append(const TapBatch &batch)
{
    m_isAppending = true;
    m_model.append(batch);
    dropLostSelection();
    m_isAppending = false;
}

void LivePage::setPaused(bool isPaused)
{
    m_isAppending = true; // what waited is laid out
    m_model.setPaused(isPaused);
    dropLostSelection();
    m_isAppending = false;
    m_pause->setChecked(isPaused);
    m_pause->setText(isPaused ? tr("&Resume") : tr("&Pause"));
}

void LivePage::clear()
{
    m_model.clear();
    m_notice->hide();
    setFollowing(true);
}

void LivePage::exportFiltered()
{
    auto *const dialog = new QFileDialog(this, tr("Export messages"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("JSON (*.json)"), tr("CSV (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("relais-messages.json"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("csv")) ? QStringLiteral("csv")
                                                                       : QStringLiteral("json"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &LivePage::exportTo);
    dialog->open();
}

void LivePage::exportTo(const QString &path)
{
    if (m_exporter.isWriting()) {
        // Each holds on to its messages, so that they must not pile up before a slow disk.
        m_notice->setText(tr("⚠ Nothing was written to %1: another file is still being written").arg(path));
        m_notice->show();
        return;
    }
    m_exporter.write(m_model.messages(), m_model.filter(), path, MessageExporter::formatOf(path));
    updateCounts();
}

void LivePage::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void LivePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        setPaused(!m_model.isPaused());
    else
        Page::keyPressEvent(event);
}

void LivePage::applyFilter()
{
    m_filterDelay->stop();
    m_isAppending = true;
    m_model.setFilter({m_type->text().trimmed().toStdString(), m_user->text().trimmed().toStdString(),
                       m_text->text().toStdString()});
    m_isAppending = false;
    updateTap();
}

void LivePage::updateTap()
{
    std::pair<QString, QString> wanted;
    if (m_narrow->isChecked())
        wanted = {m_type->text().trimmed(), m_user->text().trimmed()};
    if (wanted == m_tapFilter)
        return;
    m_tapFilter = wanted;
    Q_EMIT tapFilterChanged(wanted.first, wanted.second);
}

void LivePage::showDetails()
{
    const auto message = m_model.messageAt(m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1);
    m_shown = message;
    if (!message) {
        m_detailTitle->setText(tr("Select a message to see all of it."));
        m_details->setJson({});
        return;
    }
    const QString user = message->userId ? displayText(message->userId->toString()) : tr("(everyone)");
    m_detailTitle->setText(tr("%1 for %2, %3\nid %4")
                               .arg(displayText(message->type), user,
                                    displayDateTime(static_cast<qint64>(message->id.ms)),
                                    QString::fromStdString(message->id.toString())));
    m_details->setJson(message->payload);
}

/// A row that is forgotten makes Qt select the next one, and the next, …; the details stay with what is read.
void LivePage::dropLostSelection()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && m_model.messageAt(current.row()) != m_shown)
        m_table->selectionModel()->clear();
}

void LivePage::updateCounts()
{
    const QLocale locale;
    QStringList parts{tr("%1 shown of the newest %2")
                          .arg(locale.toString(m_model.rowCount()), locale.toString(qulonglong(m_model.kept())))};
    if (m_model.isPaused())
        parts << tr("paused, %Ln message(s) waiting", nullptr, static_cast<int>(m_model.waiting()));
    if (m_model.dropped() > 0)
        parts << tr("⚠ %1 dropped while paused").arg(locale.toString(m_model.dropped()));
    if (m_model.missed() > 0)
        parts << tr("⚠ %1 dropped: they came too fast").arg(locale.toString(m_model.missed()));
    if (m_model.leftOut() > 0)
        parts << tr("%1 left out by the server").arg(locale.toString(m_model.leftOut()));
    if (m_exporter.isWriting())
        parts << tr("writing the file…");
    m_counts->setText(parts.join(QStringLiteral(" · ")));
    m_export->setEnabled(m_model.rowCount() > 0 && !m_exporter.isWriting());
}

/// The reader scrolled: away from the end it stops following, at the end it follows again.
void LivePage::updateFollowing()
{
    if (m_isAppending)
        return;
    const QScrollBar *const bar = m_table->verticalScrollBar();
    setFollowing(bar->value() == bar->maximum());
}

void LivePage::setFollowing(bool isFollowing)
{
    const bool isNew = m_isFollowing != isFollowing;
    m_isFollowing = isFollowing;
    m_follow->setChecked(isFollowing);
    if (isNew && isFollowing)
        m_table->scrollToBottom();
}

/// While the reader reads further up, the rows that are read stay where they are, although older ones go.
void LivePage::anchorRows(int removed)
{
    if (m_isFollowing)
        return;
    QScrollBar *const bar = m_table->verticalScrollBar();
    bar->setValue(std::max(0, bar->value() - removed));
}

void LivePage::retranslate()
{
    const auto setFilter = [](QLineEdit *edit, const QString &text) {
        edit->setPlaceholderText(text);
        edit->setAccessibleName(text);
    };
    setFilter(m_type, tr("Type contains"));
    setFilter(m_user, tr("User contains"));
    setFilter(m_text, tr("Payload contains (Ctrl+F)"));
    m_narrow->setText(tr("E&xactly"));
    m_narrow->setToolTip(
        tr("Have the server send only messages of exactly this type and user. It shows only so many a "
           "second; under a flood, rare ones are not seen otherwise."));
    m_pause->setText(m_model.isPaused() ? tr("&Resume") : tr("&Pause"));
    m_pause->setToolTip(tr("Space, while the table has the focus"));
    m_follow->setText(tr("&Follow"));
    m_follow->setToolTip(tr("Show the newest message as it comes (End)"));
    m_clear->setText(tr("C&lear"));
    m_clear->setToolTip(tr("Forget what is shown; the server keeps it (Ctrl+L)"));
    m_export->setText(tr("&Export…"));
    m_export->setToolTip(tr("Write what passes the filter to a JSON or CSV file (Ctrl+S)"));
    m_table->setAccessibleName(tr("Live messages"));
    m_details->setAccessibleName(tr("Payload of the selected message"));
    m_model.retranslate();
    if (!m_shown || m_table->currentIndex().isValid())
        showDetails();
    updateCounts();
}

void LivePage::startOver()
{
    clear();
}

void LivePage::updateActions()
{
    permissionNotice()->hide();
}

} // namespace relais::dashboard
