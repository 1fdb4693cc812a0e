// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/errors.h"
#include "tests/support/vectors.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace relais;
using namespace relais::test;

class ErrorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsRow()
    {
        QCOMPARE(errorTable().size(), static_cast<std::size_t>(ErrorCode::ReconnectRequested) + 1);
        for (const auto &row : errorTable())
            QVERIFY(&errorInfo(row.code) == &row);
    }

    void theTableIsThatOfTheVectors()
    {
        const auto expected = vectors(QStringLiteral("errors.json")).array();
        QCOMPARE(errorTable().size(), static_cast<std::size_t>(expected.size()));
        for (std::size_t i = 0; i < errorTable().size(); ++i) {
            const auto &info = errorTable()[i];
            const auto row = expected[static_cast<qsizetype>(i)].toObject();
            QCOMPARE(printable(info.name), bytes(row, "code"));
            QCOMPARE(printable(info.title), bytes(row, "title"));
            QCOMPARE(info.httpStatus, row[QLatin1String("status")].toInt());
            QCOMPARE(info.closeCode, row[QLatin1String("closeCode")].toInt());
            QCOMPARE(info.retryable, row[QLatin1String("retryable")].toBool());
        }
    }

    void namesAreUniqueAndInSnakeCase()
    {
        const QRegularExpression snakeCase(QStringLiteral("^[a-z]+(_[a-z]+)*$"));
        std::set<std::string_view> names;
        for (const auto &row : errorTable()) {
            QVERIFY2(names.insert(row.name).second, row.name.data());
            QVERIFY2(snakeCase.match(QString::fromLatin1(printable(row.name))).hasMatch(), row.name.data());
        }
    }

    void titlesAreOneLineWithoutAFullStop()
    {
        for (const auto &row : errorTable()) {
            QVERIFY(!row.title.empty());
            QVERIFY2(!row.title.ends_with('.') && row.title.find('\n') == std::string_view::npos, row.title.data());
        }
    }

    void everyErrorCanBeToldToAClient()
    {
        for (const auto &row : errorTable())
            QVERIFY2(row.httpStatus != 0 || row.closeCode != 0, row.name.data());
    }

    void httpStatusesAreThoseOfErrors()
    {
        for (const auto &row : errorTable())
            QVERIFY2(row.httpStatus == 0 || (row.httpStatus >= 400 && row.httpStatus < 600), row.name.data());
    }

    void closeCodesAreUniqueAndInTheirRanges()
    {
        std::set<int> closeCodes;
        for (const auto &row : errorTable()) {
            if (row.closeCode == 0)
                continue;
            QVERIFY2(closeCodes.insert(row.closeCode).second, row.name.data());
            QVERIFY2(row.closeCode == 1012 || (row.closeCode >= 4000 && row.closeCode < 4300), row.name.data());
        }
    }

    void whatClosesForGoodIsNotRetryable()
    {
        for (const auto &row : errorTable()) {
            if (row.closeCode)
                QCOMPARE(row.retryable, closeReaction(row.closeCode) != CloseReaction::StayClosed);
        }
    }

    void closeCodesSayWhatAClientDoes_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("reaction");
        for (const auto &value : vectors(QStringLiteral("closecodes.json")).array()) {
            const auto row = value.toObject();
            const auto code = row[QLatin1String("code")].toInt();
            QTest::addRow("%d", code) << code << bytes(row, "reaction");
        }
    }
    void closeCodesSayWhatAClientDoes()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, reaction);
        switch (closeReaction(code)) {
        case CloseReaction::StayClosed:
            QCOMPARE(reaction, "stay-closed");
            break;
        case CloseReaction::BackOff:
            QCOMPARE(reaction, "back-off");
            break;
        case CloseReaction::ReconnectNow:
            QCOMPARE(reaction, "reconnect-now");
            break;
        }
    }
};

QTEST_APPLESS_MAIN(ErrorsTest)
#include "tst_errors.moc"
