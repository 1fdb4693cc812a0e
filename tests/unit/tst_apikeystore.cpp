// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <set>
#include <thread>

#include <sys/stat.h>

#include "server/access/apikeystore.h"
#include "tests/support/manualclock.h"

using namespace relais;
using namespace relais::server;
using namespace std::chrono_literals;

namespace {

constexpr UnixTime now = test::ManualClock::start;

UserId user(std::string_view text)
{
    return UserId::parse(text).value();
}

template <typename Value> std::string problemOf(const std::variant<Value, Problem> &outcome)
{
    const auto *problem = std::get_if<Problem>(&outcome);
    return problem ? problem->english() : std::string();
}

NewApiKey made(std::variant<NewApiKey, Problem> outcome)
{
    return std::get<NewApiKey>(std::move(outcome));
}

int modeOf(const std::string &path)
{
    struct stat status { };
    return ::stat(path.c_str(), &status) == 0 ? static_cast<int>(status.st_mode & 0777) : -1;
}

} // namespace

class TestApiKeyStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("keys.json")).toStdString();
    }

    void aKeyIsFoundByItsWholeText()
    {
        ApiKeys keys;
        const NewApiKey created = made(keys.add("backend", {Role::Publisher}, std::nullopt, now));
        QCOMPARE(created.text.size(), std::size_t(59));
        QVERIFY(created.text.starts_with("rk_" + created.key.id + "_"));
        const auto found = keys.find(created.text);
        QVERIFY(found);
        QCOMPARE(found->name, std::string("backend"));
        QVERIFY(found->roles == RoleSet{Role::Publisher});
        QVERIFY(!found->user);
    }

    void nothingElseIsAKey_data()
    {
        QTest::addColumn<QByteArray>("format"); // with %id and %secret
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("only an id") << QByteArray("%id");
        QTest::newRow("no secret") << QByteArray("rk_%id_");
        QTest::newRow("no scheme") << QByteArray("%id_%secret");
        QTest::newRow("another scheme") << QByteArray("sk_%id_%secret");
        QTest::newRow("scheme in capitals") << QByteArray("RK_%id_%secret");
        QTest::newRow("blank behind") << QByteArray("rk_%id_%secret ");
        QTest::newRow("NUL behind") << QByteArray("rk_%id_%secret\0", 15);
        QTest::newRow("unknown id") << QByteArray("rk_000000000000_%secret");
        QTest::newRow("another secret") << QByteArray("rk_%id_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        QTest::newRow("twice") << QByteArray("rk_%id_%secretrk_%id_%secret");
    }
    void nothingElseIsAKey()
    {
        QFETCH(QByteArray, format);
        ApiKeys keys;
        const NewApiKey created = made(keys.add("backend", {Role::Admin}, std::nullopt, now));
        format.replace("%id", created.key.id.c_str());
        format.replace("%secret", created.text.substr(16).c_str());
        QVERIFY(!keys.find(format.toStdString()));
    }

    void aKeyWithOneByteChangedIsNone()
    {
        ApiKeys keys;
        const std::string text = made(keys.add("backend", {Role::Admin}, std::nullopt, now)).text;
        for (std::size_t i = 0; i < text.size(); ++i) {
            std::string changed = text;
            changed[i] = changed[i] == 'x' ? 'y' : 'x';
            QVERIFY2(!keys.find(changed), changed.c_str());
        }
    }

    void noTwoKeysAreAlike()
    {
        ApiKeys keys;
        std::set<std::string> ids;
        std::set<std::string> texts;
        for (int i = 0; i < 200; ++i) {
            const NewApiKey created = made(keys.add("key " + std::to_string(i), {Role::User}, user("u1"), now));
            ids.insert(created.key.id);
            texts.insert(created.text.substr(16));
        }
        QCOMPARE(ids.size(), std::size_t(200));
        QCOMPARE(texts.size(), std::size_t(200));
    }

    void aRevokedKeyIsNotFound_data()
    {
        QTest::addColumn<QByteArray>("by");
        QTest::newRow("by name") << QByteArray("name");
        QTest::newRow("by id") << QByteArray("id");
        QTest::newRow("by itself") << QByteArray("key");
    }
    void aRevokedKeyIsNotFound()
    {
        QFETCH(const QByteArray, by);
        ApiKeys keys;
        const NewApiKey created = made(keys.add("backend", {Role::Admin}, std::nullopt, now));
        QVERIFY(!keys.isRevoked(created.key.id));
        const std::string &which = by == "name" ? created.key.name : by == "id" ? created.key.id : created.text;
        const auto revoked = keys.revoke(which, now + 1s);
        QCOMPARE(problemOf(revoked), std::string());
        QVERIFY(!keys.find(created.text));
        QVERIFY(keys.isRevoked(created.key.id));
        QVERIFY(std::get<ApiKey>(keys.revoke(created.key.id, now + 1h)).revoked == now + 1s); // stays as it was
    }

    void aKeyThatIsNotThereIsRevoked()
    {
        QVERIFY(ApiKeys().isRevoked("0123456789ab"));
        ApiKeys keys;
        QVERIFY(
            problemOf(keys.revoke("\x1b[31m", now)).starts_with("there is no key with the id or name \"\\x1b[31m\""));
    }

    void aNameIsFreeAgainOnceItsKeyIsRevoked()
    {
        ApiKeys keys;
        const NewApiKey first = made(keys.add("backend", {Role::Admin}, std::nullopt, now));
        const auto refused = keys.add("backend", {Role::Admin}, std::nullopt, now);
        QVERIFY(problemOf(refused).starts_with("there is a key " + first.key.id));
        keys.revoke("backend", now);
        const NewApiKey second = made(keys.add("backend", {Role::Admin}, std::nullopt, now));
        QCOMPARE(std::get<ApiKey>(keys.revoke("backend", now)).id, second.key.id);
    }

    void namesThatMislead_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("long") << QByteArray(65, 'x');
        QTest::newRow("line feed") << QByteArray("a\nb");
        QTest::newRow("escape") << QByteArray("\x1b[31mred");
        QTest::newRow("reversed") << QByteArray("a\u202eb");
        QTest::newRow("not UTF-8") << QByteArray("a\xff");
        QTest::newRow("blank in front") << QByteArray(" a");
        QTest::newRow("blank behind") << QByteArray("a ");
        QTest::newRow("like an option") << QByteArray("--force");
        QTest::newRow("a key") << QByteArray("rk_0123456789ab_AAAA");
        QTest::newRow("like an id") << QByteArray("0123456789ab");
    }
    void namesThatMislead()
    {
        QFETCH(const QByteArray, name);
        ApiKeys keys;
        QVERIFY(!problemOf(keys.add(name.toStdString(), {Role::User}, user("u1"), now)).empty());
        QVERIFY(keys.keys().empty());
    }

    void revokingAUserEndsWhatWasIssuedUntilThen()
    {
        ApiKeys keys;
        const NewApiKey before = made(keys.add("before", {Role::User}, user("u1"), now));
        const NewApiKey others = made(keys.add("others", {Role::User}, user("u2"), now));
        keys.revokeUser(user("u1"), now + 5s);
        const NewApiKey after = made(keys.add("after", {Role::User}, user("u1"), now + 6s));
        QVERIFY(keys.revokedBefore(user("u1")) == now + 5s);
        QVERIFY(!keys.revokedBefore(user("u2")));
        QVERIFY(!keys.find(before.text) && keys.isRevoked(before.key.id));
        QVERIFY(keys.find(others.text) && !keys.isRevoked(others.key.id));
        QVERIFY(keys.find(after.text));
        QVERIFY(keys.unrevokeUser(user("u1")));
        QVERIFY(keys.find(before.text));
        QVERIFY(!keys.unrevokeUser(user("u1")));
    }

    void whatIsWrittenIsReadBack()
    {
        const ApiKeyStore store(m_path);
        const NewApiKey first = made(store.add("Zoë's \"backend\"", {Role::Publisher, Role::Operator}, {}, now));
        const NewApiKey second = made(store.add("phone", {Role::User}, user("%_'ü"), now + 1s));
        QCOMPARE(problemOf(store.revoke("phone", now + 2s)), std::string());
        QVERIFY(!store.revokeUser(user("../u 1"), now + 3s));

        const ApiKeys keys = std::get<ApiKeys>(store.load());
        QCOMPARE(keys.keys().size(), std::size_t(2));
        QCOMPARE(keys.keys()[0].name, std::string("Zoë's \"backend\""));
        QVERIFY((keys.keys()[0].roles == RoleSet{Role::Publisher, Role::Operator}));
        QVERIFY(keys.keys()[0].created == now);
        QVERIFY(keys.keys()[1].user == user("%_'ü"));
        QVERIFY(keys.keys()[1].revoked == now + 2s);
        QVERIFY(keys.find(first.text));
        QVERIFY(!keys.find(second.text));
        QVERIFY(keys.revokedBefore(user("../u 1")) == now + 3s);
        QVERIFY(std::get<bool>(store.unrevokeUser(user("../u 1"))));
        QVERIFY(!std::get<ApiKeys>(store.load()).revokedBefore(user("../u 1")));
    }

    void theFileHoldsNoSecretAndIsTheOwnersAlone()
    {
        const mode_t previous = ::umask(0);
        const ApiKeyStore store(m_path);
        const NewApiKey created = made(store.add("backend", {Role::Admin}, std::nullopt, now));
        ::umask(previous);
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.contains(created.key.id.c_str()));
        QVERIFY(!content.contains(created.text.substr(16, 8).c_str()));
        QCOMPARE(modeOf(m_path), 0600);
        QCOMPARE(modeOf(m_path + ".lock"), 0600);
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files).size(), 2); // nothing temporary is left
    }

    void noFileIsNoKeys()
    {
        const ApiKeyStore store(m_path);
        QVERIFY(std::get<ApiKeys>(store.load()).keys().empty());
        QVERIFY(!std::get<std::optional<ApiKeys>>(store.loadIfThere()));
        QVERIFY(!QFileInfo::exists(QString::fromStdString(m_path)));
    }

    void aDamagedFileIsAProblemAndIsLeftAsItIs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("where");
        const auto key = [](const char *changed, const char *by) {
            QByteArray text = "{\"version\":1,\"revokedUsers\":{},\"keys\":[{\"id\":\"0123456789ab\",\"name\":\"n\","
                              "\"roles\":[\"user\"],"
                              "\"sha256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"created\":\"2026-01-"
                              "01T00:00:00Z\"}]}";
            return text.replace(changed, by);
        };
        QTest::newRow("empty") << QByteArray() << QByteArray("keys.json:1:1: ");
        QTest::newRow("cut") << key("}]}", "") << QByteArray("keys.json:1:");
        QTest::newRow("on a later line")
            << QByteArray("{\"version\":1,\n \"keys\":[}") << QByteArray("keys.json:2:10: ");
        QTest::newRow("text behind") << key("}]}", "}]}}") << QByteArray("keys.json:1:");
        QTest::newRow("raw control") << key("\"n\"", "\"\n\"") << QByteArray("keys.json:1:");
        QTest::newRow("not an object") << QByteArray("[]") << QByteArray("keys.json: \"version\": 1");
        QTest::newRow("no version") << key("\"version\"", "\"v\"") << QByteArray("keys.json: \"version\": 1");
        QTest::newRow("of the future") << key("\"version\":1", "\"version\":2") << QByteArray("newer version");
        QTest::newRow("no keys") << key("\"keys\"", "\"k\"") << QByteArray("keys.json: keys is not");
        QTest::newRow("no revocations") << key("\"revokedUsers\"", "\"r\"") << QByteArray("revokedUsers is not");
        QTest::newRow("id") << key("0123456789ab", "0123") << QByteArray("keys[0].id is not");
        QTest::newRow("name") << key("\"n\"", "7") << QByteArray("keys[0].name is not");
        QTest::newRow("roles") << key("[\"user\"]", "\"user\"") << QByteArray("keys[0].roles is not");
        QTest::newRow("role") << key("\"user\"", "\"root\"") << QByteArray("keys[0].roles is not");
        QTest::newRow("digest") << key("AAAA", "AA") << QByteArray("keys[0].sha256 is not");
        QTest::newRow("digest, alphabet") << key("AAAA", "A+A/") << QByteArray("keys[0].sha256 is not");
        QTest::newRow("created") << key("T00:00:00Z", "") << QByteArray("keys[0].created is not");
        QTest::newRow("revoked") << key("\"name\"", "\"revoked\":true,\"name\"")
                                 << QByteArray("keys[0].revoked is not");
        QTest::newRow("user") << key("\"name\"", "\"user\":\"\",\"name\"") << QByteArray("keys[0].user is not");
        QTest::newRow("revoked user") << key("{}", "{\"u1\":\"yesterday\"}")
                                      << QByteArray("revokedUsers.\"u1\" is not");
        QTest::newRow("deep") << QByteArray(100'000, '[') << QByteArray("keys.json:1:");
        QByteArray doubled = key("[{", "[{");
        const QByteArray object = doubled.mid(doubled.indexOf("[{") + 1).chopped(2);
        QTest::newRow("id twice") << doubled.replace("}]}", "}," + object + "]}") << QByteArray("keys[1].id is not");
    }
    void aDamagedFileIsAProblemAndIsLeftAsItIs()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QByteArray, where);
        write(content);
        const ApiKeyStore store(m_path);
        const QByteArray problem = QByteArray::fromStdString(problemOf(store.load()));
        QVERIFY2(problem.contains(where), problem.constData());
        QVERIFY(!problem.contains('\n'));
        QVERIFY(!problemOf(store.add("backend", {Role::Admin}, std::nullopt, now)).empty());
        QVERIFY(store.revokeUser(user("u1"), now));
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void aFileThatOthersCanChangeIsNotBelieved()
    {
        const ApiKeyStore store(m_path);
        made(store.add("backend", {Role::Admin}, std::nullopt, now));
        ::chmod(m_path.c_str(), 0620);
        QVERIFY(problemOf(store.load()).find("can be changed by others") != std::string::npos);
        ::chmod(m_path.c_str(), 0640); // a group that may read it, such as that of backups
        QCOMPARE(problemOf(store.load()), std::string());
    }

    void whatIsNoFileIsAProblem()
    {
        QVERIFY(QDir().mkpath(QString::fromStdString(m_path)));
        QVERIFY(problemOf(ApiKeyStore(m_path).load()).ends_with("is not a file"));
        const ApiKeyStore nowhere(m_directory->filePath(QStringLiteral("none/keys.json")).toStdString());
        QVERIFY(problemOf(nowhere.add("a", {Role::Admin}, std::nullopt, now)).find("cannot be written")
                != std::string::npos);
    }

    void ofChangesAtOnceNoneIsLost()
    {
        constexpr int Writers = 4;
        constexpr int Keys = 10;
        std::vector<std::thread> writers;
        for (int writer = 0; writer < Writers; ++writer) {
            writers.emplace_back([this, writer] {
                const ApiKeyStore store(m_path);
                for (int i = 0; i < Keys; ++i)
                    (void)store.add(std::to_string(writer) + '-' + std::to_string(i), {Role::Admin}, {}, now);
            });
        }
        for (std::thread &writer : writers)
            writer.join();
        QCOMPARE(std::get<ApiKeys>(ApiKeyStore(m_path).load()).keys().size(), std::size_t(Writers * Keys));
    }

private:
    void write(const QByteArray &content)
    {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_path;
};

QTEST_GUILESS_MAIN(TestApiKeyStore)
#include "tst_apikeystore.moc"
