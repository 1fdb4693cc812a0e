// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/framecodec.h"
#include "bench/runfailed.h"

#include <QtTest/qtest.h>

#include <vector>

using namespace relais::bench;

namespace {

struct ReadFrame {
    FrameOpcode opcode;
    std::string payload;

    bool operator==(const ReadFrame &) const = default;
};

/// What comes out when the stream arrives in pieces of `pieceBytes`.
std::vector<ReadFrame> readInPieces(const std::string &stream, std::size_t pieceBytes)
{
    FrameDecoder decoder;
    std::vector<ReadFrame> frames;
    for (std::size_t at = 0; at < stream.size(); at += pieceBytes) {
        std::string piece = stream.substr(at, pieceBytes);
        decoder.feed(piece);
        while (const auto frame = decoder.next())
            frames.push_back({frame->opcode, std::string(frame->payload)});
    }
    return frames;
}

} // namespace

class BenchFrameCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headerHasTheLengthFormOfItsSize_data();
    void headerHasTheLengthFormOfItsSize();
    void clientFrameOfTheStandardIsReproduced();
    void framesDoNotDependOnHowTheStreamIsSplit_data();
    void framesDoNotDependOnHowTheStreamIsSplit();
    void unknownFrameEndsTheRun_data();
    void unknownFrameEndsTheRun();
};

void BenchFrameCodecTest::headerHasTheLengthFormOfItsSize_data()
{
    QTest::addColumn<int>("payloadBytes");
    QTest::addColumn<int>("headerBytes");
    QTest::newRow("empty") << 0 << 2;
    QTest::newRow("longest short") << 125 << 2;
    QTest::newRow("shortest of 16 bits") << 126 << 4;
    QTest::newRow("longest of 16 bits") << 65535 << 4;
    QTest::newRow("shortest of 64 bits") << 65536 << 10;
}

void BenchFrameCodecTest::headerHasTheLengthFormOfItsSize()
{
    QFETCH(int, payloadBytes);
    QFETCH(int, headerBytes);
    const std::string payload(static_cast<std::size_t>(payloadBytes), 'x');
    const std::string server = encodeServerFrame(FrameOpcode::Text, payload);
    QCOMPARE(server.size(), static_cast<std::size_t>(headerBytes + payloadBytes));
    const std::string client = encodeClientFrame(FrameOpcode::Text, payload);
    QCOMPARE(client.size(), static_cast<std::size_t>(headerBytes + 4 + payloadBytes));
    QCOMPARE(readInPieces(server, server.size()), readInPieces(client, client.size()));
}

void BenchFrameCodecTest::clientFrameOfTheStandardIsReproduced()
{
    // RFC 6455 section 5.7: a single-frame masked text message
    const QByteArray expected = QByteArray::fromHex("818537fa213d7f9f4d5158");
    QCOMPARE(QByteArray::fromStdString(encodeClientFrame(FrameOpcode::Text, "Hello")), expected);
}

void BenchFrameCodecTest::framesDoNotDependOnHowTheStreamIsSplit_data()
{
    QTest::addColumn<int>("pieceBytes");
    for (const int pieceBytes : {1, 2, 3, 7, 64, 1000, 100'000})
        QTest::addRow("%d bytes", pieceBytes) << pieceBytes;
}

void BenchFrameCodecTest::framesDoNotDependOnHowTheStreamIsSplit()
{
    QFETCH(int, pieceBytes);
    const std::vector<ReadFrame> expected{{FrameOpcode::Text, "first"},
                                          {FrameOpcode::Ping, ""},
                                          {FrameOpcode::Text, std::string(300, 'y')},
                                          {FrameOpcode::Close, "\x03\xe8"},
                                          {FrameOpcode::Text, std::string(70'000, 'z')}};
    std::string stream;
    bool isMasked = false;
    for (const ReadFrame &frame : expected) {
        stream += isMasked ? encodeClientFrame(frame.opcode, frame.payload)
                           : encodeServerFrame(frame.opcode, frame.payload);
        isMasked = !isMasked;
    }
    QCOMPARE(readInPieces(stream, static_cast<std::size_t>(pieceBytes)), expected);
}

void BenchFrameCodecTest::unknownFrameEndsTheRun_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("fragment") << QByteArray::fromHex("0101 78");
    QTest::newRow("reserved bit") << QByteArray::fromHex("c101 78");
    QTest::newRow("reserved opcode") << QByteArray::fromHex("8301 78");
    QTest::newRow("continuation") << QByteArray::fromHex("8001 78");
}

void BenchFrameCodecTest::unknownFrameEndsTheRun()
{
    QFETCH(QByteArray, bytes);
    FrameDecoder decoder;
    decoder.feed(std::span(bytes.data(), static_cast<std::size_t>(bytes.size())));
    QVERIFY_THROWS_EXCEPTION(RunFailed, (void)decoder.next());
}

QTEST_APPLESS_MAIN(BenchFrameCodecTest)
#include "tst_benchframecodec.moc"
