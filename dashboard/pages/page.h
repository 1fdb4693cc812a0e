// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace relais::dashboard {

/// What the pages have in common: who uses them, and in which language.
class Page : public QWidget {
    Q_OBJECT
    Q_PROPERTY(bool isAdmin READ isAdmin WRITE setAdmin NOTIFY adminChanged)

public:
    explicit Page(QWidget *parent = nullptr);

    /// May what is done here be done with the token at hand? With an operator's, actions are disabled and say why.
    bool isAdmin() const { return m_isAdmin; }
    void setAdmin(bool isAdmin);

Q_SIGNALS:
    void adminChanged(bool isAdmin);

protected:
    void changeEvent(QEvent *event) override;

    /// Sets every text anew. Pages call it at the end of their constructors.
    virtual void retranslate() = 0;
    /// Enables what may be done now. Called when that may have changed.
    virtual void updateActions() = 0;

    /// The line that says why actions are disabled; hidden from an admin. The page lays it out.
    QLabel *adminNotice() const { return m_adminNotice; }
    /// Enables an action when an admin is there and `isPossible`; its tooltip then is `toolTip`, else says why not.
    void setActionEnabled(QWidget *action, bool isPossible, const QString &toolTip = {}) const;

private:
    void updateNotice();

    bool m_isAdmin = false;
    QLabel *m_adminNotice; ///< a child
};

/// A label for text from the wire: plain text, in lines as wide as there is room.
QLabel *createPlainLabel(QWidget *parent);

} // namespace relais::dashboard
