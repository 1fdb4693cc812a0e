// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "common/client/readposition.h"

using namespace relais;
using relais::client::ReadPosition;

class ReadPositionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutACursorThereIsNoneAndEverythingIsNew()
    {
        ReadPosition position;
        QCOMPARE(position.cursor(), std::string());
        QVERIFY(position.take({5, 0}));
        QCOMPARE(position.cursor(), std::string("5-0"));
    }

    void aCursorThatIsNoIdIsKeptAsItIs()
    {
        ReadPosition position("0");
        QCOMPARE(position.cursor(), std::string("0"));
        QVERIFY(position.take({5, 0}));
    }

    void whatIsNotAboveThePositionIsDropped()
    {
        ReadPosition position("5-1");
        QVERIFY(!position.take({5, 0}));
        QVERIFY(!position.take({5, 1}));
        QVERIFY(position.take({5, 2}));
        QVERIFY(!position.take({5, 2}));
    }

    void advancingNeverGoesBack()
    {
        ReadPosition position("5-0");
        position.advance("7-0");
        QVERIFY(!position.take({6, 0}));
        position.advance("4-0");
        QCOMPARE(position.cursor(), std::string("7-0"));
        position.advance("opaque");
        QCOMPARE(position.cursor(), std::string("opaque"));
        QVERIFY(!position.take({7, 0}));
    }

    void aRestartTakesWhatWasNotDelivered()
    {
        ReadPosition position("5-0");
        QVERIFY(position.take({6, 0}));
        QVERIFY(position.take({9, 0}));
        position.restart("3-0");
        QCOMPARE(position.cursor(), std::string("3-0"));
        QVERIFY(position.take({4, 0}));
        QVERIFY(!position.take({6, 0}));
        QVERIFY(position.take({7, 0}));
        QVERIFY(!position.take({9, 0}));
        QVERIFY(position.take({10, 0}));
        QVERIFY(!position.take({7, 0})); // in order again
    }

    void theMemoryOfDeliveredIdsIsBounded()
    {
        ReadPosition position("0-0");
        for (std::uint64_t id = 1; id <= ReadPosition::rememberedIds + 2; ++id)
            QVERIFY(position.take({id, 0}));
        position.restart("0-0");
        QVERIFY(position.take({1, 0})); // forgotten
        QVERIFY(position.take({2, 0}));
        QVERIFY(!position.take({5, 0}));
        QVERIFY(!position.take({ReadPosition::rememberedIds + 2, 0}));
    }
};

QTEST_APPLESS_MAIN(ReadPositionTest)
#include "tst_readposition.moc"
