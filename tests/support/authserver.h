// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QTemporaryDir>

#include "tests/support/httpclient.h"
#include "tests/support/serverprocess.h"
#include "tests/support/tokenforge.h"
#include "tests/support/websocketclient.h"

namespace relais::test {

/// What a test token says. Members are left out where they are empty.
struct TokenClaims {
    QByteArray subject;
    QByteArray roles = {}; ///< "user,admin"
    qint64 secondsToLive = 3600;
    qint64 issuedSecondsAgo = 0;
};

/// A relais-server with authentication: an HS256 secret, which comes from the environment, and API keys in a data
/// directory of its own.
class AuthServer {
public:
    /// `settings` as `name=value`.
    explicit AuthServer(const std::vector<const char *> &settings = {}, const QStringList &environment = {});

    ServerProcess &process() { return *m_process; }
    quint16 port() const { return m_process->port(); }
    QString dataDirectory() const { return m_directory.path(); }

    QByteArray token(const TokenClaims &claims) const;
    const TokenForge &forge() const { return m_forge; }
    static QByteArray secret(); ///< of the tokens

    /// `relais-server keys …` on the data directory; its standard output without the line feed.
    QByteArray keys(const QStringList &arguments) const;
    /// A key with these roles, "publisher" or "publisher,admin".
    QByteArray apiKey(const QByteArray &name, const QByteArray &roles, const QByteArray &user = {}) const;

    static HttpFields bearer(const QByteArray &token);

private:
    QTemporaryDir m_directory;
    TokenForge m_forge;
    std::unique_ptr<ServerProcess> m_process;
};

} // namespace relais::test
