// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

#include "dashboard/window/navigationpage.h"

namespace relais::dashboard {

/// Which keys do what, on F1.
class ShortcutSheet final : public QDialog {
    Q_OBJECT

public:
    struct Section {
        QString title;
        std::vector<ShortcutHelp> shortcuts;
    };

    explicit ShortcutSheet(const std::vector<Section> &sections, QWidget *parent = nullptr);
};

} // namespace relais::dashboard
