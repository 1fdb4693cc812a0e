// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/allocationcounter.h"

#include <cstdlib>
#include <new>

// ThreadSanitizer brings an operator new of its own, which cannot be replaced.
#if defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define RELAIS_CANNOT_COUNT_ALLOCATIONS
#    endif
#endif

namespace {
thread_local relais::test::Allocations allocations;
} // namespace

namespace relais::test {
Allocations allocationsOfThisThread()
{
    return allocations;
}

bool canCountAllocations()
{
#ifdef RELAIS_CANNOT_COUNT_ALLOCATIONS
    return false;
#else
    return true;
#endif
}
} // namespace relais::test

#ifndef RELAIS_CANNOT_COUNT_ALLOCATIONS
void *operator new(std::size_t size)
{
    void *memory = std::malloc(size > 0 ? size : 1);
    if (memory == nullptr)
        throw std::bad_alloc();
    ++allocations.count;
    ++allocations.live;
    allocations.bytes += size;
    return memory;
}

void operator delete(void *memory) noexcept
{
    if (memory == nullptr)
        return;
    --allocations.live;
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    operator delete(memory);
}
#endif
