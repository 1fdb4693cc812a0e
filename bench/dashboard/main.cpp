// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QCommandLineParser>
#include <QLoggingCategory>

#include "bench/dashboard/floodrun.h"
#include "bench/dashboard/floodserver.h"
#include "bench/dashboard/watchedapplication.h"
#include "dashboard/app/heap.h"

using namespace Qt::StringLiterals;
using namespace relais::bench;

namespace {

int fail(const QString &why)
{
    std::fprintf(stderr, "relais-bench-dashboard: %s\n", qPrintable(why));
    return 1;
}

int serve(int argumentCount, char **arguments, const FloodServer::Options &options)
{
    const QCoreApplication application(argumentCount, arguments);
    FloodServer server(options);
    const quint16 port = server.listen();
    if (port == 0)
        return fail(u"no port on 127.0.0.1 is free"_s);
    std::printf("listening on 127.0.0.1:%u\n", port);
    std::fflush(stdout);
    return QCoreApplication::exec();
}

QCommandLineParser &parser()
{
    static QCommandLineParser parser;
    return parser;
}

void addOptions()
{
    parser().setApplicationDescription(
        u"Floods the dashboard, goes through its pages, and measures how long its window keeps one waiting.\n"
        "Without a screen it takes QT_QPA_PLATFORM=offscreen."_s);
    parser().addHelpOption();
    parser().addOptions({{u"seconds"_s, u"How long a tour takes (60)."_s, u"seconds"_s, u"60"_s},
                         {u"rounds"_s, u"Tours, one after another (2)."_s, u"number"_s, u"2"_s},
                         {u"clients"_s, u"Clients of the server that is put on (50000)."_s, u"number"_s, u"50000"_s},
                         {u"rate"_s, u"Messages a second on the tap (10000)."_s, u"number"_s, u"10000"_s},
                         {u"json"_s, u"Print one JSON object."_s},
                         {u"serve"_s, u"Be only the server."_s}});
}

} // namespace

/// Exit status: 1 when something came out wrong; times are told, not judged.
int main(int argumentCount, char **arguments)
{
    relais::dashboard::shareOneHeap(); // as the dashboard does
    QStringList words;
    for (int i = 0; i < argumentCount; ++i)
        words.append(QString::fromLocal8Bit(arguments[i]));
    addOptions();
    if (!parser().parse(words)) {
        std::fprintf(stderr, "relais-bench-dashboard: %s\n", qPrintable(parser().errorText()));
        return 2;
    }
    const FloodServer::Options options{.clients = parser().value(u"clients"_s).toInt(),
                                       .messagesPerSecond = parser().value(u"rate"_s).toInt()};
    const int seconds = parser().value(u"seconds"_s).toInt();
    const int rounds = parser().value(u"rounds"_s).toInt();
    if (options.clients < 1 || options.messagesPerSecond < 1000 || seconds < 1 || rounds < 1) {
        std::fputs("relais-bench-dashboard: a second, a round, a client and 1000 messages a second are the least\n",
                   stderr);
        return 2;
    }
    if (parser().isSet(u"serve"_s))
        return serve(argumentCount, arguments, options);

    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && !qEnvironmentVariableIsSet("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:"); // of the desktop nothing is read or told
    WatchedApplication application(argumentCount, arguments);
    parser().process(application); // --help
    QLoggingCategory::setFilterRules(u"relais.client=false"_s);
    FloodRun run(application, options, std::chrono::seconds(seconds), rounds);
    const Report report = run.run();
    std::fputs((parser().isSet(u"json"_s) ? report.toJson() + '\n' : report.toText()).c_str(), stdout);
    return run.problem().isEmpty() ? 0 : fail(run.problem());
}
