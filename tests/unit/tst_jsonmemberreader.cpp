// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/jsonmemberreader.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace relais;
using namespace relais::test;

// moc 6.4 loses its way in raw strings whose quotes or brackets do not pair up: those are written with
// escapes.

class JsonMemberReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesComeInOrderWithoutTheBlanksAround()
    {
        JsonMemberReader reader(
            " { \"a\" : 1 ,\"b\":\"}\\\",{\" , \"c\":[ {\"x\":\"]\"} ] ,\n\"d\":{}, \"e\":-1.5e3\r\n} ");
        const std::vector<std::pair<std::string_view, std::size_t>> expected{
            {"1", 0}, {"\"}\\\",{\"", 0}, {"[ {\"x\":\"]\"} ]", 2}, {"{}", 1}, {"-1.5e3", 0}};
        for (const auto &[raw, depth] : expected) {
            const auto value = reader.next();
            QVERIFY(value);
            QCOMPARE(printable(value->raw), printable(raw));
            QCOMPARE(value->depth, depth);
        }
        QVERIFY(!reader.next());
        QVERIFY(!reader.next());
    }

    void anEmptyObjectHasNoMembers()
    {
        QVERIFY(!JsonMemberReader("{}").next());
        QVERIFY(!JsonMemberReader(" { } ").next());
    }

    void elementsOfAnArrayComeInOrder()
    {
        JsonMemberReader reader(" [ 1,\"]\" , [2,3] ,{\"a\":[]},null ] ");
        for (const std::string_view raw : {"1", "\"]\"", "[2,3]", "{\"a\":[]}", "null"}) {
            const auto value = reader.nextElement();
            QVERIFY(value);
            QCOMPARE(printable(value->raw), printable(raw));
        }
        QVERIFY(!reader.nextElement());
        QVERIFY(!JsonMemberReader("[ ]").nextElement());
    }

    void depthIsThatOfTheDeepestBranch()
    {
        JsonMemberReader reader(R"({"a":[[],[[]],[]]})");
        QCOMPARE(reader.next()->depth, std::size_t(3));
    }

    void textThatIsCutAnywhereIsNotReadBeyondItsEnd()
    {
        const std::string_view whole = "{\"a\\\"b\":[{\"x\":\"\\\\\"}, 1 ],\"c\":\"d\",\"e\":true}";
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string cut(whole.substr(0, size)); // its own allocation: a sanitizer sees a read beyond it
            JsonMemberReader reader(cut);
            std::size_t bytes = 0;
            while (const auto value = reader.next())
                bytes += value->raw.size();
            QVERIFY(bytes <= size);
        }
    }
};

QTEST_APPLESS_MAIN(JsonMemberReaderTest)
#include "tst_jsonmemberreader.moc"
