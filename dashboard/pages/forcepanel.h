// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QGroupBox>
#include <QJsonObject>

#include "common/core/result.h"
#include "dashboard/models/deliveryprogress.h"
#include "dashboard/models/recipientcounter.h"

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace relais::dashboard {

class AdminApi;

/// Asks clients to fetch everything anew, and watches how many of them have been told.
class ForcePanel final : public QGroupBox {
    Q_OBJECT

public:
    explicit ForcePanel(AdminApi &api, QWidget *parent = nullptr);

    QPushButton *forceButton() const { return m_force; }
    /// Could it be done now, by who may?
    bool isReady() const;
    void retranslate();
    /// Another server: forgets how it went.
    void startOver();

Q_SIGNALS:
    void readyChanged();

private:
    void count();
    void ask();
    void force(const QString &user, const QString &reason, qint64 spreadMs);
    void onForced(const Result<QJsonObject> &receipt, qint64 spreadMs);
    void showProgress(qint64 reached, qint64 connected);
    void updateTexts();

    AdminApi &m_api;
    RecipientCounter m_counter;
    DeliveryProgress m_delivery; ///< of what was forced last
    QElapsedTimer m_since;
    qint64 m_spreadMs = 0;
    qint64 m_asked = 0; ///< clients that were connected when it began
    bool m_isAsking = false;
    QLabel *m_userLabel; ///< children
    QLineEdit *m_user;
    QLabel *m_reasonLabel;
    QLineEdit *m_reason;
    QLabel *m_spreadLabel;
    QSpinBox *m_spread;
    QLabel *m_reach;
    QPushButton *m_force;
    QProgressBar *m_progress;
    QLabel *m_result;
};

} // namespace relais::dashboard
