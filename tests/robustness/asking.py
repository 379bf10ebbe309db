# SPDX-License-Identifier: LGPL-2.1-or-later
"""Asks the command about a file, and says what is wrong with the answer."""

import collections
import json
import os
import subprocess

import fields

# kinds of subjects that are lines of text, and those of them that say where they end
TEXTS = ("massif", "collapsed", "heaptrack", "heaptrack-raw", "callgrind", "cachegrind",
         "dhat", "perf-script", "memcheck", "memcheck-log", "sanitizer",
         "gperftools-heap")
ENDED = ("heaptrack", "callgrind", "cachegrind", "dhat", "memcheck", "memcheck-log")
SECONDS = 10
MEGABYTES = 1024
SANITIZERS = ("exitcode=99:detect_leaks=0:abort_on_error=0:allocator_may_return_null=0:"
              f"max_allocation_size_mb={MEGABYTES}:hard_rss_limit_mb={MEGABYTES}")
QUESTIONS = {"info": ["info", "--format=json"], "hotspots": ["hotspots", "-n", "0"],
             "flamegraph": ["flamegraph", "-o", os.devnull],
             "leaks": ["leaks", "--format=html"], "errors": ["errors", "-n", "0"],
             "suppressions": ["errors", "--suppressions"],
             "export": ["export", "--to=json", "-o", os.devnull]}
# asked of files of memory and of errors; the others are asked of all
OF_MEMORY = ("massif", "heaptrack", "heaptrack-raw", "heaptrack-packed", "dhat")
OF_ERRORS = ("memcheck", "memcheck-log")
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


def list_questions(kind):
    """What is asked of a kind of subject."""
    left_out = {"leaks"} if kind not in OF_MEMORY + OF_ERRORS else set()
    left_out |= {"errors", "suppressions"} if kind not in OF_ERRORS else set()
    return [question for question in QUESTIONS if question not in left_out]


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


def summarize(answer):
    """What info says that is there, but not of where it was and of what is wrong with it."""
    try:
        info = json.loads(answer.output)
    except ValueError:
        return None
    return {key: value for key, value in info.items() if key not in ("file", "warnings", "quality")}


def may_text_end(kind, whole, at):
    """Whether a text without a mark of its end is whole up to @at, where it was cut."""
    if kind in ENDED:
        return False
    if kind == "massif":
        return whole.startswith(b"#-----------\nsnapshot=", at) and at > 0
    if kind == "perf-script":
        begin = whole.rfind(b"\n", 0, at - 1) + 1
        return whole[at - 1:at] == b"\n" and (at - begin == 1 or b"\n\t" not in whole)
    return whole[at - 1:at] == b"\n"


def may_end(subject, whole, data):
    """Whether a file could end here: what has no mark of its end is whole between two units.

    Text between two lines, or two blocks of lines; what was piped after a round of perf's; a
    member of a folder, which is nothing but records, between two of them.
    """
    if subject.kind in TEXTS:
        return may_text_end(subject.kind, whole, len(data))
    if subject.kind == "heaptrack-packed":
        return False
    if subject.kind == "gperftools-cpu":
        return False
    begin, end = fields.find_data(data)
    records = list(fields.list_records(data, begin, end))
    last, kind, length = records[-1] if records else (begin, None, 0)
    if last + length != len(data):
        return False
    if subject.kind == "perf-folder":
        return subject.place.name != "data"
    return subject.kind.endswith("pipe") and kind in (fields.EVENT, fields.FINISHED_ROUND)


def is_silent(subject, whole, said, data, answer):
    """Whether part of the file is gone and neither exit status nor standard error says so.

    Text that has no mark of its end may end without a newline, which is no loss, but noted.
    """
    is_noted = (subject.kind in TEXTS and subject.kind not in ENDED and
                answer.errors.strip() != "")
    return (subject.kind != "program" and answer.status == 0 and not is_noted
            and not may_end(subject, whole, data) and summarize(answer) != said)


def is_mute(name, answer):
    """Whether a file was refused, or read in part, without its name or a reason."""
    return answer.status in (1, 3) and f"{name}: " not in answer.errors
