// URLSearchParams. A URL that one belongs to hears of changes.
(function (module, exports, require, native) {
  'use strict';
  const { inspect } = require('internal/inspect');
  const { codes, validateFunction } = require('internal/errors');
  const form = require('internal/url_parts');
  const { defineProperty } = Object;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

  function text(value) {
    if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    return String(value).toWellFormed();
  }

  let listOf;
  let attach;
  const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

  function missing(...names) {
    throw new codes.ERR_MISSING_ARGS(...names);
  }

  function fromPairs(init) {
    const flat = [];
    for (const pair of init) {
      if (pair == null || (typeof pair !== 'object' && typeof pair !== 'function')
        || typeof pair[Symbol.iterator] !== 'function') {
        throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
      }
      const parts = [...pair];
      if (parts.length !== 2) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
      flat.push(text(parts[0]), text(parts[1]));
    }
    return flat;
  }

  function fromRecord(init) {
    const values = new Map();
    for (const key of Reflect.ownKeys(init)) {
      if (!Reflect.getOwnPropertyDescriptor(init, key)?.enumerable) continue;
      if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      values.set(text(key), text(init[key]));
    }
    return [...values].flat();
  }

  class URLSearchParams {
    // Names and values in turn.
    #list = [];
    #changed = undefined;

    static {
      listOf = (params) => {
        if (params === null || typeof params !== 'object' || !(#list in params)) {
          throw new codes.ERR_INVALID_THIS('URLSearchParams');
        }
        return params.#list;
      };
      attach = (params, query, changed) => {
        params.#list = form.parseForm(query);
        params.#changed = changed;
      };
    }

    constructor(init = undefined) {
      if (init == null) return;
      if (typeof init === 'object' || typeof init === 'function') {
        const method = init[Symbol.iterator];
        if (typeof init === 'object' && #list in init && method === URLSearchParams.prototype.entries) {
          this.#list = init.#list.slice();
        } else if (method != null) {
          if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE('Query pairs');
          this.#list = fromPairs(init);
        } else {
          this.#list = fromRecord(init);
        }
      } else {
        init = text(init);
        this.#list = form.parseForm(init[0] === '?' ? init.slice(1) : init);
      }
    }

    get size() {
      return listOf(this).length / 2;
    }

    append(name, value) {
      const list = listOf(this);
      if (arguments.length < 2) missing('name', 'value');
      list.push(text(name), text(value));
      this.#changed?.();
    }

    delete(name, value = undefined) {
      const list = listOf(this);
      if (arguments.length < 1) missing('name');
      name = text(name);
      if (value !== undefined) value = text(value);
      for (let i = 0; i < list.length;) {
        if (list[i] === name && (value === undefined || list[i + 1] === value)) list.splice(i, 2);
        else i += 2;
      }
      this.#changed?.();
    }

    get(name) {
      const list = listOf(this);
      if (arguments.length < 1) missing('name');
      name = text(name);
      for (let i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1];
      return null;
    }

    getAll(name) {
      const list = listOf(this);
      if (arguments.length < 1) missing('name');
      name = text(name);
      return list.filter((value, index) => index % 2 === 1 && list[index - 1] === name);
    }

    has(name, value = undefined) {
      const list = listOf(this);
      if (arguments.length < 1) missing('name');
      name = text(name);
      if (value !== undefined) value = text(value);
      for (let i = 0; i < list.length; i += 2) {
        if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
      }
      return false;
    }

    set(name, value) {
      const list = listOf(this);
      if (arguments.length < 2) missing('name', 'value');
      name = text(name);
      value = text(value);
      let isSet = false;
      for (let i = 0; i < list.length;) {
        if (list[i] === name && isSet) {
          list.splice(i, 2);
          continue;
        }
        if (list[i] === name) {
          list[i + 1] = value;
          isSet = true;
        }
        i += 2;
      }
      if (!isSet) list.push(name, value);
      this.#changed?.();
    }

    sort() {
      const list = listOf(this);
      const pairs = [];
      for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
      pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      list.splice(0, list.length, ...pairs.flat());
      this.#changed?.();
    }

    forEach(callback, thisArg = undefined) {
      const list = listOf(this);
      validateFunction(callback, 'callback');
      for (let i = 0; i < list.length; i += 2) Reflect.apply(callback, thisArg, [list[i + 1], list[i], this]);
    }

    entries() {
      return iterate(this, listOf(this), 'entries');
    }

    keys() {
      return iterate(this, listOf(this), 'keys');
    }

    values() {
      return iterate(this, listOf(this), 'values');
    }

    toString() {
      return form.serializeForm(listOf(this));
    }

    [CUSTOM](depth, options) {
      const list = listOf(this);
      if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
      const shown = [];
      for (let i = 0; i < list.length; i += 2) shown.push(inspect(list[i], options) + ' => ' + inspect(list[i + 1], options));
      if (shown.length === 0) return 'URLSearchParams {}';
      const line = shown.join(', ');
      const isLong = line.length + 'URLSearchParams {  }'.length > options.breakLength;
      return isLong ? 'URLSearchParams {\n  ' + shown.join(',\n  ') + ' }' : 'URLSearchParams { ' + line + ' }';
    }
  }

  const places = new WeakMap();
  const shownOf = (list, at, kind) =>
    (kind === 'entries' ? [list[at], list[at + 1]] : list[kind === 'keys' ? at : at + 1]);
  const iterators = Object.create(IteratorPrototype, {
    next: {
      value: function next() {
        const place = places.get(this);
        if (place === undefined) throw new codes.ERR_INVALID_THIS('URLSearchParamsIterator');
        const list = listOf(place.params);
        if (place.at >= list.length) return { value: undefined, done: true };
        const value = shownOf(list, place.at, place.kind);
        place.at += 2;
        return { value, done: false };
      },
      writable: true, enumerable: true, configurable: true,
    },
    [Symbol.toStringTag]: { value: 'URLSearchParams Iterator', configurable: true },
    [CUSTOM]: {
      value(depth, options) {
        const place = places.get(this);
        if (place === undefined) throw new codes.ERR_INVALID_THIS('URLSearchParamsIterator');
        if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
        const inner = typeof depth === 'number' ? { ...options, depth: depth - 1 } : options;
        const list = listOf(place.params);
        const left = [];
        for (let { at } = place; at < list.length; at += 2) left.push(shownOf(list, at, place.kind));
        const shown = left.map((each) => inspect(each, inner));
        const tag = 'URLSearchParams Iterator {';
        return tag + (inspect(left, inner).includes('\n') ? '\n  ' + shown.join(',\n  ') : ' ' + shown.join(', ')) + ' }';
      },
    },
  });
  const iterate = (params, list, kind) => {
    const iterator = Object.create(iterators);
    places.set(iterator, { params, at: 0, kind });
    return iterator;
  };

  for (const name of Object.getOwnPropertyNames(URLSearchParams.prototype)) {
    if (name !== 'constructor') defineProperty(URLSearchParams.prototype, name, { enumerable: true });
  }
  defineProperty(URLSearchParams.prototype, Symbol.iterator, {
    value: URLSearchParams.prototype.entries, writable: true, configurable: true,
  });
  defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { value: 'URLSearchParams', configurable: true });

  Object.assign(exports, { URLSearchParams, attach, text });
})
