# SPDX-License-Identifier: LGPL-2.1-or-later
test_programs += %D%/test-profile-builder %D%/test-profile-check %D%/test-builder-merge
%C%_test_builder_merge_SOURCES = %D%/test-builder-merge.c tests/ppv-test-same.c tests/ppv-test-same.h
%C%_test_builder_merge_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_builder_merge_LDADD = $(test_black)
%C%_test_profile_builder_CPPFLAGS = $(front_cppflags)
%C%_test_profile_builder_LDADD = $(test_black)
%C%_test_profile_check_CPPFLAGS = $(front_cppflags)
%C%_test_profile_check_LDADD = $(test_white)

test_programs += %D%/test-builder-inlines
%C%_test_builder_inlines_CPPFLAGS = $(front_cppflags) -I$(top_srcdir)/tests
%C%_test_builder_inlines_SOURCES = %D%/test-builder-inlines.c tests/ppv-test-profile.c tests/ppv-test-profile.h
%C%_test_builder_inlines_LDADD = $(test_black)
