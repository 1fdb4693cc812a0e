// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/commandline.h"

#include "bench/certificate.h"
#include "bench/floorserver.h"
#include "bench/runfailed.h"
#include "bench/scenario_attack.h"
#include "bench/scenario_fanout.h"
#include "bench/scenario_idle.h"
#include "bench/scenario_latency.h"
#include "bench/scenario_poll.h"
#include "bench/scenario_send.h"
#include "bench/scenario_storm.h"
#include "bench/scenario_wakeup.h"
#include "bench/scenario_watched.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <functional>
#include <iostream>
#include <memory>

namespace relais::bench {

namespace {

constexpr int Success = 0;
constexpr int Failure = 1;
constexpr int UsageError = 2;

volatile std::sig_atomic_t stopRequested = 0;

void requestStop(int)
{
    stopRequested = 1;
}

/// What all scenarios have in common on the command line.
struct TargetOptions {
    std::string url;
    TestBedOptions bed;
    int timeoutSeconds = 60;
    bool json = false;
};

using Scenario = std::function<Report(TestBed &)>;

void addTargetOptions(CLI::App &command, TargetOptions &target)
{
    command.add_option("--url", target.url, "The server, on this machine: http://127.0.0.1:PORT or https")
        ->required()
        ->check([](const std::string &url) {
            return parseLoopbackUrl(url) ? std::string() : "not http(s)://127.x.y.z:PORT or http(s)://localhost:PORT";
        });
    command.add_option("--pid", target.bed.process, "The server's process, to measure its CPU time and memory")
        ->check(CLI::PositiveNumber);
    command.add_option("--addresses", target.bed.addresses, "Loopback addresses to connect from")
        ->check(CLI::Range(1, 250));
    command.add_option("--timeout", target.timeoutSeconds, "Seconds after which the run has failed")
        ->check(CLI::Range(1, 3600));
    command.add_flag("--json", target.json, "Print one JSON object");
}

int runScenario(TargetOptions &target, const Scenario &scenario)
{
    target.bed.endpoint = *parseLoopbackUrl(target.url);
    target.bed.timeout = std::chrono::seconds(target.timeoutSeconds);
    raiseDescriptorLimit();
    const auto bed = std::make_unique<TestBed>(target.bed);
    const Report report = scenario(*bed);
    std::cout << (target.json ? report.toJson() + '\n' : report.toText()) << std::flush;
    return Success;
}

int runFloorServer(const FloorServer::Options &options)
{
    raiseDescriptorLimit();
    // Without SA_RESTART, so that the signal ends the wait.
    struct sigaction action { };
    action.sa_handler = requestStop;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);

    const auto loop = std::make_unique<EventLoop>();
    const FloorServer server(*loop, options);
    std::cout << "listening on 127.0.0.1:" << server.port() << std::endl;
    loop->runUntil([] { return stopRequested != 0; }, MonotonicTime::max());
    return Success;
}

class CommandLine {
public:
    CommandLine();

    int run(int argumentCount, const char *const *arguments);

private:
    CLI::App *addScenario(const std::string &name, const std::string &description, Scenario scenario);
    void addFanout();
    void addWatched();
    void addIdleAndWakeup();
    void addPoll();
    void addSendAndLatency();
    void addStorm();
    void addAttack();
    void addFloorServer();
    void addCertificate();

