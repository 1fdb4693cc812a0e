// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QAccessible>
#include <QDir>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QStyleFactory>
#include <QTableView>
#include <QTemporaryDir>
#include <QTranslator>

#include "dashboard/models/broadcaststore.h"
#include "dashboard/models/pagesettings.h"
#include "dashboard/pages/auditpage.h"
#include "dashboard/pages/broadcastpage.h"
#include "dashboard/pages/clientspage.h"
#include "dashboard/pages/jsoneditor.h"
#include "dashboard/pages/livepage.h"
#include "dashboard/pages/queuepage.h"
#include "tests/support/clientrows.h"
#include "tests/support/fakeadminapi.h"
#include "tests/support/tapmessages.h"
#include "tests/support/widgets.h"

using namespace relais;
using namespace relais::dashboard;
using namespace relais::test;

namespace {

class NoSettings final : public PageSettings {
public:
    QVariant value(const QString &) const override { return {}; }
    void setValue(const QString &, const QVariant &) override { }
};

/// Says everything in capitals, so that a text that was not translated anew stands out.
class Shouter final : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return QStringLiteral("@") + QString::fromUtf8(source);
    }
};

QPalette darkPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(45, 45, 48));
    palette.setColor(QPalette::WindowText, Qt::white);
    palette.setColor(QPalette::Base, QColor(30, 30, 32));
    palette.setColor(QPalette::AlternateBase, QColor(38, 38, 41));
    palette.setColor(QPalette::Text, Qt::white);
    palette.setColor(QPalette::PlaceholderText, QColor(160, 160, 160));
    palette.setColor(QPalette::Button, QColor(60, 60, 64));
    palette.setColor(QPalette::ButtonText, Qt::white);
    palette.setColor(QPalette::Highlight, QColor(42, 110, 190));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(150, 150, 150));
    return palette;
}

QJsonArray manyClients()
{
    QJsonArray rows;
    for (int number = 0; number < 500; ++number)
        rows.append(clientRow(number + 1, number < 6 ? 900 - number * 140 : 0));
    return rows;
}

QJsonArray auditRecords()
{
    const QStringList actions{QStringLiteral("broadcast"), QStringLiteral("force"), QStringLiteral("disconnect"),
                              QStringLiteral("refused.403"), QStringLiteral("purge")};
    QJsonArray records;
    for (int number = 60; number > 0; --number) {
        const QString action = actions[number % actions.size()];
        const bool isRefused = action.startsWith(u"refused");
        records.append(QJsonObject{
            {QStringLiteral("id"), number},
            {QStringLiteral("at"), QStringLiteral("2026-11-22T10:%1:07.000Z").arg(number % 60, 2, 10, QChar(u'0'))},
            {QStringLiteral("actor"),
             isRefused ? QStringLiteral("user:mallory") : QStringLiteral("key:2734c2 (ops)")},
            {QStringLiteral("roles"), isRefused ? QStringLiteral("user") : QStringLiteral("admin")},
            {QStringLiteral("action"), action},
            {QStringLiteral("target"), isRefused ? QStringLiteral("broadcast") : QStringLiteral("everyone")},
            {QStringLiteral("result"), isRefused ? QStringLiteral("forbidden") : QStringLiteral("ok")},
            {QStringLiteral("from"), QStringLiteral("192.0.2.7:40112")},
            {QStringLiteral("detail"), isRefused ? QStringLiteral("none of your roles may do this") : QString()},
            {QStringLiteral("count"), isRefused ? 12 : 1}});
    }
    return records;
}

