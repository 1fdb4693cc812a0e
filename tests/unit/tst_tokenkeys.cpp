// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwtverifier.h"
#include "server/access/tokenkeys.h"
#include "tests/support/cannedhttpserver.h"
#include "tests/support/manualclock.h"
#include "tests/support/rununtil.h"
#include "tests/support/tokenforge.h"

#include <atomic>
#include <thread>

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

const std::string secret(32, 's');

/// A folder of key files that only their owner may read.
class Folder {
public:
    std::string write(const char *name, const std::string &content,
                      QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
    {
        QFile file(m_directory.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(content)) < 0
            || !file.setPermissions(permissions))
            qFatal("cannot write %s", name);
        return path(name);
    }
    void remove(const char *name) { QFile::remove(m_directory.filePath(QLatin1String(name))); }
    std::string path(const char *name) const { return m_directory.filePath(QLatin1String(name)).toStdString(); }

private:
    QTemporaryDir m_directory;
};

std::string setOf(const TokenForge &forge)
{
    return "{\"keys\":[" + forge.jwk() + "]}";
}

/// Whether a token of this issuer is let in now.
bool accepts(const TokenKeys &keys, const TokenForge &forge, const char *algorithm)
{
    const std::string token
        = forge.token(std::string("{\"alg\":\"") + algorithm + "\"}", "{\"sub\":\"u1\",\"exp\":4000000000}");
    return std::holds_alternative<JwtClaims>(JwtVerifier({}).verify(token, *keys.current(), ManualClock::start));
}

bool contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TokenKeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutSourcesThereAreNoKeys();
    void everySourceGivesItsKeys();
    void theLineFeedOfAnEditorIsNotPartOfTheSecret();
    void whatIsWrongWithAFileIsSaid_data();
    void whatIsWrongWithAFileIsSaid();
    void whatIsWrongWithTheSecretIsSaid();
    void anUnsafeUrlIsSaidAndNotFetched();
    void everyProblemIsSaidAtOnce();
    void aSecretThatEveryoneMayReadIsAWarning_data();
    void aSecretThatEveryoneMayReadIsAWarning();
    void aReloadTakesNewKeys();
    void aReloadKeepsTheKeysOfAFileThatFails();
    void aReloadFetchesTheUrl();
    void theUrlIsFetchedFromTheStart();
    void keysOfFilesCountBeforeTheUrlIsLoaded();
    void aChangeIsToldOfOnceForAllSources();
    void threadsMayReadWhileKeysChange();
};

void TokenKeysTest::withoutSourcesThereAreNoKeys()
{
    const ManualClock clock;
    TokenKeys keys({}, clock);
    QVERIFY(keys.current());
    QVERIFY(keys.load().empty());
    QVERIFY(keys.current()->keys().empty());
    QVERIFY(keys.isLoaded());
    keys.requestRefresh();
    keys.reload();
    QVERIFY(keys.current()->keys().empty());
}

void TokenKeysTest::everySourceGivesItsKeys()
{
    Folder folder;
    const TokenForge rsa = TokenForge::withRsa();
    const TokenForge ec = TokenForge::withEc();
    const TokenForge ed = TokenForge::withEd25519();
    const TokenForge otherSecret = TokenForge::withSecret(std::string(40, 't'));
    const ManualClock clock;
    TokenKeys keys(
        {.secret = secret,
         .secretFile = folder.write("secret", std::string(40, 't')),
         .publicKeyFiles = {folder.write("rsa.pem", rsa.publicPem()), folder.write("ec.pem", ec.certificatePem())},
         .jwksFile = folder.write("jwks.json", setOf(ed))},
        clock);
    QVERIFY(keys.load().empty());
    QVERIFY(accepts(keys, TokenForge::withSecret(secret), "HS256"));
    QVERIFY(accepts(keys, otherSecret, "HS256"));
    QVERIFY(accepts(keys, rsa, "RS256"));
    QVERIFY(accepts(keys, ec, "ES256"));
    QVERIFY(accepts(keys, ed, "EdDSA"));
    QVERIFY(!accepts(keys, TokenForge::withEd25519(), "EdDSA"));
}

void TokenKeysTest::theLineFeedOfAnEditorIsNotPartOfTheSecret()
{
    Folder folder;
    const ManualClock clock;
    for (const char *end : {"\n", "\r\n"}) {
        TokenKeys keys({.secretFile = folder.write("secret", secret + end)}, clock);
        QVERIFY(keys.load().empty());
        QVERIFY(accepts(keys, TokenForge::withSecret(secret), "HS256"));
    }
    TokenKeys keys({.secretFile = folder.write("secret", secret + "\n\n")}, clock);
    QVERIFY(keys.load().empty());
    QVERIFY(accepts(keys, TokenForge::withSecret(secret + '\n'), "HS256"));
}

