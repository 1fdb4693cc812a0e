// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dashboard/models/messageexporter.h"
#include "dashboard/models/tapmodel.h"
#include "dashboard/pages/page.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTableView;
class QTimer;

namespace relais::dashboard {

class JsonView;

/// The messages that pass through the server, as they pass. Space pauses, Ctrl+F filters, Ctrl+S exports, Ctrl+L
/// clears, End follows the newest again.
class LivePage final : public Page {
    Q_OBJECT

public:
    explicit LivePage(QWidget *parent = nullptr);
    ~LivePage() override;

    const TapModel &model() const { return m_model; }
    /// Does the table follow the newest message?
    bool isFollowing() const { return m_isFollowing; }
    /// What is filtered now, to a file; in the background.
    void exportTo(const QString &path);
    void startOver() override;

public Q_SLOTS:
    /// Twenty times a second at most: each batch is laid out at once.
    void append(const relais::dashboard::TapBatch &batch);
    void setPaused(bool isPaused);
    void clear();
    /// Asks for a file's name.
    void exportFiltered();
    void focusFilter();

Q_SIGNALS:
    /// The server's tap is to let through only messages of exactly this type and this user; empty for any. The server
    /// shows only so many a second, so under a flood the rare ones are not seen otherwise.
    void tapFilterChanged(const QString &type, const QString &user);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void retranslate() override;
    void updateActions() override;

private:
    void createTable();
    void createShortcuts();
    void layOut();
    void applyFilter();
    void updateTap();
    void showDetails();
    void dropLostSelection();
    void updateCounts();
    void updateFollowing();
    void setFollowing(bool isFollowing);
    void anchorRows(int removed);

    TapModel m_model;
    MessageExporter m_exporter;
    QTimer *m_filterDelay; ///< children, as all that follow
    QLineEdit *m_type;
    QLineEdit *m_user;
    QLineEdit *m_text;
    QCheckBox *m_narrow;
    QPushButton *m_pause;
    QPushButton *m_follow;
    QPushButton *m_clear;
    QPushButton *m_export;
    QTableView *m_table;
    QLabel *m_detailTitle;
    JsonView *m_details;
    QLabel *m_counts;
    QLabel *m_notice;
    std::pair<QString, QString> m_tapFilter; ///< as it was last told
    TapModel::MessagePtr m_shown; ///< in the details; it may be forgotten in the table
    bool m_isFollowing = true;
    bool m_isAppending = false;
};

} // namespace relais::dashboard
