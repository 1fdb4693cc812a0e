// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/profiles/connectiontest.h"

#include "dashboard/figures/figures.h"
#include "dashboard/models/faulttext.h"
#include "dashboard/session/httpadminapi.h"

namespace relais::dashboard {

using namespace Qt::StringLiterals;

ConnectionTest::ConnectionTest(QObject *parent)
    : QObject(parent)
{
}

void ConnectionTest::start(const ServerAddress &address)
{
    auto api = std::make_unique<HttpAdminApi>();
    api->setAddress(address);
    auto *const asked = api.get();
    m_attempt = std::move(api);
    asked->get(u"/api/sync/status"_s, {}, this, [this](const Result<QJsonObject> &answer) {
        if (!answer) {
            Q_EMIT finished(false, describe(answer.error()));
            return;
        }
        const ServerStatus status = parseStatus(*answer, {});
        if (status.version.isEmpty())
            Q_EMIT finished(false, tr("What answers there is not a Relais server"));
        else if (!status.hasFigures)
            Q_EMIT finished(false, tr("The server answers, but this token may not see the figures"));
        else
            Q_EMIT finished(true, tr("Connected to Relais %1").arg(status.version));
    });
}

} // namespace relais::dashboard
