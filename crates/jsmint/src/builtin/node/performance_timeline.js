// Entries of the performance timeline: marks, measures, and who observes them.
(function (module, exports, require, native) {
  'use strict';
  const { inspect, engine } = require('internal/inspect');
  const { codes, validateFunction, validateNumber, validateObject } = require('internal/errors');
  const { structuredClone } = require('internal/structured_clone');
  const { defineProperty } = Object;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
  const KEY = {};
  const time = native.now;

  // Moments of Node's start, which no mark may be named after.
  const RESERVED = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete'];

  const describe = (Class, names) => {
    for (const name of names) defineProperty(Class.prototype, name, { enumerable: true });
    defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
  };

  class PerformanceEntry {
    #fields;

    constructor(key, name, entryType, startTime, duration, detail) {
      if (key !== KEY) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
      this.#fields = { name, entryType, startTime, duration, detail };
    }

    static detail(entry) {
      if (!(#fields in entry)) throw new codes.ERR_INVALID_THIS('PerformanceEntry');
      return entry.#fields.detail;
    }

    get name() {
      return this.#fields.name;
    }

    get entryType() {
      return this.#fields.entryType;
    }

    get startTime() {
      return this.#fields.startTime;
    }

    get duration() {
      return this.#fields.duration;
    }

    toJSON() {
      const { name, entryType, startTime, duration, detail } = this.#fields;
      return { name, entryType, startTime, duration, detail };
    }

    [CUSTOM](depth, options) {
      if (depth < 0) return this;
      const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
      return this.constructor.name + ' ' + inspect(this.toJSON(), inner);
    }
  }
  const detailOf = PerformanceEntry.detail;
  delete PerformanceEntry.detail;
  describe(PerformanceEntry, ['name', 'entryType', 'startTime', 'duration', 'toJSON']);

  class PerformanceMark extends PerformanceEntry {
    constructor(name, options = undefined) {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
      name = '' + name;
      if (RESERVED.includes(name)) throw new codes.ERR_INVALID_ARG_VALUE('name', name);
      if (options != null) validateObject(options, 'options');
      const start = options?.startTime ?? time();
      validateNumber(start, 'startTime');
      if (start < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(start);
      super(KEY, name, 'mark', start, 0, options?.detail == null ? null : structuredClone(options.detail));
    }

    get detail() {
      return detailOf(this);
    }
  }
  describe(PerformanceMark, ['detail']);

  class PerformanceMeasure extends PerformanceEntry {
    get detail() {
      return detailOf(this);
    }
  }
  describe(PerformanceMeasure, ['detail']);

  // ---- the timeline -------------------------------------------------------------------------------------------------

  const entries = [];
  const observers = new Set();

  function add(entry) {
    entries.push(entry);
    announce(entry);
    return entry;
  }

  function announce(entry) {
    for (const notify of observers) notify(entry);
  }

  const byTime = (list) => list.slice().sort((a, b) => a.startTime - b.startTime);
  const select = (list, name, type) => list.filter((entry) =>
    (name === undefined || entry.name === name) && (type === undefined || entry.entryType === type));

  function timeOf(name) {
    if (typeof name === 'number') {
      if (name < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(name);
      return name;
    }
    name = '' + name;
    if (RESERVED.includes(name)) return 0;
    for (let i = entries.length - 1; i >= 0; i--) {
      if (entries[i].entryType === 'mark' && entries[i].name === name) return entries[i].startTime;
    }
    throw new engine.DOMException('The "' + name + '" performance mark has not been set', 'SyntaxError');
  }

  function measure(name, options, endMark) {
    name = '' + name;
    const given = options !== null && typeof options === 'object' ? options : {};
    const has = ({ start, end, duration, detail }) => [start, end, duration, detail].some((field) => field !== undefined);
    const invalid = (text) => new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(text);
    if (has(given)) {
      if (endMark !== undefined) throw invalid('endMark must not be specified');
      if (given.start !== undefined && given.end !== undefined && given.duration !== undefined) {
        throw invalid('Must not have options.start, options.end, and options.duration specified');
      }
    }
    let end;
    if (endMark !== undefined) end = timeOf(endMark);
    else if (given.end !== undefined) end = timeOf(given.end);
    else if (given.start !== undefined && given.duration !== undefined) end = timeOf(given.start) + timeOf(given.duration);
    else end = time();
    let start = 0;
    if (typeof options === 'string') start = timeOf(options);
    else if (given.start !== undefined) start = timeOf(given.start);
    else if (given.end !== undefined && given.duration !== undefined) start = end - timeOf(given.duration);
    const detail = given.detail == null ? null : structuredClone(given.detail);
    return add(new PerformanceMeasure(KEY, name, 'measure', start, end - start, detail));
  }

  function timerify(fn) {
    validateFunction(fn, 'fn');
    const timerified = function (...args) {
      const start = time();
      const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
      announce(new PerformanceEntry(KEY, fn.name, 'function', start, time() - start, args));
      return result;
    };
    defineProperty(timerified, 'name', { value: 'timerified ' + fn.name, configurable: true });
    defineProperty(timerified, 'length', { value: fn.length, configurable: true });
    return timerified;
  }

  // ---- observers ----------------------------------------------------------------------------------------------------

  const TYPES = ['function', 'mark', 'measure'];

  class PerformanceObserverEntryList {
    #list;

    constructor(key, list) {
      if (key !== KEY) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
      this.#list = byTime(list);
    }

    getEntries() {
      return this.#list.slice();
    }

    getEntriesByName(name, type = undefined) {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
      return select(this.#list, String(name), type);
    }

    getEntriesByType(type) {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
      return select(this.#list, undefined, String(type));
    }
  }

  class PerformanceObserver {
    #callback;
    #types = new Set();
    #waiting = [];
    #notify = (entry) => {
      if (!this.#types.has(entry.entryType)) return;
      this.#waiting.push(entry);
      if (this.#waiting.length > 1) return;
      engine.queueMicrotask(() => {
        const list = this.takeRecords();
        if (list.length > 0) Reflect.apply(this.#callback, this, [new PerformanceObserverEntryList(KEY, list), this]);
      });
    };

    constructor(callback) {
      validateFunction(callback, 'callback');
      this.#callback = callback;
    }

    observe(options = {}) {
      validateObject(options, 'options');
      const { entryTypes, type, buffered } = options;
      if (entryTypes === undefined && type === undefined) {
        throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
      }
      if (entryTypes !== undefined) {
        if (!Array.isArray(entryTypes)) throw new codes.ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
        this.#types = new Set(entryTypes);
      } else {
        this.#types.add('' + type);
      }
      observers.add(this.#notify);
      if (buffered) for (const entry of select(entries, undefined, '' + type)) this.#notify(entry);
    }

    disconnect() {
      observers.delete(this.#notify);
      this.#waiting = [];
      this.#types.clear();
    }

    takeRecords() {
      return this.#waiting.splice(0);
    }

    static get supportedEntryTypes() {
      return TYPES.slice();
    }
  }

  Object.assign(exports, {
    PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList, timerify,
    measure,
    mark: (name, options) => add(new PerformanceMark(name, options)),
    find: (name, type) => byTime(select(entries, name, type)),
    clear(type, name) {
      const kept = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== '' + name));
      entries.length = 0;
      for (const entry of kept) entries.push(entry);
    },
  });
})
