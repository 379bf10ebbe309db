#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives damaged files to a build with sanitizers and asks how it dies: it must not.

For each kind of container the variants of mutate.py are spread over the fixtures
in tests/data; programs are damaged, too, while the recordings of them are read.
With --cuts, a short file of each kind is cut at every byte instead.  With
--mutator, the variants are those of another program, that of the shared tools.
What counts as a failure: a signal or a sanitizer's report, no end within the
time, more memory than allowed, an exit status other than 0, 1 and 3, a cut
file that passes as whole with another answer, and one that is refused without
a reason.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import asking
import mutate
import subjects

# how the other mutator calls what it can damage, and its kinds of damage
THEIR_FORMATS = {"massif": "text", "collapsed": "text", "perf-script": "text",
                 "heaptrack": "text", "dhat": "text", "sanitizer": "text",
                 "heaptrack-raw": "text", "callgrind": "text", "cachegrind": "text",
                 "perf-file": "perf", "perf-stacks": "perf",
                 "perf-tracepoints": "perf", "perf-packed": "perf"}
THEIR_CUTS = "trunc"


class Trial:
    """Damaged variants of one subject, and what became of them."""

    def __init__(self, options, subject):
        self.options = options
        self.subject = subject
        self.data = subject.place.read_bytes()
        answer = asking.ask(options, "info", subject)
        self.is_read = answer.status == 0
        self.said = asking.summarize(answer)

    def name(self, *parts):
        return "-".join([self.subject.kind, self.subject.place.stem, self.subject.read.stem,
                         *map(str, parts)])

    def ask_all(self, damaged, name, what, is_cut, questions=None):
        """The verdicts on one variant: (question, verdict, description)."""
        variant = subjects.replace(self.subject, self.options.folder, damaged, name)
        verdicts = []
        for question in questions or asking.list_questions(self.subject.kind):
            answer = asking.ask(self.options, question, variant)
            verdict = asking.judge(answer)
            if verdict is None and is_cut and question == "info":
                verdict = self.judge_cut(variant, damaged, answer)
            verdicts.append((question, verdict or asking.GOOD[answer.status],
                             f"{variant.place}: {what}"))
        if all(verdict in asking.GOOD.values() for _, verdict, _ in verdicts):
            subjects.remove(variant)
        return verdicts

    def judge_cut(self, variant, damaged, answer):
        if asking.is_silent(self.subject, self.data, self.said, damaged, answer):
            return "silent"
        return "mute" if asking.is_mute(variant.read.name, answer) else None

    def vary(self, kind, number, n_variants):
        is_text = self.subject.kind in asking.TEXTS
        damaged, what = mutate.vary(self.data, kind, number, n_variants, is_text)
        return self.ask_all(damaged, self.name(kind, number), what, kind == "cut")

    def cut(self, at):
        return self.ask_all(self.data[:at], self.name("at", at), f"cut at {at}", True, ("info",))


def try_variants(options, trials):
    """The variants of one kind of container, spread over what there is of it."""
    n_kind = options.variants // len(mutate.KINDS)
    for kind in mutate.KINDS:
        for number in range(n_kind):
            trial = trials[number % len(trials)]
            yield trial.vary, (kind, number // len(trials), -(-n_kind // len(trials)))


def try_cuts(options, trials):
    """The smallest file of a kind, cut everywhere; of a folder, each of its files."""
    folders = [trial for trial in trials if trial.subject.kind == "perf-folder"]
    for trial in folders or [min(trials, key=lambda trial: len(trial.data))]:
        short = Trial(options, subjects.shorten(trial.subject, options.folder))
        if not short.is_read:
            raise SystemExit(f"{short.subject.place} is not read as a whole")
        for at in range(len(short.data)):
            yield short.cut, (at,)


def try_theirs(options, trials):
    """Variants made by the other mutator."""
    kind = trials[0].subject.kind
    n_mode = -(-options.variants // (4 * len(trials)))
    for trial in trials if kind in THEIR_FORMATS else []:
        folder = options.folder / trial.name("theirs")
        subprocess.run([sys.executable, options.mutator, "gen", "--format", THEIR_FORMATS[kind],
                        "-n", str(n_mode), trial.subject.place, folder], check=True,
                       stdout=subprocess.DEVNULL)
        why = json.loads((folder / "manifest.json").read_text())
        for file in sorted(folder.iterdir()):
            if file.name != "manifest.json":
                yield trial.ask_all, (file.read_bytes(), trial.name("their", file.stem),
                                      str(why.get(file.name)), file.stem.startswith(THEIR_CUTS))
        shutil.rmtree(folder)


def try_kind(options, kind, found, pool):
    """All variants of one kind of container; returns the verdicts."""
    trials = [Trial(options, subject) for subject in found]
    trials = [trial for trial in trials if trial.is_read]
    if not trials:
        raise SystemExit(f"no fixture of {kind} that is read as a whole")
    choose = try_cuts if options.cuts else try_theirs if options.mutator else try_variants
    waiting = [pool.submit(call, *arguments) for call, arguments in choose(options, trials)]
    return [verdict for future in waiting for verdict in future.result()]


def report(kind, verdicts):
    """Prints the counts and the failures, and returns the number of these."""
    counts = collections.Counter(verdict for _, verdict, _ in verdicts)
    print(f"{kind:16}", ", ".join(f"{counts[key]} {key}" for key in sorted(counts)), flush=True)
    failures = [verdict for verdict in verdicts if verdict[1] not in asking.GOOD.values()]
    for question, verdict, what in failures:
        print(f"  {verdict} of {question} by {what}")
    return len(failures)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".", type=pathlib.Path)
    parser.add_argument("--fixtures", required=True, type=pathlib.Path)
    parser.add_argument("--variants", default=400, type=int, help="of each kind of container")
    parser.add_argument("--cuts", action="store_true", help="cut at every byte instead")
    parser.add_argument("--mutator", help="a program that makes the variants, as mutate.py gen")
    parser.add_argument("--only", default="", help="kinds, e.g. perf-pipe,program")
    parser.add_argument("--jobs", default=os.cpu_count(), type=int)
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.plugins = ":".join(str(folder) for kind in ("importers", "exporters")
                               for folder in sorted((options.build / kind).glob("*/.libs")))
    options.folder = pathlib.Path(tempfile.mkdtemp(prefix="perprovis-robustness-"))
    return options


def main():
    options = read_options()
    n_failed = 0
    made = options.folder / "made"
    made.mkdir()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for kind, found in subjects.list_all(options.fixtures, made).items():
            if options.only and kind not in options.only.split(","):
                continue
            # a cut program is a program without symbols, which nothing is wrong with
            if not options.cuts or kind != "program":
                n_failed += report(kind, try_kind(options, kind, found, pool))
    if n_failed:
        sys.exit(f"{n_failed} failures; the files are in {options.folder}")
    shutil.rmtree(options.folder)


main()
