// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "common/protocol/jsonscanner.h"

class QLabel;

namespace relais::dashboard {

class JsonHighlighter;
class NumberedTextEdit;

/// Where to write JSON. Below the text stands whether it is JSON, else where it stops being it, and its size. F8
/// leads to the error.
class JsonEditor final : public QWidget {
    Q_OBJECT

public:
    static constexpr std::size_t defaultMaximumBytes = 64 * 1024;

    explicit JsonEditor(QWidget *parent = nullptr);

    QByteArray json() const { return m_json; }
    void setJson(const QByteArray &json);
    bool isValid() const { return !m_fault && !isTooBig(); }
    /// Line and column count from 1, the column in characters.
    const std::optional<JsonFault> &fault() const { return m_fault; }
    bool isTooBig() const { return static_cast<std::size_t>(m_json.size()) > defaultMaximumBytes; }

public Q_SLOTS:
    void goToFault();
    /// Lays it out anew, when it is valid.
    void format();

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void onTextChanged();
    void markFault();
    void updateStatus();
    void retranslate();

    NumberedTextEdit *m_edit; ///< children
    QLabel *m_status;
    QLabel *m_size;
    JsonHighlighter *m_highlighter;
    QByteArray m_json;
    std::optional<JsonFault> m_fault;
};

} // namespace relais::dashboard
