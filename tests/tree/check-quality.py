#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/quality.md explains every code of the quality report, and no other."""

import re

import tree

PAGE = "docs/quality.md"
ADDED = re.compile(r'ppv_quality_add\s*\(\s*scan,\s*"([a-z-]+)"')
TOLD = re.compile(r'\{\s*"([a-z-]+)",\s*PPV_QUALITY_')


def main():
    codes = set()
    for name in tree.list_files(".c"):
        if name.startswith("src/analysis/ppv-quality"):
            text = tree.read(name)
            codes.update(ADDED.findall(text), TOLD.findall(text))
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", tree.read(PAGE), re.M))
    tree.report("the quality report has codes", [] if codes else ["none found"])
    tree.report(f"{PAGE} explains every code", sorted(codes - explained))
    tree.report(f"{PAGE} explains no code there is not", sorted(explained - codes))
    tree.end()


main()
