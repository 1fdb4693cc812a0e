// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include "server/access/apikeystore.h"

namespace relais::server {

/// The keys of a running server: follows the file, so that `relais-server keys revoke` works at once. A file that
/// becomes unreadable, or is gone, changes nothing: the last good keys stay in force, and the log says so. Taking it
/// for empty would lift every revocation of a user.
///
/// Lives in the main thread, which reads the file there: some kilobytes, and only when it has changed.
class ApiKeyFile final : public QObject {
    Q_OBJECT

public:
    explicit ApiKeyFile(std::string path, QObject *parent = nullptr);

    /// Reads the file for the first time; called once. No file is no keys, and no problem.
    std::optional<Problem> start();

    /// Never null.
    const std::shared_ptr<const ApiKeys> &keys() const { return m_keys; }

public Q_SLOTS:
    /// Reads the file if it is not the one that was read last. Called by itself when the file changes and each
    /// second.
    void reload();

Q_SIGNALS:
    void changed(std::shared_ptr<const relais::server::ApiKeys> keys);

private:
    /// What tells one content of the file from another.
    struct Stamp {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::int64_t bytes = -1; ///< -1: there is no file
        std::int64_t modifiedNs = 0;
        std::int64_t changedNs = 0; ///< of the inode: a mode that was mended counts
        bool operator==(const Stamp &) const = default;
    };
    Stamp currentStamp() const;
    void watch();

    const ApiKeyStore m_store;
    std::shared_ptr<const ApiKeys> m_keys = std::make_shared<ApiKeys>();
    Stamp m_stamp;
    QFileSystemWatcher m_watcher;
    QTimer m_timer;
};

} // namespace relais::server
