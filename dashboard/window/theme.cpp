// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/theme.h"

#include <array>

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QStyleFactory>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

const auto portalService = u"org.freedesktop.portal.Desktop"_s;
const auto portalPath = u"/org/freedesktop/portal/desktop"_s;
const auto portalInterface = u"org.freedesktop.portal.Settings"_s;
const auto appearance = u"org.freedesktop.appearance"_s;
const auto colorScheme = u"color-scheme"_s;
constexpr uint preferDark = 1; // 0: no preference, 2: light

/// A variant within variants, as Read() answers.
uint numberIn(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

struct Colors {
    QRgb window, base, alternate, text, dimmed, button, border, highlight, highlightedText, link;
};

constexpr Colors light{0xfff3f4f6, 0xffffffff, 0xfff7f8fa, 0xff1d2129, 0xff767c86,
                       0xffe9ebef, 0xffc9cdd4, 0xff1f6fc4, 0xffffffff, 0xff1a5fb4};
// Fusion draws the edges of fields and boxes darker than the window, so a window that is nearly black has none.
constexpr Colors dark{0xff2e3035, 0xff1b1d20, 0xff222428, 0xffe6e8eb, 0xff9aa0aa,
                      0xff40444c, 0xff4f545d, 0xff2f74c8, 0xffffffff, 0xff7ab4f5};

QPalette paletteOf(const Colors &colors)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, QRgb color) {
        palette.setColor(role, QColor::fromRgba(color));
    };
    set(QPalette::Window, colors.window);
    set(QPalette::Base, colors.base);
    set(QPalette::AlternateBase, colors.alternate);
    set(QPalette::ToolTipBase, colors.base);
    set(QPalette::Button, colors.button);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        set(role, colors.text);
    set(QPalette::BrightText, 0xffff5555);
    set(QPalette::PlaceholderText, colors.dimmed);
    set(QPalette::Highlight, colors.highlight);
    set(QPalette::HighlightedText, colors.highlightedText);
    set(QPalette::Link, colors.link);
    set(QPalette::LinkVisited, colors.link);
    set(QPalette::Mid, colors.border);
    set(QPalette::Midlight, colors.border);
    set(QPalette::Light, colors.base);
    set(QPalette::Dark, colors.border);
    set(QPalette::Shadow, 0xff000000);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgba(colors.dimmed));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgba(colors.border));
    return palette;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_isSystemDark(isDarkPalette(QApplication::palette()))
{
    // The one style that takes every palette whole.
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QDBusConnection::sessionBus().connect(portalService, portalPath, portalInterface, u"SettingChanged"_s, this,
                                          SLOT(onPortalSetting(QString, QString, QDBusVariant)));
    askPortal();
    apply();
}

void Theme::askPortal()
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    auto message = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, u"Read"_s);
    message << appearance << colorScheme;
    auto *const watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        if (reply.isValid())
            onPortalSetting(appearance, colorScheme, reply.value());
    });
}

void Theme::onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group != appearance || key != colorScheme)
        return;
    m_isSystemDark = numberIn(QVariant::fromValue(value)) == preferDark;
    apply();
}

void Theme::use(Choice choice)
{
    m_choice = choice;
    apply();
}

void Theme::apply()
{
    m_isDark = m_choice == Choice::Dark || (m_choice == Choice::System && m_isSystemDark);
    QApplication::setPalette(paletteOf(m_isDark ? dark : light));
    Q_EMIT changed(m_isDark);
}

QString Theme::nameOf(Choice choice)
{
    switch (choice) {
    case Choice::System:
        break;
    case Choice::Light:
        return u"light"_s;
    case Choice::Dark:
        return u"dark"_s;
    }
    return {};
}

Theme::Choice Theme::fromName(const QString &name)
{
    if (name == "light"_L1)
        return Choice::Light;
    return name == "dark"_L1 ? Choice::Dark : Choice::System;
}

QColor seriesColor(std::size_t number, bool isDark)
{
    // Okabe and Ito's, made a little darker or lighter for the background.
    constexpr std::array<QRgb, 3> onLight{0xff0072b2, 0xffc85a00, 0xff008a64};
    constexpr std::array<QRgb, 3> onDark{0xff56b4e9, 0xfff0a33c, 0xff2fc79b};
    return QColor::fromRgba((isDark ? onDark : onLight)[number % onLight.size()]);
}

bool isDarkPalette(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace relais::dashboard
