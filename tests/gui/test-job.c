/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-job.h"

typedef struct {
  GString *done; /* results, in the order they came */
  int n_freed;   /* requests and results that were dropped or used up */
} Owner;

static Owner *owner;

/* Requests may be freed by their thread, which wakes nobody up. */
static void
pump (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_usleep (1000);
}

/* Runs until it is cancelled when its number is odd. */
static gpointer
run (gpointer request, GCancellable *cancellable, GError **error)
{
  int number = *(int *) request;

  while (number % 2 == 1 && !g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
  return g_memdup2 (&number, sizeof number);
}

static void
count_freed (gpointer data)
{
  g_atomic_int_inc (&owner->n_freed);
  g_free (data);
}

static void
on_done (gpointer user_data, gpointer result, const GError *error)
{
  Owner *self = user_data;

  g_assert_no_error (error);
  g_string_append_printf (self->done, "%d ", *(int *) result);
  count_freed (result);
}

static PpvJob *
set_up (void)
{
  owner = g_new0 (Owner, 1);
  owner->done = g_string_new (NULL);
  return ppv_job_new (run, count_freed, count_freed, on_done, owner);
}

static void
start (PpvJob *job, int number)
{
  ppv_job_start (job, g_memdup2 (&number, sizeof number));
}

static void
assert_done (PpvJob *job, const char *expected, int n_freed)
{
  while (!ppv_job_is_idle (job) || g_atomic_int_get (&owner->n_freed) < n_freed)
    pump ();
  g_assert_cmpstr (owner->done->str, ==, expected);
  g_assert_cmpint (owner->n_freed, ==, n_freed);
  ppv_job_leave (job);
  g_assert_finalize_object (job);
  g_string_free (owner->done, TRUE);
  g_free (owner);
}

static void
test_gives_the_result (void)
{
  PpvJob *job = set_up ();

  start (job, 2);
  assert_done (job, "2 ", 2);
}

static void
test_gives_only_the_newest_result (void)
{
  PpvJob *job = set_up ();

  start (job, 1);
  start (job, 4);
  start (job, 6);
  assert_done (job, "6 ", 5);
}

static void
test_gives_nothing_when_cancelled (void)
{
  PpvJob *job = set_up ();

  start (job, 1);
  start (job, 4);
  ppv_job_cancel (job);
  assert_done (job, "", 3);
}

static void
test_starts_again_after_cancel (void)
{
  PpvJob *job = set_up ();

  start (job, 1);
  ppv_job_cancel (job);
  start (job, 4);
  assert_done (job, "4 ", 4);
}

static void
test_is_busy_only_after_a_while (void)
{
  PpvJob *job = set_up ();
  gboolean busy;

  start (job, 1);
  g_object_get (job, "busy", &busy, NULL);
  g_assert_false (busy);
  while (!busy)
    {
      pump ();
      g_object_get (job, "busy", &busy, NULL);
    }
  ppv_job_cancel (job);
  g_object_get (job, "busy", &busy, NULL);
  g_assert_false (busy);
  assert_done (job, "", 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/gives-the-result", test_gives_the_result);
  g_test_add_func ("/job/gives-only-the-newest-result", test_gives_only_the_newest_result);
  g_test_add_func ("/job/gives-nothing-when-cancelled", test_gives_nothing_when_cancelled);
  g_test_add_func ("/job/starts-again-after-cancel", test_starts_again_after_cancel);
  g_test_add_func ("/job/is-busy-only-after-a-while", test_is_busy_only_after_a_while);
  return g_test_run ();
}
