// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/jwks.h"

#include <optional>

#include <QCoreApplication>

#include "server/access/base64url.h"
#include "server/access/jsonobjectreader.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

using Object = simdjson::dom::object;

Error refuse(const QString &detail)
{
    return {.code = ErrorCode::InvalidField, .detail = detail.toStdString(), .at = {}};
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::optional<std::string_view> textMember(Object object, std::string_view name)
{
    const auto value = member(object, name);
    return value ? textOf(*value) : std::nullopt;
}

/// The bytes of a member in base64url; nothing when it is absent or anything else.
std::optional<std::string> bytesMember(Object object, std::string_view name)
{
    const auto text = textMember(object, name);
    return text ? decodeBase64Url(*text) : std::nullopt;
}

Error badMember(std::string_view names)
{
    return refuse(
        QCoreApplication::translate("relais-server", "%1 is missing or not base64url").arg(toQString(names)));
}

Result<VerificationKey> readSecretKey(Object object)
{
    const auto secret = bytesMember(object, "k");
    return secret ? VerificationKey::fromSecret(*secret) : badMember("k");
}

Result<VerificationKey> readRsaKey(Object object)
{
    const auto modulus = bytesMember(object, "n");
    const auto exponent = bytesMember(object, "e");
    return modulus && exponent ? VerificationKey::fromRsa(*modulus, *exponent) : badMember("n, e");
}

Result<VerificationKey> readEcKey(Object object)
{
    if (textMember(object, "crv") != "P-256")
        return refuse(
            QCoreApplication::translate("relais-server", "its key is on another curve than P-256, the one of ES256"));
    const auto x = bytesMember(object, "x");
    const auto y = bytesMember(object, "y");
    return x && y ? VerificationKey::fromP256(*x, *y) : badMember("x, y");
}

Result<VerificationKey> readOctetKey(Object object)
{
    if (textMember(object, "crv") != "Ed25519")
        return refuse(QCoreApplication::translate("relais-server", "its key is on another curve than Ed25519"));
    const auto x = bytesMember(object, "x");
    return x ? VerificationKey::fromEd25519(*x) : badMember("x");
}

/// By the kind of key.
Result<VerificationKey> readMaterial(Object object)
{
    const auto kind = textMember(object, "kty");
    if (kind == "RSA")
        return readRsaKey(object);
    if (kind == "EC")
        return readEcKey(object);
    if (kind == "OKP")
        return readOctetKey(object);
    if (kind == "oct")
        return readSecretKey(object);
    return refuse(QCoreApplication::translate("relais-server", "its kty is none of RSA, EC, OKP and oct"));
}

bool allowsVerifying(Object object)
{
    if (const auto use = member(object, "use"); use && textOf(*use) != "sig")
        return false;
    const auto operations = member(object, "key_ops");
    if (!operations)
        return true;
    simdjson::dom::array array;
    if (operations->get(array))
        return false;
    for (const auto operation : array) {
        if (textOf(operation) == "verify")
            return true;
    }
    return false;
}

Result<VerificationKey> readJwk(Object object)
{
    if (hasDoubledName(object))
        return refuse(QCoreApplication::translate("relais-server", "a member is there more than once"));
    if (!allowsVerifying(object))
        return refuse(
            QCoreApplication::translate("relais-server", "use or key_ops: it is not for verifying signatures"));
    auto key = readMaterial(object);
    if (!key)
        return key;
    if (const auto algorithm = member(object, "alg"); algorithm && textOf(*algorithm) != nameOf(key->algorithm()))
        return refuse(
            QCoreApplication::translate("relais-server", "alg: with a key of its kind, only %1 is understood")
                .arg(toQString(nameOf(key->algorithm()))));
    if (const auto id = member(object, "kid")) {
        const auto text = textOf(*id);
        if (!text)
            return refuse(QCoreApplication::translate("relais-server", "kid is not a string"));
        key->setId(std::string(*text));
    }
    return key;
}

Result<VerificationKey> readSetMember(simdjson::dom::element element, SecretKeys secrets)
{
    Object object;
    if (element.get(object))
        return refuse(QCoreApplication::translate("relais-server", "it is not an object"));
    auto key = readJwk(object);
    if (key && key->algorithm() == JwtAlgorithm::HS256 && secrets == SecretKeys::Refused)
        return refuse(QCoreApplication::translate("relais-server",
                                                  "a secret (kty oct) that is published is none; use a secret file"));
    return key;
}

std::string describeSkipped(std::size_t index, simdjson::dom::element element, const Error &error)
{
    Object object;
    const auto id = element.get(object) ? std::nullopt : textMember(object, "kid");
    const QString name = id ? QStringLiteral("kid %1").arg(QString::fromStdString(quotedText(*id)))
                            : QCoreApplication::translate("relais-server", "key number %1").arg(index + 1);
    return QStringLiteral("%1: %2").arg(name, QString::fromStdString(error.detail)).toStdString();
}

} // namespace

Result<VerificationKey> parseJwk(std::string_view json)
{
    JsonObjectReader reader;
    const auto object = reader.read(json);
    return object
        ? readJwk(*object)
        : refuse(QCoreApplication::translate("relais-server", "it is not a JSON object with each name once"));
}

Result<Jwks> parseJwks(std::string_view json, SecretKeys secrets)
{
    if (json.size() > MaximumJwksBytes)
        return refuse(QCoreApplication::translate("relais-server", "it is bigger than 1 MiB"));
    JsonObjectReader reader;
    const auto set = reader.read(json);
    const auto keys = set ? member(*set, "keys") : std::nullopt;
    simdjson::dom::array array;
    if (!keys || keys->get(array))
        return refuse(QCoreApplication::translate("relais-server",
                                                  "it is not a JWK set, a JSON object with an array \"keys\""));
    Jwks result;
    std::size_t index = 0;
    for (const auto element : array) {
        if (index == MaximumJwksKeys)
            return refuse(
                QCoreApplication::translate("relais-server", "it holds more than %1 keys").arg(MaximumJwksKeys));
        auto key = readSetMember(element, secrets);
        if (key)
            result.keys.push_back(*std::move(key));
        else
            result.skipped.push_back(describeSkipped(index, element, key.error()));
        ++index;
    }
    if (result.keys.empty()) {
        const QString why
            = result.skipped.empty() ? QString() : QStringLiteral(" (%1)").arg(toQString(result.skipped.front()));
        return refuse(QCoreApplication::translate("relais-server", "it holds no key that can be used%1").arg(why));
    }
    return result;
}

} // namespace relais::server
