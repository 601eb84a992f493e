// Random values of `crypto`, and what its parts have in common.
(function (module, exports, require, native) {
  'use strict';
  const { codes, validateFunction, validateObject } = require('internal/errors');
  const { Buffer } = require('buffer');
  const { isAnyArrayBuffer } = require('util/types');
  const { queueMicrotask } = require('internal/inspect').engine;
  const { setPrototypeOf } = Object;
  const MOST = 2 ** 31 - 1;
  // Bytes that are drawn at once, which cannot be stopped.
  const DRAWN = 1 << 16;

  const adopt = (bytes) => setPrototypeOf(bytes, Buffer.prototype);
  const viewOf = (view) => (isAnyArrayBuffer(view)
    ? new Uint8Array(view) : new Uint8Array(view.buffer, view.byteOffset, view.byteLength));

  // The engine looks at the clock once in some thousand steps; where one step is long, it must take more of them.
  const stopIfOverdue = () => {
    if (native.isOverdue()) for (;;);
  };

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

  Object.assign(exports, {
    adopt, viewOf, stopIfOverdue, randomBytes, randomFill, randomFillSync, randomInt, randomUUID,
  });
})
