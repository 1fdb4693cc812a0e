// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/messagecodec.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace relais;
using namespace relais::test;

namespace {

/// What any of the decoders made of a text: the members of the request as the vectors name them, or an error.
struct Outcome {
    QJsonObject means;
    std::optional<Error> error;
    std::optional<std::string> ref;
};

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

void put(QJsonObject &object, const char *name, const std::optional<std::string> &value)
{
    if (value)
        object[QLatin1String(name)] = text(*value);
}

void put(QJsonObject &object, const std::optional<UserId> &user)
{
    if (user)
        put(object, "userId", user->toString());
}

QJsonObject describe(const SendRequest &send)
{
    QJsonObject object;
    put(object, "type", send.type);
    put(object, "payload", send.payload);
    put(object, send.userId);
    put(object, "ref", send.ref);
    put(object, "idempotencyKey", send.idempotencyKey);
    return object;
}

QJsonObject describe(const BroadcastRequest &broadcast)
{
    QJsonObject object;
    put(object, "type", broadcast.type);
    put(object, "payload", broadcast.payload);
    QJsonArray users;
    for (const auto &user : broadcast.userIds)
        users.append(text(user.toString()));
    object[QLatin1String("userIds")] = users;
    return object;
}

QJsonObject describe(const ForceRequest &force)
{
    QJsonObject object;
    put(object, force.userId);
    put(object, "reason", force.reason);
    if (force.spread)
        object[QLatin1String("spreadMs")] = qint64(force.spread->count());
    return object;
}

QJsonObject describe(const Message &message)
{
    QJsonObject object;
    put(object, "id", message.id.toString());
    put(object, "type", message.type);
    put(object, "payload", message.payload);
    put(object, message.userId);
    return object;
}

QJsonObject describe(const ClientFrame &frame)
{
    QJsonObject object;
    if (const auto *send = std::get_if<SendRequest>(&frame)) {
        object = describe(*send);
        put(object, "frame", "send");
    } else if (const auto *auth = std::get_if<AuthRequest>(&frame)) {
        put(object, "frame", "auth");
        put(object, "token", auth->token);
    } else if (const auto *watch = std::get_if<WatchRequest>(&frame)) {
        put(object, "frame", "watch");
        object[QLatin1String("stats")] = watch->statsPerSecond;
        put(object, "ref", watch->ref);
        if (watch->tap) {
            QJsonObject tap;
            put(tap, watch->tap->userId);
            put(tap, "type", watch->tap->type);
            object[QLatin1String("tap")] = tap;
        }
    } else {
        put(object, "frame", "ping");
    }
    return object;
}

template <typename T> Outcome outcome(const Result<T> &result)
{
    if (!result)
        return {{}, result.error(), {}};
    return {describe(*result), {}, {}};
}

Outcome outcome(const std::variant<ClientFrame, FrameError> &answer)
{
    if (const auto *refused = std::get_if<FrameError>(&answer))
        return {{}, refused->error, refused->ref};
    return {describe(std::get<ClientFrame>(answer)), {}, {}};
}

Outcome decode(MessageDecoder &decoder, const QByteArray &kind, std::string_view body)
{
    if (kind == "send")
        return outcome(decoder.decodeSend(body));
    if (kind == "broadcast")
        return outcome(decoder.decodeBroadcast(body));
    if (kind == "force")
        return outcome(decoder.decodeForce(body));
    if (kind == "frame")
        return outcome(decoder.decodeFrame(body));
    return outcome(decoder.decodeMessage(body));
}

/// The texts of a vector, which may be lists of parts, made whole.
QJsonObject joined(QJsonObject object)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.value().isArray() && it.key() != QLatin1String("userIds"))
            it.value() = QString::fromUtf8(bytes(it.value()));
    }
    return object;
}

void addRows(const QString &file, const char *list)
{
    QTest::addColumn<QJsonObject>("row");
    const auto document = vectors(file).object();
    for (const auto &row : document[QLatin1String(list)].toArray())
        QTest::newRow(rowName(row.toObject())) << row.toObject();
}

} // namespace

