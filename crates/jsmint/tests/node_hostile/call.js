// Calls functions of all builtin modules, and those that their results have, with whatever may come: `fuzz(seed, calls)`
// gives how many functions there are, and descriptions of what should not have happened. Must itself survive anything those
// functions do.
//
// `fuzz(seed, calls, favoured, more)`: most calls are of functions of these modules, and of what they give. Of
// `more(tools)`, `makers` make half of the values, and `suit(path)` gives makers of arguments that a function may expect.
// Called again with a seed, it goes on with what promises have given meanwhile.
globalThis.fuzz = (() => {
  'use strict';
  const { apply, construct, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { includes } = String.prototype;
  const text = String;
  const { Promise, Map, Set } = globalThis;
  const then = Promise.prototype.then;
  const [has, add] = [Set.prototype.has, Set.prototype.add];
  const [get, set] = [Map.prototype.get, Map.prototype.set];
  const append = (list, value) => { list[list.length] = value; };
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  // What would end the test rather than try a function.
  const LEFT_OUT = { __proto__: null, exit: 1, abort: 1, kill: 1, reallyExit: 1, chdir: 1, constructor: 1 };

  const seen = new Set();
  // By the prototype of a class: the latest instances of it.
  const kinds = new Map();
  // Functions: `[path, function, instances that it is a method of]`.
  const [favourites, others] = [[], []];
  const wrong = [];

  const walk = (value, path, depth, found, things) => {
    if (!isObject(value) || apply(has, seen, [value])) return;
    apply(add, seen, [value]);
    if (typeof value === 'function') append(found, [path, value, things]);
    if (depth === 0) return;
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key in LEFT_OUT) continue;
      const name = path + '.' + text(key);
      try {
        const it = getOwnPropertyDescriptor(value, key);
        if (it.get) walk(it.get, name + ' (get)', 0, found, things);
        if (it.set) walk(it.set, name + ' (set)', 0, found, things);
        let owned = things;
        if (key === 'prototype' && (found === favourites || found === others)) apply(set, kinds, [value[key], owned = []]);
        walk(value[key], name, depth - 1, found, owned);
      } catch {}
    }
  };

  const gather = (favoured) => {
    // The language itself is not on trial.
    const language = ['Object', 'Function', 'Array', 'Math', 'Reflect', 'JSON', 'Promise', 'Atomics', 'Iterator', 'Error', 'TypeError', 'RangeError',
      'Map', 'Set', 'Date', 'RegExp', 'Uint8Array', 'String', 'Number', 'Symbol', 'BigInt'];
    for (const name of language) walk(globalThis[name], name, 2, []);
    for (const name of favoured) walk(require(name), name, 3, favourites);
    for (const name of require('module').builtinModules) if (name !== 'module') walk(require(name), name, 3, others);
    for (const name of ownKeys(globalThis)) {
      if (typeof name === 'string' && !['require', 'fuzz', 'globalThis', 'global', 'scriptArgs'].includes(name)) {
        try {
          walk(globalThis[name], name, 3, others);
        } catch {}
      }
    }
  };

  // Remembers an instance of a class, and tries its methods from now on.
  let turn = 0;
  const latest = [];
  const meet = (thing, path) => {
    try {
      if (!isObject(thing) || typeof thing === 'function') return;
      const kind = getPrototypeOf(thing);
      if (kind === null) return;
      let things = apply(get, kinds, [kind]);
      if (things === undefined) {
        if (apply(has, seen, [kind])) return;
        apply(set, kinds, [kind, things = []]);
        walk(kind, path + '()', 2, favourites, things);
      }
      things[turn % 8 < things.length ? turn % 8 : things.length] = thing;
      latest[turn % 16 < latest.length ? turn % 16 : latest.length] = thing;
      turn++;
    } catch {}
  };

  const random = (seed) => () => {
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((seed ^ (seed >>> 13)) >>> 0) / 2 ** 32;
  };
  const { floor } = Math;

  let more = () => ({ makers: [], suit: () => undefined });
  return (seed, calls, favoured = [], values) => {
    more = values ?? more;
    const next = random(seed);
    const pick = (list) => list[floor(next() * list.length)];
    if (others.length === 0) gather(favoured);
    let depth = 0;
    let current;

    const detached = () => {
      const buffer = new ArrayBuffer(8);
      const view = new Uint8Array(buffer);
      buffer.transfer();
      return pick([buffer, view]);
    };
    const shrunk = () => {
      const buffer = new ArrayBuffer(16, { maxByteLength: 32 });
      const view = pick([new Uint8Array(buffer, 8), new Uint16Array(buffer, 8, 2), new DataView(buffer, 4), new Uint8Array(buffer)]);
      buffer.resize(pick([0, 4, 32]));
      return view;
    };
    const thrower = () => {
      throw new Error('mine');
    };
    const makers = [
      () => undefined, () => null, () => pick([true, false]), () => pick([0, -0, 1, -1, 7, 255, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 31), 1e21]),
      () => pick([0n, 1n, -5n, 2n ** 64n]),
      () => pick(['', 'abc', 'utf8', 'utf-8', 'hex', 'base64', 'latin1', '\ud800', 'é€😀\0', 'http://a:b@c.d/e?f#g', '/a/../b', 'sha256', '%s %d %j %o', 'x'.repeat(300), '__proto__', 'message', 'data']),
      () => pick([Symbol('s'), Symbol.iterator, Symbol.for('nodejs.util.inspect.custom')]),
      () => pick([() => 1, function f(...args) { return args[0]; }, async () => {}, class A {}, thrower, function* () { yield 1; }]),
      () => pick([[], [1, 2, 3], ['a', 'b'], [[1, 2]], [,, 1], [null, undefined]]),
      () => pick([{}, { a: 1 }, Object.create(null), { length: 5, 0: 'a' }, { length: -1 }, { length: 1e9 }, { then(resolve) { resolve(1); } }, { then: thrower }]),
      () => pick([new Map([[1, 2]]), new Set([1]), new Date(0), new Date(NaN), /x/g, new Error('e'), Promise.resolve(1), new WeakMap(), (function* () { yield 1; })(), (function () { return arguments; })(1, 2)]),
      () => pick([new Uint8Array(4), new Uint16Array(3), new Float64Array(2), new BigInt64Array(1), new DataView(new ArrayBuffer(4)), new ArrayBuffer(3), new SharedArrayBuffer(4)]),
      detached, shrunk,
      () => new Proxy(pick([{}, [], () => {}, new Map()]), pick([{}, { get: thrower }, { ownKeys: thrower, getOwnPropertyDescriptor: thrower }, { getPrototypeOf: thrower, has: thrower }, { apply: thrower, construct: thrower }])),
      () => { const { proxy, revoke } = Proxy.revocable(pick([{}, [], () => {}]), {}); revoke(); return proxy; },
      () => ({ get a() { return thrower(); }, get length() { return thrower(); }, get then() { return thrower(); }, get name() { return thrower(); } }),
      () => ({ toString: thrower, valueOf: thrower, [Symbol.toPrimitive]: thrower, toJSON: thrower, [Symbol.iterator]: thrower }),
      () => ({ toString() { return once('a'); }, valueOf() { return once(1); }, get a() { return once(2); } }),
      () => { const buffer = new Uint8Array(8); return { toString() { buffer.buffer.transfer(); return 'x'; }, buffer }; },
      () => { const cyclic = { a: {} }; cyclic.a.b = cyclic; cyclic.list = [cyclic]; return cyclic; },
      () => ({ signal: pick([AbortSignal.abort(), new AbortController().signal, 5, {}]), encoding: pick(['utf8', 'nope', 5]), depth: pick([0, -1, Infinity, null]), stream: true, fatal: true }),
      () => pick([new (require('events'))(), new EventTarget(), new Event('x'), AbortSignal.abort(), new TextDecoder(), performance, globalThis]),
      () => Object.assign(() => {}, { [Symbol.for('nodejs.util.promisify.custom')]: pick([5, thrower, () => {}]) }),
    ];
    // Calls something again from within a conversion: the same function with the same, or another one.
    const again = (result) => {
      if (depth < 4 && current) attempt(current[0], current[1], current[2], current[3], false);
      return result;
    };
    const { makers: own, suit } = more({ pick, next, thrower, once: (result) => once(result), again, thing: () => pick(latest), value: () => value() });
    const value = () => (own.length > 0 && next() < 0.6 ? pick(own)() : pick(makers)());
    const once = (result) => {
      if (depth < 3) call();
      return result;
    };
    const note = (path, how, error) => {
      let message = '';
      try {
        message = text(error && error.message);
      } catch {}
      if (apply(includes, message, ['panicked']) || apply(includes, message, ['internal error'])) append(wrong, path + ' ' + how + ': ' + message);
    };
    const quiet = (result, path) => {
      try {
        if (result instanceof Promise) apply(then, result, [(value) => { meet(value, path); }, (error) => note('promise', '', error)]);
        else meet(result, path);
      } catch {}
    };
    const attempt = (entry, self, args, constructs, isFirst) => {
      depth++;
      const before = current;
      current = [entry, self, args, constructs];
      const [path, fn] = entry;
      let how = constructs ? 'constructed' : 'called';
      try {
        const result = constructs ? construct(fn, args) : apply(fn, self, args);
        quiet(result, path);
        // What a result can do is on trial as well.
        if (isFirst && isObject(result) && next() < 0.7) {
          const holder = next() < 0.5 ? result : getPrototypeOf(result);
          const key = holder === null ? undefined : pick(ownKeys(holder));
          if (key !== undefined && !(key in LEFT_OUT)) {
            const member = result[key];
            if (typeof member === 'function') {
              how = 'result.' + text(key);
              quiet(apply(member, result, [value(), value()]), path + '().' + text(key));
            }
          }
        }
      } catch (error) {
        note(path, how, error);
      }
      current = before;
      depth--;
    };
    const call = () => {
      const entry = pick(favourites.length > 0 && next() < 0.9 ? favourites : others);
      const things = entry[2];
      const self = things && things.length > 0 && next() < 0.8 ? pick(things) : next() < 0.5 ? undefined : value();
      const args = [];
      const suited = next() < 0.6 ? suit(entry[0]) : undefined;
      if (suited) for (let i = 0; i < suited.length; i++) append(args, next() < 0.2 ? value() : suited[i]());
      else for (let count = floor(next() * 5); count > 0; count--) append(args, value());
      attempt(entry, self, args, next() < 0.2, true);
    };
    for (let i = 0; i < calls; i++) call();
    return [favourites.length + others.length, wrong];
  };
})();
