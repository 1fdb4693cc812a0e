// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relais::server {

/// One valid request as it came, with its body decoded from chunks. A value: views into it live as long as it does
/// and survive a move.
class HttpRequest {
public:
    std::string_view method() const { return view(m_method); }
    /// As sent, in origin form ("/api/sync/poll?since=0") or "*".
    std::string_view target() const { return view(m_target); }
    std::string_view path() const { return view(m_path); } ///< raw, percent-encoding left as it came
    std::string_view query() const { return view(m_query); } ///< raw, without the '?'
    const std::string &body() const { return m_body; }
    /// False: its body was not waited for, as its head alone says that it is refused.
    bool isWhole() const { return m_isWhole; }
    bool isHttp10() const { return m_http10; }
    /// What the client asked for; a server may still close.
    bool wantsKeepAlive() const { return m_keepAlive; }
    /// Did it come over TLS, to this server and not to a proxy before it?
    bool isSecure() const { return m_secure; }
    void setSecure(bool secure) { m_secure = secure; }
    /// Gives the memory of head and body back; how the client wishes to be answered stays known.
    void dropContent();

    /// The value of the first field of that name (any case), without blanks around it.
    std::optional<std::string_view> field(std::string_view name) const;
    /// All values of the field, in order.
    std::vector<std::string_view> fieldValues(std::string_view name) const;
    /// Does a comma-separated list field hold this token (any case)?
    bool fieldHasToken(std::string_view name, std::string_view token) const;

    /// The value of a query parameter, percent-decoded once ('+' is a blank); the first one when it is doubled.
    /// A malformed escape yields nothing here; the reader has refused such a target before.
    std::optional<std::string> queryParameter(std::string_view name) const;

    /// Part `index` of the path, percent-decoded once: of "/api/admin/users/u%31/queue" part 3 is "u1". Nothing when
    /// there is no such part.
    std::optional<std::string> pathPart(std::size_t index) const;

    /// The head as it came, from the method to the blank line's last byte; only an absolute target is made origin
    /// form. It still says `Transfer-Encoding: chunked` when the body was decoded from chunks.
    const std::string &head() const { return m_head; }

private:
    friend class HttpReader;
    struct Span {
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };
    struct Field {
        Span name;
        Span value;
    };
    std::string_view view(Span span) const { return std::string_view(m_head).substr(span.begin, span.size); }

    std::string m_head;
    std::string m_body;
    std::vector<Field> m_fields;
    Span m_method, m_target, m_path, m_query;
    bool m_http10 = false;
    bool m_keepAlive = true;
    bool m_secure = false;
    bool m_isWhole = true;
};

} // namespace relais::server
