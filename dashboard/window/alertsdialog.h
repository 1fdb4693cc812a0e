// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include <QDialog>

#include "dashboard/alerts/alertrules.h"

class QCheckBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QTableView;
class QTabWidget;

namespace relais::dashboard {

class AlertHistoryModel;
class AlertMonitor;

/// Chooses the limits for the server that is shown, beside what its figures are now, and lists past alerts.
class AlertsDialog final : public QDialog {
    Q_OBJECT

public:
    struct Choices {
        std::optional<AlertRules> rules; ///< none: there is no server to choose for
        bool isNotifying = true;
        bool staysInTray = false;
    };

    /// `server`: whose rules these are. `monitor` and `history` are borrowed.
    AlertsDialog(const Choices &choices, const QString &server, const AlertMonitor &monitor,
                 AlertHistoryModel &history, QWidget *parent = nullptr);

    Choices choices() const;
    /// Without a tray, nothing is offered that needs one.
    void setTrayAvailable(bool isAvailable);
    void showPastAlerts();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row {
        QCheckBox *isEnabled = nullptr;
        QDoubleSpinBox *limit = nullptr; ///< null: the kind has none
        QSpinBox *hold = nullptr;
        QLabel *now = nullptr;
    };

    QWidget *createLimits();
    QWidget *createHistory(AlertHistoryModel &history);
    void addRow(QGridLayout *grid, AlertKind kind, int line);
    void createButtons();
    void setRules(const AlertRules &rules);
    AlertRules rules() const;
    void updateRow(const AlertTraits &traits);
    void updateNow();
    QString textOfNow(const AlertTraits &traits, const AlertRule &rule) const;
    void validate();
    void retranslate();
    void retranslateRow(const AlertTraits &traits);

    const Choices m_initial;
    const QString m_server;
    const AlertMonitor &m_monitor;
    AlertHistoryModel &m_history;
    // Children, as are those of the rows.
    QTabWidget *m_tabs = nullptr;
    QLabel *m_intro = nullptr;
    QWidget *m_grid = nullptr;
    std::array<QLabel *, 4> m_heads{};
    std::array<Row, alertKindCount> m_rows;
    QLabel *m_problem = nullptr;
    QCheckBox *m_notify = nullptr;
    QCheckBox *m_stay = nullptr;
    QTableView *m_table = nullptr;
    QDialogButtonBox *m_buttons = nullptr;
    QPushButton *m_accept = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_defaults = nullptr;
};

} // namespace relais::dashboard
