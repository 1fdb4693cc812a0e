// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/proxyfault.h"

namespace relais::test {

namespace {

using Counts = FaultProxy::Counts;

int draw(Random &random, int from, int to)
{
    return std::uniform_int_distribution(from, to)(random);
}

constexpr ProxyFault::Kind kindTable[] = {
    {"cut", [](ProxyFaults &faults, Random &random) { faults.cutWithin = draw(random, 50, 20'000); },
     [](ProxyFaults &faults) { faults.cutWithin = 0; }, &Counts::cuts},
    {"stall", [](ProxyFaults &faults, Random &) { faults.isStalled = true; },
     [](ProxyFaults &faults) { faults.isStalled = false; }, nullptr},
    {"half-open", [](ProxyFaults &faults, Random &) { faults.isSwallowing = true; },
     [](ProxyFaults &faults) { faults.isSwallowing = false; }, &Counts::swallowed},
    {"throttle", [](ProxyFaults &faults, Random &random) { faults.bytesPerSecond = draw(random, 2000, 20'000); },
     [](ProxyFaults &faults) { faults.bytesPerSecond = 0; }, nullptr},
    {"delay",
     [](ProxyFaults &faults, Random &random) { faults.delay = std::chrono::milliseconds(draw(random, 20, 400)); },
     [](ProxyFaults &faults) { faults.delay = {}; }, nullptr},
    {"http-only",
     [](ProxyFaults &faults, Random &random) {
         faults.upgrades = draw(random, 0, 1) ? ProxyFaults::Upgrades::Refused : ProxyFaults::Upgrades::Stripped;
     },
     [](ProxyFaults &faults) { faults.upgrades = ProxyFaults::Upgrades::Forwarded; }, &Counts::upgradesDenied},
};

} // namespace

std::span<const ProxyFault::Kind> ProxyFault::kinds()
{
    return kindTable;
}

ProxyFault::ProxyFault(const FaultEnvironment &environment, const Kind &kind)
    : m_proxy(environment.proxy)
    , m_faults(environment.proxyFaults)
    , m_kind(kind)
{
}

void ProxyFault::begin(Random &random)
{
    m_before = effects();
    ++m_begun;
    m_kind.spoil(m_faults, random);
    m_proxy.setFaults(m_faults);
}

void ProxyFault::end()
{
    m_kind.mend(m_faults);
    m_proxy.setFaults(m_faults);
}

qint64 ProxyFault::effects() const
{
    return m_kind.effects ? m_proxy.counts().*m_kind.effects : m_begun;
}

} // namespace relais::test