    CLI::App m_application{"Load generator for Relais: measures a server on this machine, and proves every delivery",
                           "relais-bench"};
    std::function<int()> m_chosen;
    TargetOptions m_target;
    FanoutOptions m_fanout;
    WatchedOptions m_watched;
    std::string m_pageName = "overview";
    int m_restSeconds = 5;
    IdleOptions m_idle;
    WakeupOptions m_wakeup;
    PollOptions m_poll;
    int m_pollSeconds = 0;
    SendOptions m_send;
    LatencyOptions m_latency;
    int m_intervalMilliseconds = 5;
    StormOptions m_storm;
    AttackOptions m_attack;
    std::string m_floodName;
    FloorServer::Options m_floor;
    std::string m_certificateFile;
    std::string m_keyFile;
};

CommandLine::CommandLine()
{
    m_application.require_subcommand(1);
    addFanout();
    addWatched();
    addIdleAndWakeup();
    addPoll();
    addSendAndLatency();
    addStorm();
    addAttack();
    addFloorServer();
    addCertificate();
}

int CommandLine::run(int argumentCount, const char *const *arguments)
{
    try {
        m_application.parse(argumentCount, arguments);
    } catch (const CLI::ParseError &error) {
        return m_application.exit(error) == Success ? Success : UsageError; // --help is an "error" too
    }
    try {
        return m_chosen();
    } catch (const std::exception &error) {
        std::cerr << "relais-bench: " << error.what() << std::endl;
        return Failure;
    }
}

CLI::App *CommandLine::addScenario(const std::string &name, const std::string &description, Scenario scenario)
{
    CLI::App *command = m_application.add_subcommand(name, description);
    addTargetOptions(*command, m_target);
    command->callback([this, scenario = std::move(scenario)] {
        m_chosen = [this, scenario] {
            return runScenario(m_target, scenario);
        };
    });
    return command;
}

void CommandLine::addFanout()
{
    CLI::App *command = addScenario("fanout", "Broadcasts to many WebSockets: cost and latency of a delivery",
                                    [this](TestBed &bed) { return runFanout(bed, m_fanout); });
    command->add_option("--clients", m_fanout.clients, "WebSockets beside the publishing one")
        ->check(CLI::PositiveNumber);
    command->add_option("--window", m_fanout.window, "Messages in flight")->check(CLI::PositiveNumber);
    command->add_option("--bytes", m_fanout.bytes, "Size of a delivered message")->check(CLI::Range(1, 60'000));
    command->add_option("--messages", m_fanout.messages, "Messages measured")->check(CLI::PositiveNumber);
    command->add_option("--warmup", m_fanout.warmup, "Messages before them");
}

void CommandLine::addWatched()
{
    CLI::App *command = addScenario("watched", "The same without and with a dashboard attached, in turn; needs --pid",
                                    [this](TestBed &bed) {
                                        m_watched.page = *findWatcherPage(m_pageName);
                                        m_watched.rest = std::chrono::seconds(m_restSeconds);
                                        return runWatched(bed, m_watched);
                                    });
    command->add_option("--page", m_pageName, "Which page it shows: overview, live, clients")
        ->check([](const std::string &name) {
            return findWatcherPage(name) ? std::string() : "not a page that is known here: " + name;
        });
    command->add_option("--clients", m_watched.clients, "WebSockets beside the publishing one")
        ->check(CLI::PositiveNumber);
    command->add_option("--window", m_watched.window, "Messages in flight")->check(CLI::PositiveNumber);
    command->add_option("--bytes", m_watched.bytes, "Size of a delivered message")->check(CLI::Range(1, 60'000));
    command->add_option("--messages", m_watched.messages, "Messages each time")->check(CLI::PositiveNumber);
    command->add_option("--rounds", m_watched.rounds, "Times without and with")->check(CLI::PositiveNumber);
    command->add_option("--rest", m_restSeconds, "Seconds without messages, without and with")
        ->check(CLI::Range(1, 600));
}

void CommandLine::addIdleAndWakeup()
{
    CLI::App *idle = addScenario("idle", "Memory of an idle WebSocket; needs --pid",
                                 [this](TestBed &bed) { return runIdle(bed, m_idle); });
    idle->add_option("--clients", m_idle.clients, "WebSockets measured")->check(CLI::PositiveNumber);
    idle->add_option("--warmup", m_idle.warmup, "WebSockets before them");
    idle->add_flag("--anonymous", m_idle.anonymous, "No user for each client");

    CLI::App *wakeup = addScenario("wakeup", "Cost of a message to one client among many idle ones",
                                   [this](TestBed &bed) { return runWakeup(bed, m_wakeup); });
    wakeup->add_option("--idle", m_wakeup.idle, "Clients that get nothing");
    wakeup->add_option("--messages", m_wakeup.messages, "Messages measured")->check(CLI::PositiveNumber);
    wakeup->add_option("--warmup", m_wakeup.warmup, "Messages before them");
}

void CommandLine::addPoll()
{
    CLI::App *command = addScenario("poll", "Polls that find nothing: cost and rate", [this](TestBed &bed) {
        m_poll.duration = std::chrono::seconds(m_pollSeconds);
        return runPoll(bed, m_poll);
    });
    command->add_option("--connections", m_poll.connections, "Keep-alive connections")->check(CLI::PositiveNumber);
    CLI::Option *requests = command->add_option("--requests", m_poll.requests, "Requests measured");
    requests->check(CLI::PositiveNumber);
    command->add_option("--seconds", m_pollSeconds, "Measure for this long instead")
        ->check(CLI::PositiveNumber)
        ->excludes(requests);
    command->add_option("--warmup", m_poll.warmup, "Requests before them");
    command->add_option("--path", m_poll.path, "Route, without the query");
}

void CommandLine::addSendAndLatency()
{
    CLI::App *send = addScenario("send", "Broadcasts over HTTP: cost, rate and latency of an acknowledged message",
                                 [this](TestBed &bed) { return runSend(bed, m_send); });
    send->add_option("--connections", m_send.connections, "Concurrent senders")->check(CLI::PositiveNumber);
    send->add_option("--messages", m_send.messages, "Messages measured")->check(CLI::PositiveNumber);
    send->add_option("--warmup", m_send.warmup, "Messages before them");
    send->add_option("--bytes", m_send.bytes, "Size of a delivered message")->check(CLI::Range(1, 60'000));

    CLI::App *latency
        = addScenario("latency", "How soon a long-poll and a WebSocket see a message", [this](TestBed &bed) {
              m_latency.interval = std::chrono::milliseconds(m_intervalMilliseconds);
              return runLatency(bed, m_latency);
          });
    latency->add_option("--messages", m_latency.messages, "Messages measured")->check(CLI::PositiveNumber);
    latency->add_option("--warmup", m_latency.warmup, "Messages before them");
    latency->add_option("--interval-ms", m_intervalMilliseconds, "Rest before each one")->check(CLI::Range(1, 1000));
}

void CommandLine::addStorm()
{
    CLI::App *command
        = addScenario("storm", "All clients connect at once, drop, and resume at once with their cursor",
                      [this](TestBed &bed) { return runStorm(bed, m_storm); });
    command->add_option("--clients", m_storm.clients, "WebSockets")->check(CLI::PositiveNumber);
    command->add_option("--missed", m_storm.missed, "Messages published while nobody is connected");
}

void CommandLine::addAttack()
{
    CLI::App *command = addScenario(
        "attack", "Latency of an honest client while others flood the server; needs --pid", [this](TestBed &bed) {
            m_attack.flood.kind = findFloodKind(m_floodName);
            m_attack.flood.publisherToken = m_attack.token;
            return runAttack(bed, m_attack);
        });
    std::string names;
    for (const FloodKind &kind : floodKinds())
        names.append("\n    ").append(kind.name).append(": ").append(kind.description);
    command->add_option("--kind", m_floodName, "What they do:" + names)
        ->required()
        ->check([](const std::string &name) {
            return findFloodKind(name) != nullptr ? std::string() : "not a kind of flood: " + name;
        });
    command->add_option("--token", m_attack.token, "Of the honest client: a user that may publish to any other")
        ->required();
    command->add_option("--attacker-token", m_attack.flood.token, "Of the user \"attacker\"")->required();
    command->add_option("--messages", m_attack.messages, "Messages measured, without and with the flood each")
        ->check(CLI::PositiveNumber);
    command->add_option("--warmup", m_attack.warmup, "Messages before them");
}

void CommandLine::addFloorServer()
{
    CLI::App *command
        = m_application.add_subcommand("floor-server", "The baseline of fanout: a bare loop over send()");
    command->add_option("--port", m_floor.port, "0 takes a free one, and prints it");
    command->add_flag("--coalesce", m_floor.coalesces, "One send() for frames that were read together");
    command->callback([this] {
        m_chosen = [this] {
            return runFloorServer(m_floor);
        };
    });
}

void CommandLine::addCertificate()
{
    CLI::App *command
        = m_application.add_subcommand("certificate", "Makes a certificate for a server that is to be measured");
    command->add_option("--certificate", m_certificateFile, "A file that is not there yet")->required();
    command->add_option("--key", m_keyFile, "Another")->required();
    command->callback([this] {
        m_chosen = [this] {
            makeCertificate(m_certificateFile, m_keyFile);
            return Success;
        };
    });
}

} // namespace

int runCommandLine(int argumentCount, const char *const *arguments)
{
    const auto commandLine = std::make_unique<CommandLine>();
    return commandLine->run(argumentCount, arguments);
}

} // namespace relais::bench
