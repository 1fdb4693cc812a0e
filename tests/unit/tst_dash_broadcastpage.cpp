// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QRadioButton>
#include <QSpinBox>
#include <QTemporaryDir>

#include "dashboard/pages/broadcastpage.h"
#include "dashboard/pages/jsoneditor.h"
#include "tests/support/fakeadminapi.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

class TestBroadcastPage : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeAdminApi> m_api;
    std::unique_ptr<BroadcastPage> m_page;

    template <typename Child> Child *child(const char *name) const { return childOf<Child>(m_page.get(), name); }
    QPlainTextEdit *payload() const { return m_page->findChild<JsonEditor *>()->findChild<QPlainTextEdit *>(); }
    void write(const QString &type, const QString &json)
    {
        child<QLineEdit>("type")->clear();
        QTest::keyClicks(child<QLineEdit>("type"), type);
        payload()->clear();
        QTest::keyClicks(payload(), json);
    }
    std::vector<FakeAdminApi::Request> posts() const
    {
        std::vector<FakeAdminApi::Request> found;
        std::copy_if(m_api->asked.begin(), m_api->asked.end(), std::back_inserter(found),
                     [](const auto &request) { return request.method == u"POST"; });
        return found;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_api = std::make_unique<FakeAdminApi>();
        m_api->automatic = [](const FakeAdminApi::Request &request) -> std::optional<Result<QJsonObject>> {
            if (request.path.endsWith(u"/status"))
                return QJsonObject{
                    {QStringLiteral("connections"),
                     QJsonObject{{QStringLiteral("total"), 1300}, {QStringLiteral("recipients"), 1234}}}};
            if (request.path.endsWith(u"/clients")) {
                const QJsonObject one{{QStringLiteral("userId"), QStringLiteral("u1")}};
                const QJsonObject other{{QStringLiteral("userId"), QStringLiteral("u12")}};
                return QJsonObject{{QStringLiteral("clients"), QJsonArray{one, one, other}},
                                   {QStringLiteral("total"), 3}};
            }
            return std::nullopt;
        };
        m_page = std::make_unique<BroadcastPage>(*m_api, m_folder->filePath(QStringLiteral("b.json")));
        m_page->setPermissions({});
        QVERIFY(showAndActivate(m_page.get()));
    }
    void cleanup() { m_page.reset(); }

    void whatIsWrittenIsSentAfterItWasConfirmed()
    {
        write(QStringLiteral("order.updated"), QStringLiteral("{\"n\": [1, 2]}"));
        QTRY_VERIFY(child<QLabel>("reach")->text().contains(QLatin1String("1,234")));
        QTest::keyClick(payload(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(posts().empty());
        QVERIFY(question(m_page.get())->text().contains(QLatin1String("order.updated")));
        QVERIFY(question(m_page.get())->text().contains(QLatin1String("1,234")));
        QVERIFY(acceptQuestion(m_page.get()));
        QCOMPARE(posts().size(), std::size_t(1));
        QCOMPARE(posts()[0].path, QStringLiteral("/api/sync/broadcast"));
        QCOMPARE(posts()[0].body.value(u"payload").toObject().value(u"n").toArray().size(), 2);
        QVERIFY(!posts()[0].body.contains(u"userIds"));
        QVERIFY(!child<QPushButton>("send")->isEnabled()); // until it is answered
        m_api->answer(QJsonObject{{QStringLiteral("id"), QStringLiteral("5-0")}, {QStringLiteral("recipients"), 7}});
        QVERIFY2(child<QLabel>("result")->text().contains(QLatin1String("5-0")),
                 qPrintable(child<QLabel>("result")->text()));
        QCOMPARE(m_page->store().history().front().recipients, 7);
        QVERIFY(child<QPushButton>("send")->isEnabled());
    }

    void numbersAndTheOrderOfMembersAreSentAsWritten()
    {
        write(QStringLiteral("price"), QStringLiteral("{\"z\": 1.50, \"a\": 12345678901234567890}"));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        QCOMPARE(posts()[0].text,
                 QByteArray("{\"type\":\"price\",\"payload\":{\"z\": 1.50, \"a\": 12345678901234567890}}"));
    }

    void escapeSendsNothing()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QTest::keyClick(question(m_page.get()), Qt::Key_Escape);
        QVERIFY(question(m_page.get()) == nullptr);
        QVERIFY(posts().empty());
    }

    void returnInAQuestionSendsNothing()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QTest::keyClick(question(m_page.get()), Qt::Key_Return);
        QVERIFY(posts().empty());
    }

    void someUsersAreNamedOneALine()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        QTest::mouseClick(child<QRadioButton>("someUsers"), Qt::LeftButton, {}, QPoint(8, 8));
        auto *const users = child<QPlainTextEdit>("users");
        QVERIFY(!child<QPushButton>("send")->isEnabled()); // nobody is named yet
        QTest::keyClicks(users, QStringLiteral("u1"));
        QTRY_VERIFY(child<QLabel>("reach")->text().contains(QLatin1String("2 client(s)"))); // u12 is another
        QTest::keyClick(users, Qt::Key_Return);
        QTest::keyClicks(users, QStringLiteral("a, b"));
        QTest::keyClick(m_page.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(acceptQuestion(m_page.get()));
        const QJsonArray expected{QStringLiteral("u1"), QStringLiteral("a, b")};
        QCOMPARE(posts()[0].body.value(u"userIds").toArray(), expected);
    }

    void whatIsNotValidCannotBeSent_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("json");
        QTest::newRow("no type") << QString() << QStringLiteral("1");
        QTest::newRow("wrong type") << QStringLiteral("Order") << QStringLiteral("1");
        QTest::newRow("the server's type") << QStringLiteral("sync.force") << QStringLiteral("1");
        QTest::newRow("no payload") << QStringLiteral("a") << QString();
        QTest::newRow("wrong payload") << QStringLiteral("a") << QStringLiteral("{x}");
    }
    void whatIsNotValidCannotBeSent()
    {
        QFETCH(QString, type);
        QFETCH(QString, json);
        write(type, json);
        QVERIFY(!child<QPushButton>("send")->isEnabled());
        QVERIFY(!child<QPushButton>("send")->toolTip().isEmpty());
        QTest::keyClick(payload(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(question(m_page.get()) == nullptr);
    }

    void aRefusalSaysWhyAndKeepsWhatWasWritten()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        m_api->refuse(ErrorCode::LogFull, "there is no room");
        QVERIFY(child<QLabel>("result")->text().contains(QLatin1String("there is no room")));
        QCOMPARE(child<QLineEdit>("type")->text(), QStringLiteral("a"));
        QVERIFY(m_page->store().history().front().id.isEmpty());
    }

    void aPastOneIsTakenOverWithReturn()
    {
        write(QStringLiteral("first.one"), QStringLiteral("[1]"));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        m_api->answer(QJsonObject{{QStringLiteral("id"), QStringLiteral("5-0")}});
        write(QStringLiteral("other"), QStringLiteral("2"));
        auto *const history = child<QListWidget>("history");
        history->setFocus();
        history->setCurrentRow(0);
        QTest::keyClick(history, Qt::Key_Return);
        QCOMPARE(child<QLineEdit>("type")->text(), QStringLiteral("first.one"));
        QCOMPARE(payload()->toPlainText(), QStringLiteral("[1]"));
    }

    void aForcedSyncIsAskedForAndWatched()
    {
        QTest::keyClicks(child<QLineEdit>("forceReason"), QStringLiteral("new prices"));
        child<QSpinBox>("forceSpread")->setValue(30);
        QTest::mouseClick(child<QPushButton>("force"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        QCOMPARE(posts()[0].path, QStringLiteral("/api/sync/force"));
        QCOMPARE(posts()[0].body.value(u"spreadMs").toInt(), 30'000);
        QCOMPARE(posts()[0].body.value(u"reason").toString(), QStringLiteral("new prices"));
        m_api->answer(QJsonObject{{QStringLiteral("recipients"), 1300}});
        auto *const progress = child<QProgressBar>("forceProgress");
        QVERIFY(progress->isVisible());
        QCOMPARE(progress->maximum(), 1300);
        QTRY_COMPARE(progress->value(), 3); // of those that are connected; the others are away
        const QString result = child<QLabel>("forceResult")->text();
        QVERIFY2(result.contains(QLatin1String("1,300")) && result.contains(QLatin1String("3 of the 3")),
                 qPrintable(result));
    }

    void anOperatorIsToldWhyNothingCanBeSent()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        m_page->setPermissions(Permissions::ofRoles({QStringLiteral("operator")}));
        QVERIFY(!child<QPushButton>("send")->isEnabled());
        QVERIFY(!child<QPushButton>("force")->isEnabled());
        QVERIFY(child<QPushButton>("send")->toolTip().contains(QLatin1String("admin")));
        QVERIFY(child<QLabel>("permissionNotice")->isVisible());
        QTest::keyClick(m_page.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(question(m_page.get()) == nullptr);
    }

    void aPublisherMayBroadcastAndNotForce()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        m_page->setPermissions(Permissions::ofRoles({QStringLiteral("operator"), QStringLiteral("publisher")}));
        QVERIFY(child<QPushButton>("send")->isEnabled());
        QVERIFY(!child<QPushButton>("force")->isEnabled());
        QVERIFY(child<QLabel>("permissionNotice")->text().contains(QLatin1String("not force")));
    }

    void whatIsWrittenStaysOnAnotherServer()
    {
        write(QStringLiteral("a"), QStringLiteral("1"));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QVERIFY(acceptQuestion(m_page.get()));
        m_api->answer(QJsonObject{{QStringLiteral("id"), QStringLiteral("5-0")}, {QStringLiteral("recipients"), 7}});
        m_page->startOver();
        QCOMPARE(payload()->toPlainText(), QStringLiteral("1"));
        QVERIFY(child<QLabel>("result")->text().isEmpty());
    }
};

QTEST_MAIN(TestBroadcastPage)
#include "tst_dash_broadcastpage.moc"
