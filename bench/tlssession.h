// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string_view>

struct ssl_st;

namespace relais::bench {

/// A client's side of TLS on a non-blocking socket, which it borrows. It takes any certificate: the server is one of
/// this machine's, with a certificate that was made for the run.
class TlsSession {
public:
    enum class Status {
        Done, ///< some of it, for a read or a write
        WouldBlock,
        Ended, ///< by the peer, in order or not
    };
    struct Outcome {
        Status status = Status::Done;
        std::size_t bytes = 0;
    };

    explicit TlsSession(int socket);
    ~TlsSession();
    TlsSession(const TlsSession &) = delete;
    TlsSession &operator=(const TlsSession &) = delete;

    Status shakeHands();
    Outcome read(std::span<char> buffer);
    Outcome write(std::string_view bytes);

private:
    Status statusOf(int outcome) const;

    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_ssl;
};

} // namespace relais::bench
