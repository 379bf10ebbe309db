# SPDX-License-Identifier: LGPL-2.1-or-later
"""The list of leaks, in all its forms, on heaps that were recorded."""

import csv
import html.parser
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from command import *  # noqa: E402,F403

DATA = os.path.join(os.environ['top_srcdir'], 'tests', 'data')
HOSTILE = '</code><script>alert(1)</script>|`x`'

# heaps.c: in each round LOST stays; with what malloc adds it costs 168, and WORK twice 1016
LOST_PER_BYTE = 160 / (168 + 2 * 1016)


def recorded(name):
    return os.path.abspath(os.path.join(DATA, name))


def hostile_heap():
    """A leak of a function whose name is markup in every language."""
    text = 'desc: (none)\ncmd: ./a\ntime_unit: ms\n'
    for i in range(20):
        text += (f'#-----------\nsnapshot={i}\n#-----------\ntime={i * 100}\n'
                 f'mem_heap_B={i * 1000}\nmem_heap_extra_B=0\nmem_stacks_B=0\nheap_tree=detailed\n'
                 f'n1: {i * 1000} (heap allocation functions) malloc/new/new[]\n'
                 f' n0: {i * 1000} 0x1234: {HOSTILE} (a.c:3)\n')
    return write('hostile.massif', text)


@test
def leak_is_measured():
    """the slope of a leak is what the program loses, and certain"""
    leak = answer('leaks', recorded('leak.massif'))['leaks'][0]
    equal((leak['kind'], leak['verdict']), ('in-use', 'grows'))
    has(leak['site'], 'lose (heaps.c:')
    equal(leak['final_bytes'], 64000)
    assert abs(leak['growth_per_unit'] / LOST_PER_BYTE - 1) < 0.01, leak['growth_per_unit']
    low, high = leak['interval']
    assert low <= LOST_PER_BYTE * 1.005 and high >= LOST_PER_BYTE * 0.995, (low, high)
    equal([frame['function'] for frame in leak['stack'][1:]], ['lose', 'round_of', 'main'])


@test
def slopes_are_per_second():
    """where time is in milliseconds, slopes are per second"""
    found = answer('leaks', recorded('leak-ms.massif'))
    equal((found['schema'], found['time_unit']), ('perprovis/leaks/1', 'ms'))
    leak = found['leaks'][0]
    low, high = leak['interval']
    assert 0.5 * 80000 < low <= leak['growth_per_s'] <= high < 80000  # 160 bytes in 2 ms and more
    assert 'growth_per_unit' not in leak


@test
def pools_and_queues_are_no_leaks():
    """a pool that was filled and a queue that empties are no leaks"""
    for name, verdict in (('plateau', 'plateaus'), ('saw', 'saw-tooth')):
        found = answer('leaks', recorded(f'{name}.massif'))['leaks']
        equal(found[0]['verdict'], verdict)
        assert not any(row['verdict'] in ('grows', 'steps') and row['interval'][0] > 0
                       for row in found)
        has(succeed('leaks', recorded(f'{name}.massif')).splitlines()[0], 'No leak was found')


@test
def text_answers_first():
    """the text begins with the answer and fits 80 columns"""
    for name in ('leak', 'leak-ms', 'plateau', 'saw', 'allocate', 'allocate-pages'):
        # the name of a file is told whole, and the folder of the tests may be a deep one
        text = succeed('leaks', f'{name}.massif', cwd=os.path.dirname(recorded('leak.massif')))
        assert max(map(len, text.splitlines())) <= 80, name
    text = succeed('leaks', recorded('leak.massif'))
    has(' '.join(text.split()), 'It leaks: the memory of lose (heaps.c:', '95 % confidence')


@test
def few_trees_are_said():
    """with few detailed snapshots the whole heap is judged, and the evidence says what to do"""
    found = answer('leaks', recorded('allocate.massif'))['leaks']
    whole = [row for row in found if row['site'] == '[the whole heap]']
    equal(len(whole), 1)
    has(whole[0]['evidence'], '--detailed-freq=1')
    assert all(row['verdict'] == 'unknown' for row in found if row is not whole[0])


@test
def what_was_not_freed_is_a_leak():
    """what heaptrack saw live at the end, and what memcheck lost, are leaks with their bytes"""
    found = answer('leaks', recorded('forget.heaptrack'))['leaks']
    lost = [row for row in found if row['kind'] == 'never-freed']
    equal([(row['bytes'], row['growth_bytes'], row['verdict']) for row in lost],
          [(600, 600, 'never-freed')])
    equal(len({row['site'] for row in found}), len(found))
    found = answer('leaks', recorded('memcheck.xml'))['leaks']
    errors = answer('errors', '-n', '0', recorded('memcheck.xml'))['errors']
    equal(sorted(row['evidence'] for row in found),
          sorted(error['text'] for error in errors if error['kind'].startswith('Leak_')))
    assert {row['verdict'] for row in found} <= {'lost', 'possibly-lost', 'reachable'}


