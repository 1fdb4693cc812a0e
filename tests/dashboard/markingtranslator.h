// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTranslator>

namespace relais::test {

/// A language in which every text is itself, marked.
class MarkingTranslator : public QTranslator {
public:
    MarkingTranslator() { QCoreApplication::installTranslator(this); }
    ~MarkingTranslator() override { QCoreApplication::removeTranslator(this); }

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        const bool isOurs = QLatin1String(context).startsWith(QLatin1String("relais"))
            || QLatin1String(context) == QLatin1String("Alerts");
        return isOurs ? QStringLiteral("~") + QString::fromUtf8(source) : QString();
    }
};

} // namespace relais::test
