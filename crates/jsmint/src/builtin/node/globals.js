// Global variables that modules of this folder give. Each is an accessor that loads its module when it is first read,
// and from then on an ordinary property.
(function (load) {
  'use strict';
  const { defineProperty, getOwnPropertyDescriptor } = Reflect;
  const global = globalThis;

  // What the engine has itself and a module here puts something in the place of, or needs.
  const { atob, btoa, queueMicrotask, DOMException } = global;
  load('internal/inspect').engine = { atob, btoa, queueMicrotask, DOMException };

  // [module, enumerable, names]; enumerable as in Node.
  const GLOBALS = [
    ['buffer', false, ['Buffer']],
    ['crypto', true, ['crypto']],
    ['url', false, ['URL', 'URLSearchParams']],
    ['process', false, ['process']],
    ['crypto', false, ['Crypto', 'SubtleCrypto']],
    ['internal/encoding', false, ['TextEncoder', 'TextDecoder']],
    ['internal/event_target', false, ['Event', 'CustomEvent', 'EventTarget', 'AbortController', 'AbortSignal']],
    ['internal/encoded', true, ['atob', 'btoa', 'queueMicrotask']],
    ['internal/structured_clone', true, ['structuredClone']],
    ['timers', true, ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate']],
    ['perf_hooks', true, ['performance']],
    ['perf_hooks', false, [
      'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
      'PerformanceObserverEntryList',
    ]],
  ];

  const put = (name, value, enumerable) =>
    defineProperty(global, name, { __proto__: null, value, enumerable, writable: true, configurable: true });

  const lazy = (from, name, enumerable) => {
    const get = { [name]: () => {
      const exports = load(from);
      const value = name === from && exports[name] === undefined ? exports : exports[name];
      const now = getOwnPropertyDescriptor(global, name);
      if (now !== undefined && now.get === get) put(name, value, enumerable);
      return value;
    } }[name];
    const set = { [name]: (value) => {
      put(name, value, enumerable);
    } }[name];
    defineProperty(global, name, { __proto__: null, get, set, enumerable, configurable: true });
  };

  put('global', global, true);
  for (const [from, enumerable, names] of GLOBALS) for (const name of names) lazy(from, name, enumerable);
})
