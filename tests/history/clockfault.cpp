// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/clockfault.h"

namespace relais::test {

namespace {

// Short enough that nothing expires: messages are kept for a week.
constexpr int furthestStep = 24 * 3600;

} // namespace

std::optional<QByteArray> ClockFault::obstacle() const
{
    if (FakeClock::isAvailable())
        return std::nullopt;
    return isSanitized() ? "libfaketime hangs under a sanitizer" : "libfaketime is not installed";
}

void ClockFault::prepare()
{
    const QStringList variables = m_clock.environment();
    for (const QString &variable : variables) {
        if (variable.startsWith(QLatin1String("LD_PRELOAD=")))
            m_server.preload(variable.section(u'=', 1));
        else
            m_server.addEnvironment(variable);
    }
}

void ClockFault::begin(Random &random)
{
    m_clock.setOffset(std::chrono::seconds(std::uniform_int_distribution(-furthestStep, furthestStep)(random)));
    ++m_steps;
}

} // namespace relais::test
