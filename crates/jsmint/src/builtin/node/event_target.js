// EventTarget, Event, CustomEvent, AbortController and AbortSignal: the DOM's, as far as they need no tree.
(function (module, exports, require, native) {
  'use strict';
  const { inspect, engine } = require('internal/inspect');
  const { codes, validateAbortSignal, validateUint32 } = require('internal/errors');
  const { defineProperty } = Object;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
  const { DOMException } = engine;

  const enumerable = (prototype, names) => {
    for (const name of names) defineProperty(prototype, name, { enumerable: true });
  };
  const tag = (Class, name) => defineProperty(Class.prototype, Symbol.toStringTag, {
    value: name, writable: false, enumerable: false, configurable: true,
  });
  const wrongThis = (name) => new codes.ERR_INVALID_THIS(name);
  const deeper = (depth, options) =>
    ({ ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth });

  // ---- events -------------------------------------------------------------------------------------------------------

  // What dispatching does to an event, by this module alone.
  let fieldsOf;
  let isEvent;

  class Event {
    #f;

    static {
      fieldsOf = (event) => event.#f;
      isEvent = (value) => value !== null && typeof value === 'object' && #f in value;
    }

    constructor(type, options = undefined) {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
      if (options != null && typeof options !== 'object' && typeof options !== 'function') {
        throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
      }
      this.#f = {
        type: String(type),
        bubbles: Boolean(options?.bubbles),
        cancelable: Boolean(options?.cancelable),
        composed: Boolean(options?.composed),
        time: globalThis.performance.now(),
        target: null, current: null, dispatching: false, canceled: false, stopped: false, halted: false, trusted: false,
      };
    }

    initEvent(type, bubbles = false, cancelable = false) {
      const f = this.#f;
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
      if (f.dispatching) return;
      f.type = String(type);
      f.bubbles = Boolean(bubbles);
      f.cancelable = Boolean(cancelable);
    }

    stopImmediatePropagation() {
      this.#f.halted = true;
      this.#f.stopped = true;
    }

    preventDefault() {
      const f = this.#f;
      if (f.cancelable) f.canceled = true;
    }

    get target() {
      return this.#f.target;
    }

    get currentTarget() {
      return this.#f.current;
    }

    get srcElement() {
      return this.#f.target;
    }

    get type() {
      return this.#f.type;
    }

    get cancelable() {
      return this.#f.cancelable;
    }

    get defaultPrevented() {
      return this.#f.cancelable && this.#f.canceled;
    }

    get timeStamp() {
      return this.#f.time;
    }

    composedPath() {
      return this.#f.dispatching ? [this.#f.current] : [];
    }

    get returnValue() {
      return !this.#f.cancelable || !this.#f.canceled;
    }

    get bubbles() {
      return this.#f.bubbles;
    }

    get composed() {
      return this.#f.composed;
    }

    get eventPhase() {
      return this.#f.dispatching ? Event.AT_TARGET : Event.NONE;
    }

    get cancelBubble() {
      return this.#f.stopped;
    }

    set cancelBubble(value) {
      if (value) this.#f.stopped = true;
    }

    stopPropagation() {
      this.#f.stopped = true;
    }

    [CUSTOM](depth, options) {
      const { name } = this.constructor;
      if (depth < 0) return name;
      const { type, defaultPrevented, cancelable, timeStamp } = this;
      return name + ' ' + inspect({ type, defaultPrevented, cancelable, timeStamp }, deeper(depth, options));
    }

    get isTrusted() {
      return this.#f.trusted;
    }

    static NONE = 0;
    static CAPTURING_PHASE = 1;
    static AT_TARGET = 2;
    static BUBBLING_PHASE = 3;
  }
  enumerable(Event.prototype, [
    'initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type',
    'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed', 'eventPhase',
    'cancelBubble', 'stopPropagation', 'isTrusted',
  ]);
  tag(Event, 'Event');

  class CustomEvent extends Event {
    #detail;

    constructor(type, options = undefined) {
      super(...arguments);
      this.#detail = options?.detail ?? null;
    }

    get detail() {
      return this.#detail;
    }
  }
  enumerable(CustomEvent.prototype, ['detail']);
  tag(CustomEvent, 'CustomEvent');

  // ---- targets ------------------------------------------------------------------------------------------------------

  let listeners;
  let isTarget;

  class EventTarget {
    #all = new Map();

    static {
      listeners = (target) => target.#all;
      isTarget = (value) => value !== null && typeof value === 'object' && #all in value;
    }

    addEventListener(type, listener, options = undefined) {
      if (!isTarget(this)) throw wrongThis('EventTarget');
      if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('type', 'listener');
      const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
      const { once = false, signal } = typeof options === 'object' && options !== null ? options : {};
      if (listener === null || listener === undefined) return;
      if (typeof listener !== 'function' && typeof listener !== 'object') {
        throw new codes.ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
      }
      validateAbortSignal(signal, 'options.signal');
      if (signal?.aborted) return;
      type = String(type);
      let list = this.#all.get(type);
      if (list === undefined) this.#all.set(type, list = []);
      if (list.some((one) => one.listener === listener && one.capture === capture)) return;
      const entry = { listener, capture, once: Boolean(once), removed: false };
      list.push(entry);
      signal?.addEventListener('abort', () => this.removeEventListener(type, listener, { capture }), { once: true });
    }

    removeEventListener(type, listener, options = undefined) {
      if (!isTarget(this)) throw wrongThis('EventTarget');
      if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('type', 'listener');
      const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
      const list = this.#all.get(String(type));
      const at = list?.findIndex((one) => one.listener === listener && one.capture === capture) ?? -1;
      if (at < 0) return;
      list[at].removed = true;
      list.splice(at, 1);
    }

    dispatchEvent(event) {
      if (!isTarget(this)) throw wrongThis('EventTarget');
      if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('event');
      if (!isEvent(event)) throw new codes.ERR_INVALID_ARG_TYPE('event', 'Event', event);
      const f = fieldsOf(event);
      if (f.dispatching) throw new codes.ERR_EVENT_RECURSION(f.type);
      f.target = f.current = this;
      f.dispatching = true;
      try {
        call(this, event, f);
      } finally {
        f.dispatching = false;
        f.current = null;
        f.stopped = f.halted = false;
      }
      return !event.defaultPrevented;
    }

    [CUSTOM](depth, options) {
      const { name } = this.constructor;
      return depth < 0 ? name : name + ' ' + inspect({}, deeper(depth, options));
    }
  }
  enumerable(EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']);
  tag(EventTarget, 'EventTarget');

  function call(target, event, f) {
    const list = listeners(target).get(f.type);
    if (list === undefined) return;
    for (const entry of list.slice()) {
      if (entry.removed) continue;
      if (f.halted) break;
      const { listener, once } = entry;
      if (once) target.removeEventListener(f.type, listener, entry);
      try {
        const result = typeof listener === 'function'
          ? Reflect.apply(listener, target, [event])
          : listener.handleEvent(event);
        if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
          result.then(undefined, report);
        }
      } catch (error) {
        report(error);
      }
    }
  }

  // One listener's failure is none of the others' business. It becomes an unhandled rejection, which is how whoever runs
  // the script hears of it.
  const report = (error) => {
    Promise.reject(error);
  };

  const mostListeners = new WeakMap();

  // The value of an attribute such as `onabort`: a listener that keeps its place when it is replaced.
  function attribute(Class, name, check) {
    const handlers = new WeakMap();
    const type = name.slice(2);
    defineProperty(Class.prototype, name, {
      ...Object.getOwnPropertyDescriptor({
        get [name]() {
          check(this);
          return handlers.get(this)?.handler ?? null;
        },
        set [name](value) {
          check(this);
          const handler = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : null;
          let holder = handlers.get(this);
          if (holder === undefined) {
            if (handler === null) return;
            holder = { handler, wrapper: null };
            holder.wrapper = (event) =>
              typeof holder.handler === 'function' ? Reflect.apply(holder.handler, this, [event]) : undefined;
            handlers.set(this, holder);
            this.addEventListener(type, holder.wrapper);
          } else if (handler === null) {
            this.removeEventListener(type, holder.wrapper);
            handlers.delete(this);
          } else {
            holder.handler = handler;
          }
        },
      }, name),
      enumerable: true,
      configurable: true,
    });
  }

  // ---- aborting -----------------------------------------------------------------------------------------------------

  const KEY = {};
  let abortFields;
  let isSignal;

  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason = undefined;
    #dependents = new Set();
    #sources = [];

    static {
      isSignal = (value) => value !== null && typeof value === 'object' && #aborted in value;
      abortFields = {
        abort(signal, reason) {
          if (signal.#aborted) return;
          for (const each of [signal, ...signal.#dependents]) {
            if (each.#aborted) continue;
            each.#aborted = true;
            each.#reason = reason;
            for (const source of each.#sources) source.#dependents.delete(each);
            each.#sources = [];
            const event = new Event('abort');
            fieldsOf(event).trusted = true;
            each.dispatchEvent(event);
          }
          signal.#dependents.clear();
        },
        follow(signal, source) {
          const sources = source.#sources.length > 0 ? source.#sources : [source];
          for (const one of sources) {
            one.#dependents.add(signal);
            signal.#sources.push(one);
          }
        },
      };
    }

    constructor(key) {
      if (key !== KEY) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
      super();
    }

    get aborted() {
      if (!isSignal(this)) throw wrongThis('AbortSignal');
      return this.#aborted;
    }

    get reason() {
      if (!isSignal(this)) throw wrongThis('AbortSignal');
      return this.#reason;
    }

    throwIfAborted() {
      if (!isSignal(this)) throw wrongThis('AbortSignal');
      if (this.#aborted) throw this.#reason;
    }

    [CUSTOM](depth, options) {
      if (depth < 0) return 'AbortSignal';
      return 'AbortSignal ' + inspect({ aborted: this.aborted }, deeper(depth, options));
    }

    static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
      const signal = new AbortSignal(KEY);
      abortFields.abort(signal, reason);
      return signal;
    }

    static timeout(delay) {
      validateUint32(delay, 'delay');
      if (typeof globalThis.setTimeout !== 'function') {
        throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('AbortSignal.timeout');
      }
      const signal = new AbortSignal(KEY);
      const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      globalThis.setTimeout(() => abortFields.abort(signal, reason()), delay)?.unref?.();
      return signal;
    }

    static any(signals) {
      if (signals === null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function') {
        throw new codes.ERR_INVALID_ARG_TYPE('signals', 'Array', signals);
      }
      const all = [...signals];
      all.forEach((one, index) => {
        if (!isSignal(one)) throw new codes.ERR_INVALID_ARG_TYPE('signals[' + index + ']', 'AbortSignal', one);
      });
      const signal = new AbortSignal(KEY);
      for (const one of all) {
        if (!one.aborted) continue;
        abortFields.abort(signal, one.reason);
        return signal;
      }
      for (const one of all) abortFields.follow(signal, one);
      return signal;
    }
  }
  enumerable(AbortSignal.prototype, ['aborted']);
  tag(AbortSignal, 'AbortSignal');
  attribute(AbortSignal, 'onabort', (value) => {
    if (!isSignal(value)) throw wrongThis('AbortSignal');
  });

  class AbortController {
    #signal = new AbortSignal(KEY);

    get signal() {
      if (!(#signal in this)) throw wrongThis('AbortController');
      return this.#signal;
    }

    abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
      if (!(#signal in this)) throw wrongThis('AbortController');
      abortFields.abort(this.#signal, reason);
    }

    [CUSTOM](depth, options) {
      if (depth < 0) return 'AbortController';
      return 'AbortController ' + inspect({ signal: this.signal }, deeper(depth, options));
    }
  }
  enumerable(AbortController.prototype, ['signal', 'abort']);
  tag(AbortController, 'AbortController');

  Object.assign(exports, {
    Event, CustomEvent, EventTarget, AbortController, AbortSignal, isSignal,
    listenersOf: (target, type) => (listeners(target).get(String(type)) ?? []).map((entry) => entry.listener),
    maxListeners(target, n) {
      if (n !== undefined) mostListeners.set(target, n);
      return mostListeners.get(target) ?? require('events').defaultMaxListeners;
    },
  });
})
