// `timers`: what runs later. The queue lies in the runtime, as everything of it does; the host asks for one turn after the
// other, waits between them if there is something to wait for, and runs promise jobs after each.
(function (module, exports, require, native) {
  'use strict';
  const { loop } = require('internal/inspect');
  const { codes } = require('internal/errors');
  const { now } = native;
  const { defineProperty } = Object;
  const { apply } = Reflect;
  const { trunc } = Math;

  // The longest delay that Node knows, in milliseconds; longer ones are 1.
  const LONGEST = 2 ** 31 - 1;

  // ---- the queue: a heap, the next to run first ---------------------------------------------------------------------

  const heap = [];
  let count = 0;
  let sequence = 0;
  let nextId = 1;
  // How many of those in the queue keep the loop alive.
  let alive = 0;

  const before = (a, b) => a.due < b.due || (a.due === b.due && a.sequence < b.sequence);

  function place(entry, at) {
    heap[at] = entry;
    entry.at = at;
  }

  function up(entry, at) {
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      place(heap[parent], at);
      at = parent;
    }
    place(entry, at);
  }

  function down(entry, at) {
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], entry)) break;
      place(heap[child], at);
      at = child;
    }
    place(entry, at);
  }

  function add(entry) {
    entry.sequence = sequence++;
    count++;
    up(entry, count - 1);
    if (entry.keeps) alive++;
  }

  function remove(entry) {
    const { at } = entry;
    entry.at = -1;
    count--;
    if (entry.keeps) alive--;
    const last = heap[count];
    heap[count] = undefined;
    heap.length = count;
    if (last === entry) return;
    if (before(last, entry)) up(last, at);
    else down(last, at);
  }

  // ---- timeouts -----------------------------------------------------------------------------------------------------

  const known = new Map();

  class Timeout {
    #entry;

    constructor(callback, delay, parameters, repeats) {
      delay = trunc(+delay);
      if (!(delay >= 1 && delay <= LONGEST)) delay = 1;
      this.#entry = { timeout: this, callback, parameters, delay, repeats, keeps: true, at: -1, due: now() + delay,
        sequence: 0, id: 0 };
      add(this.#entry);
    }

    static {
      this.entryOf = (timeout) => (typeof timeout === 'object' && timeout !== null && #entry in timeout ? timeout.#entry
        : undefined);
    }

    ref() {
      keep(this.#entry, true);
      return this;
    }

    unref() {
      keep(this.#entry, false);
      return this;
    }

    hasRef() {
      return this.#entry.keeps;
    }

    refresh() {
      const entry = this.#entry;
      if (entry.callback === undefined) return this;
      if (entry.at >= 0) remove(entry);
      entry.due = now() + entry.delay;
      add(entry);
      return this;
    }

    close() {
      stop(this.#entry);
      return this;
    }

    [Symbol.toPrimitive]() {
      const entry = this.#entry;
      if (entry.id === 0) {
        entry.id = nextId++;
        if (entry.at >= 0) known.set(entry.id, entry);
      }
      return entry.id;
    }
  }
  const { entryOf: timeoutEntry } = Timeout;
  delete Timeout.entryOf;
  if (Symbol.dispose !== undefined) defineProperty(Timeout.prototype, Symbol.dispose, { value: Timeout.prototype.close,
    writable: true, configurable: true });

  function keep(entry, keeps) {
    if (entry.keeps === keeps) return;
    entry.keeps = keeps;
    if (entry.at >= 0) alive += keeps ? 1 : -1;
  }

  // Takes one out of the queue for good.
  function stop(entry) {
    if (entry.at >= 0) remove(entry);
    if (entry.id !== 0) known.delete(entry.id);
    entry.callback = undefined;
  }

  // ---- immediates ---------------------------------------------------------------------------------------------------

  // Those that run in this round, and those that have been asked for since.
  let round = [];
  let reached = 0;
  let asked = [];
  let aliveImmediates = 0;

  class Immediate {
    #entry;

    constructor(callback, parameters) {
      this.#entry = { callback, parameters, keeps: true };
      asked[asked.length] = this.#entry;
      aliveImmediates++;
    }

    static {
      this.entryOf = (immediate) => (typeof immediate === 'object' && immediate !== null && #entry in immediate
        ? immediate.#entry : undefined);
    }

    ref() {
      keepImmediate(this.#entry, true);
      return this;
    }

    unref() {
      keepImmediate(this.#entry, false);
      return this;
    }

    hasRef() {
      return this.#entry.keeps && this.#entry.callback !== undefined;
    }
  }
  const { entryOf: immediateEntry } = Immediate;
  delete Immediate.entryOf;
  if (Symbol.dispose !== undefined) defineProperty(Immediate.prototype, Symbol.dispose, {
    value() { clearImmediate(this); }, writable: true, configurable: true });

  function keepImmediate(entry, keeps) {
    if (entry.callback === undefined || entry.keeps === keeps) return;
    entry.keeps = keeps;
    aliveImmediates += keeps ? 1 : -1;
  }

  function takeImmediate(entry) {
    const { callback } = entry;
    if (callback !== undefined && entry.keeps) aliveImmediates--;
    entry.callback = undefined;
    return callback;
  }

  // ---- turns --------------------------------------------------------------------------------------------------------

  // Up to when timers run in this round; undefined while immediates do.
  let limit;

  const IDLE = -1;
  const RAN = 0;

  // Runs what is next. Says `RAN`, or how many milliseconds there is to wait, or `IDLE` if nothing is left that anybody
  // waits for. What a callback throws goes to the host; what follows stays in the queue.
  function turn() {
    for (let phases = 0; phases < 3; phases++) {
      if (limit !== undefined) {
        if (count > 0 && heap[0].due <= limit) {
          runTimeout(heap[0]);
          return RAN;
        }
        limit = undefined;
        round = asked;
        asked = [];
        reached = 0;
      }
      while (reached < round.length) {
        const entry = round[reached++];
        const callback = takeImmediate(entry);
        if (callback === undefined) continue;
        apply(callback, undefined, entry.parameters);
        return RAN;
      }
      limit = now();
    }
    if (aliveImmediates > 0) return RAN;
    if (alive === 0) return IDLE;
    // What is due in less than this was due a moment ago.
    const wait = heap[0].due - now();
    return wait > 0 ? wait : RAN;
  }

  function runTimeout(entry) {
    remove(entry);
    const { callback, parameters, timeout } = entry;
    if (entry.repeats) {
      entry.due = now() + entry.delay;
      add(entry);
    } else if (entry.id !== 0) {
      known.delete(entry.id);
    }
    apply(callback, timeout, parameters);
  }

  loop.turn = turn;

  // ---- what scripts see ---------------------------------------------------------------------------------------------

  function check(callback) {
    if (typeof callback !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('callback', 'function', callback);
  }

  function setTimeout(callback, delay, ...parameters) {
    check(callback);
    return new Timeout(callback, delay, parameters, false);
  }

  function setInterval(callback, delay, ...parameters) {
    check(callback);
    return new Timeout(callback, delay, parameters, true);
  }

  function clearTimeout(timeout) {
    if (typeof timeout === 'number' || typeof timeout === 'string') {
      const entry = known.get(+timeout);
      if (entry !== undefined) stop(entry);
      return;
    }
    const entry = timeoutEntry(timeout);
    if (entry !== undefined) stop(entry);
  }

  function clearInterval(timeout) {
    clearTimeout(timeout);
  }

  function setImmediate(callback, ...parameters) {
    check(callback);
    return new Immediate(callback, parameters);
  }

  function clearImmediate(immediate) {
    const entry = immediateEntry(immediate);
    if (entry !== undefined) takeImmediate(entry);
  }

  // As many as Node has, though the rest of them are in one.
  const lengths = [[setTimeout, 5], [setInterval, 5], [setImmediate, 4]];
  for (const [set, length] of lengths) defineProperty(set, 'length', { value: length, configurable: true });

  const promisified = Symbol.for('nodejs.util.promisify.custom');
  for (const name of ['setTimeout', 'setImmediate']) {
    defineProperty({ setTimeout, setImmediate }[name], promisified, {
      get: () => require('timers/promises')[name], enumerable: true, configurable: true,
    });
  }

  module.exports = { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval };
  defineProperty(module.exports, 'promises', { get: () => require('timers/promises'), enumerable: true,
    configurable: true });
})
