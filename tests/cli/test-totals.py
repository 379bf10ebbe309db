# SPDX-License-Identifier: LGPL-2.1-or-later
"""
Every verb and format has the same total of a file, and self values add up to it.
PPV_TEST_FILES may name a folder with more files to try; those that are refused
are passed over there.
"""

import csv
import html
import io
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

DATA = os.path.join(os.path.abspath(os.environ.get('top_srcdir', '.')), 'tests', 'data')
DIMENSIONS = ['function', 'module', 'file', 'line', 'thread', 'process', 'cpu', 'stack']
WHOLE = [0, 3]  # 3 is a damaged file, which has totals just as well


def ask(*arguments):
    done = run(*arguments, '-q')
    assert done.returncode in WHOLE, f'{arguments}: exit {done.returncode}: {done.stderr!r}'
    return done.stdout.decode()


def parse(*arguments):
    return json.loads(ask(*arguments))


def self_sum(node):
    """Of a tree of {self, children}; without recursion, as stacks are deep."""
    total, nodes = 0, [node]
    while nodes:
        node = nodes.pop()
        below = node.get('children', [])
        total += int(node['self'])
        if 'module' in node:
            equal(int(node['value']), int(node['self']) + sum(int(row['value']) for row in below))
        nodes += below
    return total


def check_hotspots(file, metric, total):
    for dimension in DIMENSIONS:
        command = ['hotspots', '-n', '0', '--by', dimension, metric, file]
        hot = parse(*command, '--format=json')
        rows = hot['hotspots']
        equal((dimension, int(hot['total'])), (dimension, total))
        equal((dimension, sum(int(row['self']) for row in rows)), (dimension, total))
        table = list(csv.DictReader(io.StringIO(ask(*command, '--format=csv'))))
        equal([(row['self'], row['total']) for row in table],
              [(str(row['self']), str(row['total'])) for row in rows])


def check_trees(file, metric, total):
    for turn in ([], ['--bottom-up']):
        tree = parse('tree', *turn, '--format=json', metric, file)
        equal((int(tree['value']), sum(int(node['value']) for node in tree['children'])),
              (total, total))
        equal(self_sum(tree), total)
    flames = parse('flamegraph', '--format=json', metric, file)
    equal((int(flames['value']), self_sum(flames)), (total, total))
    picture = ask('flamegraph', metric, file)
    data = re.search(r'<metadata id="data">(.*?)</metadata>', picture, re.DOTALL).group(1)
    boxes = json.loads(html.unescape(data))['boxes']
    equal(int(boxes[3]), total)  # name, parent, left, total and self of each; the first is all


def check_export(file, metric, total):
    exported = parse('export', '--to=json', metric, file)
    equal((int(exported['total']), int(exported['flame_graph']['value'])), (total, total))
    equal(sum(int(row['self']) for row in exported['hotspots']), total)
    equal(self_sum(exported['flame_graph']), total)


def check(file):
    for metric in parse('info', '--format=json', file)['metrics']:
        option = '--metric=' + metric['name']
        if int(metric['samples']) == 0:
            continue
        total = int(parse('hotspots', '--format=json', option, file)['total'])
        if metric['kind'] == 'flow':
            equal(total, int(metric['total']))
        check_hotspots(file, option, total)
        check_trees(file, option, total)
        check_export(file, option, total)


@test
def totals_agree():
    """every verb and format has the same total of every file"""
    names = sorted(name for name in os.listdir(DATA)
                   if name.endswith(('.data', '.massif', '.folded')))
    assert names
    tried = 0
    for name in names:
        file = os.path.join(DATA, name)
        if run('info', '-q', file).returncode in WHOLE:
            print('#', name)
            check(file)
            tried += 1
    assert tried > len(names) / 2, f'{tried} of {len(names)}'


@test
def totals_agree_in_more_files():
    """every verb and format has the same total of more files"""
    folder = os.environ.get('PPV_TEST_FILES')
    if not folder:
        raise Skipped('PPV_TEST_FILES names no folder')
    for path, _, names in os.walk(folder):
        for file in sorted(os.path.join(path, name) for name in names):
            if run('info', '-q', file).returncode in WHOLE:
                print('#', file, flush=True)
                check(file)


@test
def rows_are_what_they_are():
    """only what was sampled is called samples, and only what is an estimate is called one"""
    for name, words in (('sample.callgrind', 'places'), ('forget.heaptrack', 'call paths'),
                        ('forget.dhat', 'call paths'), ('sample.perf.data', 'samples')):
        path = os.path.join(DATA, name)
        has(ask('info', path), words)
        has(ask('hotspots', path), words)
        equal('samples' in ask('info', path) + ask('hotspots', path), words == 'samples')
    calls = os.path.join(DATA, 'sample.callgrind')
    for verb, is_estimate in (('hotspots', False), ('info', False), ('tree', True),
                              ('flamegraph', True)):
        equal(b'estimate' in run(verb, calls).stderr, is_estimate)


main()
