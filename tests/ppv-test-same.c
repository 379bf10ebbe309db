/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-same.h"

static void
assert_same_bytes (gconstpointer one, gconstpointer two, gsize n_bytes)
{
  g_assert_true ((one == NULL) == (two == NULL));
  g_assert_true (one == NULL || n_bytes == 0 || memcmp (one, two, n_bytes) == 0);
}

#define ASSERT_SAME_ROWS(column)                                                                   \
  assert_same_bytes (one->column, two->column, one->n_rows * sizeof *one->column)

static void
assert_same_functions (const PpvFunctionTable *one, const PpvFunctionTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (name);
  ASSERT_SAME_ROWS (raw_name);
  ASSERT_SAME_ROWS (module);
  ASSERT_SAME_ROWS (file);
  ASSERT_SAME_ROWS (line);
}

static void
assert_same_frames (const PpvFrameTable *one, const PpvFrameTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (function);
  ASSERT_SAME_ROWS (module);
  ASSERT_SAME_ROWS (address);
  ASSERT_SAME_ROWS (file);
  ASSERT_SAME_ROWS (line);
  ASSERT_SAME_ROWS (inlined);
}

static void
assert_same_stacks (const PpvStackTable *one, const PpvStackTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (parent);
  ASSERT_SAME_ROWS (frame);
}

static void
assert_same_modules (const PpvModuleTable *one, const PpvModuleTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (path);
  ASSERT_SAME_ROWS (build_id);
  ASSERT_SAME_ROWS (kind);
  ASSERT_SAME_ROWS (symbol_state);
}

static void
assert_same_processes (const PpvProcessTable *one, const PpvProcessTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (pid);
  ASSERT_SAME_ROWS (name);
}

static void
assert_same_threads (const PpvThreadTable *one, const PpvThreadTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (tid);
  ASSERT_SAME_ROWS (process);
  ASSERT_SAME_ROWS (name);
}

static void
assert_same_spans (const PpvSpanTable *one, const PpvSpanTable *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (thread);
  ASSERT_SAME_ROWS (start);
  ASSERT_SAME_ROWS (duration);
  ASSERT_SAME_ROWS (category);
  ASSERT_SAME_ROWS (name);
  ASSERT_SAME_ROWS (fields);
  ASSERT_SAME_ROWS (value);
}

static void
assert_same_counter (const PpvCounter *one, const PpvCounter *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  ASSERT_SAME_ROWS (time);
  ASSERT_SAME_ROWS (value);
}

static void
assert_same_set (const PpvSampleSet *one, const PpvSampleSet *two)
{
  g_assert_cmpuint (one->n_rows, ==, two->n_rows);
  g_assert_cmpuint (one->n_metrics, ==, two->n_metrics);
  g_assert_cmpuint (one->n_groups, ==, two->n_groups);
  ASSERT_SAME_ROWS (stack);
  ASSERT_SAME_ROWS (time);
  ASSERT_SAME_ROWS (thread);
  ASSERT_SAME_ROWS (cpu);
  ASSERT_SAME_ROWS (label);
  for (guint32 i = 0; i < one->n_metrics; i++)
    ASSERT_SAME_ROWS (weight[i]);
  assert_same_bytes (one->group_begin, two->group_begin,
                     one->n_groups > 0 ? (one->n_groups + 1) * sizeof *one->group_begin : 0);
  assert_same_bytes (one->group_time, two->group_time, one->n_groups * sizeof *one->group_time);
}

static void
assert_same_strings (const PpvProfile *one, const PpvProfile *two)
{
  g_assert_cmpuint (ppv_profile_get_n_strings (one), ==, ppv_profile_get_n_strings (two));
  for (PpvStringId i = 0; i < ppv_profile_get_n_strings (one); i++)
    g_assert_cmpstr (ppv_profile_get_string (one, i), ==, ppv_profile_get_string (two, i));
}

static void
assert_same_warnings (const PpvProfile *one, const PpvProfile *two)
{
  guint32 n_one, n_two;
  const PpvWarning *ones = ppv_profile_list_warnings (one, &n_one);
  const PpvWarning *twos = ppv_profile_list_warnings (two, &n_two);

  g_assert_cmpuint (n_one, ==, n_two);
  for (guint32 i = 0; i < n_one; i++)
    {
      g_assert_cmpstr (ones[i].code, ==, twos[i].code);
      g_assert_cmpstr (ones[i].message, ==, twos[i].message);
      g_assert_cmpint (ones[i].severity, ==, twos[i].severity);
      g_assert_cmpuint (ones[i].offset, ==, twos[i].offset);
      g_assert_cmpuint (ones[i].count, ==, twos[i].count);
    }
}

static void
assert_same_words (const PpvProfile *one, const PpvProfile *two)
{
  guint32 n_one, n_two;
  const PpvFact *facts = ppv_profile_list_facts (one, &n_one);
  const PpvFact *other_facts = ppv_profile_list_facts (two, &n_two);
  const PpvRecordCount *records, *other_records;

  g_assert_cmpuint (n_one, ==, n_two);
  for (guint32 i = 0; i < n_one; i++)
    {
      g_assert_cmpstr (facts[i].key, ==, other_facts[i].key);
      g_assert_cmpstr (facts[i].value, ==, other_facts[i].value);
    }
  records = ppv_profile_list_records (one, &n_one);
  other_records = ppv_profile_list_records (two, &n_two);
  g_assert_cmpuint (n_one, ==, n_two);
  for (guint32 i = 0; i < n_one; i++)
    {
      g_assert_cmpstr (records[i].name, ==, other_records[i].name);
      g_assert_cmpuint (records[i].count, ==, other_records[i].count);
    }
}

void
ppv_test_assert_same (const PpvProfile *one, const PpvProfile *two)
{
  assert_same_warnings (one, two);
  assert_same_words (one, two);
  assert_same_strings (one, two);
  assert_same_modules (ppv_profile_get_modules (one), ppv_profile_get_modules (two));
  assert_same_functions (ppv_profile_get_functions (one), ppv_profile_get_functions (two));
  assert_same_frames (ppv_profile_get_frames (one), ppv_profile_get_frames (two));
  assert_same_stacks (ppv_profile_get_stacks (one), ppv_profile_get_stacks (two));
  assert_same_processes (ppv_profile_get_processes (one), ppv_profile_get_processes (two));
  assert_same_threads (ppv_profile_get_threads (one), ppv_profile_get_threads (two));
  assert_same_spans (ppv_profile_get_spans (one), ppv_profile_get_spans (two));
  g_assert_cmpuint (ppv_profile_get_n_sets (one), ==, ppv_profile_get_n_sets (two));
  for (guint32 i = 0; i < ppv_profile_get_n_sets (one); i++)
    assert_same_set (ppv_profile_get_set (one, i), ppv_profile_get_set (two, i));
  g_assert_cmpuint (ppv_profile_get_n_counters (one), ==, ppv_profile_get_n_counters (two));
  for (guint32 i = 0; i < ppv_profile_get_n_counters (one); i++)
    assert_same_counter (ppv_profile_get_counter (one, i), ppv_profile_get_counter (two, i));
}
