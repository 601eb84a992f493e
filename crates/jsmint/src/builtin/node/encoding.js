// TextEncoder and TextDecoder, with all encodings of the Encoding standard that Node has.
(function (module, exports, require, native) {
  'use strict';
  const { inspect } = require('internal/inspect');
  const { codes, coded, validateObject } = require('internal/errors');
  const { isAnyArrayBuffer } = require('util/types');
  const { defineProperty } = Object;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

  const describe = (Class, names) => {
    for (const name of names) defineProperty(Class.prototype, name, { enumerable: true });
    defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
  };

  class TextEncoder {
    #brand;

    get encoding() {
      if (!(#brand in this)) throw new codes.ERR_INVALID_THIS('TextEncoder');
      return 'utf-8';
    }

    encode(input = '') {
      if (!(#brand in this)) throw new codes.ERR_INVALID_THIS('TextEncoder');
      return native.encode(String(input).toWellFormed());
    }

    encodeInto(src, dest) {
      if (!(#brand in this)) throw new codes.ERR_INVALID_THIS('TextEncoder');
      if (typeof src !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('src', 'string', src);
      if (!(dest instanceof Uint8Array)) throw new codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
      // As many whole characters as fit.
      let read = 0;
      let written = 0;
      while (read < src.length) {
        const code = src.codePointAt(read);
        const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        if (written + size > dest.length) break;
        written += size;
        read += size === 4 ? 2 : 1;
      }
      dest.set(native.encode(src.slice(0, read).toWellFormed()));
      return { read, written };
    }

    [CUSTOM](depth, options) {
      return inspect({ encoding: this.encoding }, options);
    }
  }
  describe(TextEncoder, ['encoding', 'encode', 'encodeInto']);

  // How many bytes at the end begin a character that they do not end.
  function unfinishedUtf8(bytes) {
    for (let back = 1; back <= 3 && back <= bytes.length; back++) {
      const byte = bytes[bytes.length - back];
      if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
      if (byte < 0x80) return 0;
    }
    return 0;
  }

  function unfinishedUtf16(bytes, high) {
    const odd = bytes.length % 2;
    const last = bytes.length - odd - 2 + high;
    return odd + (last >= 0 && bytes[last] >= 0xd8 && bytes[last] <= 0xdb ? 2 : 0);
  }

  // Those of one byte for each character have nothing to wait for; the others wait for the end.
  const MULTI = ['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr'];

  function unfinished(encoding, bytes) {
    if (encoding === 'utf-8') return unfinishedUtf8(bytes);
    if (encoding === 'utf-16le') return unfinishedUtf16(bytes, 1);
    if (encoding === 'utf-16be') return unfinishedUtf16(bytes, 0);
    return MULTI.includes(encoding) ? bytes.length : 0;
  }

  function bytesOf(input) {
    if (input instanceof Uint8Array) return input;
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    if (isAnyArrayBuffer(input)) return new Uint8Array(input);
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
      'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.');
  }

  class TextDecoder {
    #encoding;
    #fatal;
    #ignoreBOM;
    #pending = undefined;
    #started = false;

    constructor(encoding = 'utf-8', options = {}) {
      const label = String(encoding);
      validateObject(options, 'options', { nullable: true, allowArray: true, allowFunction: true });
      this.#encoding = native.label(label);
      if (this.#encoding === undefined) throw new codes.ERR_ENCODING_NOT_SUPPORTED(label);
      this.#fatal = Boolean(options?.fatal);
      this.#ignoreBOM = Boolean(options?.ignoreBOM);
    }

    decode(input = new Uint8Array(0), options = {}) {
      if (!(#fatal in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
      let bytes = bytesOf(input);
      validateObject(options, 'options', { nullable: true, allowArray: true, allowFunction: true });
      const stream = Boolean(options?.stream);
      if (this.#pending !== undefined) {
        const both = new Uint8Array(this.#pending.length + bytes.length);
        both.set(this.#pending);
        both.set(bytes, this.#pending.length);
        bytes = both;
        this.#pending = undefined;
      }
      if (stream) {
        const keep = unfinished(this.#encoding, bytes);
        if (keep > 0) {
          this.#pending = bytes.slice(bytes.length - keep);
          bytes = bytes.subarray(0, bytes.length - keep);
        }
      }
      let text = native.decode(this.#encoding, bytes, this.#fatal);
      if (text === undefined) {
        this.#started = false;
        throw new codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding);
      }
      if (!this.#started && !this.#ignoreBOM && this.#encoding.startsWith('utf-') && text[0] === '\ufeff') {
        text = text.slice(1);
      }
      this.#started = stream && (this.#started || bytes.length > 0);
      return text;
    }

    get encoding() {
      if (!(#fatal in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
      return this.#encoding;
    }

    get fatal() {
      if (!(#fatal in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
      return this.#fatal;
    }

    get ignoreBOM() {
      if (!(#fatal in this)) throw new codes.ERR_INVALID_THIS('TextDecoder');
      return this.#ignoreBOM;
    }

    [CUSTOM](depth, options) {
      if (depth < 0) return this;
      const { encoding, fatal, ignoreBOM } = this;
      return 'TextDecoder ' + inspect({ encoding, fatal, ignoreBOM }, options);
    }
  }
  describe(TextDecoder, ['decode', 'encoding', 'fatal', 'ignoreBOM']);

  Object.assign(exports, { TextEncoder, TextDecoder });
})
