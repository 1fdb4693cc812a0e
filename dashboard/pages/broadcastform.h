// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "dashboard/models/broadcastdraft.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;

namespace relais::dashboard {

class JsonEditor;

/// Where a broadcast is written.
class BroadcastForm final : public QWidget {
    Q_OBJECT

public:
    explicit BroadcastForm(QWidget *parent = nullptr);

    BroadcastDraft draft() const;
    void setDraft(const BroadcastDraft &draft);
    /// Why it cannot be sent as it is; empty when it can.
    QString problem() const;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void onChanged();
    QString usersProblem() const;
    QString typeProblem() const;
    void retranslate();

    QLabel *m_toLabel; ///< children
    QRadioButton *m_everyone;
    QRadioButton *m_someUsers;
    QPlainTextEdit *m_users;
    QLabel *m_typeLabel;
    QLineEdit *m_type;
    QLabel *m_problem;
    QLabel *m_payloadLabel;
    QPushButton *m_format;
    JsonEditor *m_payload;
};

} // namespace relais::dashboard
