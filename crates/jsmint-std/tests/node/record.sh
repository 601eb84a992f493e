#!/bin/sh
# Records what Node 20 prints for the scripts in this folder. Run it where they lie.
set -e
here=$(cd "$(dirname "$0")" && pwd)
node -e 'if (!process.version.startsWith("v20.")) { console.error("this wants Node 20, not " + process.version); process.exit(1) }'
for script in fs child_process; do
  folder=$(mktemp -d)
  (cd "$folder" && umask 022 && node "$here/$script.js") > "$here/$script.expected"
  rm -r "$folder"
done
