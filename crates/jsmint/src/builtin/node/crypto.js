// `crypto`: digests, keys from passwords, random values. There are no ciphers, signatures and certificates.
(function (module, exports, require, native) {
  'use strict';
  const {
    codes, coded, validateFunction, validateInteger, validateInt32, validateObject, validateString, validateUint32,
  } = require('internal/errors');
  const { Buffer } = require('buffer');
  const { isAnyArrayBuffer } = require('util/types');
  const { engine } = require('internal/inspect');
  const { defineProperty, setPrototypeOf } = Object;
  const MOST = 2 ** 31 - 1;

  const adopt = (bytes) => setPrototypeOf(bytes, Buffer.prototype);
  const viewOf = (view) => (isAnyArrayBuffer(view)
    ? new Uint8Array(view) : new Uint8Array(view.buffer, view.byteOffset, view.byteLength));

  // The bytes of what may be a text.
  function bytesOf(value, name, encoding, wanted) {
    if (typeof value === 'string') return Buffer.from(value, encoding === 'buffer' ? 'utf8' : encoding);
    if (ArrayBuffer.isView(value) || (wanted.includes('ArrayBuffer') && isAnyArrayBuffer(value))) return viewOf(value);
    throw new codes.ERR_INVALID_ARG_TYPE(name, wanted, value);
  }

  const encoded = (bytes, encoding) => (encoding && encoding !== 'buffer' ? adopt(bytes).toString(encoding) : adopt(bytes));

  // ---- digests ------------------------------------------------------------------------------------------------------

  const HASHES = [
    'RSA-MD5', 'RSA-RIPEMD160', 'RSA-SHA1', 'RSA-SHA1-2', 'RSA-SHA224', 'RSA-SHA256', 'RSA-SHA3-224', 'RSA-SHA3-256',
    'RSA-SHA3-384', 'RSA-SHA3-512', 'RSA-SHA384', 'RSA-SHA512', 'RSA-SHA512/224', 'RSA-SHA512/256', 'blake2b512',
    'blake2s256', 'md5', 'ripemd', 'ripemd160', 'rmd160', 'sha1', 'sha224', 'sha256', 'sha3-224', 'sha3-256', 'sha3-384',
    'sha3-512', 'sha384', 'sha512', 'sha512-224', 'sha512-256',
  ];
  const ALIASES = { __proto__: null, ripemd: 'ripemd160', rmd160: 'ripemd160', 'sha1-2': 'sha1' };

  function nameOf(algorithm) {
    const name = algorithm.toLowerCase().replace(/^rsa-/, '').replace('/', '-').replace(/^sha-(\d)/, 'sha$1');
    return ALIASES[name] ?? name;
  }

  // States of digests under way, by the objects that scripts have.
  const states = new WeakMap();

  function checkLength(options, size) {
    const length = options?.outputLength;
    if (length === undefined) return;
    validateUint32(length, 'options.outputLength');
    if (length !== size) throw new Error('Unsupported state or unable to authenticate');
  }

  const DATA = ['string', 'Buffer', 'TypedArray', 'DataView'];

  function updated(object, data, encoding) {
    const own = states.get(object);
    if (own.done) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    own.state = native.update(own.name, own.state, bytesOf(data, 'data', encoding, DATA));
    return object;
  }

  function Hash(algorithm, options) {
    if (!new.target) return new Hash(algorithm, options);
    validateString(algorithm, 'algorithm');
    const name = nameOf(algorithm);
    const state = native.start(name);
    if (state === undefined) throw new Error('Digest method not supported');
    states.set(this, { name, state, done: false });
    checkLength(options, native.digest(name, state).length);
  }
  Hash.prototype.copy = function copy(options) {
    const own = states.get(this);
    if (own.done) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    const other = new Hash(own.name, options);
    states.get(other).state = own.state;
    return other;
  };
  Hash.prototype.update = function update(data, encoding) {
    return updated(this, data, encoding);
  };
  Hash.prototype.digest = function digest(outputEncoding) {
    const own = states.get(this);
    if (own.done) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    own.done = true;
    return encoded(native.digest(own.name, own.state), outputEncoding && String(outputEncoding));
  };

  const KEY = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'];

  // RFC 2104: the states of the inner and the outer digest once they have the key.
  function keyed(name, secret) {
    const state = native.start(name);
    const block = Buffer.alloc(native.blockSize(name));
    block.set(secret.length > block.length ? native.digest(name, native.update(name, state, secret)) : secret);
    return [0x36, 0x5c].map((byte) => native.update(name, state, block.map((one) => one ^ byte)));
  }

  function Hmac(hmac, key, options) {
    if (!new.target) return new Hmac(hmac, key, options);
    validateString(hmac, 'hmac');
    const secret = bytesOf(key, 'key', options?.encoding, KEY);
    const name = nameOf(hmac);
    if (native.start(name) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(hmac);
    const [state, outer] = keyed(name, secret);
    states.set(this, { name, state, outer, done: false });
  }
  Hmac.prototype.update = Hash.prototype.update;
  Hmac.prototype.digest = function digest(outputEncoding) {
    const own = states.get(this);
    const encoding = outputEncoding && String(outputEncoding);
    if (own.done) return encoding && encoding !== 'buffer' ? '' : Buffer.from('');
    own.done = true;
    const inner = native.digest(own.name, own.state);
    return encoded(native.digest(own.name, native.update(own.name, own.outer, inner)), encoding);
  };

  const hmacOf = (name, key, ...parts) => {
    const hmac = new Hmac(name, key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };

  function hash(algorithm, input, outputEncoding = 'hex') {
    validateString(algorithm, 'algorithm');
    if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
      throw new codes.ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
    }
    return new Hash(algorithm).update(input).digest(outputEncoding);
  }

  function timingSafeEqual(buf1, buf2) {
    for (const [value, name] of [[buf1, 'buf1'], [buf2, 'buf2']]) {
      if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) continue;
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
        'The "' + name + '" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
    }
    const [one, other] = [viewOf(buf1), viewOf(buf2)];
    if (one.length !== other.length) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
    let different = 0;
    for (let i = 0; i < one.length; i++) different |= one[i] ^ other[i];
    return different === 0;
  }

  // ---- keys from passwords ------------------------------------------------------------------------------------------

  // What is done at once cannot be stopped: rounds of PBKDF2, bytes of memory of scrypt, random bytes.
  const ROUNDS = 256;
  const MEMORY = 64 << 20;
  const WORK = 512 << 20;
  const LONGEST_KEY = 1 << 20;
  const DRAWN = 1 << 16;

  // The engine looks at the clock once in some thousand steps; where one step is long, it must take more of them.
  const stopIfOverdue = () => {
    if (native.isOverdue()) for (;;);
  };

  const SECRET = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];
  const secretOf = (value, name) => bytesOf(value, name, 'utf8', SECRET);

  function pbkdf2Sync(password, salt, iterations, keylen, digest) {
    validateString(digest, 'digest');
    password = secretOf(password, 'password');
    salt = secretOf(salt, 'salt');
    validateInt32(iterations, 'iterations', 1);
    validateInt32(keylen, 'keylen', 0);
    const name = nameOf(digest);
    if (native.start(name) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
    const key = Buffer.alloc(keylen);
    const [inner, outer] = keyed(name, password);
    const number = Buffer.alloc(4);
    for (let at = 0, block = 1; at < keylen; block++) {
      number.writeUInt32BE(block);
      const first = native.update(name, native.update(name, inner, salt), number);
      const last = native.digest(name, native.update(name, outer, native.digest(name, first)));
      let both = Buffer.concat([last, last]);
      for (let left = iterations - 1; left > 0; left -= ROUNDS) {
        both = native.rounds(name, inner, outer, both, Math.min(left, ROUNDS));
        stopIfOverdue();
      }
      key.set(both.subarray(last.length, last.length + keylen - at), at);
      at += last.length;
    }
    return key;
  }

  function scryptSync(password, salt, keylen, options = {}) {
    password = secretOf(password, 'password');
    salt = secretOf(salt, 'salt');
    validateInt32(keylen, 'keylen', 0);
    const N = options.cost ?? options.N ?? 16384;
    const r = options.blockSize ?? options.r ?? 8;
    const p = options.parallelization ?? options.p ?? 1;
    const most = options.maxmem ?? 32 * 1024 * 1024;
    for (const [value, name] of [[N, 'N'], [r, 'r'], [p, 'p']]) validateUint32(value, name);
    const cost = Math.log2(N);
    if (!Number.isInteger(cost) || N < 2 || r < 1 || p < 1) {
      throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params');
    }
    if (128 * N * r > Math.min(most, MEMORY) || 128 * N * r * p > WORK || keylen > LONGEST_KEY) {
      throw coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', 'Invalid scrypt params: memory limit exceeded');
    }
    return adopt(native.scrypt(password, salt, keylen, cost, r, p));
  }

  // RFC 5869.
  function hkdfSync(digest, ikm, salt, info, length) {
    validateString(digest, 'digest');
    const key = bytesOf(ikm, 'ikm', 'utf8', [...SECRET.slice(1), 'string', 'KeyObject']);
    salt = secretOf(salt, 'salt');
    info = secretOf(info, 'info');
    validateInteger(length, 'length', 0, MOST);
    const name = nameOf(digest);
    if (native.start(name) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
    const pseudo = hmacOf(name, salt, key);
    if (length > pseudo.length * 255) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    const out = new Uint8Array(length);
    let block = Buffer.alloc(0);
    for (let at = 0, count = 1; at < length; at += block.length, count++) {
      block = hmacOf(name, pseudo, block, info, Buffer.from([count]));
      out.set(block.subarray(0, length - at), at);
    }
    return out.buffer;
  }

  // The same with a callback, which is called once the script is done.
  const later = (name, sync) => ({ [name](...args) {
    const callback = args.pop();
    validateFunction(callback, 'callback');
    const result = sync(...args);
    queueMicrotask(() => callback(null, result));
  } }[name]);

  // ---- random values ------------------------------------------------------------------------------------------------

  // In memory of the runtime's own, a part at a time.
  function drawInto(bytes, start, count) {
    for (let done = 0; done < count; done += DRAWN) {
      bytes.set(native.random(Math.min(count - done, DRAWN)), start + done);
      stopIfOverdue();
    }
  }

  function randomBytes(size, callback) {
    validateNumberOf(size, 'size', 0, MOST);
    if (callback !== undefined) validateFunction(callback, 'callback');
    const bytes = Buffer.alloc(Math.trunc(size));
    drawInto(bytes, 0, bytes.length);
    if (callback === undefined) return bytes;
    queueMicrotask(() => callback(null, bytes));
    return undefined;
  }

  function validateNumberOf(value, name, min, max) {
    if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    if (Number.isNaN(value) || value < min || value > max) {
      throw new codes.ERR_OUT_OF_RANGE(name, '>= ' + min + ' && <= ' + max, value);
    }
  }

  function randomFillSync(buf, offset = 0, size) {
    if (!ArrayBuffer.isView(buf) && !isAnyArrayBuffer(buf)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
    }
    const element = buf.BYTES_PER_ELEMENT || 1;
    validateNumberOf(offset, 'offset', 0, buf.byteLength / element);
    const start = offset * element;
    const count = size === undefined ? buf.byteLength - start : size * element;
    if (size !== undefined) {
      validateNumberOf(size, 'size', 0, MOST);
      const whole = buf.byteLength / element;
      if (size + offset > whole) throw new codes.ERR_OUT_OF_RANGE('size + offset', '<= ' + whole, size + offset);
    }
    drawInto(viewOf(buf), start, count);
    return buf;
  }

  function randomFill(buf, offset, size, callback) {
    if (typeof offset === 'function') [offset, size, callback] = [0, undefined, offset];
    else if (typeof size === 'function') [size, callback] = [undefined, size];
    validateFunction(callback, 'callback');
    randomFillSync(buf, offset, size);
    queueMicrotask(() => callback(null, buf));
  }

  const SPAN = 2 ** 48 - 1;

  function randomInt(min, max, callback) {
    if (max === undefined || typeof max === 'function') [min, max, callback] = [0, min, max];
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (!Number.isSafeInteger(min)) throw new codes.ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
    if (!Number.isSafeInteger(max)) throw new codes.ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
    if (max <= min) {
      throw new codes.ERR_OUT_OF_RANGE('max', 'greater than the value of "min" (' + min + ')', max);
    }
    const range = max - min;
    if (!(range <= SPAN)) throw new codes.ERR_OUT_OF_RANGE(min === 0 ? 'max' : 'max - min', '<= ' + SPAN, range);
    // Numbers beyond the last whole range would make some more likely than others.
    const limit = 2 ** 48 - (2 ** 48 % range);
    let drawn;
    do drawn = adopt(native.random(6)).readUIntBE(0, 6); while (drawn >= limit);
    const number = (drawn % range) + min;
    if (callback === undefined) return number;
    queueMicrotask(() => callback(undefined, number));
    return undefined;
  }

  function randomUUID(options) {
    if (options !== undefined) validateObject(options, 'options');
    const bytes = adopt(native.random(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  // ---- Web Crypto, as far as it is here -----------------------------------------------------------------------------

  const { DOMException } = engine;
  let mayConstruct = false;

  class Crypto {
    constructor() {
      if (!mayConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    }

    getRandomValues(array) {
      if (this !== webcrypto) throw new codes.ERR_INVALID_THIS('Crypto');
      if (!ArrayBuffer.isView(array) || /^(?:Float|DataView)/.test(Object.prototype.toString.call(array).slice(8))) {
        throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
      }
      if (array.byteLength > 65536) {
        throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
      }
      return randomFillSync(array);
    }

    randomUUID(options) {
      if (this !== webcrypto) throw new codes.ERR_INVALID_THIS('Crypto');
      return randomUUID(options);
    }
  }
  for (const name of ['getRandomValues', 'randomUUID']) defineProperty(Crypto.prototype, name, { enumerable: true });
  defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
  mayConstruct = true;
  const webcrypto = new Crypto();
  mayConstruct = false;

  Object.assign(exports, {
    createHash: (algorithm, options) => new Hash(algorithm, options),
    createHmac: (hmac, key, options) => new Hmac(hmac, key, options),
    getHashes: () => HASHES.slice(),
    hkdf: later('hkdf', hkdfSync), hkdfSync, pbkdf2: later('pbkdf2', pbkdf2Sync), pbkdf2Sync, randomBytes, randomFill,
    randomFillSync, randomInt, randomUUID, scrypt: later('scrypt', scryptSync), scryptSync, timingSafeEqual,
    getFips: () => 0, hash, Hash, Hmac, constants: {},
    getRandomValues: (array) => webcrypto.getRandomValues(array),
  });
  defineProperty(exports, 'webcrypto', { value: webcrypto, enumerable: true, configurable: true });
  defineProperty(exports, 'crypto', { value: webcrypto, enumerable: false });
  defineProperty(exports, 'Crypto', { value: Crypto, enumerable: false });
})
