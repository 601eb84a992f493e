// `crypto`: digests, keys from passwords, random values. There are no ciphers, signatures and certificates.
(function (module, exports, require, native) {
  'use strict';
  const {
    codes, coded, validateFunction, validateInteger, validateInt32, validateString, validateUint32,
  } = require('internal/errors');
  const {
    adopt, viewOf, stopIfOverdue, randomBytes, randomFill, randomFillSync, randomInt, randomUUID,
  } = require('internal/random_values');
  const { queueMicrotask } = require('internal/inspect').engine;
  const { Crypto, SubtleCrypto, webcrypto } = require('internal/web_crypto');
  const { Buffer } = require('buffer');
  const { isAnyArrayBuffer } = require('util/types');
  const { defineProperty } = Object;
  const MOST = 2 ** 31 - 1;

  // The bytes of what may be a text.
  function bytesOf(value, name, encoding, wanted) {
    if (typeof value === 'string') return Buffer.from(value, Buffer.isEncoding(encoding) ? encoding : 'utf8');
    if (ArrayBuffer.isView(value) || (wanted.includes('ArrayBuffer') && isAnyArrayBuffer(value))) return viewOf(value);
    throw new codes.ERR_INVALID_ARG_TYPE(name, wanted, value);
  }

  // An encoding that there is not is none.
  const encoded = (bytes, encoding) => (Buffer.isEncoding(encoding) ? adopt(bytes).toString(encoding) : adopt(bytes));

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

  function unable(code, number, reason) {
    const library = 'digital envelope routines';
    return Object.assign(new Error(number + library + '::' + reason), { library, reason, code });
  }

  function checkLength(options, size) {
    const length = options?.outputLength;
    if (length === undefined) return;
    validateUint32(length, 'options.outputLength');
    if (length !== size) {
      throw unable('ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', 'error:030000B2:', 'not XOF or invalid length');
    }
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
    if (state === undefined) {
      // Node knows it, and does not have it either.
      if (name === 'md4') throw unable('ERR_OSSL_EVP_UNSUPPORTED', 'error:0308010C:', 'unsupported');
      throw new Error('Digest method not supported');
    }
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

  // What is done at once cannot be stopped: rounds of PBKDF2, bytes of memory of scrypt.
  const ROUNDS = 256;
  const MEMORY = 64 << 20;
  const WORK = 512 << 20;
  const LONGEST_KEY = 1 << 20;

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

  Object.assign(exports, {
    createHash: (algorithm, options) => new Hash(algorithm, options),
    createHmac: (hmac, key, options) => new Hmac(hmac, key, options),
    getHashes: () => HASHES.slice(), getCiphers: () => [], getCurves: () => [],
    hkdf: later('hkdf', hkdfSync), hkdfSync, pbkdf2: later('pbkdf2', pbkdf2Sync), pbkdf2Sync, randomBytes, randomFill,
    randomFillSync, randomInt, randomUUID, scrypt: later('scrypt', scryptSync), scryptSync, timingSafeEqual,
    getFips: () => 0, hash, Hash, Hmac, constants: {},
    getRandomValues: (array) => webcrypto.getRandomValues(array),
  });
  defineProperty(exports, 'webcrypto', { value: webcrypto, enumerable: true, configurable: true });
  defineProperty(exports, 'subtle', { value: webcrypto.subtle, enumerable: true, configurable: true });
  for (const name of ['pseudoRandomBytes', 'prng', 'rng']) {
    defineProperty(exports, name, { value: randomBytes, enumerable: false, writable: true, configurable: true });
  }
  // For the global object.
  for (const [name, value] of [['crypto', webcrypto], ['Crypto', Crypto], ['SubtleCrypto', SubtleCrypto]]) {
    defineProperty(exports, name, { value, enumerable: false });
  }
})
