# SPDX-License-Identifier: LGPL-2.1-or-later
# Turns text files into C strings named after them, without indentation and
# lines that are only comment.
function begin() {
  name = FILENAME
  sub(/.*\//, "", name)
  gsub(/[^a-z]/, "_", name)
  printf "%sstatic const char %s[] =", n_files++ ? ";\n\n" : "", name
}
FNR == 1 { begin() }
/]]>/ { print FILENAME ": would end the CDATA section around it" > "/dev/stderr"; failed = 1; exit 1 }
{
  sub(/^[ \t]+/, "")
  if ($0 == "" || /^\/\// || /^\/\*.*\*\/$/)
    next
  gsub(/[\\"]/, "\\\\&")
  printf "\n  \"%s\\n\"", $0
}
END { if (!failed) print ";" }
