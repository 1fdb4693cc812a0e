// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/serverprocess.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray plainSecret = "0123456789-a-secret-of-some-length";

bool isOneLine(const QByteArray &text)
{
    return text.endsWith('\n') && text.count('\n') == 1 && text.size() > 1;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray decoded(const QByteArray &part)
{
    return QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// The claims of a token if this secret signed it, else an empty object.
QJsonObject verifiedClaims(const QByteArray &token, const QByteArray &secret)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || QJsonDocument::fromJson(decoded(parts[0])).object()[u"alg"] != u"HS256"_s)
        return {};
    const QByteArray signature
        = QMessageAuthenticationCode::hash(parts[0] + '.' + parts[1], secret, QCryptographicHash::Sha256);
    return decoded(parts[2]) == signature ? QJsonDocument::fromJson(decoded(parts[1])).object() : QJsonObject();
}

QByteArray secretIn(const QString &configurationFile)
{
    static const QRegularExpression assignment(u"^jwt_secret = \"(.+)\"$"_s, QRegularExpression::MultilineOption);
    return assignment.match(QString::fromUtf8(contentOf(configurationFile))).captured(1).toLatin1();
}

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

QFile::Permissions modeOf(const QString &path)
{
    return QFileInfo(path).permissions() & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser);
}

} // namespace

/// init, token and keys, as a person or a script calls them.
class TestCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void initWritesAConfigurationThatIsValid_data();
    void initWritesAConfigurationThatIsValid();
    void everyExampleInTheConfigurationIsValid();
    void initDoesNotOverwrite();
    void initMakesAnotherSecretEachTime();

    void aTokenIsSignedWithTheConfiguredSecret();
    void aTokenSaysWhatTheConfigurationAsksFor();
    void theSecretMayComeFromElsewhere_data();
    void theSecretMayComeFromElsewhere();
    void withoutASecretThereIsNoToken();

    void aKeyIsMadeListedAndRevoked();
    void aKeyIsShownOnce();
    void aKeyThatNobodyCanSeeIsAFailure();
    void keysMadeAtOnceAreAllKept();
    void aUserIsRevokedAndRestored();
    void aDamagedKeyFileIsAnErrorOfEveryCommand_data();
    void aDamagedKeyFileIsAnErrorOfEveryCommand();
    void theFirstKeyCanBeMadeForAServerThatNeedsOne();

    void wrongUseIs2AndSaysHow_data();
    void wrongUseIs2AndSaysHow();
    void wrongConfigurationIs78_data();
    void wrongConfigurationIs78();
    void secretsAreNotRepeated_data();
    void secretsAreNotRepeated();
    void everyCommandHasHelp_data();
    void everyCommandHasHelp();

private:
    QString path(const QString &name) const { return m_directory->filePath(name); }
    ProgramRun run(const QStringList &arguments, const QStringList &environment = {}) const
    {
        return runProgram(serverProgram(), arguments, QStringList{u"LC_ALL=C.UTF-8"_s} + environment);
    }
    /// With the data directory of the test.
    ProgramRun keys(const QStringList &arguments) const
    {
        return run(QStringList{u"keys"_s} + arguments + QStringList{u"--data-dir"_s, path(u"data"_s)});
    }
    QJsonArray listedKeys() const
    {
        const ProgramRun list = keys({u"list"_s, u"--json"_s});
        return QJsonDocument::fromJson(list.standardOutput).object()[u"keys"].toArray();
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(ownerOnly));
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestCommands::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void TestCommands::initWritesAConfigurationThatIsValid_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << u"LC_ALL=C.UTF-8"_s;
    QTest::newRow("French") << u"LC_ALL=fr_FR.UTF-8"_s;
}

void TestCommands::initWritesAConfigurationThatIsValid()
{
    QFETCH(const QString, language);

    const QString file = path(u"relais.toml"_s);
    const ProgramRun made = run({u"init"_s, u"--config"_s, file}, {language});
    QCOMPARE(made.standardError, ""_ba);
    QCOMPARE(made.exitStatus, 0);
    QVERIFY(made.standardOutput.contains("relais-server keys add --config " + file.toUtf8()));
    QVERIFY(modeOf(file) == ownerOnly);
    QCOMPARE(secretIn(file).size(), 43);
    QVERIFY(!made.standardOutput.contains(secretIn(file)));

    const ProgramRun checked = run({u"--config"_s, file, u"--check-config"_s});
    QCOMPARE(checked.standardError, ""_ba);
    QCOMPARE(checked.exitStatus, 0);
}

