// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/clientroutes.h"

#include <memory>

#include "server/api/clientsanswer.h"
#include "server/api/queryparameters.h"
#include "server/api/threadclients.h"

namespace relais::server {

namespace {

constexpr std::size_t nameInPath = 3; // /api/admin/clients/<arg>
// Each keeps its rows in every thread. Operators are few, and ask once a second.
constexpr std::size_t maximumListings = 16;

Result<bool> parseReconnect(const HttpRequest &request)
{
    const std::string text = request.queryParameter("reconnect").value_or("false");
    if (text != "true" && text != "false")
        return invalidParameter("reconnect", "true or false");
    return text == "true";
}

} // namespace

ClientRoutes::ClientRoutes(const Gate &gate, ClientDirectory &directory, ClientDirectory::Thread thread,
                           Router &router, const Clock &clock)
    : m_gate(gate)
    , m_directory(directory)
    , m_thread(thread)
    , m_router(router)
    , m_clock(clock)
{
    router.add({"/api/admin/clients", "GET", Right::Observe, [this](HttpReply reply, const Caller &) {
                    list(std::move(reply));
                }});
    router.add({"/api/admin/clients/<arg>", "DELETE", Right::Manage, [this](HttpReply reply, const Caller &caller) {
                    disconnect(std::move(reply), caller);
                }});
}

void ClientRoutes::list(HttpReply reply)
{
    const Result<ClientQuery> query = parseClientQuery(reply.request());
    if (!query) {
        m_router.refuse(std::move(reply), query.error());
        return;
    }
    if (m_listings.size() >= maximumListings) {
        m_router.refuse(std::move(reply),
                        Error{.code = ErrorCode::Overloaded, .detail = "too many lists of clients are being made"});
        return;
    }
    const Number number = ++m_lastNumber;
    ClientSelection empty(*query);
    const auto added = m_listings.emplace(number, Listing{std::move(reply), empty}).first;
    // Answers come through the mailbox, hence after this.
    added->second.threadsLeft = m_directory.askAll(
        [this, number, empty, thread = m_thread, &directory = m_directory](ThreadClients &clients) {
            clients.list(empty, [this, number, thread, &directory](ClientSelection selection) {
                const auto shared = std::make_shared<ClientSelection>(std::move(selection)); // tasks are copied
                directory.post(thread, [this, number, shared] { onListed(number, std::move(*shared)); });
            });
        });
}

void ClientRoutes::onListed(Number number, ClientSelection selection)
{
    const auto found = m_listings.find(number);
    Listing &listing = found->second;
    listing.selection.merge(std::move(selection));
    if (--listing.threadsLeft > 0)
        return;
    const std::string answer = encodeClients(listing.selection, m_clock.now());
    listing.reply.send(200, jsonMediaType, answer);
    m_listings.erase(found);
}

void ClientRoutes::disconnect(HttpReply reply, const Caller &caller)
{
    const Result<bool> reconnects = parseReconnect(reply.request());
    if (!reconnects) {
        m_router.refuse(std::move(reply), reconnects.error());
        return;
    }
    const ErrorCode how = *reconnects ? ErrorCode::ReconnectRequested : ErrorCode::Disconnected;
    std::string target = reply.request().pathPart(nameInPath).value_or(std::string());
    const auto name = ClientName::parse(target);
    if (!name) { // what is no name is nobody's
        answerDisconnection({std::move(reply), caller, std::move(target), how});
        return;
    }
    const Number number = ++m_lastNumber;
    const auto added
        = m_disconnections.emplace(number, Disconnection{std::move(reply), caller, std::move(target), how}).first;
    added->second.threadsLeft = m_directory.askAll(
        [this, number, name = *name, how, thread = m_thread, &directory = m_directory](ThreadClients &clients) {
            auto found = clients.disconnect(name, how);
            directory.post(thread, [this, number, found = std::move(found)] { onDisconnected(number, found); });
        });
}

void ClientRoutes::onDisconnected(Number number, std::optional<ClientRow> found)
{
    const auto entry = m_disconnections.find(number);
    Disconnection &act = entry->second;
    if (found)
        act.found = std::move(found);
    if (--act.threadsLeft > 0)
        return;
    answerDisconnection(std::move(act));
    m_disconnections.erase(entry);
}

void ClientRoutes::answerDisconnection(Disconnection done)
{
    if (!done.found) {
        m_gate.recordAct(done.caller, "disconnect", std::move(done.target), "not_found");
        m_router.refuse(std::move(done.reply),
                        Error{.code = ErrorCode::NotFound, .detail = "no such client is connected (any more)"});
        return;
    }
    if (done.found->user)
        done.target += " (" + done.found->user->toString() + ')';
    m_gate.recordAct(done.caller, "disconnect", std::move(done.target), "ok");
    done.reply.send(200, jsonMediaType, encodeDisconnected(*done.found, done.how));
}

} // namespace relais::server
