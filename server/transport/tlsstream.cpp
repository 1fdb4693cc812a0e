// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/transport/tlsstream.h"

#include <algorithm>

#include <openssl/err.h>
#include <sys/socket.h>

#include "server/log/log.h"
#include "server/transport/tlsfiles.h"
#include "server/transport/tlsrecord.h"

namespace relais::server {

namespace {

// A handshake has a handful; later ones are new keys, every few million records. Each costs the thread more than its
// bytes would suggest, so no more than this are taken at once.
constexpr int handshakeMessagesAtOnce = 16;

// Kept of what OpenSSL answers by itself, while the client does not read: alerts, and new keys of its own.
constexpr std::size_t unsentBytes = 2 * TlsStream::encryptedAtOnce;

TlsScratch &scratchOf(BIO *bio)
{
    return *static_cast<TlsScratch *>(BIO_get_data(bio));
}

int readInput(BIO *bio, char *buffer, int size)
{
    TlsScratch &scratch = scratchOf(bio);
    BIO_clear_retry_flags(bio);
    if (scratch.handshakeMessages > handshakeMessagesAtOnce)
        return -1;
    if (scratch.input.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const std::size_t count = scratch.input.copy(buffer, static_cast<std::size_t>(size));
    scratch.input.remove_prefix(count);
    return static_cast<int>(count);
}

int writeOutput(BIO *bio, const char *bytes, int size)
{
    BIO_clear_retry_flags(bio);
    scratchOf(bio).output.append(bytes, static_cast<std::size_t>(size));
    return size;
}

long controlScratch(BIO *, int command, long, void *)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

/// Reads from a thread's scratch and writes to it, so all that a connection adds is a pointer.
BIO_METHOD *scratchMethod()
{
    static BIO_METHOD *const method = [] {
        BIO_METHOD *const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "scratch");
        BIO_meth_set_read(made, readInput);
        BIO_meth_set_write(made, writeOutput);
        BIO_meth_set_ctrl(made, controlScratch);
        return made;
    }();
    return method;
}

void countHandshakeMessages(int isWritten, int, int contentType, const void *, size_t, SSL *, void *scratch)
{
    if (contentType == SSL3_RT_HANDSHAKE && isWritten == 0)
        ++static_cast<TlsScratch *>(scratch)->handshakeMessages;
}

} // namespace

TlsStream::TlsStream(TlsScratch &scratch, int descriptor, const PeerAddress &peer)
    : m_scratch(scratch)
    , m_peer(peer)
    , m_descriptor(descriptor)
{
}

TlsStream::~TlsStream()
{
    if (m_state == State::Handshaking)
        fail("not finished");
    else if (!hasUnsent())
        shutDown();
}

Transfer TlsStream::read(std::span<char> buffer)
{
    Q_ASSERT(buffer.size() >= leastReadBytes);
    if (m_state == State::Failed)
        return {0, Transfer::Status::Failed};
    if (m_inputEnded)
        return {0, Transfer::Status::Ended};

    std::ranges::copy(m_record, m_scratch.received.begin());
    Transfer got = receiveFrom(m_descriptor, std::span(m_scratch.received).subspan(m_record.size()));
    if (got.status != Transfer::Status::Done)
        return got;
    got.bytes += m_record.size();
    const std::string_view stream(m_scratch.received.data(), got.bytes);
    if (m_state == State::Undecided && stream.front() != tlsHandshakeRecord) {
        m_state = State::Plaintext;
        std::ranges::copy(stream, buffer.begin());
        return got;
    }
    m_scratch.input = stream.substr(0, wholeTlsRecords(stream));
    m_record = std::string(stream.substr(m_scratch.input.size()));
    if (m_state == State::Undecided)
        m_state = State::Handshaking;
    return m_scratch.input.empty() ? Transfer{0, Transfer::Status::WouldBlock} : receive(buffer);
}

/// Takes what is in the scratch's input.
Transfer TlsStream::receive(std::span<char> buffer)
{
    ERR_clear_error(); // of others in this thread: OpenSSL takes them for its own
    m_scratch.output.clear();
    m_scratch.handshakeMessages = 0;
    std::size_t bytes = 0;
    if (m_state == State::Handshaking)
        handshake();
    if (m_state == State::Established)
        bytes = decrypt(buffer);
    if (sendOutput() == Transfer::Status::Failed)
        fail("the connection broke");

    if (bytes > 0)
        return {bytes, Transfer::Status::Done}; // a failure behind it is met by the next read
    if (m_state == State::Failed)
        return {0, Transfer::Status::Failed};
    return {0, m_inputEnded ? Transfer::Status::Ended : Transfer::Status::WouldBlock};
}

bool TlsStream::open()
{
    m_ssl = m_scratch.context.newConnection();
    BIO *const bio = BIO_new(scratchMethod());
    if (!m_ssl || !bio) {
        BIO_free(bio);
        return false;
    }
    BIO_set_data(bio, &m_scratch);
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl.get(), bio, bio);
    SSL_set_msg_callback(m_ssl.get(), countHandshakeMessages);
    SSL_set_msg_callback_arg(m_ssl.get(), &m_scratch);
    return true;
}

