// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/apikeys.h"

#include <algorithm>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <QByteArray>
#include <QCoreApplication>
#include <QDateTime>

#include "server/log/printabletext.h"
#include "server/log/redaction.h"

namespace relais::server {
namespace {

constexpr std::string_view Scheme = "rk_";
constexpr std::size_t SecretBytes = 32;
constexpr std::size_t SecretCharacters = 43; // base64url, without padding
constexpr std::size_t KeyCharacters = Scheme.size() + ApiKeys::IdCharacters + 1 + SecretCharacters;

/// Nothing when the system gives no random bytes, as it does not before it has enough entropy.
std::optional<QByteArray> randomBytes(std::size_t count)
{
    QByteArray bytes(static_cast<qsizetype>(count), '\0');
    if (RAND_priv_bytes(reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(count)) != 1)
        return std::nullopt;
    return bytes;
}

/// Nothing can be made of a key whose digest failed, which is for want of memory alone.
std::optional<Sha256Digest> digestOf(std::string_view text)
{
    Sha256Digest digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        return std::nullopt;
    return digest;
}

/// The id within a text that has the form of a key.
std::optional<std::string_view> idWithin(std::string_view presentedKey)
{
    if (presentedKey.size() != KeyCharacters || !presentedKey.starts_with(Scheme)
        || presentedKey[Scheme.size() + ApiKeys::IdCharacters] != '_')
        return std::nullopt;
    return presentedKey.substr(Scheme.size(), ApiKeys::IdCharacters);
}

bool isId(std::string_view text)
{
    return text.size() == ApiKeys::IdCharacters && std::all_of(text.begin(), text.end(), [](char character) {
               return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
           });
}

std::string keyLabel(const ApiKey &key)
{
    return key.id + " (" + quotedText(key.name) + ")";
}

} // namespace

bool ApiKeys::isName(std::string_view text)
{
    return !text.empty() && text.size() <= MaximumNameBytes && !isId(text) && text.front() != ' '
        && text.back() != ' ' && text.front() != '-' && redactToken(text) == text && printableText(text) == text;
}

std::optional<ApiKey> ApiKeys::find(std::string_view presentedKey) const
{
    const auto id = idWithin(presentedKey);
    const auto digest = id ? digestOf(presentedKey) : std::nullopt;
    if (!digest)
        return std::nullopt;
    // An id is public, but which ids there are is nobody's business: that of no key is compared as well.
    static constexpr Sha256Digest NoDigest{};
    const auto found = m_indexById.find(*id);
    const bool isKnown = found != m_indexById.end();
    const Sha256Digest &expected = isKnown ? m_keys.at(found->second).digest : NoDigest;
    const bool isEqual = CRYPTO_memcmp(expected.data(), digest->data(), digest->size()) == 0;
    if (!isKnown || !isEqual || !isInForce(m_keys.at(found->second)))
        return std::nullopt;
    return m_keys.at(found->second);
}

bool ApiKeys::isRevoked(std::string_view id) const
{
    const auto found = m_indexById.find(id);
    return found == m_indexById.end() || !isInForce(m_keys.at(found->second));
}

std::optional<UnixTime> ApiKeys::revokedBefore(const UserId &user) const
{
    const auto found = m_revokedUsers.find(user);
    return found == m_revokedUsers.end() ? std::nullopt : std::optional(found->second);
}

bool ApiKeys::isInForce(const ApiKey &key) const
{
    if (key.revoked)
        return false;
    const auto userRevoked = key.user ? revokedBefore(*key.user) : std::nullopt;
    return !userRevoked || key.created > *userRevoked;
}

bool ApiKeys::insert(ApiKey key)
{
    if (!m_indexById.emplace(key.id, m_keys.size()).second)
        return false;
    m_keys.push_back(std::move(key));
    return true;
}

std::variant<NewApiKey, Problem> ApiKeys::add(std::string_view name, RoleSet roles, std::optional<UserId> user,
                                              UnixTime now)
{
    if (!isName(name)) {
        return Problem(
            QT_TRANSLATE_NOOP("relais-server",
                              "%1 cannot be the name of a key: it takes 1 to %2 bytes of printable text, "
                              "no blanks at the ends, no dash in front, and nothing that looks like an id"),
            {quotedText(name), std::to_string(MaximumNameBytes)});
    }
    const auto sameName = std::find_if(m_keys.begin(), m_keys.end(),
                                       [&](const ApiKey &key) { return key.name == name && !key.revoked; });
    if (sameName != m_keys.end()) {
        return Problem(
            QT_TRANSLATE_NOOP("relais-server", "there is a key %1 already; revoke it first, or choose another name"),
            {keyLabel(*sameName)});
    }
    const Problem noRandomBytes(
        QT_TRANSLATE_NOOP("relais-server", "the system gives no random bytes; nothing was changed"));
    const auto secret = randomBytes(SecretBytes);
    std::string id = unusedId();
    if (!secret || id.empty())
        return noRandomBytes;
    const std::string text = std::string(Scheme) + id + '_'
        + secret->toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
    const auto digest = digestOf(text);
    if (!digest)
        return noRandomBytes;
    insert({.id = std::move(id),
            .name = std::string(name),
            .roles = roles,
            .user = std::move(user),
            .digest = *digest,
            .created = now,
            .revoked = std::nullopt});
    return NewApiKey{m_keys.back(), text};
}

std::string ApiKeys::unusedId() const
{
    std::string id;
    do {
        const auto bytes = randomBytes(IdCharacters / 2);
        if (!bytes)
            return {};
        id = bytes->toHex().toStdString();
    } while (m_indexById.contains(id));
    return id;
}

std::variant<ApiKey, Problem> ApiKeys::revoke(std::string_view idOrName, UnixTime now)
{
    auto key = m_keys.end();
    if (const auto byId = m_indexById.find(idWithin(idOrName).value_or(idOrName)); byId != m_indexById.end()) {
        key = m_keys.begin() + static_cast<std::ptrdiff_t>(byId->second);
    } else {
        // Of several that had the name, only the last can be in force.
        const auto last = std::find_if(m_keys.rbegin(), m_keys.rend(),
                                       [&](const ApiKey &candidate) { return candidate.name == idOrName; });
        if (last != m_keys.rend())
            key = std::prev(last.base());
    }
    if (key == m_keys.end()) {
        return Problem(
            QT_TRANSLATE_NOOP("relais-server",
                              "there is no key with the id or name %1; relais-server keys list shows those "
                              "there are"),
            {quotedText(redactToken(idOrName))});
    }
    if (!key->revoked)
        key->revoked = now;
    return *key;
}

void ApiKeys::revokeUser(const UserId &user, UnixTime now)
{
    m_revokedUsers.insert_or_assign(user, now);
}

bool ApiKeys::unrevokeUser(const UserId &user)
{
    return m_revokedUsers.erase(user) > 0;
}

std::string isoTime(UnixTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODateWithMs)
        .toStdString();
}

std::optional<UnixTime> fromIsoTime(std::string_view text)
{
    const QString decoded = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    const QDateTime time = QDateTime::fromString(decoded, Qt::ISODateWithMs);
    if (!time.isValid() || !decoded.endsWith(u'Z'))
        return std::nullopt;
    return UnixTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace relais::server
