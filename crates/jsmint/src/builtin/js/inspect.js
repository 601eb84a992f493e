// Values as text, in the form of Node 20's util.inspect and util.format.
//
//   const { inspect, format } = inspect_js(host, text);      // text: what inspect_text.js returned
//
// host primitives used here:
//   host.classOf(object) -> name of the object's internal class: 'Object', 'Array', 'Map', 'Map Iterator', 'Function',
//     'AsyncFunction', 'Arguments', 'Error', 'Uint8Array', 'Module', …; anything unknown is shown as a plain object
//   host.proxyDetails(value) -> undefined when value is no proxy, else [target, handler]; both null when revoked
//   host.promiseState(promise) -> ['pending' | 'fulfilled' | 'rejected', value], or undefined
//   host.previewIterator(iterator) -> [entries, areEntriesPairs] without advancing it, or undefined when that cannot be
//     told. entries is a flat array: the remaining keys or values, or key, value, key, value… when areEntriesPairs
//   host.limit -> the most UTF-16 units one call returns, the mark of the cut not counted; read anew by every call
//
// Neither function ever throws. Only three kinds of foreign code run: custom inspect functions, getters of
// Symbol.toStringTag and of an error's fields, and conversions asked for by a directive of `format`.
(function (host, text) {
  'use strict';
  const {
    uncurry, getter, apply, own, ownKeys, find, read, unwrap, parent, list, hasOwn, is, keys: enumerableNames,
    setPrototypeOf, charCodeAt, includes, indexOf, repeat, slice, startsWith, join, exec, min, max, escape, quote, split,
    replaceAll, cut, plain, columnise, LONGEST_CHAIN,
  } = text;
  const { classOf, proxyDetails, promiseState, previewIterator } = host;
  const { getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, isExtensible } = Object;
  const { isArray } = Array;
  const { stringify } = JSON;
  const { parseFloat, parseInt, isFinite } = Number;
  const { trunc } = Math;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
  const { iterator: ITERATOR, toPrimitive: TO_PRIMITIVE, toStringTag: TAG } = Symbol;
  const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
  const sort = uncurry(Array.prototype.sort);
  const functionSource = uncurry(Function.prototype.toString);
  const symbolText = uncurry(Symbol.prototype.toString);
  const bigintText = uncurry(BigInt.prototype.toString);
  const numberText = uncurry(Number.prototype.toString);
  const getTime = uncurry(Date.prototype.getTime);
  const toISOString = uncurry(Date.prototype.toISOString);
  const mapSize = getter(Map.prototype, 'size');
  const mapEntries = uncurry(Map.prototype.entries);
  const mapNext = uncurry(getPrototypeOf(new Map().entries()).next);
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const setSize = getter(Set.prototype, 'size');
  const setValues = uncurry(Set.prototype.values);
  const setNext = uncurry(getPrototypeOf(new Set().values()).next);
  const setHas = uncurry(Set.prototype.has);
  const setAdd = uncurry(Set.prototype.add);
  const setDelete = uncurry(Set.prototype.delete);
  const TypedArray = getPrototypeOf(Uint8Array);
  const typedLength = getter(TypedArray.prototype, 'length');
  const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
  const sharedLength = typeof SharedArrayBuffer === 'function' && getter(SharedArrayBuffer.prototype, 'byteLength');
  const valueOf = {
    __proto__: null,
    Number: uncurry(Number.prototype.valueOf), String: uncurry(String.prototype.valueOf),
    Boolean: uncurry(Boolean.prototype.valueOf), BigInt: uncurry(BigInt.prototype.valueOf),
    Symbol: uncurry(Symbol.prototype.valueOf),
  };
  const stackGetter = find(Error.prototype, 'stack')?.get;
  const regexpSource = getter(RegExp.prototype, 'source');
  const FLAGS = [
    'd', 'hasIndices', 'g', 'global', 'i', 'ignoreCase', 'm', 'multiline', 's', 'dotAll', 'u', 'unicode',
    'v', 'unicodeSets', 'y', 'sticky',
  ];
  const flagGetters = list();
  for (let i = 1; i < FLAGS.length; i += 2) flagGetters[i] = find(RegExp.prototype, FLAGS[i])?.get;
  // Names of the engine's own constructors: classes of the script are shown by what they add to these.
  const BUILT_IN = { __proto__: null };
  for (const name of getOwnPropertyNames(globalThis)) if (/^[A-Z][a-zA-Z0-9]+$/.test(name)) BUILT_IN[name] = true;

  const DEFAULTS = {
    __proto__: null,
    showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
    maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
  };
  const OPTION_NAMES = enumerableNames(DEFAULTS);
  // SGR codes that switch a style on and off, by the kind of text.
  const COLORS = {
    __proto__: null,
    bigint: [33, 39], boolean: [33, 39], date: [35, 39], module: [4, 24], null: [1, 22], number: [33, 39],
    regexp: [31, 39], special: [36, 39], string: [32, 39], symbol: [32, 39], undefined: [90, 39],
  };
  const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
  const ELLIPSIS = '...';
  // Listing the extra keys of an array means a string for each of its elements; longer ones are assumed to have none.
  const LONGEST_LISTED = 1 << 16;

  const unstyled = (string) => string;

  function colored(string, kind) {
    const codes = COLORS[kind];
    return codes === undefined ? string : `\x1b[${codes[0]}m${string}\x1b[${codes[1]}m`;
  }

  const push = (entries, entry) => { entries[entries.length] = entry; };
  const plural = (count, noun) => `${count} ${noun}${count > 1 ? 's' : ''}`;
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const tooDeep = (ctx, level) => ctx.depth !== null && level > ctx.depth;
  const spaces = (ctx) => repeat(' ', ctx.indent);
  const kindOf = (object) => classOf(object) ?? 'Object';

  // ---- primitives ----------------------------------------------------------------------------------------------
  function group(digits) {
    let result = '';
    let end = digits.length;
    for (const start = startsWith(digits, '-') ? 4 : 3; end > start; end -= 3) {
      result = `_${slice(digits, end - 3, end)}${result}`;
    }
    return slice(digits, 0, end) + result;
  }

  function number(value, separated) {
    const digits = is(value, -0) ? '-0' : `${value}`;
    if (!separated || !isFinite(value) || includes(digits, 'e')) return digits;
    const whole = `${trunc(value)}`;
    let result = group(whole);
    if (digits.length === whole.length || trunc(value) === value) return result;
    const fraction = slice(digits, indexOf(digits, '.') + 1);
    result += '.';
    for (let i = 0; i < fraction.length; i += 3) result += (i > 0 ? '_' : '') + slice(fraction, i, i + 3);
    return result;
  }

  function bigint(value, separated) {
    const digits = bigintText(value);
    return `${separated ? group(digits) : digits}n`;
  }

  function primitive(ctx, value, style) {
    switch (typeof value) {
      case 'string': return string(ctx, value, style);
      case 'number': return style(number(value, ctx.numericSeparator), 'number');
      case 'bigint': return style(bigint(value, ctx.numericSeparator), 'bigint');
      case 'symbol': return style(symbolText(value), 'symbol');
      case 'boolean': return style(`${value}`, 'boolean');
      case 'undefined': return style('undefined', 'undefined');
      default: return style('null', 'null');
    }
  }

  function string(ctx, value, style) {
    const most = max(min(ctx.maxStringLength, ctx.room + 1), 0);
    let trailer = '';
    if (value.length > most) {
      const left = value.length - most;
      value = slice(value, 0, most);
      trailer = `... ${left} more character${left > 1 ? 's' : ''}`;
    }
    if (ctx.compact === true || value.length <= 16 || value.length <= ctx.breakLength - ctx.indent - 4
      || !includes(value, '\n')) {
      return style(quote(value), 'string') + trailer;
    }
    const lines = split(value, '\n');
    const shown = list();
    for (let i = 0; i < lines.length; i++) {
      const last = i === lines.length - 1;
      if (!last || lines[i] !== '') push(shown, style(quote(last ? lines[i] : `${lines[i]}\n`), 'string'));
    }
    return join(shown, ` +\n${spaces(ctx)}  `) + trailer;
  }

  // ---- any value -----------------------------------------------------------------------------------------------
  // `level` counts the objects around the value; `room` is what is left of the limit and stops all work below zero.
  function show(ctx, value, level, inView) {
    if (ctx.room < 0) return ELLIPSIS;
    if (!isObject(value)) {
      const result = primitive(ctx, value, ctx.style);
      ctx.room -= result.length;
      return result;
    }
    const original = value;
    const details = proxyDetails(value);
    if (details !== undefined) {
      if (ctx.showProxy && details[0] !== null) return showProxy(ctx, details, level);
      value = unwrap(value);
      if (value === null) return ctx.style('<Revoked Proxy>', 'special');
    }
    if (ctx.customInspect) {
      const custom = read(value, CUSTOM);
      // An object that is the prototype of its own constructor merely passes the function on to instances.
      if (typeof custom === 'function' && custom !== inspect && !isOwnPrototype(value)) {
        const result = showCustom(ctx, custom, original, level);
        if (result !== undefined) return result;
      }
    }
    if (setHas(ctx.seen, value)) {
      ctx.circular ??= new Map();
      let index = mapGet(ctx.circular, value);
      if (index === undefined) mapSet(ctx.circular, value, index = mapSize(ctx.circular) + 1);
      return ctx.style(`[Circular *${index}]`, 'special');
    }
    return showObject(ctx, value, level, inView);
  }

  function isOwnPrototype(value) {
    const constructor = find(value, 'constructor')?.value;
    return isObject(constructor) && find(unwrap(constructor) ?? value, 'prototype')?.value === value;
  }

  function showProxy(ctx, details, level) {
    if (tooDeep(ctx, level)) return ctx.style('Proxy [Array]', 'special');
    ctx.indent += 2;
    const entries = list();
    push(entries, show(ctx, details[0], level + 1));
    push(entries, show(ctx, details[1], level + 1));
    ctx.indent -= 2;
    ctx.current = level + 1;
    return assemble(ctx, { __proto__: null, base: '', open: 'Proxy [', close: ']', entries, isList: true }, level + 1);
  }

  // undefined: the function failed, or returned its object, which is then shown as if there were no such function.
  function showCustom(ctx, custom, original, level) {
    const depth = ctx.depth === null ? null : ctx.depth - level;
    const options = { stylize: ctx.style };
    for (let i = 0; i < OPTION_NAMES.length; i++) options[OPTION_NAMES[i]] = ctx[OPTION_NAMES[i]];
    for (let i = 0; i < ctx.extra.length; i += 2) options[ctx.extra[i]] = ctx.extra[i + 1];
    options.depth = depth;
    let result;
    try {
      result = apply(custom, original, [depth, options, inspect]);
      if (result === original) return undefined;
      if (typeof result !== 'object') result = typeof result === 'symbol' ? symbolText(result) : `${result}`;
    } catch {
      return undefined;
    }
    if (typeof result === 'string') {
      ctx.room -= result.length;
      return result;
    }
    return replaceAll(show(ctx, result, level), '\n', `\n${spaces(ctx)}`);
  }

  // ---- names ---------------------------------------------------------------------------------------------------
  function nameOf(constructor) {
    constructor = unwrap(constructor);
    const name = constructor === null ? '' : read(constructor, 'name');
    return typeof name === 'string' ? name : '';
  }

  function isInstance(object, constructor) {
    constructor = unwrap(constructor);
    const prototype = constructor === null ? undefined : unwrap(find(constructor, 'prototype')?.value ?? null);
    if (!isObject(prototype)) return false;
    for (let i = 0; i < LONGEST_CHAIN && (object = parent(object)) !== null; i++) if (object === prototype) return true;
    return false;
  }

  // The name of the constructor that made the object, or null without one on its chain. `inherited` collects the
  // properties of prototypes that a class of the script put there.
  function constructorName(ctx, object, level, inherited) {
    const first = parent(object);
    for (let i = 0, at = object; at !== null && i < LONGEST_CHAIN; i++, at = parent(at)) {
      const constructor = own(at, 'constructor')?.value;
      if (typeof constructor !== 'function' || !isInstance(object, constructor)) continue;
      const name = nameOf(constructor);
      if (name === '') continue;
      if (inherited !== undefined && (at !== first || BUILT_IN[name] === undefined)) {
        addInherited(ctx, object, at === object ? object : first ?? object, level, inherited);
      }
      return name;
    }
    if (first === null) return null;
    const kind = kindOf(object);
    if (tooDeep(ctx, level)) return `${kind} <Complex prototype>`;
    const above = constructorName(ctx, first, level + 1, inherited);
    if (above !== null) return `${kind} <${above}>`;
    return `${kind} <${inspectWith({ ...ctx, __proto__: null, customInspect: false, depth: -1, circular: undefined }, first)}>`;
  }

  function addInherited(ctx, object, from, level, entries) {
    const hidden = list();
    for (let layer = 0, at = from; layer < 3; layer++) {
      if (layer > 0 || at === object) {
        at = parent(at);
        if (at === null) return;
        const constructor = own(at, 'constructor')?.value;
        if (typeof constructor === 'function' && BUILT_IN[nameOf(constructor)]) return;
      }
      const names = ownKeys(at);
      setAdd(ctx.seen, object);
      for (let i = 0; i < names.length; i++) {
        const key = names[i];
        if (key === 'constructor' || hasOwn(object, key) || has(hidden, key)) continue;
        const descriptor = own(at, key);
        if (typeof descriptor.value === 'function') continue;
        const entry = property(ctx, object, level, key, descriptor);
        push(entries, ctx.colors ? `\x1b[2m${entry}\x1b[22m` : entry);
      }
      setDelete(ctx.seen, object);
      for (let i = 0; i < names.length; i++) push(hidden, names[i]);
    }
  }

  function has(entries, entry) {
    for (let i = 0; i < entries.length; i++) if (entries[i] === entry) return true;
    return false;
  }

  // What stands before the brace: "Name(size) [tag] ".
  function prefix(name, tag, fallback, size = '') {
    if (name === null) return `[${fallback}${size}: null prototype] ${tag !== '' && tag !== fallback ? `[${tag}] ` : ''}`;
    return `${name}${size} ${tag !== '' && tag !== name ? `[${tag}] ` : ''}`;
  }

  // A tag that is an enumerable property of the object itself would be shown twice.
  function tagOf(ctx, object) {
    const tag = read(object, TAG);
    if (typeof tag !== 'string' || tag === '') return '';
    return (ctx.showHidden ? hasOwn(object, TAG) : isEnumerable(object, TAG)) ? '' : tag;
  }

  // ---- keys ----------------------------------------------------------------------------------------------------
  const isIndex = (key) => {
    const code = key.length > 0 && key.length < 11 ? charCodeAt(key, 0) : 0;
    return code > 47 && code < 58 && `${key >>> 0}` === key && key !== '4294967295';
  };

  // `length`: of an array-like whose indices are shown as entries and are no keys.
  function keysOf(ctx, object, length = -1) {
    const found = list();
    if (length <= LONGEST_LISTED) {
      let names;
      try {
        names = ctx.showHidden ? getOwnPropertyNames(object) : enumerableNames(object);
      } catch {
        names = getOwnPropertyNames(object); // a module namespace whose bindings have no value yet
      }
      for (let i = 0; i < names.length; i++) if (length < 0 || !isIndex(names[i])) push(found, names[i]);
    }
    const symbols = getOwnPropertySymbols(object);
    for (let i = 0; i < symbols.length; i++) {
      if (ctx.showHidden || isEnumerable(object, symbols[i])) push(found, symbols[i]);
    }
    return found;
  }

  function keyText(ctx, key, descriptor) {
    if (typeof key === 'symbol') return `[${ctx.style(escape(symbolText(key)), 'symbol')}]`;
    if (key === '__proto__') return "['__proto__']";
    if (descriptor.enumerable === false) return `[${escape(key)}]`;
    if (exec(IDENTIFIER, key) !== null) return ctx.style(key, 'name');
    return ctx.style(quote(key), 'string');
  }

  function property(ctx, object, level, key, descriptor, isList) {
    const result = propertyValue(ctx, object, level, descriptor, isList);
    const name = keyText(ctx, key, descriptor);
    ctx.room -= name.length + 2;
    // In the fully compact form a value that does not fit goes to a line of its own.
    const wrap = ctx.compact === true && !isList && text.width(result) > ctx.breakLength;
    return `${name}:${wrap ? `\n${spaces(ctx)}   ` : ' '}${result}`;
  }

  function propertyValue(ctx, object, level, { value, get, set }, isList) {
    if (value !== undefined) return indented(ctx, value, level, ctx.compact === true && !isList ? 3 : 2);
    if (get === undefined) return set === undefined ? show(ctx, undefined) : ctx.style('[Setter]', 'special');
    const label = set === undefined ? 'Getter' : 'Getter/Setter';
    const { getters } = ctx;
    if (getters !== true && !(getters === 'get' && set === undefined) && !(getters === 'set' && set !== undefined)) {
      return ctx.style(`[${label}]`, 'special');
    }
    try {
      value = apply(get, object, []);
    } catch (error) {
      const message = isObject(error) ? read(unwrap(error) ?? {}, 'message') : '';
      return ctx.style(`[${label}: <Inspection threw (${typeof message === 'string' ? message : ''})>]`, 'special');
    }
    const shown = indented(ctx, value, level, 2);
    if (isObject(value)) return `${ctx.style(`[${label}]`, 'special')} ${shown}`;
    return `${ctx.style(`[${label}:`, 'special')} ${shown}${ctx.style(']', 'special')}`;
  }

  function indented(ctx, value, level, by, inView) {
    ctx.indent += by;
    const result = show(ctx, value, level, inView);
    ctx.indent -= by;
    return result;
  }

//PART2
