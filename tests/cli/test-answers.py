# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the verbs answer."""

import csv
import gzip
import io
import os
import sys
import unicodedata

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

FOLDED = 'main;work;inner 70\nmain;work 20\nmain;rest 10\n'
LONG = 'std::vector<std::pair<std::string, int>, std::allocator<int> >::emplace_back' * 3
WIDE = '図形::描画する関数' * 12

MASSIF = '''desc: --time-unit=B
cmd: ./prog
time_unit: B
#-----------
snapshot=0
#-----------
time=0
mem_heap_B=0
mem_heap_extra_B=0
mem_stacks_B=0
heap_tree=empty
#-----------
snapshot=1
#-----------
time=1000
mem_heap_B=1000
mem_heap_extra_B=8
mem_stacks_B=0
heap_tree=detailed
n2: 1000 (heap allocation functions) malloc/new/new[], --alloc-fns, etc.
 n1: 600 0x1234: make (shape.c:12)
  n0: 600 0x2345: main (main.c:3)
 n0: 400 0x3456: ??? (in /usr/lib/libfoo.so)
#-----------
snapshot=2
#-----------
time=2000
mem_heap_B=1200
mem_heap_extra_B=16
mem_stacks_B=0
heap_tree=empty
'''


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else
               0 if unicodedata.combining(c) else 1 for c in line)


@test
def hotspots_numbers():
    """hotspots tells self and total of each function"""
    hot = answer('hotspots', write('a.folded', FOLDED))
    equal((hot['schema'], hot['format'], hot['complete']),
          ('perprovis/hotspots/1', 'collapsed', True))
    equal((hot['total'], hot['metric']['name']), (100, 'samples'))
    rows = {row['function']: row for row in hot['hotspots']}
    equal({name: (row['self'], row['total']) for name, row in rows.items()},
          {'inner': (70, 70), 'work': (20, 90), 'rest': (10, 10), 'main': (0, 100)})
    equal(rows['work']['callers'], ['main'])
    equal(rows['main']['callees'], ['work', 'rest'])
    equal([row['function'] for row in hot['hotspots']], ['inner', 'work', 'rest', 'main'])


@test
def hotspots_table():
    """hotspots shows a table of percentages and values under a head"""
    text = succeed('hotspots', write('a.folded', FOLDED))
    has(text, 'a.folded', 'self %', 'total %', '70.00', '90.00', 'inner')


@test
def rows_and_order():
    """-n, --sort and --percent-limit choose the rows, and what is cut is said"""
    lines = ''.join(f'main;f{i:02} {i + 1}\n' for i in range(40))
    file = write('a.folded', lines)
    equal(len(answer('hotspots', file)['hotspots']), 20)
    equal(len(answer('hotspots', '-n', '0', file)['hotspots']), 41)
    has(succeed('hotspots', '-n', '3', file), '3 of 41 rows')
    equal(answer('hotspots', '--sort=total', file)['hotspots'][0]['function'], 'main')
    equal(answer('hotspots', '--sort=name', file)['hotspots'][0]['function'], 'f00')
    least = answer('hotspots', '-n', '0', '--percent-limit=4', file)['hotspots']
    assert least and all(row['total_percent'] >= 4 for row in least)


@test
def every_object_has_the_same_head():
    """every object in JSON says its schema, file, format, completeness and warnings"""
    broken = write('cut.folded', FOLDED + 'this line has no number\n')
    commands = [[verb, '--format=json', broken]
                for verb in ('info', 'hotspots', 'tree', 'flamegraph')]
    commands += [['export', '--to=json', broken]]
    for command in commands:
        done = run(*command)
        told = json.loads(done.stdout)
        verb = command[0]
        equal((done.returncode, told['schema'], told['file'], told['format'], told['complete']),
              (3, f'perprovis/{verb}/1', broken, 'collapsed', False))
        for warning in told['warnings']:
            equal(sorted(warning), ['code', 'count', 'message', 'offset'])
        assert told['warnings'], verb
    formats = answer('formats')
    equal((formats['file'], formats['complete'], formats['warnings']), (None, True, []))


