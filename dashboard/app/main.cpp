// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QApplication>
#include <QIcon>
#include <QStandardPaths>

#include "common/core/signalwatcher.h"
#include "dashboard/app/commandline.h"
#include "dashboard/app/dashboardapplication.h"
#include "dashboard/app/heap.h"
#include "dashboard/app/snapshot.h"
#include "dashboard/app/version.h"
#include "dashboard/window/language.h"

using namespace relais::dashboard;
using relais::SignalWatcher;
using namespace Qt::StringLiterals;

namespace {

void print(std::FILE *stream, const QString &text)
{
    const auto utf8 = text.toLocal8Bit();
    std::fwrite(utf8.data(), 1, static_cast<std::size_t>(utf8.size()), stream);
}

int fail(ExitStatus status, const QString &text)
{
    print(stderr, u"relais-dashboard: %1\n"_s.arg(text));
    return static_cast<int>(status);
}

QString configurationFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
}

QByteArray tokenOfEnvironment()
{
    return qgetenv("RELAIS_TOKEN").trimmed();
}

void nameApplication()
{
    QCoreApplication::setApplicationName(u"relais-dashboard"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(versionText));
}

int writeSnapshot(const CommandLine &line)
{
    ServerAddress address{line.url, tokenOfEnvironment()};
    if (!line.profile.isEmpty()) {
        const auto profile = ProfileStore(configurationFolder() + u"/profiles.json"_s).findByName(line.profile);
        if (!profile)
            return fail(ExitStatus::Failure,
                        QCoreApplication::translate("CommandLine", "there is no server called %1").arg(line.profile));
        address.url = profile->url;
    }
    Snapshot snapshot(address, line.snapshotFile);
    QObject::connect(&snapshot, &Snapshot::finished, QCoreApplication::instance(), [](const QString &problem) {
        QCoreApplication::exit(problem.isEmpty() ? static_cast<int>(ExitStatus::Success)
                                                 : fail(ExitStatus::Failure, problem));
    });
    snapshot.start();
    return QCoreApplication::exec();
}

/// What needs no window needs no display either.
int runWithoutWindow(int argc, char **argv, const relais::Result<CommandLine> &line)
{
    const QCoreApplication application(argc, argv);
    nameApplication();
    Language language;
    language.use(line ? line->language : QString());
    if (!line) {
        // Once more, in the language of the reader.
        const auto again = parseCommandLine(QCoreApplication::arguments().mid(1));
        return fail(ExitStatus::Usage,
                    QString::fromStdString(again.error().detail)
                        + QCoreApplication::translate("CommandLine", "; --help shows what there is"));
    }
    switch (line->action) {
    case CommandLine::Action::ShowHelp:
        print(stdout, commandLineHelp());
        return static_cast<int>(ExitStatus::Success);
    case CommandLine::Action::ShowVersion:
        print(stdout, u"relais-dashboard %1\n"_s.arg(QString::fromLatin1(versionText)));
        return static_cast<int>(ExitStatus::Success);
    case CommandLine::Action::WriteSnapshot:
    case CommandLine::Action::ShowWindow:
        break;
    }
    return writeSnapshot(*line);
}

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

} // namespace

int main(int argc, char **argv)
{
    shareOneHeap();
    const auto line = parseCommandLine(argumentsOf(argc, argv));
    if (!line || line->action != CommandLine::Action::ShowWindow)
        return runWithoutWindow(argc, argv, line);

    SignalWatcher::block();
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    const QApplication application(argc, argv);
    nameApplication();
    // An end of the desktop's session, or Ctrl+C: the layout is kept, nobody is asked.
    const SignalWatcher signalWatcher;
    for (const auto signal : {&SignalWatcher::terminateRequested, &SignalWatcher::reloadRequested})
        QObject::connect(&signalWatcher, signal, qApp, [] { QCoreApplication::exit(); });
    QGuiApplication::setDesktopFileName(u"relais-dashboard"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/relais-dashboard.svg"_s));
    DashboardApplication dashboard(configurationFolder(), std::make_unique<KeychainTokenStore>());
    if (!dashboard.start(*line, tokenOfEnvironment()))
        return fail(ExitStatus::Failure,
                    QCoreApplication::translate("CommandLine", "there is no server called %1").arg(line->profile));
    return QApplication::exec();
}