// moc 6.4 loses its way in raw strings whose quotes or brackets do not pair up: those are written with
// escapes.

class MessageCodecTest : public QObject {
    Q_OBJECT

    MessageDecoder m_decoder; // shared, so that nothing of one document may show in the next

private Q_SLOTS:
    void requestsMeanWhatTheySay_data() { addRows(QStringLiteral("requests.json"), "accepted"); }
    void requestsMeanWhatTheySay()
    {
        QFETCH(QJsonObject, row);
        const auto body = bytes(row, "body");
        const auto outcome = decode(m_decoder, bytes(row, "kind"), view(body));
        QVERIFY2(!outcome.error, outcome.error ? outcome.error->detail.c_str() : "");
        QCOMPARE(outcome.means, joined(row[QLatin1String("means")].toObject()));
    }

    void otherRequestsAreRefusedWithThePlace_data() { addRows(QStringLiteral("requests.json"), "refused"); }
    void otherRequestsAreRefusedWithThePlace()
    {
        QFETCH(QJsonObject, row);
        const auto body = bytes(row, "body");
        const auto outcome = decode(m_decoder, bytes(row, "kind"), view(body));
        QVERIFY(outcome.error);
        const auto &error = *outcome.error;
        QCOMPARE(printable(error.info().name), bytes(row, "code"));
        QCOMPARE(printable(error.at), bytes(row, "at"));
        QCOMPARE(error.line, static_cast<std::uint32_t>(row[QLatin1String("line")].toInt()));
        QCOMPARE(error.column, static_cast<std::uint32_t>(row[QLatin1String("column")].toInt()));
        QVERIFY2(printable(error.detail).contains(bytes(row, "detail")), error.detail.c_str());
        QVERIFY(!error.detail.empty());
        QCOMPARE(outcome.ref.has_value(), row.contains(QLatin1String("ref")));
        if (outcome.ref)
            QCOMPARE(printable(*outcome.ref), bytes(row, "ref"));
    }

    void validJsonIsForwardedByteForByte_data() { addRows(QStringLiteral("json.json"), "valid"); }
    void validJsonIsForwardedByteForByte()
    {
        QFETCH(QJsonObject, row);
        const auto payload = bytes(row, "text");
        MessageDecoder decoder({.maximumBytes = 1024 * 1024, .maximumDepth = 32, .allowedTypes = {}});
        const auto body = R"({"type":"a","payload":)" + payload + "}";
        const auto send = decoder.decodeSend(view(body));
        QVERIFY2(send.ok(), send ? "" : send.error().detail.c_str());
        QCOMPARE(printable(send->payload), payload.trimmed());
    }

    void invalidJsonIsRefusedWithThePlace_data() { addRows(QStringLiteral("json.json"), "invalid"); }
    void invalidJsonIsRefusedWithThePlace()
    {
        QFETCH(QJsonObject, row);
        const auto body = bytes(row, "text");
        const auto send = m_decoder.decodeSend(view(body));
        QVERIFY(!send.ok());
        QCOMPARE(send.error().code, ErrorCode::InvalidJson);
        QCOMPARE(send.error().line, static_cast<std::uint32_t>(row[QLatin1String("line")].toInt()));
        QCOMPARE(send.error().column, static_cast<std::uint32_t>(row[QLatin1String("column")].toInt()));
        QCOMPARE(printable(send.error().at), bytes(row, "path"));
    }

    void invalidJsonInAPayloadIsRefused_data() { addRows(QStringLiteral("json.json"), "invalid"); }
    void invalidJsonInAPayloadIsRefused()
    {
        QFETCH(QJsonObject, row);
        const auto body = R"({"type":"a","payload":)" + bytes(row, "text") + "}";
        const auto send = m_decoder.decodeSend(view(body));
        QVERIFY(!send.ok());
        QCOMPARE(send.error().code, ErrorCode::InvalidJson);
        QVERIFY(send.error().line > 0);
    }

