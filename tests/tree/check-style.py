#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules of CONTRIBUTING.md that a machine can keep."""

import re
import subprocess

import tree

LICENSED = (".c", ".h", ".py", ".sh", ".mk", ".ac", ".am", ".ui", ".css", ".xml", ".svg", ".in",
            "/rules", "/run", "bootstrap")
MAX_LINES = 600
MAX_COLUMNS = 100
# spelt in parts, so that this file does not find itself
MACHINE_PATHS = re.compile("(?<![\\w.])/(" + "|".join(["wo" + "rk", "ho" + "me", "ro" + "ot"])
                           + ")/\\w")
CLANG_FORMAT = 14


def is_recorded(name):
    return name.startswith(("tests/data/", "docs/images/")) or "/seeds/" in name


def find_unlicensed():
    return [f"{name}: no SPDX line" for name in tree.list_files(*LICENSED)
            if not is_recorded(name)
            and "SPDX-License-Identifier: " not in tree.read(name)[:400]]


def find_long_files():
    for name in tree.list_files(".c", ".h", ".py", ".sh", ".js", "bootstrap"):
        n_lines = tree.read(name).count("\n")
        if n_lines > MAX_LINES and not is_recorded(name):
            yield f"{name}: {n_lines} lines, at most {MAX_LINES}"


def find_tabs_and_long_lines():
    for name in tree.list_files(".c", ".h"):
        for number, line in enumerate(tree.read(name).split("\n"), 1):
            if "\t" in line:
                yield f"{name}:{number}: a tab"
            if len(line) > MAX_COLUMNS:
                yield f"{name}:{number}: {len(line)} columns, at most {MAX_COLUMNS}"
            if line != line.rstrip():
                yield f"{name}:{number}: blanks at the end"


def find_machine_paths():
    for name in tree.list_files():
        if is_recorded(name) or name.endswith((".png", ".gmo", ".data")):
            continue
        for number, line in enumerate(tree.read(name).split("\n"), 1):
            if MACHINE_PATHS.search(line):
                yield f"{name}:{number}: a path of one machine: {line.strip()[:80]}"


def find_leftovers():
    for name in tree.list_files(".c", ".h", ".py", ".sh", ".ui", ".css"):
        for number, line in enumerate(tree.read(name).split("\n"), 1):
            if re.search(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|^\s*#\s*if 0\b", line):
                yield f"{name}:{number}: left over: {line.strip()[:80]}"


def check_format():
    tool = tree.find_tool("CLANG_FORMAT", "clang-format")
    what = "every .c file is as clang-format writes it"
    if tool is None:
        return tree.skip(what, "clang-format is not installed")
    version = re.search(r"version (\d+)", subprocess.run(
        [tool, "--version"], capture_output=True, text=True, check=True).stdout)
    if version is None or int(version[1]) != CLANG_FORMAT:
        return tree.skip(what, f"clang-format is not version {CLANG_FORMAT}")
    done = subprocess.run([tool, "--dry-run", "-Werror", "--ferror-limit=1",
                           *tree.list_files(".c")],
                          cwd=tree.TOP, capture_output=True, text=True)
    return tree.report(what, [line for line in done.stderr.split("\n") if ": error:" in line])


def main():
    if not tree.is_checkout():
        tree.skip_all("style is checked where git says which files are ours")
    tree.report("every source has its licence line", find_unlicensed())
    tree.report(f"no source has more than {MAX_LINES} lines", list(find_long_files()))
    tree.report("C has no tabs and no long lines", list(find_tabs_and_long_lines()))
    tree.report("no path of a developer's machine", list(find_machine_paths()))
    tree.report("nothing is left over", list(find_leftovers()))
    check_format()
    tree.end()


main()
