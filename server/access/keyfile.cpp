// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/keyfile.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <openssl/crypto.h>

#include "server/access/jwks.h"
#include "server/access/publickeypem.h"
#include "server/log/printabletext.h"

namespace relais::server {
namespace {

/// Keys are a few kilobytes, a JWK set has the same bound.
constexpr qint64 MaximumFileBytes = static_cast<qint64>(MaximumJwksBytes);

std::string about(const KeyFile &file, const QString &text)
{
    return QStringLiteral("%1: %2").arg(QString::fromStdString(printableText(file.path)), text).toStdString();
}

Error refuse(const KeyFile &file, const QString &text)
{
    return {.code = ErrorCode::InvalidField, .detail = about(file, text), .at = {}};
}

/// What a file holds; overwritten when it is done with, because it may be a secret.
class FileContent {
public:
    explicit FileContent(QByteArray bytes, bool isPublic)
        : m_bytes(std::move(bytes))
        , m_isPublic(isPublic)
    {
    }
    ~FileContent() { OPENSSL_cleanse(m_bytes.data(), static_cast<std::size_t>(m_bytes.size())); }
    FileContent(const FileContent &) = delete;
    FileContent &operator=(const FileContent &) = delete;
    FileContent(FileContent &&) = default;

    std::string_view text() const { return {m_bytes.constData(), static_cast<std::size_t>(m_bytes.size())}; }
    bool isPublic() const { return m_isPublic; } ///< everyone on the machine may read or write it

private:
    QByteArray m_bytes;
    bool m_isPublic;
};

Result<FileContent> readContent(const KeyFile &keyFile)
{
    const QString name = QFile::decodeName(QByteArray::fromStdString(keyFile.path));
    if (QFileInfo(name).isDir())
        return refuse(keyFile,
                      QCoreApplication::translate("relais-server", "cannot be read: it is a directory; name a file"));
    QFile file(name);
    QByteArray bytes;
    if (file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        bytes = file.read(MaximumFileBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        return refuse(
            keyFile,
            QCoreApplication::translate("relais-server", "cannot be read: %1; check the path and who may read it")
                .arg(file.errorString()));
    }
    if (bytes.size() > MaximumFileBytes)
        return refuse(keyFile,
                      QCoreApplication::translate("relais-server", "it is bigger than 1 MiB, so no file of keys"));
    return FileContent(std::move(bytes), (file.permissions() & (QFile::ReadOther | QFile::WriteOther)) != 0);
}

std::string_view withoutLineEnd(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

Result<Jwks> readKeys(KeyFile::Kind kind, std::string_view content)
{
    if (kind == KeyFile::Kind::Jwks)
        return parseJwks(content, SecretKeys::Accepted);
    const auto key = kind == KeyFile::Kind::Secret ? VerificationKey::fromSecret(withoutLineEnd(content))
                                                   : readPublicKeyPem(content);
    if (!key)
        return key.error();
    return Jwks{.keys = {*key}, .skipped = {}};
}

} // namespace

Result<LoadedKeys> readKeyFile(const KeyFile &file)
{
    const auto content = readContent(file);
    if (!content)
        return content.error();
    auto read = readKeys(file.kind, content->text());
    if (!read)
        return refuse(file, QString::fromStdString(read.error().detail));
    LoadedKeys loaded{.keys = std::move(read->keys), .warnings = {}};
    for (const std::string &skipped : read->skipped)
        loaded.warnings.push_back(about(file, QString::fromStdString(skipped)));
    const bool hasSecret = std::ranges::any_of(
        loaded.keys, [](const VerificationKey &key) { return key.algorithm() == JwtAlgorithm::HS256; });
    if (hasSecret && content->isPublic())
        loaded.warnings.push_back(
            about(file,
                  QCoreApplication::translate("relais-server",
                                              "everyone on this machine may read or change this secret; chmod 600")));
    return loaded;
}

} // namespace relais::server
