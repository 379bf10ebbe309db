#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares on-cpu, off-cpu and run-queue with perf sched timehist, thread by thread:

    compare-timehist.py PERPROVIS RECORDING

perf adds up what lies between two switches of a CPU, whether or not the second one is of the
thread that the first let enter.  So its sums are divided here into those that are (which must
be ours to the nanosecond) and those that are not, by what perf script lists; what that gives
is held against perf's own summary first, to the microsecond it has.
"""

import collections
import json
import re
import subprocess
import sys

SWITCH = re.compile(r'\s*(?P<tid>-?\d+) +\[(?P<cpu>\d+)\] +(?P<s>\d+)\.(?P<ns>\d{9}): +sched:sched_'
                    r'(?P<event>switch|wakeup|waking|wakeup_new): (?P<text>.*)$')
FIELD = re.compile(r'\b(prev_pid|prev_state|next_pid|pid)=(\S+)')
SUMMARY = re.compile(r'\[(-?\d+)(?:/-?\d+)?\]\s+-?\d+\s+(\d+)\s+([\d.]+)\s')


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, errors='replace').stdout


class Thread:
    def __init__(self):
        self.last = self.ready = 0
        self.entered = False                # since it left last
        self.pending = 0                    # waited before it entered; perf adds it when it leaves
        self.alone = 0                      # waited, but perf has no end of it
        self.run = collections.Counter()    # by whether the switches belong together
        self.wait = collections.Counter()
        self.delay = collections.Counter()
        self.runs = 0


    def enter(self, time):
        """Another thread's switch says that this one enters."""
        self.alone += self.pending
        since = self.last or self.ready
        self.pending = time - since if since and not self.entered else 0
        self.entered = True

    def prove(self):
        """It does something, so that it has entered."""
        if not self.entered and self.ready > self.last > 0:
            self.alone += self.ready - self.last
        self.entered = self.entered or self.last > 0

    def leave(self, time, entered, good):
        """As perf's timehist_update_runtime_stats()."""
        self.run[good] += time - entered
        if self.last and self.last <= entered:
            self.wait[good] += entered - self.last
            self.pending = 0 if good else self.pending
        if not good:
            self.prove()


def live(recording):
    """As perf's timehist_sched_change_event()."""
    threads = collections.defaultdict(Thread)
    cpus = {}                               # cpu -> time, who entered
    for line in output('perf', 'script', '-i', recording, '-Ftid,cpu,time,event,trace', '-G',
                       '--ns').splitlines():
        match = SWITCH.match(line)
        if not match:
            continue
        time = int(match['s']) * 10**9 + int(match['ns'])
        found = dict(FIELD.findall(match['text']))
        if match['event'] != 'switch':
            threads[int(match['tid'])].prove()
            wakee = threads[int(found['pid'])]
            wakee.ready = wakee.ready or time
            continue
        thread = threads[int(found['prev_pid'])]
        entered, who = cpus.get(match['cpu'], (0, None))
        if entered:
            thread.leave(time, entered, who == int(found['prev_pid']))
        thread.last, thread.ready, thread.entered = time, 0, False
        cpus[match['cpu']] = time, int(found['next_pid'])
        threads[int(found['next_pid'])].enter(time)
    for thread in threads.values():
        thread.alone += thread.pending
    return {tid: thread for tid, thread in threads.items() if tid > 0}


def ours(program, recording):
    """By thread and metric, without the times one of whose ends perf has no record of."""
    sums = collections.Counter()
    for metric in ('on-cpu', 'off-cpu', 'run-queue', 'unknown-time'):
        answer = output(program, 'events', '-q', '-n0', '--metric=' + metric, '--format=json',
                        '--no-symbols', recording)
        for event in json.loads(answer)['events'] if answer else []:
            if event['text'] == 'switch not recorded':
                sums[event['tid'], 'worked out'] += event['value']
            else:
                sums[event['tid'], metric] += event['value']
    return sums


def main():
    program, recording = sys.argv[1:]
    threads = live(recording)
    listed = output('perf', 'sched', 'timehist', '-s', '-i', recording)
    runs = collections.Counter()
    for tid, _, run in SUMMARY.findall(listed):
        runs[int(tid)] += float(run)
    mine = ours(program, recording)
    n_equal = n_perf = 0
    total = collections.Counter()
    for tid in sorted(threads):
        thread = threads[tid]
        wait = mine[tid, 'off-cpu'] + mine[tid, 'run-queue'] - thread.alone
        n_perf += abs(sum(thread.run.values()) / 1e6 - runs[tid]) < 0.0011
        equal = thread.run[True] == mine[tid, 'on-cpu'] and thread.wait[True] == wait
        n_equal += equal
        total.update(perf=thread.run[True], besides=thread.run[False], wait=thread.wait[True])
        print(f'{tid:7} run {thread.run[True]:14} ours {mine[tid, "on-cpu"]:14}; '
              f'wait {thread.wait[True]:14} ours {wait:14}; '
              f'perf besides {thread.run[False]:13} {"" if equal else "DIFFERENT"}')
    print(f'{n_perf} of {len(threads)} threads are as perf sched timehist -s says; '
          f'{n_equal} are the same here; in all {dict(total)}')


main()
