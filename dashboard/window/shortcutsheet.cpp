// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/window/shortcutsheet.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace relais::dashboard {

ShortcutSheet::ShortcutSheet(const std::vector<Section> &sections, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *const layout = new QVBoxLayout(this);
    auto *const grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    int row = 0;
    for (const Section &section : sections) {
        if (section.shortcuts.empty())
            continue;
        auto *const title = new QLabel(section.title, this);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        title->setContentsMargins(0, row == 0 ? 0 : 10, 0, 2);
        grid->addWidget(title, row++, 0, 1, 2);
        for (const ShortcutHelp &shortcut : section.shortcuts) {
            grid->addWidget(new QLabel(shortcut.keys.toString(QKeySequence::NativeText), this), row, 0);
            grid->addWidget(new QLabel(shortcut.text, this), row++, 1);
        }
    }
    grid->setColumnStretch(1, 1);
    layout->addLayout(grid);
    layout->addStretch();
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace relais::dashboard
