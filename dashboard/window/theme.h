// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QPalette>

namespace relais::dashboard {

/// Light, dark, or as the desktop is, also while that changes. Qt 6.4 does not tell which the desktop prefers; the
/// desktop portal does, over D-Bus. Without one, the palette that Qt began with decides.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Choice : std::uint8_t { System, Light, Dark };

    explicit Theme(QObject *parent = nullptr);

    Choice choice() const { return m_choice; }
    void use(Choice choice);
    bool isDark() const { return m_isDark; } ///< what is shown now

    /// As the file of settings names it: "light", "dark", empty for the system's.
    static QString nameOf(Choice choice);
    static Choice fromName(const QString &name);

Q_SIGNALS:
    void changed(bool isDark);

private Q_SLOTS:
    void onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void askPortal();
    void apply();

    Choice m_choice = Choice::System;
    bool m_isSystemDark = false;
    bool m_isDark = false;
};

/// Colours of curves that are told apart on either background, also by people who do not see all colours.
QColor seriesColor(std::size_t number, bool isDark);
/// Does this palette have light text on a dark background?
bool isDarkPalette(const QPalette &palette);

} // namespace relais::dashboard
