// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/jsonview.h"

#include <algorithm>
#include <memory>

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QPlainTextDocumentLayout>
#include <QTextBlock>

#include "common/protocol/jsonscanner.h"
#include "dashboard/pages/jsonhighlighter.h"

namespace relais::dashboard {

namespace {

// More than a server lets through by default; each level indents all that is in it.
constexpr std::size_t maximumDepth = 64;
// Qt breaks a line to the width as a whole.
constexpr qsizetype longestLine = 16 * 1024;
// That are shown in one go, some milliseconds.
constexpr qsizetype sliceCharacters = 16 * 1024;
constexpr int sliceLines = 1000;

/// How much of the text is the next slice: whole lines.
qsizetype sliceOf(QStringView text)
{
    qsizetype end = 0;
    for (int lines = 0; lines < sliceLines && end < sliceCharacters; ++lines) {
        const qsizetype next = text.indexOf(u'\n', end);
        if (next < 0)
            return text.size();
        end = next + 1;
    }
    return end;
}

/// Behind a comma or a space, where there is one.
QString broken(QStringView text, qsizetype characters)
{
    QString lines;
    lines.reserve(text.size() + text.size() / 64);
    while (text.size() > characters) {
        qsizetype end = characters;
        while (end > 0 && text[end - 1] != u',' && text[end - 1] != u' ' && text[end - 1] != u'\n')
            --end;
        if (end == 0)
            end = text[characters - 1].isHighSurrogate() ? characters - 1 : characters;
        lines += text.first(end);
        if (text[end - 1] != u'\n')
            lines += u'\n';
        text = text.sliced(end);
    }
    lines += text;
    return lines;
}

} // namespace

JsonView::JsonView(QWidget *parent)
    : NumberedTextEdit(parent)
    , m_highlighter(new JsonHighlighter(document()))
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    m_nextSlice.setSingleShot(true);
    connect(&m_nextSlice, &QTimer::timeout, this, &JsonView::goOn);
    m_highlighter->setPalette(palette());
    retranslate();
}

void JsonView::setJson(std::string_view json)
{
    m_folds.clear();
    m_isCut = json.size() > maximumShownBytes;
    std::optional<FormattedJson> formatted;
    if (!m_isCut && !JsonScanner(json, maximumDepth).scan())
        formatted = formatJson(json, maximumLines);
    if (formatted && !isReadable(formatted->text))
        formatted.reset();
    // Without colours where a line may be as long as the whole.
    m_highlighter->setDocument(formatted ? document() : nullptr);
    if (!formatted) {
        showAsItIs(json);
        return;
    }
    for (const FormattedJson::Fold &fold : formatted->folds)
        m_folds.push_back({fold});
    begin(std::move(formatted->text));
}

bool JsonView::isReadable(QStringView laidOut)
{
    for (qsizetype end = 0; laidOut.size() > longestLine; laidOut = laidOut.sliced(end + 1)) {
        end = laidOut.first(longestLine).lastIndexOf(u'\n');
        if (end < 0)
            return false;
    }
    return true;
}

void JsonView::begin(QString text)
{
    const qsizetype end = sliceOf(text);
    m_rest = text.sliced(end);
    text.truncate(end);
    setPlainText(text);
    if (m_rest.isEmpty())
        m_nextSlice.stop();
    else
        m_nextSlice.start(0);
}

void JsonView::goOn()
{
    const qsizetype end = sliceOf(m_rest);
    QTextCursor cursor(document()); // not the reader's
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(m_rest.first(end));
    m_rest.remove(0, end);
    if (!m_rest.isEmpty())
        m_nextSlice.start(0);
    else if (std::any_of(m_folds.begin(), m_folds.end(), [](const Fold &fold) { return fold.isClosed; }))
        applyFolds();
}

void JsonView::showAsItIs(std::string_view json)
{
    const std::string_view shown = json.substr(0, maximumShownBytes);
    const QString text = QString::fromUtf8(shown.data(), static_cast<qsizetype>(shown.size()));
    QString lines = broken(text, maximumLineCharacters);
    if (m_isCut)
        lines += QStringLiteral("\n… ") + tr("(only the beginning is shown)");
    begin(std::move(lines));
}

