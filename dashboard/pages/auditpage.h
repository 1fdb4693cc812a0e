// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTimer>

#include "common/core/result.h"
#include "dashboard/models/auditmodel.h"
#include "dashboard/pages/page.h"

class QLineEdit;
class QPushButton;
class QTableView;

namespace relais::dashboard {

class AdminApi;

/// What was done on the server, and what was refused. F5 asks anew, Ctrl+F filters.
class AuditPage final : public Page {
    Q_OBJECT

public:
    /// `api` is borrowed.
    explicit AuditPage(AdminApi &api, QWidget *parent = nullptr);

    const AuditModel &model() const { return m_model; }
    void startOver() override;

public Q_SLOTS:
    /// The newest records.
    void refresh();
    void loadOlder();

protected:
    void showEvent(QShowEvent *event) override;
    void retranslate() override;
    void updateActions() override;

private:
    void layOut();
    void ask(bool isMore);
    void onAnswer(const Result<QJsonObject> &answer, bool isMore);
    void showDetails();
    void updateSummary();

    AdminApi &m_api;
    AuditModel m_model;
    QTimer m_filterDelay;
    bool m_hasMore = false;
    QString m_problem;
    int m_generation = 0;
    QLineEdit *m_actor; ///< children
    QLineEdit *m_action;
    QPushButton *m_refresh;
    QTableView *m_table;
    QLabel *m_details;
    QLabel *m_summary;
    QPushButton *m_older;
};

} // namespace relais::dashboard
