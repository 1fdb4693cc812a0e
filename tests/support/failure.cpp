// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/failure.h"

#include <QTest>

namespace relais::test {

namespace {

CollectedFailures *collector = nullptr;

} // namespace

void failTest(const QByteArray &what)
{
    if (collector)
        collector->m_text += what + '\n';
    else
        QTest::qFail(what.constData(), __FILE__, __LINE__);
}

CollectedFailures::CollectedFailures()
{
    collector = this;
}

CollectedFailures::~CollectedFailures()
{
    collector = nullptr;
}

} // namespace relais::test
