// What runs when: callbacks of `process.nextTick`, promise jobs, timers, immediates.
const say = (text) => () => console.log(text);
setTimeout(say('timeout'), 0);
setImmediate(() => {
  console.log('immediate');
  process.nextTick(say('tick of an immediate'));
  Promise.resolve().then(say('promise of an immediate'));
});
setImmediate(say('second immediate'));
queueMicrotask(() => {
  console.log('microtask');
  process.nextTick(say('tick of a microtask'));
  queueMicrotask(say('microtask of a microtask'));
});
Promise.resolve().then(() => {
  console.log('promise');
  process.nextTick((...given) => console.log('tick of a promise', given), 1, [2], undefined);
}).then(say('promise of a promise'));
process.nextTick(() => {
  console.log('tick');
  process.nextTick(say('tick of a tick'));
  Promise.resolve().then(say('promise of a tick'));
});
process.nextTick(function () { console.log('second tick', this === undefined || this === globalThis, arguments.length); });
(async () => {
  console.log('async begins');
  await null;
  console.log('async goes on');
  await new Promise((resolve) => process.nextTick(resolve));
  console.log('async after a tick');
  await new Promise(setImmediate);
  console.log('async after an immediate');
  process.nextTick(say('last tick'));
  await new Promise((resolve) => setTimeout(resolve, 2));
  console.log('async after a timeout');
})();
setTimeout(() => {
  console.log('second timeout');
  process.nextTick(say('tick of a timeout'));
  Promise.resolve().then(say('promise of a timeout'));
}, 0);
setTimeout(say('third timeout'), 0);
for (const wrong of [undefined, null, 5, 'text', {}]) {
  try { process.nextTick(wrong); } catch (error) { console.log(error.code, error.message); }
}
console.log('end', process.nextTick.name, typeof process.nextTick(() => {}));
// The timeouts are due before the loop turns.
for (const begun = Date.now(); Date.now() - begun < 5;);