@test
def fractions_are_exact_everywhere():
    """weights with a fraction are the same decimal number in every form"""
    file = write('fractions.folded', 'main;a 1.5\nmain;b 2.25\n')
    has(succeed('hotspots', file), '3.75 samples')
    equal(answer('hotspots', file)['total'], 3.75)
    equal([row['self'] for row in csv.DictReader(io.StringIO(
        succeed('hotspots', '--format=csv', file)))], ['2.25', '1.5', '0'])
    equal(answer('callers', file, 'a')['functions'][0]['callers'][0]['total'], 1.5)
    has(succeed('callers', '--format=csv', file, 'a'), 'main,a,1.5,1')
    equal(answer('timeline', file)['total'], 0)
    equal(answer('timeline', file)['samples_without_time'], 2)


@test
def large_numbers_are_strings():
    """what JavaScript cannot count exactly is a string of digits"""
    file = write('large.folded', f'main;a {2**53 + 1}\nmain;b 1\n')
    hot = answer('hotspots', file)
    equal(hot['total'], str(2**53 + 2))
    equal(hot['hotspots'][0]['self'], str(2**53 + 1))
    equal(answer('flamegraph', file)['value'], str(2**53 + 2))


@test
def wide_tables_tell_samples():
    """hotspots tells samples where there is room and the metric is none of them"""
    sample = os.path.join(os.path.abspath(os.environ['top_srcdir']), 'tests', 'data',
                          'sample.perf.data')
    wide = succeed('hotspots', sample, environment={'COLUMNS': '120'})
    has(wide.splitlines()[3], 'total %', 'samples', 'function')
    assert 'samples' not in succeed('hotspots', sample).splitlines()[3]
    file = write('a.folded', FOLDED)
    assert 'samples  ' not in succeed('hotspots', file, environment={'COLUMNS': '120'})


@test
def hotspots_by_stack():
    """hotspots --by=stack tells whole stacks, function by function"""
    rows = answer('hotspots', '--by=stack', write('a.folded', FOLDED))['hotspots']
    equal([(row['stack'], row['self'], row['total'], row['samples']) for row in rows],
          [('main;work;inner', 70, 70, 1), ('main;work', 20, 20, 1), ('main;rest', 10, 10, 1)])
    has(succeed('hotspots', '--by=stack', 'a.folded'), 'main;work;inner', 'stack')


@test
def csv_is_safe():
    """csv quotes what it must and starts no formula"""
    text = succeed('hotspots', '--format=csv', write('a.folded', '=cmd|x,"y";b 3\n'))
    rows = list(csv.DictReader(io.StringIO(text)))
    names = [row['function'] for row in rows]
    assert "'=cmd|x,\"y\"" in names, names
    equal({row['self'] for row in rows}, {'0', '3'})


@test
def filters_select():
    """--filter and --function select the same samples, and the answer says so"""
    file = write('a.folded', FOLDED)
    equal(answer('hotspots', '--filter=function=work', file)['total'], 90)
    equal(answer('hotspots', '--function=work', file)['total'], 90)
    equal(answer('hotspots', '--filter', 'function!=inner', file)['total'], 30)
    has(succeed('hotspots', '--function=work', file), 'function=work', '90.00 %')


@test
def nothing_selected_is_not_an_empty_answer():
    """a selection that matches nothing is refused, not answered with nothing"""
    file = write('a.folded', FOLDED)
    for verb in ('hotspots', 'tree', 'flamegraph', 'info'):
        has(refuse(1, verb, '--function=nowhere', file), 'function=nowhere')
    has(refuse(1, 'export', '--to=json', '--function=nowhere', file), 'function=nowhere')


@test
def standard_input_and_wrapped_files():
    """- is standard input, and wrapped files are unwrapped"""
    equal(answer('hotspots', '-', stdin=FOLDED.encode())['total'], 100)
    with gzip.open('a.folded.gz', 'wb') as file:
        file.write(FOLDED.encode())
    equal(answer('hotspots', 'a.folded.gz')['total'], 100)


@test
def tables_fit():
    """no line is wider than 80 columns, whatever the names"""
    file = write('a.folded', f'main;{LONG};{WIDE} 70\nmain;{WIDE} 20\nmain;{LONG}x 9\n')
    for arguments in (['hotspots'], ['hotspots', '--by=module'], ['tree'], ['tree', '--bottom-up'],
                      ['flamegraph', '--format=text']):
        for line in succeed(*arguments, file).splitlines():
            assert columns(line) <= 80, f'{columns(line)}: {line}'
    has(succeed('hotspots', file), '…')


