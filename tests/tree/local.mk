# SPDX-License-Identifier: LGPL-2.1-or-later
# Checks over the tree itself; what they have in common is tree.py.
test_scripts += \
	%D%/check-allocation-sites.py \
	%D%/check-arrows.py \
	%D%/check-data.py \
	%D%/check-headers.sh \
	%D%/check-quality.py \
	%D%/check-style.py \
	%D%/check-symbols.py \
	%D%/check-translations.py
EXTRA_DIST += %D%/tree.py tests/packages/check-in-clean-root.sh