def leaks_of(file):
    return [(row['site'].split(' ')[0], row['kind'], row['bytes'], row['blocks'])
            for row in answer('leaks', file)['leaks']]


@test
def execution_trees_tell_what_was_not_freed():
    """reports on execution trees tell it by stack and, in the format of callgrind, by call"""
    equal(leaks_of(recorded('forget.ms')), [('remember', 'never-freed', 600, 6)])
    equal(leaks_of(recorded('forget.kcg')), [('remember', 'never-freed', 600, 6)])
    equal(leaks_of(recorded('forget-leak.kcg')), [('remember', 'reachable', 600, 6)])
    for name in ('forget.ms', 'forget.kcg'):
        has(refuse(1, 'memory', recorded(name)), 'no moments')


@test
def callers_of_allocators_have_the_leaks():
    """in a report of calls, whoever called what allocates for others has its bytes, once"""
    head = ('# callgrind format\nversion: 1\ncreator: xtree-1\npositions: line\n'
            'event: DB : Definitely lost Bytes\nevent: DIB : Definitely Indirectly lost Bytes\n'
            'event: DBk : Definitely lost Blocks\nevents: DB DIB DBk\n')
    calls = ('fl=a.c\nfn=main\n3\ncfn=f\ncalls=0 5\n3 90 20 2\n'
             'fn=f\n5 10 0 1\ncfn=operator new(unsigned long)\ncalls=0 0\n5 80 20 1\n'
             'fn=operator new(unsigned long)\n0\ncfn=malloc\ncalls=0 0\n0 80 20 1\n'
             'fn=malloc\n0 80 20 1\n')
    file = write('lost.kcg', head + calls + '\ntotals: 90 20 2\n')
    equal(leaks_of(file), [('f', 'definite', 70, 2)])
    has(succeed('leaks', file), '70 B and 20 B that hang', 'f (a.c:5)')


@test
def csv_is_the_same_table():
    """CSV has the rows of JSON"""
    rows = list(csv.DictReader(io.StringIO(succeed('leaks', '--format=csv',
                                                   recorded('leak.massif')))))
    found = answer('leaks', recorded('leak.massif'))['leaks']
    equal([row['site'] for row in rows], [row['site'] for row in found])
    equal([int(row['growth_bytes']) for row in rows], [row['growth_bytes'] for row in found])
    equal(float(rows[0]['growth_per_unit']), found[0]['growth_per_unit'])


@test
def markdown_keeps_names_apart():
    """in Markdown no name is markup"""
    text = succeed('leaks', '--format=markdown', hostile_heap())
    has(text, '# Leaks', '\\</code\\>\\<script\\>alert(1)\\</script\\>\\|\\`x\\`')
    rows = [line for line in text.splitlines() if line.startswith('|')]
    equal(len({row.replace('\\|', '').count('|') for row in rows}), 1)


class Page(html.parser.HTMLParser):
    """The names of all elements, and whether each is ended in its turn."""
    VOID = {'meta'}

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.text = [], set(), ''
        self.feed(text)
        self.close()
        equal(self.open, [])

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        equal(self.open.pop(), tag)

    def handle_data(self, data):
        self.text += data


@test
def html_is_safe():
    """HTML is well formed, loads nothing, and has the names as text only"""
    plain = Page(succeed('leaks', '--format=html', recorded('leak.massif')))
    text = succeed('leaks', '--format=html', hostile_heap())
    page = Page(text)
    equal(page.elements, plain.elements)
    has(page.text, HOSTILE)
    has(text, "default-src 'none'")
    assert 'script' not in page.elements and 'href' not in text and 'src=' not in text


@test
def rows_can_be_limited():
    """-n limits rows and says so, -o writes a file"""
    equal(len(answer('leaks', '-n', '1', recorded('saw.massif'))['leaks']), 1)
    has(succeed('leaks', '-n', '1', recorded('saw.massif')), '1 of 3 places (-n 0 shows all)')
    equal(succeed('leaks', '--format=html', '-o', 'a.html', recorded('saw.massif')), '')
    assert os.path.getsize('a.html') > 1000


@test
def other_files_are_refused():
    """a file that tells nothing of memory is refused, and so are selections"""
    has(refuse(1, 'leaks', write('a.folded', 'a;b 1\n')), 'not freed')
    has(refuse(2, 'leaks', '--function=main', recorded('leak.massif')), 'selection')


@test
def cut_files_end_with_3():
    """a file that is cut is answered as far as it goes, and ends with 3"""
    with open(recorded('leak.massif'), 'rb') as file:
        cut = write('cut.massif', file.read()[:-2500])
    done = run('leaks', '--format=json', cut)
    equal(done.returncode, 3)
    found = json.loads(done.stdout)
    equal((found['complete'], found['leaks'][0]['verdict']), (False, 'grows'))


main()
