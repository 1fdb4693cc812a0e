// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/configuration.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace relais::server {
namespace {

/// A configuration is a few kilobytes; what is bigger is another file by mistake.
constexpr qint64 MaximumFileBytes = 1024 * 1024;

FileContent unreadable(const QString &reason)
{
    return {.text = {}, .problem = reason.toStdString(), .isReadableByAll = false};
}

FileContent readFile(const std::string &path)
{
    const QString name = QFile::decodeName(QByteArray::fromStdString(path));
    if (QFileInfo(name).isDir())
        return unreadable(QCoreApplication::translate("relais-server", "it is a directory"));
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(file.errorString());
    const QByteArray content = file.read(MaximumFileBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(file.errorString());
    if (content.size() > MaximumFileBytes)
        return unreadable(QCoreApplication::translate("relais-server", "it is bigger than 1 MiB"));
    return {.text = content.toStdString(),
            .problem = {},
            .isReadableByAll = file.permissions().testFlag(QFileDevice::ReadOther)};
}

} // namespace

ConfigurationInputs processInputs(int argumentCount, const char *const *arguments)
{
    ConfigurationInputs inputs;
    for (int i = 1; i < argumentCount; ++i)
        inputs.arguments.emplace_back(arguments[i]);
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view variable(*entry);
        const std::size_t equals = variable.find('=');
        if (equals != std::string_view::npos)
            inputs.environment.emplace(variable.substr(0, equals), variable.substr(equals + 1));
    }
    inputs.hostName = QSysInfo::machineHostName().toStdString();
    inputs.readFile = readFile;
    inputs.fileExists = [](const std::string &path) {
        // One that cannot be looked at counts: not to see the keys must not open the server.
        struct stat status { };
        return lstat(path.c_str(), &status) == 0 || errno != ENOENT;
    };
    return inputs;
}

} // namespace relais::server
