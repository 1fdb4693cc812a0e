// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "dashboard/models/queuecontent.h"
#include "dashboard/models/tapmodel.h"
#include "dashboard/pages/page.h"

class QLineEdit;
class QPushButton;
class QTableView;

namespace relais::dashboard {

class AdminApi;
class JsonView;

/// What the server keeps for a user. F5 asks anew.
class QueuePage final : public Page {
    Q_OBJECT

public:
    static constexpr int pageMessages = 200;

    /// `api` is borrowed.
    explicit QueuePage(AdminApi &api, QWidget *parent = nullptr);

    const TapModel &model() const { return m_model; }
    QString user() const { return m_shownUser; }
    void startOver() override;

public Q_SLOTS:
    /// Looks this user's queue up.
    void showUser(const QString &user);
    void refresh();

protected:
    void retranslate() override;
    void updateActions() override;

private:
    void layOut();
    void ask(qint64 offset);
    void read(qint64 offset, const QByteArray &text);
    void onAnswer(qint64 offset, const Result<QueueContent> &answer);
    void purge();
    void forceSync();
    void showDetails();
    void updateSummary();
    QString queuePath(const QString &user) const;

    AdminApi &m_api;
    TapModel m_model;
    QString m_shownUser; ///< whose messages are shown; empty: nobody's
    qint64 m_total = 0;
    qint64 m_bytes = 0;
    qint64 m_oldestAgeMs = 0;
    qint64 m_offset = 0; ///< of the message behind those that are shown
    bool m_hasMore = false;
    QString m_problem;
    int m_generation = 0;
    QLineEdit *m_user; ///< children
    QPushButton *m_show;
    QLabel *m_summary;
    QTableView *m_table;
    JsonView *m_details;
    QPushButton *m_more;
    QPushButton *m_force;
    QPushButton *m_purge;
    QLabel *m_result;
};

} // namespace relais::dashboard
