// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QJsonArray>
#include <QObject>

#include "tests/support/authserver.h"

namespace relais::test {

/// What holds in every row of attacks on a server with authentication: one server takes them all, and after each an
/// honest user is served as before and the descriptors have come back.
class AuthAttackTest : public QObject {
    Q_OBJECT

protected:
    /// The settings must live as long as the test: string literals. Limits of rates and addresses are off, since an
    /// attack would only meet those.
    explicit AuthAttackTest(std::initializer_list<const char *> settings = {});
    ~AuthAttackTest() override;

    /// Beside what AuthServer has; asked once, before the server starts.
    virtual QStringList environment() { return {}; }

    quint16 port() const { return m_server->port(); }
    AuthServer &server() { return *m_server; }
    QByteArray token(const QByteArray &user, const QByteArray &roles = {}) const;
    HttpFields as(const QByteArray &user, const QByteArray &roles = {}) const;
    /// By an admin: `payload` is JSON.
    void publish(const QByteArray &payload, const QByteArray &user) const;
    /// All records of the audit log, the newest first.
    QJsonArray audit() const;

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

private:
    class Witness;

    std::vector<const char *> m_settings;
    std::unique_ptr<AuthServer> m_server;
    std::unique_ptr<Witness> m_witness;
    int m_descriptors = 0;
};

/// What a server says to a token, in each way that one can be shown: `Authorization` of a poll, then of an upgrade, a
/// subprotocol, `?token=`, and the first frame. "200 101 101 101 connected" when it is good, "401 401 401 401 4001"
/// when it is not; "-" where bytes such as a blank would make it another request than the one that is meant.
QByteArray answersTo(quint16 port, const QByteArray &token);

/// Are those the answers to a token that is not good?
bool isRefusedEverywhere(const QByteArray &answers);

/// Claims as JSON, in which `%hour` becomes the seconds of an hour from now.
std::string dated(const std::string &claims);

/// The frame `sync.auth` with a token, whatever its bytes.
QByteArray authFrame(const QByteArray &token);

} // namespace relais::test
