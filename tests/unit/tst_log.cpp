// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <array>
#include <limits>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "server/log/log.h"
#include "server/log/logformat.h"
#include "server/log/printabletext.h"
#include "server/log/redaction.h"

using namespace relais;
using namespace relais::server;

namespace {

/// A pipe in place of standard error.
class Capture {
public:
    Capture() { m_isOpen = pipe2(m_ends.data(), O_NONBLOCK | O_CLOEXEC) == 0; }
    ~Capture()
    {
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }
    bool isOpen() const { return m_isOpen; }
    int descriptor() const { return m_ends[1]; }
    QByteArray take()
    {
        QByteArray all(1 << 16, Qt::Uninitialized);
        const ssize_t size = ::read(m_ends[0], all.data(), static_cast<std::size_t>(all.size()));
        all.resize(std::max<qsizetype>(size, 0));
        return all;
    }

private:
    std::array<int, 2> m_ends{-1, -1};
    bool m_isOpen = false;
};

LogRecord record(std::string_view message, std::span<const LogField> fields = {})
{
    return {.time = UnixTime(std::chrono::milliseconds(1'732'312'345'007)),
            .level = LogLevel::Warning,
            .area = "relais.app",
            .message = message,
            .fields = fields};
}

QJsonObject parsed(const std::string &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(line), &error);
    return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

} // namespace

class TestLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void controlCharactersAndEscapeSequencesAreShownAsText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("plain") << QByteArray("héllo 🎉") << QByteArray("héllo 🎉");
        QTest::newRow("line ends") << QByteArray("a\r\nb\tc") << QByteArray("a\\r\\nb\\tc");
        QTest::newRow("colour") << QByteArray("\x1b[31mred") << QByteArray("\\x1b[31mred");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a\\x00b");
        QTest::newRow("DEL") << QByteArray("\x7f") << QByteArray("\\x7f");
        QTest::newRow("C1 control sequence introducer") << QByteArray("\xc2\x9b"
                                                                      "31m")
                                                        << QByteArray("\\x9b31m");
        QTest::newRow("line separator") << QByteArray("\xe2\x80\xa8") << QByteArray("\\u2028");
        QTest::newRow("right-to-left override") << QByteArray("\xe2\x80\xae") << QByteArray("\\u202e");
        QTest::newRow("not UTF-8") << QByteArray("a\xff"
                                                 "b")
                                   << QByteArray("a\xef\xbf\xbd"
                                                 "b");
        QTest::newRow("overlong") << QByteArray("\xc0\x8a") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd");
    }
    void controlCharactersAndEscapeSequencesAreShownAsText()
    {
        QFETCH(QByteArray, text);
        QTEST(QByteArray::fromStdString(printableText(text.toStdString())), "shown");
    }

    void quotedTextCannotBeLeftByAQuote()
    {
        QCOMPARE(quotedText("a\"b\\c"), std::string("\"a\\\"b\\\\c\""));
        QCOMPARE(quotedText("abcdef", 3), std::string("\"abc…\""));
    }

    void everyByteInEveryPlaceGivesOneValidJsonLine()
    {
        for (int byte = 0; byte < 256; ++byte) {
            const std::string text = {'a', static_cast<char>(byte), '"', '\\'};
            const LogField fields[] = {{"value", text}};
            const std::string line = jsonLogLine(record(text, fields));
            QCOMPARE(line.find('\n'), line.size() - 1);
            QVERIFY(std::none_of(line.begin(), line.end() - 1,
                                 [](char c) { return static_cast<unsigned char>(c) < 32; }));
            const QJsonObject object = parsed(line);
            const QString expected = QString::fromUtf8(text.data(), qsizetype(text.size()));
            QCOMPARE(object.value(u"message").toString(), expected);
            QCOMPARE(object.value(u"value").toString(), expected);
        }
    }

    void everyByteInEveryPlaceGivesOneTextLine()
    {
        for (int byte = 0; byte < 256; ++byte) {
            const std::string text = {'a', static_cast<char>(byte), 'b'};
            const LogField fields[] = {{"value", text}};
            const std::string line = textLogLine(record(text, fields), false);
            QCOMPARE(line.find('\n'), line.size() - 1);
            QVERIFY(std::none_of(line.begin(), line.end() - 1,
                                 [](char c) { return static_cast<unsigned char>(c) < 32; }));
        }
    }

    void jsonLineCarriesTimeLevelAreaMessageAndTypedFields()
    {
        const LogField fields[] = {{"text", "x"},
                                   {"count", 3},
                                   {"big", std::numeric_limits<std::uint64_t>::max()},
                                   {"ratio", 0.5},
                                   {"isOpen", true},
                                   {"waitMs", std::chrono::seconds(2)},
                                   {"nothing", std::numeric_limits<double>::quiet_NaN()}};
        QCOMPARE(jsonLogLine(record("done", fields)),
                 std::string(R"({"time":"2024-11-22T21:52:25.007Z","level":"warning","area":"relais.app",)"
                             R"("message":"done","text":"x","count":3,"big":18446744073709551615,"ratio":0.5,)"
                             R"("isOpen":true,"waitMs":2000,"nothing":null})"
                             "\n"));
    }

    void textLineQuotesFieldsThatWouldReadAmbiguously()
    {
        const LogField fields[]
            = {{"plain", "x"}, {"blank", "a b"}, {"forged", "x level=info"}, {"empty", ""}, {"n", 1}};
        const std::string line = textLogLine(record("done", fields), false);
        QVERIFY(line.ends_with(
            " warning relais.app done plain=x blank=\"a b\" forged=\"x level=info\" empty=\"\" n=1\n"));
    }

    void colourIsOnlyWhereItIsAskedFor()
    {
        QVERIFY(textLogLine(record("x"), true).find("\x1b[33mwarning\x1b[0m") != std::string::npos);
        QCOMPARE(textLogLine(record("x"), false).find('\x1b'), std::string::npos);
    }

    void longTextIsCutBetweenCharacters()
    {
        std::string text(MaximumLogTextBytes - 1, 'x');
        text += "éé";
        const QJsonObject object = parsed(jsonLogLine(record(text)));
        const QString expected = QString(qsizetype(MaximumLogTextBytes - 1), u'x') + u'…';
        QCOMPARE(object.value(u"message").toString(), expected);
    }

    void timesBefore1970AreWrittenToo()
    {
        LogRecord old = record("x");
        old.time = UnixTime(std::chrono::milliseconds(-1));
        QVERIFY(jsonLogLine(old).starts_with(R"({"time":"1969-12-31T23:59:59.999Z")"));
    }

    void whatQtSaysGoesTheSameWay()
    {
        Capture capture;
        QVERIFY(capture.isOpen());
        {
            const Log log({LogFormat::Json, LogLevel::Info}, capture.descriptor());
            qCInfo(lcSync) << "plain\nline";
            qWarning("%s", "from a library");
        }
        const QList<QByteArray> lines = capture.take().split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(parsed(lines[0].toStdString()).value(u"area").toString(), QStringLiteral("relais.sync"));
        QCOMPARE(parsed(lines[0].toStdString()).value(u"message").toString(), QStringLiteral("plain\nline"));
        QCOMPARE(parsed(lines[1].toStdString()).value(u"level").toString(), QStringLiteral("warning"));
    }

    void linesBelowTheLevelAreNotWritten_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("debug") << int(LogLevel::Debug) << QByteArray("d i w e ");
        QTest::newRow("info") << int(LogLevel::Info) << QByteArray("i w e ");
        QTest::newRow("warning") << int(LogLevel::Warning) << QByteArray("w e ");
        QTest::newRow("error") << int(LogLevel::Error) << QByteArray("e ");
    }
    void linesBelowTheLevelAreNotWritten()
    {
        QFETCH(int, level);
        Capture capture;
        QVERIFY(capture.isOpen());
        {
            const Log log({LogFormat::Json, static_cast<LogLevel>(level)}, capture.descriptor());
            logDebug(lcApp, "d");
            logInfo(lcApp, "i");
            logWarning(lcApp, "w");
            logError(lcApp, "e");
        }
        QByteArray written;
        for (const QByteArray &line : capture.take().split('\n')) {
            if (!line.isEmpty())
                written += parsed(line.toStdString()).value(u"message").toString().toUtf8() + ' ';
        }
        QTEST(written, "written");
    }

    void withoutATerminalAutoMeansJson()
    {
        Capture capture;
        QVERIFY(capture.isOpen());
        {
            const Log log({LogFormat::Auto, LogLevel::Info}, capture.descriptor());
            logInfo(lcApp, "listening", {{"port", 5000}});
        }
        QCOMPARE(parsed(capture.take().toStdString()).value(u"port").toInt(), 5000);
    }

    void withoutALogTheLineGoesToQtsHandler()
    {
        QTest::ignoreMessage(QtWarningMsg, "slow client=\"a b\" behind=3");
        logWarning(lcTransport, "slow", {{"client", "a b"}, {"behind", 3}});
    }

    void linesOfManyThreadsStayWhole()
    {
        constexpr int Threads = 4;
        constexpr int Lines = 100; // all of them fit the pipe
        Capture capture;
        QVERIFY(capture.isOpen());
        {
            const Log log({LogFormat::Json, LogLevel::Info}, capture.descriptor());
            std::vector<std::thread> threads;
            for (int thread = 0; thread < Threads; ++thread)
                threads.emplace_back([thread] {
                    for (int line = 0; line < Lines; ++line)
                        logInfo(lcApp, "line", {{"thread", thread}, {"line", line}});
                });
            for (std::thread &thread : threads)
                thread.join();
        }
        std::array<int, Threads> next{};
        const QList<QByteArray> lines = capture.take().trimmed().split('\n');
        QCOMPARE(lines.size(), Threads * Lines);
        for (const QByteArray &line : lines) {
            const QJsonObject object = parsed(line.toStdString());
            int &expected = next.at(static_cast<std::size_t>(object.value(u"thread").toInt(0)));
            QCOMPARE(object.value(u"line").toInt(-1), expected++);
        }
    }

    void tokensAreRedacted_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("redacted");
        const auto row = [](const char *name, const char *text, const char *redacted) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(redacted);
        };
        row("query", "/ws?token=aaa.bbb-c_c", "/ws?token=redacted");
        row("among others", "/ws?since=0&token=abc&userId=u", "/ws?since=0&token=redacted&userId=u");
        row("case", "/ws?ToKeN=abc", "/ws?ToKeN=redacted");
        row("name encoded", "/ws?%74ok%65n=abc", "/ws?%74ok%65n=redacted");
        row("value encoded", "/ws?token=%61%62c,d;e", "/ws?token=redacted");
        row("twice", "/ws?token=a&token=b", "/ws?token=redacted&token=redacted");
        row("fragment", "/#access_token=abc", "/#access_token=redacted");
        row("in a sentence", "no route for \"/x?token=abc\" here", "no route for \"/x?token=redacted\" here");
        row("header", "Authorization: Bearer abc.def", "Authorization: Bearer redacted");
        row("header, case and blanks", "bEARER  \tabc", "bEARER  \tredacted");
        row("subprotocol", "relais.v1, bearer.abc.def", "relais.v1, bearer.redacted");
        row("another parameter", "/ws?tokens=1&mytoken=2", "/ws?tokens=1&mytoken=2");
        row("empty value", "/ws?token=&a=b", "/ws?token=&a=b");
        row("no query", "/api/sync/status", "/api/sync/status");
        row("API key", "no rk_0123456789ab_AB-cd_ef, no", "no rk_0123456789ab_redacted, no");
        row("API key after Bearer", "Bearer rk_0123456789ab_ABcd", "Bearer redacted");
        row("no API key", "rk_, rk__, rk_0123456789ab", "rk_, rk__, rk_0123456789ab");
        row("JWT", "in eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.c2ln there", "in redacted there");
        row("half a JWT", "eyJhbGciOiJIUzI1NiJ9.", "redacted");
        row("no JWT", "eyJbrow eyJ-brow eyJ", "eyJbrow eyJ-brow eyJ");
        row("password of a URL", "at https://me:pa@ss@a.example/x@y", "at https://redacted@a.example/x@y");
        row("no password of a URL", "https://a.example/x@y http://b.example?c@d",
            "https://a.example/x@y http://b.example?c@d");
        row("broken encoding", "/ws?%7=a&%=b&token=c", "/ws?%7=a&%=b&token=redacted");
        row("nothing", "", "");
    }
    void tokensAreRedacted()
    {
        QFETCH(QByteArray, text);
        QTEST(QByteArray::fromStdString(redactToken(text.toStdString())), "redacted");
    }
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
