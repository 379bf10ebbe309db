#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a desktop reads is valid, in the opinion of the desktop's own tools."""

import os
import pathlib
import subprocess

import tree

BUILD = pathlib.Path(os.environ.get("top_builddir", tree.TOP))
ID = "org.perprovis.PerProVis"


def check(what, variable, tool, arguments, files):
    """Runs a validator over those of the files that this build made."""
    program = tree.find_tool(variable, tool)
    files = [str(file) for file in files if file.is_file()]
    if program is None:
        return tree.skip(what, f"{tool} is not installed")
    if not files:
        return tree.skip(what, "built without the viewer")
    done = subprocess.run([program, *arguments, *files], capture_output=True, text=True)
    said = (done.stdout + done.stderr).strip().split("\n")
    return tree.report(what, said if done.returncode != 0 else [])


def main():
    data = BUILD / "data"
    xml = [data / f"{ID}.mime.xml", data / f"{ID}.metainfo.xml"]
    xml += [tree.TOP / name for name in tree.list_files(".svg", ".ui", ".gschema.xml",
                                                        ".gresource.xml")
            if not name.startswith("tests/")]
    check("the desktop entry is valid", "DESKTOP_FILE_VALIDATE", "desktop-file-validate", [],
          [data / f"{ID}.desktop"])
    check("the metainfo is valid", "APPSTREAMCLI", "appstreamcli", ["validate", "--no-net"],
          [data / f"{ID}.metainfo.xml"])
    check("all XML is well-formed", "XMLLINT", "xmllint", ["--noout", "--nonet"], xml)
    check("the completion is a script", "BASH_TOOL", "bash", ["-n"],
          [tree.TOP / "data" / "completions" / "perprovis"])
    tree.end()


main()
