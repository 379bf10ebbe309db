# SPDX-License-Identifier: LGPL-2.1-or-later
test_programs += \
	%D%/test-reader %D%/test-number %D%/test-text %D%/test-input %D%/test-unwrap %D%/test-lines \
	%D%/test-sink %D%/test-json-writer %D%/test-json-reader %D%/test-interner %D%/test-limits
%C%_test_reader_CPPFLAGS = $(front_cppflags)
%C%_test_reader_LDADD = $(test_black)
%C%_test_number_CPPFLAGS = $(front_cppflags)
%C%_test_number_LDADD = $(test_black)
%C%_test_text_CPPFLAGS = $(front_cppflags)
%C%_test_text_LDADD = $(test_black)
%C%_test_input_SOURCES = %D%/test-input.c %D%/ppv-test-input.c %D%/ppv-test-input.h
%C%_test_input_CPPFLAGS = $(front_cppflags)
%C%_test_input_CFLAGS = $(AM_CFLAGS) $(UNWRAP_CFLAGS)
%C%_test_input_LDADD = $(test_black) $(UNWRAP_LIBS)
%C%_test_unwrap_SOURCES = %D%/test-unwrap.c %D%/ppv-test-input.c %D%/ppv-test-input.h
%C%_test_unwrap_CPPFLAGS = $(front_cppflags)
%C%_test_unwrap_CFLAGS = $(AM_CFLAGS) $(UNWRAP_CFLAGS)
%C%_test_unwrap_LDADD = $(test_black) $(UNWRAP_LIBS)
%C%_test_lines_CPPFLAGS = $(front_cppflags)
%C%_test_lines_LDADD = $(test_black)
%C%_test_sink_CPPFLAGS = $(front_cppflags)
%C%_test_sink_LDADD = $(test_black)
%C%_test_json_reader_CPPFLAGS = $(front_cppflags)
%C%_test_json_reader_LDADD = $(test_black)
%C%_test_json_writer_CPPFLAGS = $(front_cppflags)
%C%_test_json_writer_LDADD = $(test_black)
%C%_test_interner_CPPFLAGS = $(front_cppflags)
%C%_test_interner_LDADD = $(test_black)
%C%_test_limits_CPPFLAGS = $(front_cppflags)
%C%_test_limits_LDADD = $(test_black)
