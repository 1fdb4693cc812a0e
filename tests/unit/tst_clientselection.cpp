// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientselection.h"

#include "tests/support/httprequests.h"
#include "tests/support/messages.h"

#include <QElapsedTimer>
#include <QStringList>
#include <QTest>

using namespace relais;
using namespace relais::server;
using namespace relais::test;
using namespace std::chrono_literals;

namespace {

Result<ClientQuery> parse(const QByteArray &query)
{
    return parseClientQuery(request("GET", ("/api/admin/clients?" + query).toStdString()));
}

ClientRow row(std::uint64_t number, std::string_view userName = {})
{
    ClientRow row;
    row.name = {ClientTransport::WebSocket, number};
    if (!userName.empty())
        row.user = user(userName);
    row.address = PeerAddress::parse("192.0.2.7").value();
    return row;
}

/// "c1 c3 p2", and how many match.
QString pageOf(ClientSelection &selection)
{
    QStringList names;
    for (const ClientRow &row : selection.takePage())
        names += QString::fromStdString(row.name.toString());
    return names.join(u' ') + QStringLiteral(" of %1").arg(selection.matches());
}

/// Five clients that differ in everything.
std::vector<ClientRow> five()
{
    std::vector<ClientRow> rows{row(1, "anna"), row(2, "bob"), row(3), row(10, "carol"), row(2, "René")};
    rows[4].name.transport = ClientTransport::LongPoll;
    rows[4].state = ClientRow::State::Waiting;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto reversed = static_cast<std::int64_t>(rows.size() - i);
        rows[i].since = UnixTime(std::chrono::milliseconds(reversed));
        rows[i].lag = i * 7 % 5;
        rows[i].lagTime = std::chrono::milliseconds(i * 3 % 5);
        rows[i].bytesQueued = i * 2 % 5;
        rows[i].messagesSent = i;
        rows[i].address.port = static_cast<std::uint16_t>(40000 + reversed);
    }
    return rows;
}

QString pageOf(const QByteArray &query, const std::vector<ClientRow> &rows = five())
{
    ClientSelection selection(parse(query).value());
    for (const ClientRow &row : rows)
        selection.consider(row);
    return pageOf(selection);
}

} // namespace
Q_DECLARE_METATYPE(ErrorCode)

class ClientSelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreSortedByAnyColumn_data();
    void rowsAreSortedByAnyColumn();
    void rowsThatAreEqualAreInTheOrderOfTheirIds();
    void filtersFindPartsOfWhatNamesAClient_data();
    void filtersFindPartsOfWhatNamesAClient();
    void pagesFitTogether();
    void pagesOverThreadsAreThoseOverAll();
    void badValuesAreNamed_data();
    void badValuesAreNamed();
    void namesAreReadAsTheyAreWritten();
    void whatIsNoNameIsRefused_data();
    void whatIsNoNameIsRefused();
    void aHugeServerIsListed_data();
    void aHugeServerIsListed();
};

void ClientSelectionTest::rowsAreSortedByAnyColumn_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("page");
    const auto add = [](const char *query, const char *page) {
        QTest::newRow(query) << QByteArray(query) << QString::fromLatin1(page);
    };
    add("", "c1 c2 c3 c10 p2 of 5");
    add("sort=id", "c1 c2 c3 c10 p2 of 5");
    add("sort=-id", "p2 c10 c3 c2 c1 of 5");
    add("sort=userId", "c3 p2 c1 c2 c10 of 5");
    add("sort=-userId", "c10 c2 c1 p2 c3 of 5");
    add("sort=transport", "c1 c2 c3 c10 p2 of 5");
    add("sort=-transport", "p2 c1 c2 c3 c10 of 5");
    add("sort=address", "p2 c10 c3 c2 c1 of 5");
    add("sort=since", "p2 c10 c3 c2 c1 of 5");
    add("sort=-lag", "c3 p2 c2 c10 c1 of 5");
    add("sort=lagMs", "c1 c3 p2 c2 c10 of 5");
    add("sort=-bytesQueued", "c3 p2 c2 c10 c1 of 5");
    add("sort=messagesSent", "c1 c2 c3 c10 p2 of 5");
    add("sort=-state", "p2 c1 c2 c3 c10 of 5");
}

void ClientSelectionTest::rowsAreSortedByAnyColumn()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QString, page);
    QCOMPARE(pageOf(query), page);
}

void ClientSelectionTest::rowsThatAreEqualAreInTheOrderOfTheirIds()
{
    const std::vector<ClientRow> rows{row(3), row(1), row(2)};
    QCOMPARE(pageOf("sort=lag", rows), QStringLiteral("c1 c2 c3 of 3"));
    QCOMPARE(pageOf("sort=-lag", rows), QStringLiteral("c1 c2 c3 of 3"));
}

void ClientSelectionTest::filtersFindPartsOfWhatNamesAClient_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("page");
    const auto add = [](const char *filter, const char *page) {
        QTest::newRow(filter) << QByteArray(filter) << QString::fromLatin1(page);
    };
    add("nn", "c1 of 1");
    add("ANNA", "c1 of 1");
    add("c1", "c1 c10 of 2");
    add("C10", "c10 of 1");
    add("192.0.2", "c1 c2 c3 c10 p2 of 5");
    add("40005", "c1 of 1");
    add("%20%20o%20%20c1%20", "c10 of 1");
    add("bob+anna", " of 0");
    add("REN%C3%89", "p2 of 1");
    add("ren%C3%A9", "p2 of 1");
    add("transport:longPoll", "p2 of 1");
    add("transport:WEBSOCKET+a", "c1 c10 of 2");
    add("nobody", " of 0");
    add("%22%3Cscript", " of 0");
}

