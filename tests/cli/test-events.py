# SPDX-License-Identifier: LGPL-2.1-or-later
"""What perprovis events answers."""

import csv
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

DATA = os.path.join(os.environ.get('top_srcdir', '.'), 'tests', 'data')
SEVERAL = os.path.join(DATA, 'several.perf.data')
FIELDS = os.path.join(DATA, 'fields.perf.data')


@test
def all_in_order():
    """events lists every sample of every event in the order of time"""
    all_events = answer('events', '-n0', SEVERAL)
    times = [event['time_ns'] for event in all_events['events']]
    equal(times, sorted(times))
    equal(len(times), all_events['rows'])
    equal(all_events['schema'], 'perprovis/events/1')
    metrics = answer('info', SEVERAL)['metrics']
    for metric in metrics:
        equal(sum(event['event'] == metric['name'] for event in all_events['events']),
              metric['samples'])


@test
def rows():
    """events shows 20 rows, or as many as -n says"""
    equal(len(answer('events', SEVERAL)['events']), 20)
    equal(len(answer('events', '-n3', SEVERAL)['events']), 3)
    has(succeed('events', '-n3', SEVERAL), '3 of ')


@test
def selection():
    """events honours the selection and refuses an empty one"""
    some = answer('events', '-n0', '--metric=page-faults:u', SEVERAL)['events']
    equal({event['event'] for event in some}, {'page-faults:u'})
    late = answer('events', '-n0', '--from=10ms', SEVERAL)['events']
    assert late and all(event['time_ns'] >= 10_000_000 for event in late)
    has(refuse(1, 'events', '--process=nobody', SEVERAL), 'nobody')
    has(refuse(2, 'events', '--metric=nothing', SEVERAL), 'page-faults:u')


@test
def texts():
    """events tells addresses, threads and CPUs where they were recorded"""
    event = answer('events', '-n1', FIELDS)['events'][0]
    has(event['text'], 'addr=0x')
    equal(event['process'], 'sample')
    assert event['cpu'] is not None and event['tid'] > 0


@test
def table():
    """events aligns its columns"""
    lines = succeed('events', '-n5', SEVERAL).splitlines()[:6]
    at = lines[0].index('event')
    assert all(line[at - 1] == ' ' and line[at] != ' ' for line in lines), lines


@test
def rows_of_csv():
    """events writes CSV with one row an event"""
    table_rows = list(csv.DictReader(io.StringIO(succeed('events', '-n0', '--format=csv', SEVERAL))))
    equal(len(table_rows), answer('events', SEVERAL)['rows'])
    equal(int(table_rows[0]['time_ns']), 0)


@test
def stacks_without_times():
    """events of collapsed stacks are told without times"""
    lines = answer('events', write('a.folded', 'main;work 3\nmain 1\n'))['events']
    equal([line['value'] for line in lines], [3, 1])
    equal(lines[0]['time_ns'], None)


main()
