#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says how far what we read of `perf script` is from what we read of its recording.

    tests/compare-script-with-perf-data.py --build=build FILE...

By hand: it needs perf.  Each event is written as collapsed stacks, once of the recording and
once of the text that perf makes of it, and the counts of all stacks are compared.  A line tells
how much of the event's sum is in stacks that are the same; with --show=N the largest N of
those that are not are shown.  What is known to differ is made alike first, see EXPLAINED.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))

import measure  # noqa: E402

# Each is a difference between what perf prints and what is in the recording.
EXPLAINED = (
    # an address that no symbol covers: text has the module, or nothing where there is none
    (re.compile(r"(^|;)(?:\[unknown\]|[^;]*\+0x[0-9a-f]+|\[[^;\]]*\])(?=;|$)"), r"\1?"),
    # perf leaves out the parameters of functions
    (re.compile(r"\((?!anonymous namespace\)|lambda)[^;]*?\)(?: const)?(?=;|$)"), ""),
    # two symbols of the dynamic linker that begin at one address
    (re.compile(r"(^|;)_dl_start_user(?=;|$)"), r"\1_start"),
    # suffixes of clones
    (re.compile(r" \[clone [^;\]]*\]"), ""),
)
# as perf writes by itself, and the periods of tracepoints; only named, stacks stay with them
FIELDS = "comm,tid,time,period,event,ip,sym,symoff,dso"
RUN = re.compile(r"(^|;)\?(?:;\?)+")


def make_alike(stack):
    for pattern, replacement in EXPLAINED:
        stack = pattern.sub(replacement, stack)
    return RUN.sub(r"\1?", stack)


class Comparison:
    def __init__(self, options):
        self.options = options
        self.tools = measure.Tools(options.build.resolve())
        self.n_apart = 0

    def ask(self, *arguments):
        done = subprocess.run(self.tools.perprovis(*arguments), env=self.tools.environment,
                              capture_output=True, text=True, errors="replace", check=False)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr)
        return done.stdout

    def metrics(self, file):
        return {metric["name"]: metric
                for metric in json.loads(self.ask("info", "--format=json", str(file)))["metrics"]}

    def stacks(self, file, event):
        counts = collections.Counter()
        for line in self.ask("export", "--to=collapsed", "--no-inline", f"--metric={event}",
                             str(file)).splitlines():
            stack, _, count = line.rpartition(" ")
            counts[make_alike(stack)] += int(count)
        return counts

    def compare(self, file, text, event):
        ours, theirs = self.stacks(file, event), self.stacks(text, event)
        whole = max(sum(ours.values()), sum(theirs.values()), 1)
        same = sum((ours & theirs).values())
        apart = sum(ours.values()) != sum(theirs.values()) or same < whole * self.options.least
        self.n_apart += apart
        print(f"{file.name:24} {event:20} {len(ours):6} stacks, sums {sum(ours.values())} and "
              f"{sum(theirs.values())}, the same {100 * same / whole:.3f} % "
              f"{'APART' if apart else 'agree'}", flush=True)
        for what, counts in (("recording", ours - theirs), ("text", theirs - ours)):
            for stack, count in counts.most_common(self.options.show):
                print(f"    only {what}: {count} {stack[-200:]}")

    def compare_file(self, file):
        with tempfile.NamedTemporaryFile(suffix=".perf-script") as text:
            done = subprocess.run(["perf", "script", "--no-inline", "-F", FIELDS, "-i",
                                   str(file)], stdout=text, stderr=subprocess.DEVNULL,
                                  check=False, env=dict(os.environ, LC_ALL="C"))
            if done.returncode != 0:
                print(f"{file.name:24} perf script cannot read it")
                return
            of_text = self.metrics(text.name)
            of_file = self.metrics(file)
            for event, metric in of_file.items():
                if event in of_text:
                    self.compare(file, text.name, event)
                elif metric["samples"] > 0:
                    print(f"{file.name:24} {event:20} is not in the text, which has "
                          f"{', '.join(of_text)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--least", type=float, default=0.99, help="share that has to be the same")
    parser.add_argument("--show", type=int, default=0, help="stacks that differ")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    comparison = Comparison(options)
    for file in options.files:
        comparison.compare_file(file)
    sys.exit(1 if comparison.n_apart > 0 else 0)


main()
