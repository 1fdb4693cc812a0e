// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/httpclient.h"

#include <QJsonDocument>

#include "tests/support/failure.h"

using namespace Qt::StringLiterals;

namespace relais::test {

namespace {

bool isTokenCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7f && !QByteArrayView("\"(),/:;<=>?@[\\]{}").contains(c);
}

bool isFieldName(QByteArrayView name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isTokenCharacter);
}

bool isFieldValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); });
}

/// -1 unless it is decimal digits only.
qint64 number(const QByteArray &text)
{
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return -1;
    return text.toLongLong();
}

bool hasField(const HttpFields &fields, QByteArrayView name)
{
    return std::any_of(fields.begin(), fields.end(),
                       [name](const auto &field) { return field.first.compare(name, Qt::CaseInsensitive) == 0; });
}

/// Is the head well-formed, to the letter of RFC 9112? Fills in status and fields.
const char *parseHead(const QByteArray &head, HttpResponse &response)
{
    if (head.count('\n') != head.count("\r\n") || head.count('\r') != head.count("\r\n"))
        return "a bare CR or LF in the head";
    QList<QByteArray> lines = QByteArray(head).replace("\r\n", "\n").split('\n');
    lines.resize(lines.size() - 2); // the blank line and what is behind it
    const QByteArray statusLine = lines.takeFirst();
    if (!statusLine.startsWith("HTTP/1.1 ") || statusLine.size() < 13 || statusLine[12] != ' ')
        return "not a status line of HTTP/1.1";
    const qint64 status = number(statusLine.mid(9, 3));
    if (status < 100 || status > 599)
        return "not a status";
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || !isFieldName(line.first(colon)) || !isFieldValue(line.sliced(colon + 1)))
            return "a malformed field";
        response.fields.emplace_back(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    response.status = static_cast<int>(status);
    return nullptr;
}

} // namespace

std::optional<QByteArray> HttpResponse::field(QByteArrayView name) const
{
    for (const auto &[key, value] : fields) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return std::nullopt;
}

