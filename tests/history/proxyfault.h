// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "tests/history/fault.h"

namespace relais::test {

/// One of the things that the proxy does.
class ProxyFault final : public Fault {
public:
    struct Kind {
        const char *name;
        void (*spoil)(ProxyFaults &faults, Random &random);
        void (*mend)(ProxyFaults &faults);
        qint64 FaultProxy::Counts::*effects; ///< null: each time that it begins is one
    };
    static std::span<const Kind> kinds();

    ProxyFault(const FaultEnvironment &environment, const Kind &kind);

    QByteArray name() const override { return m_kind.name; }
    void begin(Random &random) override;
    void end() override;
    bool isDone() const override { return effects() > m_before; }
    qint64 effects() const override;

private:
    FaultProxy &m_proxy;
    ProxyFaults &m_faults;
    const Kind &m_kind;
    qint64 m_begun = 0;
    qint64 m_before = 0; ///< effects when it last began
};

} // namespace relais::test
