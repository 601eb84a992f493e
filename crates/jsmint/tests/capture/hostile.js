// Everything that a script can prepare so that something of it runs when its values are read.
globalThis.spy = 0;
const ran = () => { spy++; throw new Error('ran'); };
const trap = new Proxy({}, { get: () => ran });
const getter = { get: ran, set: ran, enumerable: true, configurable: true };

const { defineProperty } = Object;
const names = ['toJSON', 'then', 'valueOf', 'toString', Symbol.toPrimitive, Symbol.toStringTag, Symbol.iterator];
const all = { toJSON: ran };

class Loud {
  static get name() { return ran(); }
  static [Symbol.hasInstance]() { return ran(); }
  get x() { return ran(); }
  toJSON() { return ran(); }
  [Symbol.toPrimitive]() { return ran(); }
}
class LoudError extends Error {
  get name() { return ran(); }
  get message() { return ran(); }
  get stack() { return ran(); }
  get cause() { return ran(); }
}
class LoudList extends Array {
  static get [Symbol.species]() { return ran(); }
  get 5() { return ran(); }
}
class LoudMap extends Map {
  get size() { return ran(); }
  entries() { return ran(); }
  forEach() { return ran(); }
  [Symbol.iterator]() { return ran(); }
}
const bytes = new Uint8Array([1, 2, 3]);
Object.defineProperties(bytes, { length: getter, byteLength: getter, buffer: getter, constructor: getter });
const date = new Date(0);
Object.defineProperties(date, { toISOString: getter, getTime: getter, toJSON: getter });
const pattern = /x/g;
Object.defineProperties(pattern, { source: getter, flags: getter, exec: getter });
const promise = Promise.reject(new LoudError());
promise.catch(() => {});
Object.defineProperty(promise, 'then', getter);
Object.defineProperty(promise, 'constructor', getter);
const boxed = Object('text');
Object.defineProperties(boxed, { toString: getter, valueOf: getter });
const array = [1, , 3];
Object.defineProperty(array, 1, getter);
const sparse = [1];
sparse[10] = 2;

const value = {
  all, bytes, date, pattern, promise, boxed, array, sparse,
  proxies: [trap, new Proxy([], trap), new Proxy(ran, trap), new Proxy(new Map(), trap)],
  heir: Object.create(trap), withGetter: Object.defineProperty({}, 'x', getter),
  loud: new Loud(), error: new LoudError(), list: LoudList.of(1, 2), map: new LoudMap([[new Loud(), trap], ['secret', trap]]),
  set: new Set([trap, new Loud()]), cause: new Error('x', { cause: new LoudError() }),
  buffer: (() => { const b = new ArrayBuffer(8); const v = [new Uint8Array(b), new DataView(b), b]; b.transfer(); return v; })(),
  rope: 'left '.repeat(200) + Math.random().toString(36).slice(0, 0) + 'right ä日'.repeat(200),
  args: (function (a) { a = trap; return arguments; })(1, 2), revoked: (() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy; })(),
  symbol: Symbol('s'), big: 10n ** 30n, frozen: Object.freeze([trap]), bare: Object.setPrototypeOf({ a: 1 }, null),
  generator: (function* () { ran(); })(), secret: trap, lookup: Object.defineProperty([], 'length', { writable: false }),
};
value.self = value;

// What everything inherits from; in a list that needs no iterator.
const prototypes = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, Error.prototype, RegExp.prototype,
  Date.prototype, String.prototype, Number.prototype, Symbol.prototype, Promise.prototype, Function.prototype,
  Object.getPrototypeOf(Uint8Array.prototype), ArrayBuffer.prototype, DataView.prototype, BigInt.prototype];
const keys = [...names, 'constructor', 'size', 'entries', 'forEach', 'next', 'message', 'name', 'length', '0', '1'];
for (let i = 0; i < prototypes.length; i++) {
  for (let j = 0; j < keys.length; j++) {
    try { defineProperty(prototypes[i], keys[j], getter); } catch {}
  }
}
Error.prepareStackTrace = ran;
Error.stackTraceLimit = 10;
const globals = ['Object', 'Array', 'Map', 'Set', 'JSON', 'Reflect', 'Symbol', 'String', 'Date', 'Error'];
for (let i = 0; i < globals.length; i++) defineProperty(globalThis, globals[i], getter);
spy = 0;
value
