// Values as text, in the form of Node 20's util.inspect.
//
//   inspect(host, kit);      // after inspect_kinds.js; adds kit.inspect(value, options)
//
// host primitives used here:
//   host.proxyDetails(value) -> undefined when value is no proxy, else [target, handler]; both null when revoked
//   host.limit -> the most UTF-16 units of one message, the mark of the cut not counted; read anew by every call
//   host.textLimit -> the same for a text that a script asked for itself
//
// It never throws for the console, and runs no foreign code but custom inspect functions, getters of
// Symbol.toStringTag and of the fields of an error (and getters that the option of that name asks for).
(function (host, kit) {
  'use strict';
  const {
    uncurry, getter, apply, own, ownKeys, find, read, unwrap, parent, list, push, has, isObject, hasOwn, is, indexOf,
    keys: enumerableNames, includes, repeat, slice, startsWith, join, exec, min, max, escape, quote, split, replaceAll,
    cut, plain, width, columnise, toText, symbolText, bigintText, isIndex, LONGEST_CHAIN, kindOf, nameOf, isInstance,
    prefix, stackOf, nameStack, errorKeys, sharedFrames, describe,
  } = kit;
  const { proxyDetails } = host;
  const { Map, Set } = globalThis;
  const { getOwnPropertyNames, getOwnPropertySymbols } = Object;
  const { isFinite } = Number;
  const { trunc } = Math;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
  const TAG = Symbol.toStringTag;
  const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
  const sort = uncurry(Array.prototype.sort);
  const mapSize = getter(Map.prototype, 'size');
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const setHas = uncurry(Set.prototype.has);
  const setAdd = uncurry(Set.prototype.add);
  const setDelete = uncurry(Set.prototype.delete);
  // Names of the engine's own constructors: classes of a script are shown by what they add to these.
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
    return codes === undefined ? string : '\x1b[' + codes[0] + 'm' + string + '\x1b[' + codes[1] + 'm';
  }

  const tooDeep = (ctx, level) => ctx.depth !== null && level > ctx.depth;
  const spaces = (ctx) => repeat(' ', ctx.indent);

  // ---- primitives ----------------------------------------------------------------------------------------------
  function group(digits) {
    let result = '';
    let end = digits.length;
    for (const start = startsWith(digits, '-') ? 4 : 3; end > start; end -= 3) {
      result = '_' + slice(digits, end - 3, end) + result;
    }
    return slice(digits, 0, end) + result;
  }

  function number(value, separated) {
    const digits = is(value, -0) ? '-0' : '' + value;
    if (!separated || !isFinite(value) || includes(digits, 'e')) return digits;
    const whole = '' + trunc(value);
    let result = group(whole);
    if (digits.length === whole.length || trunc(value) === value) return result;
    const fraction = slice(digits, indexOf(digits, '.') + 1);
    result += '.';
    for (let i = 0; i < fraction.length; i += 3) result += (i > 0 ? '_' : '') + slice(fraction, i, i + 3);
    return result;
  }

  function bigint(value, separated) {
    const digits = bigintText(value);
    return (separated ? group(digits) : digits) + 'n';
  }

  function primitive(ctx, value, style) {
    switch (typeof value) {
      case 'string': return string(ctx, value, style);
      case 'number': return style(number(value, ctx.numericSeparator), 'number');
      case 'bigint': return style(bigint(value, ctx.numericSeparator), 'bigint');
      case 'symbol': return style(symbolText(value), 'symbol');
      case 'boolean': return style('' + value, 'boolean');
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
      trailer = '... ' + left + ' more character' + (left > 1 ? 's' : '');
    }
    if (ctx.compact === true || value.length <= 16 || value.length <= ctx.breakLength - ctx.indent - 4
      || !includes(value, '\n')) {
      return style(quote(value), 'string') + trailer;
    }
    const lines = split(value, '\n');
    const shown = list();
    for (let i = 0; i < lines.length; i++) {
      const last = i === lines.length - 1;
      if (!last || lines[i] !== '') push(shown, style(quote(last ? lines[i] : lines[i] + '\n'), 'string'));
    }
    return join(shown, ' +\n' + spaces(ctx) + '  ') + trailer;
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
      return ctx.style('[Circular *' + index + ']', 'special');
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
    const pair = { __proto__: null, base: '', open: 'Proxy [', close: ']', entries, isList: true };
    return assemble(ctx, pair, level + 1);
  }

  // undefined: the function failed, or returned its object, which is then shown as if there were no such function.
  function showCustom(ctx, custom, original, level) {
    const depth = ctx.depth === null ? null : ctx.depth - level;
    const options = { stylize: ctx.style };
    for (let i = 0; i < OPTION_NAMES.length; i++) options[OPTION_NAMES[i]] = ctx[OPTION_NAMES[i]];
    for (let i = 0; i < ctx.extra.length; i += 2) options[ctx.extra[i]] = ctx.extra[i + 1];
    let result;
    try {
      result = apply(custom, original, [depth, options, inspect]);
      if (result === original) return undefined;
      if (typeof result !== 'object') result = toText(result);
    } catch (error) {
      if (!ctx.throws) return undefined;
      ctx.failure = { __proto__: null, error };
      throw error;
    }
    if (typeof result === 'string') {
      ctx.room -= result.length;
      return replaceAll(result, '\n', '\n' + spaces(ctx));
    }
    return show(ctx, result, level);
  }

  // ---- names and tags ---------------------------------------------------------------------------------------------
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
    if (tooDeep(ctx, level)) return kind + ' <Complex prototype>';
    const above = constructorName(ctx, first, level + 1, inherited);
    if (above !== null) return kind + ' <' + above + '>';
    return kind + ' <' + showApart(ctx, first) + '>';
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
        push(entries, ctx.colors ? '\x1b[2m' + entry + '\x1b[22m' : entry);
      }
      setDelete(ctx.seen, object);
      for (let i = 0; i < names.length; i++) push(hidden, names[i]);
    }
  }

  // A tag that is an enumerable property of the object itself would be shown twice.
  function tagOf(ctx, object) {
    const tag = read(object, TAG);
    if (typeof tag !== 'string' || tag === '') return '';
    return (ctx.showHidden ? hasOwn(object, TAG) : isEnumerable(object, TAG)) ? '' : tag;
  }

  // ---- keys ----------------------------------------------------------------------------------------------------
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
    if (typeof key === 'symbol') return '[' + ctx.style(escape(symbolText(key)), 'symbol') + ']';
    if (key === '__proto__') return "['__proto__']";
    if (descriptor.enumerable === false) return '[' + escape(key) + ']';
    if (exec(IDENTIFIER, key) !== null) return ctx.style(key, 'name');
    return ctx.style(quote(key), 'string');
  }

  function property(ctx, object, level, key, descriptor, isList) {
    const result = propertyValue(ctx, object, level, descriptor, isList);
    const name = keyText(ctx, key, descriptor);
    ctx.room -= name.length + 2;
    // In the fully compact form a value that does not fit goes to a line of its own.
    const wrap = ctx.compact === true && !isList && width(result) > ctx.breakLength;
    return name + ':' + (wrap ? '\n' + spaces(ctx) + '   ' : ' ') + result;
  }

  function propertyValue(ctx, object, level, { value, get, set }, isList) {
    if (value !== undefined) return indented(ctx, value, level, ctx.compact === true && !isList ? 3 : 2);
    if (get === undefined) return set === undefined ? show(ctx, undefined) : ctx.style('[Setter]', 'special');
    const label = set === undefined ? 'Getter' : 'Getter/Setter';
    const { getters } = ctx;
    if (getters !== true && !(getters === 'get' && set === undefined) && !(getters === 'set' && set !== undefined)) {
      return ctx.style('[' + label + ']', 'special');
    }
    try {
      value = apply(get, object, []);
    } catch (error) {
      const message = isObject(error) ? read(unwrap(error) ?? {}, 'message') : '';
      const reason = typeof message === 'string' ? message : '';
      return ctx.style('[' + label + ': <Inspection threw (' + reason + ')>]', 'special');
    }
    const shown = indented(ctx, value, level, 2);
    if (isObject(value)) return ctx.style('[' + label + ']', 'special') + ' ' + shown;
    return ctx.style('[' + label + ':', 'special') + ' ' + shown + ctx.style(']', 'special');
  }

  function indented(ctx, value, level, by, inView) {
    ctx.indent += by;
    const result = show(ctx, value, level, inView);
    ctx.indent -= by;
    return result;
  }

  // ---- objects -------------------------------------------------------------------------------------------------
  // `it` gathers how the object is drawn: `base` before the braces, `open` and `close`, `fill` for what is no property,
  // `keys` for what is, `bare` for the whole when there is neither.
  function showObject(ctx, value, level, inView) {
    const inherited = list();
    const name = constructorName(ctx, value, level, ctx.showHidden && !tooDeep(ctx, level) ? inherited : undefined);
    const it = {
      __proto__: null,
      value, name, kind: kindOf(value), tag: tagOf(ctx, value), base: '', open: '{', close: '}', bare: undefined,
      keys: undefined, fill: undefined, entries: undefined, isList: false, isNumeric: false, size: 0, inView,
    };
    describe(ctx, it);
    if (it.bare !== undefined && it.keys.length === 0 && it.size === 0 && inherited.length === 0) {
      ctx.room -= it.bare.length;
      return it.bare;
    }
    if (tooDeep(ctx, level)) {
      let short = slice(prefix(name, it.tag, name === null ? it.kind : 'Object'), 0, -1);
      if (name !== null) short = '[' + short + ']';
      short = it.kind === 'RegExp' && it.bare !== undefined ? it.bare : ctx.style(short, 'special');
      ctx.room -= short.length;
      return short;
    }
    const { indent } = ctx;
    setAdd(ctx.seen, value);
    ctx.current = level + 1;
    it.entries = list();
    try {
      it.fill?.(ctx, it, level + 1);
      const kept = it.entries.length;
      addProperties(ctx, it, level + 1);
      for (let i = 0; i < inherited.length; i++) push(it.entries, inherited[i]);
      if (ctx.sorted) sortEntries(ctx, it, kept);
      markReference(ctx, it);
      return assemble(ctx, it, level + 1);
    } catch (error) {
      if (ctx.failure !== undefined) throw error;
      // The engine's stack or memory ran out: what surrounds the object can still be shown.
      ctx.indent = indent;
      const reason = own(error, 'message')?.value;
      const what = slice(prefix(name, it.tag, 'Object'), 0, -1);
      const label = '[' + what + ': Inspection interrupted prematurely. ' + reason + '.]';
      ctx.room -= label.length;
      return ctx.style(label, 'special');
    } finally {
      setDelete(ctx.seen, value);
    }
  }

  function addProperties(ctx, it, level) {
    for (let i = 0; i < it.keys.length; i++) {
      if (ctx.room < 0) return push(it.entries, ELLIPSIS);
      const key = it.keys[i];
      const descriptor = own(it.value, key);
      if (descriptor !== undefined) push(it.entries, property(ctx, it.value, level, key, descriptor, it.isList));
    }
  }

  // The entries of an array keep their order, its other properties do not.
  function sortEntries(ctx, it, kept) {
    const compare = typeof ctx.sorted === 'function' ? ctx.sorted : undefined;
    const moved = list();
    const from = it.isList ? kept : 0;
    for (let i = from; i < it.entries.length; i++) push(moved, it.entries[i]);
    try {
      sort(moved, compare);
    } catch {
      return; // the comparison is the caller's
    }
    for (let i = 0; i < moved.length; i++) it.entries[from + i] = moved[i];
  }

  function markReference(ctx, it) {
    const index = ctx.circular === undefined ? undefined : mapGet(ctx.circular, it.value);
    if (index === undefined) return;
    const mark = ctx.style('<ref *' + index + '>', 'special');
    if (ctx.compact === true) it.open = mark + ' ' + it.open;
    else it.base = it.base === '' ? mark : mark + ' ' + it.base;
  }

  // Puts the entries between the braces: on one line where that is short and shallow, else on a line each.
  function assemble(ctx, it, level) {
    const { base, open, close } = it;
    let { entries } = it;
    let size = 0;
    for (let i = 0; i < entries.length; i++) size += entries[i].length;
    const margin = '\n' + (ctx.room < 0 ? '' : spaces(ctx));
    let result;
    if (ctx.compact === true) {
      if (fits(ctx, entries, entries.length, base)) {
        result = open + (base === '' ? '' : ' ' + base) + ' ' + join(entries, ', ') + ' ' + close;
      } else {
        const start = base === '' && open.length === 1 ? ' ' : (base === '' ? '' : ' ' + base) + margin + '  ';
        result = open + start + join(entries, ',' + margin + '  ') + ' ' + close;
      }
    } else {
      const count = entries.length;
      const head = base === '' ? open : base + ' ' + open;
      if (ctx.compact >= 1) {
        if (it.isList && count > 6 && ctx.room >= 0) {
          entries = columnise(entries, ctx.maxArrayLength < count ? 1 : 0, ctx, it.isNumeric);
        }
        const start = count + ctx.indent + open.length + base.length + 10;
        if (ctx.current - level < ctx.compact && count === entries.length && fits(ctx, entries, count + start, base)) {
          const line = join(entries, ', ');
          if (!includes(line, '\n')) result = head + ' ' + line + ' ' + close;
        }
      }
      result ??= head + margin + '  ' + join(entries, ',' + margin + '  ') + margin + close;
    }
    ctx.room -= max(result.length - size, 0);
    return result;
  }

  function fits(ctx, entries, total, base) {
    if (total + entries.length > ctx.breakLength) return false;
    for (let i = 0; i < entries.length; i++) {
      total += ctx.colors ? plain(entries[i]).length : entries[i].length;
      if (total > ctx.breakLength) return false;
    }
    return base === '' || !includes(base, '\n');
  }

  function errorBase(ctx, it) {
    const { value: error, keys } = it;
    const given = read(error, 'name');
    const name = given === undefined || given === null ? 'Error' : toText(given);
    let stack = stackOf(error);
    it.keys = errorKeys(error, keys, stack, ctx.showHidden);
    stack = nameStack(stack, it.name, name, it.tag);
    const message = read(error, 'message');
    const found = typeof message === 'string' && message !== '' ? indexOf(stack, message) : -1;
    const frames = indexOf(stack, '\n    at', found === -1 ? 0 : found + message.length);
    if (frames === -1) {
      stack = '[' + stack + ']';
    } else {
      stack = slice(stack, 0, frames) + '\n' + join(collapse(ctx, error, split(slice(stack, frames + 1), '\n')), '\n');
    }
    stack = ctx.indent > 0 ? replaceAll(stack, '\n', '\n' + spaces(ctx)) : stack;
    ctx.room -= stack.length;
    return stack;
  }

  // Frames that the error shares with its cause are shown once, with the cause.
  function collapse(ctx, error, frames) {
    const shared = sharedFrames(error, frames);
    if (shared === undefined) return frames;
    const first = shared[0];
    const count = shared[1];
    const note = '    ... ' + (count - 2) + ' lines matching cause stack trace ...';
    const shown = list();
    for (let i = 0; i < frames.length; i++) {
      if (i <= first || i >= first + count - 1) push(shown, frames[i]);
      else if (i === first + 1) push(shown, ctx.style(note, 'undefined'));
    }
    return shown;
  }

  // ---- entry points --------------------------------------------------------------------------------------------
  function newContext(room) {
    return {
      __proto__: null, ...DEFAULTS,
      extra: list(), seen: new Set(), circular: undefined, indent: 0, current: 0, room, style: unstyled, throws: false,
      failure: undefined,
    };
  }

  function configure(ctx, options) {
    options = isObject(options) ? unwrap(options) : null;
    const names = options === null ? [] : enumerableNames(options);
    for (let i = 0; i < names.length; i++) {
      const value = read(options, names[i]);
      if (DEFAULTS[names[i]] !== undefined) {
        ctx[names[i]] = value;
      } else if (names[i] !== 'stylize') {
        push(ctx.extra, names[i]);
        push(ctx.extra, value);
      }
    }
    if (typeof ctx.depth !== 'number') ctx.depth = null;
    ctx.maxArrayLength = measure(ctx.maxArrayLength, DEFAULTS.maxArrayLength);
    ctx.maxStringLength = measure(ctx.maxStringLength, DEFAULTS.maxStringLength);
    ctx.breakLength = measure(ctx.breakLength, DEFAULTS.breakLength);
    if (ctx.compact !== true) ctx.compact = typeof ctx.compact === 'number' ? ctx.compact : 0;
    ctx.style = ctx.colors ? colored : unstyled;
    return ctx;
  }

  function measure(value, otherwise) {
    if (value === null) return Infinity;
    return typeof value === 'number' && value >= 0 ? value : typeof value === 'number' ? 0 : otherwise;
  }

  // The last prototype of a chain without constructors, as one word.
  function showApart(ctx, value) {
    const apart = newContext(ctx.room);
    for (let i = 0; i < OPTION_NAMES.length; i++) apart[OPTION_NAMES[i]] = ctx[OPTION_NAMES[i]];
    apart.style = ctx.style;
    apart.customInspect = false;
    apart.depth = -1;
    return show(apart, value, 0);
  }

  const FAILED = '[inspection failed]';

  // What scripts call `util.inspect`. It throws what a custom inspect function throws, and nothing else.
  function inspect(value, options) {
    let ctx;
    try {
      const { textLimit } = host;
      ctx = newContext(textLimit);
      ctx.throws = true;
      if (arguments.length > 2 && arguments[2] !== undefined) ctx.depth = arguments[2];
      if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
      if (typeof options === 'boolean') ctx.showHidden = options;
      return cut(show(configure(ctx, options), value, 0), textLimit);
    } catch {
      if (ctx?.failure === undefined) return FAILED;
    }
    throw ctx.failure.error;
  }
  Object.defineProperty(inspect, 'custom', { value: CUSTOM, enumerable: true });

  function showArgument(value, room, options) {
    try {
      return show(configure(newContext(room), options), value, 0);
    } catch {
      return FAILED;
    }
  }

  kit.lendToKinds({
    show, indented, property, propertyValue, keyText, keysOf, assemble, primitive, number, errorBase,
  });
  Object.assign(kit, { inspect, showArgument, number, BUILT_IN, DEFAULTS });
})
