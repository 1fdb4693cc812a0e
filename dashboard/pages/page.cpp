// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/page.h"

#include <QEvent>
#include <QLabel>

namespace relais::dashboard {

Page::Page(QWidget *parent)
    : QWidget(parent)
    , m_adminNotice(createPlainLabel(this))
{
    m_adminNotice->setObjectName(QStringLiteral("adminNotice"));
    updateNotice();
}

void Page::setAdmin(bool isAdmin)
{
    if (m_isAdmin == isAdmin)
        return;
    m_isAdmin = isAdmin;
    updateNotice();
    updateActions();
    Q_EMIT adminChanged(isAdmin);
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

void Page::setActionEnabled(QWidget *action, bool isPossible, const QString &toolTip) const
{
    action->setEnabled(m_isAdmin && isPossible);
    action->setToolTip(m_isAdmin ? toolTip : tr("This takes the role admin; your token has not got it."));
}

void Page::updateNotice()
{
    m_adminNotice->setText(
        tr("You can look, but not act here: your token is not an admin's. Connect with an admin's token to act."));
    m_adminNotice->setVisible(!m_isAdmin);
}

QLabel *createPlainLabel(QWidget *parent)
{
    auto *const label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace relais::dashboard
