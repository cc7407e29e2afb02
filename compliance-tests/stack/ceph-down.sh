#!/bin/bash
# Ends a store that ceph-up.sh started, by its pid files, and deletes its folder.
#   FOLDER=/tmp/s3 bash ceph-down.sh
set -euo pipefail

folder=${FOLDER:?the folder that ceph-up.sh made}
[ -e "$folder/ceph.conf" ] || {
  echo "ceph-down: $folder is no store" >&2
  exit 1
}
for file in "$folder"/run/*.pid; do
  [ -s "$file" ] || continue
  pid=$(cat "$file")
  # A number in an old file may belong to another program by now. A graceful end takes seven seconds and saves nothing.
  if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qE '^(ceph-mon|ceph-osd|radosgw) '; then
    kill -9 "$pid" || true
  fi
done
rm -rf "$folder"
