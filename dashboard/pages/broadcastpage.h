// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include "common/core/result.h"
#include "dashboard/models/broadcaststore.h"
#include "dashboard/models/recipientcounter.h"
#include "dashboard/pages/page.h"

class QPushButton;

namespace relais::dashboard {

class AdminApi;
class ArchivePanel;
class BroadcastForm;
class ForcePanel;

/// Sends a message to everyone, or to some users, and forces a sync. Ctrl+Return sends.
class BroadcastPage final : public Page {
    Q_OBJECT

public:
    /// `storePath`: the file of templates and history. `api` is borrowed.
    BroadcastPage(AdminApi &api, const QString &storePath, QWidget *parent = nullptr);

    const BroadcastStore &store() const { return m_store; }
    /// What is being written stays: it is the operator's.
    void startOver() override;

public Q_SLOTS:
    /// Asks, then sends what is written.
    void send();
    /// Counts the recipients anew.
    void refresh();

protected:
    void retranslate() override;
    void updateActions() override;
    QString noticeText() const override;

private:
    void layOut();
    void post(const BroadcastDraft &draft);
    void onAnswer(const BroadcastDraft &draft, const Result<QJsonObject> &receipt);
    void onFormChanged();
    void updateReach();
    QString reachText() const;

    AdminApi &m_api;
    BroadcastStore m_store;
    RecipientCounter m_counter;
    QStringList m_countedUsers;
    bool m_isSending = false;
    BroadcastForm *m_form; ///< children
    ArchivePanel *m_archive;
    ForcePanel *m_force;
    QLabel *m_reach;
    QPushButton *m_send;
    QLabel *m_result;
};

} // namespace relais::dashboard
