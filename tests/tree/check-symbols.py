#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library exports ppv_ names, those that debian/ lists; a plugin exports one symbol."""

import os
import pathlib
import subprocess

import tree

BUILD = pathlib.Path(os.environ.get("top_builddir", tree.TOP))
LISTED = "debian/libperprovis0.symbols"


def list_exports(library):
    """Defined dynamic symbols, without those that sanitizers and gcov add."""
    done = subprocess.run(["nm", "--dynamic", "--defined-only", "--format=posix", str(library)],
                          capture_output=True, text=True, check=True)
    names = {line.split()[0] for line in done.stdout.split("\n") if line}
    return {name for name in names if not name.startswith("__") and name not in ("_init", "_fini")}


def check_list(exports):
    what = f"{LISTED} lists what is exported"
    if not (tree.TOP / LISTED).is_file():
        return tree.skip(what, "no debian folder here")
    listed = {line.split("@")[0].strip() for line in tree.read(LISTED).split("\n")
              if line.startswith(" ")}
    return tree.report(what, [f"not listed: {name}" for name in sorted(exports - listed)]
                       + [f"not exported: {name}" for name in sorted(listed - exports)])


def main():
    exports = list_exports(BUILD / ".libs" / "libperprovis.so.0")
    tree.report("the library exports only ppv_ names",
                sorted(name for name in exports if not name.startswith("ppv_")))
    check_list(exports)
    plugins = [plugin for folder in ("importers", "exporters")
               for plugin in sorted((BUILD / folder).glob("*/.libs/*.so"))]
    tree.report("a plugin exports ppv_plugin and nothing else",
                [f"{plugin.name}: {', '.join(sorted(found))}" for plugin in plugins
                 if (found := list_exports(plugin)) != {"ppv_plugin"}])
    tree.end()


main()
