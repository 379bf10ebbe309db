# SPDX-License-Identifier: LGPL-2.1-or-later
test_programs += %D%/test-export-collapsed %D%/test-export-svg %D%/test-memory-svg %D%/test-export-json %D%/test-flame-graph-browser
EXTRA_DIST += %D%/read-back.py

%C%_test_export_collapsed_CPPFLAGS = $(front_cppflags)
%C%_test_export_collapsed_SOURCES = %D%/test-export-collapsed.c %D%/fixture.c %D%/fixture.h
%C%_test_export_collapsed_LDADD = $(test_black)
%C%_test_export_svg_CPPFLAGS = $(front_cppflags)
%C%_test_export_svg_SOURCES = %D%/test-export-svg.c %D%/fixture.c %D%/fixture.h
%C%_test_export_svg_LDADD = $(test_black)
%C%_test_memory_svg_CPPFLAGS = $(front_cppflags)
%C%_test_memory_svg_SOURCES = %D%/test-memory-svg.c %D%/fixture.c %D%/fixture.h
%C%_test_memory_svg_LDADD = $(test_black)
%C%_test_export_json_CPPFLAGS = $(front_cppflags)
%C%_test_export_json_SOURCES = %D%/test-export-json.c %D%/fixture.c %D%/fixture.h
%C%_test_export_json_LDADD = $(test_black)
%C%_test_flame_graph_browser_CPPFLAGS = $(front_cppflags)
%C%_test_flame_graph_browser_SOURCES = %D%/test-flame-graph-browser.c %D%/fixture.c %D%/fixture.h
%C%_test_flame_graph_browser_LDADD = $(test_black)
