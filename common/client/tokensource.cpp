// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#include "common/client/tokensource.h"

#include <algorithm>

#include <QPointer>

namespace relais::client {

namespace {

constexpr qsizetype maximumTokenBytes = 8 * 1024; // a server takes no longer one

/// Anything else could end the field, and begin another.
bool isVisibleAscii(const QByteArray &token)
{
    return std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

TokenSource::TokenSource(TokenProvider provider)
    : m_provider(std::move(provider))
    , m_state(std::make_shared<State>())
{
}

void TokenSource::ask(TokenUse use, QObject *context, Answer answer)
{
    if (!m_provider) {
        answer(QByteArray());
        return;
    }
    if (use == TokenUse::Keep && m_state->token) {
        answer(m_state->token);
        return;
    }
    // An application may keep the reply for as long as it likes, copy it, and call it twice.
    auto once = std::make_shared<Answer>(std::move(answer));
    m_provider(TokenRequest{.wasRefused = use == TokenUse::Renew},
               [state = m_state, guard = QPointer(context), once](const QByteArray &token) {
                   if (!guard || !*once)
                       return;
                   const bool isUsable
                       = !token.isEmpty() && token.size() <= maximumTokenBytes && isVisibleAscii(token);
                   state->token = isUsable ? std::optional(token) : std::nullopt;
                   std::exchange(*once, {})(state->token);
               });
}

} // namespace relais::client
