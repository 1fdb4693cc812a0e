// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "common/core/clock.h"
#include "server/access/keyfile.h"
#include "server/access/keyset.h"
#include "server/access/remotejwks.h"

namespace relais::server {

/// Where the keys of tokens come from. Any number of these at once; empty is none.
struct TokenKeySettings {
    std::string secret;
    std::string secretFile;
    std::vector<std::string> publicKeyFiles; ///< PEM
    std::string jwksFile;
    std::string jwksUrl;
    RefreshTimes refresh; ///< of the URL
};

/// The keys of all sources as one set that is replaced as a whole. A source that fails now keeps the keys it had.
///
/// Lives in the main thread, whose events the URL needs; current(), requestRefresh() and isLoaded() may be called
/// from any.
class TokenKeys final : public QObject {
    Q_OBJECT

public:
    TokenKeys(const TokenKeySettings &settings, const Clock &clock, QObject *parent = nullptr);
    ~TokenKeys() override;

    /// Reads the files and begins to fetch the URL; to be called once. What it returns is what is wrong, a text for
    /// the operator each (path, what, what to do; translated): the server should not start then.
    std::vector<std::string> load();

    /// Reads the files again and fetches the URL, as on SIGHUP. Failures are logged.
    void reload();

    /// Never null.
    std::shared_ptr<const KeySet> current() const;

    /// A token names a key that is not there: perhaps the issuer has a new one. Fetches the URL, not too often. Are
    /// newer keys on their way, or has the URL never been read, so that it is too early to say that there is no such
    /// key?
    bool requestRefresh();

    /// Whether the URL has been loaded since the start; true when there is none.
    bool isLoaded() const;

Q_SIGNALS:
    /// current() is another set.
    void changed();

private:
    struct FileSource {
        KeyFile file;
        std::vector<VerificationKey> keys; ///< the last good ones
    };

    /// Nothing, or what is wrong.
    static std::optional<std::string> read(FileSource &source);
    std::optional<std::string> prepareRemote();
    void publish();

    const TokenKeySettings m_settings;
    const Clock &m_clock;
    std::vector<VerificationKey> m_secretKeys; ///< of the secret that is a setting
    std::vector<FileSource> m_files;
    std::unique_ptr<RemoteJwks> m_remote; ///< none: there is no URL. Does not change after load().
    mutable std::mutex m_lock;
    std::shared_ptr<const KeySet> m_current;
};

} // namespace relais::server
