const EventEmitter = require('events');
const { once, on, errorMonitor, getEventListeners, setMaxListeners, getMaxListeners } = EventEmitter;
const show = (...values) => console.log(...values);
const attempt = (what, run) => {
  try {
    show(what, run());
  } catch (error) {
    show(what, 'throws', error.name, error.code, error.message);
  }
};
show(EventEmitter === require('node:events'), EventEmitter.EventEmitter === EventEmitter);
show(Object.keys(EventEmitter).join());
show(Object.keys(EventEmitter.prototype).join());
show(EventEmitter.name, EventEmitter.length, EventEmitter.prototype.on.name, EventEmitter.prototype.off.name);
show(new EventEmitter());
// order, this, results
{
  const emitter = new EventEmitter();
  const seen = [];
  emitter.on('a', function (...args) { seen.push(['on', this === emitter, ...args]); });
  emitter.prependListener('a', (...args) => seen.push(['first', ...args]));
  emitter.once('a', (...args) => seen.push(['once', ...args]));
  emitter.prependOnceListener('a', () => seen.push(['very first']));
  show(emitter.emit('a', 1, 2, 3, 4), emitter.emit('a'), emitter.emit('b'), seen);
  show(emitter.eventNames(), emitter.listenerCount('a'), emitter.listenerCount('b'));
  show(emitter);
}
// removing
{
  const emitter = new EventEmitter();
  const log = [];
  emitter.on('newListener', (type, listener) => log.push('+' + String(type) + listener.name));
  emitter.on('removeListener', (type, listener) => log.push('-' + String(type) + listener.name));
  const f = function f() {};
  const g = function g() {};
  const s = Symbol('s');
  emitter.on('x', f).on('x', g).once('x', f).on(s, g);
  show(emitter.listeners('x'), emitter.rawListeners('x').map((l) => l.listener === f), emitter.listenerCount('x', f));
  emitter.removeListener('x', f);
  show(emitter.listeners('x'));
  emitter.off('x', f).off('x', f).off('nothing', f);
  show(emitter.listeners('x'), emitter.eventNames());
  emitter.removeAllListeners('x');
  emitter.on('y', f).on('y', g);
  emitter.removeAllListeners();
  show(log, emitter.eventNames(), emitter._eventsCount);
}
// a listener that changes the list while it is walked
{
  const emitter = new EventEmitter();
  const seen = [];
  const b = () => seen.push('b');
  emitter.on('e', () => { seen.push('a'); emitter.off('e', b); emitter.on('e', () => seen.push('c')); });
  emitter.on('e', b);
  emitter.emit('e');
  emitter.emit('e');
  show(seen);
}
// errors
attempt('unhandled error', () => new EventEmitter().emit('error', new RangeError('mine')));
attempt('unhandled object', () => new EventEmitter().emit('error', { a: 1 }));
attempt('unhandled nothing', () => new EventEmitter().emit('error'));
attempt('no function', () => new EventEmitter().on('x', 5));
attempt('no function', () => new EventEmitter().once('x', null));
attempt('no function', () => new EventEmitter().off('x'));
attempt('max', () => new EventEmitter().setMaxListeners(-1));
attempt('max', () => new EventEmitter().setMaxListeners('1'));
attempt('max', () => { EventEmitter.defaultMaxListeners = NaN; });
attempt('capture', () => new EventEmitter({ captureRejections: 'yes' }));
{
  const emitter = new EventEmitter();
  emitter.on(errorMonitor, (error) => show('monitor', error.message));
  attempt('monitored', () => emitter.emit('error', new Error('seen')));
  emitter.on('error', (error) => show('handled', error.message));
  show(emitter.emit('error', new Error('again')));
}
// inheriting, with and without the constructor
{
  function Old() { EventEmitter.call(this); }
  Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
  class New extends EventEmitter {}
  const mixed = Object.assign({}, EventEmitter.prototype);
  for (const emitter of [new Old(), new New(), mixed]) {
    emitter.on('x', (n) => show('got', n));
    show(emitter.emit('x', 1), emitter instanceof EventEmitter);
  }
  show(new New());
}
{
  const emitter = new EventEmitter();
  show(emitter.getMaxListeners(), emitter.setMaxListeners(3) === emitter, emitter.getMaxListeners(), getMaxListeners(emitter));
  setMaxListeners(7, emitter);
  show(emitter.getMaxListeners(), EventEmitter.defaultMaxListeners, EventEmitter.listenerCount(emitter, 'a'));
  const f = () => {};
  emitter.once('q', f);
  show(getEventListeners(emitter, 'q'), getEventListeners(emitter, 'z'));
  const target = new EventTarget();
  target.addEventListener('q', f);
  show(getEventListeners(target, 'q'), getMaxListeners(target));
  attempt('listeners of nothing', () => getEventListeners({}, 'a'));
}
// promises
(async () => {
  const emitter = new EventEmitter();
  const promise = once(emitter, 'go');
  emitter.emit('go', 1, 'two');
  show('once', await promise, emitter.eventNames());
  const failing = once(emitter, 'go');
  emitter.emit('error', new Error('not going'));
  await failing.catch((error) => show('once failed', error.message, emitter.eventNames()));
  const error = once(emitter, 'error');
  emitter.emit('error', new Error('wanted'));
  show('once error', (await error)[0].message);
  const controller = new AbortController();
  const aborted = once(emitter, 'go', { signal: controller.signal });
  controller.abort();
  await aborted.catch((error) => show(error.name, error.code, error.message, error.cause.name, emitter.eventNames()));
  await once(emitter, 'go', { signal: AbortSignal.abort() }).catch((error) => show(error.name, error.code));
  await once(emitter, 'go', { signal: {} }).catch((error) => show(error.name, error.code, error.message));
  const target = new EventTarget();
  const event = once(target, 'foo');
  target.dispatchEvent(new Event('foo'));
  show('once of a target', (await event)[0].type);

  queueMicrotask(() => {
    emitter.emit('tick', 1);
    emitter.emit('tick', 2);
    emitter.emit('tick', 3);
  });
  for await (const value of on(emitter, 'tick')) {
    show('tick', value);
    if (value[0] === 3) break;
  }
  show(emitter.eventNames());
  const iterator = on(emitter, 'tick');
  emitter.emit('tick', 'kept');
  emitter.emit('error', new Error('stop'));
  show(await iterator.next());
  await iterator.next().catch((error) => show('failed', error.message));
  show(await iterator.next(), emitter.eventNames());
  const closing = on(emitter, 'tick', { close: ['end'] });
  const next = closing.next();
  emitter.emit('end');
  show(await next, await closing.next());

  const capturing = new EventEmitter({ captureRejections: true });
  capturing.on('work', async (n) => { throw new Error('rejected ' + n); });
  const caught = new Promise((resolve) => capturing.on('error', resolve));
  capturing.emit('work', 1);
  show((await caught).message);
  const special = new EventEmitter({ captureRejections: true });
  const told = new Promise((resolve) => { special[Symbol.for('nodejs.rejection')] = (error, ...rest) => resolve([error.message, ...rest]); });
  special.on('work', async () => { throw new Error('rejected'); });
  special.emit('work', 'a', 'b');
  show(await told);
})().catch((error) => show('uncaught', error));
