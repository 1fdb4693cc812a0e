// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/websocketface.h"

#include "tests/support/httpanswer.h"
#include "tests/support/httprequests.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;

namespace {

/// The example of RFC 6455, section 1.3.
constexpr const char *exampleKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr const char *exampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

class Face {
public:
    /// The answer to an upgrade with these further fields; none when it was not exactly one answer.
    std::optional<HttpAnswer> answer(const QByteArray &fields = {}, const QByteArray &target = "/ws",
                                     const QByteArray &key = exampleKey)
    {
        const HttpRequest request = readRequest(("GET " + target
                                                 + " HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n"
                                                   "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                                   "Sec-WebSocket-Key: "
                                                 + key + "\r\n" + fields + "\r\n")
                                                    .toStdString());
        const auto handshake = checkWebSocketHandshake(request);
        if (!handshake)
            return std::nullopt;
        m_bytes = m_face.answer(request, *handshake);
        QByteArray rest = m_bytes;
        auto result = takeAnswer(rest);
        return rest.isEmpty() ? result : std::nullopt;
    }
    const QByteArray &bytes() const { return m_bytes; }

private:
    WebSocketFace m_face{QStringList{QStringLiteral("relais.v1")}};
    QByteArray m_bytes;
};

} // namespace

class WebSocketFaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theExampleOfTheStandardIsAccepted();
    void theKnownSubprotocolIsChosen_data();
    void theKnownSubprotocolIsChosen();
    void aTokenIsNeverEchoed();
    void extensionsAreNotAccepted();
    void nothingIsSaidAboutOtherOrigins();
    void thePathIsOfNoConcern_data();
    void thePathIsOfNoConcern();
    void oneFaceAnswersManyHandshakes();
};

void WebSocketFaceTest::theExampleOfTheStandardIsAccepted()
{
    Face face;
    const auto answer = face.answer();
    QVERIFY(answer.has_value());
    QCOMPARE(answer->statusLine, QByteArray("HTTP/1.1 101 Switching Protocols"));
    QCOMPARE(answer->field("Sec-WebSocket-Accept"), QByteArray(exampleAccept));
    QCOMPARE(answer->field("Upgrade").toLower(), QByteArray("websocket"));
    QCOMPARE(answer->field("Connection").toLower(), QByteArray("upgrade"));
    QVERIFY(answer->field("Sec-WebSocket-Protocol").isNull());
}

void WebSocketFaceTest::theKnownSubprotocolIsChosen_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("chosen");
    const QByteArray name = "Sec-WebSocket-Protocol: ";
    QTest::newRow("alone") << name + "relais.v1\r\n" << QByteArray("relais.v1");
    QTest::newRow("last of many") << name + "a, b, relais.v1\r\n" << QByteArray("relais.v1");
    QTest::newRow("in a field of its own") << name + "a\r\n" + name + "relais.v1\r\n" << QByteArray("relais.v1");
    QTest::newRow("none that is known") << name + "relais.v2, Relais.v1\r\n" << QByteArray();
}

void WebSocketFaceTest::theKnownSubprotocolIsChosen()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, chosen);
    Face face;
    const auto answer = face.answer(fields);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status(), 101);
    QCOMPARE(answer->field("Sec-WebSocket-Protocol"), chosen);
}

void WebSocketFaceTest::aTokenIsNeverEchoed()
{
    Face face;
    const auto answer = face.answer("Sec-WebSocket-Protocol: bearer.eyJhbGciOiJFUzI1NiJ9.e30.secret, relais.v1\r\n");
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Sec-WebSocket-Protocol"), QByteArray("relais.v1"));
    QVERIFY(!face.bytes().contains("bearer"));
    QVERIFY(!face.bytes().contains("secret"));
    QVERIFY(face.answer("Sec-WebSocket-Protocol: bearer.eyJhbGciOiJFUzI1NiJ9.e30.secret\r\n"));
    QVERIFY(!face.bytes().contains("secret"));
}

void WebSocketFaceTest::extensionsAreNotAccepted()
{
    Face face;
    const auto answer = face.answer("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status(), 101);
    QVERIFY(answer->field("Sec-WebSocket-Extensions").isNull());
}

/// Whether an origin may connect was decided before; Qt would allow each in its answer.
void WebSocketFaceTest::nothingIsSaidAboutOtherOrigins()
{
    Face face;
    QVERIFY(face.answer("Origin: https://evil.example\r\n"));
    QVERIFY(!face.bytes().toLower().contains("access-control-"));
    QVERIFY(!face.bytes().contains("evil.example"));
}

void WebSocketFaceTest::thePathIsOfNoConcern_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target :
         {"/ws?since=1-2&userId=a%20b", "/", "/ws/", "//ws", "/%2e%2e/ws", "/ws?token=s%0d%0aX:y"})
        QTest::newRow(target) << QByteArray(target);
}

void WebSocketFaceTest::thePathIsOfNoConcern()
{
    QFETCH(QByteArray, target);
    Face face;
    const auto answer = face.answer({}, target);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->field("Sec-WebSocket-Accept"), QByteArray(exampleAccept));
}

void WebSocketFaceTest::oneFaceAnswersManyHandshakes()
{
    Face face;
    const auto other = face.answer({}, "/ws", "AAAAAAAAAAAAAAAAAAAAAA==");
    QVERIFY(other.has_value());
    for (int i = 0; i < 100; ++i) {
        const auto answer = face.answer();
        QVERIFY(answer.has_value());
        QCOMPARE(answer->field("Sec-WebSocket-Accept"), QByteArray(exampleAccept));
        QVERIFY(other->field("Sec-WebSocket-Accept") != answer->field("Sec-WebSocket-Accept"));
        if (i % 10 == 0)
            QCoreApplication::processEvents(); // what Qt made of it goes
    }
}

QTEST_GUILESS_MAIN(WebSocketFaceTest)
#include "tst_websocketface.moc"
