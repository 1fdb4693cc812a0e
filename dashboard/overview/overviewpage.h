// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QTimer>

#include "dashboard/figures/timeseriesmodel.h"
#include "dashboard/session/adminapi.h"
#include "dashboard/window/navigationpage.h"

class QActionGroup;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace relais::dashboard {

class FigureTile;

/// What happens now and what has happened: figures with their charts, over a range that the server has a history of,
/// so that a dashboard that was just opened is not empty.
class OverviewPage final : public NavigationPage {
    Q_OBJECT

public:
    /// `api` is borrowed.
    explicit OverviewPage(AdminApi &api, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("overview"); }
    QString title() const override { return tr("Overview"); }
    std::vector<ShortcutHelp> shortcuts() const override;
    void onServerChanged() override;
    QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

    const TimeSeriesModel &model() const { return m_model; }
    void setRange(TimeRange range);

    /// False when it could not be written.
    bool exportCsv(const QString &path) const;
    bool exportImage(const QString &path) const;

public Q_SLOTS:
    void showStatus(const relais::dashboard::ServerStatus &status);
    void setStale(bool isStale);
    /// The connection is back: there may be a hole to fill.
    void fetchHistory();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addHead();
    void addTiles();
    void retranslate();
    void arrangeTiles();
    void markRange();
    void scheduleDrawing();
    void draw();
    void pointAt(std::optional<UnixTime> time);
    void updateServerLine();
    void save(const QString &suggestion, const QString &filter, bool (OverviewPage::*write)(const QString &) const);

    AdminApi &m_api;
    TimeSeriesModel m_model;
    std::optional<ServerStatus> m_status;
    bool m_isStale = true;
    int m_historyRequest = 0; ///< an answer to an earlier one is of no use
    QTimer m_drawing; ///< at most twice a second

    QLabel *m_serverLine; ///< children
    QLabel *m_pointedTime;
    std::array<QPushButton *, 3> m_ranges{};
    QToolButton *m_export;
    QAction *m_exportImage;
    QAction *m_exportCsv;
    QWidget *m_board; ///< of the tiles
    QGridLayout *m_grid;
    std::vector<FigureTile *> m_tiles;
    int m_columns = 0;
};

} // namespace relais::dashboard
