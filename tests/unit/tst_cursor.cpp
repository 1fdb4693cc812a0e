// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/cursor.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace relais;
using namespace relais::test;

class CursorTest : public QObject {
    Q_OBJECT

    /// The rows of the vectors with one of the meanings.
    static void addRows(std::initializer_list<const char *> meanings)
    {
        QTest::addColumn<QJsonObject>("row");
        for (const auto &value : vectors(QStringLiteral("cursors.json")).array()) {
            const auto row = value.toObject();
            const auto isMeant = [&row](const char *meaning) {
                return bytes(row, "meaning") == meaning;
            };
            if (std::ranges::any_of(meanings, isMeant))
                QTest::newRow('"' + bytes(row, "since").left(40).toPercentEncoding() + '"') << row;
        }
    }

    static Since expected(const QJsonObject &row)
    {
        const auto meaning = bytes(row, "meaning");
        if (meaning == "beginning")
            return SinceBeginning{};
        if (meaning == "time")
            return SinceTime{static_cast<std::uint64_t>(row[QLatin1String("ms")].toInteger())};
        if (meaning == "cursor")
            return SinceCursor{MessageId::parse(view(bytes(row, "position"))).value()};
        return SinceForeign{};
    }

private Q_SLOTS:
    void visibleTextIsAPosition_data() { addRows({"beginning", "time", "cursor", "foreign"}); }
    void visibleTextIsAPosition()
    {
        QFETCH(QJsonObject, row);
        const auto since = parseSince(view(bytes(row, "since")));
        QVERIFY(since.ok());
        QCOMPARE(since->index(), expected(row).index());
        QVERIFY(*since == expected(row));
    }

    void otherTextIsRefused_data() { addRows({"invalid"}); }
    void otherTextIsRefused()
    {
        QFETCH(QJsonObject, row);
        const auto since = parseSince(view(bytes(row, "since")));
        QVERIFY(!since.ok());
        QCOMPARE(since.error().code, ErrorCode::InvalidCursor);
        QCOMPARE(printable(since.error().at), "since");
        QVERIFY(!since.error().detail.empty());
    }

    void anIdIsACursor()
    {
        const MessageId id{1732312345678, 9};
        const auto since = parseSince(id.toString());
        QVERIFY(since.ok());
        QVERIFY(*since == Since(SinceCursor{id}));
    }
};

QTEST_APPLESS_MAIN(CursorTest)
#include "tst_cursor.moc"