void TestCommands::everyExampleInTheConfigurationIsValid()
{
    const QString file = path(u"relais.toml"_s);
    QCOMPARE(run({u"init"_s, u"--config"_s, file}).exitStatus, 0);
    QString text = QString::fromUtf8(contentOf(file));
    static const QRegularExpression example(u"^# (?=[a-z_]+ = )"_s, QRegularExpression::MultilineOption);
    QVERIFY(text.count(example) >= 10);
    write(u"relais.toml"_s, text.remove(example).toUtf8());
    const ProgramRun checked = run({u"--config"_s, file, u"--check-config"_s});
    QCOMPARE(checked.standardError, ""_ba);
    QCOMPARE(checked.exitStatus, 0);
}

void TestCommands::initDoesNotOverwrite()
{
    const QString file = path(u"relais.toml"_s);
    write(u"relais.toml"_s, "port = 1234\n");
    const ProgramRun refused = run({u"init"_s}, {u"RELAIS_CONFIG="_s + file});
    QCOMPARE(refused.exitStatus, 1);
    QVERIFY(isOneLine(refused.standardError));
    QVERIFY(refused.standardError.contains("--force"));
    QCOMPARE(contentOf(file), "port = 1234\n"_ba);

    QVERIFY(QFile::setPermissions(file, ownerOnly | QFile::ReadOther));
    QCOMPARE(run({u"init"_s, u"--force"_s}, {u"RELAIS_CONFIG="_s + file}).exitStatus, 0);
    QCOMPARE(secretIn(file).size(), 43);
    QVERIFY(modeOf(file) == ownerOnly);
}

void TestCommands::initMakesAnotherSecretEachTime()
{
    QCOMPARE(run({u"init"_s, u"--config"_s, path(u"a"_s)}).exitStatus, 0);
    QCOMPARE(run({u"init"_s, u"--config"_s, path(u"b"_s)}).exitStatus, 0);
    QVERIFY(secretIn(path(u"a"_s)) != secretIn(path(u"b"_s)));
}

void TestCommands::aTokenIsSignedWithTheConfiguredSecret()
{
    const QString file = path(u"relais.toml"_s);
    QCOMPARE(run({u"init"_s, u"--config"_s, file}).exitStatus, 0);
    const qint64 before = QDateTime::currentSecsSinceEpoch();
    const ProgramRun made = run({u"token"_s, u"--config"_s, file, u"--user"_s, u"Zoë"_s, u"--role"_s, u"admin"_s,
                                 u"--role"_s, u"user"_s, u"--ttl"_s, u"10m"_s});
    const qint64 after = QDateTime::currentSecsSinceEpoch();
    QCOMPARE(made.standardError, ""_ba);
    QCOMPARE(made.exitStatus, 0);
    QVERIFY(isOneLine(made.standardOutput));
    QVERIFY(verifiedClaims(made.standardOutput.trimmed(), plainSecret).isEmpty());
    const QJsonObject claims = verifiedClaims(made.standardOutput.trimmed(), secretIn(file));
    QCOMPARE(claims[u"sub"], u"Zoë"_s);
    QCOMPARE(claims[u"roles"], (QJsonArray{u"user"_s, u"admin"_s}));
    const qint64 issued = claims[u"iat"].toInteger();
    QVERIFY(issued >= before && issued <= after);
    QCOMPARE(claims[u"exp"].toInteger() - issued, 600);
}

