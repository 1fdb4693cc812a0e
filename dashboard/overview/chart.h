// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "dashboard/figures/timeseriesmodel.h"
#include "dashboard/overview/customplot.h"

namespace relais::dashboard {

/// Curves of one or more figures of the same unit over time. Draws only when it is told to.
class Chart final : public QCustomPlot {
    Q_OBJECT

public:
    explicit Chart(std::vector<Figure> figures, QWidget *parent = nullptr);

    /// Takes over the points of the model, and draws.
    void showPoints(const TimeSeriesModel &model);
    /// A vertical line at this time, and a mark on each curve; none: no line.
    void setCrosshair(std::optional<UnixTime> time);
    /// In the colours of stale figures, or in their own.
    void setDimmed(bool isDimmed);

    QSize sizeHint() const override { return {260, 110}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    /// The mouse is at this time; none: it has left.
    void pointed(std::optional<relais::UnixTime> time);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void applyColors();
    QColor colorOf(std::size_t series) const;
    void fitAxis(double highest);

    const std::vector<Figure> m_figures;
    QCPItemStraightLine *m_crosshair; ///< the plot's
    bool m_isDimmed = false;
};

} // namespace relais::dashboard
