#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each room includes only what docs/architecture.md lets it see."""

import pathlib
import re

import tree

# A room and what it may include; "src" is src/ppv-macros.h, which all share, and
# src/ppv.h, which has everything for users of the library.
MAY_USE = {
    "src": {"base", "model", "symbols", "analysis", "plugin"},
    "base": {"src"},
    "model": {"src", "base"},
    "symbols": {"src", "base", "model"},
    "analysis": {"src", "base", "model"},
    "plugin": {"src", "base", "model", "symbols"},
    "importers": {"src", "base", "model", "symbols", "plugin"},
    "exporters": {"src", "base", "model", "plugin", "analysis"},
    "cli": {"src", "base", "model", "symbols", "plugin", "analysis"},
    "gui": {"src", "base", "model", "symbols", "plugin", "analysis"},
}
# The rooms in an importer that has some.  Each may use those before it, by their names
# ("world/perf-view.h"); what is in the folder of the importer itself may use all.
INSIDE = {
    "importers/perf-data": ["container", "tracing", "world", "features", "records", "stacks",
                            "sched", "samples"],
}
# A header of a library, and the only rooms that may know it.
ONLY_IN = {
    r"(gtk|gdk|gsk|graphene)/": {"gui"},
    r"adwaita\.h": {"gui"},
    r"(libelf|gelf|elf|libdw|dwarf|elfutils)": {"symbols"},
    r"(libiberty/|libdeflate\.h)": {"symbols"},
    r"(traceevent/|expat\.h)": {"importers"},
    r"archive(_entry)?\.h": {"base"},
    r"gmodule\.h": {"plugin", "importers", "exporters"},
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)


def room_of(name):
    parts = pathlib.PurePath(name).parts
    if parts[0] == "src":
        return parts[1] if len(parts) > 2 else "src"
    return parts[0]


def find_headers(files):
    """Base name to the header of src/ it means; the names are unique."""
    headers, doubles = {}, []
    for name in files:
        if name.startswith("src/") and name.endswith(".h"):
            base = pathlib.PurePath(name).name
            if base in headers:
                doubles.append(f"{name} has the name of {headers[base]}")
            headers[base] = name
    return headers, doubles


def is_made(folder, included):
    """Whether the room's own makefile generates a header."""
    rules = tree.TOP / folder / "local.mk"
    return rules.is_file() and f"/{included}" in rules.read_text(encoding="utf-8")


def find_inside(name):
    """The importer with rooms that a file is in, and the number of its room there."""
    for importer, rooms in INSIDE.items():
        if name.startswith(importer + "/"):
            parts = pathlib.PurePath(name).relative_to(importer).parts
            own = rooms.index(parts[0]) if len(parts) > 1 else len(rooms)
            return importer, rooms, own
    return None, [], 0


def check_inside(name, included):
    """Whether "included" is of another room of the same importer, and what is wrong then."""
    importer, rooms, own = find_inside(name)
    other = pathlib.PurePath(included).parts[0]
    if other not in rooms or not (tree.TOP / importer / included).is_file():
        return False, None
    if rooms.index(other) < own:
        return True, None
    return True, f"{name}: {other} comes behind the room of this file ({included})"


def check_own(name, included, headers):
    """What is wrong with #include "included" in a file, if anything."""
    folder = str(pathlib.PurePath(name).parent)
    room = room_of(name)
    if included == "config.h":
        return None
    if included == "ppv.h" and room not in ("cli", "gui"):
        return f"{name}: ppv.h is for users of the library, name what is used"
    if (tree.TOP / folder / included).is_file():
        return None
    is_inside, wrong = check_inside(name, included)
    if is_inside:
        return wrong
    # what the plugins of a kind share, importers/common
    if included.startswith("common/") and (tree.TOP / room / included).is_file():
        return None
    if included not in headers and is_made(folder, included):
        return None
    if included not in headers:
        return f"{name}: {included} is neither beside it nor in src/"
    other = room_of(headers[included])
    if other != room and other not in MAY_USE[room]:
        return f"{name}: {room} may not use {other} ({included})"
    if other != room and included.endswith("-private.h"):
        return f"{name}: {included} is private to {other}"
    return None


def check_foreign(name, included):
    for pattern, rooms in ONLY_IN.items():
        if re.match(pattern, included) and room_of(name) not in rooms:
            return f"{name}: <{included}> belongs to {', '.join(sorted(rooms))}"
    return None


def main():
    files = [name for name in tree.list_files(".c", ".h") if room_of(name) in MAY_USE]
    headers, doubles = find_headers(files)
    arrows, foreign, openers = [], [], []
    for name in files:
        text = tree.read(name)
        for quote, included in INCLUDE.findall(text):
            if quote == '"':
                arrows.append(check_own(name, included, headers))
            else:
                foreign.append(check_foreign(name, included))
        if "g_module_open" in text and room_of(name) != "plugin":
            openers.append(f"{name}: only src/plugin opens modules")
    tree.report("no two headers of the library have one name", doubles)
    tree.report("every include points up the list of rooms", list(filter(None, arrows)))
    tree.report("each library is known to its own room only", list(filter(None, foreign)))
    tree.report("only src/plugin opens modules", openers)
    tree.end()


main()
