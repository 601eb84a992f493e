'use strict';

// What Node makes of the orders: `node run-under-node.js orders.jsonl > expected.jsonl`.
//
// One process and one copy of the application for all of them, so the count of orders served is set to 1 here: under
// `jsmint each` every order finds the application as it was loaded.

const { readFileSync } = require('node:fs');
const handle = require('./handler.js');

let failed = 0;
readFileSync(process.argv[2] ?? 0, 'utf8').split('\n').forEach((text, i) => {
  if (text.trim() === '') return;
  try {
    process.stdout.write(`${JSON.stringify({ ...handle(JSON.parse(text)), served: 1 })}\n`);
  } catch (error) {
    failed += 1;
    process.stderr.write(`record ${i + 1}: ${error.code ?? error.name}: ${error.message}\n`);
  }
});
process.exitCode = failed > 0 ? 1 : 0;
