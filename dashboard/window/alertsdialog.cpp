// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/alertsdialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QTabWidget>
#include <QVBoxLayout>

#include "dashboard/alerts/alerthistorymodel.h"
#include "dashboard/alerts/alertmonitor.h"
#include "dashboard/pages/tables.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

using Test = AlertTraits::Test;

/// In what a limit is typed: minutes, where figures count milliseconds.
double scaleOf(FigureUnit unit)
{
    return unit == FigureUnit::Age ? 60'000 : 1;
}

std::size_t indexOf(AlertKind kind)
{
    return static_cast<std::size_t>(kind);
}

} // namespace

AlertsDialog::AlertsDialog(const Choices &choices, const QString &server, const AlertMonitor &monitor,
                           AlertHistoryModel &history, QWidget *parent)
    : QDialog(parent)
    , m_initial(choices)
    , m_server(server)
    , m_monitor(monitor)
    , m_history(history)
{
    auto *const layout = new QVBoxLayout(this);
    m_tabs = new QTabWidget(this);
    m_tabs->addTab(createLimits(), QString());
    m_tabs->addTab(createHistory(history), QString());
    layout->addWidget(m_tabs, 1);
    m_notify = new QCheckBox(this);
    m_notify->setObjectName(u"notify"_s);
    m_notify->setChecked(choices.isNotifying);
    layout->addWidget(m_notify);
    m_stay = new QCheckBox(this);
    m_stay->setObjectName(u"stayInTray"_s);
    m_stay->setChecked(choices.staysInTray);
    layout->addWidget(m_stay);
    createButtons();
    setTrayAvailable(false);
    setRules(choices.rules.value_or(AlertRules()));
    connect(&m_monitor, &AlertMonitor::updated, this, &AlertsDialog::updateNow);
    retranslate();
    resize(860, 420);
}

QWidget *AlertsDialog::createLimits()
{
    auto *const page = new QWidget(this);
    auto *const layout = new QVBoxLayout(page);
    m_intro = new QLabel(page);
    m_intro->setTextFormat(Qt::PlainText); // a name is in it
    m_intro->setWordWrap(true);
    layout->addWidget(m_intro);
    m_grid = new QWidget(page);
    auto *const grid = new QGridLayout(m_grid);
    grid->setContentsMargins(0, 8, 0, 0);
    grid->setHorizontalSpacing(16);
    for (std::size_t column = 0; column < m_heads.size(); ++column) {
        m_heads[column] = new QLabel(m_grid);
        QFont bold = m_heads[column]->font();
        bold.setBold(true);
        m_heads[column]->setFont(bold);
        grid->addWidget(m_heads[column], 0, static_cast<int>(column));
    }
    int line = 1;
    for (const AlertTraits &traits : alertTraits())
        addRow(grid, traits.kind, line++);
    grid->setColumnStretch(3, 1);
    m_grid->setEnabled(m_initial.rules.has_value());
    layout->addWidget(m_grid);
    m_problem = new QLabel(page);
    m_problem->setWordWrap(true);
    m_problem->setObjectName(u"problem"_s);
    layout->addWidget(m_problem);
    layout->addStretch();
    return page;
}

void AlertsDialog::addRow(QGridLayout *grid, AlertKind kind, int line)
{
    const AlertTraits &traits = alertTraits(kind);
    const auto name = QString::fromLatin1(traits.name.data(), static_cast<qsizetype>(traits.name.size()));
    Row &row = m_rows[indexOf(kind)];
    row.isEnabled = new QCheckBox(m_grid);
    row.isEnabled->setObjectName(name);
    grid->addWidget(row.isEnabled, line, 0);
    connect(row.isEnabled, &QCheckBox::toggled, this, [this, &traits] {
        updateRow(traits);
        validate();
    });
    if (traits.test != Test::Lost) {
        row.limit = new QDoubleSpinBox(m_grid);
        row.limit->setObjectName(name + u"Limit"_s);
        row.limit->setDecimals(traits.unit == FigureUnit::PerSecond ? 1 : 0);
        row.limit->setRange(traits.lowestLimit / scaleOf(traits.unit), traits.highestLimit / scaleOf(traits.unit));
        row.limit->setGroupSeparatorShown(true);
        row.limit->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        grid->addWidget(row.limit, line, 1);
        connect(row.limit, &QDoubleSpinBox::valueChanged, this, [this] {
            updateNow();
            validate();
        });
    }
    row.hold = new QSpinBox(m_grid);
    row.hold->setObjectName(name + u"Hold"_s);
    row.hold->setRange(static_cast<int>(traits.shortestHold.count()), static_cast<int>(longestHold.count()));
    row.hold->setGroupSeparatorShown(true);
    grid->addWidget(row.hold, line, 2);
    row.now = new QLabel(m_grid);
    row.now->setObjectName(name + u"Now"_s);
    grid->addWidget(row.now, line, 3);
}

QWidget *AlertsDialog::createHistory(AlertHistoryModel &history)
{
    auto *const page = new QWidget(this);
    auto *const layout = new QVBoxLayout(page);
    m_table = new QTableView(page);
    m_table->setModel(&history);
    configureTable(*m_table, {24, 24, 16, 26, 30});
    layout->addWidget(m_table);
    return page;
}

void AlertsDialog::createButtons()
{
    // With texts of our own: those of Qt's buttons stay in the language in which they were made.
    m_buttons = new QDialogButtonBox(this);
    m_accept = m_buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_cancel = m_buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    m_defaults = m_buttons->addButton(QString(), QDialogButtonBox::ResetRole);
    m_defaults->setObjectName(u"defaults"_s);
    m_defaults->setEnabled(m_initial.rules.has_value());
    m_defaults->setAutoDefault(false);
    m_accept->setDefault(true);
    layout()->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &AlertsDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &AlertsDialog::reject);
    connect(m_defaults, &QPushButton::clicked, this, [this] { setRules(AlertRules()); });
}

