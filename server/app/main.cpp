// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdio>
#include <string>

#include <sys/resource.h>

#include <QCoreApplication>

#include "common/core/signalwatcher.h"
#include "server/app/serverapplication.h"
#include "server/app/translations.h"
#include "server/app/version.h"
#include "server/commands/commands.h"
#include "server/config/configuration.h"
#include "server/log/log.h"

using namespace relais::server;

namespace {

void print(std::FILE *stream, const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
}

/// Every client is a descriptor; the usual soft limit of 1024 is for programs that use select().
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int run(const Invocation &invocation)
{
    const Log log(invocation.settings.log);
    relais::SignalWatcher signalWatcher; // before any thread starts
    raiseDescriptorLimit();
    for (const ConfigurationProblem &warning : invocation.warnings)
        logWarning(lcApp, "configuration", {{"place", warning.place}, {"problem", warning.text}});

    ServerApplication server(invocation.settings);
    if (!server.start()) {
        print(stderr, "relais-server: " + server.problem() + '\n');
        return static_cast<int>(server.exitStatus());
    }
    QObject::connect(&signalWatcher, &relais::SignalWatcher::reloadRequested, &server, &ServerApplication::reload);
    QObject::connect(&signalWatcher, &relais::SignalWatcher::terminateRequested, &server, &ServerApplication::drain);
    QObject::connect(&signalWatcher, &relais::SignalWatcher::terminateImmediatelyRequested, qApp,
                     &QCoreApplication::quit);
    QObject::connect(&server, &ServerApplication::finished, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const ConfigurationInputs inputs = processInputs(argc, argv);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("relais-server"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(versionText));
    installTranslations(application, messageLocale(inputs.environment));

    if (const auto exitStatus = runCommand(inputs, relais::SystemClock(), stdout, stderr))
        return static_cast<int>(*exitStatus);
    const auto loaded = loadConfiguration(inputs);
    if (const auto *const failure = std::get_if<ConfigurationFailure>(&loaded)) {
        for (const ConfigurationProblem &problem : failure->problems)
            print(stderr, "relais-server: " + problem.line() + '\n');
        return static_cast<int>(failure->exitStatus);
    }
    const Invocation &invocation = std::get<Invocation>(loaded);
    switch (invocation.action) {
    case Action::Run:
        return run(invocation);
    case Action::CheckConfiguration:
        print(stdout, configurationIsValidText());
        break;
    case Action::PrintConfiguration:
        print(stdout, configurationText(invocation));
        break;
    case Action::ShowVersion:
        print(stdout, std::string("relais-server ") + versionText + '\n');
        break;
    case Action::ShowHelp:
        print(stdout, helpText());
        break;
    }
    return static_cast<int>(ExitStatus::Success);
}
