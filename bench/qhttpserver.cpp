// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The baseline of the poll figure: a bare QHttpServer whose one route gives the bytes of Relais' empty poll
// answer, and does nothing to find them. What Relais needs beyond it, or less, is its own.

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qtextstream.h>
#include <QtHttpServer/qhttpserver.h>
#include <QtHttpServer/qhttpserverresponder.h>
#include <QtNetwork/qhostaddress.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray emptyAnswer()
{
    return R"({"success":true,"messages":[],"timestamp":)" + QByteArray::number(QDateTime::currentMSecsSinceEpoch())
        + R"(,"count":0,"cursor":"1732312345678-0","reset":false,"hasMore":false})";
}

} // namespace

int main(int argumentCount, char **arguments)
{
    QCoreApplication application(argumentCount, arguments);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Baseline of relais-bench poll: a bare QHttpServer"_s);
    QCoreApplication::setApplicationVersion(QLatin1String(qVersion())); // Qt's is the one that matters here
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({u"port"_s, u"Port on 127.0.0.1; 0 takes a free one."_s, u"port"_s, u"0"_s});
    parser.process(application);

    QHttpServer server;
    server.route(
        u"/api/sync/poll"_s, QHttpServerRequest::Method::Get,
        [](const QHttpServerRequest &, QHttpServerResponder &&responder) {
            responder.write(emptyAnswer(), {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}});
        });
    const quint16 port = server.listen(QHostAddress::LocalHost, parser.value(u"port"_s).toUShort());
    QTextStream output(stdout);
    if (port == 0) {
        QTextStream(stderr) << "relais-bench-qhttpserver: the port is in use\n";
        return 1;
    }
    output << "listening on 127.0.0.1:" << port << Qt::endl;
    return application.exec();
}
