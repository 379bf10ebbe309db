# SPDX-License-Identifier: LGPL-2.1-or-later
test_programs += \
	%D%/test-demangle %D%/test-symbol-index %D%/test-kallsyms %D%/test-perf-map \
	%D%/test-symbolize %D%/test-elf-damage %D%/test-dwarf %D%/test-dwarf-damage

symbols_test_cppflags = $(symbols_cppflags) -I$(top_srcdir)/tests
%C%_test_demangle_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_demangle_LDADD = $(test_black)
%C%_test_symbol_index_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_symbol_index_LDADD = $(test_white)
%C%_test_kallsyms_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_kallsyms_LDADD = $(test_white)
%C%_test_perf_map_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_perf_map_LDADD = $(test_white)
%C%_test_symbolize_SOURCES = %D%/test-symbolize.c %D%/ppv-symbol-scene.c %D%/ppv-symbol-scene.h
%C%_test_symbolize_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_symbolize_LDADD = $(test_black)
%C%_test_elf_damage_SOURCES = %D%/test-elf-damage.c %D%/ppv-symbol-scene.c %D%/ppv-symbol-scene.h
%C%_test_elf_damage_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_elf_damage_LDADD = $(test_black)

# small ELF files, made as they are needed
test_programs += %D%/test-module-files %D%/test-kernel-symbols
elf_scene = \
	%D%/ppv-symbol-scene.c %D%/ppv-symbol-scene.h %D%/ppv-elf-maker.c %D%/ppv-elf-maker.h \
	tests/base/ppv-test-input.c tests/base/ppv-test-input.h
%C%_test_module_files_SOURCES = %D%/test-module-files.c $(elf_scene)
%C%_test_module_files_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_module_files_CFLAGS = $(AM_CFLAGS) $(ELF_CFLAGS) $(UNWRAP_CFLAGS)
%C%_test_module_files_LDADD = $(test_white) $(UNWRAP_LIBS)
test_programs += %D%/test-given-symbols
%C%_test_given_symbols_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_given_symbols_LDADD = $(test_black)
%C%_test_kernel_symbols_SOURCES = %D%/test-kernel-symbols.c $(elf_scene)
%C%_test_kernel_symbols_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_kernel_symbols_CFLAGS = $(AM_CFLAGS) $(UNWRAP_CFLAGS)
%C%_test_kernel_symbols_LDADD = $(test_black) $(UNWRAP_LIBS)

test_programs += %D%/test-jit-dump
%C%_test_jit_dump_SOURCES = %D%/test-jit-dump.c %D%/ppv-jit-maker.c %D%/ppv-jit-maker.h \
	%D%/ppv-symbol-scene.c %D%/ppv-symbol-scene.h
%C%_test_jit_dump_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_jit_dump_LDADD = $(test_white)
dwarf_test_helper = %D%/ppv-dwarf-scene.c %D%/ppv-dwarf-scene.h %D%/ppv-symbol-scene.c \
	%D%/ppv-symbol-scene.h
%C%_test_dwarf_SOURCES = %D%/test-dwarf.c $(dwarf_test_helper)
%C%_test_dwarf_CPPFLAGS = $(symbols_test_cppflags) $(ELF_CFLAGS)
%C%_test_dwarf_LDADD = $(test_white)
%C%_test_dwarf_damage_SOURCES = %D%/test-dwarf-damage.c $(dwarf_test_helper) \
	%D%/ppv-elf-maker.c %D%/ppv-elf-maker.h
%C%_test_dwarf_damage_CPPFLAGS = $(symbols_test_cppflags) $(ELF_CFLAGS)
%C%_test_dwarf_damage_LDADD = $(test_white)

test_programs += %D%/test-short-name
%C%_test_short_name_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_short_name_LDADD = $(test_black)

test_programs += %D%/test-download
%C%_test_download_SOURCES = %D%/test-download.c %D%/ppv-elf-maker.c %D%/ppv-elf-maker.h \
	%D%/ppv-symbol-scene.c %D%/ppv-symbol-scene.h
%C%_test_download_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_download_LDADD = $(test_white)

test_programs += %D%/test-unwind-table %D%/test-unwind-walk
cfi_maker = %D%/ppv-cfi-maker.c %D%/ppv-cfi-maker.h
%C%_test_unwind_table_SOURCES = %D%/test-unwind-table.c $(cfi_maker)
%C%_test_unwind_table_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_unwind_table_CFLAGS = $(AM_CFLAGS) $(ELF_CFLAGS)
%C%_test_unwind_table_LDADD = $(test_white)
%C%_test_unwind_walk_SOURCES = %D%/test-unwind-walk.c $(cfi_maker)
%C%_test_unwind_walk_CPPFLAGS = $(symbols_test_cppflags)
%C%_test_unwind_walk_CFLAGS = $(AM_CFLAGS) $(ELF_CFLAGS)
%C%_test_unwind_walk_LDADD = $(test_white)

test_programs += %D%/test-dwarf-package
%C%_test_dwarf_package_SOURCES = %D%/test-dwarf-package.c %D%/ppv-package-maker.c \
	%D%/ppv-package-maker.h $(dwarf_test_helper)
%C%_test_dwarf_package_CPPFLAGS = $(symbols_test_cppflags) $(ELF_CFLAGS)
%C%_test_dwarf_package_LDADD = $(test_white)
