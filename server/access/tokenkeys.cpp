// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/tokenkeys.h"

#include <utility>

#include <QCoreApplication>
#include <QUrl>

#include "server/log/log.h"
#include "server/log/printabletext.h"

namespace relais::server {

TokenKeys::TokenKeys(const TokenKeySettings &settings, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_clock(clock)
    , m_current(std::make_shared<const KeySet>())
{
    const auto add = [this](KeyFile::Kind kind, const std::string &path) {
        if (!path.empty())
            m_files.push_back({.file = {.kind = kind, .path = path}, .keys = {}});
    };
    add(KeyFile::Kind::Secret, settings.secretFile);
    for (const std::string &path : settings.publicKeyFiles)
        add(KeyFile::Kind::PublicKey, path);
    add(KeyFile::Kind::Jwks, settings.jwksFile);
}

TokenKeys::~TokenKeys() = default;

std::vector<std::string> TokenKeys::load()
{
    std::vector<std::string> problems;
    if (!m_settings.secret.empty()) {
        if (auto key = VerificationKey::fromSecret(m_settings.secret))
            m_secretKeys.push_back(*std::move(key));
        else
            problems.push_back(key.error().detail);
    }
    for (FileSource &source : m_files) {
        if (auto problem = read(source))
            problems.push_back(*std::move(problem));
    }
    if (auto problem = prepareRemote())
        problems.push_back(*std::move(problem));
    publish();
    return problems;
}

void TokenKeys::reload()
{
    for (FileSource &source : m_files) {
        if (const auto problem = read(source))
            logWarning(lcAccess, "key file unusable, its last good keys stay",
                       {{"reason", *problem}, {"keys", source.keys.size()}});
    }
    publish();
    if (m_remote)
        m_remote->fetch();
}

std::shared_ptr<const KeySet> TokenKeys::current() const
{
    const std::lock_guard locked(m_lock);
    return m_current;
}

bool TokenKeys::requestRefresh()
{
    return m_remote && (m_remote->requestRefresh() || !m_remote->isLoaded());
}

bool TokenKeys::isLoaded() const
{
    return !m_remote || m_remote->isLoaded();
}

std::optional<std::string> TokenKeys::read(FileSource &source)
{
    auto loaded = readKeyFile(source.file);
    if (!loaded)
        return loaded.error().detail;
    for (const std::string &warning : loaded->warnings)
        logWarning(lcAccess, "key file", {{"warning", warning}});
    source.keys = std::move(loaded->keys);
    return std::nullopt;
}

std::optional<std::string> TokenKeys::prepareRemote()
{
    if (m_settings.jwksUrl.empty())
        return std::nullopt;
    const QUrl url(QString::fromStdString(m_settings.jwksUrl), QUrl::StrictMode);
    if (const QString problem = problemOfJwksUrl(url); !problem.isEmpty()) {
        const QString shown = url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
        return QStringLiteral("%1: %2")
            .arg(QString::fromStdString(printableText(shown.toStdString())), problem)
            .toStdString();
    }
    m_remote = std::make_unique<RemoteJwks>(url, m_settings.refresh, m_clock);
    connect(m_remote.get(), &RemoteJwks::changed, this, [this] { publish(); });
    m_remote->fetch();
    return std::nullopt;
}

void TokenKeys::publish()
{
    std::vector<VerificationKey> keys = m_secretKeys;
    for (const FileSource &source : m_files)
        keys.insert(keys.end(), source.keys.begin(), source.keys.end());
    if (m_remote)
        keys.insert(keys.end(), m_remote->keys().begin(), m_remote->keys().end());
    auto next = std::make_shared<const KeySet>(std::move(keys));
    {
        const std::lock_guard locked(m_lock);
        m_current.swap(next); // the old one is freed outside the lock
    }
    Q_EMIT changed();
}

} // namespace relais::server
