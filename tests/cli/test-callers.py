# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the verb callers tells of a function."""

import csv
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

DATA = os.path.join(os.path.abspath(os.environ['top_srcdir']), 'tests', 'data')
FOLDED = 'main;work;copy 70\nmain;read;copy 20\nmain;work 9\nmain;rest;rest;copy 1\n'


def arcs(rows):
    return [(row['function'], row['total'], row['count']) for row in rows]


@test
def both_directions():
    """callers tells who calls a function and whom it calls, with the cost of each call"""
    told = answer('callers', write('a.folded', FOLDED), 'work')
    equal((told['schema'], told['matches'], told['total']), ('perprovis/callers/1', 1, 100))
    work, = told['functions']
    equal((work['self'], work['total']), (9, 79))
    equal(arcs(work['callers']), [('main', 79, 2)])
    equal(arcs(work['callees']), [('copy', 70, 1)])
    equal(round(work['callees'][0]['percent'], 2), 88.61)


@test
def patterns_and_recursion():
    """a pattern shows several functions, the most costly first; a recursive one calls itself"""
    file = write('a.folded', FOLDED)
    told = answer('callers', file, 're*')
    equal([row['function'] for row in told['functions']], ['read', 'rest'])
    equal(arcs(told['functions'][1]['callers']), [('main', 1, 1), ('rest', 1, 1)])
    equal(len(answer('callers', '-n', '1', file, '*')['functions']), 1)
    equal(answer('callers', '-n', '0', file, '*')['matches'], 5)
    equal(arcs(answer('callers', '--percent-limit=10', file, 'copy')['functions'][0]['callers']),
          [('work', 70, 1), ('read', 20, 1)])


@test
def sums_of_calls():
    """in a recording, what calls of a leaf cost is the total of the leaf"""
    sample = os.path.join(DATA, 'sample.perf.data')
    leaf = next(row for row in answer('hotspots', sample)['hotspots']
                if row['callers'] and row['self'] == row['total'])
    function, = [row for row in answer('callers', '-n', '0', sample, leaf['function'])['functions']
                 if row['module'] == leaf['module']]
    equal(sum(row['total'] for row in function['callers']), leaf['total'])


@test
def counts_of_calls():
    """of callgrind files the counts of calls are told"""
    told = answer('callers', os.path.join(DATA, 'sample.callgrind'), 'main')
    rows = list(csv.DictReader(io.StringIO(
        succeed('callers', '--format=csv', os.path.join(DATA, 'sample.callgrind'), 'main'))))
    callees = {row['function']: row for row in told['functions'][0]['callees']}
    assert callees
    for row in rows:
        if row['caller'] == 'main':
            equal((int(row['total']), int(row['count'])),
                  (callees[row['callee']]['total'], callees[row['callee']]['count']))


@test
def text():
    """the text names directions, fits a terminal, and says what is not there"""
    file = write('a.folded', FOLDED)
    shown = succeed('callers', file, 'work')
    has(shown, 'called by', 'calls', '100.00', '88.61', 'total 79')
    has(succeed('callers', file, 'main'), 'Nobody calls it.')
    has(succeed('callers', file, 'copy'), 'It calls nobody.')
    missing = run('callers', file, 'nothing')
    equal(missing.returncode, 1)
    has(missing.stderr.decode(), 'a.folded', 'nothing')


main()
