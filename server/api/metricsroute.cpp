// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/metricsroute.h"

#include <algorithm>
#include <array>

#include "server/api/metricstext.h"

namespace relais::server {

namespace {

// What proxies add: with any of these the peer speaks for somebody else.
constexpr std::array<std::string_view, 6> forwardingFields{"Forwarded", "Via",         "X-Forwarded-For",
                                                           "X-Real-IP", "X-Client-IP", "X-Forwarded-Host"};

} // namespace

MetricsRoute::MetricsRoute(const RealtimeSyncService &sync, const Gate &gate, const ApiSettings &settings,
                           Router &router)
    : m_sync(sync)
    , m_gate(gate)
    , m_settings(settings)
    , m_router(router)
{
    router.add({"/metrics", "GET", Right::Open, [this](HttpReply reply, const Caller &) {
                    answer(std::move(reply));
                }});
}

/// A proxy on this machine must not make the whole world local: whatever it hands on is not.
bool MetricsRoute::isOpenFor(const HttpReply &reply) const
{
    if (m_settings.metricsReaders != MetricsReaders::Loopback)
        return m_settings.metricsReaders == MetricsReaders::Anyone;
    const bool isForwarded = std::ranges::any_of(
        forwardingFields, [&](std::string_view name) { return reply.request().field(name).has_value(); });
    return reply.peer().isLoopback() && !isForwarded && !m_settings.trustedProxies.contains(reply.peer());
}

void MetricsRoute::answer(HttpReply reply) const
{
    reply.addField("Cache-Control", "no-store");
    if (!isOpenFor(reply)) {
        Gate::Admission admission
            = m_gate.admit(reply.request(), reply.peer(), Right::Observe, Gate::Charge::Refusal);
        if (admission.refusal) {
            if (admission.endsConnection)
                reply.closeAfter();
            m_router.refuse(std::move(reply), *admission.refusal);
            return;
        }
    }
    reply.send(200, metricsMediaType, encodeMetrics(m_sync));
}

} // namespace relais::server
