// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include <QJsonObject>
#include <QTimer>

#include "common/core/result.h"
#include "dashboard/models/clientsmodel.h"
#include "dashboard/pages/page.h"

class QLineEdit;
class QMenu;
class QPushButton;
class QTableView;

namespace relais::dashboard {

class AdminApi;
class PageSettings;

/// Who is connected. The server sorts, filters and cuts; this shows a page of it, and asks again while it is seen.
/// Rows do not move while the mouse is on them, or while several are selected. F5 asks at once, Ctrl+F filters,
/// Delete disconnects.
class ClientsPage final : public Page {
    Q_OBJECT

public:
    static constexpr int pageRows = 500;

    /// `api` and `settings` are borrowed.
    ClientsPage(AdminApi &api, PageSettings &settings, QWidget *parent = nullptr);
    ~ClientsPage() override;

    const ClientsModel &model() const { return m_model; }
    /// Are the rows held where they are?
    bool isHeld() const;
    void startOver() override;

public Q_SLOTS:
    /// Asks the server; rows come, go and move.
    void refresh();
    void showSlowestFirst();
    /// Asks, then disconnects what is selected; for good, or to connect anew.
    void disconnectSelected(bool reconnects);

Q_SIGNALS:
    /// The queue of this user is wanted.
    void queueRequested(const QString &user);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void retranslate() override;
    void updateActions() override;

private:
    void createTable();
    void createActions();
    void layOut();
    void ask(bool isByHand);
    void onAnswer(const Result<QJsonObject> &answer, bool isByHand);
    void askFromTop();
    void sortBy(int column, Qt::SortOrder order);
    void turnPage(int pages);
    void disconnectNext(bool reconnects);
    void showDetails();
    void updateSummary();
    void restoreColumns();
    void fillColumnMenu();
    std::vector<int> selectedRows() const;

    AdminApi &m_api;
    PageSettings &m_settings;
    ClientsModel m_model;
    QTimer m_refresh;
    QTimer m_filterDelay;
    int m_sortColumn = ClientsModel::IdColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    qint64 m_offset = 0;
    qint64 m_total = 0;
    int m_generation = 0; ///< tells answers to a former question apart
    int m_server = 0; ///< how many there were before this one
    bool m_isAsking = false;
    bool m_isHovered = false;
    bool m_isPressed = false;
    QString m_problem;
    std::deque<QString> m_leaving; ///< ids that are still to be disconnected
    int m_gone = 0; ///< of those, that were
    int m_failed = 0;
    QString m_failure;
    QLineEdit *m_filter; ///< children, as all that follow
    QPushButton *m_slowest;
    QPushButton *m_columns;
    QMenu *m_columnMenu;
    QPushButton *m_refreshButton;
    QTableView *m_table;
    QLabel *m_summary;
    QPushButton *m_previous;
    QPushButton *m_next;
    QLabel *m_details;
    QPushButton *m_queue;
    QPushButton *m_reconnect;
    QPushButton *m_disconnect;
    QLabel *m_result;
};

} // namespace relais::dashboard
