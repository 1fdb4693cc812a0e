// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QString;
class QWidget;

namespace relais::dashboard {

/// Asks before something that cannot be taken back; `act` is done when it is confirmed, unless `parent` is gone by
/// then. Does not block. Cancel is what Return and Escape do. `question` names what, and how many, and is plain text.
void confirm(QWidget *parent, const QString &title, const QString &question, const QString &action,
             std::function<void()> act);

} // namespace relais::dashboard
