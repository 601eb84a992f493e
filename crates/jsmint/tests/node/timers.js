// Timers: order, arguments, `this`, handles.
const log = (...words) => console.log(words.map((word) => typeof word === 'string' ? word : JSON.stringify(word)).join(' '));
const timers = require('timers');
const old = ['_unrefActive', 'active', 'enroll', 'unenroll'];
log('exports', Object.keys(timers).sort().filter((name) => !old.includes(name)), Object.keys(require('timers/promises')).sort());
for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate']) {
  log(name, globalThis[name] === timers[name], globalThis[name].name, globalThis[name].length,
    Object.getOwnPropertyDescriptor(globalThis, name).enumerable);
}
for (const bad of [undefined, null, 'code', 5, {}]) {
  for (const f of [setTimeout, setInterval, setImmediate]) {
    try { f(bad); } catch (error) { log(error.name, error.code, error.message); }
  }
}
for (const odd of [undefined, null, 0, -1, NaN, '7', {}, [], 12345678901, 1.9]) clearTimeout(odd);
clearImmediate(undefined);

setTimeout(() => log('fourth 40'), 40);
setTimeout(() => log('first 10'), 10);
setTimeout(() => log('third 30'), 30);
setTimeout(() => {
  log('second 20');
  Promise.resolve().then(() => log('job of the second'));
  queueMicrotask(() => log('another job of the second'));
}, 20);
setTimeout((...all) => log('arguments', all), 50, 1, 'two', [3]);
setTimeout(function () { log('this', this === timeout, this instanceof timeout.constructor); }, 55);
const timeout = setTimeout(function () { log('own this', this === timeout); }, 60);
log(typeof timeout, timeout.constructor.name, timeout.hasRef(), typeof +timeout, timeout[Symbol.toPrimitive]() === +timeout);
log(timeout.unref() === timeout, timeout.hasRef(), timeout.ref() === timeout, timeout.hasRef());

const never = setTimeout(() => log('never'), 15);
clearTimeout(never);
clearTimeout(never);
const byNumber = setTimeout(() => log('never by number'), 15);
clearTimeout(+byNumber);
const byText = setTimeout(() => log('never by text'), 15);
clearTimeout(String(+byText));
clearInterval(setTimeout(() => log('never by clearInterval'), 15));
setTimeout(() => log('never, closed'), 15).close();

let turns = 0;
const interval = setInterval((word) => {
  turns++;
  log('interval', turns, word);
  if (turns === 3) clearInterval(interval);
}, 100, 'again');

// Refreshed, so it comes after what was asked for later.
const refreshed = setTimeout(() => log('refreshed 450'), 450);
setTimeout(() => { log('at 425'); refreshed.refresh(); }, 425);
setTimeout(() => log('at 700'), 700);
setTimeout(() => log('unref, and never'), 5000).unref();

setTimeout(() => {
  log('immediates');
  setImmediate(() => {
    log('immediate one');
    setImmediate(() => log('immediate of an immediate'));
    Promise.resolve().then(() => log('job of immediate one'));
  });
  const cleared = setImmediate(() => log('never, cleared'));
  setImmediate((...all) => { log('immediate two', all); }, 1, 2);
  const last = setImmediate(() => log('never, cleared within'));
  setImmediate(() => { log('clears'); clearImmediate(gone); });
  const gone = setImmediate(() => log('never, cleared by the one before'));
  clearImmediate(cleared);
  clearImmediate(last);
  log(cleared.hasRef(), gone.hasRef(), gone.unref() === gone, gone.hasRef(), gone.ref() === gone, gone.constructor.name);
  setTimeout(() => log('a timeout after immediates'), 5);
}, 1000);

// One that makes another of the same time does not starve the rest.
setTimeout(() => {
  let left = 3;
  (function again() { log('again', left); if (--left > 0) setTimeout(again, 0); else log('done again'); })();
  setImmediate(() => log('between'));
}, 1200);