void TestCommands::aTokenSaysWhatTheConfigurationAsksFor()
{
    write(u"relais.toml"_s,
          "[auth]\njwt_secret = \"" + plainSecret
              + "\"\nissuer = \"me\"\naudiences = [\"relais\", \"other\"]\n"
                "user_claim = \"uid\"\nroles_claim = \"groups\"\ndefault_roles = [\"operator\"]\n");
    const ProgramRun made = run({u"token"_s, u"--user=u1"_s, u"--config"_s, path(u"relais.toml"_s)});
    const QJsonObject claims = verifiedClaims(made.standardOutput.trimmed(), plainSecret);
    QCOMPARE(claims[u"uid"], u"u1"_s);
    QCOMPARE(claims[u"groups"], QJsonArray{u"operator"_s});
    QCOMPARE(claims[u"iss"], u"me"_s);
    QCOMPARE(claims[u"aud"], u"relais"_s);
    QCOMPARE(claims[u"exp"].toInteger() - claims[u"iat"].toInteger(), 3600);
}

void TestCommands::theSecretMayComeFromElsewhere_data()
{
    QTest::addColumn<bool>("isFile");
    QTest::newRow("environment") << false;
    QTest::newRow("file with a line feed") << true;
}

void TestCommands::theSecretMayComeFromElsewhere()
{
    QFETCH(const bool, isFile);

    write(u"secret"_s, plainSecret + '\n');
    const ProgramRun made = run({u"token"_s, u"--user"_s, u"u1"_s},
                                {isFile ? u"RELAIS_AUTH_JWT_SECRET_FILE="_s + path(u"secret"_s)
                                        : u"RELAIS_AUTH_JWT_SECRET="_s + QString::fromLatin1(plainSecret)});
    QCOMPARE(made.standardError, ""_ba);
    QCOMPARE(verifiedClaims(made.standardOutput.trimmed(), plainSecret)[u"sub"], u"u1"_s);
}

void TestCommands::withoutASecretThereIsNoToken()
{
    const ProgramRun refused = run({u"token"_s, u"--user"_s, u"u1"_s, u"--set"_s, u"auth.jwks_file=keys.jwks"_s});
    QCOMPARE(refused.exitStatus, 1);
    QCOMPARE(refused.standardOutput, ""_ba);
    QVERIFY(isOneLine(refused.standardError));
    QVERIFY(refused.standardError.contains("auth.jwt_secret"));
}

void TestCommands::aKeyIsMadeListedAndRevoked()
{
    const ProgramRun added
        = keys({u"add"_s, u"--name"_s, u"back end"_s, u"--role"_s, u"publisher"_s, u"--role"_s, u"operator"_s});
    QCOMPARE(added.exitStatus, 0);
    static const QRegularExpression form(u"^rk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}\n$"_s);
    QVERIFY(form.match(QString::fromLatin1(added.standardOutput)).hasMatch());
    QVERIFY(modeOf(path(u"data"_s)) == (ownerOnly | QFile::ExeOwner));
    QVERIFY(modeOf(path(u"data/keys.json"_s)) == ownerOnly);

    const QByteArray id = added.standardOutput.mid(3, 12);
    QJsonObject key = listedKeys().first().toObject();
    QCOMPARE(listedKeys().size(), 1);
    QCOMPARE(key[u"id"].toString().toLatin1(), id);
    QCOMPARE(key[u"roles"], (QJsonArray{u"publisher"_s, u"operator"_s}));
    QVERIFY(key[u"inForce"].toBool() && key[u"revoked"].isNull());
    QVERIFY(keys({u"list"_s}).standardOutput.contains("back end  publisher,operator"));

    QCOMPARE(keys({u"revoke"_s, u"back end"_s}).exitStatus, 0);
    key = listedKeys().first().toObject();
    QVERIFY(!key[u"inForce"].toBool() && key[u"revoked"].isString());
    QCOMPARE(keys({u"revoke"_s, QString::fromLatin1(id)}).exitStatus, 0); // it is, which is what was asked for
    const ProgramRun unknown = keys({u"revoke"_s, u"front end"_s});
    QCOMPARE(unknown.exitStatus, 1);
    QVERIFY(isOneLine(unknown.standardError));
}

