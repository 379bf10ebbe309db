#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints perf-syscall-names.c from the kernel's headers: a folder with asm/unistd_64.h,
asm/unistd_32.h (x86) and one with asm-generic/unistd.h, which aarch64 has."""

import re
import sys
from pathlib import Path

# Added since Linux 6.1, with one number everywhere; include/uapi/asm-generic/unistd.h of 6.18.
NEWER = """
cachestat fchmodat2 map_shadow_stack futex_wake futex_wait futex_requeue statmount listmount
lsm_get_self_attr lsm_set_self_attr lsm_list_modules mseal setxattrat getxattrat listxattrat
removexattrat open_tree_attr file_getattr file_setattr listns""".split()
FIRST_NEWER = 451
# Of the generic names those that 64-bit machines have: include/uapi/asm-generic/unistd.h, its end.
WIDE = {"fcntl": 25, "statfs": 43, "fstatfs": 44, "truncate": 45, "ftruncate": 46, "lseek": 62,
        "sendfile": 71, "newfstatat": 79, "fstat": 80, "mmap": 222, "fadvise64": 223,
        "sync_file_range": 84}


def read(path, generic=False):
    names = {}
    for match in re.finditer(r"^#define __NR(3264)?_(\w+)\s+(\d+)", path.read_text(), re.M):
        if match[2] not in ("syscalls", "arch_specific_syscall") and not (generic and match[1]):
            names.setdefault(int(match[3]), match[2])
    if generic:
        names.update({number: name for name, number in WIDE.items()})
        names = {number: name for number, name in names.items()
                 if not name.endswith("_time64") and not name.endswith("time64")
                 and not (403 <= number <= 423)}
    names.update({FIRST_NEWER + i: name for i, name in enumerate(NEWER)})
    return names


def table(name, names):
    lines, line = [], ""
    for number in range(max(names) + 1):
        word = names.get(number, "-") + " "
        if len(line) + len(word) > 92:
            lines.append(line)
            line = ""
        line += word
    lines.append(line.rstrip())
    text = "\n".join(f'    "{line}"' for line in lines)
    return f"static const char {name}[] =\n{text};\n"


x86 = Path(sys.argv[1])
print("""/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The numbers of system calls, made by make-syscall-names.py from the headers of Linux 6.1
 * (asm/unistd_64.h, asm/unistd_32.h, asm-generic/unistd.h) and those added up to 6.18.
 */

#include "config.h"

#include <string.h>

#include "perf-syscall-names.h"

/* By number; "-" for those that are not used. */""")
print(table("x86_64", read(x86 / "asm/unistd_64.h") | {335: "uretprobe", 336: "uprobe"}))
print(table("i386", read(x86 / "asm/unistd_32.h")))
print(table("aarch64", read(Path(sys.argv[2]) / "asm-generic/unistd.h", True)))
print("""/* What x32 programs add to their numbers. */
enum { X32_BIT = 0x40000000 };

static gpointer
split (gpointer names)
{
  return g_strsplit (names, " ", -1);
}

static const char *
nth_name (char **names, guint32 number)
{
  if (number >= g_strv_length (names) || g_str_equal (names[number], "-"))
    return NULL;
  return names[number];
}

static gboolean
is_x86 (const char *architecture)
{
  return g_str_equal (architecture, "x86_64") ||
         (architecture[0] == 'i' && g_str_has_suffix (architecture, "86"));
}

const char *
perf_syscall_name (const char *architecture, gboolean is_32_bit, guint32 number)
{
  static GOnce x86_64_names = G_ONCE_INIT, i386_names = G_ONCE_INIT, aarch64_names = G_ONCE_INIT;

  if (is_x86 (architecture) && (is_32_bit || architecture[0] == 'i'))
    return nth_name (g_once (&i386_names, split, (gpointer) i386), number);
  if (is_x86 (architecture))
    return nth_name (g_once (&x86_64_names, split, (gpointer) x86_64), number & ~(guint32) X32_BIT);
  if (!is_32_bit &&
      (g_str_equal (architecture, "aarch64") || g_str_equal (architecture, "riscv64")))
    return nth_name (g_once (&aarch64_names, split, (gpointer) aarch64), number);
  return NULL;
}""")
