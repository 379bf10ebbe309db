# SPDX-License-Identifier: LGPL-2.1-or-later
include importers/gperftools/local.mk
include importers/heaptrack/local.mk
include importers/perf-data/local.mk
include importers/sanitizers/local.mk
include importers/stacks/local.mk
include importers/valgrind/local.mk