bool JsonView::isFoldable(int line) const
{
    return foldAt(line) != nullptr;
}

bool JsonView::isFolded(int line) const
{
    const Fold *const fold = foldAt(line);
    return fold != nullptr && fold->isClosed;
}

const JsonView::Fold *JsonView::foldAt(int line) const
{
    const auto found = std::lower_bound(m_folds.begin(), m_folds.end(), line,
                                        [](const Fold &fold, int wanted) { return fold.first < wanted; });
    return found != m_folds.end() && found->first == line ? std::to_address(found) : nullptr;
}

void JsonView::setFolded(int line, bool isFolded)
{
    const Fold *const fold = foldAt(line);
    if (fold == nullptr || fold->isClosed == isFolded)
        return;
    m_folds[static_cast<std::size_t>(fold - m_folds.data())].isClosed = isFolded;
    applyFolds();
}

void JsonView::foldAll()
{
    setAllFolded(true);
}

void JsonView::unfoldAll()
{
    setAllFolded(false);
}

void JsonView::setAllFolded(bool isFolded)
{
    for (Fold &fold : m_folds)
        fold.isClosed = isFolded && fold.first > 0; // all but the whole, of which something should be seen
    applyFolds();
}

/// The lines between an opening bracket and its closing one are hidden; the latter stays, as in an editor of code.
void JsonView::applyFolds()
{
    auto next = m_folds.begin();
    int hiddenUntil = -1;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const int line = block.blockNumber();
        const bool isVisible = line >= hiddenUntil;
        block.setVisible(isVisible);
        block.setLineCount(isVisible ? std::max(1, block.layout()->lineCount()) : 0);
        for (; next != m_folds.end() && next->first == line; ++next) {
            if (isVisible && next->isClosed)
                hiddenUntil = next->last;
        }
    }
    auto *const layout = static_cast<QPlainTextDocumentLayout *>(document()->documentLayout());
    layout->requestUpdate();
    Q_EMIT layout->documentSizeChanged(layout->documentSize());
    QTextCursor cursor = textCursor();
    while (!cursor.block().isVisible() && cursor.movePosition(QTextCursor::PreviousBlock)) { }
    setTextCursor(cursor);
    viewport()->update();
    updateMargin();
}

void JsonView::keyPressEvent(QKeyEvent *event)
{
    const int line = textCursor().blockNumber();
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (isPlain && event->key() == Qt::Key_Left && isFoldable(line) && !isFolded(line))
        setFolded(line, true);
    else if (isPlain && event->key() == Qt::Key_Right && isFolded(line))
        setFolded(line, false);
    else
        NumberedTextEdit::keyPressEvent(event);
}

void JsonView::changeEvent(QEvent *event)
{
    NumberedTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->setPalette(palette());
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void JsonView::contextMenuEvent(QContextMenuEvent *event)
{
    const std::unique_ptr<QMenu> menu(createStandardContextMenu());
    menu->addSeparator();
    menu->addAction(tr("Fold all"), this, &JsonView::foldAll)->setEnabled(!m_folds.empty());
    menu->addAction(tr("Unfold all"), this, &JsonView::unfoldAll)->setEnabled(!m_folds.empty());
    menu->exec(event->globalPos());
}

void JsonView::paintMark(QPainter &painter, const QRect &place, int line) const
{
    const Fold *const fold = foldAt(line);
    if (fold == nullptr)
        return;
    const qreal size = place.height() / 4.0;
    QPolygonF triangle;
    if (fold->isClosed)
        triangle << QPointF(-size / 2, -size) << QPointF(size / 2, 0) << QPointF(-size / 2, size);
    else
        triangle << QPointF(-size, -size / 2) << QPointF(size, -size / 2) << QPointF(0, size / 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(place).center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::WindowText));
    painter.drawPolygon(triangle);
    painter.restore();
}

void JsonView::pressMargin(int line)
{
    setFolded(line, !isFolded(line));
}

void JsonView::retranslate()
{
    setAccessibleName(tr("JSON"));
    setAccessibleDescription(tr("Left and Right fold what the line opens, and unfold it."));
}

} // namespace relais::dashboard
