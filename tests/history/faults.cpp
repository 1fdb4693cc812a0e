// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/history/fault.h"

#include <algorithm>
#include <functional>

#include "tests/history/clockfault.h"
#include "tests/history/diskfault.h"
#include "tests/history/iofault.h"
#include "tests/history/killfault.h"
#include "tests/history/lossfault.h"
#include "tests/history/proxyfault.h"

namespace relais::test {

namespace {

using Maker = std::function<std::unique_ptr<Fault>(const FaultEnvironment &)>;

template <typename Kind> std::unique_ptr<Fault> make(const FaultEnvironment &environment)
{
    return std::make_unique<Kind>(environment);
}

std::vector<std::pair<QByteArray, Maker>> makers()
{
    std::vector<std::pair<QByteArray, Maker>> all{{"kill", make<KillFault>},
                                                  {"clock", make<ClockFault>},
                                                  {"disk", make<DiskFault>},
                                                  {"io", make<IoFault>},
                                                  {"loss", make<LossFault>}};
    for (const ProxyFault::Kind &kind : ProxyFault::kinds()) {
        all.emplace_back(kind.name, [&kind](const FaultEnvironment &environment) {
            return std::make_unique<ProxyFault>(environment, kind);
        });
    }
    return all;
}

} // namespace

std::vector<QByteArray> faultNames()
{
    std::vector<QByteArray> names;
    for (const auto &[name, maker] : makers())
        names.push_back(name);
    return names;
}

Faults makeFaults(const std::vector<QByteArray> &names, const FaultEnvironment &environment)
{
    Faults faults;
    for (const auto &[name, maker] : makers()) {
        if (std::find(names.begin(), names.end(), name) != names.end())
            faults.push_back(maker(environment));
    }
    return faults;
}

} // namespace relais::test
