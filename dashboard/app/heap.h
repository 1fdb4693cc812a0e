// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#ifdef __GLIBC__
#    include <malloc.h>
#endif

namespace relais::dashboard {

/// Messages are made in one thread and end in another. With a heap for each thread, as glibc has it, that leaves
/// holes: a flooded dashboard took 265 MiB instead of 150. Before the first thread.
inline void shareOneHeap()
{
#ifdef __GLIBC__
    ::mallopt(M_ARENA_MAX, 1);
#endif
}

} // namespace relais::dashboard
