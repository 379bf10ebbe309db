# SPDX-License-Identifier: LGPL-2.1-or-later
"""Asks the command about a file, and says what is wrong with the answer."""

import collections
import json
import os
import subprocess

import fields

# kinds of subjects that are lines of text
TEXTS = ("massif", "collapsed", "heaptrack", "heaptrack-raw", "callgrind", "cachegrind",
         "dhat", "perf-script")
SECONDS = 10
MEGABYTES = 1024
SANITIZERS = ("exitcode=99:detect_leaks=0:abort_on_error=0:allocator_may_return_null=0:"
              f"max_allocation_size_mb={MEGABYTES}:hard_rss_limit_mb={MEGABYTES}")
QUESTIONS = {"info": ["info", "--format=json"], "hotspots": ["hotspots", "-n", "0"],
             "flamegraph": ["flamegraph", "-o", os.devnull]}
GOOD = {0: "whole", 1: "refused", 3: "part"}

Answer = collections.namedtuple("Answer", "status output errors slow")


def ask(options, question, subject):
    """One question about one file."""
    environment = dict(os.environ, ASAN_OPTIONS=SANITIZERS, UBSAN_OPTIONS=SANITIZERS,
                       G_DEBUG="fatal-criticals", LC_ALL="C.UTF-8",
                       PPV_PLUGIN_PATH=options.plugins, LD_LIBRARY_PATH=f"{options.build}/.libs")
    command = [f"{options.build}/.libs/perprovis", *QUESTIONS[question], "--progress=never",
               *map(str, subject.options), str(subject.read)]
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
    return None if answer.status in GOOD else "status"


def count_samples(answer):
    try:
        info = json.loads(answer.output)
    except ValueError:
        return None
    return [(metric["name"], metric["samples"], metric["total"]) for metric in info["metrics"]]


def may_end(subject, data):
    """Whether a file could end here: what has no mark of its end is whole between two units.

    Text between two lines; what was piped after a round of perf's; a member of a folder,
    which is nothing but records, between two of them.
    """
    if subject.kind == "dhat":
        return b'"ftbl"' in data and data.rstrip().endswith(b"}")
    if subject.kind == "heaptrack":
        return data.endswith(b"\n") and b"\n# ips: " in data
    if subject.kind in ("callgrind", "cachegrind"):
        return False
    if subject.kind in TEXTS:
        return data.endswith(b"\n")
    begin, end = fields.find_data(data)
    records = list(fields.list_records(data, begin, end))
    last, kind, length = records[-1] if records else (begin, None, 0)
    if last + length != len(data):
        return False
    if subject.kind == "perf-folder":
        return subject.place.name != "data"
    return subject.kind.endswith("pipe") and kind in (fields.EVENT, fields.FINISHED_ROUND)


def is_silent(subject, whole, data, answer):
    """Whether part of the file is gone and neither exit status nor JSON says so.

    Text may end without a newline, which is no loss, but noted.
    """
    has_end = subject.kind in ("callgrind", "cachegrind")
    is_noted = subject.kind in TEXTS and not has_end and answer.errors.strip() != ""
    return (subject.kind != "program" and answer.status == 0 and not is_noted
            and not may_end(subject, data) and count_samples(answer) != whole)
