// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/authserver.h"

using namespace relais::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray text(const HttpResponse &response, const char *field)
{
    return response.field(field).value_or("none"_ba);
}

/// The addresses that a page refers to: script, style sheet, icon.
QByteArrayList references(const QByteArray &page)
{
    static const QRegularExpression reference(u"(?:src|href)=\"([^\"#]+)\""_s);
    QByteArrayList found;
    for (auto match = reference.globalMatch(QString::fromUtf8(page)); match.hasNext();)
        found += match.next().captured(1).toUtf8();
    return found;
}

} // namespace

/// The demo page: what a browser and a cache are told of it.
class TestDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_server.reset(); }

    void thePageIsAskedForAnewEachTime();
    void thePageRunsNothingButItsOwn();
    void itsAddressWithoutSlashLeadsToIt();
    void theLogNamesItsAddress();
    void assetsAreKeptForEver();
    void pagesOfAnyOriginMayReadAssets();
    void eachClientGetsTheCodingThatItTakes_data();
    void eachClientGetsTheCodingThatItTakes();
    void whoTakesNoCodingIsRefused_data();
    void whoTakesNoCodingIsRefused();
    void whatTheClientHasIsNotSentAgain_data();
    void whatTheClientHasIsNotSentAgain();
    void aTagIsOfOneCoding();
    void headIsGetWithoutBody();
    void whatThereIsNotIsNotFound_data();
    void whatThereIsNotIsNotFound();
    void otherMethodsAreTold_data();
    void otherMethodsAreTold();
    void aReboundNameIsRefused();
    void assetsMayComeFromElsewhere();
    void withAuthenticationThereIsNone_data();
    void withAuthenticationThereIsNone();

private:
    HttpClient client() const { return HttpClient(m_server->port()); }

    std::unique_ptr<ServerProcess> m_server;
    QByteArray m_script; ///< path of it
};

void TestDemo::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    for (const QByteArray &reference : references(client().get("/demo/").body)) {
        if (reference.endsWith(".js"))
            m_script = "/demo/" + reference;
    }
    QVERIFY(!m_script.isEmpty());
}

void TestDemo::thePageIsAskedForAnewEachTime()
{
    const HttpResponse page = client().get("/demo/");
    QCOMPARE(page.status, 200);
    QCOMPARE(text(page, "Content-Type"), "text/html; charset=utf-8");
    QCOMPARE(text(page, "Cache-Control"), "no-cache");
    QCOMPARE(text(page, "Vary"), "Accept-Encoding");
    QVERIFY(page.body.startsWith("<!doctype html>"));
    const QByteArray tag = text(page, "ETag");
    QVERIFY(tag.startsWith('"') && tag.endsWith('"'));
    QCOMPARE(client().get("/demo/", {{"If-None-Match", tag}}).status, 304);
    QCOMPARE(client().get("/demo/?user=alan").body, page.body);
}

void TestDemo::thePageRunsNothingButItsOwn()
{
    const HttpResponse page = client().get("/demo/");
    const QByteArray policy = text(page, "Content-Security-Policy");
    QVERIFY2(policy.startsWith("default-src 'none'; script-src 'self'; "), policy);
    QVERIFY2(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), policy);
    QCOMPARE(text(page, "X-Content-Type-Options"), "nosniff");
    QCOMPARE(text(page, "Referrer-Policy"), "no-referrer");
    QCOMPARE(text(page, "Access-Control-Allow-Origin"), "none");
}

void TestDemo::itsAddressWithoutSlashLeadsToIt()
{
    const HttpResponse answer = client().get("/demo");
    QCOMPARE(answer.status, 307);
    QCOMPARE(text(answer, "Location"), "demo/");
    QCOMPARE(text(client().get("/demo?user=alan&x=%0d%0aX:y"), "Location"), "demo/?user=alan&x=%0d%0aX:y");
}

void TestDemo::theLogNamesItsAddress()
{
    QVERIFY2(m_server->standardError().contains(":" + QByteArray::number(m_server->port()) + "/demo/"),
             m_server->standardError());
}

void TestDemo::assetsAreKeptForEver()
{
    static const QRegularExpression hashed(u"^assets/(app|style|icon)\\.[0-9a-f]{16}\\.(js|css|svg)$"_s);
    const QByteArrayList found = references(client().get("/demo/").body);
    QCOMPARE(found.size(), 3);
    for (const QByteArray &reference : found) {
        QVERIFY2(hashed.match(QString::fromUtf8(reference)).hasMatch(), reference);
        const HttpResponse asset = client().get("/demo/" + reference);
        QCOMPARE(asset.status, 200);
        QCOMPARE(text(asset, "Cache-Control"), "public, max-age=31536000, immutable");
        QCOMPARE(text(asset, "Vary"), "Accept-Encoding");
        QCOMPARE(text(asset, "X-Content-Type-Options"), "nosniff");
        const QByteArray digest = QCryptographicHash::hash(asset.body, QCryptographicHash::Sha256).toHex().first(16);
        QVERIFY2(reference.contains('.' + digest + '.'), reference);
        QCOMPARE(text(asset, "ETag"), '"' + digest + '"');
    }
}

