// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QFrame>

#include "common/core/clock.h"
#include "dashboard/alerts/alert.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace relais::dashboard {

class AlertMonitor;

/// One alert that is raised: a sign, what it is, and a button that dismisses it.
class AlertRow final : public QFrame {
    Q_OBJECT

public:
    AlertRow(AlertKind kind, QWidget *parent);

    void showAlert(const Alert &alert, UnixTime now);
    QString text() const;
    /// Tells a screen reader that it is there.
    void announce();

Q_SIGNALS:
    void dismissed(relais::dashboard::AlertKind kind);
    void detailsRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateTexts();
    void updateColors();

    const AlertKind m_kind;
    Alert m_alert;
    UnixTime m_now;
    QLabel *m_sign; ///< children
    QLabel *m_name;
    QLabel *m_details;
    QPushButton *m_show;
    QPushButton *m_dismiss;
};

/// What is raised, above the pages: seen without a tray, and without a service that shows notifications. Takes no
/// room while there is nothing.
class AlertBanner final : public QWidget {
    Q_OBJECT

public:
    /// Both are borrowed.
    AlertBanner(AlertMonitor &monitor, const Clock &clock, QWidget *parent = nullptr);

Q_SIGNALS:
    void detailsRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void onRaised(const Alert &alert);
    void onOver(const Alert &alert);
    void updateTexts();

    AlertMonitor &m_monitor;
    const Clock &m_clock;
    std::array<AlertRow *, alertKindCount> m_rows{}; ///< children; null while there is no such alert
    QVBoxLayout *m_layout;
};

} // namespace relais::dashboard
