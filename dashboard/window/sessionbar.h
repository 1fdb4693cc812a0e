// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "dashboard/session/serversession.h"

class QLabel;
class QPushButton;

namespace relais::dashboard {

/// The end of the window: how the connection stands, in words and with a sign, and how old the figures are. Never
/// hidden.
class SessionBar final : public QWidget {
    Q_OBJECT

public:
    explicit SessionBar(QWidget *parent = nullptr);

    void showStatus(const SessionStatus &status);
    QString stateText() const;
    QString ageText() const;

Q_SIGNALS:
    void retryRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void update();

    SessionStatus m_status;
    QLabel *m_sign; ///< children
    QLabel *m_state;
    QLabel *m_age;
    QPushButton *m_retry;
};

} // namespace relais::dashboard
