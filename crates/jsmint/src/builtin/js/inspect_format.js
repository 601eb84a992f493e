// The text of a console call: Node 20's util.format.
//
//   inspect_format(host, kit);      // after inspect.js; adds kit.format(...values)
//
// host primitives used here:
//   host.proxyDetails(value) -> undefined when value is no proxy, else [target, handler]; both null when revoked
//   host.limit -> the most UTF-16 units one call returns, the mark of the cut not counted; read anew by every call
//
// host.textLimit -> the same for a text that a script asked for itself
//
// `format` never throws; where a directive asks for a conversion that throws, the value is inspected instead.
(function (host, kit) {
  'use strict';
  const {
    find, own, read, unwrap, parent, hasOwn, isObject, includes, indexOf, slice, cut, symbolText, bigintText, nameOf,
    LONGEST_CHAIN, showArgument, number, BUILT_IN,
  } = kit;
  const { proxyDetails } = host;
  const { Number, String } = globalThis;
  const { parseFloat, parseInt } = Number;
  const { stringify } = JSON;
  const TO_PRIMITIVE = Symbol.toPrimitive;
  const FAILED = '[inspection failed]';

  function toNumber(value, convert) {
    if (typeof value === 'bigint') return bigintText(value) + 'n';
    try {
      return number(typeof value === 'symbol' ? NaN : convert(value), false);
    } catch {
      return 'NaN';
    }
  }

  function json(value) {
    try {
      return '' + stringify(value);
    } catch (error) {
      const message = isObject(error) ? read(unwrap(error) ?? {}, 'message') : '';
      return typeof message === 'string' && includes(message, 'circular') ? '[Circular]' : '[not serializable]';
    }
  }

  // Whether a conversion to a string would only reach the engine's own functions, so that inspecting tells more.
  function hasOwnText(object) {
    if (proxyDetails(object) !== undefined) return false;
    if (typeof find(object, TO_PRIMITIVE)?.value === 'function' && hasOwn(object, TO_PRIMITIVE)) return true;
    if (typeof find(object, 'toString')?.value !== 'function') return false;
    let holder = object;
    for (let i = 0; i < LONGEST_CHAIN && holder !== null && !hasOwn(holder, 'toString'); i++) holder = parent(holder);
    if (holder === object) return true;
    const constructor = holder === null ? undefined : own(holder, 'constructor')?.value;
    return typeof constructor !== 'function' || BUILT_IN[nameOf(constructor)] === undefined;
  }

  function stringDirective(value, room, options) {
    if (typeof value === 'number') return number(value, false);
    if (typeof value === 'bigint') return bigintText(value) + 'n';
    if (typeof value === 'string') return value;
    if (typeof value === 'symbol') return symbolText(value);
    try {
      if (!isObject(value) || typeof value === 'function' || hasOwnText(value)) return String(value);
    } catch {
      // a conversion that throws is replaced by the object's inspection
    }
    return showArgument(value, room, { ...options, depth: 0, colors: false, compact: 3 });
  }

  // One directive's text; undefined when the letter is none.
  function directive(letter, args, at, room, options) {
    const value = args[at];
    switch (letter) {
      case 's': return stringDirective(value, room, options);
      case 'd': return toNumber(value, Number);
      case 'i': return toNumber(value, parseInt);
      case 'f': return toNumber(typeof value === 'bigint' ? bigintText(value) : value, parseFloat);
      case 'j': return json(value);
      case 'O': return showArgument(value, room, options);
      case 'o': return showArgument(value, room, { ...options, showHidden: true, showProxy: true, depth: 4 });
      case 'c': return '';
      default: return undefined;
    }
  }

  function format(...args) {
    try {
      return cut(formatAll(args, host.limit), host.limit);
    } catch {
      return FAILED;
    }
  }

  function formatAll(args, limit, options) {
    let result = '';
    let used = 0;
    let glue = '';
    const first = args[0];
    if (args.length > 0 && typeof first === 'string') {
      if (args.length === 1) return first;
      let done = 0;
      for (let i = indexOf(first, '%'); i !== -1 && i + 1 < first.length && result.length <= limit;) {
        const letter = first[i + 1];
        let shown;
        if (letter === '%') shown = '%';
        else if (used + 1 < args.length) shown = directive(letter, args, used + 1, limit - result.length, options);
        if (shown !== undefined) {
          if (letter !== '%') used++;
          result += slice(first, done, i) + shown;
          done = i + 2;
        }
        i = indexOf(first, '%', i + 2);
      }
      result += slice(first, done);
      used++;
      glue = ' ';
    }
    for (; used < args.length && result.length <= limit; used++) {
      const value = args[used];
      const room = limit - result.length;
      result += glue + (typeof value === 'string' ? slice(value, 0, room + 1) : showArgument(value, room, options));
      glue = ' ';
    }
    return result;
  }

  // For scripts, whose texts may be longer than messages.
  const formatText = (args, options) => cut(formatAll(args, host.textLimit, options), host.textLimit);

  Object.assign(kit, { format, formatText });
})