QJsonArray keptMessages()
{
    QJsonArray messages;
    for (int number = 0; number < 40; ++number)
        messages.append(
            QJsonObject{{QStringLiteral("id"), QStringLiteral("%1-0").arg(1'764'000'000'000 + number * 731LL)},
                        {QStringLiteral("type"),
                         number % 3 == 0 ? QStringLiteral("price.changed") : QStringLiteral("order.updated")},
                        {QStringLiteral("payload"),
                         QJsonObject{{QStringLiteral("order"), 1000 + number},
                                     {QStringLiteral("lines"),
                                      QJsonArray{QJsonObject{{QStringLiteral("sku"), QStringLiteral("A-7")},
                                                             {QStringLiteral("price"), 12.5}}}},
                                     {QStringLiteral("paid"), number % 2 == 0}}},
                        {QStringLiteral("userId"), QStringLiteral("alice")}});
    return messages;
}

std::optional<Result<QJsonObject>> answerOf(const FakeAdminApi::Request &request)
{
    if (request.path.endsWith(u"/status"))
        return QJsonObject{{QStringLiteral("connections"), QJsonObject{{QStringLiteral("total"), 48'213}}}};
    if (request.path.endsWith(u"/clients"))
        return QJsonObject{{QStringLiteral("clients"), manyClients()}, {QStringLiteral("total"), 48'213}};
    if (request.path.endsWith(u"/audit"))
        return QJsonObject{{QStringLiteral("records"), auditRecords()}, {QStringLiteral("hasMore"), true}};
    if (request.path.endsWith(u"/queue"))
        return QJsonObject{{QStringLiteral("messages"), keptMessages()},
                           {QStringLiteral("total"), 40},
                           {QStringLiteral("bytes"), 5120},
                           {QStringLiteral("oldestAgeMs"), 215'000},
                           {QStringLiteral("hasMore"), false}};
    return std::nullopt;
}

/// All pages, filled as they are on a busy day.
class Pages {
public:
    Pages()
    {
        m_api.automatic = answerOf;
        BroadcastStore store(m_storePath);
        store.saveTemplate(QStringLiteral("Maintenance tonight"), {.type = QStringLiteral("notice.shown")});
        store.saveTemplate(QStringLiteral("Prices re-imported"), {.type = QStringLiteral("price.changed")});
        for (int number = 0; number < 8; ++number)
            store.record({.draft = {.type = QStringLiteral("notice.shown")},
                          .at = 1'764'000'000'000 + number * 3'600'000LL,
                          .id = number == 3 ? QString() : QStringLiteral("1-0"),
                          .recipients = 48'000 + number});
    }

    std::vector<std::pair<QString, std::unique_ptr<Page>>> create(bool isAdmin)
    {
        std::vector<std::pair<QString, std::unique_ptr<Page>>> pages;
        auto live = std::make_unique<LivePage>();
        TapBatch batch = tapBatch(0, 3000);
        for (std::size_t number = 0; number < batch.messages.size(); number += 4)
            batch.messages[number] = tapMessage(
                number, "cart.item-added", "",
                "{\"cart\":{\"id\":\"c-77\",\"items\":[{\"sku\":\"A-7\",\"count\":2,\"price\":12.50},"
                "{\"sku\":\"B-1\",\"count\":1,\"price\":3}]},\"note\":\"<b>as it is</b> \\u00e9\",\"ok\":true}");
        batch.leftOut = 1204;
        live->append(batch);
        auto broadcast = std::make_unique<BroadcastPage>(m_api, m_storePath);
        broadcast->findChild<JsonEditor *>()->setJson(
            "{\n  \"title\": \"Maintenance\",\n  \"minutes\": 20,\n  oops\n}");
        childOf<QLineEdit>(broadcast.get(), "type")->setText(QStringLiteral("notice.shown"));
        auto queue = std::make_unique<QueuePage>(m_api);
        queue->showUser(QStringLiteral("alice"));
        pages.emplace_back(QStringLiteral("live"), std::move(live));
        pages.emplace_back(QStringLiteral("broadcast"), std::move(broadcast));
        pages.emplace_back(QStringLiteral("clients"), std::make_unique<ClientsPage>(m_api, m_settings));
        pages.emplace_back(QStringLiteral("queue"), std::move(queue));
        pages.emplace_back(QStringLiteral("audit"), std::make_unique<AuditPage>(m_api));
        for (const auto &page : pages)
            page.second->setPermissions({.mayBroadcast = isAdmin, .mayAdminister = isAdmin});
        return pages;
    }

private:
    QTemporaryDir m_folder;
    const QString m_storePath = m_folder.filePath(QStringLiteral("broadcasts.json"));
    FakeAdminApi m_api;
    NoSettings m_settings;
};

} // namespace

/// What holds for every page.
class TestPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void whatCanHaveTheFocusHasAName()
    {
        Pages pages;
        for (const auto &[name, page] : pages.create(true)) {
            for (const QWidget *const widget : page->findChildren<QWidget *>()) {
                const bool isInside = widget->objectName().startsWith(u"qt_") || widget->inherits("QHeaderView")
                    || widget->inherits("QScrollBar") || widget->focusProxy() != nullptr;
                if (isInside || (widget->focusPolicy() & Qt::TabFocus) == 0
                    || widget->parentWidget()->inherits("QAbstractSpinBox"))
                    continue;
                QAccessibleInterface *const face
                    = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
                QVERIFY2(face != nullptr && !face->text(QAccessible::Name).isEmpty(),
                         qPrintable(name + u' ' + QLatin1String(widget->metaObject()->className()) + u' '
                                    + widget->objectName()));
            }
        }
    }

    void theLanguageChangesWhileTheyAreShown()
    {
        Pages pages;
        const auto created = pages.create(true);
        for (const auto &entry : created)
            QVERIFY(showAndActivate(entry.second.get()));
        Shouter shouter;
        QCoreApplication::installTranslator(&shouter);
        QCoreApplication::processEvents();
        for (const auto &[name, page] : created) {
            for (const QPushButton *const button : page->findChildren<QPushButton *>())
                QVERIFY2(button->text().startsWith(u'@'), qPrintable(name + QStringLiteral(": ") + button->text()));
            for (const QTableView *const table : page->findChildren<QTableView *>()) {
                const QString title = table->model()->headerData(0, Qt::Horizontal, Qt::DisplayRole).toString();
                QVERIFY2(title.startsWith(u'@'), qPrintable(name + QStringLiteral(": ") + title));
            }
        }
        QCoreApplication::removeTranslator(&shouter);
    }

    void textFromTheWireIsPlain()
    {
        Pages pages;
        for (const auto &entry : pages.create(true)) {
            for (const QLabel *const label : entry.second->findChildren<QLabel *>()) {
                if (label->wordWrap()) // those that show more than a fixed word
                    QCOMPARE(label->textFormat(), Qt::PlainText);
            }
        }
    }

    /// With a folder in RELAIS_SCREENSHOTS, for whoever wants to see them.
    void theyAreDrawnInLightAndDark()
    {
        const QString folder = qEnvironmentVariable("RELAIS_SCREENSHOTS");
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        const QPalette light = QApplication::palette();
        for (const bool isDark : {false, true}) {
            QApplication::setPalette(isDark ? darkPalette() : light);
            Pages pages;
            for (const auto &[name, page] : pages.create(!isDark)) {
                QVERIFY(showAndActivate(page.get()));
                QTest::qWait(folder.isEmpty() ? 0 : 600); // answers, and what is counted in a moment
                auto *const table = page->findChild<QTableView *>();
                if (table != nullptr && table->model()->rowCount() > 8)
                    table->setCurrentIndex(table->model()->index(table->model()->rowCount() - 8, 0));
                QTest::qWait(folder.isEmpty() ? 0 : 50); // details are laid out
                const QPixmap picture = page->grab();
                QVERIFY(picture.width() >= 1000);
                if (!folder.isEmpty())
                    QVERIFY(picture.save(QDir(folder).filePath(
                        name + (isDark ? QStringLiteral("-dark.png") : QStringLiteral("-light.png")))));
            }
        }
        QApplication::setPalette(light);
    }
};

QTEST_MAIN(TestPages)
#include "tst_dash_pages.moc"
