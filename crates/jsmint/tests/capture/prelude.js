// What random values are made of. `spy` counts whatever of a script ran that should not have.
globalThis.spy = 0;
globalThis.ran = () => { spy++; throw new Error('ran'); };
(function () {
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, isExtensible, isFrozen } = Object;
  const { ownKeys, apply } = Reflect;
  const { Map, Set, Proxy, WeakSet, Math } = globalThis;
  const has = Set.prototype.has, add = Set.prototype.add;
  const join = Array.prototype.join;
  const getter = { __proto__: null, get: ran, set: ran, enumerable: true, configurable: true };
  const proxies = new Set();
  const handler = new Proxy({}, { get: () => ran });
  const note = (proxy) => { apply(add, proxies, [proxy]); return proxy; };
  globalThis.px = (target) => note(new Proxy(target, handler));
  globalThis.revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return note(proxy); };
  globalThis.Loud = class Loud {
    #secret = 1;
    get x() { return ran(); }
    toJSON() { return ran(); }
    [Symbol.toPrimitive]() { return ran(); }
    get [Symbol.toStringTag]() { return ran(); }
  };
  globalThis.LoudError = class LoudError extends Error {
    get name() { return ran(); }
    get stack() { return ran(); }
  };
  globalThis.LoudMap = class LoudMap extends Map { get size() { return ran(); } forEach() { ran(); } entries() { ran(); } };
  globalThis.LoudSet = class LoudSet extends Set { get size() { return ran(); } forEach() { ran(); } values() { ran(); } };
  globalThis.LoudList = class LoudList extends Array { toJSON() { return ran(); } };
  globalThis.detached = (view) => { view.buffer.transfer(); return view; };
  globalThis.gen = () => (function* () { ran(); })();
  globalThis.rope = (count) => { let text = ''; for (let i = 0; i < count; i++) text += i % 7 ? 'part' + i : 'ä日'; return text; };
  globalThis.accessors = () => {
    const object = { get a() { return ran(); }, set b(value) { ran(); }, c: 1 };
    defineProperty(object, 'toJSON', getter);
    return object;
  };
  globalThis.cyclic = () => { const list = [1]; const map = new Map([[list, list]]); list[1] = { list, map }; return list; };
  globalThis.many = (count) => { const object = {}; for (let i = 0; i < count; i++) object['key' + i] = i; return object; };
  globalThis.indices = (count) => { const object = {}; for (let i = count; i > 0; i--) object[i * 7] = i; object.last = 1; return object; };
  globalThis.hidden = (count) => { const object = {}; for (let i = 0; i < count; i++) defineProperty(object, 'h' + i, { value: i }); return object; };
  globalThis.holes = () => { const list = [1, , 3]; list[9] = 1; delete list[0]; defineProperty(list, 5, getter); return list; };
  globalThis.wide = () => ({ ['日'.repeat(300)]: 'é'.repeat(3000), é: '\ud83c\udf89'.repeat(400) });
  globalThis.sparse = (list, last) => { list[list.length + 3] = last; return list; };
  globalThis.extend = (object, pairs) => {
    for (const [key, value] of pairs) {
      defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return object;
  };
  globalThis.twice = (value) => [value, { value, again: value }];
  globalThis.breakGlobals = () => {
    const prototypes = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, Error.prototype, Date.prototype,
      RegExp.prototype, String.prototype, Number.prototype, Promise.prototype, Function.prototype, Symbol.prototype];
    const keys = ['toJSON', 'constructor', 'size', 'entries', 'forEach', 'next', 'message', 'name', 'length', 'then',
      Symbol.iterator, Symbol.toPrimitive, Symbol.toStringTag, '0', '1'];
    Error.prepareStackTrace = ran;
    for (let i = 0; i < prototypes.length; i++) {
      for (let j = 0; j < keys.length; j++) {
        const found = getOwnPropertyDescriptor(prototypes[i], keys[j]);
        if (found === undefined || found.configurable) defineProperty(prototypes[i], keys[j], getter);
      }
    }
    defineProperty(globalThis, 'JSON', getter);
    defineProperty(globalThis, 'Map', getter);
  };
  // Keys, flags, prototypes and identities, down to some depth and up to some size; it runs nothing of the value's.
  const numbers = new Map();
  const mapGet = Map.prototype.get, mapSet = Map.prototype.set;
  let next = 0;
  const identity = (value) => {
    let number = apply(mapGet, numbers, [value]);
    if (number === undefined) apply(mapSet, numbers, [value, number = next++]);
    return number;
  };
  let said = '';
  const tell = (value, depth) => {
    const kind = typeof value;
    if (value === null || kind !== 'object') {
      said += kind + '#' + identity(value) + ';';
      return;
    }
    said += 'object#' + identity(value);
    if (depth === 0 || said.length > 20000 || apply(has, proxies, [value])) return;
    const keys = ownKeys(value);
    said += (isExtensible(value) ? 'e' : '') + '^' + identity(getPrototypeOf(value)) + '{';
    for (let i = 0; i < keys.length && i < 50; i++) {
      const own = getOwnPropertyDescriptor(value, keys[i]);
      said += identity(keys[i]) + (own.enumerable ? 'e' : '') + (own.writable ? 'w' : '') + (own.configurable ? 'c' : '') + ':';
      if (own.get !== undefined || own.set !== undefined) said += identity(own.get) + '/' + identity(own.set);
      else tell(own.value, depth - 1);
    }
    said += '}';
  };
  globalThis.shape = (value) => { said = ''; tell(value, 4); return said; };
})()
