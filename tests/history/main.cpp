// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
#include <random>

#include <QCoreApplication>
#include <QFileInfo>
#include <QLoggingCategory>

#include "tests/history/namespaces.h"
#include "tests/history/run.h"
#include "tests/support/failure.h"

using namespace relais::test;

namespace {

constexpr int kept = 0; ///< no promise was broken
constexpr int broken = 1;
constexpr int usageError = 2;
constexpr int skipped = 77; ///< as ctest is told

struct CommandLine {
    RunOptions options;
    std::vector<std::string> faults{"all"};
    std::string server;
    std::string journal = "sqlite";
    std::string sync = "full";
    std::vector<std::string> expected;
    bool isJson = false;
};

void describe(CLI::App &app, CommandLine &line)
{
    std::string names;
    for (const QByteArray &name : faultNames())
        names += (names.empty() ? "" : ", ") + name.toStdString();
    app.add_option("--server", line.server, "The relais-server to run")->required()->check(CLI::ExistingFile);
    app.add_option("--seconds", line.options.seconds, "How long things go wrong")->check(CLI::Range(1, 24 * 3600));
    app.add_option("--seed", line.options.seed, "What all that is random is drawn from; else it is drawn");
    app.add_option("--faults", line.faults, "What goes wrong: all, none, or some of " + names)->delimiter(',');
    app.add_option("--journal", line.journal, "The server's journal")->check(CLI::IsMember({"sqlite", "none"}));
    app.add_option("--sync", line.sync, "How it syncs")->check(CLI::IsMember({"full", "normal"}));
    app.add_option("--users", line.options.users, "Users, with five clients each")->check(CLI::Range(2, 100));
    app.add_option("--publishers", line.options.publishers, "Publishers over HTTP, and as many over WebSocket")
        ->check(CLI::Range(1, 20));
    app.add_option(
           "--expect", line.expected,
           "The kinds of violation of which one must be found: a test of the checker with a server that is wrong")
        ->delimiter(',');
    app.add_flag("--json", line.isJson, "Print one JSON object");
}

/// Empty, and a word on standard error, when there is no such fault.
std::optional<std::vector<QByteArray>> chosenFaults(const std::vector<std::string> &names)
{
    const std::vector<QByteArray> all = faultNames();
    if (names == std::vector<std::string>{"all"})
        return all;
    std::vector<QByteArray> chosen;
    if (names == std::vector<std::string>{"none"})
        return chosen;
    for (const std::string &name : names) {
        chosen.push_back(QByteArray::fromStdString(name));
        if (std::find(all.begin(), all.end(), chosen.back()) == all.end()) {
            std::cerr << "relais-history: there is no fault " << name << "; see --help\n";
            return std::nullopt;
        }
    }
    return chosen;
}

int verdict(const Summary &summary, const std::vector<std::string> &expected)
{
    if (summary.isSkipped)
        return skipped;
    if (expected.empty())
        return summary.isGood() ? kept : broken;
    for (const Violation &violation : summary.violations) {
        if (std::find(expected.begin(), expected.end(), violation.kindName().toStdString()) != expected.end())
            return kept;
    }
    std::cerr << "relais-history: nothing of what was to be found was found\n";
    return broken;
}

} // namespace

int main(int argc, char **argv)
{
    CommandLine line;
    line.options.seed = std::random_device{}();
    CLI::App app(
        "Runs a server and clients while things go wrong, and says whether a promise was broken: exit status 0 "
        "or 1; 77 when nothing of --faults can be had here.");
    describe(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? kept : usageError;
    }
    const auto faults = chosenFaults(line.faults);
    if (!faults)
        return usageError;
    line.options.faults = *faults;
    line.options.server = QFileInfo(QString::fromStdString(line.server)).absoluteFilePath();
    line.options.journal = QString::fromStdString(line.journal);
    line.options.sync = QString::fromStdString(line.sync);

    const bool needsNamespaces = std::any_of(faults->begin(), faults->end(),
                                             [](const QByteArray &name) { return name == "disk" || name == "loss"; });
    std::optional<QByteArray> namespaceObstacle;
    if (needsNamespaces)
        namespaceObstacle = enterOwnNamespaces(); // before there are threads
    std::signal(SIGPIPE, SIG_IGN);
    const QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("relais.client=false")); // an outage is no news here
    const CollectedFailures failures;
    Summary summary;
    std::cerr << "seed " << line.options.seed << std::endl; // also when it is killed
    try {
        summary = Run(line.options, namespaceObstacle).run();
    } catch (const std::exception &error) {
        summary.problems.emplace_back(error.what());
    }
    if (!failures.text().isEmpty())
        summary.problems.push_back(failures.text());
    std::cout << (line.isJson ? summary.toJson() : summary.toText()).constData() << std::flush;
    return verdict(summary, line.expected);
}
