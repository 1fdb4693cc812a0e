// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/overview/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dashboard/window/theme.h"

namespace relais::dashboard {

namespace {

double secondsOf(UnixTime time)
{
    return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

/// The smallest power of two that divides the range into at most four: QCustomPlot's steps are decimal, which bytes
/// and KiB are not.
double byteStep(double range)
{
    return std::exp2(std::ceil(std::log2(range / 4)));
}

/// The smallest of those that people tell time by.
double ageStep(double range)
{
    constexpr double second = 1000;
    constexpr double minute = 60 * second;
    constexpr double hour = 60 * minute;
    static constexpr double steps[] = {second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second,
                                       minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
                                       hour,   2 * hour,   6 * hour,   12 * hour,   24 * hour};
    const auto *const found = std::ranges::find_if(steps, [range](double step) { return range / step <= 4; });
    return found == std::end(steps) ? std::ceil(range / steps[std::size(steps) - 1] / 4) * steps[std::size(steps) - 1]
                                    : *found;
}

/// Numbers with their unit, in the present language, at steps that suit the unit.
class FigureTicker final : public QCPAxisTicker {
public:
    explicit FigureTicker(FigureUnit unit)
        : m_unit(unit)
    {
        setTickCount(3);
    }

protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        return formatFigure(m_unit, std::abs(tick) < 1e-9 ? 0 : tick, QLocale());
    }
    double getTickStep(const QCPRange &range) override
    {
        const double decimalStep = QCPAxisTicker::getTickStep(range);
        switch (m_unit) {
        case FigureUnit::Bytes:
        case FigureUnit::BytesPerSecond:
            return byteStep(range.size());
        case FigureUnit::Count:
            return std::max(std::floor(decimalStep), 1.0); // there are no halves
        case FigureUnit::Age:
            return ageStep(range.size());
        default:
            return decimalStep;
        }
    }

private:
    const FigureUnit m_unit;
};

/// Two or three times of day: there is no room for more in a tile.
class TimeTicker final : public QCPAxisTickerDateTime {
public:
    TimeTicker() { setDateTimeFormat(QStringLiteral("HH:mm")); }

protected:
    double getTickStep(const QCPRange &range) override
    {
        if (range.size() < 600)
            return 120;
        return range.size() < 7200 ? 1200 : 28800;
    }
};

/// At least this much of the axis is shown, so that the noise of an idle server does not look like a storm.
double leastHeight(FigureUnit unit)
{
    switch (unit) {
    case FigureUnit::Bytes:
    case FigureUnit::BytesPerSecond:
        return 1024;
    case FigureUnit::Age:
        return 1000;
    case FigureUnit::Percent:
        return 10;
    default:
        return 1;
    }
}

} // namespace

Chart::Chart(std::vector<Figure> figures, QWidget *parent)
    : QCustomPlot(parent)
    , m_figures(std::move(figures))
    , m_crosshair(new QCPItemStraightLine(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    setInteractions(QCP::iNone);
    // A curve of some hundred points is cheaper without smooth edges, and the eye does not see them.
    setNoAntialiasingOnDrag(true);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        auto *const curve = addGraph();
        curve->setAdaptiveSampling(true);
        curve->setLineStyle(QCPGraph::lsLine);
    }
    xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new TimeTicker));
    yAxis->setTicker(QSharedPointer<QCPAxisTicker>(new FigureTicker(figureUnit(m_figures.front()))));
    for (auto *const axis : {xAxis, yAxis}) {
        axis->setSubTicks(false);
        axis->setTickLength(0);
        axis->setLabelPadding(0);
        axis->setTickLabelPadding(4);
    }
    yAxis->setRange(0, leastHeight(figureUnit(m_figures.front())));
    axisRect()->setMinimumMargins(QMargins(8, 6, 12, 4));
    m_crosshair->setVisible(false);
    m_crosshair->setSelectable(false);
    applyColors();
}

