// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QFrame>

#include "dashboard/figures/timeseriesmodel.h"

class QLabel;

namespace relais::dashboard {

class Chart;

/// What a tile shows: a figure, or a few of the same unit.
struct TileContent {
    const char *title; ///< a text of FigureTile's, before its translation
    struct Series {
        Figure figure;
        const char *name; ///< the same; null when there is only one
    };
    std::vector<Series> series;
};

/// A figure now, as a number, and over time, as a chart.
class FigureTile final : public QFrame {
    Q_OBJECT

public:
    explicit FigureTile(TileContent content, QWidget *parent = nullptr);

    QString title() const;
    /// The numbers; none: there are none.
    void showFigures(const std::optional<FigureSet> &figures);
    void showPoints(const TimeSeriesModel &model);
    /// The numbers of that time instead of those of now, until there is none.
    void pointAt(const FigureSet *point);
    void setStale(bool isStale);

Q_SIGNALS:
    void pointed(std::optional<relais::UnixTime> time);

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void updateTexts();
    QString textOf(const FigureSet &figures, std::size_t series) const;
    void saveImage();

    const TileContent m_content;
    QLabel *m_title; ///< children
    std::vector<QLabel *> m_numbers;
    Chart *m_chart;
    std::optional<FigureSet> m_figures;
    std::optional<FigureSet> m_pointed;
    bool m_isStale = true;
};

} // namespace relais::dashboard
