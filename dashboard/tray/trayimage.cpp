// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/tray/trayimage.h"

#include <QPainter>
#include <QPainterPath>

namespace relais::dashboard {

namespace {

// Of a field of 64 × 64, as is all below.
constexpr qreal fieldSize = 64;
constexpr QRectF badge(28, 28, 36, 36);
constexpr qreal outline = 5; // sets the badge off from what is behind it

constexpr QRgb background = 0xff1f6fc4;
constexpr QRgb backgroundIdle = 0xff767c86;

void paintGround(QPainter &painter, bool isIdle)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromRgba(isIdle ? backgroundIdle : background));
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 13, 13);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::white, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPainterPath pulse(QPointF(9, 24));
    for (const QPointF &point :
         {QPointF(19, 24), QPointF(25, 12), QPointF(33, 34), QPointF(40, 18), QPointF(44, 24), QPointF(55, 24)})
        pulse.lineTo(point);
    painter.drawPath(pulse);
}

void paintDisc(QPainter &painter, const QColor &color, bool isHalf)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawEllipse(badge);
    const QRectF disc = badge.adjusted(outline, outline, -outline, -outline);
    painter.setBrush(isHalf ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.setPen(QPen(color, 3));
    painter.drawEllipse(disc.adjusted(1.5, 1.5, -1.5, -1.5));
    if (isHalf) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPie(disc, 90 * 16, 180 * 16);
    }
}

void paintRing(QPainter &painter)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawEllipse(badge);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x3d, 0x41, 0x49), 5));
    painter.drawEllipse(badge.adjusted(7, 7, -7, -7));
}

void paintTriangle(QPainter &painter)
{
    const QPolygonF triangle{QPointF(42, 24), QPointF(61, 60), QPointF(23, 60)};
    painter.setPen(QPen(Qt::white, 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(QColor(0xcf, 0x22, 0x2e));
    painter.drawPolygon(triangle);
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(triangle);
    painter.setBrush(Qt::white);
    painter.drawRoundedRect(QRectF(39, 36, 6, 12), 2, 2);
    painter.drawEllipse(QRectF(38.5, 51, 7, 7));
}

QPixmap paint(TrayState state, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / fieldSize, size / fieldSize);
    paintGround(painter, state == TrayState::Disconnected);
    switch (state) {
    case TrayState::Disconnected:
        paintRing(painter);
        break;
    case TrayState::Connected:
        paintDisc(painter, QColor(0x1a, 0x7f, 0x37), false);
        break;
    case TrayState::Stale:
        paintDisc(painter, QColor(0x9a, 0x67, 0x00), true);
        break;
    case TrayState::Alert:
        paintTriangle(painter);
        break;
    }
    return pixmap;
}

} // namespace

QIcon trayImage(TrayState state)
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 44, 48, 64})
        icon.addPixmap(paint(state, size));
    return icon;
}

} // namespace relais::dashboard
