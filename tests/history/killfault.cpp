// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/killfault.h"

namespace relais::test {

void KillFault::begin(Random &random)
{
    m_killsLeft = random() % 4 == 0 ? 1 : 0;
    m_downTime = std::chrono::milliseconds(random() % 200);
    const bool losesAnswers = random() % 2 == 0;
    m_state = State::Silenced;
    m_next = Deadline(std::chrono::milliseconds(losesAnswers ? 10 + random() % 60 : 0));
    m_proxyFaults.isSilencing = losesAnswers;
    m_proxy.setFaults(m_proxyFaults);
}

void KillFault::step()
{
    if (m_state == State::Up || !m_next.hasPassed())
        return;
    if (m_state == State::Silenced) {
        kill();
        return;
    }
    if (!m_server.start())
        return; // step() tries again, end() complains
    m_state = State::Up;
    if (m_killsLeft > 0) {
        --m_killsLeft;
        kill();
    }
}

void KillFault::end()
{
    if (m_state == State::Silenced)
        kill();
    if (m_state == State::Down && !m_server.start())
        m_scene.addSurprise("the server does not start again after kill -9: " + m_server.problem());
    m_state = State::Up;
}

void KillFault::kill()
{
    m_server.kill();
    m_proxyFaults.isSilencing = false;
    m_proxy.setFaults(m_proxyFaults);
    m_state = State::Down;
    m_next = Deadline(m_downTime);
    ++m_kills;
}

} // namespace relais::test
