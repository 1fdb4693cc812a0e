// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/commandline.h"

int main(int argumentCount, char **arguments)
{
    return relais::bench::runCommandLine(argumentCount, arguments);
}
