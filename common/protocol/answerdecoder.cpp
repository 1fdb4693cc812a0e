// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/answerdecoder.h"

#include "common/protocol/cursor.h"
#include "common/protocol/envelope.h"
#include "common/protocol/messagecodec.h"

#include <algorithm>

namespace relais {

namespace {

using Name = MemberName;
using std::chrono::milliseconds;

constexpr std::size_t maximumTextBytes = 512; // of what a server says for people
constexpr std::size_t maximumDepth = 1000;
// No duration on the wire means more than this, and none of them is worth an overflow.
constexpr std::uint64_t maximumMs = 3'600'000;

Result<bool> readFlag(const Envelope &envelope, Name name)
{
    const auto &member = envelope[name];
    if (!member)
        return false;
    bool flag = false;
    if (member->value.get(flag))
        return wrongType(textOf(name), member->value, "a boolean");
    return flag;
}

Result<std::uint64_t> readCount(const Envelope &envelope, Name name)
{
    const auto &member = envelope[name];
    std::uint64_t count = 0;
    if (member && member->value.get(count))
        return wrongType(textOf(name), member->value, "a count");
    return count;
}

Result<std::optional<milliseconds>> readDuration(const Envelope &envelope, Name name)
{
    const auto &member = envelope[name];
    if (!member)
        return std::optional<milliseconds>();
    std::uint64_t ms = 0;
    if (member->value.get(ms))
        return wrongType(textOf(name), member->value, "milliseconds");
    return std::optional(milliseconds(std::min(ms, maximumMs)));
}

/// A cursor that this client could give back.
Result<std::string> readCursor(const Envelope &envelope)
{
    auto cursor = envelope.text(Name::Cursor);
    if (!cursor)
        return cursor;
    if (const auto since = parseSince(*cursor); !since)
        return refuse(Name::Cursor, since.error().detail);
    return cursor;
}

Result<MessageId> readId(const Envelope &envelope)
{
    const auto text = envelope.text(Name::Id);
    if (!text)
        return text.error();
    const auto id = MessageId::parse(*text);
    if (!id)
        return refuse(Name::Id, "expected a message id, <ms>-<seq>");
    return *id;
}

/// Words for people, cut to a bound. Not being there, or being something else, makes nothing invalid.
std::string readWords(const Envelope &envelope, Name name)
{
    auto words = envelope.text(name);
    if (!words)
        return {};
    if (words->size() > maximumTextBytes) {
        auto end = maximumTextBytes;
        while (end > 0 && (static_cast<unsigned char>((*words)[end]) & 0xc0) == 0x80) // not inside a character
            --end;
        words->resize(end);
    }
    return *std::move(words);
}

const ErrorInfo *findError(std::string_view name)
{
    const auto table = errorTable();
    const auto found = std::ranges::find(table, name, &ErrorInfo::name);
    return found == table.end() ? nullptr : &*found;
}

Refusal unknownRefusal(bool isRetryable, std::string detail)
{
    return {std::nullopt,
            {isRetryable ? ErrorCode::Overloaded : ErrorCode::BadRequest, std::move(detail), {}},
            isRetryable};
}

/// `code` and what stands beside it; `fallback` when it is unknown.
Refusal readRefusal(const Envelope &envelope, Refusal fallback)
{
    Refusal refusal = std::move(fallback);
    const auto name = readWords(envelope, Name::Code);
    if (const auto *const info = findError(name)) {
        refusal.error.code = info->code;
        refusal.isRetryable = info->retryable;
    }
    if (auto detail = readWords(envelope, Name::Detail); !detail.empty())
        refusal.error.detail = std::move(detail);
    if (const auto wait = readDuration(envelope, Name::RetryAfterMs); wait && *wait) {
        refusal.error.retryAfter = **wait;
        refusal.isRetryable = true;
    }
    return refusal;
}

Result<ServerFrame> readConnected(const Envelope &payload)
{
    auto cursor = readCursor(payload);
    if (!cursor)
        return cursor.error();
    const auto reset = readFlag(payload, Name::Reset);
    if (!reset)
        return reset.error();
    const auto heartbeat = readDuration(payload, Name::HeartbeatMs);
    if (!heartbeat)
        return heartbeat.error();
    const auto spread = readDuration(payload, Name::ReconnectSpreadMs);
    if (!spread)
        return spread.error();
    return ServerFrame(
        ConnectedFrame{readWords(payload, Name::ClientId), *std::move(cursor), *reset, *heartbeat, *spread});
}

Result<std::optional<std::string>> readRef(const Envelope &payload)
{
    return payload.optionalText(Name::Ref, maximumTextBytes);
}

Result<ServerFrame> readAck(const Envelope &payload)
{
    auto ref = readRef(payload);
    if (!ref)
        return ref.error();
    const auto id = readId(payload);
    if (!id)
        return id.error();
    const auto duplicate = readFlag(payload, Name::Duplicate);
    if (!duplicate)
        return duplicate.error();
    return ServerFrame(AckFrame{*std::move(ref), *id, *duplicate});
}

Result<ServerFrame> readError(const Envelope &payload)
{
    auto ref = readRef(payload);
    if (!ref)
        return ref.error();
    auto refusal
        = readRefusal(payload, unknownRefusal(false, "refused for a reason that this version does not know"));
    refusal.ref = *std::move(ref);
    return ServerFrame(std::move(refusal));
}

Result<ServerFrame> readControlFrame(const Envelope &envelope, std::string_view type)
{
    const auto &member = envelope[Name::Payload];
    if (!member)
        return missing(Name::Payload);
    simdjson::dom::object object;
    if (member->value.get(object))
        return wrongType(textOf(Name::Payload), member->value, "an object");
    const Envelope payload(object, member->source.raw,
                           {Name::ClientId, Name::Cursor, Name::Reset, Name::HeartbeatMs, Name::ReconnectSpreadMs,
                            Name::Ref, Name::Id, Name::Duplicate, Name::Code, Name::Detail, Name::RetryAfterMs});
    if (type == "sync.connected")
        return readConnected(payload);
    if (type == "sync.ack")
        return readAck(payload);
    return readError(payload);
}

} // namespace

class AnswerDecoder::Private {
public:
    /// An array of messages; how many of its elements are none.
    Result<std::size_t> readMessages(const Envelope &envelope, std::vector<Message> &out);

