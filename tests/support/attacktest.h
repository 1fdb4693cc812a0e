// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "tests/support/serverprocess.h"
#include "tests/support/syncclient.h"

namespace relais::test {

/// What holds in every row of attacks: one server takes them all, and after each a witness is served as
/// before and the descriptors have come back. Names of users in an attack are the attack's own; what goes to
/// everyone would reach the witness too.
class AttackTest : public QObject {
    Q_OBJECT

protected:
    /// The settings must live as long as the test: string literals.
    explicit AttackTest(std::initializer_list<const char *> settings = {});
    ~AttackTest() override;

    quint16 port() const { return m_server->port(); }
    ServerProcess &server() { return *m_server; }
    Witness &witness() { return *m_witness; }

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

private:
    std::vector<const char *> m_settings;
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<Witness> m_witness;
    int m_descriptors = 0;
};

} // namespace relais::test
