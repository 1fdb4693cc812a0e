// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/client/connectionmachine.h"
#include "common/protocol/messagecodec.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace relais;
using namespace relais::client;
using namespace relais::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

// What stands in tests/vectors/connection.json, from and to JSON. tests/vectors/README.md describes it.

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string utf8(const QJsonValue &value)
{
    return value.toString().toStdString();
}

QJsonValue parsed(const std::string &json)
{
    // In an array, since QJsonDocument takes no bare values.
    return QJsonDocument::fromJson('[' + QByteArray::fromStdString(json) + ']').array().at(0);
}

QByteArray serialised(const QJsonValue &value)
{
    const auto array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

QString nameOf(ConnectionState state)
{
    constexpr std::array names{"stopped", "connecting", "webSocket", "polling", "failed"};
    return QString::fromLatin1(names[static_cast<std::size_t>(state)]);
}

QString nameOf(TokenUse use)
{
    constexpr std::array names{"keep", "ask", "renew"};
    return QString::fromLatin1(names[static_cast<std::size_t>(use)]);
}

qint64 number(SendHandle handle)
{
    return static_cast<qint64>(handle);
}

/// An Effect as an object with `do`.
struct ToJson {
    static QJsonObject withSince(QJsonObject object, const std::string &since)
    {
        if (!since.empty())
            object[u"since"] = text(since);
        return object;
    }

    QJsonObject operator()(const StateChanged &effect) const
    {
        QJsonObject object{{u"do"_s, u"state"_s}, {u"state"_s, nameOf(effect.state)}};
        if (effect.error)
            object[u"code"] = text(effect.error->info().name);
        return object;
    }
    QJsonObject operator()(const OpenSocket &effect) const
    {
        return withSince({{u"do"_s, u"openSocket"_s}, {u"token"_s, nameOf(effect.token)}}, effect.since);
    }
    QJsonObject operator()(const CloseSocket &) const { return {{u"do"_s, u"closeSocket"_s}}; }
    QJsonObject operator()(const SendText &effect) const
    {
        return {{u"do"_s, u"sendText"_s}, {u"frame"_s, parsed(effect.text)}};
    }
    QJsonObject operator()(const StartPoll &effect) const
    {
        return withSince({{u"do"_s, u"startPoll"_s},
                          {u"waitMs"_s, qint64(effect.wait.count())},
                          {u"limit"_s, effect.limit},
                          {u"token"_s, nameOf(effect.token)}},
                         effect.since);
    }
    QJsonObject operator()(const AbortPoll &) const { return {{u"do"_s, u"abortPoll"_s}}; }
    QJsonObject operator()(const StartPost &effect) const
    {
        return {{u"do"_s, u"startPost"_s},
                {u"key"_s, text(effect.key)},
                {u"body"_s, parsed(effect.body)},
                {u"token"_s, nameOf(effect.token)}};
    }
    QJsonObject operator()(const AbortPost &) const { return {{u"do"_s, u"abortPost"_s}}; }
    QJsonObject operator()(const Deliver &effect) const
    {
        QJsonObject object{{u"do"_s, u"deliver"_s},
                           {u"id"_s, text(effect.message.id.toString())},
                           {u"type"_s, text(effect.message.type)},
                           {u"payload"_s, parsed(effect.message.payload)}};
        if (effect.message.userId)
            object[u"userId"] = text(effect.message.userId->toString());
        return object;
    }
    QJsonObject operator()(const Resync &effect) const
    {
        return {{u"do"_s, u"resync"_s},
                {u"reason"_s, text(effect.reason)},
                {u"spreadMs"_s, qint64(effect.spread.count())}};
    }
    QJsonObject operator()(const Watched &effect) const
    {
        return {{u"do"_s, u"watched"_s}, {u"type"_s, text(effect.type)}, {u"payload"_s, parsed(effect.payload)}};
    }
    QJsonObject operator()(const Sent &effect) const
    {
        return {{u"do"_s, u"sent"_s},
                {u"handle"_s, number(effect.handle)},
                {u"id"_s, text(effect.id.toString())},
                {u"duplicate"_s, effect.isDuplicate}};
    }
    QJsonObject operator()(const SendFailed &effect) const
    {
        return {{u"do"_s, u"sendFailed"_s},
                {u"handle"_s, number(effect.handle)},
                {u"code"_s, text(effect.error.info().name)}};
    }
    QJsonObject operator()(const Problem &effect) const
    {
        return {{u"do"_s, u"problem"_s},
                {u"transport"_s, effect.transport == Transport::WebSocket ? u"webSocket"_s : u"polling"_s}};
    }
};

ConnectionRules rulesOf(const QJsonObject &options)
{
    ConnectionRules rules;
    const auto duration = [&](const char *name, milliseconds &value) {
        value = milliseconds(options[QLatin1String(name)].toInteger(value.count()));
    };
    duration("pollingInterval", rules.pollingInterval);
    duration("connectionTimeout", rules.connectionTimeout);
    duration("fallbackDelay", rules.fallbackDelay);
    duration("longestBackOff", rules.backOff.longest);
    duration("keyLifetime", rules.outbox.keyLifetime);
    rules.maxReconnectAttempts = options[u"maxReconnectAttempts"].toInt(rules.maxReconnectAttempts);
    rules.canRenewToken = options[u"canRenewToken"].toBool();
    rules.cursor = utf8(options[u"cursor"]);
    rules.outbox.messages
        = static_cast<std::size_t>(options[u"outboxMessages"].toInteger(static_cast<qint64>(rules.outbox.messages)));
    return rules;
}

HttpAnswer answerOf(const QJsonObject &step)
{
    HttpAnswer answer{.status = step[u"status"].toInt()};
    if (step.contains(u"retryAfterMs"))
        answer.retryAfter = milliseconds(step[u"retryAfterMs"].toInteger());
    answer.body = step.contains(u"text") ? utf8(step[u"text"]) : serialised(step[u"body"]).toStdString();
    return answer;
}

} // namespace

class ConnectionMachineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void behavesAsTheVectorsSay_data()
    {
        QTest::addColumn<QJsonObject>("scenario");
        for (const auto &value : vectors(u"connection.json"_s).array())
            QTest::newRow(rowName(value.toObject()).constData()) << value.toObject();
    }
    void behavesAsTheVectorsSay();
    // Only the C++ client watches: the browser SDK has no use for it, so this is not in the vectors.
    void aWatcherSaysSoOnEachWebSocketAndHandsOutWhatItIsTold();
    void whoDoesNotWatchIsToldNothing();
    void theNextAttemptIsWhenItTriesAgain();

private:
    Effects handle(ConnectionMachine &machine, const QJsonObject &step, MonotonicTime now);
};

void ConnectionMachineTest::behavesAsTheVectorsSay()
{
    QFETCH(const QJsonObject, scenario);

    const double random = scenario[u"random"].toDouble(0.5);
    ConnectionMachine machine(rulesOf(scenario[u"options"].toObject()), [random] { return random; });
    int index = 0;
    for (const auto &value : scenario[u"steps"].toArray()) {
        const auto step = value.toObject();
        const auto at = "step " + QByteArray::number(index++) + ", " + serialised(step);
        const MonotonicTime now(milliseconds(step[u"at"].toInteger()));
        if (step[u"event"] == u"tick"_s)
            QVERIFY2(machine.deadline() && *machine.deadline() <= now, at);

        QJsonArray done;
        for (const auto &effect : handle(machine, step, now))
            done.append(std::visit(ToJson(), effect));
        if (done != step[u"expect"].toArray())
            QFAIL(at + "\n  did " + serialised(done));
        if (step.contains(u"next")) {
            const auto next = machine.deadline();
            const auto ms = next
                ? QJsonValue(qint64(std::chrono::duration_cast<milliseconds>(next->time_since_epoch()).count()))
                : QJsonValue();
            QVERIFY2(ms == step[u"next"], at + "\n  next is " + serialised(ms));
        }
        if (step.contains(u"cursor"))
            QCOMPARE(printable(machine.cursor()), step[u"cursor"].toString().toUtf8());
    }
}

