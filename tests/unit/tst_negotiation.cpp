// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/assets/negotiation.h"

#include <QTest>

using namespace relais::server;

namespace {

constexpr Representation forms[] = {{ContentCoding::Brotli, "b", "\"1-br\""},
                                    {ContentCoding::Gzip, "gz", "\"1-gz\""},
                                    {ContentCoding::Identity, "plain", "\"1\""}};
constexpr StaticFile file{"app.js", "text/javascript", forms};

/// The values of a field that came several times are parted by '|' in these tests.
FieldValues fieldValues(const QByteArray &text)
{
    FieldValues values;
    if (text.isNull())
        return values;
    std::string_view rest(text.constData(), static_cast<std::size_t>(text.size()));
    for (;;) {
        const std::size_t bar = rest.find('|');
        values.push_back(rest.substr(0, bar));
        if (bar == std::string_view::npos)
            return values;
        rest.remove_prefix(bar + 1);
    }
}

} // namespace

class NegotiationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCodingIsTheOneThatTheClientWeighsHighest_data();
    void theCodingIsTheOneThatTheClientWeighsHighest();
    void aCodingThatThereIsNotIsNotChosen();
    void onlyATagThatTheClientNamesIsKnown_data();
    void onlyATagThatTheClientNamesIsKnown();
};

void NegotiationTest::theCodingIsTheOneThatTheClientWeighsHighest_data()
{
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<QByteArray>("coding");
    const auto add = [](const char *accepted, const char *coding) {
        QTest::addRow("%s", accepted) << QByteArray(accepted) << QByteArray(coding);
    };
    QTest::newRow("no such field") << QByteArray() << QByteArray("identity");
    QTest::newRow("an empty one") << QByteArray("") << QByteArray("identity");

    add("gzip, deflate, br, zstd", "br"); // as browsers have it
    add("gzip", "gzip");
    add("GZip", "gzip");
    add("x-gzip", "gzip");
    add("BR", "br");
    add("deflate, zstd", "identity");
    add("gzip|br", "br");
    add(" , ,gzip,, ", "gzip");

    add("br;q=0.5, gzip;q=0.8", "gzip");
    add("br;q=0.8,gzip;q=0.8", "br");
    add("br ; q=0.123 , gzip\t;\tQ=0.122", "br");
    add("gzip;q=1.000, br;q=0.999", "gzip");
    add("gzip;q=0.001", "gzip");
    add("gzip;q=0.5, identity", "identity");
    add("gzip;q=0.5, identity;q=0.4", "gzip");

    add("br;q=0", "identity");
    add("br;q=0, gzip", "gzip");
    add("br;q=0.000, gzip;q=0.0", "identity");
    add("br;q=0, *", "gzip");
    add("*", "br");
    add("*;q=0.1", "br");
    add("*;q=0.1, identity;q=0.2", "identity");
    add("*, br;q=0", "gzip");
    add("gzip, br;q=0, *;q=0", "gzip");

    add("identity;q=0", "none");
    add("*;q=0", "none");
    add("identity;q=0, gzip", "gzip");
    add("identity;q=0, zstd", "none");
    add("identity;q=0, *;q=0.5", "br");
    add("*;q=0, identity", "identity");
    add("*;q=0, identity;q=0.1", "identity");
    add("br;q=0|gzip;q=0|identity;q=0", "none");

    // What cannot be read does not count.
    for (const char *unreadable :
         {"br;q=1.001", "br;q=2", "br;q=-1", "br;q=", "br;q", "br;q=0.1234", "br;q=.5", "br;q=1e0", "br;q=0,5x",
          "br;level=3", "br;q=1;q=0", "brr", "b r", ";q=1", "\"br\""})
        add(unreadable, "identity");
    add("gzip;q=1.", "gzip");
}

void NegotiationTest::theCodingIsTheOneThatTheClientWeighsHighest()
{
    QFETCH(const QByteArray, accepted);
    QFETCH(const QByteArray, coding);
    const Representation *const chosen = negotiate(file, fieldValues(accepted));
    const std::string_view name = chosen ? codingName(chosen->coding) : "none";
    QCOMPARE(QByteArray(name.data(), qsizetype(name.size())), coding);
}

void NegotiationTest::aCodingThatThereIsNotIsNotChosen()
{
    const Representation plain[] = {{ContentCoding::Identity, "x", "\"2\""}};
    const StaticFile small{"icon.svg", "image/svg+xml", plain};
    QCOMPARE(negotiate(small, {"br, gzip"}), &plain[0]);
    QCOMPARE(negotiate(small, {"br, identity;q=0"}), nullptr);
}

void NegotiationTest::onlyATagThatTheClientNamesIsKnown_data()
{
    QTest::addColumn<QByteArray>("named");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("no such field") << QByteArray() << false;
    QTest::newRow("an empty one") << QByteArray("") << false;
    for (const char *known : {"\"1-gz\"", "W/\"1-gz\"", "*", " * ", "\"0\", \"1-gz\"", "\"0\",W/\"1-gz\",\"2\"",
                              "\"0\"|\"1-gz\"", ",, \"1-gz\" ,", "\"a,b\", \"1-gz\"", "\"\",\"1-gz\""})
        QTest::addRow("%s", known) << QByteArray(known) << true;
    for (const char *unknown :
         {"\"1\"", "\"1-br\"", "1-gz", "\"1-gz", "1-gz\"", "w/\"1-gz\"", "W/ \"1-gz\"", "\"1-GZ\"", "\"1-gz\"x",
          "\"0\" \"1-gz\"", "x, \"1-gz\"", "*, \"0\"", "**", "\"x\"1-gz\"", "W/*", "'1-gz'", "\"0\"|*"})
        QTest::addRow("%s", unknown) << QByteArray(unknown) << false;
}

void NegotiationTest::onlyATagThatTheClientNamesIsKnown()
{
    QFETCH(const QByteArray, named);
    QFETCH(const bool, isKnown);
    QCOMPARE(relais::server::isKnown("\"1-gz\"", fieldValues(named)), isKnown);
}

QTEST_APPLESS_MAIN(NegotiationTest)
#include "tst_negotiation.moc"
