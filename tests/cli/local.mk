# SPDX-License-Identifier: LGPL-2.1-or-later
test_scripts += %D%/test-answers.py %D%/test-callers.py %D%/test-diff.py %D%/test-errors.py %D%/test-events.py %D%/test-leaks.py %D%/test-memory.py %D%/test-one-program.py %D%/test-outputs.py %D%/test-timeline.py %D%/test-totals.py %D%/test-usage.py
EXTRA_DIST += %D%/command.py tests/data/src/heaps.c tests/data/src/forgets.cpp \
	tests/data/leak.massif tests/data/leak-ms.massif tests/data/plateau.massif tests/data/saw.massif

test_programs += %D%/test-no-network
%C%_test_no_network_LDADD = $(BASE_LIBS)
