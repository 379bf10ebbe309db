# SPDX-License-Identifier: LGPL-2.1-or-later
test_programs += %D%/test-profile-builder %D%/test-profile-check
%C%_test_profile_builder_CPPFLAGS = $(front_cppflags)
%C%_test_profile_builder_LDADD = $(test_black)
%C%_test_profile_check_CPPFLAGS = $(front_cppflags)
%C%_test_profile_check_LDADD = $(test_white)
