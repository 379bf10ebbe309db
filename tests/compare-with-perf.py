#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says how far recordings are from what perf makes of them: one line a figure.

    tests/compare-with-perf.py --build=build FILE...

By hand: it needs perf, and takes as long as perf does.  Compared are the samples
of each event, the frames of the samples (perf script), self and total of the
largest symbols (perf report), time off the CPU by thread (perf sched timehist)
and system calls (perf trace), as far as they are recorded.  Each line names the
largest difference and where it is; with --most=0.1, differences above that make
the exit status 1.  docs/agreement.md and docs/symbols.md explain those known.
"""

import collections
import os
import re
import subprocess
import sys

import comparing
import same

ENVIRONMENT = dict(os.environ, LC_ALL="C")


class Comparison(comparing.Comparison):
    def __init__(self, options, file):
        super().__init__(options, file)
        # what is shown unless asked otherwise
        self.event = self.ask("hotspots", "-n", "1")["metric"]["name"]

    def perf(self, *command):
        return subprocess.run(["perf", command[0], "-i", self.file, *command[1:]], text=True,
                              env=ENVIRONMENT, capture_output=True, check=False,
                              stdin=subprocess.DEVNULL)

    def samples(self):
        found, event = [], None
        for line in self.perf("report", "--stats", "--stdio").stdout.split("\n"):
            if line.endswith(" stats:"):
                event = self.metrics.get(line.removesuffix(" stats:"))
            elif "SAMPLE events:" in line and event is not None:
                count = int(line.split("events:")[1].split()[0])
                found.append((float(abs(count - event["samples"])), event["name"]))
        self.say("samples", found, "samples", 0)

    def perf_depths(self, event):
        """How many samples of @event have so many frames; a sample begins with its event."""
        depths, depth, wanted = collections.Counter(), 0, False
        script = self.perf("script", "--no-inline", "--max-stack", "1024", "-F", "event,ip,sym")
        for line in [*script.stdout.split("\n"), ":"]:
            begin = re.match(r"\s*(\S*):(\s+[0-9a-f]+ .*)?\s*$", line)
            if line.startswith("\t") and line.strip():
                depth += 1
            elif begin:
                depths[depth] += wanted
                wanted, depth = begin[1] == event, int(begin[2] is not None)
        return depths

    def frames(self):
        """Depths of stacks: the order of samples does not matter, nor do equal times."""
        answer = self.ask("hotspots", "--by=stack", "--no-inline", "-n", "0")
        ours, theirs = collections.Counter(), self.perf_depths(self.event)
        for row in answer["hotspots"]:
            ours[len(row["stack"].split(";"))] += row["samples"]
        self.say("frames of samples", [(float(abs(ours[depth] - theirs[depth])), f"{depth} frames")
                                       for depth in sorted(ours | theirs)], "samples", 0)

    def symbols(self):
        ours = same.ask_ours(self, self.file, False)
        theirs = same.ask_perf(self.file, True, False, self.event)
        # in a pipe perf learns too late that there are chains, and has no totals
        has_totals = any(total > 0 for _, total in theirs.values())
        for figure, which in (("self", 0), ("total", 1))[:1 + has_totals]:
            largest = sorted(theirs, key=lambda name, which=which: -theirs[name][which])
            self.say(figure, [(abs(ours.get(name, (0.0, 0.0))[which] - theirs[name][which]),
                               f"{name}: {theirs[name][which]:.2f} in perf")
                              for name in largest[:self.options.symbols]],
                     "points", self.options.most)

    def inlined(self):
        """Of a function perf has a row for each place it is inlined at; names differ, too."""
        ours, found = same.ask_ours(self, self.file, True), []
        for name, rows in same.ask_perf_rows(self.file, True, True, self.event).items():
            largest = max((total for _, total, inlined in rows if inlined), default=0.0)
            if name in ours and largest > 0:
                found.append((max(largest - ours[name][1], 0.0), f"{name}: {largest:.2f} in perf"))
        self.say("total of inlined", found, "points", self.options.most)

    def off_cpu(self):
        theirs, ours = same.ask_timehist(self.file), collections.Counter()
        for metric in ("off-cpu", "run-queue"):
            for row in self.ask("hotspots", f"--metric={metric}", "--by=thread", "-n",
                                "0")["hotspots"]:
                ours[int(re.search(r"(\d+)\W*$", row["thread"])[1])] += int(row["total"]) / 1e6
        self.say("off the CPU", [(abs(ours[tid] - value), f"thread {tid}: {value:.3f} ms in perf")
                                 for tid, value in theirs.items()], "ms", self.options.most)

    def system_calls(self):
        done = self.perf("trace", "-s")
        rows = re.findall(r"^ +(\w+) +(\d+) +\d+ +([0-9.]+) ", done.stdout + done.stderr, re.M)
        metric = self.metrics["syscall-time"]
        n_calls = sum(int(row[1]) for row in rows)
        spent = sum(float(row[2]) for row in rows)
        self.say("system calls", [(float(abs(n_calls - metric["samples"])), "calls")], "calls", 1)
        self.say("time in system calls", [(abs(spent - int(metric["total"]) / 1e6), "all of them")],
                 "ms", self.options.most)

    def run(self):
        self.samples()
        self.frames()
        self.symbols()
        self.inlined()
        if "off-cpu" in self.metrics and "sched:sched_switch" in self.metrics:
            self.off_cpu()
        if "syscall-time" in self.metrics:
            self.system_calls()
        return self.n_apart


def main():
    parser = comparing.make_parser(__doc__)
    parser.add_argument("--symbols", default=50, type=int, help="how many, the largest")
    parser.add_argument("--most", default=0.1, type=float, help="points and ms that may differ")
    sys.exit(comparing.run_all(Comparison, parser.parse_args()))


main()
