// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace relais::dashboard {

/// Whether the program goes on without its window: only while there is a tray to get it back from, and when the
/// operator has chosen so, or has hidden it. When the tray goes, the window comes back.
class WindowVisibility final : public QObject {
    Q_OBJECT

public:
    /// `window` is borrowed, and outlives this.
    explicit WindowVisibility(QWidget &window, QObject *parent = nullptr);
    ~WindowVisibility() override;

    void setTrayAvailable(bool isAvailable);
    /// Closing the window only hides it.
    void setStayingInTray(bool isStaying);
    /// Shows it above all others.
    void show();
    void toggle();

Q_SIGNALS:
    void changed(bool isVisible);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateQuitting();

    QWidget &m_window;
    bool m_isTrayAvailable = false;
    bool m_isStaying = false;
    bool m_isHidden = false; ///< by toggle(); one that was closed is not, and may end the program
    bool m_wasShown;
};

} // namespace relais::dashboard
