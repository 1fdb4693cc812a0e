// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard/profiles/tokenstore.h"

#include <QPointer>
#include <qt6keychain/keychain.h>

namespace relais::dashboard {

using namespace Qt::StringLiterals;

namespace {

QString service()
{
    return u"relais-dashboard"_s;
}

template <typename Function> void later(QObject *context, Function function)
{
    QMetaObject::invokeMethod(context, std::move(function), Qt::QueuedConnection);
}

} // namespace

void KeychainTokenStore::find(const QString &profileId, QObject *context, Found found)
{
    if (const auto known = m_memory.constFind(profileId); known != m_memory.cend()) {
        later(context, [found = std::move(found), token = *known] { found(token); });
        return;
    }
    auto *const job = new QKeychain::ReadPasswordJob(service(), this); // deletes itself
    job->setInsecureFallback(false);
    job->setKey(profileId);
    connect(job, &QKeychain::Job::finished, this,
            [this, job, profileId, found = std::move(found), guard = QPointer(context)] {
                std::optional<QByteArray> token;
                if (job->error() == QKeychain::NoError) {
                    token = job->textData().toUtf8();
                    m_memory.insert(profileId, *token);
                }
                if (guard)
                    found(token);
            });
    job->start();
}

void KeychainTokenStore::keep(const QString &profileId, const QByteArray &token, QObject *context, Kept kept)
{
    m_memory.insert(profileId, token);
    auto *const job = new QKeychain::WritePasswordJob(service(), this);
    job->setInsecureFallback(false);
    job->setKey(profileId);
    job->setTextData(QString::fromUtf8(token));
    connect(job, &QKeychain::Job::finished, this, [job, kept = std::move(kept), guard = QPointer(context)] {
        if (guard)
            kept(job->error() == QKeychain::NoError);
    });
    job->start();
}

void KeychainTokenStore::forget(const QString &profileId)
{
    m_memory.remove(profileId);
    auto *const job = new QKeychain::DeletePasswordJob(service(), this);
    job->setInsecureFallback(false);
    job->setKey(profileId);
    job->start();
}

void MemoryTokenStore::find(const QString &profileId, QObject *context, Found found)
{
    const auto known = m_memory.constFind(profileId);
    const auto token = known == m_memory.cend() ? std::optional<QByteArray>() : std::optional(*known);
    later(context, [found = std::move(found), token] { found(token); });
}

void MemoryTokenStore::keep(const QString &profileId, const QByteArray &token, QObject *context, Kept kept)
{
    m_memory.insert(profileId, token);
    later(context, [kept = std::move(kept)] { kept(false); });
}

} // namespace relais::dashboard
