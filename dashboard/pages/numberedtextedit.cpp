// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/numberedtextedit.h"

#include <QFontDatabase>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

namespace relais::dashboard {

class NumberedTextEdit::Margin final : public QWidget {
public:
    explicit Margin(NumberedTextEdit *edit)
        : QWidget(edit)
        , m_edit(edit)
    {
    }

protected:
    void paintEvent(QPaintEvent *event) override { m_edit->paintMargin(event); }
    void mousePressEvent(QMouseEvent *event) override
    {
        const int line = m_edit->lineAt(event->pos().y());
        if (line >= 0)
            m_edit->pressMargin(line);
    }

private:
    NumberedTextEdit *m_edit;
};

NumberedTextEdit::NumberedTextEdit(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_margin(new Margin(this))
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTabChangesFocus(true); // so that the keyboard gets out again
    connect(this, &QPlainTextEdit::blockCountChanged, this, &NumberedTextEdit::updateMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int scrolled) {
        if (scrolled != 0)
            m_margin->scroll(0, scrolled);
        m_margin->update();
    });
    updateMargin();
}

void NumberedTextEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    updateMargin();
}

void NumberedTextEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange)
        updateMargin();
}

void NumberedTextEdit::paintMark(QPainter &, const QRect &, int) const { }

void NumberedTextEdit::pressMargin(int) { }

int NumberedTextEdit::lineAt(int y) const
{
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid(); block = block.next()) {
        const qreal bottom = top + blockBoundingRect(block).height();
        if (block.isVisible() && y >= top && y < bottom)
            return block.blockNumber();
        top = bottom;
    }
    return -1;
}

void NumberedTextEdit::updateMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_margin->setGeometry(area.left(), area.top(), marginWidth(), area.height());
    m_margin->update();
}

int NumberedTextEdit::markWidth() const
{
    return fontMetrics().height();
}

int NumberedTextEdit::marginWidth() const
{
    const auto digits = QString::number(std::max(1, blockCount())).size();
    return markWidth() + fontMetrics().horizontalAdvance(u'9') * static_cast<int>(std::max<qsizetype>(digits, 2)) + 4;
}

void NumberedTextEdit::paintMargin(QPaintEvent *event) const
{
    QPainter painter(m_margin);
    painter.setFont(font());
    painter.fillRect(event->rect(), palette().color(QPalette::Window));
    painter.setPen(palette().color(QPalette::Disabled, QPalette::WindowText));
    QTextBlock block = firstVisibleBlock();
    int top = qRound(blockBoundingGeometry(block).translated(contentOffset()).top());
    const int lineHeight = fontMetrics().height();
    const int numberWidth = m_margin->width() - markWidth();
    for (; block.isValid() && top <= event->rect().bottom(); block = block.next()) {
        const int height = qRound(blockBoundingRect(block).height());
        if (block.isVisible()) {
            painter.drawText(0, top, numberWidth, lineHeight, Qt::AlignRight,
                             QString::number(block.blockNumber() + 1));
            paintMark(painter, QRect(numberWidth, top, markWidth(), lineHeight), block.blockNumber());
        }
        top += height;
    }
}

} // namespace relais::dashboard
