# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests that compare with known figures have in common.

The figures stand in EXPECTED.json of a corpus of real files (PPV_CORPUS, or ../shared/corpus
beside the source tree), or come from other tools.
"""

import glob
import json
import os
import subprocess

top = os.environ.get("top_srcdir", os.path.join(os.path.dirname(__file__), "..", ".."))
built = os.environ.get("top_builddir", ".")
data = os.path.join(top, "tests", "data")
corpus = os.environ.get("PPV_CORPUS", os.path.join(top, "..", "shared", "corpus"))
NO_CORPUS = "figures of the corpus # SKIP no corpus at hand (PPV_CORPUS)"
MOST_LINES = 8


def read(tool, path):
    """The figures of a file, as tests/importers/TOOL prints them."""
    run = subprocess.run([os.path.join(built, "tests", "importers", tool), path],
                         stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def ask(*arguments, statuses=(0,)):
    """The JSON that the command prints; it is to end with one of these."""
    run = subprocess.run([os.path.join(built, "perprovis"), *arguments], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL)
    if run.returncode not in statuses:
        raise ValueError("%r ended with %d" % (arguments, run.returncode))
    return json.loads(run.stdout)


def list_corpus(*kinds):
    """Files of these kinds: path, and what is known of it."""
    for listed in sorted(glob.glob(os.path.join(corpus, "*", "EXPECTED.json"))):
        with open(listed, encoding="utf-8") as stream:
            files = json.load(stream)["files"]
        for name, entry in sorted(files.items()):
            if entry.get("kind") in kinds:
                yield os.path.join(os.path.dirname(listed), name), entry


def list_files(pattern, variable=None):
    """Those of tests/data, and those that the environment adds."""
    more = os.environ.get(variable, "") if variable else ""
    return sorted(glob.glob(os.path.join(data, pattern))) + more.split()


def compare(figures):
    """What is wrong with (name, found, expected)."""
    return ["%s: %r, expected %r" % (name, have, want)
            for name, have, want in figures if have != want]


def run(checks, skips):
    """TAP for checks, (name, function, arguments), which return what is wrong."""
    print("1..%d" % (len(checks) + len(skips)))
    for skip in skips:
        print("ok - " + skip)
    for name, check, arguments in checks:
        wrong = check(*arguments)
        print("%s - %s" % ("not ok" if wrong else "ok", name))
        for line in wrong[:MOST_LINES]:
            print("# " + line)
