// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QByteArray>

namespace relais::test {

/// Takes this process into a network and a tree of mounts of its own, in which it may do what it likes and nobody
/// else notices, with loopback up. Precondition: it has one thread. None when that worked, else why not.
std::optional<QByteArray> enterOwnNamespaces();

} // namespace relais::test
