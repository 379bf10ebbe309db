#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Installs the packages of a folder into a minimal Debian 12 made for it, and
# runs the command and the viewer there.  Run by hand, as root; needs mmdebstrap,
# Xvfb and xwininfo (x11-utils).
#
#     tests/packages/check-in-clean-root.sh build-packages
set -eu
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
top=$here/../..
packages=${1:?usage: check-in-clean-root.sh FOLDER-WITH-PACKAGES}
root=$(mktemp -d --tmpdir perprovis-root.XXXXXX)
display=:$((90 + $$ % 100))
started=()

fail ()
{
  printf 'FAIL: %s\n' "$*" >&2
  exit 1
}

clean_up ()
{
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  if mountpoint -q "$root/tmp/.X11-unix"; then umount "$root/tmp/.X11-unix"; fi
  rm -rf --one-file-system -- "$root"
}
trap clean_up EXIT

inside ()
{
  chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive DISPLAY="$display" GSK_RENDERER=cairo "$@"
}

make_root ()
{
  local sources=()
  # the archive this machine itself installs from, where that is Debian's
  mapfile -t sources < <(grep -l debian-archive-keyring /etc/apt/sources.list \
                           /etc/apt/sources.list.d/* 2>/dev/null)
  chmod 755 "$root"
  mmdebstrap --quiet --variant=minbase bookworm "$root" "${sources[@]}"
}

install_packages ()
{
  mkdir "$root/packages"
  cp -- "$packages"/*.deb "$root/packages"
  rm -f -- "$root"/packages/*-dbgsym_*.deb
  inside sh -c 'apt-get update -q && apt-get install -q -y --no-install-recommends /packages/*.deb' \
    >"$packages/install.log" 2>&1 || { tail -n 30 "$packages/install.log"; fail "installing"; }
}

check_command ()
{
  cp "$top/debian/tests/command" "$root/tmp/command"
  cp "$top/tests/data/sample.perf.data" "$root/tmp/"
  inside perprovis --version
  inside perprovis formats
  inside env AUTOPKGTEST_TMP=/tmp sh /tmp/command >/dev/null || fail "the command"
  inside perprovis info /tmp/sample.perf.data
}

check_viewer ()
{
  local viewer
  Xvfb "$display" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
  started+=($!)
  mkdir -p "$root/tmp/.X11-unix"
  mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
  for _ in {1..50}; do
    test -S "/tmp/.X11-unix/X${display#:}" && break
    sleep 0.1
  done
  inside perprovis-gtk /tmp/sample.perf.data >"$packages/viewer.log" 2>&1 &
  viewer=$!
  started+=("$viewer")
  for _ in {1..100}; do
    kill -0 "$viewer" 2>/dev/null || { cat "$packages/viewer.log"; fail "the viewer ended"; }
    xwininfo -root -tree -display "$display" | grep -q sample.perf.data && return 0
    sleep 0.2
  done
  cat "$packages/viewer.log"
  fail "the viewer showed no window for the file"
}

make_root
install_packages
check_command
check_viewer
inside sh -c 'apt-get purge -q -y "perprovis*" "libperprovis*" gir1.2-ppv-0' >/dev/null 2>&1 ||
  fail "removing"
echo "PASS: the packages install, run and are removed again"