void TlsStream::handshake()
{
    if (!m_ssl && !open()) {
        fail(takeOpenSslReason());
        return;
    }
    const int outcome = SSL_do_handshake(m_ssl.get());
    if (outcome == 1) {
        m_state = State::Established;
        TransportCounters::add(m_scratch.counters.tlsHandshakes);
    } else if (SSL_get_error(m_ssl.get(), outcome) != SSL_ERROR_WANT_READ) {
        fail(takeOpenSslReason());
    }
}

std::size_t TlsStream::decrypt(std::span<char> buffer)
{
    std::size_t bytes = 0;
    while (!m_scratch.input.empty() || SSL_has_pending(m_ssl.get()) != 0) {
        std::size_t count = 0;
        if (SSL_read_ex(m_ssl.get(), buffer.data() + bytes, buffer.size() - bytes, &count) == 1) {
            bytes += count;
            continue;
        }
        const int error = SSL_get_error(m_ssl.get(), 0);
        if (error == SSL_ERROR_ZERO_RETURN)
            endInput();
        else if (error != SSL_ERROR_WANT_READ)
            fail(takeOpenSslReason());
        break;
    }
    return bytes;
}

Transfer TlsStream::write(std::string_view bytes)
{
    if (m_state != State::Established || m_outputEnded)
        return {0, Transfer::Status::Failed};
    if (const Transfer flushed = flush(); flushed.status != Transfer::Status::Done)
        return {0, flushed.status};
    std::size_t taken = 0;
    while (taken < bytes.size()) {
        const std::string_view part = bytes.substr(taken, encryptedAtOnce);
        m_scratch.output.clear();
        std::size_t count = 0;
        if (SSL_write_ex(m_ssl.get(), part.data(), part.size(), &count) != 1) {
            fail(takeOpenSslReason());
            return {taken, Transfer::Status::Failed};
        }
        taken += count;
        if (const Transfer::Status status = sendOutput(); status != Transfer::Status::Done)
            return {taken, status};
    }
    return {taken, Transfer::Status::Done};
}

Transfer TlsStream::flush()
{
    if (!hasUnsent())
        return {};
    const Transfer sent = sendTo(m_descriptor, m_unsent);
    if (sent.status == Transfer::Status::Done)
        std::string().swap(m_unsent); // with its memory, which an assignment would keep
    else
        m_unsent.erase(0, sent.bytes);
    return sent;
}

Transfer::Status TlsStream::sendOutput()
{
    const std::string_view output = m_scratch.output;
    if (hasUnsent()) {
        if (m_unsent.size() + output.size() > unsentBytes)
            return Transfer::Status::Failed;
        m_unsent += output;
        return Transfer::Status::WouldBlock;
    }
    if (output.empty())
        return Transfer::Status::Done;
    const Transfer sent = sendTo(m_descriptor, output);
    if (sent.status == Transfer::Status::WouldBlock)
        m_unsent = std::string(output.substr(sent.bytes));
    return sent.status;
}

void TlsStream::shutDown()
{
    if (m_state != State::Established || m_outputEnded)
        return;
    m_outputEnded = true;
    m_scratch.output.clear();
    ERR_clear_error();
    SSL_shutdown(m_ssl.get()); // does not wait for the client's
    sendOutput();
}

/// From here on there is nothing to read, though FIN may never come. To epoll it looks as if it had, so the
/// connection comes to learn of it.
void TlsStream::endInput()
{
    m_inputEnded = true;
    ::shutdown(m_descriptor, SHUT_RD);
}

void TlsStream::fail(std::string_view reason)
{
    if (m_state == State::Handshaking) {
        TransportCounters::add(m_scratch.counters.tlsFailures);
        if (lcTransport().isDebugEnabled())
            logDebug(lcTransport, "TLS handshake failed", {{"peer", m_peer.toString()}, {"reason", reason}});
    }
    m_state = State::Failed;
    m_ssl.reset();
    endInput();
}

} // namespace relais::server
