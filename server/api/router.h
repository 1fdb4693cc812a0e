// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.h"
#include "server/api/gate.h"
#include "server/sync/realtimesyncservice.h"
#include "server/transport/httpface.h"

namespace relais::server {

inline constexpr std::string_view jsonMediaType = "application/json";

/// One method of one path, and what it takes to be let through to its handler.
struct Route {
    /// Of the caller's requests under /api/.
    enum class Charge : std::uint8_t {
        Always,
        ByHandler, ///< a poll that may be held back until it is paid for
    };
    /// Whose pages may read the answer, as CORS has it. It says nothing about who may ask.
    enum class Readers : std::uint8_t {
        OurOrigins,
        AnyOrigin, ///< what is the same for everyone; a cache then has it once for all origins
    };
    using Handler = std::function<void(HttpReply, const Caller &)>;

    std::string_view path; ///< `<arg>` stands for one part of it, see HttpRequest::pathPart()
    std::string_view method; ///< beside HEAD (for GET) and OPTIONS
    Right right;
    Handler handler;
    Charge charge = Charge::Always;
    Readers readers = Readers::OurOrigins; ///< the same for all methods of a path
};

/// The routes of one I/O thread and the guards around them: whose page asks, who asks, whether it may, and how often.
/// What the routes do is with those who add them.
///
/// Lives in its I/O thread.
class Router {
public:
    Router(RealtimeSyncService &sync, const Gate &gate);

    /// Methods of one path are added one behind the other. The busiest paths first: QHttpServer tries them in order.
    void add(Route route);
    /// Once, when all routes are there.
    void registerWith(HttpFace &face);

    /// Answers with an error, and counts it.
    void refuse(HttpReply reply, const Error &error) const;

private:
    /// The routes of one path.
    struct Resource {
        std::string_view path;
        std::vector<Route> routes;

        bool matches(std::string_view requested) const;
        const Route *find(std::string_view method) const;
        std::string allow() const; ///< for the field of this name
    };

    const Resource *resourceAt(std::string_view path) const;
    bool welcomesBody(const HttpRequest &head) const;
    void handle(const Resource &resource, HttpReply reply) const;
    bool passesGuards(HttpReply &reply, Route::Readers readers) const;
    void addOriginFields(HttpReply &reply, Route::Readers readers) const;
    std::optional<Caller> admit(const Route &route, HttpReply &reply) const;
    void answerOptions(const Resource &resource, HttpReply reply) const;
    void answerUnknown(HttpReply reply) const;

    RealtimeSyncService &m_sync;
    const Gate &m_gate;
    std::vector<Resource> m_resources;
};

/// The fields that tell a caller where it stands with its rate limit.
void addRateFields(HttpReply &reply, const RateDecision &rate);

} // namespace relais::server
