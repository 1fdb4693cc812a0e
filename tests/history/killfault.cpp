// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/killfault.h"

namespace relais::test {

void KillFault::begin(Random &random)
{
    m_killsLeft = random() % 4 == 0 ? 1 : 0;
    m_start = Deadline(std::chrono::milliseconds(random() % 200));
    kill();
}

void KillFault::step()
{
    if (!m_isDown || !m_start.hasPassed())
        return;
    if (!m_server.start())
        return; // step() tries again, end() complains
    m_isDown = false;
    if (m_killsLeft > 0) {
        --m_killsLeft;
        kill();
    }
}

void KillFault::end()
{
    if (m_isDown && !m_server.start())
        m_scene.addSurprise("the server does not start again after kill -9: " + m_server.problem());
    m_isDown = false;
}

void KillFault::kill()
{
    m_server.kill();
    m_isDown = true;
    ++m_kills;
}

} // namespace relais::test
