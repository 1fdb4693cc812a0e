// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>
#include <QUrlQuery>

namespace relais::bench {

/// What a busy server would have to say: figures, 50 000 clients, and a tap with more messages than anybody reads.
/// Most of these are small; some are as large as a tap shows them, in the shapes that are the hardest to lay out.
class FloodTraffic {
public:
    struct Tap {
        bool isOn = false;
        QByteArray type; ///< empty: any
    };

    explicit FloodTraffic(int clients);

    /// The figures of `sync.stats` and `/api/sync/status`; others each time.
    QByteArray status();
    /// Of five minutes, an hour or a day, as far back as a server remembers.
    static QByteArray history(const QUrlQuery &query);
    /// Sorted, filtered and cut as the query has it; their figures change from one answer to the next.
    QByteArray clients(const QUrlQuery &query);
    /// A page of messages, each as large as a server takes them.
    QByteArray queue(const QString &user, const QUrlQuery &query) const;
    static QByteArray audit(const QUrlQuery &query);

    /// A batch of `count` messages that match, from the `first` of this connection on: the sequence in their ids.
    QByteArray tapFrame(const Tap &tap, quint64 first, int count, quint64 leftOut) const;
    /// Of what one exact type lets through, how many when `all` of any type are published.
    static int matching(const Tap &tap, int all);

    /// The type of the large messages.
    static constexpr char largeType[] = "bulk.loaded";

private:
    struct Client {
        QByteArray id;
        QByteArray user;
        qint64 since = 0;
        qint64 lag = 0;
        qint64 sent = 0;
        bool isPoll = false;
    };

    void appendMessage(QByteArray &out, const Tap &tap, quint64 number, qint64 now) const;
    void stir();

    std::vector<Client> m_clients;
    std::vector<const Client *> m_sorted;
    std::vector<QByteArray> m_small; ///< payloads
    std::vector<QByteArray> m_large; ///< as large as a tap shows whole
    std::vector<QByteArray> m_largest; ///< as large as a server takes
    quint64 m_statuses = 0;
    quint32 m_random = 1;
};

} // namespace relais::bench
