// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientsanswer.h"

#include "common/protocol/messagecodec.h"

namespace relais::server {

namespace {

void appendRow(std::string &out, const ClientRow &row)
{
    out += R"({"id":")" + row.name.toString() + R"(","userId":)";
    out += row.user ? jsonString(row.user->toString()) : "null";
    out.append(R"(,"transport":")").append(transportName(row.name.transport));
    out.append(R"(","address":")").append(row.address.toString());
    out += R"(","since":)" + std::to_string(row.since.time_since_epoch().count());
    out += R"(,"lag":)" + std::to_string(row.lag);
    out += R"(,"lagMs":)" + std::to_string(row.lagTime.count());
    out += R"(,"bytesQueued":)" + std::to_string(row.bytesQueued);
    out += R"(,"messagesSent":)" + std::to_string(row.messagesSent);
    out.append(R"(,"state":")").append(stateName(row.state)).append(R"("})");
}

} // namespace

std::string encodeClients(ClientSelection &selection, UnixTime now)
{
    const std::vector<ClientRow> page = selection.takePage();
    std::string out = R"({"success":true,"clients":[)";
    for (const ClientRow &row : page) {
        if (&row != &page.front())
            out += ',';
        appendRow(out, row);
    }
    return out + R"(],"count":)" + std::to_string(page.size()) + R"(,"total":)" + std::to_string(selection.matches())
        + R"(,"offset":)" + std::to_string(selection.query().offset) + R"(,"timestamp":)"
        + std::to_string(now.time_since_epoch().count()) + '}';
}

std::string encodeDisconnected(const ClientRow &client, ErrorCode how)
{
    return R"({"success":true,"id":")" + client.name.toString() + R"(","userId":)"
        + (client.user ? jsonString(client.user->toString()) : "null") + R"(,"reconnect":)"
        + (how == ErrorCode::ReconnectRequested ? "true}" : "false}");
}

} // namespace relais::server
