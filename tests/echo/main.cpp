// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <CLI/CLI.hpp>

#include <cstdio>

#include <QCoreApplication>
#include <QHostAddress>

#include "common/core/signalwatcher.h"
#include "server/log/log.h"
#include "server/transport/listensocket.h"
#include "tests/echo/echoservice.h"

using namespace relais;
using namespace relais::server;

int main(int argc, char **argv)
{
    std::uint16_t port = 0;
    std::size_t maximumMessage = 64 * 1024;
    CLI::App commandLine("Echoes WebSocket messages at /ws on 127.0.0.1, over relais-server's transport.");
    commandLine.add_option("--port", port, "port to listen on; 0 takes a free one")->required();
    commandLine.add_option("--max-message", maximumMessage, "largest message in bytes")
        ->check(CLI::Range(std::size_t{1}, std::size_t{64} * 1024 * 1024));
    try {
        commandLine.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return commandLine.exit(error) == 0 ? 0 : 2;
    }

    QCoreApplication application(argc, argv);
    const Log log({.format = LogFormat::Auto, .level = LogLevel::Info});
    SignalWatcher signalWatcher;
    auto listening = listenOn(QHostAddress(QHostAddress::LocalHost), port, 1);
    if (const auto *const error = std::get_if<ListenError>(&listening)) {
        std::fprintf(stderr, "relais-echo: cannot listen on port %d: %s; choose another with --port\n", port,
                     error->text.c_str());
        return 1;
    }
    auto &group = std::get<ListenGroup>(listening);

    TransportSettings settings;
    // Conformance suites send messages in thousands of fragments, and bytes one at a time.
    settings.webSocket = {.messageBytes = maximumMessage, .fragments = maximumMessage};
    settings.unsentBytes = 2 * maximumMessage + 1024 * 1024;
    settings.unfinishedBytes = 16 * maximumMessage + 64 * 1024 * 1024;
    const SystemClock clock;
    TransportCounters counters;
    ConnectionLimiter limiter(settings);
    const IoThread thread(QStringLiteral("io-0"),
                          {.clock = clock, .settings = settings, .counters = counters, .limiter = limiter},
                          std::move(group.descriptors), [] { return std::make_unique<test::EchoService>(); });
    logInfo(lcApp, "listening",
            {{"url", "ws://127.0.0.1:" + std::to_string(group.port) + "/ws"}, {"port", group.port}});
    QObject::connect(&signalWatcher, &SignalWatcher::terminateRequested, &application, &QCoreApplication::quit);
    return QCoreApplication::exec();
}
