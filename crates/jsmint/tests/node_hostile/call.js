// Calls functions of all builtin modules, and those that their results have, with whatever may come: `fuzz(seed, calls)`
// gives the descriptions of what should not have happened. Must itself survive anything those functions do.
globalThis.fuzz = (() => {
  'use strict';
  const { apply, construct, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { includes } = String.prototype;
  const push = Array.prototype.push;
  const text = String;

  // What would end the test rather than try a function.
  const LEFT_OUT = ['exit', 'abort', 'kill', 'reallyExit', 'chdir', 'constructor'];

  const gather = () => {
    const found = [];
    const seen = new Set();
    const walk = (value, path, depth) => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
      seen.add(value);
      if (typeof value === 'function') found.push([path, value]);
      if (depth === 0) return;
      for (const key of ownKeys(value)) {
        if (LEFT_OUT.includes(key)) continue;
        const it = getOwnPropertyDescriptor(value, key);
        const name = path + '.' + text(key);
        if (it.get) walk(it.get, name + ' (get)', 0);
        if (it.set) walk(it.set, name + ' (set)', 0);
        try {
          walk(value[key], name, depth - 1);
        } catch {}
      }
    };
    const language = ['Object', 'Function', 'Array', 'Math', 'Reflect', 'JSON', 'Promise', 'Atomics', 'Iterator'];
    for (const name of language) walk(globalThis[name], name, 2);
    found.length = 0; // the language itself is not on trial
    for (const name of require('module').builtinModules) if (name !== 'module') walk(require(name), name, 3);
    for (const name of ownKeys(globalThis)) {
      if (typeof name === 'string' && !['require', 'fuzz', 'globalThis', 'scriptArgs'].includes(name)) {
        try {
          walk(globalThis[name], name, 3);
        } catch {}
      }
    }
    return found;
  };

  const random = (seed) => () => {
    seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((seed ^ (seed >>> 13)) >>> 0) / 2 ** 32;
  };

  return (seed, calls) => {
    const next = random(seed);
    const pick = (list) => list[Math.floor(next() * list.length)];
    const functions = gather();
    const wrong = [];
    let depth = 0;

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
    const value = () => pick(makers)();
    // Calls something again from within a conversion.
    const once = (result) => {
      if (depth < 3) call();
      return result;
    };
    const note = (path, how, error) => {
      let message = '';
      try {
        message = text(error && error.message);
      } catch {}
      if (apply(includes, message, ['panicked']) || apply(includes, message, ['internal error'])) apply(push, wrong, [path + ' ' + how + ': ' + message]);
    };
    const quiet = (result) => {
      try {
        if (result instanceof Promise) result.then(undefined, (error) => note('promise', '', error));
      } catch {}
    };
    const call = () => {
      depth++;
      const [path, fn] = pick(functions);
      const args = [];
      for (let count = Math.floor(next() * 5); count > 0; count--) args.push(value());
      let how = 'called';
      try {
        let result;
        if (next() < 0.2) {
          how = 'constructed';
          result = construct(fn, args);
        } else {
          result = apply(fn, next() < 0.5 ? undefined : value(), args);
        }
        quiet(result);
        // What a result can do is on trial as well.
        if (((typeof result === 'object' && result !== null) || typeof result === 'function') && next() < 0.7) {
          const holder = next() < 0.5 ? result : getPrototypeOf(result);
          const key = holder === null ? undefined : pick(ownKeys(holder));
          if (key !== undefined && !LEFT_OUT.includes(key)) {
            const member = result[key];
            if (typeof member === 'function') {
              how = 'result.' + text(key);
              quiet(apply(member, result, [value(), value()]));
            }
          }
        }
      } catch (error) {
        note(path, how, error);
      }
      depth--;
    };
    for (let i = 0; i < calls; i++) call();
    return [functions.length, wrong.slice(0, 20)];
  };
})();