void TestCommands::aKeyIsShownOnce()
{
    const ProgramRun added = keys({u"add"_s, u"--name"_s, u"phone"_s, u"--role"_s, u"user"_s, u"--user"_s, u"u1"_s});
    const QByteArray secret = added.standardOutput.mid(16, 43);
    QCOMPARE(secret.size(), 43);
    QVERIFY(!added.standardError.contains(secret) && added.standardError.contains("once"));
    QVERIFY(!contentOf(path(u"data/keys.json"_s)).contains(secret));
    for (const QStringList &arguments :
         {QStringList{u"list"_s}, {u"list"_s, u"--json"_s}, {u"revoke"_s, u"phone"_s}}) {
        const ProgramRun later = keys(arguments);
        QCOMPARE(later.exitStatus, 0);
        QVERIFY(!(later.standardOutput + later.standardError).contains(secret));
    }
    const ProgramRun twice = keys({u"revoke"_s, QString::fromLatin1("rk_0123456789ab_" + secret)});
    QCOMPARE(twice.exitStatus, 1);
    QVERIFY(!twice.standardError.contains(secret));
}

void TestCommands::aKeyThatNobodyCanSeeIsAFailure()
{
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(
        serverProgram(),
        {u"keys"_s, u"add"_s, u"--name"_s, u"a"_s, u"--role"_s, u"admin"_s, u"--data-dir"_s, path(u"data"_s)});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("standard output cannot be written"));
}