void TokenKeysTest::whatIsWrongWithAFileIsSaid_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("why");
    const auto add = [](const char *name, const char *kind, const QByteArray &content, const char *why) {
        QTest::newRow(name) << content << QByteArray(kind) << QByteArray(why);
    };
    add("short secret", "secret", "hunter2", "7 bytes, at least 32");
    add("empty secret", "secret", "", "0 bytes, at least 32");
    add("PEM as secret", "secret", QByteArray::fromStdString(TokenForge::withEc().publicPem()),
        "a PEM file is no secret");
    add("secret as PEM", "pem", QByteArray(40, 's'), "no PEM block");
    add("PEM as JWK set", "jwks", QByteArray::fromStdString(TokenForge::withEc().publicPem()), "not a JWK set");
    add("big", "jwks", QByteArray(1024 * 1024 + 1, ' '), "bigger than 1 MiB");
}

void TokenKeysTest::whatIsWrongWithAFileIsSaid()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, why);
    Folder folder;
    const std::string path = folder.write("file", content.toStdString());
    TokenKeySettings settings;
    (kind == "secret"    ? settings.secretFile
         : kind == "pem" ? settings.publicKeyFiles.emplace_back()
                         : settings.jwksFile)
        = path;
    const ManualClock clock;
    TokenKeys keys(settings, clock);
    const auto problems = keys.load();
    QCOMPARE(problems.size(), 1U);
    QVERIFY2(problems.front().starts_with(path + ": "), problems.front().c_str());
    QVERIFY2(contains(problems.front(), why.toStdString()), problems.front().c_str());
    QVERIFY(!contains(problems.front(), "hunter2"));
}

void TokenKeysTest::whatIsWrongWithTheSecretIsSaid()
{
    const ManualClock clock;
    TokenKeys keys({.secret = "hunter2"}, clock);
    const auto problems = keys.load();
    QCOMPARE(problems.size(), 1U);
    QVERIFY(contains(problems.front(), "7 bytes, at least 32"));
    QVERIFY(!contains(problems.front(), "hunter2"));
}

void TokenKeysTest::anUnsafeUrlIsSaidAndNotFetched()
{
    const ManualClock clock;
    TokenKeys keys({.jwksUrl = "http://user:hunter2@example.com/jwks?key=hunter2"}, clock);
    const auto problems = keys.load();
    QCOMPARE(problems.size(), 1U);
    QVERIFY(contains(problems.front(), "example.com/jwks"));
    QVERIFY(!contains(problems.front(), "hunter2"));
    keys.requestRefresh();
    keys.reload();
}

void TokenKeysTest::everyProblemIsSaidAtOnce()
{
    Folder folder;
    const ManualClock clock;
    TokenKeys keys({.secret = "x",
                    .secretFile = folder.path("a"),
                    .publicKeyFiles = {folder.path("b"), folder.path(".")},
                    .jwksFile = folder.path("d"),
                    .jwksUrl = "http://example.com"},
                   clock);
    const auto problems = keys.load();
    QCOMPARE(problems.size(), 6U);
    QVERIFY(problems[1].starts_with(folder.path("a") + ": cannot be read: "));
    QVERIFY(contains(problems[3], "it is a directory"));
}

void TokenKeysTest::aSecretThatEveryoneMayReadIsAWarning_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("secret") << QByteArray(32, 's') << QByteArray("secret");
    QTest::newRow("in a JWK set") << QByteArray::fromStdString(setOf(TokenForge::withSecret(secret)))
                                  << QByteArray("jwks");
}

void TokenKeysTest::aSecretThatEveryoneMayReadIsAWarning()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, kind);
    Folder folder;
    const std::string path
        = folder.write("secret", content.toStdString(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    const ManualClock clock;
    TokenKeySettings settings;
    (kind == "secret" ? settings.secretFile : settings.jwksFile) = path;
    TokenKeys keys(settings, clock);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("secret: everyone on this machine .* chmod 600")));
    QVERIFY(keys.load().empty());
    QVERIFY(accepts(keys, TokenForge::withSecret(secret), "HS256"));
}

