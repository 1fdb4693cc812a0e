// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QWidget>

#include "dashboard/session/permissions.h"

class QLabel;

namespace relais::dashboard {

/// What the pages have in common: who uses them, and in which language.
class Page : public QWidget {
    Q_OBJECT

public:
    explicit Page(QWidget *parent = nullptr);

    /// What may be done with the token at hand. With an operator's, actions are disabled and say why.
    const Permissions &permissions() const { return m_permissions; }
    void setPermissions(const Permissions &permissions);

    /// Another server: forgets what is shown of the last one. A page that is visible asks the new one.
    virtual void startOver() = 0;

protected:
    void changeEvent(QEvent *event) override;

    /// Sets every text anew. Pages call it at the end of their constructors.
    virtual void retranslate() = 0;
    /// Enables what may be done now. Called when that may have changed.
    virtual void updateActions() = 0;

    /// The line that says why actions are disabled; hidden from who may do everything. The page lays it out.
    QLabel *permissionNotice() const { return m_permissionNotice; }
    /// What it says.
    virtual QString noticeText() const;
    enum class Right : std::uint8_t { Administer, Broadcast };
    /// Enables an action when the token gives the right and it `isPossible`; its tooltip then is `toolTip`, else says
    /// why not.
    void setActionEnabled(QWidget *action, bool isPossible, const QString &toolTip = {},
                          Right right = Right::Administer) const;

    /// For the destructor of a page that listens to what its children do when they are hidden or laid out: QWidget's
    /// hides them, when the page's own members are gone.
    void ignoreChildren();

private:
    void updateNotice();

    Permissions m_permissions{.mayObserve = true, .mayBroadcast = false, .mayAdminister = false};
    QLabel *m_permissionNotice; ///< a child
};

/// A label for text from the wire: plain text, in lines as wide as there is room.
QLabel *createPlainLabel(QWidget *parent);

} // namespace relais::dashboard
