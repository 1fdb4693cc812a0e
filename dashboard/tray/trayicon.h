// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QMenu>
#include <QObject>
#include <QTimer>

#include "dashboard/alerts/alertrules.h"
#include "dashboard/alerts/notifier.h"
#include "dashboard/profiles/profile.h"
#include "dashboard/tray/trayhost.h"
#include "dashboard/tray/trayimage.h"

class QSystemTrayIcon;

namespace relais::dashboard {

/// How things stand, in the desktop's tray, with a menu. Where there is no tray nothing is shown; when one comes, the
/// icon does.
class TrayIcon final : public QObject {
    Q_OBJECT

public:
    struct Content {
        TrayState state = TrayState::Disconnected;
        QString server; ///< empty: none
        std::vector<AlertKind> alerts; ///< what is raised

        bool operator==(const Content &) const = default;
    };

    /// `mute`: an action of the menu, which is borrowed.
    TrayIcon(const QDBusConnection &bus, QAction *mute, QObject *parent = nullptr);
    ~TrayIcon() override;

    /// Is there a tray that shows it now?
    bool isAvailable() const { return m_isAvailable; }
    QMenu &menu() { return m_menu; }
    QString toolTip() const;

    void showContent(const Content &content);
    /// `current`: the id of the one that is shown.
    void setProfiles(const std::vector<Profile> &profiles, const QString &current);
    void setWindowVisible(bool isVisible);
    /// By the tray's own means, when there is a tray.
    void showMessage(const Notification &notification);

Q_SIGNALS:
    void availabilityChanged(bool isAvailable);
    void windowToggled();
    void messageClicked();
    void profileChosen(const QString &id);
    void quitRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void create();
    void updateAvailability();
    void updateIcon();
    void retranslate();

    TrayHost m_host;
    QTimer m_patience;
    QTimer m_poll;
    QMenu m_menu;
    QAction *m_toggle; ///< the menu's
    QMenu *m_profileMenu;
    QAction *m_quit;
    QSystemTrayIcon *m_icon = nullptr; ///< a child
    bool m_isHosted = false; ///< it was made for m_host
    bool m_isAvailable = false;
    bool m_isWindowVisible = true;
    Content m_content;
};

} // namespace relais::dashboard
