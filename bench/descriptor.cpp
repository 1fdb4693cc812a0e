// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/descriptor.h"

#include <sys/resource.h>
#include <unistd.h>

namespace relais::bench {

void Descriptor::reset()
{
    if (m_number >= 0)
        ::close(std::exchange(m_number, -1));
}

std::size_t raiseDescriptorLimit()
{
    rlimit limit{};
    checked(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    checked(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    return limit.rlim_cur;
}

} // namespace relais::bench
