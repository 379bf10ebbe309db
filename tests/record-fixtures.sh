#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Records the files of tests/data anew: tests/record-fixtures.sh [KIND …]
#
# The tests read what is committed and never need this; it says how the files
# were made, and makes more of them.  Kinds: massif xtree heaps callgrind dhat heaptrack collapsed
# perf forms errors sanitizers gperftools script (default: all).  Needs cc, and valgrind, heaptrack,
# perf, clang or libgoogle-perftools-dev for what they record.
set -eu

data=$(cd "$(dirname "$0")/data" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

build () # NAME [FLAG …]: the program tests/data/src/NAME.c, found as ./NAME
{
  name=$1
  shift
  cp "$data/src/$name.c" .
  cc -g -fno-omit-frame-pointer "$@" -o "$name" "$name.c"
}

massif () # OUTPUT [OPTION …]
{
  output=$1
  shift
  valgrind --quiet --tool=massif --massif-out-file="$output" --max-snapshots=10 "$@" ./allocate
  cp "$output" "$data/$output"
}

record_massif ()
{
  build allocate -O0
  massif allocate.massif --detailed-freq=2
  massif allocate-stacks.massif --stacks=yes --time-unit=B --depth=6
  massif allocate-pages.massif --pages-as-heap=yes --time-unit=ms --depth=12
}

record_xtree () # Two formats of the same, and memcheck's leaks, which have only one.
{
  build forget -O0 -ffile-prefix-map="$work"=.
  valgrind --quiet --xtree-memory=full --xtree-memory-file=forget.ms ./forget
  valgrind --quiet --xtree-memory=full --xtree-memory-file=forget.kcg --leak-check=full \
    --xtree-leak=yes --xtree-leak-file=forget-leak.kcg ./forget
  for file in forget.ms forget.kcg forget-leak.kcg; do
    sed "s|\./\./|./|" $file > "$data/$file"
  done
}

record_dhat ()
{
  build forget -O0 -ffile-prefix-map="$work"=.
  valgrind --quiet --tool=dhat --dhat-out-file=heap ./forget
  valgrind --quiet --tool=dhat --mode=copy --dhat-out-file=copy ./forget
  sed "s|$work/||" heap > "$data/forget.dhat"
  sed "s|$work/||" copy > "$data/forget-copy.dhat"
}

# Takes the folder of the recording out of texts, which have their lengths before them.
forget_folder ()
{
  awk -v folder="$work/" '
    function hex (n,   digits) {
      do digits = substr ("0123456789abcdef", n % 16 + 1, 1) digits; while (n = int (n / 16))
      return digits
    }
    /^[sxm] / { at = index ($0, folder) }
    /^[sxm] / && at > 0 {
      text = substr ($0, at + length (folder)); sub (/ .*/, "", text)
      print $1 " " hex (length (text)) " " substr ($0, at + length (folder))
      next
    }
    { print }'
}

# Both forms of one recording, so that both have the same figures.
record_heaptrack ()
{
  build forget -O0 -ffile-prefix-map="$work"=.
  heaptrack --raw -o raw ./forget
  zstd -dcq raw.raw.zst > recorded
  "$(dirname "$(command -v heaptrack)")/../lib/heaptrack/libexec/heaptrack_interpret" \
    < recorded | forget_folder > "$data/forget.heaptrack"
  forget_folder < recorded > "$data/forget-raw.heaptrack"
  gzip -9cn "$data/forget.heaptrack" > "$data/forget.heaptrack.gz"
  heaptrack_print "$data/forget.heaptrack.gz"
}

# Snapshots that all tell who allocated, as leaks are looked for in.
record_heaps ()
{
  build heaps -O0
  for kind in leak plateau saw; do
    heap $kind.massif $kind --time-unit=B
  done
  heap leak-ms.massif "leak 2" --time-unit=ms
}

heap () # OUTPUT ARGUMENTS [OPTION …]
{
  output=$1
  arguments=$2
  shift 2
  # shellcheck disable=SC2086
  valgrind --quiet --tool=massif --massif-out-file="$output" --detailed-freq=1 --depth=3 \
    --max-snapshots=60 "$@" ./heaps $arguments
  cp "$output" "$data/$output"
}

# One line a sample, as stackcollapse-perf.pl --pid would merge later: "comm;root;…;leaf 1".
collapse ()
{
  awk '/^[^ \t]/ { comm = $1; stack = "" }
       /^[ \t]+[0-9a-f]+ / { stack = ";" $2 stack }
       /^$/ { if (stack != "") print comm stack " 1"; stack = "" }'
}

record_collapsed ()
{
  build spin -O0
  perf record -q -e cpu-clock:u -F 499 -g -o spin.data ./spin 600
  perf script -i spin.data -F comm,ip,sym | collapse > samples
  head -n 100 samples > "$data/spin-samples.folded"
  awk '{ $NF = ""; n[$0]++ } END { for (stack in n) print stack n[stack] }' samples |
    LC_ALL=C sort > "$data/spin-merged.folded"
}

# Without the C library and without paths of this machine, so that programs are small and
# recordings look the same wherever they are made.
build_alone () # NAME [FLAG …]: tests/data/programs/NAME from sample.c
{
  name=$1
  shift
  cc -O1 -fno-inline -fno-omit-frame-pointer -ffreestanding -nostdlib -static \
    -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
    -Wl,--build-id -Wl,-z,noseparate-code -Wl,-z,norelro "$@" -o "$name" "$data/src/sample.c"
  cp "$name" "$data/programs/$name"
}

record_perf () # The names of the programs are found beside the recordings (--symbol-path).
{
  build_alone sample
  build_alone parent -DWITH_CHILD
  build_alone tables -fomit-frame-pointer -fasynchronous-unwind-tables -Wl,--eh-frame-hdr
  record="perf record -q -N"
  $record -e cpu-clock:u -F 1999 -g -o sample.perf.data ./sample
  $record -e cpu-clock:u,page-faults:u -F 499 -g -o several.perf.data ./parent
  $record -e cpu-clock:u -F 499 -g -d -T -P --sample-cpu --sample-identifier -R \
    -o fields.perf.data ./sample
  $record -e '{cpu-clock:u,task-clock:u}:S' -F 499 -o group.perf.data ./sample
  $record -e cpu-clock:u -F 299 --call-graph dwarf,256 -o stacks.perf.data ./sample
  $record -e cpu-clock:u -F 199 --call-graph dwarf,512 -o unwound.perf.data ./tables
  $record -e cpu-clock:u -F 499 -z -o compressed.perf.data ./sample
  $record -e cpu-clock:u -F 499 -o - ./sample > pipe.perf.data
  $record -e cpu-clock:u -F 99 -g --switch-events -o waits.perf.data ./parent
  $record -e raw_syscalls:sys_enter,raw_syscalls:sys_exit -g -o syscalls.perf.data ./parent
  chmod 644 ./*.perf.data
  cp ./*.perf.data "$data"
}

# The same program in forms that are read another way; switches want the rights of root.
record_forms ()
{
  cp "$data/programs/sample" .
  record="perf record -q -N -e cpu-clock:u -F 199"
  $record -z -o - ./sample > packed-pipe.perf.data
  $record -g --threads=cpu -o folder.perf.data ./sample
  $record -g -e sched:sched_switch,sched:sched_wakeup -o switches.perf.data ./sample
  chmod -R u=rwX,go=rX ./*.perf.data
  rm -rf "$data/folder.perf.data"
  cp -r ./*.perf.data "$data"
}

record_callgrind () # The paths of this machine are left out, in the program and after.
{
  build_alone sample -g "-ffile-prefix-map=$data/src=."
  valgrind --quiet --tool=callgrind --callgrind-out-file=callgrind --dump-instr=yes \
    --collect-jumps=yes --cache-sim=yes --branch-sim=yes ./sample
  valgrind --quiet --tool=cachegrind --cachegrind-out-file=cachegrind --cache-sim=yes ./sample
  for tool in callgrind cachegrind; do
    sed "s|$work/||" $tool > "$data/sample.$tool"
  done
}

# As XML and as text, which has to say the same.  Folders of this machine are taken out.
check_program () # NAME TOOL [OPTION …] -- [ARGUMENT …]
{
  name=$1 tool=$2
  shift 2
  options=
  while [ "$1" != -- ]; do options="$options $1"; shift; done
  shift
  valgrind --tool=$tool $options --xml=yes --xml-file=$name.xml ./mistakes "$@"
  valgrind --tool=$tool $options --log-file=$name.txt ./mistakes "$@"
  for file in $name.xml $name.txt; do
    sed "s,$work,/src,g" $file > "$data/$file"
  done
}

record_errors ()
{
  build mistakes -O0 -Wno-use-after-free -pthread
  all='--leak-check=full --show-leak-kinds=all'
  check_program memcheck memcheck $all --track-origins=yes -s --
  check_program suppressed memcheck --leak-check=full --gen-suppressions=all --
  check_program helgrind helgrind -s -- race
  check_program drd drd -s -- race
}

# What both compilers write: all mistakes in one run, and leaks alone.
record_sanitizers ()
{
  cp "$data/src/mistakes.c" .
  flags='-g -O0 -fno-omit-frame-pointer -Wno-use-after-free -pthread -fsanitize=address'
  options="strip_path_prefix=$work/:fast_unwind_on_malloc=0"
  gcc $flags -fsanitize-recover=address "-ffile-prefix-map=$work/=" -o mistakes mistakes.c
  ASAN_OPTIONS=$options:halt_on_error=0 ./mistakes > "$data/mistakes.asan.txt" 2>&1 || true
  clang $flags -Wno-unknown-warning-option "-ffile-prefix-map=$work/=" -o mistakes mistakes.c
  ASAN_OPTIONS=$options ./mistakes > "$data/first.asan.txt" 2>&1 || true
}

# With the figures of google-pprof in mind; the paths of this machine are left out.
record_gperftools ()
{
  build grab -O1 -Wl,--no-as-needed -lprofiler -ltcmalloc
  CPUPROFILE=cpu CPUPROFILE_FREQUENCY=250 ./grab
  HEAPPROFILE=./heap ./grab
  google-pprof --text grab cpu
  google-pprof --text --inuse_space grab heap.0001.heap
  LC_ALL=C sed "s|$work/|/src/|" cpu > "$data/grab.prof"
  sed "s|$work/|/src/|" heap.0001.heap > "$data/grab.heap"
}

# The text of recordings that are there.
record_script ()
{
  perf script --show-task-events --show-switch-events -i "$data/waits.perf.data" \
    > "$data/waits.perf-script"
  perf script -i "$data/group.perf.data" > "$data/group.perf-script"
}

all='massif xtree heaps callgrind dhat heaptrack collapsed perf forms errors sanitizers gperftools script'
for kind in ${*:-$all}; do
  "record_$kind"
done