void TestDemo::pagesOfAnyOriginMayReadAssets()
{
    for (const char *origin : {"https://foreign.example", "http://localhost:5000", "null"}) {
        const HttpResponse asset = client().get(m_script, {{"Origin", origin}});
        QCOMPARE(asset.status, 200);
        QCOMPARE(text(asset, "Access-Control-Allow-Origin"), "*");
        QCOMPARE(text(asset, "Vary"), "Accept-Encoding"); // one answer for all origins, for a cache to keep
    }
    QCOMPARE(text(client().get(m_script), "Access-Control-Allow-Origin"), "*");
    QCOMPARE(text(client().get("/demo/", {{"Origin", "https://foreign.example"}}), "Access-Control-Allow-Origin"),
             "none");
}

void TestDemo::eachClientGetsTheCodingThatItTakes_data()
{
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<QByteArray>("coding");
    QTest::newRow("a browser") << "gzip, deflate, br, zstd"_ba
                               << "br"_ba;
    QTest::newRow("an old one") << "gzip, deflate"_ba
                                << "gzip"_ba;
    QTest::newRow("none of ours") << "zstd"_ba
                                  << "none"_ba;
    QTest::newRow("br refused") << "br;q=0, *"_ba
                                << "gzip"_ba;
    QTest::newRow("weighed") << "br;q=0.2, gzip;q=0.3"_ba
                             << "gzip"_ba;
    QTest::newRow("identity refused") << "identity;q=0, gzip;q=0.1"_ba
                                      << "gzip"_ba;
}

void TestDemo::eachClientGetsTheCodingThatItTakes()
{
    QFETCH(const QByteArray, accepted);
    QFETCH(const QByteArray, coding);
    const HttpResponse plain = client().get(m_script);
    const HttpResponse asset = client().get(m_script, {{"Accept-Encoding", accepted}});
    QCOMPARE(asset.status, 200);
    QCOMPARE(text(asset, "Content-Encoding"), coding);
    QCOMPARE(text(asset, "Content-Type"), text(plain, "Content-Type"));
    QCOMPARE(asset.body == plain.body, coding == "none");
    QVERIFY(coding == "none" || asset.body.size() < plain.body.size() / 2);
    if (coding == "gzip")
        QVERIFY(asset.body.startsWith("\x1f\x8b\x08"));
}

void TestDemo::whoTakesNoCodingIsRefused_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("page") << "/demo/"_ba;
    QTest::newRow("asset") << m_script;
}

void TestDemo::whoTakesNoCodingIsRefused()
{
    QFETCH(const QByteArray, path);
    for (const char *refusal : {"identity;q=0", "*;q=0", "identity;q=0, zstd"}) {
        const HttpResponse answer = client().get(path, {{"Accept-Encoding", refusal}});
        QCOMPARE(answer.problem(), "400 bad_request at Accept-Encoding");
        QCOMPARE(text(answer, "Cache-Control"), "no-store");
        QCOMPARE(text(answer, "Vary"), "Accept-Encoding");
    }
}

void TestDemo::whatTheClientHasIsNotSentAgain_data()
{
    QTest::addColumn<QByteArray>("named"); // %1 is the tag
    for (const char *named : {"%1", "W/%1", "\"other\", %1", "*"})
        QTest::addRow("%s", named) << QByteArray(named);
}

void TestDemo::whatTheClientHasIsNotSentAgain()
{
    QFETCH(QByteArray, named);
    HttpClient connection = client();
    const HttpResponse whole = connection.get(m_script, {{"Accept-Encoding", "br"}});
    named.replace("%1", text(whole, "ETag"));
    for (const char *method : {"GET", "HEAD"}) {
        const HttpResponse answer
            = connection.request(method, m_script, {{"Accept-Encoding", "br"}, {"If-None-Match", named}});
        QCOMPARE(answer.status, 304);
        for (const char *field : {"ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"})
            QCOMPARE(text(answer, field), text(whole, field));
        for (const char *field : {"Content-Length", "Content-Type", "Content-Encoding"})
            QCOMPARE(text(answer, field), "none");
    }
    QCOMPARE(connection.get(m_script).status, 200); // the connection goes on behind an answer without a body
}

void TestDemo::aTagIsOfOneCoding()
{
    QByteArrayList tags;
    for (const char *coding : {"br", "gzip", "identity"}) {
        tags += text(client().get(m_script, {{"Accept-Encoding", coding}}), "ETag");
        const HttpFields known{{"Accept-Encoding", coding}, {"If-None-Match", tags.first()}};
        QCOMPARE(client().get(m_script, known).status, tags.size() == 1 ? 304 : 200);
    }
    QVERIFY(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2]);
    const HttpFields all{{"Accept-Encoding", "gzip"}, {"If-None-Match", tags.join(", ")}};
    const HttpResponse answer = client().get(m_script, all);
    QCOMPARE(answer.status, 304);
    QCOMPARE(text(answer, "ETag"), tags[1]);
}

