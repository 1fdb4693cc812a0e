// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/core/clock.h"
#include "common/core/result.h"
#include "server/access/accessservice.h"
#include "server/access/auditlog.h"
#include "server/access/principal.h"
#include "server/access/rights.h"
#include "server/api/apisettings.h"
#include "server/api/originlist.h"
#include "server/limits/ratelimiter.h"
#include "server/transport/connectionlimiter.h"
#include "server/transport/httprequest.h"
#include "server/transport/peeraddress.h"
#include "server/transport/websockethandshake.h"

namespace relais::server {

/// Who asks, and from where.
struct Caller {
    std::optional<Principal> principal; ///< none: it has shown nothing
    PeerAddress address; ///< behind proxies that are trusted: the client's
};

/// What HTTP and WebSocket ask before they serve anyone: who is it, may it, and is it within its limit? Refusals go
/// to the audit log.
///
/// One in each I/O thread; what it asks is shared by all of them and thread-safe.
class Gate {
public:
    /// Shared by all threads; borrowed.
    struct Services {
        AccessService &access;
        RateLimiter &limiter;
        ConnectionLimiter &connections;
        AuditLog &audit;
        const Clock &clock;
    };

    enum class Charge : std::uint8_t {
        Request, ///< what is asked costs one request
        Refusal, ///< only when it is refused: what is granted is counted by other means
    };

    struct Admission {
        Caller caller;
        std::optional<Error>
            refusal; ///< Unauthorized, Forbidden, RateLimited, AuthUnavailable, BadRequest, InvalidUser
        std::optional<RateDecision> rate; ///< of what was charged
        /// It tried tokens beyond its limit: what a try costs is bounded when each takes a connection, of which an
        /// address may open so many a second. Nobody else at the address is refused for it.
        bool endsConnection = false;
    };

    Gate(const Services &services, const ApiSettings &settings);

    enum class Page : std::uint8_t {
        OfAnyOrigin, ///< what a foreign page asks for is harmless: its browser keeps the answer from it
        OfOurOrigins,
    };
    /// Is the request for a name of this server (DNS rebinding), and, when a page makes it, for one that may? Errors:
    /// Forbidden, OriginNotAllowed.
    std::optional<Error> checkSite(const HttpRequest &request, const PeerAddress &peer, Page page) const;
    /// Would checkSite() and admit() let it through, but for the rate? Charges and records nothing.
    bool wouldAdmit(const HttpRequest &request, Right right, Page page) const;
    /// May pages of this origin use the server?
    bool allowsOrigin(std::string_view origin) const { return m_origins.allows(origin); }

    /// Reads what a request shows: `Authorization: Bearer`; of an upgrade also the subprotocol `bearer.<token>` or
    /// `?token=`; in development mode `?userId=` instead. What is asked for is Right::Open for those who may go on
    /// without having shown anything.
    Admission admit(const HttpRequest &request, const PeerAddress &peer, Right right, Charge charge,
                    const WebSocketHandshake *upgrade = nullptr) const;

    /// For a WebSocket of a client that a trusted proxy speaks for: its place among those of its address. Nothing for
    /// a client of our own, whose connection has one. Errors: RateLimited.
    Result<std::optional<ConnectionLimiter::Place>> placeBehindProxy(const Caller &caller,
                                                                     const PeerAddress &peer) const;

    /// A token that came in a frame. A refusal is charged to those who have shown none before. Errors: Unauthorized,
    /// TokenExpired, AuthUnavailable, RateLimited.
    Result<Principal> authenticate(std::string_view token, const Caller &caller) const;

    /// Takes one request from the caller's bucket. Nothing when there is no limit.
    std::optional<RateDecision> charge(const Caller &caller) const;
    /// The same for a poll that can wait: rather than refused it is held until it is paid for, if that is within
    /// `patience`.
    std::optional<RateReservation> chargeAhead(const Caller &caller, std::chrono::milliseconds patience) const;

    /// For the audit log: what was done, or tried. `target` is a user, or "everyone".
    void recordAct(const Caller &caller, std::string_view action, std::string target, std::string result) const;
    void recordRefusal(const Caller &caller, std::string_view action, const Error &error,
                       std::string reason = {}) const;

    const AccessService &access() const { return m_services.access; }
    const AuditLog &audit() const { return m_services.audit; }

private:
    struct Shown;
    std::optional<Error> siteProblem(const HttpRequest &request, Page page) const;
    static Shown shownToken(const HttpRequest &request, const WebSocketHandshake *upgrade);
    std::optional<Error> identify(const HttpRequest &request, const WebSocketHandshake *upgrade, Caller &caller,
                                  std::string &reason) const;
    RateQuota quotaOf(const Caller &caller) const;
    static RateKey keyOf(const Caller &caller);

    const Services m_services;
    const ApiSettings &m_settings;
    const OriginList m_origins;
    const HostList m_hosts;
};

/// Has it this right? Errors: Unauthorized when it has shown nothing, Forbidden.
std::optional<Error> judge(const std::optional<Principal> &principal, Right right);

/// Whose messages a principal gets that asks for those of `wanted`: its own, unless it may read any. Errors:
/// Forbidden.
Result<std::optional<UserId>> readableUser(const Principal &principal, const std::optional<UserId> &wanted);

/// Whom a message of a principal is for that names `wanted`. When it names nobody: itself, or everyone when it is no
/// user. Errors: Forbidden.
Result<std::optional<UserId>> recipient(const Principal &principal, const std::optional<UserId> &wanted);

/// The key under which a request is remembered: keys are the caller's own, and another's cannot be guessed at.
std::string idempotencyKeyOf(const Principal &principal, std::string_view key);

/// The refusal of a request that is over its limit.
Error rateLimited(const RateDecision &decision);

} // namespace relais::server
