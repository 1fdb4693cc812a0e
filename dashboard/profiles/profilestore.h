// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QObject>

#include "dashboard/profiles/jsonfile.h"
#include "dashboard/profiles/profile.h"

namespace relais::dashboard {

/// The profiles, kept in a file; every change is written at once. Holds no secret.
class ProfileStore : public QObject {
    Q_OBJECT

public:
    /// Reads the file. Rows of it that are no profiles are left out.
    explicit ProfileStore(const QString &path, QObject *parent = nullptr);

    const std::vector<Profile> &profiles() const { return m_profiles; }
    std::optional<Profile> find(const QString &id) const;
    std::optional<Profile> findByName(const QString &name) const;
    /// The one that was connected to last, if it is still there.
    std::optional<Profile> lastUsed() const { return find(m_lastUsed); }

    /// Adds it, or replaces the one with its id; an empty id gets one. Returns the id.
    QString save(Profile profile);
    void remove(const QString &id);
    void setLastUsed(const QString &id);

    /// What went wrong with the file last; empty if nothing.
    QString problem() const { return m_file.problem(); }

Q_SIGNALS:
    void changed();

private:
    void write();

    JsonFile m_file;
    std::vector<Profile> m_profiles;
    QString m_lastUsed;
};

} // namespace relais::dashboard
