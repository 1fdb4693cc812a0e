// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QDialog>

#include "dashboard/profiles/connectiontest.h"
#include "dashboard/profiles/profilestore.h"
#include "dashboard/profiles/tokenstore.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace relais::dashboard {

/// The servers that the operator knows: to add, change, try and remove them. One is saved whether it can be reached
/// or not.
class ProfilesDialog final : public QDialog {
    Q_OBJECT

public:
    /// Both are borrowed.
    ProfilesDialog(ProfileStore &profiles, TokenStore &tokens, QWidget *parent = nullptr);

    void select(const QString &id);

Q_SIGNALS:
    /// Connect to this one; the dialog closes.
    void chosen(const QString &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *createList();
    QWidget *createForm();
    void retranslate();
    void fillList();
    void load(const QString &id);
    void showColor();
    void chooseColor();
    /// The id of what was saved; empty when something is missing, which is then said.
    QString save();
    void remove();
    void test();
    void connectTo();
    void say(bool isGood, const QString &text);

    ProfileStore &m_profiles;
    TokenStore &m_tokens;
    ConnectionTest m_test;
    QString m_id; ///< of what is in the form; empty: a new one
    QColor m_color;
    bool m_isTokenTouched = false;

    QListWidget *m_list; ///< children
    QPushButton *m_new;
    QPushButton *m_remove;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QLabel *m_urlLabel;
    QLineEdit *m_url;
    QLabel *m_tokenLabel;
    QLineEdit *m_token;
    QLabel *m_tokenHelp;
    QLabel *m_colorLabel;
    QPushButton *m_colorButton;
    QLabel *m_message;
    QPushButton *m_testButton;
    QPushButton *m_save;
    QPushButton *m_connect;
    QPushButton *m_close;
};

} // namespace relais::dashboard
