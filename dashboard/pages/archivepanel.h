// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "dashboard/models/broadcaststore.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace relais::dashboard {

/// The templates, and the broadcasts that were sent: Return or a double click takes one over.
class ArchivePanel final : public QWidget {
    Q_OBJECT

public:
    explicit ArchivePanel(BroadcastStore &store, QWidget *parent = nullptr);

    /// What "Save as template" saves.
    void setDraft(const BroadcastDraft &draft);

Q_SIGNALS:
    void chosen(const relais::dashboard::BroadcastDraft &draft);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void updateButtons();
    void takeTemplate();
    void takeSent();
    void askForName();
    void askToRemove();
    void retranslate();

    BroadcastStore &m_store;
    BroadcastDraft m_draft;
    QLabel *m_templatesLabel; ///< children
    QListWidget *m_templates;
    QPushButton *m_save;
    QPushButton *m_useTemplate;
    QPushButton *m_remove;
    QLabel *m_historyLabel;
    QListWidget *m_history;
    QPushButton *m_repeat;
    QLabel *m_notice;
};

} // namespace relais::dashboard
