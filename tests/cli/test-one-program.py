# SPDX-License-Identifier: LGPL-2.1-or-later
"""
One program seen by memcheck, DHAT, massif and heaptrack: what it loses is the same in all.

Each tool adds what others do not see: memory of the C and C++ libraries, which Valgrind frees
at the end of memcheck's programs only, and heaptrack suppresses in part.  So the places of the
program itself are compared, and what else there is must be of libraries.
"""

import collections
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

SOURCE = os.path.join(os.path.abspath(os.environ.get('top_srcdir', '.')), 'tests', 'data', 'src',
                      'forgets.cpp')
# bytes by function, as the source says
KNOWN = {'lose_blocks': 3000, 'lose_list': 192, 'lose_vector': 1024, 'lose_string': 233,
         'lose_in_thread': 642, 'keep_inside': 500, 'keep_block': 700}
KINDS = {'definite': 3000 + 48 + 24 + 32 + 642, 'indirect': 144 + 1000 + 201, 'possible': 500,
         'reachable': 700}
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != 'LD_PRELOAD'}


def build():
    compiler = shlex.split(os.environ.get('CXX', 'c++'))
    if shutil.which(compiler[0]) is None:
        raise Skipped(f'{compiler[0]} is not installed')
    if not os.path.exists('forgets'):
        # frame pointers and no sanitizer, whatever the tree is built with
        subprocess.run([*compiler, '-std=c++14', '-g', '-O0', '-w', '-pthread', '-o', 'forgets',
                        SOURCE], check=True)


def record(tool, *command):
    """Runs the program under a tool that is there and works here."""
    if shutil.which(tool) is None:
        raise Skipped(f'{tool} is not installed')
    build()
    done = subprocess.run([tool, *command, './forgets'], capture_output=True, text=True,
                          env=ENVIRONMENT)
    if 'FATAL' in done.stderr or 'valgrind: ' in done.stderr:
        raise Skipped('valgrind cannot run programs here: ' + done.stderr.split('\n')[0])
    return done


def leaks_of(path):
    done = run('leaks', '--format=json', '-n', '0', path)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)['leaks']


def by_function(rows, key='bytes'):
    """Bytes of the functions of the program; whatever else has some."""
    own, others = collections.Counter(), []
    for row in rows:
        place = re.match(r'(\w+)(?:\(\))? \(.*forgets\.cpp', row['site'])
        if place:
            own[place[1]] += row[key] or 0
        elif row[key]:
            others.append(row['site'])
    return {name: n_bytes for name, n_bytes in own.items() if n_bytes}, others


def check(rows, key='bytes'):
    own, others = by_function(rows, key)
    equal(own, KNOWN)
    assert not any('forgets' in site and 'cpp' in site for site in others), others


@test
def memcheck():
    """memcheck: each place of the program with the bytes that it loses, and each kind"""
    record('valgrind', '--leak-check=full', '--show-leak-kinds=all', '--xml=yes',
           '--xml-file=memcheck.xml')
    rows = leaks_of('memcheck.xml')
    check(rows)
    kinds = collections.Counter()
    for row in rows:
        kinds[row['kind']] += row['bytes'] if 'forgets.cpp' in row['site'] else 0
    equal(dict(kinds), KINDS)
    equal(by_function([row for row in rows if row['kind'] == 'possible'])[0],
          {'keep_inside': 500})
    equal(by_function([row for row in rows if row['verdict'] == 'reachable'])[0],
          {'keep_block': 700})


@test
def dhat():
    """DHAT: each place of the program with the bytes that it does not free"""
    record('valgrind', '--tool=dhat', '--dhat-out-file=dhat.out')
    check(leaks_of('dhat.out'))


@test
def massif():
    """massif: each place of the program with the bytes that it has at the end"""
    record('valgrind', '--tool=massif', '--massif-out-file=massif.out', '--detailed-freq=1',
           '--threshold=0', '--time-unit=B', '--max-snapshots=1000')
    check(leaks_of('massif.out'), 'final_bytes')


@test
def heaptrack():
    """heaptrack: each place of the program with the bytes that it does not free"""
    record('heaptrack', '-o', 'heap')
    found = [name for name in glob.glob('heap*') if os.path.getsize(name) > 0]
    if not found:
        raise Skipped('heaptrack records nothing here')
    check(leaks_of(found[0]))


main()
