# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the verb timeline tells, of a recording of perf and in its three forms."""

import csv
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

SAMPLE = os.path.join(os.path.abspath(os.environ['top_srcdir']), 'tests', 'data',
                      'sample.perf.data')


@test
def sums_agree():
    """the buckets of every form and dimension add up to what hotspots totals"""
    total = answer('hotspots', SAMPLE)['total']
    told = answer('timeline', SAMPLE)
    equal(told['schema'], 'perprovis/timeline/1')
    equal((told['total'], sum(bucket['value'] for bucket in told['buckets'])), (total, total))
    for dimension in ('thread', 'process', 'cpu', 'function'):
        told = answer('timeline', f'--by={dimension}', '-n', '2', '--bucket=1ms', SAMPLE)
        equal(told['bucket_ns'], 1000000)
        equal(sum(bucket['value'] for series in told['series'] for bucket in series['buckets']),
              total)
        rows = list(csv.DictReader(io.StringIO(
            succeed('timeline', '--format=csv', f'--by={dimension}', SAMPLE))))
        equal(sum(int(row['value']) for row in rows), total)
        assert dimension in rows[0]


@test
def buckets_are_filters():
    """a bucket has what a filter of its time selects"""
    told = answer('timeline', '--bucket=2ms', SAMPLE)
    for bucket in told['buckets']:
        if bucket['samples'] == 0:
            continue
        begin = bucket['time_ns']
        hot = answer('hotspots', f'--filter=time={begin}ns..{begin + 2000000}ns', SAMPLE)
        equal((hot['total'], hot['samples']), (bucket['value'], bucket['samples']))


@test
def text_fits_a_terminal():
    """no line is wider than the terminal, and the scale of small pictures is said"""
    folder, name = os.path.split(SAMPLE)
    plain = succeed('timeline', name, cwd=folder)
    has(plain, 'time', 'samples', '█')
    by_function = succeed('timeline', '--by=function', name, cwd=folder)
    has(by_function, 'over time', 'a column is', 'own highest')
    assert max(len(line) for line in (plain + by_function).splitlines()) <= 80


@test
def wrong_questions():
    """what it cannot do it refuses, with the word that helps"""
    for arguments, word in ((['--bucket=0'], '--bucket'), (['--bucket=x'], '--bucket'),
                            (['--by=line'], 'thread'), (['--bucket=1ns'], 'longer')):
        done = run('timeline', *arguments, SAMPLE)
        equal(done.returncode, 2)
        has(done.stderr.decode(), word)
    massif = os.path.join(os.path.dirname(SAMPLE), 'leak.massif')
    has(run('timeline', massif).stderr.decode(), 'perprovis memory')


main()
