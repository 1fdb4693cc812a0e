// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/overview/overviewpage.h"

#include <algorithm>

#include <QButtonGroup>
#include <QDateTime>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "dashboard/overview/figuretile.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int drawingInterval = 500; // ms: twice a second is what a person can follow
constexpr int tileWidth = 240;
constexpr int maximumColumns = 5;

std::vector<TileContent> tileContents()
{
    const auto text = [](const char *source) {
        return source;
    };
    return {
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Connections"),
         {{Figure::WebSockets, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "WebSocket"))},
          {Figure::LongPolls, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Polling"))}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Users connected"), {{Figure::Users, nullptr}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Messages"),
         {{Figure::MessagesIn, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "in"))},
          {Figure::MessagesOut, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "out"))}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Network traffic"),
         {{Figure::BytesIn, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "in"))},
          {Figure::BytesOut, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "out"))}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Delivery latency"),
         {{Figure::LatencyMedian, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "median"))},
          {Figure::Latency99, text(QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "99 %"))}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Messages kept"), {{Figure::QueueMessages, nullptr}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Oldest message"), {{Figure::OldestAge, nullptr}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Errors"), {{Figure::Errors, nullptr}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Processor"), {{Figure::CpuPercent, nullptr}}},
        {QT_TRANSLATE_NOOP("relais::dashboard::FigureTile", "Memory"), {{Figure::ResidentBytes, nullptr}}},
    };
}

QString stamp()
{
    return QDateTime::currentDateTime().toString(u"yyyy-MM-dd-HHmmss"_s);
}

} // namespace

OverviewPage::OverviewPage(AdminApi &api, QWidget *parent)
    : NavigationPage(parent)
    , m_api(api)
{
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    addHead();
    addTiles();
    m_drawing.setSingleShot(true);
    m_drawing.setInterval(drawingInterval);
    connect(&m_drawing, &QTimer::timeout, this, &OverviewPage::draw);
    retranslate();
}

void OverviewPage::addHead()
{
    auto *const head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 4);
    m_serverLine = new QLabel(this);
    m_serverLine->setTextFormat(Qt::PlainText); // partly the server's words
    m_serverLine->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_serverLine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_serverLine, 1);
    m_pointedTime = new QLabel(this);
    head->addWidget(m_pointedTime);
    head->addSpacing(12);

    auto *const group = new QButtonGroup(this);
    for (std::size_t i = 0; i < m_ranges.size(); ++i) {
        auto *const button = new QPushButton(this);
        button->setCheckable(true);
        group->addButton(button);
        head->addWidget(button);
        m_ranges[i] = button;
        const auto range = static_cast<TimeRange>(i);
        connect(button, &QPushButton::clicked, this, [this, range] { setRange(range); });
        connect(button, &QPushButton::toggled, this, &OverviewPage::markRange);
        const QKeySequence keys(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)));
        connect(new QShortcut(keys, this), &QShortcut::activated, button, &QPushButton::click);
    }
    m_ranges[0]->setChecked(true);
    head->addSpacing(12);

    m_export = new QToolButton(this);
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto *const menu = new QMenu(m_export);
    m_exportImage = menu->addAction({}, this, [this] {
        save(u"relais-%1.png"_s.arg(stamp()), tr("Images (*.png)"), &OverviewPage::exportImage);
    });
    m_exportCsv = menu->addAction(
        {}, this, [this] { save(u"relais-%1.csv"_s.arg(stamp()), tr("Tables (*.csv)"), &OverviewPage::exportCsv); });
    m_export->setMenu(menu);
    head->addWidget(m_export);
    static_cast<QVBoxLayout *>(layout())->addLayout(head);
}

void OverviewPage::addTiles()
{
    auto *const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    m_board = new QWidget(scroll);
    m_grid = new QGridLayout(m_board);
    m_grid->setContentsMargins(16, 8, 16, 16);
    m_grid->setSpacing(10);
    for (TileContent &content : tileContents()) {
        auto *const tile = new FigureTile(std::move(content), m_board);
        connect(tile, &FigureTile::pointed, this, &OverviewPage::pointAt);
        m_tiles.push_back(tile);
    }
    scroll->setWidget(m_board);
    static_cast<QVBoxLayout *>(layout())->addWidget(scroll, 1);
    arrangeTiles();
}

/// As many columns as there is room for.
void OverviewPage::arrangeTiles()
{
    const int columns = std::clamp(width() / tileWidth, 1, maximumColumns);
    if (columns == m_columns)
        return;
    for (int column = 0; column < m_columns; ++column)
        m_grid->setColumnStretch(column, 0);
    m_columns = columns;
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const int number = static_cast<int>(i);
        m_grid->addWidget(m_tiles[i], number / columns, number % columns);
    }
    for (int column = 0; column < columns; ++column)
        m_grid->setColumnStretch(column, 1);
}

std::vector<ShortcutHelp> OverviewPage::shortcuts() const
{
    return {{QKeySequence(Qt::ALT | Qt::Key_1), tr("The last five minutes")},
            {QKeySequence(Qt::ALT | Qt::Key_2), tr("The last hour")},
            {QKeySequence(Qt::ALT | Qt::Key_3), tr("The last day")}};
}

void OverviewPage::retranslate()
{
    const std::array names{tr("5 min"), tr("1 h"), tr("24 h")};
    const auto help = shortcuts();
    for (std::size_t i = 0; i < m_ranges.size(); ++i) {
        m_ranges[i]->setText(names[i]);
        m_ranges[i]->setAccessibleName(help[i].text);
        m_ranges[i]->setToolTip(u"%1 (%2)"_s.arg(help[i].text, help[i].keys.toString(QKeySequence::NativeText)));
    }
    m_export->setText(tr("Export"));
    m_exportImage->setText(tr("Charts as an image…"));
    m_exportCsv->setText(tr("Figures as a table (CSV)…"));
    updateServerLine();
}

