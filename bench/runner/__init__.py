# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench/run is made of: processes under test, the figures that are taken of them, and the report."""
