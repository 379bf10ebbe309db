# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the checks over the tree share: its files, and lines of TAP."""

import os
import pathlib
import shutil
import sys

TOP = pathlib.Path(os.environ.get("top_srcdir") or pathlib.Path(__file__).parents[2]).resolve()
FOLDERS = ["src", "importers", "exporters", "gui", "tests", "fuzz", "bench", "data", "docs", "po",
           "debian", ".ci"]
TOP_FILES = ["configure.ac", "Makefile.am", "bootstrap", "README.md", "CONTRIBUTING.md",
             "SECURITY.md", "NEWS"]
# written by other tools, or recorded: no style of ours
FOREIGN = {"__pycache__", ".deps", ".libs"}
# what packagers build with beside the sources: in no release of ours
GENERATED = ("po/Makefile.in.in", "po/remove-potcdate", "po/stamp-po", "po/Rules-quot",
             "po/Makevars.template", "po/perprovis.pot", "po/boldquot", "po/quot", "po/en@",
             "po/insert-header", "debian/tmp", "debian/.debhelper", "debian/files",
             "debian/debhelper", "debian/autoreconf")

_number = 0
_failures = 0


def list_files(*suffixes):
    """Every file of the tree by name in it, with one of the suffixes if any are given."""
    found = [name for name in TOP_FILES if (TOP / name).is_file()]
    for folder in FOLDERS:
        for place, inner, names in os.walk(TOP / folder):
            inner[:] = sorted(name for name in inner if name not in FOREIGN)
            found += [str((pathlib.Path(place) / name).relative_to(TOP)) for name in sorted(names)]
    return [name for name in found
            if not name.startswith(GENERATED) and (not suffixes or name.endswith(suffixes))]


def read(name):
    return (TOP / name).read_text(encoding="utf-8", errors="replace")


def find_tool(variable, name):
    """A program configure found, or one in the path; None when there is none."""
    tool = os.environ.get(variable, "")
    return shutil.which(name) if tool in ("", ":") else tool


def report(what, problems):
    """One line of TAP; the problems stand before it, where the log shows them."""
    global _number, _failures
    _number += 1
    for problem in problems:
        print(f"# {problem}")
    _failures += bool(problems)
    print(f"{'not ' if problems else ''}ok {_number} - {what}")


def skip(what, reason):
    global _number
    _number += 1
    print(f"ok {_number} - {what} # SKIP {reason}")


def end():
    print(f"1..{_number}")
    sys.exit(1 if _failures else 0)
