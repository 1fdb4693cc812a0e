// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/transfer.h"

#include <cerrno>

#include <sys/socket.h>

namespace relais::server {

Transfer receiveFrom(int descriptor, std::span<char> buffer)
{
    for (;;) {
        const ssize_t count = ::recv(descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0)
            return {static_cast<std::size_t>(count), Transfer::Status::Done};
        if (count == 0)
            return {0, Transfer::Status::Ended};
        if (errno == EINTR)
            continue;
        return {0, errno == EAGAIN ? Transfer::Status::WouldBlock : Transfer::Status::Failed};
    }
}

Transfer sendTo(int descriptor, std::string_view bytes)
{
    for (;;) {
        const ssize_t count = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0) {
            const auto taken = static_cast<std::size_t>(count);
            return {taken, taken == bytes.size() ? Transfer::Status::Done : Transfer::Status::WouldBlock};
        }
        if (errno == EINTR)
            continue;
        return {0, errno == EAGAIN ? Transfer::Status::WouldBlock : Transfer::Status::Failed};
    }
}

} // namespace relais::server