void TestDemo::headIsGetWithoutBody()
{
    for (const QByteArray &path : {"/demo/"_ba, m_script}) {
        HttpClient connection = client();
        const HttpResponse whole = connection.get(path, {{"Accept-Encoding", "gzip"}});
        const HttpResponse head = connection.request("HEAD", path, {{"Accept-Encoding", "gzip"}});
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.isEmpty());
        for (const char *field : {"Content-Length", "Content-Type", "Content-Encoding", "ETag", "Cache-Control"})
            QCOMPARE(text(head, field), text(whole, field));
    }
}

void TestDemo::whatThereIsNotIsNotFound_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path :
         {"/demo/assets/", "/demo/assets/app.js", "/demo/assets/app.0000000000000000.js", "/demo/assets/index.html",
          "/demo/assets/..", "/demo/assets/..%2findex.html", "/demo/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
          "/demo/assets/../index.html", "/demo/index.html", "/demo/assets", "/demo//", "//demo/", "/Demo/",
          "/demo/assets/app.js/x", "/%64emo/"})
        QTest::addRow("%s", path) << QByteArray(path);
}

void TestDemo::whatThereIsNotIsNotFound()
{
    QFETCH(const QByteArray, path);
    const HttpResponse answer = client().get(path, {{"Accept-Encoding", "br"}});
    QCOMPARE(answer.problem(), "404 not_found");
    // A CDN that asked a server without the file must not remember that for a year.
    QVERIFY(!text(answer, "Cache-Control").contains("max-age"));
    QCOMPARE(text(answer, "ETag"), "none");
}

void TestDemo::otherMethodsAreTold_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("page") << "/demo/"_ba;
    QTest::newRow("without slash") << "/demo"_ba;
    QTest::newRow("asset") << m_script;
}

void TestDemo::otherMethodsAreTold()
{
    QFETCH(const QByteArray, path);
    for (const char *method : {"POST", "PUT", "DELETE"}) {
        const HttpResponse answer = client().request(method, path);
        QCOMPARE(answer.problem(), "405 method_not_allowed");
        QCOMPARE(text(answer, "Allow"), "GET, HEAD, OPTIONS");
    }
    QCOMPARE(text(client().request("OPTIONS", path), "Allow"), "GET, HEAD, OPTIONS");
}

void TestDemo::aReboundNameIsRefused()
{
    for (const QByteArray &path : {"/demo/"_ba, m_script})
        QCOMPARE(client().get(path, {{"Host", "evil.example"}}).problem(), "403 forbidden at Host");
}

void TestDemo::assetsMayComeFromElsewhere()
{
    const ServerProcess server({"demo.assets_url=https://cdn.example/relais/"});
    HttpClient connection(server.port());
    const HttpResponse page = connection.get("/demo/", {{"Accept-Encoding", "br"}});
    QCOMPARE(page.status, 200);
    QCOMPARE(references(page.body).size(), 3);
    for (const QByteArray &reference : references(page.body)) {
        const QByteArray elsewhere = "https://cdn.example/relais";
        QVERIFY2(reference.startsWith(elsewhere + "/demo/assets/"), reference);
        QCOMPARE(connection.get(reference.sliced(elsewhere.size())).status, 200); // where the CDN has it from
    }
    QCOMPARE(page.body.count(" integrity=\"sha384-"), 2);
    QCOMPARE(page.body.count(" crossorigin=\"anonymous\""), 2);
    const QByteArray policy = text(page, "Content-Security-Policy");
    QVERIFY2(policy.contains("script-src https://cdn.example/relais/demo/assets/;"), policy);
    QCOMPARE(connection.get("/demo/", {{"If-None-Match", text(page, "ETag")}}).status, 304);
    QVERIFY(text(client().get("/demo/"), "ETag") != text(page, "ETag"));
}

void TestDemo::withAuthenticationThereIsNone_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const QByteArray &path : {"/demo/"_ba, "/demo"_ba, m_script})
        QTest::addRow("%s", path.constData()) << path;
}

void TestDemo::withAuthenticationThereIsNone()
{
    QFETCH(const QByteArray, path);
    const AuthServer server({"demo.assets_url=https://cdn.example"});
    const HttpFields admin = AuthServer::bearer(server.token({.subject = "u1", .roles = "admin"}));
    QCOMPARE(HttpClient(server.port()).get(path).problem(), "404 not_found");
    QCOMPARE(HttpClient(server.port()).get(path, admin).problem(), "404 not_found");
    QCOMPARE(HttpClient(server.port()).request("POST", path).problem(), "404 not_found");
}

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
