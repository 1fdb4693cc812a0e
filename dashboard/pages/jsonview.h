// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <QTimer>

#include "dashboard/models/jsonformat.h"
#include "dashboard/pages/numberedtextedit.h"

namespace relais::dashboard {

class JsonHighlighter;

/// Shows JSON from the wire: indented, coloured, its objects and arrays folded away and back by the marks in the
/// margin or with Left and Right. Always plain text, whatever it holds. What is no JSON or very big is shown as it
/// is, and of the latter only the beginning. A long text comes slice by slice, so that the window does not wait for
/// it.
class JsonView final : public NumberedTextEdit {
    Q_OBJECT

public:
    /// More would hold the window up. A message is at most 64 KiB by default.
    static constexpr std::size_t maximumShownBytes = 72 * 1024;
    /// In more, JSON is not laid out.
    static constexpr int maximumLines = 10'000;
    /// What is not laid out is broken behind so many characters at the latest: Qt takes as long for one line of 64
    /// KiB as for 20 000 short ones.
    static constexpr qsizetype maximumLineCharacters = 500;

    explicit JsonView(QWidget *parent = nullptr);

    void setJson(std::string_view json);
    /// Is only the beginning shown?
    bool isCut() const { return m_isCut; }

    bool isFoldable(int line) const;
    bool isFolded(int line) const;
    void setFolded(int line, bool isFolded);

public Q_SLOTS:
    void foldAll();
    void unfoldAll();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintMark(QPainter &painter, const QRect &place, int line) const override;
    void pressMargin(int line) override;

private:
    struct Fold : FormattedJson::Fold {
        bool isClosed = false;
    };

    static bool isReadable(QStringView laidOut);
    void showAsItIs(std::string_view json);
    void begin(QString text);
    void goOn();
    const Fold *foldAt(int line) const;
    void setAllFolded(bool isFolded);
    void applyFolds();
    void retranslate();

    JsonHighlighter *m_highlighter; ///< a child of the document
    std::vector<Fold> m_folds; ///< by `first`, rising
    QString m_rest; ///< of the text, what is not shown yet
    QTimer m_nextSlice;
    bool m_isCut = false;
};

} // namespace relais::dashboard
