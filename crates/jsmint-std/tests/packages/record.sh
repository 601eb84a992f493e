#!/bin/sh
# Records what Node 20 prints for each job, in jobs/NAME.expected: `npm ci && sh record.sh [NAME…]`.
cd "$(dirname "$0")/jobs" || exit 1
[ $# -gt 0 ] || set -- $(ls -- *.js | sed 's/\.js$//')
for name; do
  TZ=UTC node -e "
    const { job, request, input } = require('./$name.js');
    (async () => { await job(); console.log('request: ' + request(input)); })();
  " > "$name.expected" || exit 1
done
