// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/pageframe.h"

#include <QVBoxLayout>

namespace relais::dashboard {

PageFrame::PageFrame(Parts parts, QWidget *parent)
    : NavigationPage(parent)
    , m_parts(std::move(parts))
{
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(m_parts.content);
    setFocusProxy(m_parts.content);
}

std::vector<ShortcutHelp> PageFrame::shortcuts() const
{
    return m_parts.shortcuts ? m_parts.shortcuts() : std::vector<ShortcutHelp>();
}

void PageFrame::setPermissions(const Permissions &permissions)
{
    if (m_parts.setPermissions)
        m_parts.setPermissions(permissions);
}

void PageFrame::onServerChanged()
{
    if (m_parts.onServerChanged)
        m_parts.onServerChanged();
}

QJsonObject PageFrame::saveState() const
{
    return m_parts.saveState ? m_parts.saveState() : QJsonObject();
}

void PageFrame::restoreState(const QJsonObject &state)
{
    if (m_parts.restoreState)
        m_parts.restoreState(state);
}

} // namespace relais::dashboard
