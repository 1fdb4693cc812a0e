// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/assets/demopage.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

#include "server/assets/demofiles.h"

using namespace relais::server;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

QByteArray plainBody(const StaticFile &file)
{
    return bytes(file.representations.back().body);
}

QByteArray digest(const QByteArray &body)
{
    return QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex().first(16);
}

} // namespace

class DemoPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNameHoldsTheDigestOfTheContent();
    void eachFormHasATagOfItsOwn();
    void thePageRefersToEachAssetOnce();
    void scriptAndStyleAreCheckedByTheBrowser();
    void thePageLoadsNothingFromElsewhere();
    void withoutAnAddressItIsThePageOfTheProgram();
    void withAnAddressAssetsComeFromThere_data();
    void withAnAddressAssetsComeFromThere();
    void anotherPageHasAnotherTag();
    void anUnknownAssetIsNotFound_data();
    void anUnknownAssetIsNotFound();
};

void DemoPageTest::aNameHoldsTheDigestOfTheContent()
{
    QCOMPARE(demoAssets().size(), 3U);
    for (const StaticFile &asset : demoAssets()) {
        const QByteArray name = bytes(asset.name);
        QVERIFY2(name.contains('.' + digest(plainBody(asset)) + '.'), name);
        QCOMPARE(DemoPage::findAsset(asset.name), &asset);
    }
}

void DemoPageTest::eachFormHasATagOfItsOwn()
{
    QSet<QByteArray> tags;
    qsizetype count = 0;
    const auto note = [&](const StaticFile &file) {
        const QByteArray body = plainBody(file);
        QCOMPARE(file.representations.back().coding, ContentCoding::Identity);
        QCOMPARE(bytes(file.representations.back().entityTag), '"' + digest(body) + '"');
        for (const Representation &form : file.representations) {
            QVERIFY(form.coding == ContentCoding::Identity || form.body.size() < std::size_t(body.size()));
            QVERIFY(form.entityTag.starts_with('"') && form.entityTag.ends_with('"'));
            tags.insert(bytes(form.entityTag));
            ++count;
        }
    };
    note(demoPageFile());
    for (const StaticFile &asset : demoAssets())
        note(asset);
    QCOMPARE(tags.size(), count);
    QCOMPARE(demoPageFile().representations.size(), 3U);
}

void DemoPageTest::thePageRefersToEachAssetOnce()
{
    const QByteArray page = plainBody(demoPageFile());
    for (const StaticFile &asset : demoAssets())
        QCOMPARE(page.count("\"assets/" + bytes(asset.name) + '"'), 1);
    QCOMPARE(page.count("assets/"), qsizetype(demoAssets().size()));
}

void DemoPageTest::scriptAndStyleAreCheckedByTheBrowser()
{
    const QByteArray page = plainBody(demoPageFile());
    for (const StaticFile &asset : demoAssets()) {
        const QByteArray sum = QCryptographicHash::hash(plainBody(asset), QCryptographicHash::Sha384).toBase64();
        const QByteArray checked
            = "assets/" + bytes(asset.name) + "\" integrity=\"sha384-" + sum + "\" crossorigin=\"anonymous\"";
        QCOMPARE(page.contains(checked), !asset.name.ends_with(".svg"));
    }
}

void DemoPageTest::thePageLoadsNothingFromElsewhere()
{
    const QByteArray page = plainBody(demoPageFile());
    QVERIFY(!page.contains("://"));
    static const QRegularExpression inlineCode(u"<style|<script[^>]*>[^<]| style=| on[a-z]+="_s);
    QVERIFY(!inlineCode.match(QString::fromUtf8(page)).hasMatch());
}

void DemoPageTest::withoutAnAddressItIsThePageOfTheProgram()
{
    const DemoPage page("");
    QCOMPARE(page.file().representations.data(), demoPageFile().representations.data());
    QVERIFY(
        bytes(page.contentSecurityPolicy()).startsWith("default-src 'none'; script-src 'self'; style-src 'self'"));
    QVERIFY(!bytes(page.contentSecurityPolicy()).contains("unsafe"));
}

void DemoPageTest::withAnAddressAssetsComeFromThere_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("assets");
    QTest::newRow("host") << QByteArray("https://cdn.example") << QByteArray("https://cdn.example/demo/assets/");
    QTest::newRow("slash") << QByteArray("https://cdn.example/") << QByteArray("https://cdn.example/demo/assets/");
    QTest::newRow("path") << QByteArray("http://cdn.example:81/a/b")
                          << QByteArray("http://cdn.example:81/a/b/demo/assets/");
}

void DemoPageTest::withAnAddressAssetsComeFromThere()
{
    QFETCH(const QByteArray, address);
    QFETCH(const QByteArray, assets);
    const DemoPage page(address.toStdString());
    const QByteArray body = plainBody(page.file());
    QCOMPARE(page.file().representations.size(), 1U);
    QCOMPARE(page.file().representations.front().coding, ContentCoding::Identity);
    for (const StaticFile &asset : demoAssets())
        QCOMPARE(body.count("=\"" + assets + bytes(asset.name) + '"'), 1);
    QVERIFY(!body.contains("\"assets/"));
    QVERIFY(bytes(page.contentSecurityPolicy()).contains("; script-src " + assets + "; style-src " + assets + ';'));
    QVERIFY(bytes(page.contentSecurityPolicy()).contains("; connect-src 'self';"));
}

void DemoPageTest::anotherPageHasAnotherTag()
{
    const DemoPage own("");
    const DemoPage one("https://one.example");
    const DemoPage other("https://two.example");
    QVERIFY(one.file().representations.front().entityTag != other.file().representations.front().entityTag);
    QVERIFY(one.file().representations.front().entityTag != own.file().representations.back().entityTag);
}

void DemoPageTest::anUnknownAssetIsNotFound_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"", "app.js", "app.0000000000000000.js", "index.html", "../index.html", ".", ".."})
        QTest::addRow("'%s'", name) << QByteArray(name);
}

void DemoPageTest::anUnknownAssetIsNotFound()
{
    QFETCH(const QByteArray, name);
    QCOMPARE(DemoPage::findAsset(name.toStdString()), nullptr);
}

QTEST_APPLESS_MAIN(DemoPageTest)
#include "tst_demopage.moc"
