// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT

// A small client in a terminal. With a server in development mode on this machine:
//
//     relais-example ws://localhost:5000/ws --user u1 --say hello
//
// prints every message for u1, the one that it sent among them. A server with authentication wants a token, which is
// taken from the environment variable RELAIS_TOKEN: others can see a command line.

#include "common/client/connectionmanager.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace relais::client;
using namespace Qt::StringLiterals;

namespace {

QString describe(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Stopped:
        return u"stopped"_s;
    case ConnectionState::Connecting:
        return u"connecting"_s;
    case ConnectionState::WebSocket:
        return u"connected by WebSocket"_s;
    case ConnectionState::Polling:
        return u"connected by polling"_s;
    case ConnectionState::Failed:
        return u"failed"_s;
    }
    return {};
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser commandLine;
    commandLine.addHelpOption();
    commandLine.addPositionalArgument(u"url"_s, u"of the server, ws://… or wss://…"_s);
    commandLine.addOption({u"user"_s, u"who you are, for a server in development mode"_s, u"name"_s});
    commandLine.addOption({u"say"_s, u"send this to all clients of yours"_s, u"text"_s});
    commandLine.addOption({u"count"_s, u"end after so many messages"_s, u"number"_s});
    commandLine.process(application);
    if (commandLine.positionalArguments().size() != 1)
        commandLine.showHelp(2);

    ConnectionOptions options;
    options.websocketUrl = QUrl(commandLine.positionalArguments().constFirst());
    options.userId = commandLine.value(u"user"_s);
    const auto token = qgetenv("RELAIS_TOKEN");
    if (!token.isEmpty()) {
        // Asked on each attempt. A real program would fetch a new token here, and reply when it has come; above all
        // when request.wasRefused.
        options.tokenProvider = [token](const TokenRequest &, const TokenReply &reply) {
            reply(token);
        };
    }

    ConnectionManager connection(options);
    QTextStream out(stdout);
    QTextStream log(stderr);
    int left = commandLine.value(u"count"_s).toInt();

    QObject::connect(
        &connection, &ConnectionManager::messageReceived, &application, [&](const relais::Message &message) {
            // A payload is JSON, byte for byte as it was sent; payloadOf() parses it.
            out << QString::fromStdString(message.type) << ' ' << QString::fromStdString(message.payload) << Qt::endl;
            if (--left == 0)
                QCoreApplication::quit();
        });
    QObject::connect(&connection, &ConnectionManager::resyncRequired, &application, [&](const QString &reason) {
        // A real program fetches its state anew, from wherever it has it.
        log << "may have missed something: " << reason << Qt::endl;
    });
    QObject::connect(&connection, &ConnectionManager::stateChanged, &application,
                     [&](ConnectionState state) { log << describe(state) << Qt::endl; });
    QObject::connect(&connection, &ConnectionManager::problemOccurred, &application,
                     [&](Transport, const QString &text) { log << text << Qt::endl; });
    QObject::connect(&connection, &ConnectionManager::sendFailed, &application,
                     [&](SendHandle, const relais::Error &error) {
                         log << "not sent: " << QString::fromStdString(error.detail) << Qt::endl;
                         QCoreApplication::exit(1);
                     });
    QObject::connect(&connection, &ConnectionManager::failed, &application, [&](const relais::Error &error) {
        log << QString::fromStdString(error.detail) << Qt::endl;
        // Queued, since this may come before there is an event loop that could be ended.
        QMetaObject::invokeMethod(
            &application, [] { QCoreApplication::exit(1); }, Qt::QueuedConnection);
    });

    if (commandLine.isSet(u"say"_s)) {
        // There is no connection yet: the message waits in the outbox. Without authentication, a message to nobody in
        // particular would be for everyone.
        const auto handle
            = connection.send(u"example.said"_s, commandLine.value(u"say"_s), {.userId = options.userId});
        if (!handle) {
            log << QString::fromStdString(handle.error().detail) << Qt::endl;
            return 1;
        }
    }
    connection.start();
    return QCoreApplication::exec();
}