void TestCommands::keysMadeAtOnceAreAllKept()
{
    constexpr int Processes = 6;
    std::vector<ProgramRun> runs(Processes);
    std::vector<std::thread> threads;
    for (int i = 0; i < Processes; ++i) {
        threads.emplace_back([this, i, &runs] {
            runs[static_cast<std::size_t>(i)]
                = keys({u"add"_s, u"--name"_s, QString::number(i), u"--role"_s, u"admin"_s});
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    for (const ProgramRun &run : runs)
        QVERIFY2(run.exitStatus == 0, run.standardError.constData());
    QCOMPARE(listedKeys().size(), Processes);
}

void TestCommands::aUserIsRevokedAndRestored()
{
    QCOMPARE(keys({u"add"_s, u"--name"_s, u"phone"_s, u"--role"_s, u"user"_s, u"--user"_s, u"-u 1"_s}).exitStatus, 0);
    QCOMPARE(keys({u"revoke-user"_s, u"u2"_s}).exitStatus, 0);
    QVERIFY(listedKeys().first()[u"inForce"].toBool());
    // An id that begins with a dash, behind the mark for that.
    const QStringList dataDirectory{u"--data-dir"_s, path(u"data"_s)};
    QCOMPARE(
        run(QStringList{u"keys"_s, u"revoke-user"_s} + dataDirectory + QStringList{u"--"_s, u"-u 1"_s}).exitStatus,
        0);
    QVERIFY(!listedKeys().first()[u"inForce"].toBool());
    QVERIFY(keys({u"list"_s}).standardOutput.contains("user revoked"));
    QCOMPARE(
        run(QStringList{u"keys"_s, u"restore-user"_s} + dataDirectory + QStringList{u"--"_s, u"-u 1"_s}).exitStatus,
        0);
    QVERIFY(listedKeys().first()[u"inForce"].toBool());
}

void TestCommands::aDamagedKeyFileIsAnErrorOfEveryCommand_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("add") << QStringList{u"add"_s, u"--name"_s, u"a"_s, u"--role"_s, u"admin"_s};
    QTest::newRow("list") << QStringList{u"list"_s};
    QTest::newRow("revoke") << QStringList{u"revoke"_s, u"a"_s};
    QTest::newRow("revoke-user") << QStringList{u"revoke-user"_s, u"a"_s};
    QTest::newRow("restore-user") << QStringList{u"restore-user"_s, u"a"_s};
}

void TestCommands::aDamagedKeyFileIsAnErrorOfEveryCommand()
{
    QFETCH(const QStringList, arguments);

    QVERIFY(QDir(m_directory->path()).mkdir(u"data"_s));
    write(u"data/keys.json"_s, "{\"version\":1,\n  \"keys\":[");
    const ProgramRun refused = keys(arguments);
    QCOMPARE(refused.exitStatus, 1);
    QCOMPARE(refused.standardOutput, ""_ba);
    QVERIFY(isOneLine(refused.standardError));
    QVERIFY2(refused.standardError.contains("keys.json:2:"), refused.standardError.constData());
    QVERIFY(refused.standardError.contains("restore the file from a backup"));
    QCOMPARE(contentOf(path(u"data/keys.json"_s)), "{\"version\":1,\n  \"keys\":["_ba);
}

void TestCommands::theFirstKeyCanBeMadeForAServerThatNeedsOne()
{
    const ProgramRun added
        = run({u"keys"_s, u"add"_s, u"--name"_s, u"a"_s, u"--role"_s, u"admin"_s, u"--data-dir"_s, path(u"data"_s)},
              {u"RELAIS_HOST=0.0.0.0"_s});
    QCOMPARE(added.exitStatus, 0);
    QVERIFY(added.standardError.contains("restarted"));
}

void TestCommands::wrongUseIs2AndSaysHow_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QStringList &arguments, const QByteArray &says) {
        QTest::newRow(name) << arguments << says;
    };
    row("keys alone", {u"keys"_s}, "keys --help");
    row("unknown in keys", {u"keys"_s, u"ad"_s}, "keys --help");
    row("option of init", {u"init"_s, u"--forc"_s}, "did you mean --force?");
    row("word for init", {u"init"_s, u"relais.toml"_s}, "unknown argument \"relais.toml\"");
    row("setting for init", {u"init"_s, u"--port"_s, u"1"_s}, "unknown argument \"--port\"");
    row("init without value", {u"init"_s, u"--config"_s}, "--config takes a value");
    row("token without user", {u"token"_s}, "--user is missing");
    row("empty user", {u"token"_s, u"--user"_s, QString()}, "is not a user id");
    row("user with line feed", {u"token"_s, u"--user"_s, u"a\nb"_s}, "\"a\\nb\" is not a user id");
    row("user without value", {u"token"_s, u"--user="_s}, "--user takes a value");
    row("two users", {u"token"_s, u"--user"_s, u"a"_s, u"--user"_s, u"b"_s}, "may be given only once");
    row("role in capitals", {u"token"_s, u"--user"_s, u"a"_s, u"--role"_s, u"Admin"_s}, "\"Admin\" is not a role");
    row("ttl without unit", {u"token"_s, u"--user"_s, u"a"_s, u"--ttl"_s, u"60"_s}, "--ttl takes a duration");
    row("no ttl", {u"token"_s, u"--user"_s, u"a"_s, u"--ttl"_s, u"0s"_s}, "--ttl takes a duration");
    row("ttl for ever", {u"token"_s, u"--user"_s, u"a"_s, u"--ttl"_s, u"367d"_s}, "--ttl takes a duration");
    row("key without name", {u"keys"_s, u"add"_s, u"--role"_s, u"admin"_s}, "--name takes");
    row("key with bad name", {u"keys"_s, u"add"_s, u"--name"_s, u"a\x1b"_s, u"--role"_s, u"admin"_s}, "--name takes");
    row("key without role", {u"keys"_s, u"add"_s, u"--name"_s, u"a"_s}, "--role is missing");
    row("user key without user", {u"keys"_s, u"add"_s, u"--name"_s, u"a"_s, u"--role"_s, u"user"_s}, "needs --user");
    row("revoke without key", {u"keys"_s, u"revoke"_s}, "ID|NAME is missing");
    row("revoke of two", {u"keys"_s, u"revoke"_s, u"a"_s, u"b"_s}, "unknown argument \"b\"");
    row("revoke of no user", {u"keys"_s, u"revoke-user"_s, u" "_s}, "is not a user id");
    row("word for list", {u"keys"_s, u"list"_s, u"all"_s}, "unknown argument \"all\"");
    row("bad setting", {u"keys"_s, u"list"_s, u"--port"_s, u"x"_s}, "--port");
    row("unknown command", {u"tokens"_s}, "--help");
}

void TestCommands::wrongUseIs2AndSaysHow()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, says);

    const ProgramRun refused = run(arguments);
    QCOMPARE(refused.exitStatus, 2);
    QCOMPARE(refused.standardOutput, ""_ba);
    QVERIFY2(isOneLine(refused.standardError) && refused.standardError.contains(says),
             refused.standardError.constData());
}

