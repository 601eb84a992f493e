#!/bin/sh
# Records what Node 20 prints for each script of this folder, in NAME.expected: `sh record.sh [NAME…]`.
cd "$(dirname "$0")" || exit 1
[ $# -gt 0 ] || set -- $(ls -- *.js | sed 's/\.js$//')
for name; do
  node "./$name.js" > "$name.expected" || exit 1
done
