# SPDX-License-Identifier: LGPL-2.1-or-later
"""Memory over time by who allocated it, on heaps that were recorded."""

import collections
import os
import re
import subprocess
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

DATA = os.path.join(os.environ['top_srcdir'], 'tests', 'data')
ROW = re.compile(r' +(\d+)(?: +[\d,]+){5}$')
CALL = re.compile(r'([| ]*)->[\d.]+% \(([\d,]+)B\) (?:0x[0-9A-F]+: )?(.*)$')
PASSES = {'strdup (strdup.c:42)'}  # who allocates for others


def recorded(name):
    return os.path.abspath(os.path.join(DATA, name))


def trees_of_ms_print(file):
    """Bytes by place of each detailed snapshot, as ms_print has them."""
    try:
        text = subprocess.run(['ms_print', '--threshold=0', file], capture_output=True, check=True,
                              text=True).stdout
    except FileNotFoundError:
        raise Skipped('ms_print is not there')
    trees = {}
    snapshot, passed = None, False
    for line in text.splitlines():
        row, call = ROW.match(line), CALL.match(line)
        if row:
            snapshot = int(row[1])
        elif 'heap allocation functions' in line:
            trees[snapshot] = collections.Counter()
        elif call:
            depth, count, site = len(call[1]) // 2, int(call[2].replace(',', '')), call[3]
            if depth == 0:
                passed = site in PASSES
            if (depth == 0 and not passed) or (depth == 1 and passed):
                trees[snapshot][site] += count
    return trees


def bands(memory):
    """Bytes by place of each moment, and what has no place."""
    found = {}
    for i, snapshot in enumerate(memory['moments']):
        found[snapshot] = collections.Counter(
            {band['site'] or band['kind']: band['bytes'][i] for band in memory['bands']})
    return found


def places(counter):
    return {site: count for site, count in counter.items() if count and '(' in site}


@test
def bands_are_those_of_ms_print():
    """who holds how much in each snapshot is what ms_print says"""
    n_trees = 0
    for name in ('leak.massif', 'saw.massif', 'plateau.massif', 'allocate.massif',
                 'allocate-stacks.massif'):
        ours = bands(answer('memory', recorded(name)))
        for snapshot, tree in trees_of_ms_print(recorded(name)).items():
            if not tree:
                continue
            equal(places(ours[snapshot]),
                  {site: count for site, count in places(tree).items() if ':' in site})
            n_trees += 1
    assert n_trees > 100, n_trees


@test
def bands_add_up():
    """at each moment the bands are all that is in use"""
    for name in ('leak.massif', 'allocate-stacks.massif', 'allocate-pages.massif',
                 'forget.heaptrack', 'forget.dhat'):
        memory = answer('memory', recorded(name))
        found = bands(memory)
        assert found, name
        for snapshot, counter in found.items():
            row = memory['snapshots'][snapshot]
            equal(sum(counter.values()),
                  row['heap_bytes'] + row['extra_bytes'] + row['stacks_bytes'])


@test
def pictures_follow_the_suffix():
    """-o F.svg writes the chart, as export does; --format has the last word"""
    file = recorded('leak.massif')
    succeed('memory', file, '-o', 'a.svg')
    succeed('export', file, '--to=memory-svg', '-o', 'b.svg')
    root = xml.etree.ElementTree.parse('a.svg').getroot()
    equal((root.tag, root.get('width')), ('{http://www.w3.org/2000/svg}svg', '1200'))
    with open('a.svg', 'rb') as first, open('b.svg', 'rb') as second:
        equal(first.read(), second.read())
    equal(succeed('memory', file, '--format=svg'), open('a.svg', encoding='utf-8').read())
    succeed('memory', file, '--format=text', '-o', 'c.svg')
    has(open('c.svg', encoding='utf-8').read(), 'Who holds the heap')
    has(succeed('memory', file, '--format=svg', '--width=800', '--title=A & B'), 'width="800"',
        '>A &amp; B</text>')


@test
def formats_follow_the_suffix():
    """-o F.json, F.csv and F.md write what their names say"""
    file = recorded('leak.massif')
    for suffix, beginning in (('json', '{'), ('csv', 'index,time'), ('txt', 'File: ')):
        succeed('memory', file, '-o', 'x.' + suffix)
        assert open('x.' + suffix, encoding='utf-8').read().startswith(beginning), suffix
    succeed('leaks', file, '-o', 'x.md')
    equal(open('x.md', encoding='utf-8').read(), succeed('leaks', file, '--format=markdown'))


@test
def dhat_draws_no_graph():
    """a file that knows the peak and the end only says so"""
    text = succeed('memory', recorded('forget.dhat'))
    has(text, 'Peak: ', 'Nothing is known of the time between', 'Who holds the heap')
    assert '█' not in text
    assert '█' in succeed('memory', recorded('forget.heaptrack'))


@test
def text_fits_a_terminal():
    """memory for people is 80 columns wide at most"""
    for name in ('leak.massif', 'allocate-stacks.massif', 'forget.heaptrack', 'forget.dhat'):
        lines = succeed('memory', recorded(name)).splitlines()
        # the path of the file is as long as it is
        assert all(len(line) <= 80 for line in lines if not line.startswith('File: ')), name


@test
def leaks_are_exported():
    """export --to=json lists what leaks, by place"""
    def exported(name):
        return json.loads(succeed('export', recorded(name), '--to=json'))['memory_leaks']

    found = exported('leak.massif')
    equal([(row['allocation_site'].split(' ')[0], row['initial_bytes'], row['final_bytes'],
            row['growth_bytes'], row['growth_mb'], row['sample_count']) for row in found],
          [('lose', 0, 64000, 64000, 64000 / 2**20, 47)])
    equal(exported('plateau.massif'), [])
    for name in ('forget.heaptrack', 'forget.dhat'):
        equal([(row['allocation_site'].split(' ')[0], row['growth_bytes']) for row in exported(name)],
              [('remember', 600)])
    equal(sum(row['growth_bytes'] for row in exported('memcheck.xml')),
          sum(row['bytes'] for row in answer('leaks', recorded('memcheck.xml'))['leaks']
              if row['verdict'] in ('lost', 'possibly-lost')))


main()