    void excessiveNestingIsRefused_data() { addRows(QStringLiteral("json.json"), "tooDeep"); }
    void excessiveNestingIsRefused()
    {
        QFETCH(QJsonObject, row);
        const auto body = bytes(row, "text");
        const auto send = m_decoder.decodeSend(view(body));
        QVERIFY(!send.ok());
        QCOMPARE(send.error().code, ErrorCode::NestingTooDeep);
    }

    void messagesHaveOneEncoding_data()
    {
        QTest::addColumn<QJsonObject>("row");
        for (const auto &row : vectors(QStringLiteral("messages.json")).array())
            QTest::newRow(rowName(row.toObject())) << row.toObject();
    }
    void messagesHaveOneEncoding()
    {
        QFETCH(QJsonObject, row);
        Message message{MessageId::parse(view(bytes(row, "id"))).value(), bytes(row, "type").toStdString(),
                        bytes(row, "payload").toStdString(), std::nullopt};
        if (row.contains(QLatin1String("userId")))
            message.userId = UserId::parse(view(bytes(row, "userId"))).value();
        QCOMPARE(printable(encodeMessage(message)), bytes(row, "encoded"));
        const auto decoded = m_decoder.decodeMessage(view(bytes(row, "encoded")));
        QVERIFY2(decoded.ok(), decoded ? "" : decoded.error().detail.c_str());
        QVERIFY(*decoded == message);
    }

    void clientsTakeMessagesWithoutATimestampAndWithMore()
    {
        const auto message = m_decoder.decodeMessage(R"({"node":"n1","payload":1,"type":"sync.force","id":"5-1"})");
        QVERIFY(message.ok());
        QVERIFY(*message == (Message{{5, 1}, "sync.force", "1", std::nullopt}));
    }

    void acceptedMessagesAreNeverLargerThanTheLimitOnceEncoded()
    {
        const MessageLimits limits{.maximumBytes = 300, .maximumDepth = 32, .allowedTypes = {}};
        MessageDecoder decoder(limits);
        std::size_t largest = 0;
        for (std::size_t size = 0; size < 300; ++size) {
            const auto body
                = "{\"type\":\"a\",\"userId\":\"a\\\"b\\\\\",\"payload\":\"" + std::string(size, 'x') + "\"}";
            const auto send = decoder.decodeSend(body);
            if (!send)
                break;
            const MessageId last{(std::uint64_t{1} << 53) - 1, (std::uint64_t{1} << 53) - 1};
            largest = encodeMessage({last, send->type, send->payload, send->userId}).size();
        }
        QCOMPARE(largest, limits.maximumBytes);
    }

    void typesOutsideTheListAreForbidden()
    {
        MessageDecoder decoder({.maximumBytes = 1024, .maximumDepth = 32, .allowedTypes = {"a", "b.c"}});
        QVERIFY(decoder.decodeSend(R"({"type":"b.c","payload":1})").ok());
        for (const auto *body : {R"({"type":"b","payload":1})", R"({"type":"a.b","payload":1})"}) {
            const auto send = decoder.decodeSend(body);
            QVERIFY(!send.ok());
            QCOMPARE(send.error().code, ErrorCode::TypeNotAllowed);
            QCOMPARE(printable(send.error().at), "type");
        }
        const auto broadcast = decoder.decodeBroadcast(R"({"type":"d","payload":1})");
        QVERIFY(!broadcast.ok());
        QCOMPARE(broadcast.error().code, ErrorCode::TypeNotAllowed);
        QVERIFY(std::holds_alternative<ClientFrame>(decoder.decodeFrame(R"({"type":"sync.ping"})")));
    }

    void aDepthSettingIsObserved()
    {
        MessageDecoder decoder({.maximumBytes = 1024, .maximumDepth = 1, .allowedTypes = {}});
        QVERIFY(decoder.decodeSend(R"({"type":"a","payload":[1]})").ok());
        const auto send = decoder.decodeSend(R"({"type":"a","payload":[[]]})");
        QVERIFY(!send.ok());
        QCOMPARE(send.error().code, ErrorCode::NestingTooDeep);
    }

