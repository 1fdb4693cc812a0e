// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/history/fault.h"
#include "tests/support/deadline.h"

namespace relais::test {

/// Asks the server, past the proxy, what becomes of sends and reads while its disk fails, and afterwards. What it
/// sends is for a user whom nobody reads.
class JournalProbe {
public:
    JournalProbe(Scene &scene, ServerControl &server)
        : m_scene(scene)
        , m_server(server)
    {
    }

    void begin();
    /// A send, until one is refused, and a read, which must go well.
    void step();
    /// Was a send answered 503 journal_unavailable, since begin()?
    bool hasSeenRefusal() const { return m_hasSeenRefusal; }
    /// Until there has been a refusal, in time.
    bool isDone() const { return m_hasSeenRefusal || m_deadline.hasPassed(); }
    /// Waits until sends go well again; complains when they do not, or when there was no refusal though there had to
    /// be.
    void end(const QByteArray &fault, bool mustRefuse);
    qint64 refusals() const { return m_refusals; }

private:
    /// The code of the problem; empty: it went well; "-": no answer.
    QByteArray send();

    Scene &m_scene;
    ServerControl &m_server;
    Deadline m_deadline;
    bool m_hasSeenRefusal = false;
    qint64 m_refusals = 0;
};

} // namespace relais::test
