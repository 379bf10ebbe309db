# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether two programs agree, asked before it is measured which is faster."""

import json
import os
import re

import measure

N_SYMBOLS = 50
POINTS = 0.05


def as_floor(bench, program, file):
    """The floor and ours count the same samples with the same sum."""
    floor = json.loads(measure.output([str(bench.build / "bench" / program), str(file)],
                                      bench.tools.environment))
    ours = json.loads(measure.output(bench.tools.perprovis("hotspots", "--format=json", "-n", "1",
                                                           file), bench.tools.environment))
    if int(ours["total"]) != floor["total"]:
        raise SystemExit(f"{file}: our sum is {ours['total']}, the floor's {floor['total']}")
    if "samples" in floor and int(ours["samples"]) != floor["samples"]:
        raise SystemExit(f"{file}: we have {ours['samples']} samples, "
                         f"the floor {floor['samples']}")


def plain_name(name):
    """A demangled name without its parameters, which perf leaves out."""
    name = name.replace("(anonymous namespace)", "{anonymous}").replace("operator()", "operator{}")
    return name.split("(")[0].replace("{anonymous}", "(anonymous namespace)").replace(
        "operator{}", "operator()")


def ask_perf(file):
    """Self percent by symbol, as far as perf knows the symbol's name."""
    lines = measure.output(["perf", "report", "-i", str(file), "--no-children", "-g", "none",
                            "--no-inline", "--stdio", "-F", "overhead,sym", "-t", "\t"],
                           dict(os.environ, LC_ALL="C")).split("\n")
    found = {}
    for line in lines:
        match = re.match(r"\s*([0-9.]+)%\t\[.\] (.*\S)", line)
        if match and not match[2].startswith("0x"):
            name = plain_name(match[2])
            found[name] = found.get(name, 0.0) + float(match[1])
    return found


def ask_ours(bench, file):
    answer = json.loads(measure.output(bench.tools.perprovis("hotspots", "--format=json", "-n", "0",
                                                             file), bench.tools.environment))
    found = {}
    for row in answer["hotspots"]:
        name = plain_name(row["function"])
        found[name] = found.get(name, 0.0) + row["self_percent"]
    return found


def as_perf(bench, file):
    """The largest symbols have perf's share, within what it prints of it."""
    theirs, ours = ask_perf(file), ask_ours(bench, file)
    for name in sorted(theirs, key=theirs.get, reverse=True)[:N_SYMBOLS]:
        # templates: ours may begin with the type that is returned
        share = ours.get(name, sum(value for key, value in ours.items()
                                   if key.endswith(" " + name)))
        if abs(share - theirs[name]) > POINTS:
            raise SystemExit(f"{file}: {name} has {share:.2f} % here and {theirs[name]:.2f} % "
                             "in perf report")
