// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/history/fault.h"

namespace relais::test {

/// Packets are dropped at random, by nftables in a network of the run's own.
class LossFault final : public Fault {
public:
    explicit LossFault(const FaultEnvironment &environment)
        : m_scene(environment.scene)
        , m_namespaceObstacle(environment.namespaceObstacle)
    {
    }

    QByteArray name() const override { return "loss"; }
    std::optional<QByteArray> obstacle() const override;
    void begin(Random &random) override;
    void end() override;
    qint64 effects() const override { return m_dropped; }

private:
    ProgramRun nft(const QString &command) const;

    Scene &m_scene;
    const std::optional<QByteArray> m_namespaceObstacle;
    qint64 m_dropped = 0;
};

} // namespace relais::test
