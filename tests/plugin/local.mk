# SPDX-License-Identifier: LGPL-2.1-or-later
test_programs += %D%/test-host %D%/test-load
%C%_test_host_CPPFLAGS = $(front_cppflags)
%C%_test_host_LDADD = $(test_black)
%C%_test_load_CPPFLAGS = $(front_cppflags)
%C%_test_load_LDADD = $(test_black)

# Plugins as they should not be, and a good one; -rpath makes libtool link them as modules.
odd_plugin_ldflags = $(PPV_LDFLAGS) -Wl,-z,lazy -Wl,-z,undefs -module -avoid-version -shared -rpath /nowhere
check_LTLIBRARIES += \
	%D%/good.la %D%/no-symbol.la %D%/other-version.la %D%/unresolved.la %D%/init-fails.la
%C%_good_la_CPPFLAGS = $(importer_cppflags)
%C%_good_la_SOURCES = %D%/plugin-good.c
%C%_good_la_LDFLAGS = $(odd_plugin_ldflags)
%C%_no_symbol_la_CPPFLAGS = $(importer_cppflags)
%C%_no_symbol_la_SOURCES = %D%/plugin-no-symbol.c
%C%_no_symbol_la_LDFLAGS = $(odd_plugin_ldflags)
%C%_other_version_la_CPPFLAGS = $(importer_cppflags)
%C%_other_version_la_SOURCES = %D%/plugin-other-version.c
%C%_other_version_la_LDFLAGS = $(odd_plugin_ldflags)
%C%_unresolved_la_CPPFLAGS = $(importer_cppflags)
%C%_unresolved_la_SOURCES = %D%/plugin-unresolved.c
%C%_unresolved_la_LDFLAGS = $(odd_plugin_ldflags)
%C%_init_fails_la_CPPFLAGS = $(importer_cppflags)
%C%_init_fails_la_SOURCES = %D%/plugin-init-fails.c
%C%_init_fails_la_LDFLAGS = $(odd_plugin_ldflags)
