# SPDX-License-Identifier: LGPL-2.1-or-later
# "make robustness": after ./configure --enable-sanitizers=address,undefined
EXTRA_DIST += %D%/asking.py %D%/fields.py %D%/mutate.py %D%/run.py %D%/subjects.py %D%/swap.py

.PHONY: robustness
robustness: all
	PYTHONDONTWRITEBYTECODE=1 python3 $(top_srcdir)/%D%/run.py --build=. \
	  --fixtures=$(top_srcdir)/tests/data $(ROBUSTNESS_OPTIONS)
