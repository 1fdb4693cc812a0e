// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/alertbanner.h"

#include <algorithm>

#include <QAccessibleWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/alerts/alerttexts.h"
#include "dashboard/window/theme.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

struct Look {
    QString sign; ///< another shape for each, and the words say it as well
    QRgb light;
    QRgb dark;
    QRgb signOnLight;
    QRgb signOnDark;
};

Look lookOf(AlertSeverity severity)
{
    if (severity == AlertSeverity::Critical)
        return {u"✕"_s, 0xffffe3e0, 0xff4d1f1e, 0xffb3161f, 0xffff8f87};
    return {u"⚠"_s, 0xfffff3cd, 0xff423410, 0xff805500, 0xfff0c050};
}

/// Screen readers speak up for an alert by its role, when it comes to be.
QAccessibleInterface *accessibleRow(const QString &, QObject *object)
{
    auto *const row = qobject_cast<AlertRow *>(object);
    return row ? new QAccessibleWidget(row, QAccessible::AlertMessage) : nullptr;
}

} // namespace

AlertRow::AlertRow(AlertKind kind, QWidget *parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_sign(new QLabel(this))
    , m_name(new QLabel(this))
    , m_details(new QLabel(this))
    , m_show(new QPushButton(this))
    , m_dismiss(new QPushButton(this))
{
    setAutoFillBackground(true);
    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->addWidget(m_sign);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    layout->addWidget(m_name);
    for (QLabel *const label : {m_name, m_details})
        label->setTextFormat(Qt::PlainText); // the operator's name of the server is in it
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_details, 1);
    layout->addWidget(m_show);
    layout->addWidget(m_dismiss);
    m_dismiss->setObjectName(u"dismiss"_s);
    m_show->setObjectName(u"details"_s);
    connect(m_dismiss, &QPushButton::clicked, this, [this] { Q_EMIT dismissed(m_kind); });
    connect(m_show, &QPushButton::clicked, this, &AlertRow::detailsRequested);
    updateColors();
}

void AlertRow::showAlert(const Alert &alert, UnixTime now)
{
    m_alert = alert;
    m_now = now;
    updateTexts();
}

QString AlertRow::text() const
{
    return tr("%1: %2").arg(m_name->text(), m_details->text());
}

void AlertRow::updateTexts()
{
    m_sign->setText(lookOf(alertTraits(m_kind).severity).sign);
    m_name->setText(alertName(m_kind));
    m_details->setText(tr("%1 (since %2)").arg(alertDetails(m_alert), alertTime(m_alert.since, m_now)));
    m_details->setToolTip(m_details->text().toHtmlEscaped());
    m_show->setText(tr("Alerts…"));
    m_dismiss->setText(tr("Dismiss"));
    m_dismiss->setAccessibleName(tr("Dismiss %1").arg(m_name->text()));
    setAccessibleName(tr("%1: %2").arg(alertSeverityName(alertTraits(m_kind).severity), text()));
}

void AlertRow::updateColors()
{
    const Look look = lookOf(alertTraits(m_kind).severity);
    const bool isDark = isDarkPalette(parentWidget()->palette());
    QPalette colors = parentWidget()->palette();
    colors.setColor(QPalette::Window, QColor::fromRgba(isDark ? look.dark : look.light));
    if (colors.color(QPalette::Window) != palette().color(QPalette::Window))
        setPalette(colors);
    QPalette signColors = m_sign->palette();
    signColors.setColor(QPalette::WindowText, QColor::fromRgba(isDark ? look.signOnDark : look.signOnLight));
    m_sign->setPalette(signColors);
}

void AlertRow::announce()
{
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void AlertRow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateTexts();
    else if (event->type() == QEvent::PaletteChange)
        updateColors();
    QFrame::changeEvent(event);
}

AlertBanner::AlertBanner(AlertMonitor &monitor, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_clock(clock)
    , m_layout(new QVBoxLayout(this))
{
    QAccessible::installFactory(accessibleRow);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(1);
    connect(&monitor, &AlertMonitor::raised, this, &AlertBanner::onRaised);
    connect(&monitor, &AlertMonitor::cleared, this, &AlertBanner::onOver);
    connect(&monitor, &AlertMonitor::dismissed, this, &AlertBanner::onOver);
    updateTexts();
    hide();
}

void AlertBanner::onRaised(const Alert &alert)
{
    AlertRow *&row = m_rows[static_cast<std::size_t>(alert.kind)];
    if (!row) {
        row = new AlertRow(alert.kind, this);
        connect(row, &AlertRow::dismissed, &m_monitor, &AlertMonitor::dismiss);
        connect(row, &AlertRow::detailsRequested, this, &AlertBanner::detailsRequested);
        m_layout->addWidget(row);
    }
    row->showAlert(alert, m_clock.now());
    show();
    row->announce();
}

void AlertBanner::onOver(const Alert &alert)
{
    AlertRow *&row = m_rows[static_cast<std::size_t>(alert.kind)];
    if (!row)
        return;
    // Its own button may be what called us.
    row->hide();
    row->deleteLater();
    row = nullptr;
    setVisible(std::ranges::any_of(m_rows, [](const AlertRow *other) { return other != nullptr; }));
}

void AlertBanner::updateTexts()
{
    setAccessibleName(tr("Alerts"));
}

void AlertBanner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateTexts();
    QWidget::changeEvent(event);
}

} // namespace relais::dashboard
