// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/pollquery.h"

#include "tests/support/httprequests.h"
#include "tests/support/messages.h"

#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

Result<PollQuery> parse(const QByteArray &query)
{
    return parsePollQuery(request("GET", ("/api/sync/poll" + query).toStdString()), 30s);
}

} // namespace
Q_DECLARE_METATYPE(ErrorCode)

class PollQueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutParametersThereAreDefaults_data();
    void withoutParametersThereAreDefaults();
    void everyParameterIsRead();
    void valuesArePercentDecodedOnce();
    void theFirstOfADoubledParameterCounts();
    void fractionsOfASecondMayBeWaited();
    void limitsMayBeReached();
    void badValuesAreNamed_data();
    void badValuesAreNamed();
    void theLongestWaitIsASetting();
    void aUserIsReadByItself();
};

void PollQueryTest::withoutParametersThereAreDefaults_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"", "?", "?&&", "?other=1", "?Since=5&LIMIT=7&waits=3"})
        QTest::addRow("'%s'", query) << QByteArray(query);
}

void PollQueryTest::withoutParametersThereAreDefaults()
{
    QFETCH(QByteArray, query);
    const Result<PollQuery> parsed = parse(query);
    QVERIFY(parsed.ok());
    QVERIFY(std::holds_alternative<SinceBeginning>(parsed->since));
    QVERIFY(parsed->wait == 0ms);
    QCOMPARE(parsed->limit, std::size_t{1000});
    QVERIFY(!parsed->user);
}

void PollQueryTest::everyParameterIsRead()
{
    const Result<PollQuery> parsed = parse("?since=1700000000000-3&wait=25&limit=50&userId=alice");
    QVERIFY(parsed.ok());
    QVERIFY(parsed->since == Since(SinceCursor{MessageId{1'700'000'000'000, 3}}));
    QVERIFY(parsed->wait == 25s);
    QCOMPARE(parsed->limit, std::size_t{50});
    QVERIFY(parsed->user == user("alice"));
}

void PollQueryTest::valuesArePercentDecodedOnce()
{
    const Result<PollQuery> parsed = parse("?since=%31%32-%33&userId=%C3%A9%2525");
    QVERIFY(parsed.ok());
    QVERIFY(parsed->since == Since(SinceCursor{MessageId{12, 3}}));
    QVERIFY(parsed->user == user("é%25"));
}

void PollQueryTest::theFirstOfADoubledParameterCounts()
{
    const Result<PollQuery> parsed = parse("?userId=alice&userId=bob&limit=1&limit=x");
    QVERIFY(parsed.ok());
    QVERIFY(parsed->user == user("alice"));
    QCOMPARE(parsed->limit, std::size_t{1});
}

void PollQueryTest::fractionsOfASecondMayBeWaited()
{
    QVERIFY(parse("?wait=0.25")->wait == 250ms);
    QVERIFY(parse("?wait=0")->wait == 0ms);
    QVERIFY(parse("?wait=1.0005")->wait >= 1s);
}

void PollQueryTest::limitsMayBeReached()
{
    QCOMPARE(parse("?limit=1")->limit, std::size_t{1});
    QCOMPARE(parse("?limit=1000")->limit, std::size_t{1000});
    QVERIFY(parse("?wait=30")->wait == 30s);
    QVERIFY(parse("?userId=" + QByteArray(128, 'x')).ok());
    QVERIFY(parse("?since=" + QByteArray(128, 'x')).ok());
}

void PollQueryTest::badValuesAreNamed_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<ErrorCode>("code");
    const auto add = [](const char *name, const QByteArray &value, ErrorCode code) {
        QTest::addRow("%s=%s", name, value.left(40).constData())
            << QByteArray("?since=0&").replace("since=0&", QByteArray(name) == "since" ? "" : "since=0&") + name + '='
                + value
            << QByteArray(name) << code;
    };
    for (const char *value : {"", "%20", "a%20b", "%00", "%C3%A9", "1%0A"})
        add("since", value, ErrorCode::InvalidCursor);
    add("since", QByteArray(129, '1'), ErrorCode::InvalidCursor);
    for (const char *value : {"", "-1", "-0", "30.001", "31", "1e1", "inf", "nan", "0x5", "%2B5", "+5", "5%20", "5s",
                              ".", "1.2.3", "99999999999999999999"})
        add("wait", value, ErrorCode::InvalidParameter);
    for (const char *value : {"", "0", "-1", "1001", "1.5", "1.", "1e2", "ten", "0x10", "%2B5", "+5", "5%20",
                              "18446744073709551617", "%D9%A3"})
        add("limit", value, ErrorCode::InvalidParameter);
    for (const char *value : {"", "%20", "a%00b", "a%0Ab", "%FF", "%20alice", "alice+"})
        add("userId", value, ErrorCode::InvalidUser);
    add("userId", QByteArray(129, 'x'), ErrorCode::InvalidUser);
}

void PollQueryTest::badValuesAreNamed()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, name);
    QFETCH(ErrorCode, code);
    const Result<PollQuery> parsed = parse(query);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, code);
    QCOMPARE(parsed.error().at, name.toStdString());
    QVERIFY(!parsed.error().detail.empty());
    QCOMPARE(parsed.error().info().httpStatus, 400);
}

void PollQueryTest::theLongestWaitIsASetting()
{
    const HttpRequest poll = request("GET", "/api/sync/poll?wait=20");
    QVERIFY(parsePollQuery(poll, 20s).ok());
    const Result<PollQuery> refused = parsePollQuery(poll, 19s);
    QVERIFY(!refused.ok());
    QVERIFY(QString::fromStdString(refused.error().detail).contains(QLatin1String("19")));
}

void PollQueryTest::aUserIsReadByItself()
{
    QVERIFY(!parseUserParameter(request("GET", "/ws?since=5")).value());
    QVERIFY(parseUserParameter(request("GET", "/ws?userId=bob")).value() == user("bob"));
    const auto refused = parseUserParameter(request("GET", "/ws?userId="));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::InvalidUser);
    QCOMPARE(refused.error().at, std::string("userId"));
}

QTEST_APPLESS_MAIN(PollQueryTest)
#include "tst_pollquery.moc"
