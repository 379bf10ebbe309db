#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives damaged files to a build with sanitizers and asks how it dies: it must not.

For each format the variants of mutate.py are spread over the fixtures in
tests/data.  What counts as a failure: a signal or a sanitizer's report, no end
within the time, more memory than allowed, an exit status other than 0, 1 and 3,
and a cut file whose answer differs although nothing says that it is not whole.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import mutate

SECONDS = 10
MEGABYTES = 1024
SANITIZERS = ("exitcode=99:detect_leaks=0:abort_on_error=0:allocator_may_return_null=0:"
              f"max_allocation_size_mb={MEGABYTES}:hard_rss_limit_mb={MEGABYTES}")
QUESTIONS = {"info": ["info", "--format=json"], "hotspots": ["hotspots", "-n", "0"],
             "flamegraph": ["flamegraph", "-o", os.devnull]}
STATUSES = (0, 1, 3)
# which fixtures are of which format, by their first bytes or their name
FORMATS = {
    "perf-data": lambda name, head: head.startswith(b"PERFILE2"),
    "massif": lambda name, head: head.startswith(b"desc: "),
    "collapsed": lambda name, head: name.endswith((".folded", ".collapsed")),
}
LARGEST = 4 << 20

Answer = collections.namedtuple("Answer", "status output errors slow")


def ask(options, question, file):
    """One question about one file."""
    environment = dict(os.environ, ASAN_OPTIONS=SANITIZERS, UBSAN_OPTIONS=SANITIZERS,
                       G_DEBUG="fatal-criticals", LC_ALL="C.UTF-8",
                       PPV_PLUGIN_PATH=options.plugins, LD_LIBRARY_PATH=f"{options.build}/.libs")
    command = [f"{options.build}/.libs/perprovis", *QUESTIONS[question], "--progress=never", file]
    for patience in (SECONDS, 6 * SECONDS):
        try:
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=patience)
            return Answer(done.returncode, done.stdout, done.stderr.decode(errors="replace"),
                          patience > SECONDS and options.jobs == 1)
        except subprocess.TimeoutExpired:
            continue
    return Answer(None, b"", "", True)


def judge(answer):
    """What is wrong with an answer, or None."""
    if answer.slow:
        return "hang"
    if any(text in answer.errors for text in ("hard rss limit", "allocation-size-too-big",
                                              "out-of-memory", "failed to allocate")):
        return "memory"
    if answer.status < 0 or "Sanitizer" in answer.errors or "runtime error:" in answer.errors:
        return "crash"
    return None if answer.status in STATUSES else "status"


def count_samples(answer):
    try:
        info = json.loads(answer.output)
    except ValueError:
        return None
    return [(metric["name"], metric["samples"], metric["total"]) for metric in info["metrics"]]


def is_silent(kind, whole, cut_data, answer, is_text):
    """Whether part of the file is gone and neither the exit status nor a warning says so.

    Text formats have no end mark: a file cut between two lines is a whole one.
    """
    if kind != "cut" or answer.status != 0 or answer.errors.strip() \
       or (is_text and cut_data.endswith(b"\n")):
        return False
    return count_samples(answer) != whole


def try_variant(options, fixture, kind, number, n_variants, whole):
    """The verdicts on one variant: (question, verdict, description)."""
    data = fixture.read_bytes()
    is_text = not data.startswith(b"PERFILE2")
    damaged, what = mutate.vary(data, kind, number, n_variants, is_text)
    file = pathlib.Path(options.folder) / f"{fixture.stem}-{kind}-{number}{fixture.suffix}"
    file.write_bytes(damaged)
    verdicts = []
    for question in QUESTIONS:
        answer = ask(options, question, str(file))
        verdict = judge(answer)
        if verdict is None and question == "info" and is_silent(kind, whole, damaged, answer,
                                                                is_text):
            verdict = "silent"
        verdicts.append((question, verdict or {0: "whole", 1: "refused", 3: "part"}[answer.status],
                         f"{file.name}: {what}"))
    if all(verdict in ("whole", "refused", "part") for _, verdict, _ in verdicts):
        file.unlink()
    return verdicts


def list_fixtures(folder, belongs):
    for file in sorted(folder.rglob("*")):
        if file.is_file() and 0 < file.stat().st_size <= LARGEST:
            with open(file, "rb") as opened:
                if belongs(file.name, opened.read(16)):
                    yield file


def try_format(options, name, fixtures, pool):
    """All variants of one format; returns the verdicts."""
    n_kind = options.variants // len(mutate.KINDS)
    whole = {fixture: ask(options, "info", str(fixture)) for fixture in fixtures}
    fixtures = [fixture for fixture in fixtures if whole[fixture].status == 0]
    if not fixtures:
        raise SystemExit(f"no fixture of {name} that is read as a whole")
    waiting = []
    for kind in mutate.KINDS:
        for number in range(n_kind):
            fixture = fixtures[number % len(fixtures)]
            waiting.append(pool.submit(try_variant, options, fixture, kind,
                                       number // len(fixtures), -(-n_kind // len(fixtures)),
                                       count_samples(whole[fixture])))
    return [verdict for future in waiting for verdict in future.result()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".", type=pathlib.Path)
    parser.add_argument("--fixtures", required=True, type=pathlib.Path)
    parser.add_argument("--variants", default=400, type=int, help="of each format")
    parser.add_argument("--jobs", default=os.cpu_count(), type=int)
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.plugins = ":".join(str(folder) for kind in ("importers", "exporters")
                               for folder in sorted((options.build / kind).glob("*/.libs")))
    options.folder = tempfile.mkdtemp(prefix="perprovis-robustness-")
    n_failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, belongs in FORMATS.items():
            verdicts = try_format(options, name, list(list_fixtures(options.fixtures, belongs)),
                                  pool)
            counts = collections.Counter(verdict for _, verdict, _ in verdicts)
            print(f"{name:12}", ", ".join(f"{counts[key]} {key}" for key in sorted(counts)),
                  flush=True)
            for question, verdict, what in verdicts:
                if verdict not in ("whole", "refused", "part"):
                    n_failed += 1
                    print(f"  {verdict} of {question} by {what}")
    if n_failed:
        sys.exit(f"{n_failed} failures; the files are in {options.folder}")
    os.rmdir(options.folder)


main()
