// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/alertmenu.h"

#include <QEvent>

#include "dashboard/alerts/alerttexts.h"

namespace relais::dashboard {

AlertMenu::AlertMenu(QWidget *parent)
    : QMenu(parent)
    , m_alerts(addAction({}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A), this, &AlertMenu::alertsRequested))
    , m_dismiss(addAction({}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), this, &AlertMenu::dismissRequested))
{
    addSeparator();
    m_mute = addAction(QString());
    m_mute->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    m_mute->setCheckable(true);
    connect(m_mute, &QAction::triggered, this, &AlertMenu::muteRequested);
    m_dismiss->setEnabled(false);
    retranslate();
}

void AlertMenu::showMuted(std::optional<UnixTime> until, UnixTime now)
{
    m_mutedUntil = until;
    m_now = now;
    m_mute->setChecked(until.has_value());
    retranslate();
}

void AlertMenu::retranslate()
{
    setTitle(tr("&Alerts"));
    m_alerts->setText(tr("&Limits and past alerts…"));
    m_dismiss->setText(tr("&Dismiss all alerts"));
    m_mute->setText(m_mutedUntil ? tr("&Mute notifications (until %1)").arg(alertTime(*m_mutedUntil, m_now))
                                 : tr("&Mute notifications for 1 hour"));
}

void AlertMenu::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMenu::changeEvent(event);
}

} // namespace relais::dashboard
