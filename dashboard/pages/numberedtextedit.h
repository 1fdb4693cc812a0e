// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace relais::dashboard {

/// Plain text in a fixed-width font, with a margin that has the number of each line and, for who derives from it, a
/// mark.
class NumberedTextEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NumberedTextEdit(QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

    /// Draws the mark of a line; nothing by default.
    virtual void paintMark(QPainter &painter, const QRect &place, int line) const;
    /// The margin was clicked.
    virtual void pressMargin(int line);
    int lineAt(int y) const;
    void updateMargin();

private:
    class Margin;
    void paintMargin(QPaintEvent *event) const;
    int markWidth() const;
    int marginWidth() const;

    Margin *m_margin; ///< a child
};

} // namespace relais::dashboard
