// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QObject>
#include <QThreadPool>

#include "dashboard/models/broadcastdraft.h"

namespace relais::dashboard {

/// Templates by their names, and the newest broadcasts that were sent, in a file that outlives the program. The file
/// is replaced whole, in a thread of the store's own; a damaged one is set aside and not lost.
///
/// Lives in the thread of the window. Its destructor waits until the last change is written.
class BroadcastStore final : public QObject {
    Q_OBJECT

public:
    static constexpr int version = 1; ///< of the file
    static constexpr qsizetype maximumHistory = 50;
    static constexpr qsizetype maximumTemplates = 100;
    /// What such a file holds at most, of payloads that servers take by default.
    static constexpr qint64 maximumFileBytes = 32 * 1024 * 1024;

    /// Reads the file, if there is one.
    explicit BroadcastStore(QString path, QObject *parent = nullptr);
    ~BroadcastStore() override;

    const QMap<QString, BroadcastDraft> &templates() const { return m_templates; }
    const QList<SentBroadcast> &history() const { return m_history; } ///< the newest first
    /// Where the damaged file is now, if it was.
    QString setAside() const { return m_setAside; }

    void record(const SentBroadcast &sent);
    /// Replaces one of the same name. False when there are too many.
    bool saveTemplate(const QString &name, const BroadcastDraft &draft);
    void removeTemplate(const QString &name);

Q_SIGNALS:
    void changed();
    /// What was changed will be lost with the program.
    void saveFailed(const QString &reason);

private:
    void load();
    bool parse(const QByteArray &text);
    QByteArray encoded() const;
    void save();

    const QString m_path;
    QMap<QString, BroadcastDraft> m_templates;
    QList<SentBroadcast> m_history;
    QString m_setAside;
    QThreadPool m_pool; ///< of one thread, so that the last change is written last
};

} // namespace relais::dashboard
