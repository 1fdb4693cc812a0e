// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QThreadPool>

#include "common/protocol/message.h"
#include "dashboard/models/messagefilter.h"

namespace relais::dashboard {

/// Writes messages to a file, in a thread of its own: a disk may be slow. The file is there whole, or as it was.
///
/// Lives in the thread of the window, and emits there. Its destructor waits until what was begun is written.
class MessageExporter final : public QObject {
    Q_OBJECT

public:
    enum class Format : std::uint8_t {
        Json, ///< an array of messages as on the wire
        Csv, ///< RFC 4180, in UTF-8, with a line of names
    };
    using Messages = std::vector<std::shared_ptr<const Message>>;

    explicit MessageExporter(QObject *parent = nullptr);
    ~MessageExporter() override;

    /// What a name of a file asks for.
    static Format formatOf(const QString &path);
    /// Those that pass `filter`.
    void write(Messages messages, const MessageFilter &filter, const QString &path, Format format);
    bool isWriting() const { return m_writing > 0; }

Q_SIGNALS:
    void written(const QString &path, qsizetype messages);
    void failed(const QString &path, const QString &reason);

private:
    QThreadPool m_pool; ///< of one thread
    int m_writing = 0;
};

} // namespace relais::dashboard
