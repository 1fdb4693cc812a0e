// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/problem.h"

#include <QCoreApplication>

#include <system_error>

namespace relais::server {

Problem::Problem(const char *text, std::initializer_list<std::string> arguments)
    : m_text(text)
    , m_arguments(arguments)
{
}

std::string Problem::english() const
{
    return filledIn(QString::fromUtf8(m_text)).toStdString();
}

QString Problem::translated() const
{
    return filledIn(QCoreApplication::translate("relais-server", m_text));
}

QString Problem::filledIn(const QString &text) const
{
    // Not QString::arg(), which would take a "%2" within the first argument for the place of the second.
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype number = i + 1 < text.size() && text.at(i) == u'%' ? text.at(i + 1).digitValue() : -1;
        if (number < 1 || static_cast<std::size_t>(number) > m_arguments.size()) {
            out += text.at(i);
            continue;
        }
        out += QString::fromStdString(m_arguments.at(static_cast<std::size_t>(number - 1)));
        ++i;
    }
    return out;
}

std::string systemErrorText(int errorNumber)
{
    return std::generic_category().message(errorNumber);
}

} // namespace relais::server
