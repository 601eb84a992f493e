import vm from 'node:vm';
import readline from 'node:readline';
import { Worker } from 'node:worker_threads';

const { FUNCTIONS, SOURCE, ORDER, EXPECTED } = process.env;
const calls = { source: SOURCE, script: SOURCE, number: 'number(41)', json: `json(${JSON.stringify(ORDER)})` };
const results = { source: 42, script: 42, number: 83, json: EXPECTED };
const needsFunctions = (name) => name === 'number' || name === 'json';
const functions = new vm.Script(FUNCTIONS);
const compiled = Object.fromEntries(Object.entries(calls).map(([name, source]) => [name, new vm.Script(source)]));

function check(name, result) {
  if (result !== results[name]) throw new Error(`${name} gives ${result}`);
}

function context(name) {
  const context = vm.createContext({});
  if (name === 'empty') return;
  if (needsFunctions(name)) functions.runInContext(context);
  check(name, name === 'source' ? vm.runInContext(SOURCE, context) : compiled[name].runInContext(context));
}

async function worker(name) {
  const work = name === 'empty' ? 'undefined' : `(0, eval)(${JSON.stringify(calls[name])})`;
  const before = needsFunctions(name) ? `(0, eval)(${JSON.stringify(FUNCTIONS)});` : '';
  const source = `${before} require('node:worker_threads').parentPort.postMessage(${work})`;
  // Without the arguments of this process, which make modules of what is evaluated.
  const worker = new Worker(source, { eval: true, execArgv: [] });
  const result = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  if (name !== 'empty') check(name, result);
  await worker.terminate();
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [way, name, lives] = line.split(' ');
  let answer = 'done';
  try {
    for (let life = 0; life < Number(lives); life++) {
      if (way === 'context') context(name);
      else await worker(name);
    }
  } catch (error) {
    answer = String(error).replaceAll('\n', ' ');
  }
  process.stdout.write(answer + '\n');
}
