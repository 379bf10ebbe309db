# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the checks over the tree share: its files, and lines of TAP."""

import functools
import os
import pathlib
import shutil
import subprocess
import sys

TOP = pathlib.Path(os.environ.get("top_srcdir") or pathlib.Path(__file__).parents[2]).resolve()
FOLDERS = ["src", "importers", "exporters", "gui", "tests", "fuzz", "bench", "data", "docs", "po",
           "debian", ".ci"]
TOP_FILES = ["configure.ac", "Makefile.am", "bootstrap", "README.md", "CONTRIBUTING.md",
             "SECURITY.md", "NEWS"]
FOREIGN = {"__pycache__", ".deps", ".libs"}
_number = 0


def is_checkout():
    return (TOP / ".git").exists() and shutil.which("git") is not None


def list_tracked():
    """What git knows, and what it would be told of by "git add"."""
    done = subprocess.run(["git", "-c", f"safe.directory={TOP}", "ls-files", "--cached",
                           "--others", "--exclude-standard", "-z"],
                          cwd=TOP, capture_output=True, text=True, check=True)
    return sorted(name for name in done.stdout.split("\0") if name and (TOP / name).is_file())


def list_found():
    """In a release: whatever is there, also what the build made."""
    found = [name for name in TOP_FILES if (TOP / name).is_file()]
    for folder in FOLDERS:
        for place, inner, names in os.walk(TOP / folder):
            inner[:] = [name for name in inner if name not in FOREIGN]
            found += [str((pathlib.Path(place) / name).relative_to(TOP)) for name in names]
    return sorted(found)


@functools.cache
def list_all():
    return list_tracked() if is_checkout() else list_found()


def list_files(*suffixes):
    """Every file of the tree by its name there, with one of the suffixes if any are given."""
    return [name for name in list_all() if not suffixes or name.endswith(suffixes)]


def read(name):
    return (TOP / name).read_text(encoding="utf-8", errors="replace")


def find_tool(variable, name):
    """A program configure found, or one in the path; None when there is none."""
    tool = os.environ.get(variable, "")
    return shutil.which(name) if tool in ("", ":") else tool


def report(what, problems):
    """One line of TAP; the problems stand before it, where the log shows them."""
    global _number
    _number += 1
    for problem in problems:
        print(f"# {problem}")
    print(f"{'not ' if problems else ''}ok {_number} - {what}")


def skip(what, reason):
    global _number
    _number += 1
    print(f"ok {_number} - {what} # SKIP {reason}")


def skip_all(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def end():
    print(f"1..{_number}")