void TestCommands::wrongConfigurationIs78_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("token") << QStringList{u"token"_s, u"--user"_s, u"u1"_s};
    QTest::newRow("add") << QStringList{u"keys"_s, u"add"_s, u"--name"_s, u"a"_s, u"--role"_s, u"admin"_s};
    QTest::newRow("list") << QStringList{u"keys"_s, u"list"_s};
    QTest::newRow("revoke") << QStringList{u"keys"_s, u"revoke"_s, u"a"_s};
    QTest::newRow("revoke-user") << QStringList{u"keys"_s, u"revoke-user"_s, u"a"_s};
}

void TestCommands::wrongConfigurationIs78()
{
    QFETCH(const QStringList, arguments);

    write(u"relais.toml"_s, "port = 5000\nauth.jwt_secrets = \"x\"\n");
    const ProgramRun refused = run(arguments + QStringList{u"--config"_s, path(u"relais.toml"_s)});
    QCOMPARE(refused.exitStatus, 78);
    QCOMPARE(refused.standardOutput, ""_ba);
    QVERIFY(isOneLine(refused.standardError));
    QVERIFY(refused.standardError.contains("relais.toml:2:"));
}

void TestCommands::secretsAreNotRepeated_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString key = u"rk_0123456789ab_S3CR3TS3CR3TS3CR3TS3CR3TS3CR3TS3CR3TS3CR3TS"_s;
    QTest::newRow("secret as a setting") << QStringList{u"token"_s, u"--user"_s, u"a"_s, u"--set"_s,
                                                        u"auth.jwt_secret=S3CR3TS3CR3TS3CR3TS3CR3TS3CR3TS3CR3T"_s};
    QTest::newRow("secret as an option") << QStringList{u"token"_s, u"--user"_s, u"a"_s, u"--secret=S3CR3T"_s};
    QTest::newRow("key as a command") << QStringList{u"keys"_s, key};
    QTest::newRow("key as a word") << QStringList{u"keys"_s, u"list"_s, key};
    QTest::newRow("unknown key") << QStringList{u"keys"_s, u"revoke"_s, key, u"--data-dir"_s, u"."_s};
    QTest::newRow("key as a name") << QStringList{u"keys"_s, u"add"_s, u"--name"_s, key, u"--role"_s, u"admin"_s};
    QTest::newRow("secret too short") << QStringList{u"token"_s, u"--user"_s, u"a"_s, u"--config"_s, u"@short"_s};
    QTest::newRow("settings") << QStringList{u"--print-config"_s, u"--config"_s, u"@long"_s};
}

void TestCommands::secretsAreNotRepeated()
{
    QFETCH(QStringList, arguments);

    write(u"short"_s, "auth.jwt_secret = \"S3CR3T\"\n");
    write(u"long"_s, "auth.jwt_secret = \"S3CR3TS3CR3TS3CR3TS3CR3TS3CR3TS3CR3T\"\n");
    arguments.replaceInStrings(u"@"_s, m_directory->path() + u'/');
    const ProgramRun answered = run(arguments);
    QVERIFY(answered.exitStatus != 0 || arguments.first() == u"--print-config"_s);
    QVERIFY((answered.standardOutput + answered.standardError).size() > 10);
    QVERIFY2(!(answered.standardOutput + answered.standardError).contains("S3CR3T"),
             (answered.standardOutput + answered.standardError).constData());
}

void TestCommands::everyCommandHasHelp_data()
{
    QTest::addColumn<QStringList>("command");
    for (const char *command :
         {"init", "token", "keys", "keys add", "keys list", "keys revoke", "keys revoke-user", "keys restore-user"})
        QTest::newRow(command) << QString::fromLatin1(command).split(u' ');
}

void TestCommands::everyCommandHasHelp()
{
    QFETCH(const QStringList, command);

    const ProgramRun help = run(command + QStringList{u"--help"_s});
    QCOMPARE(help.exitStatus, 0);
    QCOMPARE(help.standardError, ""_ba);
    QVERIFY(help.standardOutput.startsWith("Usage: relais-server " + command.join(u' ').toUtf8() + ' '));
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