void OverviewPage::updateServerLine()
{
    if (!m_status) {
        m_serverLine->setText(tr("No figures yet"));
        return;
    }
    if (!m_status->hasFigures) {
        m_serverLine->setText(tr("This token may not see the figures: the role operator or admin is needed."));
        return;
    }
    QStringList parts{tr("Relais %1").arg(m_status->version)};
    if (!m_status->node.isEmpty())
        parts.append(m_status->node);
    const double uptime = static_cast<double>(m_status->uptime.count()) * 1000;
    parts.append(tr("up for %1").arg(formatFigure(FigureUnit::Age, uptime, QLocale())));
    if (m_status->state == "draining"_L1)
        parts.append(tr("stopping"));
    if (m_status->journal == "unavailable"_L1)
        parts.append(tr("the journal cannot be written: nothing can be sent"));
    m_serverLine->setText(parts.join(u" · "_s));
}

void OverviewPage::onServerChanged()
{
    ++m_historyRequest;
    m_model.clear();
    m_status.reset();
    for (FigureTile *const tile : m_tiles)
        tile->showFigures(std::nullopt);
    updateServerLine();
    scheduleDrawing();
}

/// The style shows a button that is down by a shade that is hard to see on a dark theme.
void OverviewPage::markRange()
{
    for (QPushButton *const button : m_ranges) {
        if (!button)
            continue; // they are being made
        QFont font = button->font();
        font.setBold(button->isChecked());
        button->setFont(font);
        QPalette colors = palette();
        if (button->isChecked()) {
            colors.setColor(QPalette::Button, colors.color(QPalette::Highlight));
            colors.setColor(QPalette::ButtonText, colors.color(QPalette::HighlightedText));
        }
        button->setPalette(colors);
    }
}

void OverviewPage::setRange(TimeRange range)
{
    m_ranges[static_cast<std::size_t>(range)]->setChecked(true);
    if (range == m_model.range() && !m_model.points().empty())
        return;
    m_model.setRange(range);
    fetchHistory();
    scheduleDrawing();
}

void OverviewPage::fetchHistory()
{
    const int request = ++m_historyRequest;
    QUrlQuery query;
    query.addQueryItem(u"range"_s, queryOf(m_model.range()));
    m_api.get(u"/api/admin/history"_s, query, this, [this, request](const Result<QJsonObject> &answer) {
        // A server without a history: the charts then begin now.
        if (!answer || request != m_historyRequest)
            return;
        m_model.setHistory(*answer);
        scheduleDrawing();
    });
}

void OverviewPage::showStatus(const ServerStatus &status)
{
    m_status = status;
    if (status.hasFigures)
        m_model.append(status.figures);
    scheduleDrawing();
}

void OverviewPage::setStale(bool isStale)
{
    m_isStale = isStale;
    for (FigureTile *const tile : m_tiles)
        tile->setStale(isStale);
}

void OverviewPage::scheduleDrawing()
{
    if (isVisible() && !m_drawing.isActive())
        m_drawing.start();
}

void OverviewPage::draw()
{
    updateServerLine();
    for (FigureTile *const tile : m_tiles) {
        if (m_status && m_status->hasFigures)
            tile->showFigures(m_status->figures);
        if (!tile->visibleRegion().isEmpty())
            tile->showPoints(m_model);
    }
}

void OverviewPage::pointAt(std::optional<UnixTime> time)
{
    const FigureSet *const point = time ? m_model.nearest(*time) : nullptr;
    for (FigureTile *const tile : m_tiles)
        tile->pointAt(point);
    const auto moment = point ? QDateTime::fromMSecsSinceEpoch(point->time.time_since_epoch().count()) : QDateTime();
    m_pointedTime->setText(point ? QLocale().toString(moment, QLocale::ShortFormat) + moment.toString(u":ss"_s)
                                 : QString());
}

bool OverviewPage::exportCsv(const QString &path) const
{
    QSaveFile file(path);
    const auto csv = m_model.toCsv();
    return file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit();
}

bool OverviewPage::exportImage(const QString &path) const
{
    return m_board->grab().save(path, "PNG");
}

void OverviewPage::save(const QString &suggestion, const QString &filter,
                        bool (OverviewPage::*write)(const QString &) const)
{
    const auto path = QFileDialog::getSaveFileName(this, m_export->text(), suggestion, filter);
    if (!path.isEmpty() && !(this->*write)(path))
        QMessageBox::warning(this, m_export->text(), tr("%1 cannot be written").arg(path));
}

QJsonObject OverviewPage::saveState() const
{
    return {{u"range"_s, queryOf(m_model.range())}};
}

void OverviewPage::restoreState(const QJsonObject &state)
{
    for (const auto range : {TimeRange::FiveMinutes, TimeRange::Hour, TimeRange::Day}) {
        if (state.value("range"_L1).toString() == queryOf(range))
            setRange(range);
    }
}

void OverviewPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        markRange();
    NavigationPage::changeEvent(event);
}

void OverviewPage::showEvent(QShowEvent *event)
{
    NavigationPage::showEvent(event);
    arrangeTiles();
    scheduleDrawing();
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    NavigationPage::resizeEvent(event);
    arrangeTiles();
    scheduleDrawing();
}

} // namespace relais::dashboard
