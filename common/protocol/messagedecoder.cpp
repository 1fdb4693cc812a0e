// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/protocol/messagecodec.h"

#include "common/protocol/envelope.h"
#include "common/protocol/watchdecoder.h"

#include <algorithm>
#include <span>
#include <unordered_set>

namespace relais {

namespace {

constexpr std::size_t maximumRefBytes = 128;
constexpr std::size_t maximumIdempotencyKeyBytes = 128;
constexpr std::size_t maximumReasonBytes = 256;
constexpr std::size_t maximumTokenBytes = 8 * 1024;
constexpr std::size_t maximumRecipients = 1000;
constexpr std::uint64_t maximumSpreadMs = 3'600'000;

using Name = MemberName;
using OptionalText = std::optional<std::string>;
using OptionalUser = std::optional<UserId>;
using FrameAnswer = std::variant<ClientFrame, FrameError>;

bool isVisibleAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<Error> refuseDoubled(const Envelope &envelope)
{
    if (const auto name = envelope.doubled())
        return refuse(*name, '"' + std::string(textOf(*name)) + "\" is there more than once");
    return std::nullopt;
}

Result<std::string> readType(const Envelope &envelope)
{
    auto type = envelope.text(Name::Type, ErrorCode::InvalidType);
    if (type && !isWellFormedType(*type)) {
        return refuse(ErrorCode::InvalidType, textOf(Name::Type),
                      "a type is at most 64 bytes of lower-case words, [a-z][a-z0-9_]*, joined by . : or -");
    }
    return type;
}

Result<std::string> readSendableType(const Envelope &envelope, const MessageLimits &limits)
{
    auto type = readType(envelope);
    if (!type)
        return type;
    if (isReservedType(*type)) {
        return refuse(ErrorCode::ReservedType, textOf(Name::Type),
                      "types that begin with \"sync.\" are the server's own");
    }
    const auto &allowed = limits.allowedTypes;
    if (!allowed.empty() && std::ranges::find(allowed, *type) == allowed.end())
        return refuse(ErrorCode::TypeNotAllowed, textOf(Name::Type), '"' + *type + "\" is not an allowed type");
    return type;
}

Result<UserId> readUser(simdjson::dom::element value, std::string at)
{
    std::string_view text;
    if (value.get(text))
        return wrongType(at, value, "a string", ErrorCode::InvalidUser);
    auto user = UserId::parse(text);
    if (user)
        return user;
    return refuse(ErrorCode::InvalidUser, at, user.error().detail);
}

/// `null` counts as absent: many serialisers write it for a field that has no value.
Result<OptionalUser> readOptionalUser(const Envelope &envelope)
{
    const auto &member = envelope[Name::UserId];
    if (!member || member->value.is_null())
        return OptionalUser();
    auto user = readUser(member->value, std::string(textOf(Name::UserId)));
    if (!user)
        return user.error();
    return OptionalUser(*std::move(user));
}

Result<std::vector<UserId>> readRecipients(const Envelope &envelope)
{
    const auto &member = envelope[Name::UserIds];
    if (!member)
        return std::vector<UserId>();
    simdjson::dom::array array;
    if (member->value.get(array))
        return wrongType(textOf(Name::UserIds), member->value, "an array of strings");
    // Read as "everyone", an empty list would turn a caller's bug into a message to all.
    if (array.begin() == array.end())
        return refuse(Name::UserIds, "an empty list has no recipient; leave it out to reach everyone");
    if (array.size() > maximumRecipients) {
        return refuse(Name::UserIds,
                      std::to_string(array.size()) + " entries, at most " + std::to_string(maximumRecipients)
                          + " are allowed");
    }

    std::vector<UserId> users;
    std::unordered_set<UserId> seen;
    for (std::size_t index = 0; const auto value : array) {
        auto user = readUser(value, "userIds[" + std::to_string(index++) + ']');
        if (!user)
            return user.error();
        if (seen.insert(*user).second)
            users.push_back(*std::move(user));
    }
    return users;
}

/// The most bytes that encodeMessage() may make of this, with the longest id there can be: what is accepted
/// once is accepted whenever it is sent.
std::size_t largestEncoding(std::string_view type, std::size_t payloadBytes, const UserId *user)
{
    constexpr std::string_view punctuation = R"({"id":"","type":"","payload":,"timestamp":})";
    constexpr std::size_t numberDigits = 16; // of 2^53 - 1
    constexpr std::size_t idAndTimestamp = 3 * numberDigits + 1;
    const auto userBytes = user ? std::string_view(R"(,"userId":)").size() + jsonString(user->toString()).size() : 0;
    return punctuation.size() + idAndTimestamp + type.size() + payloadBytes + userBytes;
}

Result<std::string> readPayload(const Envelope &envelope, const MessageLimits &limits, std::string_view type,
                                std::span<const UserId> recipients)
{
    const auto &member = envelope[Name::Payload];
    if (!member)
        return missing(Name::Payload);
    const auto [raw, depth] = member->source;
    if (depth > static_cast<std::size_t>(limits.maximumDepth)) {
        return refuse(ErrorCode::NestingTooDeep, textOf(Name::Payload),
                      std::to_string(depth) + " levels deep, at most " + std::to_string(limits.maximumDepth)
                          + " are allowed");
    }
    auto size = largestEncoding(type, raw.size(), nullptr);
    for (const auto &user : recipients)
        size = std::max(size, largestEncoding(type, raw.size(), &user));
    if (size > limits.maximumBytes) {
        return refuse(ErrorCode::PayloadTooLarge, textOf(Name::Payload),
                      "the message with its envelope has " + tooManyBytes(size, limits.maximumBytes));
    }
    return std::string(raw);
}

std::span<const UserId> recipientOf(const OptionalUser &user)
{
    return user ? std::span(&*user, 1) : std::span<const UserId>();
}

Result<OptionalText> readIdempotencyKey(const Envelope &envelope)
{
    auto key = envelope.optionalText(Name::IdempotencyKey, maximumIdempotencyKeyBytes);
    if (key && *key && ((*key)->empty() || !isVisibleAscii(**key)))
        return refuse(Name::IdempotencyKey, "an idempotency key is 1 to 128 visible ASCII characters");
    return key;
}

Result<SendRequest> readSend(const Envelope &envelope, const MessageLimits &limits)
{
    auto type = readSendableType(envelope, limits);
    if (!type)
        return type.error();
    auto user = readOptionalUser(envelope);
    if (!user)
        return user.error();
    auto payload = readPayload(envelope, limits, *type, recipientOf(*user));
    if (!payload)
        return payload.error();
    auto ref = envelope.optionalText(Name::Ref, maximumRefBytes);
    if (!ref)
        return ref.error();
    auto key = readIdempotencyKey(envelope);
    if (!key)
        return key.error();
    return SendRequest{*std::move(type), *std::move(payload), *std::move(user), *std::move(ref), *std::move(key)};
}

Result<BroadcastRequest> readBroadcast(const Envelope &envelope, const MessageLimits &limits)
{
    auto type = readSendableType(envelope, limits);
    if (!type)
        return type.error();
    if (envelope[Name::UserId])
        return refuse(Name::UserId, "a broadcast takes \"userIds\", a list; use that, or send");
    auto users = readRecipients(envelope);
    if (!users)
        return users.error();
    auto payload = readPayload(envelope, limits, *type, *users);
    if (!payload)
        return payload.error();
    return BroadcastRequest{*std::move(type), *std::move(payload), *std::move(users)};
}

Result<ForceRequest> readForce(const Envelope &envelope)
{
    auto user = readOptionalUser(envelope);
    if (!user)
        return user.error();
    auto reason = envelope.optionalText(Name::Reason, maximumReasonBytes);
    if (!reason)
        return reason.error();
    ForceRequest request{*std::move(user), *std::move(reason), std::nullopt};
    if (const auto &member = envelope[Name::SpreadMs]) {
        std::uint64_t ms = 0;
        if (!member->value.is_number())
            return wrongType(textOf(Name::SpreadMs), member->value, "an integer");
        if (member->value.get(ms) || ms > maximumSpreadMs)
            return refuse(Name::SpreadMs, "expected an integer from 0 to " + std::to_string(maximumSpreadMs));
        request.spread = std::chrono::milliseconds(ms);
    }
    return request;
}

/// The token stands beside `type`, or in a payload as with any other frame. No detail ever shows it.
Result<AuthRequest> readAuth(const Envelope &envelope)
{
    std::string at(textOf(Name::Token));
    std::optional<simdjson::dom::element> token;
    if (const auto &member = envelope[Name::Token])
        token = member->value;
    if (const auto &payload = envelope[Name::Payload]) {
        simdjson::dom::object object;
        if (payload->value.get(object))
            return wrongType(textOf(Name::Payload), payload->value, "an object");
        for (const auto field : object) {
            if (field.key != textOf(Name::Token))
                continue;
            at = "payload.token";
            if (token)
                return refuse(ErrorCode::InvalidField, at, "the token is there more than once");
            token = field.value;
        }
    }
    if (!token)
        return missing(Name::Token);
    std::string_view text;
    if (token->get(text))
        return wrongType(at, *token, "a string");
    if (text.empty())
        return refuse(ErrorCode::InvalidField, at, "a token must not be empty");
    if (text.size() > maximumTokenBytes)
        return refuse(ErrorCode::InvalidField, at, tooManyBytes(text.size(), maximumTokenBytes));
    return AuthRequest{std::string(text)};
}

/// Any Result of one of the alternatives as a Result of the frame.
template <typename T> Result<ClientFrame> asFrame(Result<T> result)
{
    if (!result)
        return result.error();
    return ClientFrame(*std::move(result));
}

Result<ClientFrame> readFrame(const Envelope &envelope, const MessageLimits &limits)
{
    if (auto error = refuseDoubled(envelope))
        return *std::move(error);
    const auto type = readType(envelope);
    if (!type)
        return type.error();
    if (*type == "sync.ping")
        return ClientFrame(PingRequest{});
    if (*type == "sync.auth")
        return asFrame(readAuth(envelope));
    if (*type == "sync.watch")
        return asFrame(readWatch(envelope));
    return asFrame(readSend(envelope, limits));
}

FrameAnswer readFrameWithRef(const Envelope &envelope, const MessageLimits &limits)
{
    auto ref = envelope.optionalText(Name::Ref, maximumRefBytes);
    if (!ref)
        return FrameError{ref.error(), std::nullopt};
    auto frame = readFrame(envelope, limits);
    if (frame) {
        if (auto *const watch = std::get_if<WatchRequest>(&*frame))
            watch->ref = *std::move(ref);
        return *std::move(frame);
    }
    // A doubled ref would let one answer be taken for two.
    const auto &refMember = envelope[Name::Ref];
    return FrameError{frame.error(), refMember && refMember->isDoubled ? std::nullopt : *std::move(ref)};
}

Result<Message> readMessage(const Envelope &envelope, const MessageLimits &limits)
{
    const auto idText = envelope.text(Name::Id);
    if (!idText)
        return idText.error();
    const auto id = MessageId::parse(*idText);
    if (!id)
        return refuse(Name::Id, "expected a message id, <ms>-<seq>");
    auto type = readType(envelope);
    if (!type)
        return type.error();
    auto user = readOptionalUser(envelope);
    if (!user)
        return user.error();
    auto payload = readPayload(envelope, limits, *type, recipientOf(*user));
    if (!payload)
        return payload.error();
    if (const auto &member = envelope[Name::Timestamp]) {
        std::uint64_t ms = 0;
        if (member->value.get(ms) || ms != id->ms)
            return refuse(Name::Timestamp, "expected the milliseconds of the id");
    }
    return Message{*id, *std::move(type), *std::move(payload), *std::move(user)};
}

/// `read` of an envelope without doubled members.
template <typename Read> auto unlessDoubled(Read read)
{
    return [read](const Envelope &envelope) -> decltype(read(envelope)) {
        if (auto error = refuseDoubled(envelope))
            return *std::move(error);
        return read(envelope);
    };
}

} // namespace

class MessageDecoder::Private {
public:
    MessageLimits limits;
    EnvelopeParser parser;
};

MessageDecoder::MessageDecoder(MessageLimits limits)
    : d(std::make_unique<Private>())
{
    d->limits = std::move(limits);
}

MessageDecoder::~MessageDecoder() = default;
MessageDecoder::MessageDecoder(MessageDecoder &&) noexcept = default;
MessageDecoder &MessageDecoder::operator=(MessageDecoder &&) noexcept = default;

Result<SendRequest> MessageDecoder::decodeSend(std::string_view body)
{
    return d->parser.parse(body, {Name::Type, Name::Payload, Name::UserId},
                           unlessDoubled([this](const auto &envelope) { return readSend(envelope, d->limits); }));
}

Result<BroadcastRequest> MessageDecoder::decodeBroadcast(std::string_view body)
{
    return d->parser.parse(
        body, {Name::Type, Name::Payload, Name::UserId, Name::UserIds},
        unlessDoubled([this](const auto &envelope) { return readBroadcast(envelope, d->limits); }));
}

Result<ForceRequest> MessageDecoder::decodeForce(std::string_view body)
{
    if (body.empty())
        return ForceRequest{};
    return d->parser.parse(body, {Name::UserId, Name::Reason, Name::SpreadMs}, unlessDoubled(readForce));
}

std::variant<ClientFrame, FrameError> MessageDecoder::decodeFrame(std::string_view text)
{
    auto answer = d->parser.parse(
        text, {Name::Type, Name::Payload, Name::UserId, Name::Ref, Name::IdempotencyKey, Name::Token},
        [this](const Envelope &envelope) -> Result<FrameAnswer> { return readFrameWithRef(envelope, d->limits); });
    if (!answer)
        return FrameError{answer.error(), std::nullopt};
    return *std::move(answer);
}

Result<Message> MessageDecoder::decodeMessage(std::string_view text)
{
    return d->parser.parse(text, {Name::Id, Name::Type, Name::Payload, Name::UserId, Name::Timestamp},
                           unlessDoubled([this](const auto &envelope) { return readMessage(envelope, d->limits); }));
}

} // namespace relais