bool HttpResponse::fieldHasToken(QByteArrayView name, QByteArrayView token) const
{
    const QList<QByteArray> items = field(name).value_or(QByteArray()).split(',');
    return std::any_of(items.begin(), items.end(), [token](const QByteArray &item) {
        return item.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

QJsonObject HttpResponse::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray HttpResponse::problem() const
{
    const QJsonObject object = json();
    const QByteArray found = QByteArray::number(status) + ' ';
    if (field("Content-Type").value_or(QByteArray()).split(';').first() != "application/problem+json")
        return found + "but not application/problem+json: " + body.left(200);
    if (object[u"status"].toInt() != status)
        return found + "but the document says otherwise: " + body;
    if (object[u"success"] != QJsonValue(false))
        return found + "without success: false: " + body;
    if (object[u"title"].toString().isEmpty() || object[u"code"].toString().isEmpty())
        return found + "without title or code: " + body;
    const QByteArray at = object[u"at"].toString().toUtf8();
    return found + object[u"code"].toString().toUtf8() + (at.isEmpty() ? ""_ba : " at " + at);
}

HttpResponse HttpClient::get(const QByteArray &target, const HttpFields &fields)
{
    return request("GET", target, fields);
}

HttpResponse HttpClient::post(const QByteArray &target, const QByteArray &body, const HttpFields &fields)
{
    HttpFields all = fields;
    if (!hasField(all, "Content-Type"))
        all.emplace_back("Content-Type", "application/json");
    return request("POST", target, all, body);
}

HttpResponse HttpClient::request(const QByteArray &method, const QByteArray &target, const HttpFields &fields,
                                 const QByteArray &body)
{
    sendRequest(method, target, fields, body); // an answer may be there although not all was taken
    return readResponse();
}

bool HttpClient::sendGet(const QByteArray &target, const HttpFields &fields)
{
    return sendRequest("GET", target, fields);
}

bool HttpClient::sendRequest(const QByteArray &method, const QByteArray &target, const HttpFields &fields,
                             const QByteArray &body)
{
    m_outstanding.push_back(method);
    return m_connection.send(httpRequest(method, target, fields, body));
}

bool HttpClient::sendRaw(QByteArrayView bytes)
{
    m_outstanding.emplace_back("GET");
    return m_connection.send(bytes);
}

HttpResponse HttpClient::readResponse(bool interim)
{
    HttpResponse response;
    QByteArray head;
    if (!readHead(response, head))
        return {};
    const bool isInterim = response.status < 200 && response.status != 101;
    if (isInterim != interim)
        return fail(interim ? "an interim answer was due" : "an interim answer nobody asked for", head);
    if (isInterim)
        return response;
    if (m_outstanding.empty())
        return fail("an answer nobody asked for", head);
    const bool toHead = m_outstanding.front() == "HEAD";
    m_outstanding.erase(m_outstanding.begin());
    if (!readBody(response, toHead))
        return fail("the body is not as the head says", head);
    if (m_outstanding.empty() && response.status != 101 && !m_connection.buffered().isEmpty())
        return fail("bytes behind the last answer", m_connection.buffered());
    return response;
}

bool HttpClient::isClosedByPeer()
{
    return m_connection.readToEnd().isEmpty() && m_connection.state() != RawConnection::State::TimedOut;
}

bool HttpClient::readHead(HttpResponse &response, QByteArray &head)
{
    head = m_connection.readUntil("\r\n\r\n");
    if (head.isEmpty()) {
        fail("no answer", m_connection.buffered());
        return false;
    }
    if (const char *what = parseHead(head, response)) {
        fail(what, head);
        return false;
    }
    return true;
}

bool HttpClient::readBody(HttpResponse &response, bool toHead)
{
    const auto isLength = [](const auto &field) {
        return field.first.compare("Content-Length", Qt::CaseInsensitive) == 0;
    };
    const auto lengths = std::count_if(response.fields.begin(), response.fields.end(), isLength);
    if (response.field("Transfer-Encoding") || lengths > 1)
        return false;
    if (response.status == 101 || response.status == 204)
        return lengths == 0;
    const qint64 length = number(response.field("Content-Length").value_or(QByteArray()));
    if (toHead || response.status == 304)
        return true;
    if (length < 0)
        return false;
    response.body = m_connection.readExactly(length);
    return response.body.size() == length;
}

HttpResponse HttpClient::fail(const char *what, const QByteArray &bytes)
{
    const QByteArray text = QByteArray("HTTP: ") + what + ": " + bytes.left(500).toPercentEncoding(" \r\n:/\"{}[],;");
    failTest(text);
    return {};
}

QByteArray httpRequest(const QByteArray &method, const QByteArray &target, const HttpFields &fields,
                       const QByteArray &body)
{
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\n";
    if (!hasField(fields, "Host"))
        request += "Host: localhost\r\n";
    for (const auto &[name, value] : fields)
        request += name + ": " + value + "\r\n";
    const bool hasBody = !body.isEmpty() || method == "POST";
    if (hasBody && !hasField(fields, "Content-Length") && !hasField(fields, "Transfer-Encoding"))
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + "\r\n" + body;
}

QByteArray statusesUntilClosed(RawConnection &connection)
{
    QByteArray bytes = connection.readToEnd();
    if (connection.state() == RawConnection::State::TimedOut)
        return "not closed after: " + bytes.left(200);
    QByteArrayList statuses;
    while (!bytes.isEmpty()) {
        HttpResponse response;
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return "half a head: " + bytes;
        if (const char *what = parseHead(bytes.first(end + 4), response))
            return what + (": " + bytes);
        const qint64 length = number(response.field("Content-Length").value_or("0"_ba));
        statuses += QByteArray::number(response.status);
        bytes.remove(0, end + 4 + length);
    }
    return statuses.join(' ');
}

} // namespace relais::test
