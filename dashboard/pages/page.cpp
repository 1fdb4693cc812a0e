// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/page.h"

#include <QEvent>
#include <QLabel>

namespace relais::dashboard {

Page::Page(QWidget *parent)
    : QWidget(parent)
    , m_permissionNotice(createPlainLabel(this))
{
    m_permissionNotice->setObjectName(QStringLiteral("permissionNotice"));
    updateNotice();
}

void Page::setPermissions(const Permissions &permissions)
{
    if (m_permissions == permissions)
        return;
    m_permissions = permissions;
    updateNotice();
    updateActions();
}

void Page::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    updateNotice();
    retranslate();
    updateActions();
}

void Page::setActionEnabled(QWidget *action, bool isPossible, const QString &toolTip, Right right) const
{
    const bool isAllowed = right == Right::Broadcast ? m_permissions.mayBroadcast : m_permissions.mayAdminister;
    action->setEnabled(isAllowed && isPossible);
    if (isAllowed)
        action->setToolTip(toolTip);
    else if (right == Right::Broadcast)
        action->setToolTip(tr("This takes the role admin or publisher; your token has neither."));
    else
        action->setToolTip(tr("This takes the role admin; your token has not got it."));
}

QString Page::noticeText() const
{
    return tr("You can look, but not act here: your token is not an admin's. Connect with an admin's token to act.");
}

void Page::ignoreChildren()
{
    const auto children = findChildren<QObject *>();
    for (const QObject *const child : children)
        child->disconnect(this);
}

void Page::updateNotice()
{
    m_permissionNotice->setText(noticeText());
    m_permissionNotice->setVisible(!m_permissions.mayAdminister);
}

QLabel *createPlainLabel(QWidget *parent)
{
    auto *const label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace relais::dashboard
