// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariant>

namespace relais::dashboard {

/// Where pages keep how they were laid out, from one run to the next. Nothing of it is secret.
class PageSettings {
public:
    virtual ~PageSettings() = default;
    /// Invalid when there is none.
    virtual QVariant value(const QString &key) const = 0;
    virtual void setValue(const QString &key, const QVariant &value) = 0;
};

} // namespace relais::dashboard
