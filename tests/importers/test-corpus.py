#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares recordings of perf with figures that are known.

They stand in EXPECTED.json of a corpus of real files (PPV_CORPUS, or ../shared/corpus beside
the source tree), those that perf 6.1 refuses among them.
"""

import collections
import os

import figures

# what the header says, and the fact it becomes
HEADER = {"HOSTNAME": "host", "OSRELEASE": "os_release", "ARCH": "architecture",
          "NRCPUS_AVAIL": "cpus_available", "NRCPUS_ONLINE": "cpus_online", "CPUDESC": "cpu",
          "TOTAL_MEM_KB": "total_memory_kb"}


def list_figures(found, expected):
    """Pairs of what was found and what should have been, by name."""
    chains = expected["callchain_frames"] + expected["samples"] - expected["samples_with_callchain"]
    yield "complete", found["complete"], True
    yield "number of events", len(found["events"]), len(expected["events"])
    # a recording that names no event leaves that to its reader
    yield ("events", [[e["name"], e["samples"], e["period"]] for e in found["events"]],
           [[e["name"] or have["name"], e["samples"], e["period"]]
            for e, have in zip(expected["events"], found["events"])])
    for key in ("records", "pids", "tids", "time_first_ns"):
        yield key, found[key], expected[key]
    yield ("duration", found["duration_ns"], expected["time_last_ns"] - expected["time_first_ns"])
    # copies of stacks are unwound as far as the files of this machine allow
    unwound = found["facts"].get("quality_call_graph", "").startswith("dwarf")
    yield "frames of all chains", max(found["frames"], chains if unwound else 0), \
        found["frames"] if unwound else chains
    yield "frames of the longest chain", found["most_frames"], \
        found["most_frames"] if unwound else max(expected["max_callchain"], 1)
    for key, fact in HEADER.items():
        if key in expected.get("header", {}):
            yield key, found["facts"].get(fact), str(expected["header"][key])
    names = collections.Counter()
    for name, cost in found["names"]:
        names[name] += cost
    for name, cost in expected.get("perf61_period_by_comm_top5", []):
        yield "cost of " + name, names[name], cost


def check(path, expected):
    return figures.compare(list_figures(figures.read("perf-figures", path), expected))


def main():
    checks = [(os.path.relpath(path, figures.corpus) + " has the figures expected", check,
               (path, entry["expect"])) for path, entry in figures.list_corpus("perf")]
    figures.run(checks, [] if checks else [figures.NO_CORPUS])


main()
