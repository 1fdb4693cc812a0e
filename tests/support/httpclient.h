// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QJsonObject>

#include "tests/support/rawconnection.h"

namespace relais::test {

using HttpFields = std::vector<std::pair<QByteArray, QByteArray>>;

/// One answer as it came.
struct HttpResponse {
    int status = 0; ///< 0: there was none, or it was not HTTP
    HttpFields fields;
    QByteArray body;

    std::optional<QByteArray> field(QByteArrayView name) const;
    bool fieldHasToken(QByteArrayView name, QByteArrayView token) const;
    /// The body as an object; empty when it is something else.
    QJsonObject json() const;
    /// What an error answer says, for a test to compare: "400 invalid_cursor at since", without the place
    /// when there is none. Everything that PROTOCOL.md section 3 says of a problem document is checked; a
    /// document that is not so yields a sentence about what is wrong with it.
    QByteArray problem() const;
};

/// HTTP/1.1 over a RawConnection, one request after the other or pipelined. Strict: an answer that RFC 9112
/// could be read in two ways, or bytes that nobody asked for, fail the running test.
class HttpClient {
public:
    explicit HttpClient(quint16 port)
        : m_connection(port)
    {
    }
    HttpClient(quint16 port, const RawConnection::Options &options)
        : m_connection(port, options)
    {
    }

    RawConnection &connection() { return m_connection; }

    HttpResponse get(const QByteArray &target, const HttpFields &fields = {});
    /// With `Content-Type: application/json`.
    HttpResponse post(const QByteArray &target, const QByteArray &body, const HttpFields &fields = {});
    HttpResponse request(const QByteArray &method, const QByteArray &target, const HttpFields &fields = {},
                         const QByteArray &body = {});

    /// Sends only; each is to be followed by a readResponse() in the end.
    bool sendGet(const QByteArray &target, const HttpFields &fields = {});
    bool sendRequest(const QByteArray &method, const QByteArray &target, const HttpFields &fields = {},
                     const QByteArray &body = {});
    /// Bytes that are, or end in, one request whose method is not HEAD.
    bool sendRaw(QByteArrayView bytes);
    /// The next answer; an interim one (1xx) counts as one when `interim` is set and fails the test
    /// otherwise.
    HttpResponse readResponse(bool interim = false);
    /// Does the peer close, without another byte?
    bool isClosedByPeer();

private:
    HttpResponse fail(const char *what, const QByteArray &bytes = {});
    bool readHead(HttpResponse &response, QByteArray &head);
    bool readBody(HttpResponse &response, bool toHead);

    RawConnection m_connection;
    std::vector<QByteArray> m_outstanding; ///< methods of the requests not answered yet, the next one first
};

/// A request as it goes over the wire. Adds `Host` and, with a body, `Content-Length`, unless `fields` has
/// them.
QByteArray httpRequest(const QByteArray &method, const QByteArray &target, const HttpFields &fields = {},
                       const QByteArray &body = {});

/// All answers that came on a connection until it was closed: their status codes, as "400" or "200 404"; or
/// what is wrong with the bytes.
QByteArray statusesUntilClosed(RawConnection &connection);

} // namespace relais::test
