// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>

namespace relais::dashboard {

/// Where tokens are: with the desktop's keychain, or, without one, in memory until the program ends. Never in a file
/// of ours. Answers come later, in the same thread, unless `context` is gone by then.
class TokenStore {
public:
    /// Nothing: there is none, and it has to be asked for.
    using Found = std::function<void(const std::optional<QByteArray> &token)>;
    /// Whether it will be there when the program is started again.
    using Kept = std::function<void(bool isKept)>;

    virtual ~TokenStore() = default;
    virtual void find(const QString &profileId, QObject *context, Found found) = 0;
    virtual void keep(const QString &profileId, const QByteArray &token, QObject *context, Kept kept) = 0;
    virtual void forget(const QString &profileId) = 0;
};

/// The keychain of the desktop, by QtKeychain, with memory in front of it.
class KeychainTokenStore final : public QObject, public TokenStore {
    Q_OBJECT

public:
    using QObject::QObject;

    void find(const QString &profileId, QObject *context, Found found) override;
    void keep(const QString &profileId, const QByteArray &token, QObject *context, Kept kept) override;
    void forget(const QString &profileId) override;

private:
    QHash<QString, QByteArray> m_memory;
};

/// Memory alone: for tests, and for a token that the environment gave.
class MemoryTokenStore final : public TokenStore {
public:
    void find(const QString &profileId, QObject *context, Found found) override;
    void keep(const QString &profileId, const QByteArray &token, QObject *context, Kept kept) override;
    void forget(const QString &profileId) override { m_memory.remove(profileId); }

private:
    QHash<QString, QByteArray> m_memory;
};

} // namespace relais::dashboard
