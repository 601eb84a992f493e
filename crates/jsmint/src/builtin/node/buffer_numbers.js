// Numbers in a Buffer: readInt32LE and its kin, methods of Buffer.prototype.
(function (module, exports, require, native) {
  'use strict';
  const { codes, validateNumber } = require('internal/errors');
  const { defineProperty } = Object;

  function outOfBounds(value, length, type) {
    if (Math.floor(value) !== value) {
      validateNumber(value, type);
      throw new codes.ERR_OUT_OF_RANGE(type || 'offset', 'an integer', value);
    }
    if (length < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS();
    throw new codes.ERR_OUT_OF_RANGE(type || 'offset', '>= ' + (type ? 1 : 0) + ' and <= ' + length, value);
  }

  function checkBounds(buffer, offset, size) {
    validateNumber(offset, 'offset');
    if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) outOfBounds(offset, buffer.length - size);
  }

  function rangeOf(min, max, size) {
    const n = typeof min === 'bigint' ? 'n' : '';
    if (size <= 4) return '>= ' + min + n + ' and <= ' + max + n;
    if (min == 0) return '>= 0' + n + ' and < 2' + n + ' ** ' + size * 8 + n;
    const bits = size * 8 - 1;
    return '>= -(2' + n + ' ** ' + bits + n + ') and < 2' + n + ' ** ' + bits + n;
  }

  function checkValue(value, min, max, size) {
    if (!(value > max || value < min)) return;
    throw new codes.ERR_OUT_OF_RANGE('value', rangeOf(min, max, size), value);
  }

  // ---- integers -----------------------------------------------------------------------------------------------------

  // The unsigned number in `size` bytes.
  const LITTLE = [
    undefined,
    (b, o) => b[o],
    (b, o) => b[o] + b[o + 1] * 0x100,
    (b, o) => b[o] + b[o + 1] * 0x100 + b[o + 2] * 0x10000,
    (b, o) => b[o] + b[o + 1] * 0x100 + b[o + 2] * 0x10000 + b[o + 3] * 0x1000000,
    (b, o) => LITTLE[4](b, o) + b[o + 4] * 2 ** 32,
    (b, o) => LITTLE[4](b, o) + LITTLE[2](b, o + 4) * 2 ** 32,
  ];
  const BIG = [
    undefined,
    (b, o) => b[o],
    (b, o) => b[o] * 0x100 + b[o + 1],
    (b, o) => b[o] * 0x10000 + b[o + 1] * 0x100 + b[o + 2],
    (b, o) => b[o] * 0x1000000 + b[o + 1] * 0x10000 + b[o + 2] * 0x100 + b[o + 3],
    (b, o) => b[o] * 2 ** 32 + BIG[4](b, o + 1),
    (b, o) => BIG[2](b, o) * 2 ** 32 + BIG[4](b, o + 2),
  ];

  function put(buffer, value, offset, size, isLittle) {
    const high = size > 4 ? Math.floor(value / 2 ** 32) : 0;
    for (let i = 0; i < size; i++) {
      buffer[isLittle ? offset + i : offset + size - 1 - i] = i < 4 ? value >>> (i * 8) : high >>> ((i - 4) * 8);
    }
    return offset + size;
  }

  function read(buffer, offset, size, isSigned, isLittle) {
    checkBounds(buffer, offset, size);
    const value = (isLittle ? LITTLE : BIG)[size](buffer, offset);
    return isSigned && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
  }

  function write(buffer, value, offset, size, isSigned, isLittle) {
    value = +value;
    const bits = size * 8;
    if (size === 1) validateNumber(offset, 'offset');
    checkValue(value, isSigned ? -(2 ** (bits - 1)) : 0, isSigned ? 2 ** (bits - 1) - 1 : 2 ** bits - 1, size);
    checkBounds(buffer, offset, size);
    return put(buffer, value, offset, size, isLittle);
  }

  const define = (name, fn) => {
    exports[name] = defineProperty(fn, 'name', { value: name });
    if (name.includes('UInt')) exports[name.replace('UInt', 'Uint')] = fn;
  };

  const checkSize = (size) => {
    if (!Number.isInteger(size) || size < 1 || size > 6) outOfBounds(size, 6, 'byteLength');
  };

  for (const isLittle of [true, false]) {
    const order = isLittle ? 'LE' : 'BE';
    for (const isSigned of [false, true]) {
      const kind = (isSigned ? 'Int' : 'UInt');
      define('read' + kind + order, function (offset, byteLength) {
        if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
        checkSize(byteLength);
        return read(this, offset, byteLength, isSigned, isLittle);
      });
      define('write' + kind + order, function (value, offset, byteLength) {
        checkSize(byteLength);
        return write(this, value, offset, byteLength, isSigned, isLittle);
      });
      for (const size of [1, 2, 4]) {
        if (size === 1 && !isLittle) continue;
        const name = kind + size * 8 + (size === 1 ? '' : order);
        const take = (isLittle ? LITTLE : BIG)[size];
        const top = 2 ** (size * 8 - 1);
        define('read' + name, function (offset = 0) {
          checkBounds(this, offset, size);
          const value = take(this, offset);
          return isSigned && value >= top ? value - top * 2 : value;
        });
        define('write' + name, function (value, offset = 0) {
          return write(this, value, offset, size, isSigned, isLittle);
        });
      }
    }
  }

  // ---- BigInts and fractions ----------------------------------------------------------------------------------------

  const viewOf = (buffer, offset, size) => {
    checkBounds(buffer, offset, size);
    return new DataView(buffer.buffer, buffer.byteOffset + offset, size);
  };

  for (const isLittle of [true, false]) {
    const order = isLittle ? 'LE' : 'BE';
    for (const [kind, get, set, min, max] of [
      ['BigUInt64', 'getBigUint64', 'setBigUint64', 0n, 2n ** 64n - 1n],
      ['BigInt64', 'getBigInt64', 'setBigInt64', -(2n ** 63n), 2n ** 63n - 1n],
    ]) {
      define('read' + kind + order, function (offset = 0) {
        return viewOf(this, offset, 8)[get](0, isLittle);
      });
      define('write' + kind + order, function (value, offset = 0) {
        checkValue(value, min, max, 8);
        if (typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
        viewOf(this, offset, 8)[set](0, value, isLittle);
        return offset + 8;
      });
    }
    for (const [kind, size, get, set] of [
      ['Float', 4, 'getFloat32', 'setFloat32'], ['Double', 8, 'getFloat64', 'setFloat64'],
    ]) {
      define('read' + kind + order, function (offset = 0) {
        return viewOf(this, offset, size)[get](0, isLittle);
      });
      define('write' + kind + order, function (val, offset = 0) {
        const value = +val;
        viewOf(this, offset, size)[set](0, value, isLittle);
        return offset + size;
      });
    }
  }
})
