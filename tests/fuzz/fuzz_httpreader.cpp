// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/transport/httpreader.h"
#include "server/transport/websockethandshake.h"
#include "tests/fuzz/cuts.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <memory>

using namespace relais;
using namespace relais::server;

namespace {

const HttpLimits limits{1024, 256, 16, 512}; // small, so that inputs reach them

bool isVisible(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// A second reader that is fed the request alone must see the same one, and nothing behind it.
void checkReadsBack(const HttpRequest &request)
{
    if (request.field("transfer-encoding"))
        return; // the body is decoded, the head is not
    const std::string bytes = request.head() + request.body();
    HttpReader reader(limits);
    require(reader.feed(bytes) == bytes.size(), "a request ends where its bytes end");
    require(reader.state() == HttpReader::State::Complete, "a request reads back");
    const HttpRequest again = reader.takeRequest();
    require(again.head() == request.head() && again.body() == request.body(), "a request reads back as it was");
    require(again.target() == request.target() && again.wantsKeepAlive() == request.wantsKeepAlive(),
            "a request means the same when it is read back");
}

void checkRequest(const HttpRequest &request)
{
    require(request.head().size() <= limits.headBytes && request.body().size() <= limits.bodyBytes
                && request.target().size() <= limits.targetBytes,
            "a request is within the limits");
    require(request.head().ends_with("\r\n\r\n"), "a head ends with a blank line");
    require(request.head().find("\r\n\r\n") + 4 == request.head().size(), "a head holds no second end");
    require(
        request.head().starts_with(std::string(request.method()) + " " + std::string(request.target()) + " HTTP/1."),
        "the request line is the head's first");
    require(isVisible(request.target()) && (request.target() == "*" || request.target().starts_with('/')),
            "a target is visible ASCII in origin form");
    require(std::all_of(request.head().begin(), request.head().end(),
                        [](char c) {
                            return isVisible({&c, 1}) || c == '\r' || c == '\n' || c == '\t';
                        }),
            "a head holds no control bytes");
    require(request.fieldValues("host").size() == 1 || request.isHttp10(), "there is one Host");
    require(request.fieldValues("content-length").size() + request.fieldValues("transfer-encoding").size() <= 1,
            "there is one framing");
    checkReadsBack(request);

    const auto parameter = request.queryParameter("since");
    require(!parameter || request.query().find('e') != std::string_view::npos
                || request.query().find('%') != std::string_view::npos,
            "a parameter comes from the query");
    const Result<WebSocketHandshake> handshake = checkWebSocketHandshake(request);
    if (handshake)
        require(request.body().empty() && handshake->key.size() == 24 && handshake->protocols.size() <= 32,
                "an accepted upgrade is a valid one");
    else
        require(isVisible(handshake.error().detail), "an error can be shown");
}

std::string describe(const HttpRequest &request)
{
    std::string text = request.head() + request.body() + "|";
    for (const std::string_view part : {request.method(), request.target(), request.path(), request.query()})
        text.append(part).append("|");
    for (const std::string_view name : {"host", "connection", "content-length", "x"}) {
        for (const std::string_view value : request.fieldValues(name))
            text.append(value).append("|");
    }
    return text;
}

/// Feeds one piece, from memory of its own size, so that a step past its end is seen; adds what comes of it.
void feed(HttpReader &reader, std::string_view piece, std::string &transcript)
{
    const auto copy = std::make_unique<char[]>(piece.size());
    std::copy(piece.begin(), piece.end(), copy.get());
    std::string_view rest(copy.get(), piece.size());
    while (!rest.empty()) {
        const std::size_t taken = reader.feed(rest);
        require(taken <= rest.size(), "a reader takes no more than it is given");
        require(taken > 0 || reader.state() == HttpReader::State::Complete, "a reader goes on");
        rest.remove_prefix(taken);
        if (reader.state() == HttpReader::State::Complete) {
            const HttpRequest request = reader.takeRequest();
            checkRequest(request);
            transcript += describe(request);
        }
    }
}

std::string finish(const HttpReader &reader, std::string transcript)
{
    transcript += std::to_string(static_cast<int>(reader.state()));
    if (reader.state() == HttpReader::State::Failed) {
        const Error &error = reader.error();
        require(!error.detail.empty() && isVisible(error.detail), "an error can be shown");
        require(error.info().httpStatus >= 400, "an error has a status");
        transcript += std::to_string(error.info().httpStatus) + error.detail + error.at;
    }
    return transcript;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < Cuts::prefixBytes)
        return 0;
    const std::string_view input(reinterpret_cast<const char *>(data), size);

    HttpReader wholeReader(limits);
    std::string whole;
    feed(wholeReader, input.substr(Cuts::prefixBytes), whole);
    whole = finish(wholeReader, std::move(whole));

    HttpReader cutReader(limits);
    std::string cut;
    for (Cuts cuts(input); !cuts.atEnd();)
        feed(cutReader, cuts.next(), cut);
    cut = finish(cutReader, std::move(cut));

    require(whole == cut, "what is read does not depend on how the bytes are cut");
    return 0;
}
