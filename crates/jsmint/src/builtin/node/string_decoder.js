// `string_decoder`: texts out of bytes that come in pieces.
(function (module, exports, require, native) {
  'use strict';
  const { codes } = require('internal/errors');
  const { Buffer } = require('buffer');

  const NAMES = { 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', 'utf-16le': 'utf16le', binary: 'latin1' };

  // How many bytes at the end wait for others, and for how many.
  function unfinished(bytes, encoding) {
    const { length } = bytes;
    if (encoding === 'utf8') {
      for (let back = 1; back <= 3 && back <= length; back++) {
        const byte = bytes[length - back];
        if ((byte & 0xc0) === 0x80) continue;
        const size = (byte & 0xe0) === 0xc0 ? 2 : (byte & 0xf0) === 0xe0 ? 3 : (byte & 0xf8) === 0xf0 ? 4 : 1;
        return size > back ? [back, size - back] : [0, 0];
      }
    } else if (encoding === 'utf16le') {
      const odd = length % 2;
      const high = bytes[length - odd - 1];
      if (length - odd >= 2 && (high & 0xfc) === 0xd8) return [2 + odd, 2 - odd];
      if (odd === 1) return [1, 1];
    } else if (encoding === 'base64' || encoding === 'base64url') {
      if (length % 3 !== 0) return [length % 3, 3 - (length % 3)];
    }
    return [0, 0];
  }

  const state = new WeakMap();

  function StringDecoder(encoding) {
    const given = encoding;
    encoding = String(encoding ?? 'utf8').toLowerCase() || 'utf8';
    if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(given);
    this.encoding = NAMES[encoding] ?? encoding;
    state.set(this, { pending: Buffer.alloc(0), missing: 0 });
  }

  function take(decoder) {
    const own = state.get(decoder);
    if (own === undefined) throw new codes.ERR_INVALID_THIS('StringDecoder');
    return own;
  }

  StringDecoder.prototype.write = function write(buf) {
    if (typeof buf === 'string') return buf;
    if (!ArrayBuffer.isView(buf)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], buf);
    }
    const own = take(this);
    let bytes = Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
    if (own.pending.length > 0) bytes = Buffer.concat([own.pending, bytes]);
    const [waiting, missing] = unfinished(bytes, this.encoding);
    own.pending = Buffer.from(bytes.subarray(bytes.length - waiting));
    own.missing = missing;
    return bytes.toString(this.encoding, 0, bytes.length - waiting);
  };

  StringDecoder.prototype.end = function end(buf) {
    let text = buf === undefined ? '' : this.write(buf);
    const own = take(this);
    if (own.pending.length > 0) text += own.pending.toString(this.encoding);
    own.pending = Buffer.alloc(0);
    own.missing = 0;
    return text;
  };

  StringDecoder.prototype.text = function text(buf, offset) {
    const own = take(this);
    own.pending = Buffer.alloc(0);
    own.missing = 0;
    return this.write(buf.slice(offset));
  };

  Object.defineProperties(StringDecoder.prototype, {
    lastChar: {
      configurable: true,
      enumerable: true,
      get() {
        const last = Buffer.alloc(4);
        take(this).pending.copy(last);
        return last;
      },
    },
    lastNeed: { configurable: true, enumerable: true, get() { return take(this).missing; } },
    lastTotal: {
      configurable: true,
      enumerable: true,
      get() { return take(this).pending.length + take(this).missing; },
    },
  });

  exports.StringDecoder = StringDecoder;
})
