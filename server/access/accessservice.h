// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <QObject>

#include "common/core/clock.h"
#include "common/core/result.h"
#include "server/access/apikeyfile.h"
#include "server/access/jwtverifier.h"
#include "server/access/principal.h"
#include "server/access/tokenkeys.h"

namespace relais::server {

/// Who is behind a token or an API key. authenticate() and stands() are for any thread; all else is for the main
/// thread, in which keys are read anew.
class AccessService final : public QObject {
    Q_OBJECT

public:
    struct Settings {
        bool isEnabled = false; ///< false: development mode, nobody is asked for anything
        std::string apiKeyFile; ///< empty: API keys are not taken
        TokenKeySettings tokenKeys;
        JwtRules jwt;
        RoleSet defaultRoles; ///< of a token that names none
    };

    AccessService(const Settings &settings, const Clock &clock, QObject *parent = nullptr);
    ~AccessService() override;

    /// Reads all keys. What is wrong with any of them, a line each for the operator: the server should not start
    /// then.
    std::vector<std::string> load();
    /// As on SIGHUP. What cannot be read now keeps the keys that it had, and is logged.
    void reload();

    bool isEnabled() const { return m_settings.isEnabled; }

    struct Refusal {
        Error error; ///< Unauthorized, which says no more than whether it has expired; AuthUnavailable
        std::string reason; ///< why, for the audit log; nothing of the token is in it
        bool isExpired = false;
    };
    std::variant<Principal, Refusal> authenticate(std::string_view token) const;

    /// Has neither its key nor its user been revoked since?
    bool stands(const Principal &principal) const;

Q_SIGNALS:
    /// Some principals may not stand any more.
    void revoked();

private:
    std::variant<Principal, Refusal> authenticateKey(std::string_view key) const;
    std::variant<Principal, Refusal> authenticateToken(std::string_view token) const;
    std::shared_ptr<const ApiKeys> apiKeys() const;

    const Settings m_settings;
    const Clock &m_clock;
    const JwtVerifier m_verifier;
    std::unique_ptr<TokenKeys> m_tokenKeys;
    std::unique_ptr<ApiKeyFile> m_apiKeyFile; ///< none: API keys are not taken
    mutable std::mutex m_lock;
    std::shared_ptr<const ApiKeys> m_apiKeys; ///< replaced as a whole
};

} // namespace relais::server
