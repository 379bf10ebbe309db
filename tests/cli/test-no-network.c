/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Without --debuginfod no socket is ever made: the command runs under a filter that
 * kills who makes one.
 */

#include "config.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#define TRY "--make-a-socket"

static const struct sock_filter instructions[] = {
  BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
  BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 1),
  BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
  BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

/* Between fork and exec. */
static void
forbid_sockets (gpointer data)
{
  struct sock_fprog program = { G_N_ELEMENTS (instructions), (struct sock_filter *) instructions };

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    (void) prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static int
run_without_sockets (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, forbid_sockets, NULL,
                &output, NULL, &status, &error);
  g_assert_no_error (error);
  return status;
}

static gboolean
filter_works (const char *self)
{
  int status = run_without_sockets ((const char *const[]){ self, TRY, NULL });

  return WIFSIGNALED (status) && WTERMSIG (status) == SIGSYS;
}

/*
 * What libtool puts in the place of a program is a shell script, and shells ask for the
 * user's name over a socket: the program itself is in a folder beside it.
 */
static char *
find_command (const char *top)
{
  g_autofree char *libraries = g_build_filename (top, ".libs", NULL);
  g_autofree char *program = g_build_filename (libraries, "perprovis", NULL);

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    return g_build_filename (top, "perprovis", NULL);
  g_setenv ("LD_LIBRARY_PATH", libraries, TRUE);
  return g_steal_pointer (&program);
}

static void
test_makes_no_socket (gconstpointer self)
{
  static const char *const verbs[] = { "info", "hotspots", "flamegraph", "tree" };
  static const char *const files[] = { "sample.perf.data", "several.perf.data", "allocate.massif",
                                       "spin-merged.folded" };
  const char *top = g_getenv ("top_builddir");
  g_autofree char *command = NULL;

  if (top == NULL || !filter_works (self))
    {
      g_test_skip ("this system does not filter system calls, or top_builddir is not set");
      return;
    }
  command = find_command (top);
  for (guint file = 0; file < G_N_ELEMENTS (files); file++)
    for (guint verb = 0; verb < G_N_ELEMENTS (verbs); verb++)
      {
        g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", files[file], NULL);
        int status =
            run_without_sockets ((const char *const[]){ command, verbs[verb], path, NULL });

        g_test_message ("%s %s: %d", verbs[verb], files[file], status);
        g_assert_true (WIFEXITED (status));
        g_assert_cmpint (WEXITSTATUS (status), ==, 0);
      }
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], TRY) == 0)
    return socket (AF_UNIX, SOCK_STREAM, 0) < 0;
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/no-network/makes-no-socket", argv[0], test_makes_no_socket);
  return g_test_run ();
}
