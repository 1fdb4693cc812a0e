// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/memorysocket.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

#include <arpa/inet.h>

using namespace relais::server;

class MemorySocketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsConnectedFromTheBeginning();
    void whatIsFedIsReadWithinTheCall();
    void whatIsFedMayBeReadInPieces();
    void linesAreReadAsFromAnySocket();
    void whatIsLeftIsReadTogetherWithWhatComesNext();
    void whatIsSkippedIsGone();
    void whatIsWrittenIsCollected();
    void closingIsToldOnce();
    void nothingIsToldWhenItIsDestroyed();
    void thePeerIsAsGiven_data();
    void thePeerIsAsGiven();
};

void MemorySocketTest::itIsConnectedFromTheBeginning()
{
    const MemorySocket socket;
    QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    QVERIFY(socket.isOpen() && socket.isReadable() && socket.isWritable());
    QVERIFY(socket.isSequential());
    QVERIFY(socket.atEnd());
    QCOMPARE(socket.bytesAvailable(), 0);
    QCOMPARE(socket.bytesToWrite(), 0);
}

void MemorySocketTest::whatIsFedIsReadWithinTheCall()
{
    MemorySocket socket;
    QByteArray got;
    connect(&socket, &QIODevice::readyRead, this, [&] { got += socket.readAll(); });
    socket.feed("first");
    QCOMPARE(got, QByteArray("first"));
    socket.feed("second");
    QCOMPARE(got, QByteArray("firstsecond"));
    QVERIFY(socket.atEnd());
}

void MemorySocketTest::whatIsFedMayBeReadInPieces()
{
    MemorySocket socket;
    const QByteArray bytes = QByteArray(100'000, 'x') + "end";
    socket.feed(bytes);
    QCOMPARE(socket.bytesAvailable(), bytes.size());
    QByteArray got = socket.read(1);
    QCOMPARE(socket.bytesAvailable(), bytes.size() - 1);
    while (!socket.atEnd())
        got += socket.read(777);
    QCOMPARE(got, bytes);
    QVERIFY(socket.read(1).isEmpty());
}

void MemorySocketTest::linesAreReadAsFromAnySocket()
{
    MemorySocket socket;
    socket.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(socket.peek(3), QByteArray("GET"));
    QCOMPARE(socket.readLine(), QByteArray("GET / HTTP/1.1\r\n"));
    QCOMPARE(socket.readLine(), QByteArray("Host: a\r\n"));
    QCOMPARE(socket.bytesAvailable(), 2);
    QCOMPARE(socket.readAll(), QByteArray("\r\n"));
}

/// QHttpServer reads all there is; a reader that does not must not lose the rest.
void MemorySocketTest::whatIsLeftIsReadTogetherWithWhatComesNext()
{
    MemorySocket socket;
    socket.feed("abc");
    QCOMPARE(socket.read(2), QByteArray("ab"));
    socket.feed("def");
    QCOMPARE(socket.readAll(), QByteArray("cdef"));
}

void MemorySocketTest::whatIsSkippedIsGone()
{
    MemorySocket socket;
    socket.feed("abcdef");
    QCOMPARE(socket.skip(2), 2);
    QCOMPARE(socket.read(1), QByteArray("c"));
    QCOMPARE(socket.skip(10), 3);
    QVERIFY(socket.atEnd());
}

void MemorySocketTest::whatIsWrittenIsCollected()
{
    MemorySocket socket;
    QCOMPARE(socket.write("one "), 4);
    QCOMPARE(socket.write("two"), 3);
    QCOMPARE(socket.bytesToWrite(), 0);
    QCOMPARE(socket.takeOutput(), QByteArray("one two"));
    QVERIFY(socket.takeOutput().isEmpty());
    socket.write("three");
    QCOMPARE(socket.takeOutput(), QByteArray("three"));
}

void MemorySocketTest::closingIsToldOnce()
{
    MemorySocket socket;
    const QSignalSpy disconnected(&socket, &QAbstractSocket::disconnected);
    socket.close();
    QCOMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!socket.isOpen());
    socket.close();
    socket.disconnectFromHost();
    QCOMPARE(disconnected.count(), 1);
}

void MemorySocketTest::nothingIsToldWhenItIsDestroyed()
{
    auto socket = std::make_unique<MemorySocket>();
    const QSignalSpy disconnected(socket.get(), &QAbstractSocket::disconnected);
    const QSignalSpy failed(socket.get(), &QAbstractSocket::errorOccurred);
    socket.reset();
    QCOMPARE(disconnected.count(), 0);
    QCOMPARE(failed.count(), 0);
}

void MemorySocketTest::thePeerIsAsGiven_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("shown");
    QTest::newRow("IPv4") << QStringLiteral("::ffff:127.0.0.1") << QStringLiteral("127.0.0.1");
    QTest::newRow("IPv6") << QStringLiteral("2001:db8::5") << QStringLiteral("2001:db8::5");
}

void MemorySocketTest::thePeerIsAsGiven()
{
    QFETCH(QString, address);
    QFETCH(QString, shown);
    PeerAddress peer;
    QCOMPARE(inet_pton(AF_INET6, qPrintable(address), &peer.address), 1);
    peer.port = 40'000;
    MemorySocket socket;
    socket.setPeer(peer);
    QCOMPARE(socket.peerAddress().toString(), shown);
    QCOMPARE(socket.peerPort(), quint16(40'000));
}

QTEST_GUILESS_MAIN(MemorySocketTest)
#include "tst_memorysocket.moc"
