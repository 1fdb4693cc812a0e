// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/overview/figuretile.h"

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QVBoxLayout>

#include "dashboard/overview/chart.h"
#include "dashboard/window/theme.h"

namespace relais::dashboard {

FigureTile::FigureTile(TileContent content, QWidget *parent)
    : QFrame(parent)
    , m_content(std::move(content))
    , m_title(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setFocusPolicy(Qt::TabFocus); // a screen reader gets to the figures by it
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 8, 6);
    layout->setSpacing(2);
    layout->addWidget(m_title);

    auto *const row = new QHBoxLayout;
    row->setSpacing(16);
    std::vector<Figure> figures;
    for (std::size_t i = 0; i < m_content.series.size(); ++i) {
        figures.push_back(m_content.series[i].figure);
        auto *const number = new QLabel(this);
        number->setTextFormat(Qt::RichText); // of our own making alone
        m_numbers.push_back(number);
        row->addWidget(number);
    }
    row->addStretch();
    layout->addLayout(row);
    m_chart = new Chart(std::move(figures), this);
    layout->addWidget(m_chart, 1);
    connect(m_chart, &Chart::pointed, this, &FigureTile::pointed);
    updateTexts();
}

QString FigureTile::title() const
{
    return tr(m_content.title);
}

void FigureTile::showFigures(const std::optional<FigureSet> &figures)
{
    m_figures = figures;
    updateTexts();
}

void FigureTile::showPoints(const TimeSeriesModel &model)
{
    m_chart->showPoints(model);
}

void FigureTile::pointAt(const FigureSet *point)
{
    m_pointed = point ? std::optional(*point) : std::nullopt;
    m_chart->setCrosshair(point ? std::optional(point->time) : std::nullopt);
    updateTexts();
}

void FigureTile::setStale(bool isStale)
{
    if (isStale == m_isStale)
        return;
    m_isStale = isStale;
    m_chart->setDimmed(isStale);
    updateTexts();
}

QString FigureTile::textOf(const FigureSet &figures, std::size_t series) const
{
    const Figure figure = m_content.series[series].figure;
    return formatFigure(figureUnit(figure), figures[figure], QLocale());
}

void FigureTile::updateTexts()
{
    m_title->setText(title());
    QFont titleFont = font();
    titleFont.setBold(true);
    m_title->setFont(titleFont);
    QStringList spoken;
    const FigureSet shown = m_pointed ? *m_pointed : m_figures.value_or(FigureSet{});
    const auto dimmed = palette().color(QPalette::PlaceholderText).name();
    const auto normal = m_isStale ? dimmed : palette().color(QPalette::WindowText).name();
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        const auto number = textOf(shown, i);
        const char *const name = m_content.series[i].name;
        auto html = QStringLiteral("<span style=\"font-size:x-large; font-weight:600; color:%1\">%2</span>")
                        .arg(normal, number.toHtmlEscaped());
        if (name) {
            // By our own palette: the chart gets a new one after us.
            const QColor color = m_isStale ? QColor(dimmed) : seriesColor(i, isDarkPalette(palette()));
            html += QStringLiteral("<br><span style=\"color:%1\">%2</span>&nbsp;<span style=\"color:%3\">%4</span>")
                        .arg(color.name(), i == 0 ? QStringLiteral("━") : QStringLiteral("╍"), dimmed,
                             tr(name).toHtmlEscaped());
        }
        m_numbers[i]->setText(html);
        spoken.append(name ? tr(name) + QLatin1Char(' ') + number : number);
    }
    setAccessibleName(title());
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    setToolTip(m_isStale && m_figures ? tr("These figures are out of date") : QString());
}

void FigureTile::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        updateTexts();
    QFrame::changeEvent(event);
}

void FigureTile::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    connect(menu.addAction(tr("Save this chart as an image…")), &QAction::triggered, this, &FigureTile::saveImage);
    menu.exec(event->globalPos());
}

void FigureTile::saveImage()
{
    const auto path = QFileDialog::getSaveFileName(this, {}, title() + QStringLiteral(".png"), tr("Images (*.png)"));
    if (!path.isEmpty() && !grab().save(path, "PNG"))
        QMessageBox::warning(this, {}, tr("%1 cannot be written").arg(path));
}

} // namespace relais::dashboard
