// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/archivepanel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "dashboard/models/displaytext.h"
#include "dashboard/pages/confirmation.h"
#include "dashboard/pages/page.h"

namespace relais::dashboard {

ArchivePanel::ArchivePanel(BroadcastStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_templatesLabel(new QLabel(this))
    , m_templates(new QListWidget(this))
    , m_save(new QPushButton(this))
    , m_useTemplate(new QPushButton(this))
    , m_remove(new QPushButton(this))
    , m_historyLabel(new QLabel(this))
    , m_history(new QListWidget(this))
    , m_repeat(new QPushButton(this))
    , m_notice(createPlainLabel(this))
{
    m_templates->setObjectName(QStringLiteral("templates"));
    m_history->setObjectName(QStringLiteral("history"));
    m_save->setObjectName(QStringLiteral("saveTemplate"));
    m_remove->setObjectName(QStringLiteral("removeTemplate"));
    m_useTemplate->setObjectName(QStringLiteral("useTemplate"));
    m_repeat->setObjectName(QStringLiteral("repeat"));
    m_templatesLabel->setBuddy(m_templates);
    m_historyLabel->setBuddy(m_history);
    m_history->setUniformItemSizes(true);
    for (QListWidget *const list : {m_templates, m_history})
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // long names are elided
    m_notice->hide();

    auto *const buttons = new QHBoxLayout;
    for (QPushButton *const button : {m_useTemplate, m_save, m_remove})
        buttons->addWidget(button);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_templatesLabel);
    layout->addWidget(m_templates, 1);
    layout->addLayout(buttons);
    layout->addWidget(m_historyLabel);
    layout->addWidget(m_history, 2);
    layout->addWidget(m_repeat);
    layout->addWidget(m_notice);

    connect(m_templates, &QListWidget::itemActivated, this, &ArchivePanel::takeTemplate);
    connect(m_useTemplate, &QPushButton::clicked, this, &ArchivePanel::takeTemplate);
    connect(m_history, &QListWidget::itemActivated, this, &ArchivePanel::takeSent);
    connect(m_repeat, &QPushButton::clicked, this, &ArchivePanel::takeSent);
    connect(m_save, &QPushButton::clicked, this, &ArchivePanel::askForName);
    connect(m_remove, &QPushButton::clicked, this, &ArchivePanel::askToRemove);
    for (QListWidget *const list : {m_templates, m_history})
        connect(list, &QListWidget::currentRowChanged, this, &ArchivePanel::updateButtons);
    connect(&m_store, &BroadcastStore::changed, this, &ArchivePanel::fill);
    connect(&m_store, &BroadcastStore::saveFailed, this, [this](const QString &reason) {
        m_notice->setText(tr("⚠ Templates and history cannot be saved: %1").arg(reason));
        m_notice->show();
    });
    retranslate();
}

void ArchivePanel::setDraft(const BroadcastDraft &draft)
{
    m_draft = draft;
    updateButtons();
}

void ArchivePanel::fill()
{
    const QString kept = m_templates->currentItem() != nullptr ? m_templates->currentItem()->text() : QString();
    m_templates->clear();
    m_templates->addItems(m_store.templates().keys());
    for (int row = 0; row < m_templates->count(); ++row) {
        if (m_templates->item(row)->text() == kept)
            m_templates->setCurrentRow(row);
    }
    m_history->clear();
    for (const SentBroadcast &sent : m_store.history()) {
        const QString result
            = sent.id.isEmpty() ? tr("✗ refused") : tr("✓ %Ln client(s)", nullptr, static_cast<int>(sent.recipients));
        m_history->addItem(
            QStringLiteral("%1 · %2 · %3").arg(result, displayText(sent.draft.type), displayDateTime(sent.at)));
    }
    updateButtons();
}

void ArchivePanel::updateButtons()
{
    const bool isChosen = m_templates->currentRow() >= 0;
    m_useTemplate->setEnabled(isChosen);
    m_remove->setEnabled(isChosen);
    m_repeat->setEnabled(m_history->currentRow() >= 0);
    m_save->setEnabled(!m_draft.type.isEmpty() || !m_draft.payload.isEmpty());
}

void ArchivePanel::takeTemplate()
{
    if (const QListWidgetItem *const item = m_templates->currentItem())
        Q_EMIT chosen(m_store.templates().value(item->text()));
}

void ArchivePanel::takeSent()
{
    const int row = m_history->currentRow();
    if (row >= 0 && row < m_store.history().size())
        Q_EMIT chosen(m_store.history().at(row).draft);
}

void ArchivePanel::askForName()
{
    auto *const dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save as template"));
    dialog->setLabelText(tr("Name of the template; one of the same name is replaced:"));
    dialog->setTextValue(m_draft.type);
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        const QString trimmed = displayText(name.trimmed(), 60);
        if (trimmed.isEmpty() || m_store.saveTemplate(trimmed, m_draft))
            return;
        m_notice->setText(tr("⚠ There are too many templates; delete one first."));
        m_notice->show();
    });
    dialog->open();
}

void ArchivePanel::askToRemove()
{
    const QListWidgetItem *const item = m_templates->currentItem();
    if (item == nullptr)
        return;
    const QString name = item->text();
    confirm(this, tr("Delete a template"), tr("Delete the template “%1”?").arg(name), tr("&Delete"),
            [this, name] { m_store.removeTemplate(name); });
}

void ArchivePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ArchivePanel::retranslate()
{
    m_templatesLabel->setText(tr("Te&mplates"));
    m_templates->setAccessibleName(tr("Templates"));
    m_history->setAccessibleName(tr("Sent before"));
    m_save->setText(tr("&Save as…"));
    m_save->setToolTip(tr("Save what is written as a template"));
    m_useTemplate->setText(tr("&Use"));
    m_useTemplate->setToolTip(tr("Take the template over into the form (Return)"));
    m_remove->setText(tr("&Delete"));
    m_historyLabel->setText(tr("Sent before (&history)"));
    m_repeat->setText(tr("Take over to &repeat"));
    m_repeat->setToolTip(tr("Take it over into the form, to send it again (Return)"));
    if (!m_store.setAside().isEmpty()) {
        m_notice->setText(tr("⚠ The file of templates and history could not be read. It was set aside as %1")
                              .arg(m_store.setAside()));
        m_notice->show();
    }
    fill();
}

} // namespace relais::dashboard