    void aDecoderWorksOnAfterErrorsAndLargeDocuments()
    {
        const auto isSound = [this] {
            return m_decoder.decodeSend(R"({"type":"a","payload":"x"})").ok();
        };
        const auto large = "{\"type\":\"a\",\"payload\":1,\"x\":\"" + std::string(2 * 1024 * 1024, 'x') + "\"}";
        for (int round = 0; round < 3; ++round) {
            QVERIFY(m_decoder.decodeSend(large).ok());
            QVERIFY(isSound());
            QVERIFY(!m_decoder.decodeSend("{").ok());
            QVERIFY(isSound());
        }
    }

    void aMovedDecoderGoesOn()
    {
        MessageDecoder first({.maximumBytes = 1024, .maximumDepth = 32, .allowedTypes = {"a"}});
        QVERIFY(first.decodeSend(R"({"type":"a","payload":"x"})").ok());
        MessageDecoder second(std::move(first));
        QVERIFY(second.decodeSend(R"({"type":"a","payload":"x"})").ok());
        QVERIFY(!second.decodeSend(R"({"type":"b","payload":"x"})").ok());
    }

    void tokensAreNeverTold()
    {
        for (const auto *frame :
             {R"({"type":"sync.auth","token":"s3cret","payload":{"token":"s3cret"}})",
              R"({"type":"sync.auth","token":["s3cret"]})", R"({"type":"sync.auth","token":"s3cret"]})",
              R"({"type":"sync.auth","payload":"s3cret"})"}) {
            const auto answer = m_decoder.decodeFrame(frame);
            const auto *refused = std::get_if<FrameError>(&answer);
            QVERIFY(refused);
            QVERIFY(!printable(encodeProblem(refused->error)).contains("s3cret"));
        }
    }

    void typesHaveOneForm()
    {
        const auto types = vectors(QStringLiteral("types.json")).object();
        const auto check = [&types](const char *list, bool (*rule)(std::string_view), bool expected) {
            for (const auto &type : types[QLatin1String(list)].toArray())
                QVERIFY2(rule(view(bytes(type))) == expected, bytes(type));
        };
        check("valid", isWellFormedType, true);
        check("invalid", isWellFormedType, false);
        check("reserved", isReservedType, true);
        check("notReserved", isReservedType, false);
    }

    void stringsAreEscapedAsJsonRequires()
    {
        QCOMPARE(printable(jsonString("")), "\"\"");
        QCOMPARE(printable(jsonString("a\"b\\c/d")), "\"a\\\"b\\\\c/d\"");
        QCOMPARE(printable(jsonString("\b\f\n\r\t")), R"("\b\f\n\r\t")");
        QCOMPARE(printable(jsonString(std::string_view("\0\x01\x1b\x1f", 4))), R"("\u0000\u0001\u001b\u001f")");
        QCOMPARE(printable(jsonString("\x7f é € 😀")), QByteArray("\"\x7f é € 😀\""));
        std::string out = "x";
        appendJsonString(out, "y");
        QCOMPARE(printable(out), "x\"y\"");
    }

    void problemsNameCodeAndPlace()
    {
        QCOMPARE(
            printable(encodeProblem({ErrorCode::InvalidJson, "found \\", "payload.x", 3, 7})),
            R"({"type":"urn:relais:error:invalid_json","title":"Not valid JSON","status":400,)"
            R"("detail":"found \\","success":false,"code":"invalid_json","at":"payload.x","line":3,"column":7})");
        QCOMPARE(printable(encodeProblem({ErrorCode::NotFound, "", ""})),
                 R"({"type":"urn:relais:error:not_found","title":"Not found","status":404,)"
                 R"("success":false,"code":"not_found"})");
        QCOMPARE(printable(encodeProblem({ErrorCode::TooSlow, "", ""})),
                 R"({"type":"urn:relais:error:too_slow","title":"Too slow, fell behind what is kept",)"
                 R"("success":false,"code":"too_slow"})");
    }
};

QTEST_APPLESS_MAIN(MessageCodecTest)
#include "tst_messagecodec.moc"
