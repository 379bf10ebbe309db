# SPDX-License-Identifier: LGPL-2.1-or-later
# The pages are written by hand in man(7); configure puts the version in.
man_MANS += %D%/perprovis.1
if ENABLE_GUI
man_MANS += %D%/perprovis-gtk.1
endif
EXTRA_DIST += %D%/agreement.md %D%/allocation-sites.md %D%/architecture.md %D%/derived.md %D%/diff.md \
	%D%/off-cpu.md %D%/quality.md %D%/selection.md %D%/symbols.md %D%/unwinding.md $(wildcard $(top_srcdir)/%D%/images/*.png)
