// Web Crypto, as far as it is here: random values and digests.
(function (module, exports, require, native) {
  'use strict';
  const { codes, coded } = require('internal/errors');
  const { isAnyArrayBuffer } = require('util/types');
  const { viewOf, randomFillSync, randomUUID } = require('internal/random_values');
  const { defineProperty } = Object;
  const { DOMException } = require('internal/inspect').engine;
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

    get subtle() {
      if (this !== webcrypto) throw new codes.ERR_INVALID_THIS('Crypto');
      return subtle;
    }
  }
  for (const name of ['getRandomValues', 'randomUUID', 'subtle']) defineProperty(Crypto.prototype, name, { enumerable: true });
  defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });

  const DIGESTS = { __proto__: null, 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
  const FAILED = "Failed to execute 'digest' on 'SubtleCrypto': ";

  class SubtleCrypto {
    constructor() {
      if (!mayConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    }

    async digest(algorithm, data) {
      if (this !== subtle) throw new codes.ERR_INVALID_THIS('SubtleCrypto');
      if (arguments.length < 2) {
        throw coded(TypeError, 'ERR_MISSING_ARGS', FAILED + '2 arguments required, but only ' + arguments.length + ' present.');
      }
      const name = DIGESTS[String(typeof algorithm === 'object' && algorithm !== null ? algorithm.name : algorithm).toUpperCase()];
      if (!ArrayBuffer.isView(data) && !isAnyArrayBuffer(data)) {
        throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
          FAILED + '2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
      }
      if (name === undefined) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
      const { createHash } = require('crypto');
      return new Uint8Array(createHash(name).update(viewOf(data)).digest()).buffer;
    }
  }
  defineProperty(SubtleCrypto.prototype, 'digest', { enumerable: true });
  defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });
  mayConstruct = true;
  const webcrypto = new Crypto();
  const subtle = new SubtleCrypto();
  mayConstruct = false;

  Object.assign(exports, { Crypto, SubtleCrypto, webcrypto });
})
