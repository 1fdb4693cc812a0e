// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/apikeyfile.h"

#include <chrono>
#include <utility>

#include <sys/stat.h>

#include <QFile>
#include <QFileInfo>

#include "server/log/log.h"

namespace relais::server {
namespace {

/// The watcher is quicker, but loses a file that is replaced or a directory that is made later, and knows nothing of
/// changes on a network file system.
constexpr std::chrono::seconds CheckInterval(1);

std::int64_t nanoseconds(const timespec &time)
{
    return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

ApiKeyFile::ApiKeyFile(std::string path, QObject *parent)
    : QObject(parent)
    , m_store(std::move(path))
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &ApiKeyFile::reload);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &ApiKeyFile::reload);
    connect(&m_timer, &QTimer::timeout, this, &ApiKeyFile::reload);
}

std::optional<Problem> ApiKeyFile::start()
{
    m_stamp = currentStamp();
    auto loaded = m_store.load();
    if (const auto *problem = std::get_if<Problem>(&loaded))
        return *problem;
    m_keys = std::make_shared<ApiKeys>(std::get<ApiKeys>(std::move(loaded)));
    watch();
    m_timer.start(CheckInterval);
    return std::nullopt;
}

void ApiKeyFile::reload()
{
    // Taken before reading: a change in between is another stamp the next time.
    const Stamp stamp = currentStamp();
    if (stamp == m_stamp)
        return;
    m_stamp = stamp;
    watch();
    auto loaded = m_store.loadIfThere();
    if (const auto *problem = std::get_if<Problem>(&loaded)) {
        logWarning(lcAccess, "the file of API keys cannot be used; the keys it had before stay in force",
                   {{"problem", problem->english()}});
        return;
    }
    auto &keys = std::get<std::optional<ApiKeys>>(loaded);
    if (!keys) {
        logWarning(lcAccess, "the file of API keys is gone; the keys it had stay in force",
                   {{"file", m_store.path()}});
        return;
    }
    m_keys = std::make_shared<ApiKeys>(*std::move(keys));
    logInfo(lcAccess, "API keys read", {{"keys", m_keys->keys().size()}});
    Q_EMIT changed(m_keys);
}

ApiKeyFile::Stamp ApiKeyFile::currentStamp() const
{
    struct stat status { };
    if (::stat(m_store.path().c_str(), &status) != 0)
        return {};
    return {.device = status.st_dev,
            .inode = status.st_ino,
            .bytes = status.st_size,
            .modifiedNs = nanoseconds(status.st_mtim),
            .changedNs = nanoseconds(status.st_ctim)};
}

void ApiKeyFile::watch()
{
    const QString file = QFile::decodeName(QByteArray::fromStdString(m_store.path()));
    for (const QString &path : {file, QFileInfo(file).path()}) {
        if (QFileInfo::exists(path) && !m_watcher.files().contains(path) && !m_watcher.directories().contains(path))
            m_watcher.addPath(path);
    }
}

} // namespace relais::server