void AlertsDialog::setTrayAvailable(bool isAvailable)
{
    m_stay->setVisible(isAvailable);
}

void AlertsDialog::showPastAlerts()
{
    m_tabs->setCurrentIndex(1);
}

AlertsDialog::Choices AlertsDialog::choices() const
{
    return {.rules = m_initial.rules ? std::optional(rules()) : std::nullopt,
            .isNotifying = m_notify->isChecked(),
            .staysInTray = m_stay->isChecked()};
}

void AlertsDialog::setRules(const AlertRules &rules)
{
    for (const AlertTraits &traits : alertTraits()) {
        const Row &row = m_rows[indexOf(traits.kind)];
        const AlertRule &rule = rules[traits.kind];
        row.isEnabled->setChecked(rule.isEnabled);
        row.hold->setValue(static_cast<int>(rule.hold.count()));
        if (row.limit)
            row.limit->setValue(rule.limit / scaleOf(traits.unit));
        updateRow(traits);
    }
    validate();
}

AlertRules AlertsDialog::rules() const
{
    AlertRules rules;
    for (const AlertTraits &traits : alertTraits()) {
        const Row &row = m_rows[indexOf(traits.kind)];
        AlertRule &rule = rules[traits.kind];
        rule.isEnabled = row.isEnabled->isChecked();
        rule.hold = std::chrono::seconds(row.hold->value());
        if (row.limit)
            rule.limit = row.limit->value() * scaleOf(traits.unit);
    }
    return rules;
}

void AlertsDialog::updateRow(const AlertTraits &traits)
{
    const Row &row = m_rows[indexOf(traits.kind)];
    row.hold->setEnabled(row.isEnabled->isChecked());
    if (row.limit)
        row.limit->setEnabled(row.isEnabled->isChecked());
}

void AlertsDialog::updateNow()
{
    const AlertRules chosen = rules();
    for (const AlertTraits &traits : alertTraits()) {
        const Row &row = m_rows[indexOf(traits.kind)];
        const QString text = textOfNow(traits, chosen[traits.kind]);
        row.now->setText(text);
        QWidget *const field = row.limit ? static_cast<QWidget *>(row.limit) : row.hold;
        field->setAccessibleDescription(tr("Now: %1").arg(text));
    }
}

QString AlertsDialog::textOfNow(const AlertTraits &traits, const AlertRule &rule) const
{
    const auto value = m_initial.rules ? m_monitor.value(traits.kind) : std::nullopt;
    QString text = formatFigure(traits.unit, value, QLocale());
    if (!value)
        return text;
    if (traits.test == Test::Lost)
        return *value > 0 ? tr("⚠ none for %1").arg(text) : tr("live");
    const bool isPast = readingOf(traits.kind, rule, *value) == AlertReading::Past;
    return isPast ? tr("⚠ %1, past the limit").arg(text) : text;
}

void AlertsDialog::validate()
{
    const bool isGood = !rules().areContradictory();
    m_problem->setText(isGood ? QString()
                              : tr("⚠ With these limits any number of connections is too many or too few."));
    m_problem->setAccessibleName(m_problem->text());
    m_accept->setEnabled(isGood);
}

void AlertsDialog::retranslateRow(const AlertTraits &traits)
{
    const Row &row = m_rows[indexOf(traits.kind)];
    const std::array names{
        tr("No &figures from the server"),      tr("&Errors above"),      tr("Delivery &latency (99 %) above"),
        tr("Age of the &oldest message above"), tr("&Connections above"), tr("Connections &below")};
    row.isEnabled->setText(names[indexOf(traits.kind)]);
    const QString name = QString(row.isEnabled->text()).remove(u'&');
    // Numbers are written and read as in the language that is chosen.
    row.hold->setLocale(QLocale());
    row.hold->setSuffix(tr(" s"));
    row.hold->setAccessibleName(tr("%1: for at least").arg(name));
    if (!row.limit)
        return;
    row.limit->setLocale(QLocale());
    row.limit->setAccessibleName(tr("%1: limit").arg(name));
    if (traits.unit == FigureUnit::PerSecond)
        row.limit->setSuffix(tr(" /s"));
    else if (traits.unit == FigureUnit::Milliseconds)
        row.limit->setSuffix(tr(" ms"));
    else if (traits.unit == FigureUnit::Age)
        row.limit->setSuffix(tr(" min"));
}

void AlertsDialog::retranslate()
{
    setWindowTitle(tr("Alerts"));
    m_tabs->setTabText(0, tr("L&imits"));
    m_tabs->setTabText(1, tr("&Past alerts"));
    m_intro->setText(m_initial.rules ? tr("Limits for %1. Each server has its own.").arg(m_server)
                                     : tr("Each server has its own limits: connect to one to choose them."));
    const std::array heads{tr("Alert"), tr("Limit"), tr("For at least"), tr("Now")};
    for (std::size_t column = 0; column < heads.size(); ++column)
        m_heads[column]->setText(heads[column]);
    for (const AlertTraits &traits : alertTraits())
        retranslateRow(traits);
    m_table->setAccessibleName(tr("Past alerts"));
    m_history.retranslate();
    m_notify->setText(tr("Show alerts as &notifications of the desktop, too"));
    m_stay->setText(tr("&Keep running in the tray when the window is closed"));
    m_accept->setText(tr("OK"));
    m_cancel->setText(tr("Cancel"));
    m_defaults->setText(tr("&Restore the defaults"));
    updateNow();
    validate();
}

void AlertsDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace relais::dashboard
