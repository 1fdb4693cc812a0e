// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "tests/history/servercontrol.h"

namespace relais::test {

using Random = std::mt19937_64;

/// Something that goes wrong around the server, for a while, again and again. Called in the main thread only.
class Fault {
public:
    virtual ~Fault() = default;

    virtual QByteArray name() const = 0;
    /// Why it cannot be had here; none: it can.
    virtual std::optional<QByteArray> obstacle() const { return std::nullopt; }
    /// Once, before the server is started for the first time.
    virtual void prepare() { }
    virtual void begin(Random &random) = 0;
    /// Every few milliseconds between begin() and end().
    virtual void step() { }
    /// Has it lasted long enough, for its own part?
    virtual bool isDone() const { return true; }
    /// The server must come to itself from here on.
    virtual void end() = 0;
    /// How often it did harm: none is a run that proved nothing.
    virtual qint64 effects() const = 0;
    /// May the server be killed meanwhile?
    virtual bool bearsKilling() const { return true; }
};

using Faults = std::vector<std::unique_ptr<Fault>>;

struct FaultEnvironment {
    Scene &scene;
    FaultProxy &proxy;
    ProxyFaults
        &proxyFaults; ///< what the proxy is told; each fault changes its own members, so that they go together
    ServerControl &server;
    /// Why there are no namespaces of this process's own; none: it is in them.
    std::optional<QByteArray> namespaceObstacle;
};

/// The names of all that there are.
std::vector<QByteArray> faultNames();
/// Those of these names, in this order.
Faults makeFaults(const std::vector<QByteArray> &names, const FaultEnvironment &environment);

} // namespace relais::test
