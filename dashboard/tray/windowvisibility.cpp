// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/tray/windowvisibility.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>

namespace relais::dashboard {

WindowVisibility::WindowVisibility(QWidget &window, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_wasShown(window.isVisible())
{
    m_window.installEventFilter(this);
}

WindowVisibility::~WindowVisibility()
{
    QGuiApplication::setQuitOnLastWindowClosed(true);
}

void WindowVisibility::updateQuitting()
{
    QGuiApplication::setQuitOnLastWindowClosed(!(m_isTrayAvailable && (m_isStaying || m_isHidden)));
}

void WindowVisibility::setTrayAvailable(bool isAvailable)
{
    m_isTrayAvailable = isAvailable;
    if (!isAvailable && m_wasShown && !m_window.isVisible())
        show();
    updateQuitting();
}

void WindowVisibility::setStayingInTray(bool isStaying)
{
    m_isStaying = isStaying;
    updateQuitting();
}

void WindowVisibility::show()
{
    if (m_window.isMinimized())
        m_window.showNormal();
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

void WindowVisibility::toggle()
{
    // A dialog whose window is gone could not be found again.
    const bool mayHide = m_isTrayAvailable && !QApplication::activeModalWidget();
    if (mayHide && m_window.isVisible() && !m_window.isMinimized()) {
        m_isHidden = true;
        updateQuitting();
        m_window.hide();
    } else {
        show();
    }
}

bool WindowVisibility::eventFilter(QObject *watched, QEvent *event)
{
    // By the system also when it is minimised; the window is there all the same.
    const bool isOurs = watched == &m_window && !event->spontaneous();
    if (isOurs && (event->type() == QEvent::Show || event->type() == QEvent::Hide)) {
        const bool isVisible = event->type() == QEvent::Show;
        if (isVisible) {
            m_wasShown = true;
            m_isHidden = false;
            updateQuitting();
        }
        Q_EMIT changed(isVisible);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace relais::dashboard
