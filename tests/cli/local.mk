# SPDX-License-Identifier: LGPL-2.1-or-later
test_scripts += %D%/test-answers.py %D%/test-errors.py %D%/test-events.py %D%/test-outputs.py %D%/test-totals.py %D%/test-usage.py
EXTRA_DIST += %D%/command.py

test_programs += %D%/test-no-network
%C%_test_no_network_LDADD = $(BASE_LIBS)
