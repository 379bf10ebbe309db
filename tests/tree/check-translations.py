#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""po/POTFILES.in names every file with text for people, and the translations are sound."""

import re
import subprocess

import tree

CALL = re.compile(r'\b(?:_|N_|C_|NC_|Q_|g_dngettext|ngettext|g_dgettext)\s*\(\s*(?:GETTEXT_PACKAGE,\s*)?"')
ARGUMENTS = re.compile(r'(?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*')
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
# xgettext knows the macros of <inttypes.h>; at any other word it takes the text to be over
CUT = re.compile(r'""\s*(?!PRI[diouxX](?:8|16|32|64|MAX|PTR)\b)(\w+)')
MARKED = re.compile(r'translatable="(yes|true)"')


def has_text(name):
    text = tree.read(name)
    return bool(CALL.search(text) if name.endswith(".c") else MARKED.search(text))


def list_cut_texts(name):
    text = tree.read(name)
    for call in CALL.finditer(text):
        arguments = ARGUMENTS.match(text, call.end() - 1).group()
        line = text.count("\n", 0, call.start()) + 1
        for word in CUT.findall(LITERAL.sub('""', arguments)):
            yield f"{name}:{line}: the text is cut at {word}"


def check_catalogue(language):
    what = f"{language}.po is sound"
    tool = tree.find_tool("MSGFMT", "msgfmt")
    if tool is None:
        return tree.skip(what, "msgfmt is not installed")
    done = subprocess.run([tool, "--check-format", "--check-domain", "--output-file=/dev/null",
                           str(tree.TOP / "po" / f"{language}.po")],
                          capture_output=True, text=True)
    return tree.report(what, done.stderr.split("\n") if done.returncode != 0 else [])


def main():
    listed = {line for line in tree.read("po/POTFILES.in").split("\n")
              if line and not line.startswith("#")}
    sources = [name for name in tree.list_files(".c", ".ui")
               if name.startswith(("src/", "importers/", "exporters/", "gui/"))]
    tree.report("POTFILES.in names every file with text for people",
                [name for name in sources if name not in listed and has_text(name)])
    tree.report("POTFILES.in names no file that is not there",
                [name for name in sorted(listed) if not (tree.TOP / name).is_file()])
    tree.report("xgettext sees every text for people whole",
                [cut for name in sources if name.endswith(".c") for cut in list_cut_texts(name)])
    for language in tree.read("po/LINGUAS").split():
        check_catalogue(language)
    tree.end()


main()
