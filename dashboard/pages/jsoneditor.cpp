// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dashboard/pages/jsoneditor.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QShortcut>
#include <QTextBlock>
#include <QVBoxLayout>

#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/models/jsonformat.h"
#include "dashboard/pages/jsonhighlighter.h"
#include "dashboard/pages/numberedtextedit.h"

namespace relais::dashboard {

namespace {

constexpr std::size_t maximumDepth = 32; // of a payload, in the contract
constexpr int maximumLines = 10'000; // more are not read by a person

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

/// The scanner counts bytes, a person characters.
std::uint32_t columnInCharacters(std::string_view json, const JsonFault &fault)
{
    const std::size_t begin = fault.offset - (fault.column - 1);
    const auto text = QString::fromUtf8(json.data() + begin, static_cast<qsizetype>(fault.column - 1));
    return static_cast<std::uint32_t>(text.size()) + 1;
}

} // namespace

JsonEditor::JsonEditor(QWidget *parent)
    : QWidget(parent)
    , m_edit(new NumberedTextEdit(this))
    , m_status(new QLabel(this))
    , m_size(new QLabel(this))
    , m_highlighter(new JsonHighlighter(m_edit->document()))
{
    m_status->setTextFormat(Qt::PlainText);
    m_status->setObjectName(QStringLiteral("status"));
    m_status->setWordWrap(true);
    m_size->setObjectName(QStringLiteral("size"));
    auto *const line = new QHBoxLayout;
    line->addWidget(m_status, 1);
    line->addWidget(m_size, 0, Qt::AlignTop);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 1);
    layout->addLayout(line);
    setFocusProxy(m_edit);
    m_highlighter->setPalette(palette());
    connect(m_edit, &QPlainTextEdit::textChanged, this, &JsonEditor::onTextChanged);
    auto *const toFault = new QShortcut(Qt::Key_F8, this);
    toFault->setContext(Qt::WidgetWithChildrenShortcut);
    connect(toFault, &QShortcut::activated, this, &JsonEditor::goToFault);
    retranslate();
    onTextChanged();
}

void JsonEditor::setJson(const QByteArray &json)
{
    m_edit->setPlainText(QString::fromUtf8(json));
}

void JsonEditor::goToFault()
{
    if (!m_fault)
        return;
    QTextCursor cursor(m_edit->document()->findBlockByNumber(static_cast<int>(m_fault->line) - 1));
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor, static_cast<int>(m_fault->column) - 1);
    m_edit->setTextCursor(cursor);
    m_edit->setFocus();
}

void JsonEditor::format()
{
    if (!isValid())
        return;
    const auto formatted = formatJson(viewOf(m_json), maximumLines);
    if (!formatted)
        return;
    QTextCursor cursor(m_edit->document()); // as an edit, so that it can be undone
    cursor.select(QTextCursor::Document);
    cursor.insertText(formatted->text);
}

void JsonEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->setPalette(palette());
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void JsonEditor::onTextChanged()
{
    const QByteArray json = m_edit->toPlainText().toUtf8();
    if (json == m_json && !json.isEmpty())
        return; // the highlighter's change of format
    m_json = json;
    m_fault.reset();
    if (!isTooBig())
        m_fault = JsonScanner(viewOf(m_json), maximumDepth).scan();
    if (m_fault)
        m_fault->column = columnInCharacters(viewOf(m_json), *m_fault);
    markFault();
    updateStatus();
    Q_EMIT changed();
}

/// A wave below the character, which is there whatever colours one sees.
void JsonEditor::markFault()
{
    QList<QTextEdit::ExtraSelection> marks;
    if (m_fault && !m_json.trimmed().isEmpty()) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_edit->document()->findBlockByNumber(static_cast<int>(m_fault->line) - 1));
        const int inLine = std::min(static_cast<int>(m_fault->column) - 1, mark.cursor.block().length() - 1);
        mark.cursor.setPosition(mark.cursor.block().position() + inLine);
        if (mark.cursor.atBlockEnd())
            mark.cursor.movePosition(QTextCursor::PreviousCharacter);
        mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Qt::red);
        marks.append(mark);
    }
    m_edit->setExtraSelections(marks);
}

void JsonEditor::updateStatus()
{
    const QLocale locale;
    if (isTooBig())
        m_status->setText(tr("✗ Too big for a message"));
    else if (m_json.trimmed().isEmpty())
        m_status->setText(tr("Write the payload as JSON"));
    else if (m_fault)
        m_status->setText(
            tr("✗ Line %1, column %2: %3 (F8)")
                .arg(locale.toString(m_fault->line), locale.toString(m_fault->column), describe(*m_fault)));
    else
        m_status->setText(tr("✓ Valid JSON"));
    m_size->setText(
        tr("%1 of %2 bytes").arg(locale.toString(m_json.size()), locale.toString(qint64(defaultMaximumBytes))));
    m_edit->setAccessibleDescription(m_status->text());
}

void JsonEditor::retranslate()
{
    m_edit->setAccessibleName(tr("Payload (JSON)"));
    updateStatus();
}

} // namespace relais::dashboard