@test
def cut_names_stay_telling():
    """a C++ name that is too long loses its template arguments before its function"""
    long = 'std::' + 'x' * 30
    names = {f'visit<{long}, A<{long}> >::call<{long}>(int)': 'visit<…>::call<…>(int)',
             f'Set<{long}{long}>::operator<': 'Set<…>::operator<',
             f'<Vec<{long}{long}> as Drop>::drop': '<Vec<…> as Drop>::drop',
             f'f<{long}, (a->b)>::g<{long}>': 'f<…>::g<…>'}
    for name, shown in names.items():
        file = write('a.folded', f'main;{name} 5\n')
        for verb in ('hotspots', 'tree'):
            has(succeed(verb, file), shown)
        equal(answer('hotspots', file)['hotspots'][0]['function'], name)


@test
def hostile_names_stay_harmless():
    """no control character of a name or a file reaches the output"""
    name = 'a\x1b]0;owned\x07\x9b31m\u202eb\x7f'
    file = write('a\x1b[31m.folded', f'main;{name} 5\nbroken line\n')
    for arguments in (['hotspots'], ['tree'], ['info'], ['tree', '--bottom-up'],
                      ['hotspots', '--by=file'], ['flamegraph', '--format=text']):
        done = run(*arguments, file)
        for text in (done.stdout.decode(), done.stderr.decode()):
            for character in text:
                assert character == '\n' or ord(character) >= 32, repr(text)
                assert not 127 <= ord(character) < 160, repr(text)
                assert character not in '\u202a\u202b\u202c\u202d\u202e', repr(text)
    error = refuse(1, 'hotspots', 'no\x1b[31m\nfile')
    equal(len(error.splitlines()), 1)
    assert '\x1b' not in error


@test
def trees():
    """tree tells the calls from the top down, and from the bottom up"""
    file = write('a.folded', FOLDED)
    tree = answer('tree', file)
    equal((tree['schema'], tree['value']), ('perprovis/tree/1', 100))
    work = tree['children'][0]['children'][0]
    equal((work['name'], work['value'], work['self']), ('work', 90, 20))
    up = answer('tree', '--bottom-up', file)
    equal([(child['name'], child['value']) for child in up['children']],
          [('inner', 70), ('work', 20), ('rest', 10)])
    equal(sum(child['value'] for child in up['children']), up['value'])
    text = succeed('tree', file)
    has(text, '├─ work', '└─ rest')


@test
def tree_says_what_it_leaves_out():
    """tree says how many branches it leaves out"""
    file = write('a.folded', 'main;a 1000\nmain;b 1\nmain;c 1\n')
    text = succeed('tree', file)
    has(text, '2 smaller branches')
    assert ' b\n' not in text
    has(succeed('tree', '--percent-limit=0', file), '─ b\n')
    equal(len(succeed('tree', '-n', '1', file).splitlines()),
          len(succeed('tree', file).splitlines()) - 1)


@test
def deep_stacks():
    """a stack of ten thousand frames is no trouble"""
    file = write('deep.folded', ';'.join(f'f{i}' for i in range(9000)) + ' 5\n')
    for arguments in (['tree'], ['tree', '--bottom-up'], ['tree', '--format=json']):
        succeed(*arguments, file)


@test
def info_tells_what_is_there():
    """info tells format, metrics and quality"""
    info = answer('info', write('a.folded', FOLDED))
    for key in ('schema', 'file', 'format', 'complete', 'warnings', 'host', 'command', 'tool',
                'duration_ns', 'metrics', 'processes', 'threads', 'records', 'quality'):
        assert key in info, key
    equal([(row['name'], row['total']) for row in info['metrics']], [('samples', 100)])
    has(succeed('info', 'a.folded'), 'collapsed', 'samples')


@test
def info_tells_facts_in_words():
    """info tells what a recording says of its machine in words and units"""
    sample = os.path.join(os.path.abspath(os.environ['top_srcdir']), 'tests', 'data',
                          'sample.perf.data')
    text = succeed('info', sample)
    has(text, 'OS release', 'CPUs online', 'GiB')
    assert ' kb' not in text, text


