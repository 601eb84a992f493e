const log = (...words) => console.log(words.map((word) => typeof word === 'string' ? word : JSON.stringify(word)).join(' '));
const { setTimeout: later, setImmediate: soon, setInterval: every, scheduler } = require('timers/promises');
const { promisify } = require('util');
log(require('timers').promises === require('timers/promises'), promisify(setTimeout) === later, promisify(setImmediate) === soon);
(async () => {
  log(await later(10, 'value'), await later(1), await soon('soon'), await promisify(setTimeout)(5, 'promisified'));
  await scheduler.wait(5);
  await scheduler.yield();
  const seen = [];
  for await (const value of every(10, 'tick')) {
    seen.push(value);
    if (seen.length === 3) break;
  }
  log(seen);
  for (const start of [(signal) => later(1000, 'x', { signal }), (signal) => soon('x', { signal })]) {
    for (const before of [true, false]) {
      const controller = new AbortController();
      if (before) controller.abort('why');
      const promise = start(controller.signal);
      if (!before) controller.abort('because');
      try { log(await promise); } catch (error) { log(error.name, error.code, error.message, error.cause); }
    }
  }
  const controller = new AbortController();
  let ticks = 0;
  try { for await (const _ of every(10, 0, { signal: controller.signal })) { log('tick'); if (++ticks === 2) setTimeout(() => controller.abort(), 0); } } catch (error) { log(error.name, error.code); }
  for (const bad of [null, 5, 'x', { signal: 5 }, { ref: 1 }]) {
    try { await later(1, 0, bad); log('fine'); } catch (error) { log(error.name, error.code, error.message); }
  }
  const signal = AbortSignal.timeout(20);
  signal.addEventListener('abort', () => log('timed out', signal.reason.name));
  await later(60);
  log(signal.aborted);
})();