void Chart::showPoints(const TimeSeriesModel &model)
{
    const auto &points = model.points();
    double highest = 0;
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        const QSharedPointer<QCPGraphDataContainer> curve(new QCPGraphDataContainer);
        UnixTime last{};
        for (const FigureSet &point : points) {
            // A gap in time is a gap in the curve.
            if (last != UnixTime{} && point.time - last > 3 * stepOf(model.range()))
                curve->add(QCPGraphData(secondsOf(last) + 0.001, std::numeric_limits<double>::quiet_NaN()));
            last = point.time;
            if (const auto value = point[m_figures[i]]) {
                curve->add(QCPGraphData(secondsOf(point.time), *value));
                highest = std::max(highest, *value);
            }
        }
        graph(static_cast<int>(i))->setData(curve);
    }
    if (!points.empty()) {
        const double end = secondsOf(points.back().time);
        xAxis->setRange(end - static_cast<double>(lengthOf(model.range()).count()) / 1000, end);
    }
    fitAxis(highest);
    replot(rpQueuedReplot);
}

void Chart::fitAxis(double highest)
{
    yAxis->setRange(0, std::max(highest * 1.15, leastHeight(figureUnit(m_figures.front()))));
}

void Chart::setCrosshair(std::optional<UnixTime> time)
{
    if (!time && !m_crosshair->visible())
        return;
    m_crosshair->setVisible(time.has_value());
    if (time) {
        m_crosshair->point1->setCoords(secondsOf(*time), 0);
        m_crosshair->point2->setCoords(secondsOf(*time), 1);
    }
    replot(rpQueuedReplot);
}

void Chart::setDimmed(bool isDimmed)
{
    if (isDimmed == m_isDimmed)
        return;
    m_isDimmed = isDimmed;
    applyColors();
    replot(rpQueuedReplot);
}

QColor Chart::colorOf(std::size_t series) const
{
    return m_isDimmed ? palette().color(QPalette::PlaceholderText) : seriesColor(series, isDarkPalette(palette()));
}

void Chart::mouseMoveEvent(QMouseEvent *event)
{
    const double seconds = xAxis->pixelToCoord(event->position().x());
    const bool isInside = axisRect()->rect().contains(event->position().toPoint()) && std::abs(seconds) < 1e12;
    Q_EMIT pointed(isInside ? std::optional(UnixTime(std::chrono::milliseconds(std::llround(seconds * 1000))))
                            : std::nullopt);
}

void Chart::leaveEvent(QEvent *event)
{
    Q_EMIT pointed(std::nullopt);
    QCustomPlot::leaveEvent(event);
}

void Chart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyColors();
        replot(rpQueuedReplot);
    } else if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange) {
        replot(rpQueuedReplot);
    }
    QCustomPlot::changeEvent(event);
}

/// The page scrolls, and nothing here zooms.
void Chart::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

void Chart::applyColors()
{
    const QColor text = palette().color(QPalette::PlaceholderText);
    QColor grid = text;
    grid.setAlpha(60);
    QFont small = font();
    small.setPointSizeF(std::max(small.pointSizeF() * 0.8, 6.5));
    setBackground(palette().brush(QPalette::Base)); // the plot's buffers are opaque
    for (auto *const axis : {xAxis, yAxis}) {
        axis->setTickLabelColor(text);
        axis->setTickLabelFont(small);
        axis->setBasePen(QPen(grid));
        axis->grid()->setPen(QPen(grid, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(QPen(grid));
    }
    xAxis->grid()->setVisible(false);
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        const QColor color = colorOf(i);
        // The second and third curves differ in their dashes too.
        graph(static_cast<int>(i))->setPen(QPen(color, 1.6, i == 0 ? Qt::SolidLine : Qt::DashLine));
        QColor below = color;
        below.setAlpha(i == 0 ? 40 : 0);
        graph(static_cast<int>(i))->setBrush(i == 0 ? QBrush(below) : QBrush(Qt::NoBrush));
    }
    m_crosshair->setPen(QPen(palette().color(QPalette::WindowText), 1, Qt::DotLine));
}

} // namespace relais::dashboard
