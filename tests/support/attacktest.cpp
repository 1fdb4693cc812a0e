// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/attacktest.h"

#include <QTest>

namespace relais::test {

AttackTest::AttackTest(std::initializer_list<const char *> settings)
    : m_settings(settings)
{
}

AttackTest::~AttackTest() = default;

void AttackTest::initTestCase()
{
    m_server = std::make_unique<ServerProcess>(m_settings);
    m_witness = std::make_unique<Witness>(port());
    QVERIFY(m_witness->isServed());
    m_descriptors = m_server->descriptorCount();
}

void AttackTest::cleanup()
{
    QVERIFY(m_server->isRunning());
    QVERIFY(m_witness->isServed());
    QVERIFY(m_server->descriptorsReturnTo(m_descriptors));
}

void AttackTest::cleanupTestCase()
{
    m_witness.reset();
    m_server.reset();
}

} // namespace relais::test