Effects ConnectionMachineTest::handle(ConnectionMachine &machine, const QJsonObject &step, MonotonicTime now)
{
    const auto event = step[u"event"].toString();
    if (event == u"start")
        return machine.start(now);
    if (event == u"stop")
        return machine.stop(now);
    if (event == u"wake")
        return machine.wake(now);
    if (event == u"tick")
        return machine.tick(now);
    if (event == u"socketText")
        return machine.socketText(
            step.contains(u"text") ? utf8(step[u"text"]) : serialised(step[u"frame"]).toStdString(), now);
    if (event == u"socketClosed")
        return machine.socketClosed(step[u"code"].toInt(), now);
    if (event == u"pollAnswered")
        return machine.pollAnswered(answerOf(step), now);
    if (event == u"postAnswered")
        return machine.postAnswered(answerOf(step), now);
    if (event == u"send") {
        auto request = MessageDecoder().decodeSend(serialised(step[u"message"]).toStdString());
        const auto handle = machine.send(*std::move(request), utf8(step[u"key"]));
        const auto result = handle ? QJsonValue(number(*handle)) : QJsonValue(text(handle.error().info().name));
        if (result != step[u"result"])
            QTest::qFail(("the result is " + serialised(result)).constData(), __FILE__, __LINE__);
        return machine.flush(now);
    }
    QTest::qFail(("no such event: " + event.toUtf8()).constData(), __FILE__, __LINE__);
    return {};
}

namespace {

constexpr std::string_view connectedFrame
    = R"({"type":"sync.connected","payload":{"clientId":"c","cursor":"100-0"}})";
constexpr std::string_view statsFrame = R"({"type":"sync.stats","payload":{"users":3}})";
const std::string watchFrame = R"({"type":"sync.watch","payload":{"stats":2}})";

QByteArray described(const Effects &effects)
{
    QJsonArray done;
    for (const auto &effect : effects)
        done.append(std::visit(ToJson(), effect));
    return serialised(done);
}

} // namespace

void ConnectionMachineTest::aWatcherSaysSoOnEachWebSocketAndHandsOutWhatItIsTold()
{
    ConnectionMachine machine({}, [] { return 0.5; });
    MonotonicTime now(1s);
    QCOMPARE(described(machine.watch(watchFrame, now)), "[]");
    machine.start(now);
    QVERIFY(described(machine.socketText(connectedFrame, now))
                .contains("\"do\":\"sendText\",\"frame\":{\"payload\":{\"stats\":2}"));
    QCOMPARE(described(machine.socketText(statsFrame, now)),
             "[{\"do\":\"watched\",\"payload\":{\"users\":3},\"type\":\"sync.stats\"}]");

    machine.socketClosed(1006, now);
    now = *machine.nextAttempt();
    machine.tick(now);
    QVERIFY(described(machine.socketText(connectedFrame, now)).contains("sync.watch"));
    QVERIFY(described(machine.watch(watchFrame, now)).contains("sync.watch"));
}

void ConnectionMachineTest::whoDoesNotWatchIsToldNothing()
{
    ConnectionMachine machine({}, [] { return 0.5; });
    const MonotonicTime now(1s);
    machine.start(now);
    QVERIFY(!described(machine.socketText(connectedFrame, now)).contains("sync.watch"));
    QCOMPARE(described(machine.socketText(statsFrame, now)), "[]");
    machine.watch(watchFrame, now);
    QCOMPARE(described(machine.socketText(R"({"type":"sync.later","payload":1})", now)), "[]");
    QCOMPARE(described(machine.watch({}, now)), "[]");
    QCOMPARE(described(machine.socketText(statsFrame, now)), "[]");
}

void ConnectionMachineTest::theNextAttemptIsWhenItTriesAgain()
{
    ConnectionMachine machine({}, [] { return 0.5; });
    const MonotonicTime now(1s);
    QVERIFY(!machine.nextAttempt());
    machine.start(now);
    QVERIFY(!machine.nextAttempt()); // it is trying
    machine.socketClosed(1006, now); // now a poll is
    QVERIFY(!machine.nextAttempt());
    machine.pollAnswered({}, now);
    QVERIFY(machine.nextAttempt() == MonotonicTime(1500ms));
    machine.stop(now);
    QVERIFY(!machine.nextAttempt());
}

QTEST_APPLESS_MAIN(ConnectionMachineTest)
#include "tst_connectionmachine.moc"
