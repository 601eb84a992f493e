// `querystring`: texts of the form `a=1&b=2`.
(function (module, exports, require, native) {
  'use strict';
  const { codes } = require('internal/errors');

  const ENCODED = /%[0-9A-Fa-f]{2}/;
  const KEPT = /[^A-Za-z0-9!'()*\-._~]/;

  function escape(str) {
    if (typeof str !== 'string') str = typeof str === 'object' ? String(str) : str + '';
    if (!KEPT.test(str)) return str;
    try {
      return encodeURIComponent(str);
    } catch {
      // Half a surrogate pair takes whatever follows for its other half, as in Node.
      return encodeURIComponent(str.replace(/[\ud800-\udfff]([^])?/g, (half, next) => {
        if (next === undefined) throw new codes.ERR_INVALID_URI();
        return String.fromCodePoint(0x10000 + ((half.charCodeAt(0) & 0x3ff) << 10) + (next.charCodeAt(0) & 0x3ff));
      }));
    }
  }

  const digit = (code) => {
    if (code >= 48 && code <= 57) return code - 48;
    if (code >= 65 && code <= 70) return code - 55;
    return code >= 97 && code <= 102 ? code - 87 : -1;
  };

  // What is no hexadecimal number stays as it is.
  function unescapeBuffer(s, decodeSpaces) {
    s = String(s);
    const out = require('buffer').Buffer.allocUnsafe(s.length);
    let length = 0;
    for (let i = 0; i < s.length; i++) {
      const code = s.charCodeAt(i);
      out[length++] = code === 43 && decodeSpaces ? 32 : code;
      if (code !== 37) continue;
      const [high, low] = [digit(s.charCodeAt(i + 1)), digit(s.charCodeAt(i + 2))];
      if (high < 0 || low < 0) continue;
      out[length - 1] = high * 16 + low;
      i += 2;
    }
    return length === s.length ? out : out.slice(0, length);
  }

  function unescape(s, decodeSpaces) {
    try {
      return decodeURIComponent(s);
    } catch {
      return exports.unescapeBuffer(s, decodeSpaces).toString();
    }
  }

  const primitive = (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return '' + value;
    return typeof value === 'bigint' || typeof value === 'boolean' ? '' + value : '';
  };

  function stringify(obj, sep, eq, options) {
    if (obj === null || typeof obj !== 'object') return '';
    sep ||= '&';
    eq ||= '=';
    let encode = exports.escape;
    if (options && typeof options.encodeURIComponent === 'function') encode = options.encodeURIComponent;
    const pairs = [];
    for (const key of Object.keys(obj)) {
      const name = encode(primitive(key)) + eq;
      const value = obj[key];
      if (!Array.isArray(value)) pairs.push(name + encode(primitive(value)));
      else for (const one of value) pairs.push(name + encode(primitive(one)));
    }
    return pairs.join(sep);
  }

  function parse(qs, sep, eq, options) {
    const obj = { __proto__: null };
    if (typeof qs !== 'string' || qs.length === 0) return obj;
    sep = sep ? String(sep) : '&';
    eq = eq ? String(eq) : '=';
    let most = 1000;
    if (options && typeof options.maxKeys === 'number') most = options.maxKeys > 0 ? options.maxKeys : Infinity;
    let decode = exports.unescape;
    if (options && typeof options.decodeURIComponent === 'function') decode = options.decodeURIComponent;
    const isCustom = decode !== unescape;
    const decoded = (text) => {
      text = text.replaceAll('+', isCustom ? '%20' : ' ');
      if (!isCustom && !ENCODED.test(text)) return text;
      try {
        return decode(text);
      } catch {
        return unescape(text, true);
      }
    };
    for (const part of qs.split(sep)) {
      if (most-- <= 0) break;
      if (part === '') continue;
      const at = part.indexOf(eq);
      const key = decoded(at < 0 ? part : part.slice(0, at));
      const value = at < 0 ? '' : decoded(part.slice(at + eq.length));
      if (obj[key] === undefined) obj[key] = value;
      else if (Array.isArray(obj[key])) obj[key].push(value);
      else obj[key] = [obj[key], value];
    }
    return obj;
  }

  Object.assign(exports, { unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse });
})
