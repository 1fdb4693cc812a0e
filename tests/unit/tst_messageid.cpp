// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
// First, as moc 6.4 stumbles over <compare> where it comes before the macros of Qt.
#include <QTest>

#include "common/protocol/messageid.h"
#include "tests/support/vectors.h"

using namespace relais;
using namespace relais::test;

namespace {

QJsonArray rows(const char *list)
{
    return vectors(QStringLiteral("messageids.json")).object()[QLatin1String(list)].toArray();
}

} // namespace

class MessageIdTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validTextsAreReadAndWrittenTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint64>("ms");
        QTest::addColumn<quint64>("seq");
        for (const auto &value : rows("valid")) {
            const auto row = value.toObject();
            QTest::newRow(bytes(row, "text")) << bytes(row, "text") << quint64(row[QLatin1String("ms")].toInteger())
                                              << quint64(row[QLatin1String("seq")].toInteger());
        }
    }
    void validTextsAreReadAndWrittenTheSame()
    {
        QFETCH(QByteArray, text);
        QFETCH(quint64, ms);
        QFETCH(quint64, seq);
        const auto id = MessageId::parse(view(text));
        QVERIFY(id);
        QCOMPARE(id->ms, ms);
        QCOMPARE(id->seq, seq);
        QCOMPARE(printable(id->toString()), text);
    }

    void otherTextsAreNoIds_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const auto &value : rows("invalid"))
            QTest::newRow('"' + bytes(value).toPercentEncoding() + '"') << bytes(value);
    }
    void otherTextsAreNoIds()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!MessageId::parse(view(text)));
    }

    void idsOrderByTheirNumbersAndNotByTheirText()
    {
        const auto texts = rows("ascending");
        for (int i = 1; i < texts.size(); ++i) {
            const auto before = MessageId::parse(view(bytes(texts[i - 1])));
            const auto after = MessageId::parse(view(bytes(texts[i])));
            QVERIFY(before && after);
            QVERIFY2(*before < *after, bytes(texts[i]));
        }
    }

    void nextGoesUpWhateverTheClockDoes_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<qint64>("now");
        QTest::addColumn<QByteArray>("next");
        for (const auto &value : rows("successors")) {
            const auto row = value.toObject();
            QTest::newRow(rowName(row)) << bytes(row, "id") << qint64(row[QLatin1String("now")].toInteger())
                                        << bytes(row, "next");
        }
    }
    void nextGoesUpWhateverTheClockDoes()
    {
        QFETCH(QByteArray, id);
        QFETCH(qint64, now);
        QFETCH(QByteArray, next);
        const auto before = MessageId::parse(view(id));
        QVERIFY(before);
        const auto after = before->next(UnixTime(std::chrono::milliseconds(now)));
        QCOMPARE(printable(after.toString()), next);
        QVERIFY(after > *before);
    }

    void timeIsTheMillisecondsOfTheId()
    {
        QCOMPARE(MessageId({1732312345678, 4}).time().time_since_epoch().count(), 1732312345678);
    }
};

QTEST_APPLESS_MAIN(MessageIdTest)
#include "tst_messageid.moc"
