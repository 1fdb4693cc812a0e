// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/journal/commitmark.h"

#include <array>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace relais::server {

namespace {

// One write of one line of one size: a kill leaves the old or the new one. Two numbers of at most 16 digits fit.
constexpr std::size_t lineBytes = 64;
constexpr std::string_view prefix = "relais committed ";

} // namespace

std::optional<CommitMark> CommitMark::open(const std::string &path)
{
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen())
        return std::nullopt;
    return CommitMark(std::move(file));
}

std::optional<MessageId> CommitMark::read() const
{
    std::array<char, lineBytes> line{};
    if (::pread(m_file.value(), line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
        return std::nullopt;
    std::string_view text(line.data(), line.size());
    if (!text.starts_with(prefix))
        return std::nullopt;
    text.remove_prefix(prefix.size());
    return MessageId::parse(text.substr(0, text.find(' ')));
}

bool CommitMark::write(MessageId position)
{
    std::string line = std::string(prefix) + position.toString();
    line.resize(lineBytes - 1, ' ');
    line += '\n';
    return ::pwrite(m_file.value(), line.data(), line.size(), 0) == static_cast<ssize_t>(line.size());
}

} // namespace relais::server
