#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/allocation-sites.md has every name that is no site of an allocation, and no other."""

import re

import tree

PAGE = "docs/allocation-sites.md"
SOURCE = "src/analysis/ppv-site-kind.c"


def main():
    listed = set()
    for names in re.findall(r"NAMES \((.*?)\) }", tree.read(SOURCE), re.S):
        listed.update(re.findall(r'"([^"]+)"', names))
    explained = set()
    for row in re.findall(r"^\|(?! what|-)(.*)$", tree.read(PAGE), re.M):
        explained.update(re.findall(r"`([^`]+)`", row.split("|")[1]))
    # those are compared as parts of paths
    explained -= {"/include/c++/", "/libstdc++-v3/", "vgpreload_*"}
    tree.report(f"{SOURCE} has names", [] if listed else ["none found"])
    tree.report(f"{PAGE} explains every name", sorted(listed - explained))
    tree.report(f"{PAGE} explains no name there is not", sorted(explained - listed))
    tree.end()


main()
