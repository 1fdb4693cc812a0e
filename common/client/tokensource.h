// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: MIT
#pragma once

#include "common/client/connectionoptions.h"
#include "common/client/effects.h"

#include <functional>
#include <optional>

#include <QObject>

namespace relais::client {

/// The application's token provider, and the token that it gave last.
class TokenSource {
public:
    /// What was asked for: the token, empty where no provider is; none when the provider has none, or has one that
    /// cannot stand in a header field.
    using Answer = std::function<void(const std::optional<QByteArray> &token)>;

    explicit TokenSource(TokenProvider provider);

    /// Answers once, perhaps before this returns, unless `context` is destroyed first.
    void ask(TokenUse use, QObject *context, Answer answer);

private:
    struct State {
        std::optional<QByteArray> token; ///< the one to keep
    };

    TokenProvider m_provider;
    std::shared_ptr<State> m_state; ///< shared with replies, which may come when this is gone
};

} // namespace relais::client
