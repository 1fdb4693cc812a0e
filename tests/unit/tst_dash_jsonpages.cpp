// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTranslator>

#include "dashboard/models/displaytext.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/models/jsonformat.h"
#include "dashboard/pages/jsoneditor.h"
#include "dashboard/pages/jsonview.h"

using namespace relais;
using namespace relais::dashboard;

namespace {

constexpr std::string_view nested = "{\"order\":{\"items\":[1,2,{}],\"total\":1.50},\"note\":\"a\"}";

/// Marks what it was asked to translate.
class MarkingTranslator final : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return QStringLiteral("@") + QString::fromUtf8(source);
    }
};

QPlainTextEdit *textOf(const JsonEditor &editor)
{
    return editor.findChild<QPlainTextEdit *>();
}

QString statusOf(const JsonEditor &editor)
{
    return editor.findChild<QLabel *>(QStringLiteral("status"))->text();
}

} // namespace

class TestJsonPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void faultsAreSaidInTheLanguageOfTheReader_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("a literal") << QByteArray("{\"a\": tru}");
        QTest::newRow("no value") << QByteArray("[1,]");
        QTest::newRow("no end") << QByteArray("{\"a\": \"b");
        QTest::newRow("no comma") << QByteArray("[1 2]");
        QTest::newRow("something behind") << QByteArray("{} {}");
        QTest::newRow("a control character") << QByteArray("\"\t\"");
        QTest::newRow("half a character") << QByteArray("\"\\ud800\"");
        QTest::newRow("a zero in front") << QByteArray("01");
        QTest::newRow("out of range") << QByteArray("99999999999999999999");
        QTest::newRow("a percent sign") << QByteArray("[1 %1]");
    }
    void faultsAreSaidInTheLanguageOfTheReader()
    {
        QFETCH(QByteArray, json);
        const auto fault = JsonScanner(json.toStdString(), 32).scan();
        QVERIFY(fault);
        QCOMPARE(describe(*fault), QString::fromStdString(fault->detail)); // without a translation
        MarkingTranslator translator;
        QCoreApplication::installTranslator(&translator);
        const QString text = describe(*fault);
        QVERIFY2(text.startsWith(u'@'), qPrintable(text));
        QVERIFY2(!text.contains(QLatin1String("%2")), qPrintable(text));
        QCoreApplication::removeTranslator(&translator);
    }

    void anErrorIsExplainedAndTheServersWordsAreKept()
    {
        QCOMPARE(describe({.code = ErrorCode::Forbidden, .detail = "none of your roles may do this"}),
                 QStringLiteral("Not allowed (none of your roles may do this)"));
        QCOMPARE(describe({.code = ErrorCode::RateLimited, .detail = {}}), QStringLiteral("Too many requests"));
        // Nobody answered: the words are Qt's, in the language of the reader.
        QCOMPARE(describe({.code = ErrorCode::Disconnected, .detail = "Connection refused"}),
                 QStringLiteral("Connection refused"));
    }

    void eachMemberHasItsLineAndBytesStayAsTheyAre()
    {
        const auto formatted = formatJson(nested, 100);
        QCOMPARE(formatted->text,
                 QStringLiteral("{\n  \"order\": {\n    \"items\": [\n      1,\n      2,\n      {}\n    ],\n"
                                "    \"total\": 1.50\n  },\n  \"note\": \"a\"\n}"));
        QCOMPARE(formatted->folds.size(), std::size_t(3));
        QCOMPARE(formatted->folds[2].first, 2);
        QCOMPARE(formatted->folds[2].last, 6);
    }

    void bracketsAndQuotesInStringsOpenNothing()
    {
        const auto formatted = formatJson("[\"{[,:\\\" ]}\"]", 100);
        QCOMPARE(formatted->text, QStringLiteral("[\n  \"{[,:\\\" ]}\"\n]"));
        QCOMPARE(formatted->folds.size(), std::size_t(1));
    }

    void charactersThatDeceiveAreWrittenAsEscapes()
    {
        const auto formatted = formatJson("\"a\u202eb\"", 100);
        QCOMPARE(formatted->text, QStringLiteral("\"a\\u202eb\""));
        QCOMPARE(displayText(std::string_view("u\u202e1\n2")), QStringLiteral("u\ufffd1 2"));
    }

    void moreLinesThanAPersonReadsAreNotLaidOut()
    {
        std::string many = "[1";
        for (int element = 0; element < 100; ++element)
            many += ",1";
        many += ']';
        QVERIFY(!formatJson(many, 50));
        QVERIFY(formatJson(many, 200));
    }

    void markupFromTheWireStaysText()
    {
        JsonView view;
        const std::string_view markup = "\"<img src='file:///etc/passwd'><b>x</b>\"";
        view.setJson(markup);
        QCOMPARE(view.toPlainText().toStdString(), std::string(markup));
        QVERIFY(!view.textInteractionFlags().testFlag(Qt::LinksAccessibleByMouse));
    }

    void whatIsTooBigIsCutAndSaysSo()
    {
        JsonView view;
        const std::string big = '"' + std::string(JsonView::maximumShownBytes * 4, 'x') + '"';
        view.setJson(big);
        QVERIFY(view.isCut());
        QTRY_VERIFY(view.toPlainText().endsWith(QLatin1String("(only the beginning is shown)")));
        const auto lines = qsizetype(JsonView::maximumShownBytes) / JsonView::maximumLineCharacters;
        QVERIFY(view.toPlainText().size() < qsizetype(JsonView::maximumShownBytes) + lines + 100);
        view.setJson("1");
        QVERIFY(!view.isCut());
        QCOMPARE(view.toPlainText(), QStringLiteral("1"));
    }

    void aLongTextComesSliceBySliceAndWhole()
    {
        JsonView view;
        std::string many = "[";
        for (int element = 0; element < 5000; ++element)
            many += "[" + std::to_string(element) + "],";
        many.back() = ']';
        view.setJson(many.substr(0, many.find(",[3000]")) + ']');
        QVERIFY(view.blockCount() < 2000);
        view.setFolded(1, true);
        QTRY_COMPARE(view.blockCount(), 3 * 3000 + 2);
        QVERIFY(view.isFolded(1));
        QVERIFY(!view.document()->findBlockByNumber(2).isVisible());
        QVERIFY(view.document()->findBlockByNumber(9000).isVisible());
        view.setJson(many.substr(0, many.find(",[3000]")) + ']');
        view.setJson("1"); // what was to come of the last one does not come
        QCoreApplication::processEvents();
        QCOMPARE(view.toPlainText(), QStringLiteral("1"));
    }

    void whatIsOneLongLineIsBroken_data()
    {
        QTest::addColumn<QByteArray>("json");
        QByteArray numbers = "[0";
        while (numbers.size() < 60'000)
            numbers += ",1";
        QTest::newRow("more elements than lines are laid out") << numbers + ']';
        QTest::newRow("a long text") << '"' + QByteArray(60'000, 'x') + '"';
        QTest::newRow("a long text that is in an object") << "{\"a\":\"" + QByteArray("汉字").repeated(9000) + "\"}";
    }
    void whatIsOneLongLineIsBroken()
    {
        QFETCH(const QByteArray, json);
        JsonView view;
        view.setJson({json.data(), static_cast<std::size_t>(json.size())});
        QTRY_COMPARE(view.toPlainText().remove(u'\n'), QString::fromUtf8(json));
        for (auto block = view.document()->begin(); block.isValid(); block = block.next())
            QVERIFY(block.length() <= JsonView::maximumLineCharacters + 1);
    }

    void whatIsNoJsonIsShownAsItIs()
    {
        JsonView view;
        view.setJson("{\"a\":");
        QCOMPARE(view.toPlainText(), QStringLiteral("{\"a\":"));
        QVERIFY(!view.isFoldable(0));
    }

    void aClickInTheMarginFoldsAndUnfolds()
    {
        JsonView view;
        view.resize(400, 300);
        view.setJson(nested);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QRect line = view.cursorRect(QTextCursor(view.document()->findBlockByNumber(2)));
        QWidget *const margin = view.childAt(3, 3);
        QVERIFY(margin != nullptr && margin != view.viewport());
        QTest::mouseClick(margin, Qt::LeftButton, {}, QPoint(2, line.center().y()));
        QVERIFY(view.isFolded(2));
        QVERIFY(!view.document()->findBlockByNumber(3).isVisible());
        QVERIFY(view.document()->findBlockByNumber(6).isVisible());
        QTest::mouseClick(margin, Qt::LeftButton, {}, QPoint(2, line.center().y()));
        QVERIFY(view.document()->findBlockByNumber(3).isVisible());
    }

    void leftAndRightFoldAndUnfold()
    {
        JsonView view;
        view.setJson(nested);
        view.setTextCursor(QTextCursor(view.document()->findBlockByNumber(1)));
        QTest::keyClick(&view, Qt::Key_Left);
        QVERIFY(view.isFolded(1));
        QVERIFY(!view.document()->findBlockByNumber(5).isVisible());
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(!view.isFolded(1));
        QVERIFY(view.document()->findBlockByNumber(5).isVisible());
    }

    void foldsWithinAFoldStayClosedWhenItOpens()
    {
        JsonView view;
        view.setJson(nested);
        view.foldAll();
        QVERIFY(!view.isFolded(0)); // something is seen
        QVERIFY(view.isFolded(1));
        view.setFolded(1, false);
        QVERIFY(view.document()->findBlockByNumber(2).isVisible());
        QVERIFY(!view.document()->findBlockByNumber(3).isVisible());
    }

    void theEditorSaysWhereTheErrorIs()
    {
        JsonEditor editor;
        editor.show();
        QTest::keyClicks(textOf(editor), QStringLiteral("[1,"));
        QTest::keyClick(textOf(editor), Qt::Key_Return);
        QTest::keyClicks(textOf(editor), QStringLiteral("  x]"));
        QVERIFY(!editor.isValid());
        QCOMPARE(editor.fault()->line, 2U);
        QCOMPARE(editor.fault()->column, 3U);
        QVERIFY2(statusOf(editor).contains(QLatin1String("Line 2, column 3")), qPrintable(statusOf(editor)));
        textOf(editor)->moveCursor(QTextCursor::Start);
        editor.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&editor));
        textOf(editor)->setFocus();
        QTest::keyClick(textOf(editor), Qt::Key_F8);
        QCOMPARE(textOf(editor)->textCursor().blockNumber(), 1);
        QCOMPARE(textOf(editor)->textCursor().positionInBlock(), 2);
    }

    void columnsCountCharactersAndSizesBytes()
    {
        JsonEditor editor;
        editor.setJson("{\"é\": \"ü\" x}");
        QCOMPARE(editor.fault()->column, 11U);
        editor.setJson("\"é\"");
        QVERIFY(editor.isValid());
        QCOMPARE(editor.findChild<QLabel *>(QStringLiteral("size"))->text(), QStringLiteral("4 of 65,536 bytes"));
    }

    void aPayloadThatIsTooBigIsNotValid()
    {
        JsonEditor editor;
        editor.setJson('"' + QByteArray(qsizetype(JsonEditor::defaultMaximumBytes), 'x') + '"');
        QVERIFY(!editor.isValid());
        QVERIFY(editor.isTooBig());
    }

    void aChangeIsToldOnce()
    {
        JsonEditor editor;
        const QSignalSpy changes(&editor, &JsonEditor::changed);
        QTest::keyClick(textOf(editor), Qt::Key_1);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(editor.json(), QByteArray("1"));
    }

    void formattingCanBeUndone()
    {
        JsonEditor editor;
        editor.setJson("[1,2]");
        editor.format();
        QCOMPARE(editor.json(), QByteArray("[\n  1,\n  2\n]"));
        textOf(editor)->undo();
        QCOMPARE(editor.json(), QByteArray("[1,2]"));
    }
};

QTEST_MAIN(TestJsonPages)
#include "tst_dash_jsonpages.moc"
