// `structuredClone`: deep copies of what HTML calls serializable, with its cycles and shared parts.
(function (module, exports, require, native) {
  'use strict';
  const { coded } = require('internal/errors');
  const { kindOf, uncurry, getter, unwrap, engine } = require('internal/inspect');
  const { DOMException } = engine;
  const { getPrototypeOf, defineProperty, keys } = Object;

  const failed = (text) => new DOMException(text, 'DataCloneError');
  const shown = (value) => {
    if (typeof value === 'symbol') return value.toString();
    if (typeof value === 'function') return Function.prototype.toString.call(value);
    const kind = kindOf(value);
    if (kind === 'Symbol') return '[object Symbol]';
    return value.constructor?.name ? '#<' + value.constructor.name + '>' : '[object ' + kind + ']';
  };
  const refuse = (value) => failed(shown(value) + ' could not be cloned.');
  const put = (object, key, value) =>
    defineProperty(object, key, { __proto__: null, value, enumerable: true, writable: true, configurable: true });

  const PRIMITIVES = {
    __proto__: null,
    Boolean: uncurry(Boolean.prototype.valueOf),
    Number: uncurry(Number.prototype.valueOf),
    String: uncurry(String.prototype.valueOf),
    BigInt: uncurry(BigInt.prototype.valueOf),
  };
  const getTime = uncurry(Date.prototype.getTime);
  const source = getter(RegExp.prototype, 'source');
  const flags = getter(RegExp.prototype, 'flags');
  const TypedArray = getPrototypeOf(Uint8Array);
  const [viewBuffer, viewOffset, viewLength] = ['buffer', 'byteOffset', 'length'].map((name) =>
    getter(TypedArray.prototype, name));
  const [dataBuffer, dataOffset, dataLength] = ['buffer', 'byteOffset', 'byteLength'].map((name) =>
    getter(DataView.prototype, name));
  const byteLength = getter(ArrayBuffer.prototype, 'byteLength');
  const detached = getter(ArrayBuffer.prototype, 'detached');
  const resizable = getter(ArrayBuffer.prototype, 'resizable');
  const maxByteLength = getter(ArrayBuffer.prototype, 'maxByteLength');
  const transferBuffer = uncurry(ArrayBuffer.prototype.transfer);
  const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const VIEWS = { __proto__: null };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name.endsWith('Array') && typeof globalThis[name] === 'function') VIEWS[name] = globalThis[name];
  }
  delete VIEWS.Array;
  const mapForEach = uncurry(Map.prototype.forEach);
  const setForEach = uncurry(Set.prototype.forEach);

  function cloneBuffer(buffer) {
    if (detached(buffer)) throw failed('An ArrayBuffer is detached and could not be cloned.');
    const size = byteLength(buffer);
    const copy = resizable(buffer)
      ? new ArrayBuffer(size, { maxByteLength: maxByteLength(buffer) })
      : new ArrayBuffer(size);
    new Uint8Array(copy).set(new Uint8Array(buffer));
    return copy;
  }

  // Makes the copy of an object without its parts, and says what fills them in.
  function shell(value, clone) {
    if (typeof value === 'function') throw refuse(value);
    const kind = kindOf(value);
    const convert = PRIMITIVES[kind];
    if (convert !== undefined) return [Object(convert(value))];
    if (VIEWS[kind] !== undefined) {
      const buffer = clone(viewBuffer(value));
      return [new VIEWS[kind](buffer, viewOffset(value), viewLength(value))];
    }
    if (ERRORS[kind] !== undefined) return cloneError(value, clone);
    switch (kind) {
      case 'Date': return [new Date(getTime(value))];
      case 'RegExp': return [new RegExp(source(value), flags(value))];
      case 'ArrayBuffer': return [cloneBuffer(value)];
      case 'SharedArrayBuffer': return [value];
      case 'DataView': return [new DataView(clone(dataBuffer(value)), dataOffset(value), dataLength(value))];
      case 'Map': {
        const copy = new Map();
        return [copy, () => {
          const pairs = [];
          mapForEach(value, (item, key) => pairs.push([key, item]));
          for (const pair of pairs) copy.set(clone(pair[0]), clone(pair[1]));
        }];
      }
      case 'Set': {
        const copy = new Set();
        return [copy, () => {
          const items = [];
          setForEach(value, (item) => items.push(item));
          for (const item of items) copy.add(clone(item));
        }];
      }
      case 'Array': {
        const copy = new Array(value.length);
        return [copy, () => cloneProperties(value, copy, clone)];
      }
      case 'DOMException': {
        return [new DOMException(value.message, value.name)];
      }
      case 'Object': {
        if (unwrap(value) !== value) throw refuse(value);
        const copy = {};
        return [copy, () => cloneProperties(value, copy, clone)];
      }
      default: throw refuse(value);
    }
  }

  function cloneProperties(from, to, clone) {
    for (const key of keys(from)) {
      // A getter may have removed what was listed.
      if (Object.hasOwn(from, key)) put(to, key, clone(from[key]));
    }
  }

  function cloneError(error, clone) {
    const name = ERRORS[error.name] === undefined ? 'Error' : error.name;
    const made = new ERRORS[name]();
    const hide = (key, value) =>
      defineProperty(made, key, { __proto__: null, value, enumerable: false, writable: true, configurable: true });
    const { stack } = error;
    if (typeof stack === 'string') hide('stack', stack);
    const message = Object.getOwnPropertyDescriptor(error, 'message');
    if (message !== undefined && 'value' in message) hide('message', String(message.value));
    return [made, () => {
      if (Object.hasOwn(error, 'cause')) hide('cause', clone(error.cause));
    }];
  }

  function structuredClone(...values) {
    if (values.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
    const transfer = transferList(values[1]);
    const copies = new Map();
    const clone = (it) => {
      if (typeof it === 'symbol') throw refuse(it);
      if ((typeof it !== 'object' || it === null) && typeof it !== 'function') return it;
      const known = copies.get(it);
      if (known !== undefined) return known;
      const parts = shell(it, clone);
      copies.set(it, parts[0]);
      if (parts[1] !== undefined) parts[1]();
      return parts[0];
    };
    // What is transferred is moved only once everything could be copied; until then a copy stands for it.
    for (const buffer of transfer) copies.set(buffer, cloneBuffer(buffer));
    const result = clone(values[0]);
    for (const buffer of transfer) transferBuffer(buffer);
    return result;
  }

  function transferList(options) {
    if (options === undefined || options === null) return [];
    if (typeof options !== 'object' && typeof options !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The options argument must be either an object or undefined');
    }
    const { transfer } = options;
    if (transfer === undefined) return [];
    if (transfer === null || typeof transfer[Symbol.iterator] !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional transferList argument must be an iterable');
    }
    const list = [...transfer];
    for (const item of list) {
      if (item === null || typeof item !== 'object' || kindOf(item) !== 'ArrayBuffer') {
        throw coded(TypeError, 'ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList');
      }
    }
    if (new Set(list).size < list.length) throw failed('Transfer list contains duplicate ArrayBuffer');
    return list.filter((buffer) => !detached(buffer));
  }

  exports.structuredClone = structuredClone;
})
