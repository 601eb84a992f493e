// `buffer`: Buffer, a Uint8Array that knows encodings. Numbers in it are the business of buffer_numbers.js.
(function (module, exports, require, native) {
  'use strict';
  const { inspect } = require('internal/inspect');
  const {
    codes, coded, validateArray, validateInteger, validateNumber, validateString,
  } = require('internal/errors');
  const { isAnyArrayBuffer, isTypedArray, isUint8Array } = require('util/types');
  const { defineProperty, setPrototypeOf } = Object;
  const { apply } = Reflect;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
  const MOST = 2 ** 32;
  const LONGEST = 0x1fffffe8;
  const { fill: fillBytes, set: setBytes } = Uint8Array.prototype;
  let inspectMost = 50;

  // Assigning would fail where a script has frozen what is inherited.
  const put = (target, members) => {
    for (const name of Object.keys(members)) {
      defineProperty(target, name, { value: members[name], writable: true, enumerable: true, configurable: true });
    }
  };

  class FastBuffer extends Uint8Array {}

  // Bytes that nobody else has yet.
  const adopt = (bytes) => setPrototypeOf(bytes, FastBuffer.prototype);

  // ---- encodings ----------------------------------------------------------------------------------------------------

  const NAMES = {
    __proto__: null,
    utf8: 'utf8', 'utf-8': 'utf8', utf16le: 'utf16le', 'utf-16le': 'utf16le', ucs2: 'utf16le', 'ucs-2': 'utf16le',
    latin1: 'latin1', binary: 'latin1', ascii: 'ascii', base64: 'base64', base64url: 'base64url', hex: 'hex',
  };

  const normalized = (encoding) => NAMES[encoding] ?? NAMES[String(encoding).toLowerCase()];

  function known(encoding) {
    const name = normalized(encoding);
    if (name === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    return name;
  }

  function sizeOf(string, encoding) {
    switch (encoding) {
      case 'ascii': case 'latin1': return string.length;
      case 'utf16le': return string.length * 2;
      case 'hex': return string.length >>> 1;
      case 'base64': case 'base64url': {
        let length = string.length;
        if (string[length - 1] === '=') length--;
        if (length > 1 && string[length - 1] === '=') length--;
        return (length * 3) >>> 2;
      }
      default: return native.byteLength(string);
    }
  }

  // ---- checks -------------------------------------------------------------------------------------------------------

  const BYTES = ['Buffer', 'Uint8Array'];

  function checkBytes(value, name) {
    if (!isUint8Array(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, BYTES, value);
  }

  const checkSize = (size) => validateNumber(size, 'size', 0, MOST);
  const checkOffset = (value, name, min = 0, max = MOST) => validateInteger(value, name, min, max);

  function toInteger(value, otherwise) {
    value = +value;
    return !Number.isNaN(value) && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Math.trunc(value) : otherwise;
  }

  // ---- making -------------------------------------------------------------------------------------------------------

  function Buffer(arg, encodingOrOffset, length) {
    if (typeof arg === 'number') {
      if (typeof encodingOrOffset === 'string') throw new codes.ERR_INVALID_ARG_TYPE('string', 'string', arg);
      return Buffer.alloc(arg);
    }
    return Buffer.from(arg, encodingOrOffset, length);
  }
  setPrototypeOf(Buffer, Uint8Array);
  defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, enumerable: false, configurable: true });
  FastBuffer.prototype.constructor = Buffer;
  Buffer.prototype = FastBuffer.prototype;
  defineProperty(FastBuffer.prototype, 'constructor', { enumerable: false });
  Buffer.poolSize = 8 * 1024;

  function fromString(string, encoding) {
    const name = typeof encoding !== 'string' || encoding.length === 0 ? 'utf8' : known(encoding);
    return string.length === 0 ? new FastBuffer() : adopt(native.encode(string, name));
  }

  function fromArrayBuffer(buffer, byteOffset, length) {
    byteOffset = byteOffset === undefined ? 0 : +byteOffset || 0;
    const most = buffer.byteLength - byteOffset;
    if (most < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
    if (length === undefined) {
      length = most;
    } else {
      length = +length;
      if (!(length > 0)) length = 0;
      else if (length > most) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
    }
    return new FastBuffer(buffer, byteOffset, length);
  }

  const fromArrayLike = (list) => (list.length <= 0 ? new FastBuffer() : new FastBuffer(list));

  function fromObject(value) {
    if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
      return typeof value.length === 'number' ? fromArrayLike(value) : new FastBuffer();
    }
    if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
    return undefined;
  }

  const makers = {
    from(value, encodingOrOffset, length) {
      if (typeof value === 'string') return fromString(value, encodingOrOffset);
      if (typeof value === 'object' && value !== null) {
        if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
        const inner = value.valueOf && value.valueOf();
        if (inner != null && inner !== value && (typeof inner === 'string' || typeof inner === 'object')) {
          return Buffer.from(inner, encodingOrOffset, length);
        }
        const made = fromObject(value);
        if (made !== undefined) return made;
        if (typeof value[Symbol.toPrimitive] === 'function') {
          const primitive = value[Symbol.toPrimitive]('string');
          if (typeof primitive === 'string') return fromString(primitive, encodingOrOffset);
        }
      }
      throw new codes.ERR_INVALID_ARG_TYPE('first argument',
        ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value);
    },

    copyBytesFrom(view, offset, length) {
      if (!isTypedArray(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
      if (view.length === 0) return Buffer.alloc(0);
      if (offset !== undefined || length !== undefined) {
        if (offset === undefined) offset = 0;
        else validateInteger(offset, 'offset', 0);
        if (offset >= view.length) return Buffer.alloc(0);
        let end = view.length;
        if (length !== undefined) {
          validateInteger(length, 'length', 0);
          end = offset + length;
        }
        view = view.slice(offset, end);
      }
      return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    },

    of(...items) {
      return new FastBuffer(items);
    },

    alloc(size, fill, encoding) {
      checkSize(size);
      const buffer = new FastBuffer(size);
      return fill !== undefined && fill !== 0 && size > 0 ? filled(buffer, fill, encoding) : buffer;
    },

    allocUnsafe(size) {
      checkSize(size);
      return new FastBuffer(size);
    },

    allocUnsafeSlow(size) {
      checkSize(size);
      return new FastBuffer(size);
    },

    isBuffer(b) {
      return b instanceof Buffer;
    },

    compare(buf1, buf2) {
      checkBytes(buf1, 'buf1');
      checkBytes(buf2, 'buf2');
      return buf1 === buf2 ? 0 : native.compare(buf1, buf2);
    },

    isEncoding(encoding) {
      return typeof encoding === 'string' && encoding.length !== 0 && normalized(encoding) !== undefined;
    },

    concat(list, length) {
      validateArray(list, 'list');
      if (list.length === 0) return new FastBuffer();
      if (length === undefined) {
        length = 0;
        for (let i = 0; i < list.length; i++) if (list[i].length) length += list[i].length;
      } else {
        checkOffset(length, 'length');
      }
      const whole = Buffer.allocUnsafe(length);
      let at = 0;
      for (let i = 0; i < list.length; i++) {
        if (!isUint8Array(list[i])) throw new codes.ERR_INVALID_ARG_TYPE('list[' + i + ']', BYTES, list[i]);
        if (at >= length) continue;
        const part = list[i].length > length - at ? list[i].subarray(0, length - at) : list[i];
        apply(setBytes, whole, [part, at]);
        at += part.length;
      }
      return whole;
    },

    byteLength(string, encoding) {
      if (typeof string !== 'string') {
        if (ArrayBuffer.isView(string) || isAnyArrayBuffer(string)) return string.byteLength;
        throw new codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
      }
      return sizeOf(string, encoding ? normalized(encoding) : 'utf8');
    },
  };
  put(Buffer, makers);

  // ---- filling ------------------------------------------------------------------------------------------------------

  function filled(buffer, value, offset, end, encoding) {
    if (typeof value === 'string') {
      if (offset === undefined || typeof offset === 'string') {
        encoding = offset;
        offset = 0;
        end = buffer.length;
      } else if (typeof end === 'string') {
        encoding = end;
        end = buffer.length;
      }
      if (encoding) {
        if (typeof encoding !== 'string') validateString(encoding, 'encoding');
        encoding = known(encoding);
      } else {
        encoding = 'utf8';
      }
    }
    if (offset === undefined) {
      offset = 0;
      end = buffer.length;
    } else {
      validateNumber(offset, 'offset', 0, MOST);
      if (end === undefined) end = buffer.length;
      else validateNumber(end, 'end', 0, buffer.length);
      if (offset >= end) return buffer;
    }
    let pattern = value;
    if (value === '') return apply(fillBytes, buffer, [0, offset, end]);
    if (typeof value === 'string') pattern = native.encode(value, encoding);
    else if (!isUint8Array(value)) return apply(fillBytes, buffer, [value & 255, offset, end]);
    if (pattern.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('value', value);
    [offset, end] = [Math.trunc(offset), Math.trunc(end)];
    // What is there already doubles what is put there next.
    let done = Math.min(pattern.length, end - offset);
    apply(setBytes, buffer, [pattern.subarray(0, done), offset]);
    for (; done < end - offset; done *= 2) buffer.copyWithin(offset + done, offset, Math.min(offset + done, end - done));
    return buffer;
  }

  // ---- looking ------------------------------------------------------------------------------------------------------

  function find(buffer, value, byteOffset, encoding, isForward) {
    checkBytes(buffer, 'buffer');
    if (typeof byteOffset === 'string') {
      encoding = byteOffset;
      byteOffset = undefined;
    } else if (byteOffset > 0x7fffffff) {
      byteOffset = 0x7fffffff;
    } else if (byteOffset < -0x80000000) {
      byteOffset = -0x80000000;
    }
    byteOffset = +byteOffset;
    if (Number.isNaN(byteOffset)) byteOffset = isForward ? 0 : buffer.length;
    byteOffset = Math.trunc(byteOffset);
    if (typeof value === 'number') {
      const name = isForward ? 'indexOf' : 'lastIndexOf';
      const at = byteOffset < 0 ? byteOffset + buffer.length : byteOffset;
      if (isForward) return apply(Uint8Array.prototype[name], buffer, [value & 255, Math.max(at, 0)]);
      return at < 0 ? -1 : apply(Uint8Array.prototype[name], buffer, [value & 255, at]);
    }
    const name = encoding === undefined ? 'utf8' : normalized(encoding);
    if (typeof value === 'string') {
      if (name === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
      return native.indexOf(buffer, native.encode(value, name), byteOffset, isForward, name === 'utf16le');
    }
    if (isUint8Array(value)) return native.indexOf(buffer, value, byteOffset, isForward, name === 'utf16le');
    throw new codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
  }

  // ---- texts --------------------------------------------------------------------------------------------------------

  function slicer(encoding) {
    return function (start = 0, end = this.length) {
      const first = toInteger(start, 0);
      const last = toInteger(end, 0);
      if (first < 0 || last < 0) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
      return native.decode(this, encoding, Math.min(first, this.length), Math.min(last, this.length));
    };
  }

  function writeText(buffer, string, encoding, offset, length) {
    if (typeof string !== 'string') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
    }
    if (string.length === 0 || length === 0) return 0;
    const bytes = native.encode(string, encoding);
    if (bytes.length <= length) {
      apply(setBytes, buffer, [bytes, offset]);
      return bytes.length;
    }
    // Never a part of a character.
    if (encoding === 'utf16le') length -= length % 2;
    else if (encoding === 'utf8') while (length > 0 && (bytes[length] & 0xc0) === 0x80) length--;
    apply(setBytes, buffer, [bytes.subarray(0, length), offset]);
    return length;
  }

  function writer(encoding) {
    return function (string, offset = 0, length = this.length - offset) {
      if (typeof string !== 'string') {
        throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
      }
      offset = toInteger(offset, 0);
      if (offset < 0 || offset > this.length) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
      length = toInteger(length, 0);
      if (length < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
      return writeText(this, string, encoding, offset, Math.min(length, this.length - offset));
    };
  }

  const adjust = (offset, length) => {
    offset = Math.trunc(offset);
    if (offset === 0 || Number.isNaN(offset)) return 0;
    if (offset < 0) return Math.max(offset + length, 0);
    return Math.min(offset, length);
  };

  function swapper(name, size) {
    return { [name]() {
      if (this.length % size !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE(size * 8 + '-bits');
      for (let i = 0; i < this.length; i += size) {
        for (let a = i, b = i + size - 1; a < b; a++, b--) [this[a], this[b]] = [this[b], this[a]];
      }
      return this;
    } }[name];
  }

  const methods = {
    copy(target, targetStart, sourceStart, sourceEnd) {
      checkBytes(this, 'source');
      checkBytes(target, 'target');
      targetStart = targetStart === undefined ? 0 : toInteger(targetStart, 0);
      if (targetStart < 0) throw new codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
      sourceStart = sourceStart === undefined ? 0 : toInteger(sourceStart, 0);
      if (sourceStart < 0 || sourceStart > this.length) {
        throw new codes.ERR_OUT_OF_RANGE('sourceStart', '>= 0 && <= ' + this.length, sourceStart);
      }
      sourceEnd = sourceEnd === undefined ? this.length : toInteger(sourceEnd, 0);
      if (sourceEnd < 0) throw new codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
      if (targetStart >= target.length || sourceStart >= sourceEnd) return 0;
      const count = Math.min(sourceEnd - sourceStart, target.length - targetStart, this.length - sourceStart);
      const part = new Uint8Array(this.buffer, this.byteOffset + sourceStart, count);
      apply(setBytes, target, [part, targetStart]);
      return count;
    },

    toString(encoding, start, end) {
      const { length } = this;
      if (arguments.length === 0) return native.decode(this, 'utf8', 0, length);
      if (start <= 0) start = 0;
      else if (start >= length) return '';
      else start = Math.trunc(start) || 0;
      end = end === undefined || end > length ? length : Math.trunc(end) || 0;
      if (end <= start) return '';
      return native.decode(this, encoding === undefined ? 'utf8' : known(encoding), start, end);
    },

    equals(otherBuffer) {
      checkBytes(otherBuffer, 'otherBuffer');
      if (this === otherBuffer) return true;
      return this.byteLength === otherBuffer.byteLength && native.compare(this, otherBuffer) === 0;
    },

    inspect(recurseTimes, ctx) {
      const shown = Math.min(inspectMost, this.length);
      let text = native.decode(this, 'hex', 0, shown).replace(/(.{2})/g, '$1 ').trim();
      const left = this.length - inspectMost;
      if (left > 0) text += ' ... ' + left + ' more byte' + (left > 1 ? 's' : '');
      if (ctx) {
        const names = Reflect.ownKeys(this).filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key));
        const extras = names.filter((key) => ctx.showHidden || apply({}.propertyIsEnumerable, this, [key]));
        if (extras.length > 0) {
          const object = { __proto__: null };
          for (const key of extras) object[key] = this[key];
          if (this.length !== 0) text += ', ';
          text += inspect(object, { ...ctx, breakLength: Infinity, compact: true }).slice(27, -2);
        }
      }
      return '<' + this.constructor.name + (text === '' ? ' ' : ' ' + text) + '>';
    },

    compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
      checkBytes(target, 'target');
      if (arguments.length === 1) return native.compare(this, target);
      if (targetStart === undefined) targetStart = 0;
      else checkOffset(targetStart, 'targetStart');
      if (targetEnd === undefined) targetEnd = target.length;
      else checkOffset(targetEnd, 'targetEnd', 0, target.length);
      if (sourceStart === undefined) sourceStart = 0;
      else checkOffset(sourceStart, 'sourceStart');
      if (sourceEnd === undefined) sourceEnd = this.length;
      else checkOffset(sourceEnd, 'sourceEnd', 0, this.length);
      if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
      if (targetStart >= targetEnd) return 1;
      return native.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
    },

    indexOf(value, byteOffset, encoding) {
      return find(this, value, byteOffset, encoding, true);
    },

    lastIndexOf(value, byteOffset, encoding) {
      return find(this, value, byteOffset, encoding, false);
    },

    includes(value, byteOffset, encoding) {
      return find(this, value, byteOffset, encoding, true) !== -1;
    },

    fill(value, offset, end, encoding) {
      return filled(this, value, offset, end, encoding);
    },

    write(string, offset, length, encoding) {
      if (offset === undefined) return writeText(this, string, 'utf8', 0, this.length);
      if (length === undefined && typeof offset === 'string') {
        encoding = offset;
        length = this.length;
        offset = 0;
      } else {
        validateInteger(offset, 'offset', 0, this.length);
        const remaining = this.length - offset;
        if (length === undefined) {
          length = remaining;
        } else if (typeof length === 'string') {
          encoding = length;
          length = remaining;
        } else {
          validateInteger(length, 'length', 0, this.length);
          if (length > remaining) length = remaining;
        }
      }
      return writeText(this, string, encoding ? known(encoding) : 'utf8', offset, length);
    },

    toJSON() {
      return { type: 'Buffer', data: Array.from(this) };
    },

    subarray(start, end) {
      start = adjust(start, this.length);
      end = end === undefined ? this.length : adjust(end, this.length);
      return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
    },

    slice(start, end) {
      return this.subarray(start, end);
    },

    swap16: swapper('swap16', 2),
    swap32: swapper('swap32', 4),
    swap64: swapper('swap64', 8),
  };
  const getters = {
    parent: { enumerable: true, get() { return this instanceof Buffer ? this.buffer : undefined; } },
    offset: { enumerable: true, get() { return this instanceof Buffer ? this.byteOffset : undefined; } },
  };

  for (const [names, make] of [['Slice', slicer], ['Write', writer]]) {
    for (const name of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8']) {
      methods[name + names] = Object.defineProperties(make(NAMES[name]), {
        name: { value: name + names }, length: { value: 0 },
      });
    }
  }
  put(Buffer.prototype, require('internal/buffer_numbers'));
  put(Buffer.prototype, methods);
  put(Buffer.prototype, { toLocaleString: methods.toString });
  Object.defineProperties(Buffer.prototype, getters);
  Buffer.prototype[CUSTOM] = Buffer.prototype.inspect;

  // ---- the module ---------------------------------------------------------------------------------------------------

  function transcode(source, fromEncoding, toEncoding) {
    checkBytes(source, 'source');
    if (source.length === 0) return Buffer.alloc(0);
    const [from, to] = [normalized(fromEncoding), normalized(toEncoding)];
    const able = ['utf8', 'utf16le', 'latin1', 'ascii'];
    if (!able.includes(from) || !able.includes(to)) {
      throw Object.assign(new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]'),
        { code: 'U_ILLEGAL_ARGUMENT_ERROR', errno: 1 });
    }
    const text = native.decode(source, from, 0, source.length);
    if (to === 'utf8' || to === 'utf16le') return fromString(text, to);
    const most = to === 'ascii' ? 0x7f : 0xff;
    return Buffer.from(Array.from(text, (character) => {
      const code = character.codePointAt(0);
      return code > most ? 63 : code;
    }));
  }

  function SlowBuffer(length) {
    checkSize(length);
    return new FastBuffer(length);
  }
  setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
  setPrototypeOf(SlowBuffer, Uint8Array);

  const check = (ask) => (input) => {
    if (!isTypedArray(input) && !isAnyArrayBuffer(input)) {
      throw new codes.ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
    }
    return ask(input);
  };

  Object.assign(exports, {
    Buffer, SlowBuffer, transcode, isUtf8: check(native.isUtf8), isAscii: check(native.isAscii),
    kMaxLength: MOST, kStringMaxLength: LONGEST,
  });
  const { atob, btoa } = require('internal/encoded');
  Object.assign(exports, { btoa, atob });
  defineProperty(exports, 'constants', { value: { MAX_LENGTH: MOST, MAX_STRING_LENGTH: LONGEST }, enumerable: true });
  defineProperty(exports, 'INSPECT_MAX_BYTES', {
    enumerable: true,
    configurable: true,
    get: () => inspectMost,
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      inspectMost = value;
    },
  });
})