    EnvelopeParser parser;
    MessageDecoder messages;
};

Result<std::size_t> AnswerDecoder::Private::readMessages(const Envelope &envelope, std::vector<Message> &out)
{
    const auto &member = envelope[Name::Messages];
    if (!member)
        return missing(Name::Messages);
    simdjson::dom::array array;
    if (member->value.get(array))
        return wrongType(textOf(Name::Messages), member->value, "an array");
    std::size_t unreadable = 0;
    JsonMemberReader reader(member->source.raw);
    for (std::size_t count = array.size(); count > 0; --count) {
        const auto element = reader.nextElement();
        if (!element)
            break;
        if (auto message = messages.decodeMessage(element->raw))
            out.push_back(*std::move(message));
        else
            ++unreadable;
    }
    return unreadable;
}

AnswerDecoder::AnswerDecoder(std::size_t maximumMessageBytes)
    : d(std::make_unique<Private>())
{
    d->messages = MessageDecoder({.maximumBytes = maximumMessageBytes, .maximumDepth = maximumDepth});
}

AnswerDecoder::~AnswerDecoder() = default;
AnswerDecoder::AnswerDecoder(AnswerDecoder &&) noexcept = default;
AnswerDecoder &AnswerDecoder::operator=(AnswerDecoder &&) noexcept = default;

Result<ServerFrame> AnswerDecoder::decodeFrame(std::string_view text)
{
    auto control
        = d->parser.parse(text, {Name::Type, Name::Id, Name::Payload},
                          [](const Envelope &envelope) -> Result<std::optional<ServerFrame>> {
                              const auto type = envelope.text(Name::Type, ErrorCode::InvalidType);
                              if (!type)
                                  return type.error();
                              if (*type == "sync.connected" || *type == "sync.ack" || *type == "sync.error") {
                                  auto frame = readControlFrame(envelope, *type);
                                  if (!frame)
                                      return frame.error();
                                  return std::optional(*std::move(frame));
                              }
                              // What has an id is a message of the log, `sync.force` among them.
                              if (isReservedType(*type) && !envelope[Name::Id]) {
                                  const auto &payload = envelope[Name::Payload];
                                  return std::optional<ServerFrame>(
                                      OtherFrame{*type, payload ? std::string(payload->source.raw) : std::string()});
                              }
                              return std::optional<ServerFrame>();
                          });
    if (!control)
        return control.error();
    if (*control)
        return **std::move(control);
    auto message = d->messages.decodeMessage(text);
    if (!message)
        return message.error();
    return ServerFrame(*std::move(message));
}

Result<PollAnswer> AnswerDecoder::decodePoll(std::string_view body)
{
    const auto read = [this](const Envelope &envelope) -> Result<PollAnswer> {
        PollAnswer answer;
        auto cursor = readCursor(envelope);
        if (!cursor)
            return cursor.error();
        answer.cursor = *std::move(cursor);
        const auto reset = readFlag(envelope, Name::Reset);
        if (!reset)
            return reset.error();
        answer.reset = *reset;
        const auto hasMore = readFlag(envelope, Name::HasMore);
        if (!hasMore)
            return hasMore.error();
        answer.hasMore = *hasMore;

        const auto unreadable = d->readMessages(envelope, answer.messages);
        if (!unreadable)
            return unreadable.error();
        answer.unreadable = *unreadable;
        return answer;
    };
    return d->parser.parse(body, {Name::Messages, Name::Cursor, Name::Reset, Name::HasMore}, read);
}

Result<SendAnswer> AnswerDecoder::decodeSend(std::string_view body)
{
    return d->parser.parse(body, {Name::Id, Name::Duplicate}, [](const Envelope &envelope) -> Result<SendAnswer> {
        const auto id = readId(envelope);
        if (!id)
            return id.error();
        const auto duplicate = readFlag(envelope, Name::Duplicate);
        if (!duplicate)
            return duplicate.error();
        return SendAnswer{*id, *duplicate};
    });
}

Result<TapContent> AnswerDecoder::decodeTap(std::string_view payload)
{
    const auto read = [this](const Envelope &envelope) -> Result<TapContent> {
        TapContent content;
        const auto leftOut = readCount(envelope, Name::LeftOut);
        if (!leftOut)
            return leftOut.error();
        content.leftOut = *leftOut;
        const auto unseen = readCount(envelope, Name::Unseen);
        if (!unseen)
            return unseen.error();
        content.unseen = *unseen;
        const auto unreadable = d->readMessages(envelope, content.messages);
        if (!unreadable)
            return unreadable.error();
        content.unreadable = *unreadable;
        return content;
    };
    return d->parser.parse(payload, {Name::Messages, Name::LeftOut, Name::Unseen}, read);
}

Result<ForceNotice> AnswerDecoder::decodeForce(std::string_view payload)
{
    return d->parser.parse(
        payload, {Name::Reason, Name::SpreadMs}, [](const Envelope &envelope) -> Result<ForceNotice> {
            const auto spread = readDuration(envelope, Name::SpreadMs);
            if (!spread)
                return spread.error();
            return ForceNotice{readWords(envelope, Name::Reason), spread->value_or(milliseconds(0))};
        });
}

Refusal AnswerDecoder::decodeProblem(int httpStatus, std::string_view body)
{
    // A proxy on the way answers with pages of its own. What says "not now" in HTTP may be tried again; so may what
    // says that a server was not reached, for which proxies and CDNs have statuses of their own, from 502 to 530 and
    // beyond.
    const auto byStatus = std::ranges::find(errorTable(), httpStatus, &ErrorInfo::httpStatus);
    const bool isKnown = httpStatus > 0 && byStatus != errorTable().end();
    const bool isRetryable = isKnown ? byStatus->retryable : httpStatus == 425 || httpStatus > 501;
    auto fallback = unknownRefusal(isRetryable, "answered with status " + std::to_string(httpStatus));
    if (isKnown && httpStatus != 503)
        fallback.error.code = byStatus->code;
    const auto read = [&fallback](const Envelope &envelope) -> Result<Refusal> {
        return readRefusal(envelope, fallback);
    };
    auto refusal = d->parser.parse(body, {Name::Code, Name::Detail, Name::RetryAfterMs}, read);
    return refusal ? *std::move(refusal) : fallback;
}

} // namespace relais
