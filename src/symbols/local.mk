# SPDX-License-Identifier: LGPL-2.1-or-later
ppv_public_headers += %D%/ppv-symbolize.h %D%/ppv-kernel-names.h %D%/ppv-unwind.h
noinst_LTLIBRARIES += libppv-symbols.la
libppv_symbols_la_CPPFLAGS = $(symbols_cppflags)
libppv_symbols_la_CFLAGS = $(AM_CFLAGS) $(ELF_CFLAGS)
libppv_symbols_la_SOURCES = \
	%D%/ppv-symbolize.c %D%/ppv-given-symbols.c %D%/ppv-given-symbols.h %D%/ppv-answers.c %D%/ppv-answers.h %D%/ppv-symbol-jobs.c %D%/ppv-symbol-jobs.h %D%/ppv-demangle.c %D%/ppv-short-name.c %D%/ppv-symbol-index.c %D%/ppv-symbol-index.h \
	%D%/ppv-symbol-layers.c %D%/ppv-symbol-layers.h %D%/ppv-build-id.c %D%/ppv-build-id.h \
	%D%/ppv-recorded-file.c %D%/ppv-recorded-file.h %D%/ppv-kallsyms.c %D%/ppv-kallsyms.h \
	%D%/ppv-perf-map.c %D%/ppv-perf-map.h %D%/ppv-elf-file.c %D%/ppv-elf-file.h \
	%D%/ppv-elf-symbols.c %D%/ppv-elf-symbols.h %D%/ppv-elf-plt.c %D%/ppv-elf-plt.h \
	%D%/ppv-download.c %D%/ppv-download.h %D%/ppv-elf-links.c %D%/ppv-elf-links.h %D%/ppv-file-search.c %D%/ppv-file-search.h \
	%D%/ppv-jit-dump.c %D%/ppv-jit-dump.h %D%/ppv-kernel-symbols.c %D%/ppv-kernel-symbols.h \
	%D%/ppv-kernel-names.c %D%/ppv-module-files.c %D%/ppv-module-files.h %D%/ppv-module-symbols.c \
	%D%/ppv-module-symbols.h %D%/ppv-dwarf.c %D%/ppv-dwarf.h %D%/ppv-dwarf-context.c \
	%D%/ppv-dwarf-context.h %D%/ppv-dwarf-cursor.c %D%/ppv-dwarf-cursor.h \
	%D%/ppv-dwarf-inlines.c %D%/ppv-dwarf-inlines.h %D%/ppv-dwarf-line-program.c \
	%D%/ppv-dwarf-line-program.h %D%/ppv-dwarf-lines.c %D%/ppv-dwarf-lines.h \
	%D%/ppv-dwarf-sections.c %D%/ppv-dwarf-sections.h %D%/ppv-elf-image.c \
	%D%/ppv-elf-image.h %D%/ppv-elf-unpack.c \
	%D%/ppv-elf-unpack.h \
	%D%/ppv-dwarf-aranges.c %D%/ppv-dwarf-aranges.h %D%/ppv-dwarf-scopes.c %D%/ppv-dwarf-scopes.h \
	%D%/ppv-dwarf-ranges.c %D%/ppv-dwarf-ranges.h %D%/ppv-dwarf-split.c %D%/ppv-dwarf-split.h \
	%D%/ppv-dwarf-package.c %D%/ppv-dwarf-package.h \
	%D%/ppv-dwarf-unit.c %D%/ppv-dwarf-unit.h \
	%D%/ppv-unwind.c %D%/ppv-unwind-private.h %D%/ppv-unwind-walker.c \
	%D%/ppv-unwind-table.c %D%/ppv-unwind-table.h %D%/ppv-unwind-cfi.c %D%/ppv-unwind-cfi.h \
	%D%/ppv-unwind-program.c %D%/ppv-unwind-program.h \
	%D%/ppv-unwind-rules.c %D%/ppv-unwind-rules.h \
	%D%/ppv-unwind-expression.c %D%/ppv-unwind-expression.h