@test
def info_tells_missing_callers():
    """info says when samples have no callers, and what to do"""
    info = answer('info', write('flat.folded', 'a 5\nb 6\n'))
    equal([row['code'] for row in info['quality']], ['no-call-stacks'])
    flat = info['quality'][0]
    equal((flat['severity'], flat['count'], flat['share'], flat['share_of']),
          ('incomplete', 2, 1, 'samples'))
    assert flat['message'] and flat['advice']
    has(succeed('info', 'flat.folded'), 'Quality', '! The samples have no callers', '→ Record')


@test
def info_tells_what_it_looked_at():
    """info says what was looked at where nothing is wrong"""
    file = write('a.folded', FOLDED)
    equal(answer('info', file)['quality'], [])
    has(succeed('info', file), 'No problems found in: the file itself, call stacks')


@test
def derived_metrics_need_their_events():
    """--derived says what a file has no events for"""
    file = write('a.folded', FOLDED)
    equal(answer('info', file)['derived'], [])
    has(refuse(2, 'hotspots', '--derived=ipc', file), 'no two events', "'{cycles,instructions}'")
    assert 'derived' not in answer('hotspots', file)


@test
def info_keeps_evidence_to_itself():
    """info tells what the quality report is made of in JSON only"""
    sample = os.path.join(os.path.abspath(os.environ['top_srcdir']), 'tests', 'data',
                          'sample.perf.data')
    equal(answer('info', sample)['facts']['quality_call_graph'], 'fp')
    assert 'uality call' not in succeed('info', sample)


@test
def memory_figures():
    """memory tells the snapshots, the highest, and no peak where none is marked"""
    memory = answer('memory', write('massif.out.1', MASSIF))
    equal((memory['time_unit'], memory['peak']), ('bytes', None))
    equal((memory['highest']['index'], memory['highest']['heap_bytes']), (2, 1200))
    equal([row['heap_bytes'] for row in memory['snapshots']], [0, 1000, 1200])
    equal([row['detailed'] for row in memory['snapshots']], [False, True, False])


@test
def memory_tree():
    """memory tells who holds the peak, with the labels of massif"""
    text = MASSIF.replace('heap_tree=detailed', 'heap_tree=peak')
    peak = answer('memory', write('massif.out.2', text))['peak']
    equal((peak['time'], peak['heap_bytes'], peak['extra_bytes']), (1000, 1000, 8))
    tree = peak['tree']
    equal(tree['name'], '(heap allocation functions) malloc/new/new[], --alloc-fns, etc.')
    equal([(node['name'], node['value']) for node in tree['children']],
          [('0x1234: make (shape.c:12)', 600), ('0x3456: ??? (in /usr/lib/libfoo.so)', 400)])
    equal(tree['children'][0]['children'][0]['name'], '0x2345: main (main.c:3)')


@test
def memory_is_the_same_exported():
    """export --to=json tells the same of memory as memory --format=json"""
    marked = MASSIF.replace('heap_tree=detailed', 'heap_tree=peak')
    for file in (write('massif.out.5', MASSIF), write('massif.out.6', marked)):
        memory = answer('memory', file)
        exported = json.loads(succeed('export', '--to=json', file))
        for key in ('time_unit', 'peak', 'highest', 'snapshots'):
            equal(exported[key], memory[key])


@test
def memory_text():
    """memory draws the heap over time in 72 columns and lists the snapshots"""
    text = succeed('memory', write('massif.out.3', MASSIF))
    has(text, './prog', 'make (shape.c:12)', '60.00', '1,200', '█')
    graph = [line for line in text.splitlines() if '│' in line and '█' in line]
    assert graph and all(columns(line) <= 72 for line in graph)
    rows = list(csv.DictReader(io.StringIO(succeed('memory', '--format=csv', 'massif.out.3'))))
    equal([row['total_bytes'] for row in rows], ['0', '1008', '1216'])


@test
def memory_refuses_what_it_cannot_honour():
    """memory refuses selections, and times in seconds where time is bytes"""
    file = write('massif.out.4', MASSIF)
    for option in ('--function=main', '--from=5', '--filter=metric=heap'):
        has(refuse(2, 'memory', option, file), 'selection')
    has(refuse(2, 'hotspots', '--to=1s', file), 'bytes')
    equal(answer('hotspots', '--to=1001', file)['total'], 1000)
    has(succeed('hotspots', '--to=1001', file), 'at 1000 B')


@test
def memory_of_samples_is_refused():
    """memory of a recording that has none is refused"""
    has(refuse(1, 'memory', write('a.folded', FOLDED)), 'a.folded', 'memory')


main()
