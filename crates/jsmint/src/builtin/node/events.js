// `events`: EventEmitter.
//
// Fields and their names are those of Node, since packages read and copy them: `_events` maps a type to its one listener
// or to an array of them, `_eventsCount` counts types. An array is never changed while it may be walked: emit() takes a
// copy of it.
(function (module, exports, require, native) {
  'use strict';
  const { inspect } = require('internal/inspect');
  const { codes, AbortError, validateFunction, validateNumber, validateBoolean, validateAbortSignal, validateString } =
    require('internal/errors');
  const { apply, ownKeys } = Reflect;
  const { defineProperty, setPrototypeOf, getPrototypeOf } = Object;

  const CAPTURE = Symbol('kCapture');
  const SHAPE = Symbol('shapeMode');
  const MONITOR = Symbol('events.errorMonitor');
  const REJECTION = Symbol.for('nodejs.rejection');
  let defaultMaxListeners = 10;

  function EventEmitter(options) {
    EventEmitter.init.call(this, options);
  }

  module.exports = exports = EventEmitter;
  const methods = EventEmitter.prototype;
  methods._events = undefined;
  methods._eventsCount = 0;
  methods._maxListeners = undefined;
  defineProperty(methods, CAPTURE, { value: false, writable: true, enumerable: false });

  function init(options) {
    const inherits = this._events === undefined || this._events === getPrototypeOf(this)._events;
    if (inherits) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    }
    this._maxListeners = this._maxListeners || undefined;
    this[SHAPE] = !inherits;
    if (options?.captureRejections) {
      validateBoolean(options.captureRejections, 'options.captureRejections');
      this[CAPTURE] = true;
    } else {
      this[CAPTURE] = methods[CAPTURE];
    }
  }

  // ---- adding -------------------------------------------------------------------------------------------------------

  const checkListener = (listener) => validateFunction(listener, 'listener');

  function add(emitter, type, listener, first) {
    checkListener(listener);
    let all = emitter._events;
    if (all === undefined) {
      all = emitter._events = { __proto__: null };
      emitter._eventsCount = 0;
    } else if (all.newListener !== undefined) {
      emitter.emit('newListener', type, listener.listener ? listener.listener : listener);
      all = emitter._events; // the listener may have put another in its place
    }
    const there = all[type];
    if (there === undefined) {
      all[type] = listener;
      emitter._eventsCount++;
    } else if (typeof there === 'function') {
      all[type] = first ? [listener, there] : [there, listener];
    } else if (first) {
      there.unshift(listener);
    } else {
      there.push(listener);
    }
    warnOfLeak(emitter, type, all[type]);
    return emitter;
  }

  function warnOfLeak(emitter, type, list) {
    const most = maxOf(emitter);
    if (typeof list === 'function' || most <= 0 || list.length <= most || list.warned) return;
    list.warned = true;
    const warn = globalThis.process?.emitWarning;
    if (typeof warn !== 'function') return;
    const text = 'Possible EventEmitter memory leak detected. ' + list.length + ' ' + String(type) + ' listeners added to '
      + inspect(emitter, { depth: -1 }) + '. Use emitter.setMaxListeners() to increase limit';
    const warning = Object.assign(new Error(text), {
      name: 'MaxListenersExceededWarning', emitter, type, count: list.length,
    });
    apply(warn, globalThis.process, [warning]);
  }

  const maxOf = (emitter) => emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;

  // A function that removes itself and then calls `listener`.
  function onceOf(emitter, type, listener) {
    checkListener(listener);
    let fired = false;
    const once = function (...args) {
      if (fired) return undefined;
      fired = true;
      emitter.removeListener(type, once);
      return apply(listener, emitter, args);
    };
    defineProperty(once, 'name', { value: 'bound onceWrapper' });
    once.listener = listener;
    return once;
  }

  // ---- calling ------------------------------------------------------------------------------------------------------

  function throwUnhandled(error) {
    if (error instanceof Error) throw error;
    let shown;
    try {
      shown = inspect(error);
    } catch {
      shown = error;
    }
    throw Object.assign(new codes.ERR_UNHANDLED_ERROR(shown), { context: error });
  }

  // What a listener returned may be a promise; its rejection becomes an event.
  function catchRejection(emitter, promise, type, args) {
    if (!emitter[CAPTURE]) return;
    try {
      const { then } = promise;
      if (typeof then !== 'function') return;
      apply(then, promise, [undefined, (error) => {
        queueMicrotask(() => rejected(emitter, error, type, args));
      }]);
    } catch (error) {
      emitter.emit('error', error);
    }
  }

  function rejected(emitter, error, type, args) {
    if (typeof emitter[REJECTION] === 'function') {
      emitter[REJECTION](error, type, ...args);
      return;
    }
    // A listener of 'error' that fails itself must not be asked again.
    const before = emitter[CAPTURE];
    try {
      emitter[CAPTURE] = false;
      emitter.emit('error', error);
    } finally {
      emitter[CAPTURE] = before;
    }
  }

  // ---- removing -----------------------------------------------------------------------------------------------------

  function drop(emitter, type) {
    if (--emitter._eventsCount === 0) emitter._events = { __proto__: null };
    else delete emitter._events[type];
  }

  const listOf = (emitter, type) => {
    const there = emitter._events?.[type];
    return there === undefined ? [] : typeof there === 'function' ? [there] : there;
  };

  const addListener = {
    addListener(type, listener) {
      return add(this, type, listener, false);
    },
  }.addListener;
  const removeListener = {
    removeListener(type, listener) {
      checkListener(listener);
      const all = this._events;
      const there = all?.[type];
      if (there === undefined) return this;
      const isIt = (candidate) => candidate === listener || candidate.listener === listener;
      let removed = there;
      if (isIt(there)) {
        drop(this, type);
      } else if (typeof there !== 'function') {
        let at = there.length - 1;
        while (at >= 0 && !isIt(there[at])) at--;
        if (at < 0) return this;
        removed = there[at];
        if (at === 0) there.shift();
        else there.splice(at, 1);
        if (there.length === 1) all[type] = there[0];
      } else {
        return this;
      }
      if (all.removeListener !== undefined) this.emit('removeListener', type, removed.listener || listener);
      return this;
    },
  }.removeListener;

  const own = {
    setMaxListeners(n) {
      validateNumber(n, 'setMaxListeners', 0);
      this._maxListeners = n;
      return this;
    },
    getMaxListeners() {
      return maxOf(this);
    },
    emit(type, ...args) {
      const all = this._events;
      if (type === 'error') {
        if (all !== undefined && all[MONITOR] !== undefined) this.emit(MONITOR, ...args);
        if (all === undefined || all.error === undefined) throwUnhandled(args[0]);
      }
      const there = all?.[type];
      if (there === undefined) return false;
      const list = typeof there === 'function' ? [there] : there.slice();
      for (let i = 0; i < list.length; i++) {
        const result = apply(list[i], this, args);
        if (result !== undefined && result !== null) catchRejection(this, result, type, args);
      }
      return true;
    },
    addListener,
    on: addListener,
    prependListener(type, listener) {
      return add(this, type, listener, true);
    },
    once(type, listener) {
      return this.on(type, onceOf(this, type, listener));
    },
    prependOnceListener(type, listener) {
      return this.prependListener(type, onceOf(this, type, listener));
    },
    removeListener,
    off: removeListener,
    removeAllListeners(type) {
      const all = this._events;
      if (all === undefined) return this;
      if (all.removeListener === undefined) {
        if (arguments.length === 0) {
          this._events = { __proto__: null };
          this._eventsCount = 0;
        } else if (all[type] !== undefined) {
          drop(this, type);
        }
        return this;
      }
      // Whoever listens for removals is told of each, and goes last.
      if (arguments.length === 0) {
        for (const key of ownKeys(all)) if (key !== 'removeListener') this.removeAllListeners(key);
        this.removeAllListeners('removeListener');
        this._events = { __proto__: null };
        this._eventsCount = 0;
        return this;
      }
      const list = listOf(this, type).slice();
      for (let i = list.length - 1; i >= 0; i--) this.removeListener(type, list[i]);
      return this;
    },
    listeners(type) {
      return listOf(this, type).map((listener) => listener.listener ?? listener);
    },
    rawListeners(type) {
      return listOf(this, type).slice();
    },
    listenerCount(type, listener) {
      const list = listOf(this, type);
      if (listener == null) return list.length;
      return list.filter((one) => one === listener || one.listener === listener).length;
    },
    eventNames() {
      return this._eventsCount > 0 ? ownKeys(this._events) : [];
    },
  };
  for (const name of Object.keys(own)) {
    methods[name] = own[name];
  }

  // ---- functions of the module --------------------------------------------------------------------------------------

  const isTarget = (emitter) => typeof emitter?.addEventListener === 'function';

  function listen(emitter, type, listener, options) {
    if (typeof emitter?.on === 'function') {
      if (options?.once) emitter.once(type, listener);
      else emitter.on(type, listener);
    } else if (isTarget(emitter)) {
      emitter.addEventListener(type, listener, options);
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
    }
  }

  function unlisten(emitter, type, listener) {
    if (typeof emitter?.removeListener === 'function') emitter.removeListener(type, listener);
    else emitter.removeEventListener(type, listener);
  }

  async function once(emitter, name, options = {}) {
    const signal = options?.signal;
    validateAbortSignal(signal, 'options.signal');
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    return new Promise((resolve, reject) => {
      const stop = () => {
        unlisten(emitter, name, done);
        if (name !== 'error' && typeof emitter.once === 'function') emitter.removeListener('error', failed);
        signal?.removeEventListener('abort', aborted);
      };
      const done = (...args) => {
        stop();
        resolve(args);
      };
      const failed = (error) => {
        stop();
        reject(error);
      };
      const aborted = () => {
        stop();
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      listen(emitter, name, done, { once: true });
      if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', failed);
      signal?.addEventListener('abort', aborted, { once: true });
    });
  }

  const AsyncIteratorPrototype = getPrototypeOf(getPrototypeOf(async function* () {}).prototype);

  function on(emitter, event, options = {}) {
    const signal = options?.signal;
    validateAbortSignal(signal, 'options.signal');
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const events = [];
    const waiting = [];
    let error;
    let finished = false;

    const give = (...args) => {
      if (waiting.length > 0) waiting.shift().resolve({ value: args, done: false });
      else events.push(args);
    };
    const fail = (reason) => {
      if (waiting.length > 0) waiting.shift().reject(reason);
      else error = { reason };
      iterator.return();
    };
    const abort = () => fail(new AbortError(undefined, { cause: signal.reason }));

    const iterator = setPrototypeOf({
      next() {
        if (events.length > 0) return Promise.resolve({ value: events.shift(), done: false });
        if (error !== undefined) {
          const { reason } = error;
          error = undefined;
          return Promise.reject(reason);
        }
        if (finished) return Promise.resolve({ value: undefined, done: true });
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return() {
        finished = true;
        unlisten(emitter, event, give);
        if (event !== 'error' && typeof emitter.on === 'function') emitter.removeListener('error', fail);
        for (const name of options?.close ?? []) unlisten(emitter, name, close);
        signal?.removeEventListener('abort', abort);
        for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
        return Promise.resolve({ value: undefined, done: true });
      },
      throw(reason) {
        if (!(reason instanceof Error)) {
          throw new codes.ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', reason);
        }
        fail(reason);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    }, AsyncIteratorPrototype);
    const close = () => {
      iterator.return();
    };

    listen(emitter, event, give);
    if (event !== 'error' && typeof emitter.on === 'function') emitter.on('error', fail);
    for (const name of options?.close ?? []) listen(emitter, name, close);
    signal?.addEventListener('abort', abort, { once: true });
    return iterator;
  }

  function getEventListeners(emitterOrTarget, type) {
    if (typeof emitterOrTarget?.listeners === 'function') return emitterOrTarget.listeners(type);
    if (isTarget(emitterOrTarget)) return require('internal/event_target').listenersOf(emitterOrTarget, type);
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
  }

  function getMaxListeners(emitterOrTarget) {
    if (typeof emitterOrTarget?.getMaxListeners === 'function') return maxOf(emitterOrTarget);
    if (isTarget(emitterOrTarget)) return require('internal/event_target').maxListeners(emitterOrTarget);
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
  }

  function setMaxListeners(n = defaultMaxListeners, ...eventTargets) {
    validateNumber(n, 'setMaxListeners', 0);
    if (eventTargets.length === 0) {
      defaultMaxListeners = n;
      return;
    }
    for (const target of eventTargets) {
      if (typeof target?.setMaxListeners === 'function') target.setMaxListeners(n);
      else if (isTarget(target)) require('internal/event_target').maxListeners(target, n);
      else throw new codes.ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
  }

  function addAbortListener(signal, listener) {
    if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
    validateAbortSignal(signal, 'signal');
    validateFunction(listener, 'listener');
    let remove;
    if (signal.aborted) {
      queueMicrotask(() => listener());
    } else {
      signal.addEventListener('abort', listener, { once: true });
      remove = () => signal.removeEventListener('abort', listener);
    }
    const disposable = {};
    const dispose = Symbol.dispose ?? Symbol.for('nodejs.dispose');
    disposable[dispose] = () => remove?.();
    return disposable;
  }

  let Resource;
  class EventEmitterAsyncResource extends EventEmitter {
    constructor(options = undefined) {
      const name = typeof options === 'string' ? options : options?.name ?? new.target.name;
      validateString(name, 'name');
      super(typeof options === 'string' ? undefined : options);
    }

    emitDestroy() {}
  }

  Object.assign(EventEmitter, {
    addAbortListener, once, on, getEventListeners, getMaxListeners, EventEmitter, usingDomains: false,
    captureRejectionSymbol: REJECTION,
  });
  defineProperty(EventEmitter, 'captureRejections', {
    enumerable: true,
    get: () => methods[CAPTURE],
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      methods[CAPTURE] = value;
    },
  });
  defineProperty(EventEmitter, 'EventEmitterAsyncResource', {
    enumerable: true,
    configurable: true,
    get: () => Resource ??= EventEmitterAsyncResource,
  });
  EventEmitter.errorMonitor = MONITOR;
  defineProperty(EventEmitter, 'defaultMaxListeners', {
    enumerable: true,
    get: () => defaultMaxListeners,
    set(value) {
      validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
  });
  Object.assign(EventEmitter, {
    setMaxListeners,
    init,
    listenerCount: (emitter, type) =>
      typeof emitter.listenerCount === 'function' ? emitter.listenerCount(type) : listOf(emitter, type).length,
  });
})
