// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later

// CMake precompiles headers for a program with a source.
int main() { }
