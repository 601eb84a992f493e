// One text that says everything about a realm that a script can find out: every object that can be reached from the
// global object or from syntax, in order of discovery, with its class, its prototype, its properties with their flags
// and values, and what it holds inside; then what some operations give. Evaluated in a runtime that is thought to be
// fresh, so it trusts what it finds only so far as any difference shows.
(() => {
  'use strict';
  const { apply, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, isExtensible } = Reflect;
  const lines = [];
  const numbers = new Map();
  const queue = [];

  const numberOf = (object) => {
    let number = numbers.get(object);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(object, number);
      queue.push(object);
    }
    return number;
  };

  const show = (value) => {
    switch (typeof value) {
      case 'object':
      case 'function':
        return value === null ? 'null' : `#${numberOf(value)}`;
      case 'symbol': {
        const key = Symbol.keyFor(value);
        return key === undefined ? `Symbol(${value.description})` : `Symbol.for(${key})`;
      }
      case 'string':
        return JSON.stringify(value);
      case 'bigint':
        return `${value}n`;
      default:
        return Object.is(value, -0) ? '-0' : String(value);
    }
  };

  // Of some of its letters: texts that differ do so in length or in many places.
  const hash = (text) => {
    let sum = 2166136261;
    const step = 1 + (text.length >> 5);
    for (let i = 0; i < text.length; i += step) sum = Math.imul(sum ^ text.charCodeAt(i), 16777619);
    return sum >>> 0;
  };

  const getter = (object, name) => getOwnPropertyDescriptor(object, name).get;
  const TypedArray = getPrototypeOf(Uint8Array);
  // What a thing is inside, asked with functions that refuse whatever is of another sort.
  const inside = [
    ['Map', (it) => { const all = []; apply(Map.prototype.forEach, it, [(v, k) => all.push(`${show(k)} => ${show(v)}`)]); return all.join(', '); }],
    ['Set', (it) => { const all = []; apply(Set.prototype.forEach, it, [(v) => all.push(show(v))]); return all.join(', '); }],
    ['WeakMap', (it) => { apply(WeakMap.prototype.has, it, [it]); return numbers.size > 1 ? String(apply(WeakMap.prototype.get, it, [globalThis])) : ''; }],
    ['WeakSet', (it) => String(apply(WeakSet.prototype.has, it, [globalThis]))],
    ['WeakRef', (it) => show(apply(WeakRef.prototype.deref, it, []))],
    ['Date', (it) => String(apply(Date.prototype.getTime, it, []))],
    ['RegExp', (it) => { const { lastIndex } = it; const text = it === RegExp.prototype ? '' : `${apply(getter(RegExp.prototype, 'source'), it, [])} ${apply(getter(RegExp.prototype, 'flags'), it, [])} ${lastIndex}`; apply(RegExp.prototype.exec, it, ['']); it.lastIndex = lastIndex; return text; }],
    ['Number', (it) => show(apply(Number.prototype.valueOf, it, []))],
    ['Boolean', (it) => show(apply(Boolean.prototype.valueOf, it, []))],
    ['String', (it) => show(apply(String.prototype.valueOf, it, []))],
    ['Symbol', (it) => show(apply(Symbol.prototype.valueOf, it, []))],
    ['BigInt', (it) => show(apply(BigInt.prototype.valueOf, it, []))],
    ['ArrayBuffer', (it) => { const bytes = apply(getter(ArrayBuffer.prototype, 'byteLength'), it, []); return `${bytes} ${apply(getter(ArrayBuffer.prototype, 'resizable'), it, [])} ${apply(getter(ArrayBuffer.prototype, 'detached'), it, [])} ${bytes ? new Uint8Array(it).join(' ') : ''}`; }],
    ['SharedArrayBuffer', (it) => `${apply(getter(SharedArrayBuffer.prototype, 'byteLength'), it, [])} ${new Uint8Array(it).join(' ')}`],
    ['DataView', (it) => `${show(apply(getter(DataView.prototype, 'buffer'), it, []))} ${apply(getter(DataView.prototype, 'byteOffset'), it, [])}`],
    ['TypedArray', (it) => { const name = apply(getter(TypedArray.prototype, Symbol.toStringTag), it, []); if (name === undefined) throw 0; return `${name} ${show(apply(getter(TypedArray.prototype, 'buffer'), it, []))}`; }],
  ];

  const kindOf = (object) => {
    const words = [typeof object];
    if (Array.isArray(object)) words.push('Array');
    if (Error.isError(object)) words.push('Error');
    for (const [name, ask] of inside) {
      try {
        words.push(`${name}(${ask(object)})`);
      } catch {}
    }
    const text = typeof object === 'function' ? apply(Function.prototype.toString, object, []) : '';
    if (text) words.push(`text ${text.length} ${hash(text)}`);
    return words.join(' ');
  };

  const flags = (it) => `${it.writable ? 'w' : '-'}${it.enumerable ? 'e' : '-'}${it.configurable ? 'c' : '-'}`;

  // What syntax reaches though no property leads there.
  const arguments_ = (function () { return arguments; })();
  const sloppy = Function('return arguments')();
  const roots = {
    global: globalThis,
    generator: function* () {},
    async: async function () {},
    asyncGenerator: async function* () {},
    arrow: () => {},
    arrayIterator: [][Symbol.iterator](),
    mapIterator: new Map().entries(),
    setIterator: new Set().entries(),
    stringIterator: ''[Symbol.iterator](),
    regExpIterator: ''.matchAll(/x/g),
    helper: [].values().map((x) => x),
    wrapped: Iterator.from({ next() {} }),
    concatenated: Iterator.concat ? Iterator.concat() : 0,
    callee: getter(arguments_, 'callee'),
    sloppy,
    array: [], object: {}, error: new Error('x'), promise: Promise.resolve(1), expression: /(?<a>x)/dg,
    template: ((strings) => strings)`a${1}b`,
    pattern: /(?<a>x)/d.exec('x'),
    resolvers: Promise.withResolvers(),
  };
  for (const name of Object.keys(roots)) lines.push(`root ${name} ${show(roots[name])}`);
  // The walk itself must not show: what it made for itself is reached from the roots only, always in this order.
  for (let object; (object = queue.shift()) !== undefined; ) {
    const prototype = getPrototypeOf(object);
    lines.push(`#${numberOf(object)} ${kindOf(object)}${isExtensible(object) ? '' : ' fixed'} < ${show(prototype)}`);
    for (const key of ownKeys(object)) {
      const it = getOwnPropertyDescriptor(object, key);
      const name = typeof key === 'symbol' ? show(key) : key;
      // A stack names lines of this text, always the same.
      const value = 'value' in it ? show(it.value) : `get ${show(it.get)} set ${show(it.set)}`;
      lines.push(`  ${flags(it)} ${name}: ${value}`);
    }
  }

  // What cannot be walked to shows in what things do.
  const outcome = (run) => {
    try {
      const value = run();
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : show(value);
    } catch (error) {
      return `throws ${error?.name}: ${error?.message}`;
    }
  };
  const probes = {
    lexical: () => typeof leaked + typeof Leaked,
    strings: () => ['a-b-c'.split('-'), 'abc'.replace(/b/, '[$&]'), 'x'.padStart(3), 'é'.normalize('NFD').length],
    arrays: () => [[3, 1, 2].sort(), [1, [2]].flat(), [1, 2].concat([3]), Array.from({ length: 2 }), [...'ab']],
    numbers: () => [0.1 + 0.2, (255).toString(16), Number('12'), parseFloat('1.5x'), (1e21).toLocaleString()],
    json: () => [JSON.stringify({ a: [1, { b: 2 }], d: new Date(0) }), JSON.parse('{"a":[1]}')],
    regexps: () => ['xaxa'.match(/a/g), /(?<n>\d)/.exec('a1').groups.n, [...'a1b2'.matchAll(/\d/g)].map(String)],
    date: () => [new Date(0).toISOString(), Date.now(), new Date().getTime(), performance.now()],
    random: () => [Math.random(), Math.random()],
    stack: () => new Error('here').stack,
    limits: () => Error.stackTraceLimit,
    symbols: () => [Symbol.for('a') === Symbol.for('a'), Symbol.keyFor(Symbol.iterator) === undefined],
    evals: () => [eval('1 + 1'), Function('a', 'return a')(2), typeof this, (0, eval)('typeof leaked')],
    app: () => globalThis.app?.describe(),
    modules: () => typeof require === 'function' && Object.keys(require.cache).sort(),
    counter: () => require('counter').next(),
    inspected: () => { console.log({ a: [1, new Map([[1, 2]])] }); console.count(); return 0; },
    generator: () => [...(function* () { yield 1; yield 2; })()],
    classes: () => { class A { #x = 1; static has(o) { return #x in o; } } return [A.has(new A()), A.has({})]; },
    buffers: () => [...new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 }))],
    bigints: () => String(2n ** 70n),
  };
  for (const name of Object.keys(probes)) lines.push(`${name} = ${outcome(probes[name])}`);
  return lines.join('\n');
})()
