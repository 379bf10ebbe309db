#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Records the files of tests/data anew: tests/record-fixtures.sh [KIND …]
#
# The tests read what is committed and never need this; it says how the files
# were made, and makes more of them.  Kinds: massif collapsed (default: all).
# Needs cc, and valgrind or perf for what they record.
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

for kind in ${*:-massif collapsed}; do
  "record_$kind"
done
