// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTest>

#include "tests/support/failure.h"
#include "tests/support/syncclient.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

/// A server that takes one connection, answers its first bytes with others, and closes.
class CannedServer {
public:
    enum class Ending { Fin, Rst, AfterClient };

    explicit CannedServer(QByteArray answer, Ending ending = Ending::Fin)
        : m_answer(std::move(answer))
        , m_ending(ending)
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        ::listen(m_listener, 1);
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~CannedServer()
    {
        m_thread.join();
        ::close(m_listener);
    }
    Q_DISABLE_COPY_MOVE(CannedServer)

    quint16 port() const { return m_port; }

private:
    void serve()
    {
        const int connection = ::accept(m_listener, nullptr, nullptr);
        char bytes[65536];
        (void)::recv(connection, bytes, sizeof bytes, 0);
        (void)::send(connection, m_answer.constData(), static_cast<std::size_t>(m_answer.size()), MSG_NOSIGNAL);
        while (m_ending == Ending::AfterClient && ::recv(connection, bytes, sizeof bytes, 0) > 0) { }
        const linger abrupt{m_ending == Ending::Rst ? 1 : 0, 0};
        ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &abrupt, sizeof abrupt);
        ::close(connection);
    }

    QByteArray m_answer;
    Ending m_ending;
    int m_listener;
    quint16 m_port = 0;
    std::thread m_thread;
};

const QByteArray handshake = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

} // namespace

/// The helpers hold the server to the contract only if they notice when it is broken.
class TestSupport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResponseIsReadWhole();
    void aBrokenResponseIsNoticed_data();
    void aBrokenResponseIsNoticed();
    void aResetIsToldFromAnEnd();
    void silenceEndsAtTheDeadline();
    void statusesAreCountedUntilTheEnd_data();
    void statusesAreCountedUntilTheEnd();
    void aFrameHasTheShortestLength_data();
    void aFrameHasTheShortestLength();
    void aMaskedFrameCarriesItsPayloadMasked();
    void aCloseFrameIsRead();
    void aBrokenFrameIsNoticed_data();
    void aBrokenFrameIsNoticed();
    void anIdIsReadStrictly_data();
    void anIdIsReadStrictly();
    void aMessageIsReadStrictly_data();
    void aMessageIsReadStrictly();
};

void TestSupport::aResponseIsReadWhole()
{
    const CannedServer server("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc");
    HttpClient client(server.port());
    const HttpResponse response = client.get("/");
    QCOMPARE(response.status, 404);
    QCOMPARE(response.field("content-type"), "text/plain"_ba);
    QCOMPARE(response.body, "abc"_ba);
    QVERIFY(client.isClosedByPeer());
}

void TestSupport::aBrokenResponseIsNoticed_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("failure");

    QTest::newRow("nothing") << ""_ba
                             << "no answer"_ba;
    QTest::newRow("not HTTP") << "hello\r\n\r\n"_ba
                              << "not a status line"_ba;
    QTest::newRow("HTTP/1.0") << "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"_ba
                              << "not a status line"_ba;
    QTest::newRow("bare LF") << "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n"_ba
                             << "a bare CR or LF"_ba;
    QTest::newRow("folded") << "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n"_ba
                            << "a malformed field"_ba;
    QTest::newRow("control byte") << "HTTP/1.1 200 OK\r\nA: \x1b[2J\r\nContent-Length: 0\r\n\r\n"_ba
                                  << "a malformed field"_ba;
    QTest::newRow("no length") << "HTTP/1.1 200 OK\r\n\r\n"_ba
                               << "the body is not"_ba;
    QTest::newRow("two lengths") << "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"_ba
                                 << "the body is not"_ba;
    QTest::newRow("short body") << "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"_ba
                                << "the body is not"_ba;
    QTest::newRow("long body") << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc"_ba
                               << "bytes behind"_ba;
    QTest::newRow("interim") << "HTTP/1.1 100 Continue\r\n\r\n"_ba
                             << "an interim answer nobody"_ba;
}

void TestSupport::aBrokenResponseIsNoticed()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QByteArray, failure);

    const CannedServer server(answer);
    const CollectedFailures failures;
    HttpClient(server.port()).get("/");
    QVERIFY2(failures.text().contains(failure), failures.text());
}

void TestSupport::aResetIsToldFromAnEnd()
{
    const CannedServer server("x", CannedServer::Ending::Rst);
    RawConnection connection(server.port());
    QVERIFY(connection.send("hello"));
    connection.readToEnd();
    QCOMPARE(connection.state(), RawConnection::State::Reset);
    QVERIFY(!connection.send("more"));

    const CannedServer orderly("x");
    RawConnection other(orderly.port());
    QVERIFY(other.send("hello"));
    QCOMPARE(other.readToEnd(), "x"_ba);
    QCOMPARE(other.state(), RawConnection::State::EndOfStream);
}

void TestSupport::silenceEndsAtTheDeadline()
{
    const CannedServer server("x", CannedServer::Ending::AfterClient);
    RawConnection connection(server.port(), {.deadline = std::chrono::milliseconds(50)});
    QVERIFY(connection.send("hello"));
    QCOMPARE(connection.readExactly(1), "x"_ba);
    QVERIFY(!connection.waitForClosed());
    QCOMPARE(connection.state(), RawConnection::State::TimedOut);
}

void TestSupport::statusesAreCountedUntilTheEnd_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("statuses");

    QTest::newRow("none") << ""_ba
                          << ""_ba;
    QTest::newRow("one") << "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno"_ba
                         << "400"_ba;
    QTest::newRow("two")
        << "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n"_ba
        << "200 408"_ba;
    QTest::newRow("garbage") << "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc"_ba
                             << "half a head: bc"_ba;
}