void ClientSelectionTest::filtersFindPartsOfWhatNamesAClient()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QString, page);
    QCOMPARE(pageOf("filter=" + filter), page);
}

void ClientSelectionTest::pagesFitTogether()
{
    std::vector<ClientRow> rows;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        rows.push_back(row(i * 1009 % 5000 + 1));
        rows.back().lag = i % 3;
    }
    QStringList names;
    for (int offset = 0; offset < 5000; offset += 700) {
        const QString page = pageOf("sort=-lag&limit=700&offset=" + QByteArray::number(offset), rows);
        QVERIFY(page.endsWith(QStringLiteral(" of 5000")));
        names += page.chopped(8).split(u' ');
    }
    QCOMPARE(names.size(), 5000);
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), 5000);
    QCOMPARE(pageOf("sort=-lag&offset=5000", rows), QStringLiteral(" of 5000"));
}

void ClientSelectionTest::pagesOverThreadsAreThoseOverAll()
{
    const ClientQuery query = parse("sort=-messagesSent&limit=50&offset=125").value();
    ClientSelection all(query);
    ClientSelection merged(query);
    for (std::uint64_t thread = 0; thread < 4; ++thread) {
        ClientSelection own(query);
        for (std::uint64_t i = 0; i < 1000; ++i) {
            ClientRow client = row(thread * 1000 + i + 1);
            client.messagesSent = (thread * 1000 + i) * 2654435761U % 10'007;
            all.consider(client);
            own.consider(std::move(client));
        }
        merged.merge(std::move(own));
    }
    const QString expected = pageOf(all);
    QCOMPARE(expected.count(u'c'), 50);
    QCOMPARE(pageOf(merged), expected);
}

void ClientSelectionTest::badValuesAreNamed_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("at");
    for (const char *query : {"sort=", "sort=-", "sort=Id", "sort=lag,id", "sort=--lag", "sort=payload", "sort=+lag"})
        QTest::newRow(query) << QByteArray(query) << QByteArray("sort");
    for (const char *query : {"limit=", "limit=0", "limit=1001", "limit=-1", "limit=1e2", "limit=%2010", "limit=x",
                              "limit=99999999999999999999999"})
        QTest::newRow(query) << QByteArray(query) << QByteArray("limit");
    for (const char *query : {"offset=", "offset=-1", "offset=1000001", "offset=1.5"})
        QTest::newRow(query) << QByteArray(query) << QByteArray("offset");
    for (const char *query : {"filter=transport:", "filter=transport:udp", "filter=%ff",
                              "filter=transport:webSocket+transport:longPoll", "filter=a+b+c+d+e+f+g+h+i"})
        QTest::newRow(query) << QByteArray(query) << QByteArray("filter");
    QTest::newRow("a long filter") << "filter=" + QByteArray(257, 'a') << QByteArray("filter");
}

void ClientSelectionTest::badValuesAreNamed()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, at);
    const auto parsed = parse(query);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, ErrorCode::InvalidParameter);
    QCOMPARE(QByteArray::fromStdString(parsed.error().at), at);
}

void ClientSelectionTest::namesAreReadAsTheyAreWritten()
{
    for (const char *text : {"c1", "p1", "c18446744073709551615", "p40"}) {
        const auto name = ClientName::parse(text);
        QVERIFY(name);
        QCOMPARE(name->toString(), std::string(text));
    }
    QVERIFY(ClientName::parse("c7") != ClientName::parse("p7"));
}

void ClientSelectionTest::whatIsNoNameIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "c", "p", "7", "C7", "c0", "c01", "c-1", "c+1", "c1 ", " c1", "c1x", "x1", "cc1",
                             "c18446744073709551616"})
        QTest::addRow("'%s'", text) << QByteArray(text);
}

void ClientSelectionTest::whatIsNoNameIsRefused()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!ClientName::parse(text.toStdString()));
}

void ClientSelectionTest::aHugeServerIsListed_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"", "sort=-lag", "sort=userId&offset=49900", "sort=-address&filter=0.7",
                              "filter=user-4&limit=1000", "filter=%C3%A9&sort=-since"})
        QTest::addRow("?%s", query) << QByteArray(query);
}

/// 50 000 clients. How long it takes is printed, not tested: machines differ.
void ClientSelectionTest::aHugeServerIsListed()
{
    QFETCH(const QByteArray, query);
    std::vector<ClientRow> rows;
    for (std::uint64_t i = 0; i < 50'000; ++i) {
        rows.push_back(row(i * 7919 % 50'000 + 1, "user-" + std::to_string(i)));
        rows.back().lag = i * 104729 % 4097;
        rows.back().address.port = static_cast<std::uint16_t>(i);
    }
    ClientSelection selection(parse(query).value());
    QElapsedTimer timer;
    timer.start();
    for (ClientRow &row : rows)
        selection.consider(std::move(row));
    const auto page = selection.takePage();
    qInfo("50 000 rows in %.1f ms", static_cast<double>(timer.nsecsElapsed()) / 1e6);
    QCOMPARE(page.size(), std::min(selection.query().limit, selection.matches()));
    for (std::size_t i = 1; i < page.size(); ++i)
        QVERIFY(selection.query().isBefore(page[i - 1], page[i]));
}

QTEST_APPLESS_MAIN(ClientSelectionTest)
#include "tst_clientselection.moc"