void TokenKeysTest::aReloadTakesNewKeys()
{
    Folder folder;
    const TokenForge first = TokenForge::withEc();
    const TokenForge second = TokenForge::withEc();
    const ManualClock clock;
    TokenKeys keys({.publicKeyFiles = {folder.write("key", first.publicPem())}}, clock);
    QVERIFY(keys.load().empty());
    const auto before = keys.current();
    folder.write("key", second.publicPem());
    QVERIFY(accepts(keys, first, "ES256"));
    keys.reload();
    QVERIFY(!accepts(keys, first, "ES256"));
    QVERIFY(accepts(keys, second, "ES256"));
    QCOMPARE(before->keys().size(), 1U); // whoever holds the old set may go on with it
}

void TokenKeysTest::aReloadKeepsTheKeysOfAFileThatFails()
{
    Folder folder;
    const TokenForge pem = TokenForge::withEc();
    const TokenForge first = TokenForge::withEd25519();
    const TokenForge second = TokenForge::withEd25519();
    const ManualClock clock;
    TokenKeys keys(
        {.publicKeyFiles = {folder.write("key", pem.publicPem())}, .jwksFile = folder.write("set", setOf(first))},
        clock);
    QVERIFY(keys.load().empty());
    folder.remove("key");
    folder.write("set", setOf(second));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("last good keys stay.*key: cannot be read")));
    keys.reload();
    QVERIFY(accepts(keys, pem, "ES256"));
    QVERIFY(accepts(keys, second, "EdDSA"));
    QVERIFY(!accepts(keys, first, "EdDSA"));
}

void TokenKeysTest::aReloadFetchesTheUrl()
{
    CannedHttpServer server;
    const TokenForge first = TokenForge::withEd25519();
    const TokenForge second = TokenForge::withEd25519();
    server.answerWith(QByteArray::fromStdString(setOf(first)));
    const ManualClock clock;
    TokenKeys keys({.jwksUrl = server.url().toString().toStdString()}, clock);
    QVERIFY(keys.load().empty());
    QVERIFY(runUntil([&] { return accepts(keys, first, "EdDSA"); }));
    server.answerWith(QByteArray::fromStdString(setOf(second)));
    keys.reload();
    QVERIFY(runUntil([&] { return accepts(keys, second, "EdDSA"); }));
    QVERIFY(!accepts(keys, first, "EdDSA"));
}

void TokenKeysTest::theUrlIsFetchedFromTheStart()
{
    CannedHttpServer server;
    const TokenForge ed = TokenForge::withEd25519();
    server.answerWith(QByteArray::fromStdString(setOf(ed)));
    const ManualClock clock;
    TokenKeys keys({.jwksUrl = server.url().toString().toStdString()}, clock);
    QVERIFY(keys.load().empty());
    QVERIFY(!keys.isLoaded());
    QVERIFY(runUntil([&] { return keys.isLoaded(); }));
    QVERIFY(accepts(keys, ed, "EdDSA"));
}

void TokenKeysTest::keysOfFilesCountBeforeTheUrlIsLoaded()
{
    CannedHttpServer server;
    server.neverAnswer();
    const ManualClock clock;
    TokenKeys keys({.secret = secret, .jwksUrl = server.url().toString().toStdString()}, clock);
    QVERIFY(keys.load().empty());
    QVERIFY(!keys.isLoaded());
    QVERIFY(accepts(keys, TokenForge::withSecret(secret), "HS256"));
}

void TokenKeysTest::aChangeIsToldOfOnceForAllSources()
{
    Folder folder;
    const ManualClock clock;
    TokenKeys keys({.secret = secret, .publicKeyFiles = {folder.write("key", TokenForge::withEc().publicPem())}},
                   clock);
    QSignalSpy changes(&keys, &TokenKeys::changed);
    QVERIFY(keys.load().empty());
    QCOMPARE(changes.size(), 1);
    keys.reload();
    QCOMPARE(changes.size(), 2);
}

void TokenKeysTest::threadsMayReadWhileKeysChange()
{
    Folder folder;
    const TokenForge forge = TokenForge::withEc();
    const ManualClock clock;
    TokenKeys keys({.secret = secret, .publicKeyFiles = {folder.write("key", forge.publicPem())}}, clock);
    QVERIFY(keys.load().empty());
    std::atomic<bool> isOver = false;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] {
            do {
                refused += accepts(keys, forge, "ES256") ? 0 : 1;
                keys.requestRefresh();
            } while (!isOver);
        });
    }
    for (int i = 0; i < 100; ++i)
        keys.reload();
    isOver = true;
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(refused.load(), 0);
}

QTEST_GUILESS_MAIN(TokenKeysTest)
#include "tst_tokenkeys.moc"
