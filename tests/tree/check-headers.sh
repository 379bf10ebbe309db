#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each public header compiles alone, all of them lying in one folder as when installed.
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
number=0

for header in $headers; do
  cp "$top_srcdir/$header" "$folder" || exit 99
done
for header in "$folder"/*.h; do
  number=$((number + 1))
  name=${header##*/}
  # shellcheck disable=SC2086 # the flags and the compiler are words
  if echo "#include \"$name\"" |
     $CC -std=gnu17 -Wall -Wextra -Wno-unused-parameter -Werror -fsyntax-only -I"$folder" \
       $BASE_CFLAGS -x c - >&2
  then echo "ok $number - $name compiles alone"
  else echo "not ok $number - $name compiles alone"
  fi
done
echo "1..$number"