void TestSupport::statusesAreCountedUntilTheEnd()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QByteArray, statuses);

    const CannedServer server(answer);
    RawConnection connection(server.port());
    QVERIFY(connection.send("hello"));
    QCOMPARE(statusesUntilClosed(connection), statuses);
}

void TestSupport::aFrameHasTheShortestLength_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("start");

    QTest::newRow("0") << 0 << "\x81\x00"_ba;
    QTest::newRow("125") << 125 << "\x81\x7d"_ba;
    QTest::newRow("126") << 126 << "\x81\x7e\x00\x7e"_ba;
    QTest::newRow("65535") << 65535 << "\x81\x7e\xff\xff"_ba;
    QTest::newRow("65536") << 65536 << "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"_ba;
}

void TestSupport::aFrameHasTheShortestLength()
{
    QFETCH(const int, size);
    QFETCH(const QByteArray, start);

    WebSocketFrame frame{WebSocketFrame::Text, QByteArray(size, 'a')};
    frame.isMasked = false;
    QCOMPARE(frame.encode(), start + QByteArray(size, 'a'));
}

void TestSupport::aMaskedFrameCarriesItsPayloadMasked()
{
    // The example of RFC 6455, section 5.7, whose mask ours is.
    const WebSocketFrame frame{WebSocketFrame::Text, "Hello"};
    QCOMPARE(frame.encode().toHex(), "818537fa213d7f9f4d5158"_ba);
}

void TestSupport::aCloseFrameIsRead()
{
    const CannedServer server(handshake + "\x81\x02hi\x89\x00\x88\x04\x03\xf4no"_ba);
    WebSocketClient client(server.port());
    QVERIFY(client.isUpgraded());
    QCOMPARE(client.readData()->payload, "hi"_ba);
    QCOMPARE(client.readCloseCode(), 1012);
    QCOMPARE(client.closeReason(), "no"_ba);
}

void TestSupport::aBrokenFrameIsNoticed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("failure");

    QTest::newRow("masked") << "\x81\x80\x01\x02\x03\x04"_ba
                            << "a masked frame"_ba;
    QTest::newRow("reserved bit") << "\xc1\x00"_ba
                                  << "a reserved bit"_ba;
    QTest::newRow("reserved opcode") << "\x83\x00"_ba
                                     << "a reserved opcode"_ba;
    QTest::newRow("reserved control opcode") << "\x8b\x00"_ba
                                             << "a reserved opcode"_ba;
    QTest::newRow("long form of 5") << "\x81\x7e\x00\x05hello"_ba
                                    << "not minimal"_ba;
    QTest::newRow("cut short") << "\x81\x05hell"_ba
                               << "cut short"_ba;
    QTest::newRow("fragmented ping") << "\x09\x00"_ba
                                     << "a control frame"_ba;
    QTest::newRow("not UTF-8") << "\x81\x01\xff"_ba
                               << "not UTF-8"_ba;
    QTest::newRow("half a code") << "\x88\x01\x03"_ba
                                 << "half a close code"_ba;
    QTest::newRow("behind the close") << "\x88\x00\x81\x00"_ba
                                      << "behind the close frame"_ba;
}

void TestSupport::aBrokenFrameIsNoticed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, failure);

    const CannedServer server(handshake + bytes);
    WebSocketClient client(server.port());
    const CollectedFailures failures;
    client.readFrame();
    client.readCloseCode();
    QVERIFY2(failures.text().contains(failure), failures.text());
}

void TestSupport::anIdIsReadStrictly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isRight");

    QTest::newRow("id") << "1732312345678-0"_ba << true;
    QTest::newRow("sequence") << "1-12"_ba << true;
    QTest::newRow("leading zero") << "01-0"_ba << false;
    QTest::newRow("no sequence") << "1732312345678"_ba << false;
    QTest::newRow("sign") << "+1-0"_ba << false;
    QTest::newRow("line feed") << "1-0\n"_ba << false;
}

void TestSupport::anIdIsReadStrictly()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isRight);
    const LogId id = LogId::parse(text);
    QCOMPARE(id.ms >= 0, isRight);
    if (isRight)
        QCOMPARE(id.toByteArray(), text);
}

void TestSupport::aMessageIsReadStrictly_data()
{
    QTest::addColumn<QJsonObject>("object");
    QTest::addColumn<bool>("isRight");

    const QJsonObject right{{u"id"_s, u"12-3"_s}, {u"type"_s, u"a"_s}, {u"payload"_s, 1}, {u"timestamp"_s, 12}};
    const auto with = [right](const QString &key, const QJsonValue &value) {
        QJsonObject object = right;
        object[key] = value;
        return object;
    };
    QTest::newRow("for all") << right << true;
    QTest::newRow("for one") << with(u"userId"_s, u"u1"_s) << true;
    QTest::newRow("payload null") << with(u"payload"_s, QJsonValue::Null) << true;
    QTest::newRow("userId null") << with(u"userId"_s, QJsonValue::Null) << false;
    QTest::newRow("other timestamp") << with(u"timestamp"_s, 13) << false;
    QTest::newRow("unknown field") << with(u"extra"_s, 1) << false;
}

void TestSupport::aMessageIsReadStrictly()
{
    QFETCH(const QJsonObject, object);
    QFETCH(const bool, isRight);

    const CollectedFailures failures;
    QCOMPARE(Received::parse(object).has_value(), isRight);
    QCOMPARE(failures.text().isEmpty(), isRight);
}

QTEST_GUILESS_MAIN(TestSupport)
#include "tst_support.moc"
