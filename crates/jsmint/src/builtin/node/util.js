// `util`. How values are shown is the console's business; see js/inspect.js.
(function (module, exports, require, native) {
  'use strict';
  const { inspect, formatText, DEFAULTS } = require('internal/inspect');
  const {
    codes, validateFunction, validateString, validateObject, validateNumber, validateAbortSignal, validateOneOf,
  } = require('internal/errors');
  const types = require('util/types');
  const { isDeepStrictEqual } = require('internal/comparisons');
  const { TextEncoder, TextDecoder } = require('internal/encoding');
  const { apply, ownKeys } = Reflect;
  const { defineProperty, setPrototypeOf } = Object;
  const lazy = (name, from, key = name) =>
    defineProperty(exports, name, { get: () => require(from)[key], enumerable: true, configurable: true });

  // ---- inspect ------------------------------------------------------------------------------------------------------

  const COLORS = {
    __proto__: null,
    reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
    hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
  };
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
  const capital = (name) => name[0].toUpperCase() + name.slice(1);
  names.forEach((name, index) => { COLORS[name] = [30 + index, 39]; });
  names.forEach((name, index) => { COLORS['bg' + capital(name)] = [40 + index, 49]; });
  COLORS.framed = [51, 54];
  COLORS.overlined = [53, 55];
  COLORS.gray = [90, 39];
  names.slice(1).forEach((name, index) => { COLORS[name + 'Bright'] = [91 + index, 39]; });
  COLORS.bgGray = [100, 49];
  names.slice(1).forEach((name, index) => { COLORS['bg' + capital(name) + 'Bright'] = [101 + index, 49]; });
  const visible = Object.keys(COLORS);
  const alias = (name, of) => defineProperty(COLORS, name, {
    get: () => COLORS[of],
    set: (value) => { COLORS[of] = value; },
    enumerable: false,
    configurable: true,
  });
  for (const [name, of] of [
    ['grey', 'gray'], ['blackBright', 'gray'], ['bgGrey', 'bgGray'], ['bgBlackBright', 'bgGray'], ['faint', 'dim'],
    ['crossedout', 'strikethrough'], ['strikeThrough', 'strikethrough'], ['crossedOut', 'strikethrough'],
    ['conceal', 'hidden'], ['swapColors', 'inverse'], ['swapcolors', 'inverse'], ['doubleUnderline', 'doubleunderline'],
  ]) alias(name, of);

  inspect.colors = COLORS;
  inspect.styles = {
    __proto__: null,
    special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold',
    string: 'green', symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
  };
  defineProperty(inspect, 'defaultOptions', {
    enumerable: false,
    configurable: true,
    get: () => ({ ...DEFAULTS }),
    set(options) {
      validateObject(options, 'options');
      for (const key of Object.keys(options)) if (key in DEFAULTS) DEFAULTS[key] = options[key];
    },
  });

  function format(...values) {
    return formatText(values);
  }

  function formatWithOptions(inspectOptions, ...values) {
    validateObject(inspectOptions, 'inspectOptions');
    return formatText(values, inspectOptions);
  }

  function styleText(format, text) {
    validateString(text, 'text');
    let [left, right] = ['', ''];
    for (const name of Array.isArray(format) ? format : [format]) {
      const codesOf = COLORS[name];
      if (codesOf === undefined) validateOneOf(name, 'format', visible);
      left += '\x1b[' + codesOf[0] + 'm';
      right = '\x1b[' + codesOf[1] + 'm' + right;
    }
    return left + text + right;
  }

  // Strings for the terminal (a title, a link), control sequences, and plain escapes.
  const ESCAPES = /\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;

  function stripVTControlCharacters(str) {
    validateString(str, 'str');
    return str.replace(ESCAPES, '');
  }

  // ---- functions ----------------------------------------------------------------------------------------------------

  function inherits(ctor, superCtor) {
    const check = (value, name) => {
      if (value === undefined || value === null) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
    };
    check(ctor, 'ctor');
    check(superCtor, 'superCtor');
    if (superCtor.prototype === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
    }
    defineProperty(ctor, 'super_', { __proto__: null, value: superCtor, writable: true, configurable: true });
    setPrototypeOf(ctor.prototype, superCtor.prototype);
  }

  // The properties of one function, put on another; what cannot be put there is left out.
  function copyProperties(from, to, change) {
    for (const key of ownKeys(from)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(from, key);
      change?.(key, descriptor);
      Reflect.defineProperty(to, key, descriptor);
    }
    return to;
  }

  const CUSTOM = Symbol.for('nodejs.util.promisify.custom');
  const NAMES = Symbol.for('nodejs.util.promisify.customArgs');
  const markCustom = (fn) =>
    defineProperty(fn, CUSTOM, { __proto__: null, value: fn, enumerable: false, writable: false, configurable: true });

  function promisify(original) {
    validateFunction(original, 'original');
    const custom = original[CUSTOM];
    if (custom) {
      validateFunction(custom, 'util.promisify.custom');
      return markCustom(custom);
    }
    const names = original[NAMES];
    const fn = function (...args) {
      return new Promise((resolve, reject) => {
        args.push((error, ...values) => {
          if (error) return reject(error);
          if (names === undefined || values.length < 2) return resolve(values[0]);
          return resolve(Object.fromEntries(names.map((name, index) => [name, values[index]])));
        });
        apply(original, this, args);
      });
    };
    setPrototypeOf(fn, Object.getPrototypeOf(original));
    return copyProperties(original, markCustom(fn));
  }
  promisify.custom = CUSTOM;

  function callbackify(original) {
    validateFunction(original, 'original');
    const callbackified = function (...args) {
      const callback = args.pop();
      validateFunction(callback, 'last argument');
      const give = (...values) => queueMicrotask(() => apply(callback, this, values));
      apply(original, this, args).then((value) => give(null, value), (error) => {
        give(error || Object.assign(new codes.ERR_FALSY_VALUE_REJECTION(), { reason: error }));
      });
    };
    return copyProperties(original, callbackified, (key, descriptor) => {
      if (key === 'name' && typeof descriptor.value === 'string') descriptor.value += 'Callbackified';
      if (key === 'length' && typeof descriptor.value === 'number') descriptor.value++;
    });
  }

  const warnedCodes = new Set();

  function deprecate(fn, msg, code) {
    if (code !== undefined) validateString(code, 'code');
    let warned = false;
    function deprecated(...args) {
      if (!warned) {
        warned = true;
        if (code === undefined || !warnedCodes.has(code)) {
          warnedCodes.add(code);
          globalThis.process?.emitWarning?.(msg, 'DeprecationWarning', code, deprecated);
        }
      }
      return new.target ? Reflect.construct(fn, args, new.target) : apply(fn, this, args);
    }
    setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
    return deprecated;
  }

  // Nothing sets NODE_DEBUG here, so no section is ever enabled.
  function debuglog() {
    const logger = () => {};
    defineProperty(logger, 'enabled', { get: () => false, enumerable: true, configurable: true });
    return logger;
  }

  async function aborted(signal, resource) {
    if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
    validateAbortSignal(signal, 'signal');
    validateObject(resource, 'resource', { allowFunction: true });
    if (signal.aborted) return undefined;
    return new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }

  // ---- system errors ------------------------------------------------------------------------------------------------

  const SYSTEM = [
    [-7, 'E2BIG', 'argument list too long'], [-13, 'EACCES', 'permission denied'],
    [-98, 'EADDRINUSE', 'address already in use'], [-11, 'EAGAIN', 'resource temporarily unavailable'],
    [-9, 'EBADF', 'bad file descriptor'], [-16, 'EBUSY', 'resource busy or locked'],
    [-125, 'ECANCELED', 'operation canceled'], [-111, 'ECONNREFUSED', 'connection refused'],
    [-104, 'ECONNRESET', 'connection reset by peer'], [-17, 'EEXIST', 'file already exists'],
    [-14, 'EFAULT', 'bad address in system call argument'], [-27, 'EFBIG', 'file too large'],
    [-4, 'EINTR', 'interrupted system call'], [-22, 'EINVAL', 'invalid argument'], [-5, 'EIO', 'i/o error'],
    [-21, 'EISDIR', 'illegal operation on a directory'], [-40, 'ELOOP', 'too many symbolic links encountered'],
    [-24, 'EMFILE', 'too many open files'], [-36, 'ENAMETOOLONG', 'name too long'], [-23, 'ENFILE', 'file table overflow'],
    [-2, 'ENOENT', 'no such file or directory'], [-12, 'ENOMEM', 'not enough memory'],
    [-28, 'ENOSPC', 'no space left on device'], [-38, 'ENOSYS', 'function not implemented'],
    [-20, 'ENOTDIR', 'not a directory'], [-39, 'ENOTEMPTY', 'directory not empty'],
    [-95, 'ENOTSUP', 'operation not supported on socket'], [-1, 'EPERM', 'operation not permitted'],
    [-32, 'EPIPE', 'broken pipe'], [-30, 'EROFS', 'read-only file system'], [-29, 'ESPIPE', 'invalid seek'],
    [-3, 'ESRCH', 'no such process'], [-110, 'ETIMEDOUT', 'connection timed out'], [-26, 'ETXTBSY', 'text file is busy'],
    [-18, 'EXDEV', 'cross-device link not permitted'], [-4095, 'EOF', 'end of file'],
  ];

  function getSystemErrorMap() {
    return new Map(SYSTEM.map(([number, name, text]) => [number, [name, text]]));
  }

  function getSystemErrorName(err) {
    validateNumber(err, 'err');
    if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
    return getSystemErrorMap().get(err)?.[0] ?? 'Unknown system error ' + err;
  }

  // ---- the old ones -------------------------------------------------------------------------------------------------

  const is = (type) => (value) => typeof value === type;
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

  function log(...values) {
    const now = new Date();
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
    console.log('%s - %s', now.getDate() + ' ' + MONTHS[now.getMonth()] + ' ' + time, format(...values));
  }

  function _extend(target, source) {
    if (source === null || typeof source !== 'object') return target;
    return Object.assign(target, source);
  }

  Object.assign(exports, {
    _extend, callbackify, debug: debuglog, debuglog, deprecate, format, styleText, formatWithOptions, getSystemErrorMap,
    getSystemErrorName, inherits, inspect,
    isArray: Array.isArray,
    isBoolean: is('boolean'),
    isBuffer: (value) => typeof globalThis.Buffer === 'function' && globalThis.Buffer.isBuffer(value),
    isDeepStrictEqual,
    isNull: (value) => value === null,
    isNullOrUndefined: (value) => value === null || value === undefined,
    isNumber: is('number'), isString: is('string'), isSymbol: is('symbol'), isUndefined: is('undefined'),
    isRegExp: types.isRegExp,
    isObject: (value) => value !== null && typeof value === 'object',
    isDate: types.isDate,
    isError: (value) => types.isNativeError(value) || value instanceof Error,
    isFunction: is('function'),
    isPrimitive: (value) => value === null || (typeof value !== 'object' && typeof value !== 'function'),
    log, promisify, stripVTControlCharacters,
    toUSVString: (value) => String(value).toWellFormed(),
    transferableAbortSignal: (signal) => signal,
    transferableAbortController: () => new AbortController(),
    aborted, types, TextDecoder, TextEncoder,
  });
  lazy('parseArgs', 'internal/parse_args');
  lazy('parseEnv', 'internal/parse_args');
})
