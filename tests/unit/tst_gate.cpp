// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/api/gate.h"

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

UserId user(const char *name)
{
    return UserId::parse(name).value();
}

Principal principal(const QByteArray &roles, const char *name = "u1")
{
    Principal result;
    result.name = std::string("user:") + name;
    std::vector<std::string> names;
    for (const QByteArray &role : roles.split(','))
        names.push_back(role.toStdString());
    result.roles = RoleSet::parseKnown(names);
    result.user = user(name);
    return result;
}

/// "everyone", the user, or "403".
QByteArray shown(const Result<std::optional<UserId>> &outcome)
{
    if (!outcome)
        return QByteArray::number(outcome.error().info().httpStatus);
    return *outcome ? QByteArray::fromStdString((*outcome)->toString()) : "everyone"_ba;
}

} // namespace

/// The rules that HTTP and WebSocket share; what a whole server makes of them is in tests/integration.
class TestGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsForWhomItsSenderMayReach_data()
    {
        QTest::addColumn<QByteArray>("roles");
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("recipient");
        QTest::newRow("user, nobody") << "user"_ba
                                      << ""_ba
                                      << "u1"_ba;
        QTest::newRow("user, itself") << "user"_ba
                                      << "u1"_ba
                                      << "u1"_ba;
        QTest::newRow("user, another") << "user"_ba
                                       << "u2"_ba
                                       << "403"_ba;
        QTest::newRow("publisher, nobody") << "publisher"_ba
                                           << ""_ba
                                           << "everyone"_ba;
        QTest::newRow("publisher, anyone") << "publisher"_ba
                                           << "u2"_ba
                                           << "u2"_ba;
        QTest::newRow("admin, nobody") << "admin"_ba
                                       << ""_ba
                                       << "everyone"_ba;
        // An application's page that sends to its own tabs does not reach everyone because an admin is logged in.
        QTest::newRow("user and admin, nobody") << "user,admin"_ba
                                                << ""_ba
                                                << "u1"_ba;
        QTest::newRow("user and admin, another") << "user,admin"_ba
                                                 << "u2"_ba
                                                 << "u2"_ba;
        QTest::newRow("operator") << "operator"_ba
                                  << ""_ba
                                  << "403"_ba;
        QTest::newRow("no role") << ""_ba
                                 << "u1"_ba
                                 << "403"_ba;
    }
    void aMessageIsForWhomItsSenderMayReach()
    {
        QFETCH(QByteArray, roles);
        QFETCH(QByteArray, wanted);
        const auto named = wanted.isEmpty() ? std::nullopt : std::optional(user(wanted));
        QTEST(shown(recipient(principal(roles), named)), "recipient");
    }

    void oneReadsWhatIsOnesOwn_data()
    {
        QTest::addColumn<QByteArray>("roles");
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("read");
        QTest::newRow("user, nobody") << "user"_ba
                                      << ""_ba
                                      << "u1"_ba;
        QTest::newRow("user, itself") << "user"_ba
                                      << "u1"_ba
                                      << "u1"_ba;
        QTest::newRow("user, another") << "user"_ba
                                       << "u2"_ba
                                       << "403"_ba;
        QTest::newRow("user, another case") << "user"_ba
                                            << "U1"_ba
                                            << "403"_ba;
        QTest::newRow("admin, another") << "admin"_ba
                                        << "u2"_ba
                                        << "u2"_ba;
        QTest::newRow("operator, another") << "operator"_ba
                                           << "u2"_ba
                                           << "403"_ba;
    }
    void oneReadsWhatIsOnesOwn()
    {
        QFETCH(QByteArray, roles);
        QFETCH(QByteArray, wanted);
        const auto named = wanted.isEmpty() ? std::nullopt : std::optional(user(wanted));
        QTEST(shown(readableUser(principal(roles), named)), "read");
    }

    void inDevelopmentModeWhatNamesNobodyIsForEveryone()
    {
        const Principal anyone = Principal::development(user("u1"));
        QCOMPARE(shown(recipient(anyone, std::nullopt)), "everyone"_ba);
        QCOMPARE(shown(recipient(anyone, user("u2"))), "u2"_ba);
        QCOMPARE(shown(readableUser(anyone, std::nullopt)), "u1"_ba);
    }

    void aUserOfAnyNameIsNotDevelopmentMode()
    {
        QVERIFY(Principal::development({}).isDevelopment());
        QVERIFY(!principal("user", "development").isDevelopment());
    }

    void whoHasShownNothingIsUnauthorizedAndOthersForbidden()
    {
        QCOMPARE(judge(std::nullopt, Right::Read)->code, ErrorCode::Unauthorized);
        QCOMPARE(judge(principal("user"), Right::Broadcast)->code, ErrorCode::Forbidden);
        QVERIFY(!judge(principal("user"), Right::Read));
        QVERIFY(!judge(principal(""), Right::Open));
    }

    void idempotencyKeysOfTwoCallersAreTwo()
    {
        // Neither can end its name so that it runs into the other's key.
        QVERIFY(idempotencyKeyOf(principal("user", "a"), "bc") != idempotencyKeyOf(principal("user", "ab"), "c"));
    }

    void aRateLimitTellsWhenToComeAgain()
    {
        const Error error = rateLimited(RateDecision{.allowed = false, .untilNext = 1500ms});
        QCOMPARE(error.code, ErrorCode::RateLimited);
        QVERIFY(retryAfter(error) == 1500ms);
    }
};

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
