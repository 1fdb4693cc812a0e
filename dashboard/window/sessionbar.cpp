// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/sessionbar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include "dashboard/window/theme.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = SessionStatus::State;

namespace {

// Reasons are the server's or the system's words, and may be long.
constexpr qsizetype maximumReasonCharacters = 160;

int seconds(std::chrono::milliseconds duration)
{
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

/// A sign and its colour, neither of which says anything that the words do not.
struct Sign {
    QString text;
    QRgb onLight;
    QRgb onDark;
};

Sign signOf(const SessionStatus &status)
{
    switch (status.state) {
    case State::Closed:
        break;
    case State::Connecting:
        return {u"◐"_s, 0xff9a6700, 0xffe3b341};
    case State::Connected:
        return status.isStale ? Sign{u"◑"_s, 0xff9a6700, 0xffe3b341} : Sign{u"●"_s, 0xff1a7f37, 0xff4ac26b};
    case State::Failed:
        return {u"✕"_s, 0xffcf222e, 0xffff7b72};
    }
    return {u"○"_s, 0xff767c86, 0xff8b919b};
}

} // namespace

SessionBar::SessionBar(QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel(this))
    , m_state(new QLabel(this))
    , m_age(new QLabel(this))
    , m_retry(new QPushButton(this))
{
    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->addWidget(m_sign);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_retry);
    layout->addSpacing(12);
    layout->addWidget(m_age);
    connect(m_retry, &QPushButton::clicked, this, &SessionBar::retryRequested);
    update();
}

void SessionBar::showStatus(const SessionStatus &status)
{
    m_status = status;
    update();
}

QString SessionBar::stateText() const
{
    const auto withReason = [this](const QString &text) {
        return m_status.reason.isEmpty() ? text : text + u" — "_s + m_status.reason.left(maximumReasonCharacters);
    };
    switch (m_status.state) {
    case State::Closed:
        return tr("Not connected");
    case State::Connecting:
        if (!m_status.untilNextAttempt)
            return withReason(tr("Connecting…"));
        return withReason(tr("Connection lost; next attempt in %n s", nullptr, seconds(*m_status.untilNextAttempt)));
    case State::Connected:
        return m_status.transport == client::Transport::WebSocket ? tr("Connected by WebSocket")
                                                                  : tr("Connected by polling");
    case State::Failed:
        return withReason(tr("Not connected"));
    }
    return {};
}

QString SessionBar::ageText() const
{
    if (m_status.state == State::Closed)
        return {};
    if (!m_status.figuresAge)
        return tr("No figures yet");
    if (!m_status.isStale)
        return tr("Figures are live");
    return tr("Figures are %1 old")
        .arg(formatFigure(FigureUnit::Age, static_cast<double>(m_status.figuresAge->count()), QLocale()));
}

void SessionBar::update()
{
    const Sign sign = signOf(m_status);
    m_sign->setText(sign.text);
    QPalette colors = m_sign->palette();
    colors.setColor(QPalette::WindowText, QColor::fromRgba(isDarkPalette(palette()) ? sign.onDark : sign.onLight));
    m_sign->setPalette(colors);
    m_state->setText(stateText());
    m_state->setToolTip(m_status.reason.toHtmlEscaped());
    m_age->setText(ageText());
    m_retry->setText(tr("Retry now"));
    m_retry->setVisible(m_status.state == State::Failed
                        || (m_status.state == State::Connecting && m_status.untilNextAttempt));
    setAccessibleName(tr("Connection"));
    setAccessibleDescription(m_state->text() + u", "_s + m_age->text());
}

void SessionBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace relais::dashboard
