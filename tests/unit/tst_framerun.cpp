// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/framerun.h"

#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

/// Messages of different sizes, one of each form of a frame's header.
std::vector<EncodedMessagePtr> messages(int count)
{
    std::vector<EncodedMessagePtr> result;
    for (int i = 0; i < count; ++i) {
        const std::size_t size = i % 3 == 0 ? 1 : i % 3 == 1 ? 50 : 300;
        result.push_back(encoded(MessageId{1000, static_cast<std::uint64_t>(i)}, {}, std::string(size, '7')));
    }
    return result;
}

std::string joined(std::span<const EncodedMessagePtr> parts)
{
    std::string bytes;
    for (const EncodedMessagePtr &part : parts)
        bytes += part->frame();
    return bytes;
}

constexpr std::size_t plenty = 1024 * 1024;

} // namespace

class FrameRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anUnassignedRunIsEmpty();
    void aRunIsItsFramesInOrder();
    void aSingleFrameIsNotCopied();
    void aRunEndsBeforeItExceedsItsBytes();
    void aFrameThatIsTooLargeGoesAlone();
    void aRunIsAssignedAgain();
    void aRunKeepsItsMessages();
    void theWholeIsDividedIntoRuns();
    void aCutIsFoundAtEveryByte();
};

void FrameRunTest::anUnassignedRunIsEmpty()
{
    FrameRun run;
    QVERIFY(run.isEmpty());
    QCOMPARE(run.assign({}, plenty), std::size_t{0});
    QVERIFY(run.isEmpty());
    QVERIFY(run.bytes().empty());
}

void FrameRunTest::aRunIsItsFramesInOrder()
{
    const auto parts = messages(7);
    FrameRun run;
    QCOMPARE(run.assign(parts, plenty), parts.size());
    QCOMPARE(run.count(), parts.size());
    QCOMPARE(std::string(run.bytes()), joined(parts));
    QCOMPARE(text(run.message(3)->id()), text(parts[3]->id()));
    QCOMPARE(text(run.last()->id()), text(parts.back()->id()));
}

void FrameRunTest::aSingleFrameIsNotCopied()
{
    const auto parts = messages(1);
    FrameRun run;
    QCOMPARE(run.assign(parts, plenty), std::size_t{1});
    QCOMPARE(static_cast<const void *>(run.bytes().data()), static_cast<const void *>(parts[0]->frame().data()));
    QCOMPARE(run.bytes().size(), parts[0]->frame().size());
}

void FrameRunTest::aRunEndsBeforeItExceedsItsBytes()
{
    const auto parts = messages(5);
    const std::size_t three = joined(std::span(parts).first(3)).size();
    FrameRun run;
    QCOMPARE(run.assign(parts, three), std::size_t{3});
    QCOMPARE(run.bytes().size(), three);
    QCOMPARE(run.assign(parts, three - 1), std::size_t{2});
    QCOMPARE(run.assign(parts, three + 1), std::size_t{3});
}

void FrameRunTest::aFrameThatIsTooLargeGoesAlone()
{
    const auto parts = messages(3);
    FrameRun run;
    QCOMPARE(run.assign(parts, 1), std::size_t{1});
    QCOMPARE(std::string(run.bytes()), std::string(parts[0]->frame()));
}

void FrameRunTest::aRunIsAssignedAgain()
{
    const auto parts = messages(6);
    FrameRun run;
    run.assign(parts, plenty);
    run.assign(std::span(parts).last(1), plenty);
    QCOMPARE(std::string(run.bytes()), std::string(parts[5]->frame()));
    run.assign(std::span(parts).last(2), plenty);
    QCOMPARE(std::string(run.bytes()), joined(std::span(parts).last(2)));
}

/// Whoever holds a cut frame of it relies on that.
void FrameRunTest::aRunKeepsItsMessages()
{
    auto parts = messages(1);
    const std::string expected(parts[0]->frame());
    FrameRun run;
    run.assign(parts, plenty);
    parts.clear();
    QCOMPARE(std::string(run.bytes()), expected);
}

void FrameRunTest::theWholeIsDividedIntoRuns()
{
    const auto parts = messages(40);
    std::string bytes;
    FrameRun run;
    for (std::span<const EncodedMessagePtr> rest = parts; !rest.empty();) {
        rest = rest.subspan(run.assign(rest, 700));
        QVERIFY(run.bytes().size() <= 700);
        bytes += run.bytes();
    }
    QCOMPARE(bytes, joined(parts));
}

void FrameRunTest::aCutIsFoundAtEveryByte()
{
    const auto parts = messages(6);
    FrameRun run;
    run.assign(parts, plenty);
    for (std::size_t sent = 0; sent < run.bytes().size(); ++sent) {
        const FrameRun::Place place = run.placeAt(sent);
        QVERIFY(place.index < parts.size());
        QVERIFY(place.offset < parts[place.index]->frame().size());
        std::string rest(parts[place.index]->frame().substr(place.offset));
        rest += joined(std::span(parts).subspan(place.index + 1));
        QCOMPARE(rest, std::string(run.bytes().substr(sent)));
    }
}

QTEST_APPLESS_MAIN(FrameRunTest)
#include "tst_framerun.moc"
