// Text helpers and captured intrinsics that inspect.js and console.js share.
//
//   inspect_text(host, kit);
//
// Each file here is one function expression of (host, kit); kit is an empty object to which each adds its functions.
// The order: inspect_text, inspect_name, inspect_kinds, inspect, inspect_format, console. The results are kit.inspect,
// kit.format and kit.console; scripts never see kit itself. They must be evaluated before any script of a tenant.
//
// host primitives used here:
//   host.proxyDetails(value) -> undefined when value is no proxy, else [target, handler]; both null when revoked
//
// Everything a script could overwrite later is captured here, while the image is baked. Four rules keep it that way:
//   * no method is looked up on a prototype: methods are uncurried once, `method(self, ...arguments)`;
//   * strings are joined with `+`: the engine makes a template literal a call of String.prototype.concat;
//   * nothing is iterated (no spread, no for-of), and arrays that grow have no prototype (`list`), because writing
//     past the end of an ordinary array would run a setter that a script put on Array.prototype;
//   * descriptors and option bags lose their prototype before a field that may be absent is read.
(function (host, kit) {
  'use strict';
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { String } = globalThis;
  const { hasOwn, is, keys, setPrototypeOf } = Object;
  const { floor, max, min, round, sqrt } = Math;
  const { call } = Function.prototype;
  const uncurry = (method) => call.bind(method);
  const getter = (object, key) => uncurry(getOwnPropertyDescriptor(object, key).get);
  const { proxyDetails } = host;

  const S = String.prototype;
  const charCodeAt = uncurry(S.charCodeAt);
  const codePointAt = uncurry(S.codePointAt);
  const includes = uncurry(S.includes);
  const indexOf = uncurry(S.indexOf);
  const normalize = uncurry(S.normalize);
  const padEnd = uncurry(S.padEnd);
  const padStart = uncurry(S.padStart);
  const repeat = uncurry(S.repeat);
  const slice = uncurry(S.slice);
  const startsWith = uncurry(S.startsWith);
  const upper = uncurry(S.toUpperCase);
  const join = uncurry(Array.prototype.join);
  const exec = uncurry(RegExp.prototype.exec);
  const numberToString = uncurry(Number.prototype.toString);
  const symbolText = uncurry(Symbol.prototype.toString);
  const bigintText = uncurry(BigInt.prototype.toString);

  // ---- objects, without running a trap -------------------------------------------------------------------------
  // A prototype chain may be a cycle when a proxy is part of it; no honest one is longer than this.
  const LONGEST_CHAIN = 1000;

  const list = () => setPrototypeOf([], null);
  const push = (entries, entry) => {
    entries[entries.length] = entry;
  };
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  function has(entries, entry) {
    for (let i = 0; i < entries.length; i++) if (entries[i] === entry) return true;
    return false;
  }

  function unwrap(value) {
    for (let details; value !== null && (details = proxyDetails(value)) !== undefined;) value = details[0];
    return value;
  }

  const parent = (object) => unwrap(getPrototypeOf(object));

  function own(object, key) {
    const descriptor = getOwnPropertyDescriptor(object, key);
    return descriptor === undefined ? undefined : setPrototypeOf(descriptor, null);
  }

  function find(object, key) {
    for (let i = 0; object !== null && i < LONGEST_CHAIN; i++, object = parent(object)) {
      const descriptor = own(object, key);
      if (descriptor !== undefined) return descriptor;
    }
    return undefined;
  }

  // The value of a property: getters run (those on host and class prototypes are meant to), and may fail.
  function read(object, key) {
    try {
      const descriptor = find(object, key);
      if (descriptor === undefined || descriptor.get === undefined) return descriptor?.value;
      return apply(descriptor.get, object, []);
    } catch {
      return undefined;
    }
  }

  // What `get` tells of the value, 0 when it refuses (as it does for a view on a detached buffer).
  function attempt(get, value) {
    try {
      return get(value);
    } catch {
      return 0;
    }
  }

  // A value that should be a string but may be anything.
  function toText(value) {
    try {
      return String(value);
    } catch {
      return '';
    }
  }

  // Whether the key is the index of an element of an array.
  function isIndex(key) {
    const code = key.length > 0 && key.length < 11 ? charCodeAt(key, 0) : 0;
    return code > 47 && code < 58 && '' + (key >>> 0) === key && key !== '4294967295';
  }

  // ---- strings -------------------------------------------------------------------------------------------------
  const NEEDS_ESCAPE = /[\x00-\x1f'\\\x7f-\x9f\ud800-\udfff]/;
  const NAMED = { __proto__: null, 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 92: '\\\\' };

  // Escapes control characters, backslashes, lone surrogates and the quote `mark` (a character code).
  function escape(string, mark = 39) {
    if (exec(NEEDS_ESCAPE, string) === null) return string;
    let result = '';
    let done = 0;
    for (let i = 0; i < string.length; i++) {
      const code = charCodeAt(string, i);
      let escaped;
      if (code === mark) {
        escaped = '\\' + string[i];
      } else if (code < 32 || code === 92 || (code > 126 && code < 160)) {
        escaped = NAMED[code] ?? '\\x' + padStart(upper(numberToString(code, 16)), 2, '0');
      } else if (code >= 0xd800 && code <= 0xdfff) {
        const next = code < 0xdc00 && i + 1 < string.length ? charCodeAt(string, i + 1) : 0;
        if (next >= 0xdc00 && next <= 0xdfff) {
          i++;
          continue;
        }
        escaped = '\\u' + numberToString(code, 16);
      } else {
        continue;
      }
      result += slice(string, done, i) + escaped;
      done = i + 1;
    }
    return result + slice(string, done);
  }

  // Single quotes unless another kind saves escaping.
  function quote(string) {
    let mark = "'";
    if (includes(string, "'")) {
      if (!includes(string, '"')) mark = '"';
      else if (!includes(string, '`') && !includes(string, '${')) mark = '`';
    }
    return mark + escape(string, charCodeAt(mark, 0)) + mark;
  }

  function split(string, separator) {
    const parts = list();
    let from = 0;
    for (let at; (at = indexOf(string, separator, from)) !== -1; from = at + separator.length) {
      parts[parts.length] = slice(string, from, at);
    }
    parts[parts.length] = slice(string, from);
    return parts;
  }

  const replaceAll = (string, pattern, by) => (includes(string, pattern) ? join(split(string, pattern), by) : string);

  function cut(string, limit) {
    if (string.length <= limit) return string;
    return slice(string, 0, limit) + '\n... output cut after ' + limit + ' characters';
  }

  // ---- columns -------------------------------------------------------------------------------------------------
  const PLAIN = /^[\x20-\x7e]*$/;
  const ZERO_WIDTH = /^[\p{Cc}\p{Cf}\p{Me}\p{Mn}\p{Emoji_Modifier}]$/u;
  const EMOJI = /^\p{Emoji_Presentation}$/u;
  // East Asian wide and full-width ranges, as pairs of first and last.
  const WIDE = [
    0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x3247, 0x3250, 0x4dbf, 0x4e00, 0xa4c6, 0xa960, 0xa97c,
    0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18cff,
    0x1aff0, 0x1b2ff, 0x1f200, 0x1f265, 0x20000, 0x3fffd,
  ];

  const { fromCodePoint: codeText } = String;

  function isWide(code) {
    for (let i = 0; i < WIDE.length && code >= WIDE[i]; i += 2) if (code <= WIDE[i + 1]) return true;
    return code > 0x2300 && exec(EMOJI, codeText(code)) !== null;
  }

  // Without the escape sequences that `colors` writes.
  function plain(string) {
    if (!includes(string, '\x1b[')) return string;
    const parts = split(string, '\x1b[');
    for (let i = 1; i < parts.length; i++) {
      const end = indexOf(parts[i], 'm');
      parts[i] = end >= 0 && end < 4 ? slice(parts[i], end + 1) : '\x1b[' + parts[i];
    }
    return join(parts, '');
  }

  // How many columns of a terminal the string takes.
  function width(string) {
    string = plain(string);
    if (exec(PLAIN, string) !== null) return string.length;
    string = normalize(string, 'NFC');
    let columns = 0;
    for (let i = 0, code, joined = false; i < string.length; i += code > 0xffff ? 2 : 1) {
      code = codePointAt(string, i);
      if (code < 127) columns += code < 32 ? 0 : 1;
      else if (isWide(code) && exec(ZERO_WIDTH, codeText(code)) === null) columns += joined ? 0 : 2;
      else if (code === 0xad || exec(ZERO_WIDTH, codeText(code)) === null) columns++;
      joined = code === 0x200d;
    }
    return columns;
  }

  // Arranges the entries of a long array in columns. `extra` last entries stay as they are ("... n more items");
  // numbers are aligned to the right. Returns `entries` itself when columns would not help.
  function columnise(entries, extra, { breakLength, compact, indent }, numeric) {
    const count = entries.length - extra;
    const widths = list();
    let total = 0;
    let widest = 0;
    for (let i = 0; i < count; i++) {
      widths[i] = width(entries[i]);
      total += widths[i] + 2;
      widest = max(widest, widths[i]);
    }
    const cell = widest + 2;
    if (cell * 3 + indent >= breakLength || (total / cell <= 5 && widest > 6)) return entries;
    // A cell is about 2.5 times as high as it is wide: aim at a square, less where one entry is much the longest.
    const bias = max(cell - 3 - sqrt(cell - total / entries.length), 1);
    const columns = min(
      round(sqrt(2.5 * bias * count) / bias), floor((breakLength - indent) / cell), compact * 4, 15);
    if (columns <= 1) return entries;
    const lengths = list();
    for (let i = 0; i < columns; i++) {
      lengths[i] = 0;
      for (let j = i; j < count; j += columns) lengths[i] = max(lengths[i], widths[j]);
    }
    const rows = list();
    for (let i = 0; i < count; i += columns) {
      const end = min(i + columns, count);
      let row = '';
      for (let j = i; j < end; j++) {
        const gap = repeat(' ', lengths[j - i] - widths[j]);
        const last = j === end - 1;
        row += numeric ? gap + entries[j] + (last ? '' : ', ') : entries[j] + (last ? '' : ', ' + gap);
      }
      rows[rows.length] = row;
    }
    if (extra > 0) rows[rows.length] = entries[count];
    return rows;
  }

  Object.assign(kit, {
    uncurry, getter, apply, own, ownKeys, find, read, unwrap, parent, list, push, has, isObject, isIndex, hasOwn, is,
    keys, includes, indexOf, repeat, slice, startsWith, join, exec, floor, max, min, escape, quote, split, replaceAll,
    cut, plain, width, columnise, toText, attempt, symbolText, bigintText, LONGEST_CHAIN,
  });
})
