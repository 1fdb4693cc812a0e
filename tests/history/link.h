// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include <QByteArray>

#include "common/core/filedescriptor.h"

namespace relais::test {

/// A TCP connection to 127.0.0.1 that may die at any byte, which is no failure of anything. Once it is not open, it
/// stays so.
class Link {
public:
    enum class Outcome {
        Bytes, ///< there are more in the buffer
        Silence, ///< nothing came in time
        End, ///< nothing will come
    };

    explicit Link(quint16 port);
    /// One that is there already.
    explicit Link(FileDescriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
    }

    bool isOpen() const { return m_descriptor.isOpen(); }
    void close() { m_descriptor.close(); }
    /// False when it did not take all of them in time: then it is closed.
    bool send(QByteArrayView bytes, std::chrono::milliseconds within);
    Outcome receive(std::chrono::milliseconds within);

    const QByteArray &buffer() const { return m_buffer; }
    QByteArray take(qsizetype count);

private:
    FileDescriptor m_descriptor;
    QByteArray m_buffer;
};

} // namespace relais::test
