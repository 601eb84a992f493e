// How each kind of object is drawn: its braces, and what stands between them that is no property of its own.
//
//   inspect_kinds(host, kit);      // after inspect_name.js; adds to kit
//
// host primitives used here:
//   host.promiseState(promise) -> ['pending' | 'fulfilled' | 'rejected', value], or undefined
//   host.previewIterator(iterator) -> [entries, areEntriesPairs] without advancing it, or undefined when that cannot be
//     told. entries is a flat array: the remaining keys or values, or key, value, key, value... when areEntriesPairs
(function (host, kit) {
  'use strict';
  const {
    uncurry, getter, own, find, list, push, attempt, is, includes, replaceAll, min, max, isIndex, prefix, isInstance,
    functionBase, dateText, regexpText, keys: enumerableNames,
  } = kit;
  const { promiseState, previewIterator } = host;
  const { Error, Uint8Array } = globalThis;
  const { getPrototypeOf, isExtensible } = Object;
  const { iterator: ITERATOR, toStringTag: TAG } = Symbol;
  const hex = uncurry(Number.prototype.toString);
  const mapSize = getter(Map.prototype, 'size');
  const mapEntries = uncurry(Map.prototype.entries);
  const mapNext = uncurry(getPrototypeOf(new Map().entries()).next);
  const setSize = getter(Set.prototype, 'size');
  const setValues = uncurry(Set.prototype.values);
  const setNext = uncurry(getPrototypeOf(new Set().values()).next);
  const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
  const sharedLength = typeof SharedArrayBuffer === 'function' && getter(SharedArrayBuffer.prototype, 'byteLength');
  const valueOf = {
    __proto__: null,
    BigInt: uncurry(BigInt.prototype.valueOf),
    Boolean: uncurry(Boolean.prototype.valueOf),
    Number: uncurry(Number.prototype.valueOf),
    String: uncurry(String.prototype.valueOf),
    Symbol: uncurry(Symbol.prototype.valueOf),
  };
  const BOXED_STYLE = {
    __proto__: null, BigInt: 'bigint', Boolean: 'boolean', Number: 'number', String: 'string', Symbol: 'symbol',
  };
  const getters = (prototype, names) => names.map((name) => getter(prototype, name));
  const VIEW_FIELDS = ['byteLength', 'byteOffset', 'buffer'];
  const viewGetters = getters(DataView.prototype, VIEW_FIELDS);
  const TypedArray = getPrototypeOf(Uint8Array);
  const typedLength = getter(TypedArray.prototype, 'length');
  const TYPED_FIELDS = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'];
  const typedGetters = [(array) => find(array, 'BYTES_PER_ELEMENT')?.value];
  typedGetters.push(...getters(TypedArray.prototype, TYPED_FIELDS.slice(1)));
  const TYPED = { __proto__: null };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name.endsWith('Array') && getPrototypeOf(globalThis[name]) === TypedArray) TYPED[name] = true;
  }
  const ELLIPSIS = '...';

  // What inspect.js, evaluated after this file, lends: the functions that show values within values.
  let show, indented, property, propertyValue, keyText, keysOf, assemble, primitive, number, errorBase;
  kit.lendToKinds = (lent) => {
    ({ show, indented, property, propertyValue, keyText, keysOf, assemble, primitive, number, errorBase } = lent);
  };
  const unstyled = (string) => string;
  const plural = (count, noun) => count + ' ' + noun + (count > 1 ? 's' : '');

  // ---- kinds of objects ----------------------------------------------------------------------------------------
  function describe(ctx, it) {
    const { value, name, kind, tag } = it;
    if ((name === null || find(value, ITERATOR) !== undefined) && describeIterable(ctx, it)) return;
    it.keys = keysOf(ctx, value);
    const simple = (prefixed) => {
      it.open = prefixed + '{';
    };
    if (kind === 'Arguments' && name === 'Object') {
      simple('[Arguments] ');
      it.bare = it.open + '}';
    } else if (name === 'Object' && typeof value !== 'function') {
      simple(tag === '' ? '' : prefix(name, tag, 'Object'));
      it.bare = it.open + '}';
    } else if (typeof value === 'function') {
      it.base = functionBase(value, kind, name, tag);
      it.bare = ctx.style(it.base, 'special');
    } else if (kind === 'RegExp' || kind === 'Date') {
      const named = prefix(name, tag, kind);
      it.base = (named === kind + ' ' ? '' : named) + (kind === 'Date' ? dateText(value) : regexpText(value));
      it.bare = ctx.style(it.base, kind === 'Date' ? 'date' : 'regexp');
    } else if (kind === 'Error' || isInstance(value, Error)) {
      it.bare = it.base = errorBase(ctx, it);
    } else if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') {
      const byteLength = (kind === 'ArrayBuffer' ? bufferLength : sharedLength)(value);
      simple(prefix(name, tag, kind));
      if (it.inView) it.bare = it.open + ' byteLength: ' + ctx.style(number(byteLength), 'number') + ' }';
      it.fill = (ctx, it, level) => {
        if (!it.inView) push(it.entries, bufferContents(ctx, value));
        field(ctx, it, level, 'byteLength', byteLength);
      };
    } else if (kind === 'DataView') {
      simple(prefix(name, tag, kind));
      it.fill = (ctx, it, level) => {
        for (let i = 0; i < VIEW_FIELDS.length; i++) {
          field(ctx, it, level, VIEW_FIELDS[i], attempt(viewGetters[i], value));
        }
      };
    } else if (kind === 'Promise') {
      simple(prefix(name, tag, kind));
      it.fill = fillPromise;
    } else if (kind === 'WeakSet' || kind === 'WeakMap') {
      simple(prefix(name, tag, kind));
      it.fill = (ctx, it) => push(it.entries, ctx.style('<items unknown>', 'special'));
    } else if (kind === 'Module' || isNamespace(value, kind, name, tag)) {
      simple(prefix(name, tag, 'Module'));
      it.fill = fillNamespace;
    } else if (valueOf[kind] !== undefined) {
      it.base = boxedBase(ctx, it);
      it.bare = ctx.style(it.base, BOXED_STYLE[kind]);
    } else {
      simple(prefix(name, tag, 'Object'));
      it.bare = it.open + '}';
    }
  }

  function describeIterable(ctx, it) {
    const { value, name, kind, tag } = it;
    if (kind === 'Array' || TYPED[kind]) {
      it.size = kind === 'Array' ? own(value, 'length').value : typedLength(value);
      it.keys = keysOf(ctx, value, it.size);
      const named = kind !== 'Array' || name !== 'Array' || tag !== '';
      it.open = (named ? prefix(name, tag, kind, '(' + it.size + ')') : '') + '[';
      it.close = ']';
      it.isList = true;
      it.fill = kind === 'Array' ? fillArray : fillTyped;
      if (kind === 'Array' || !ctx.showHidden) it.bare = it.open + ']';
      return true;
    }
    if (kind === 'Set' || kind === 'Map') {
      it.size = kind === 'Set' ? setSize(value) : mapSize(value);
      it.keys = keysOf(ctx, value);
      it.open = prefix(name, tag, kind, '(' + it.size + ')') + '{';
      it.fill = kind === 'Set' ? fillSet : fillMap;
      it.bare = it.open + '}';
      return true;
    }
    if (kind === 'Map Iterator' || kind === 'Set Iterator') {
      it.keys = keysOf(ctx, value);
      it.open = '[' + tag + '] {';
      it.fill = fillIterator;
      return true;
    }
    return false;
  }

  // A property that the object inherits, shown as if it were its own.
  function field(ctx, it, level, name, value) {
    push(it.entries, ctx.style(name, 'name') + ': ' + indented(ctx, value, level, 2));
  }

  // The number of entries shown of `count`.
  const shownOf = (ctx, count) => min(max(ctx.maxArrayLength, 0), count);

  function addRest(it, left) {
    if (left > 0) push(it.entries, '... ' + left + ' more item' + (left > 1 ? 's' : ''));
  }

  function fillArray(ctx, it, level) {
    const { value, size, entries } = it;
    const most = shownOf(ctx, size);
    let sparse; // the indices, once a hole was met
    let numeric = it.keys.length === 0;
    let index = 0;
    while (index < size && entries.length < most) {
      if (ctx.room < 0) return push(entries, ELLIPSIS);
      const descriptor = own(value, index);
      if (descriptor === undefined || (!descriptor.enumerable && sparse !== undefined)) {
        sparse ??= { __proto__: null, keys: enumerableNames(value), at: 0 };
        const next = nextIndex(sparse, index, size);
        push(entries, ctx.style('<' + plural(next - index, 'empty item') + '>', 'undefined'));
        index = next;
        numeric = false;
        continue;
      }
      numeric &&= isNumeric(descriptor.value);
      push(entries, propertyValue(ctx, value, level, descriptor, true));
      index++;
    }
    it.isNumeric = numeric && (index >= size || isNumeric(own(value, index)?.value));
    addRest(it, size - index);
  }

  const isNumeric = (value) => typeof value === 'number' || typeof value === 'bigint';

  function nextIndex(sparse, index, size) {
    for (; sparse.at < sparse.keys.length; sparse.at++) {
      const key = sparse.keys[sparse.at];
      if (!isIndex(key)) break;
      if (+key > index) return +key;
    }
    return size;
  }

  function fillTyped(ctx, it, level) {
    const { value, size } = it;
    const most = shownOf(ctx, size);
    for (let i = 0; i < most; i++) {
      if (ctx.room < 0) return push(it.entries, ELLIPSIS);
      push(it.entries, show(ctx, value[i], level));
    }
    it.isNumeric = it.keys.length === 0 && !ctx.showHidden;
    addRest(it, size - most);
    if (!ctx.showHidden) return undefined;
    for (let i = 0; i < TYPED_FIELDS.length; i++) {
      push(it.entries, '[' + TYPED_FIELDS[i] + ']: ' + indented(ctx, attempt(typedGetters[i], value), level, 2, true));
    }
    return undefined;
  }

  function fillSet(ctx, it, level) {
    const most = shownOf(ctx, it.size);
    const values = setValues(it.value);
    for (let i = 0; i < most; i++) {
      if (ctx.room < 0) return push(it.entries, ELLIPSIS);
      push(it.entries, indented(ctx, setNext(values).value, level, 2));
    }
    return addRest(it, it.size - most);
  }

  function fillMap(ctx, it, level) {
    const most = shownOf(ctx, it.size);
    const pairs = mapEntries(it.value);
    for (let i = 0; i < most; i++) {
      if (ctx.room < 0) return push(it.entries, ELLIPSIS);
      const pair = mapNext(pairs).value;
      push(it.entries, indented(ctx, pair[0], level, 2) + ' => ' + indented(ctx, pair[1], level, 2));
    }
    return addRest(it, it.size - most);
  }

  function fillIterator(ctx, it, level) {
    const preview = previewIterator(it.value);
    if (preview === undefined) return;
    const from = preview[0];
    const step = preview[1] ? 2 : 1;
    if (step === 2) it.open = replaceAll(it.open, ' Iterator] {', ' Entries] {');
    const count = from.length / step;
    const most = shownOf(ctx, count);
    ctx.indent += 2;
    for (let i = 0; i < most && ctx.room >= 0; i++) {
      const first = show(ctx, from[i * step], level);
      if (step === 1) {
        push(it.entries, first);
      } else {
        const entries = list();
        push(entries, first);
        push(entries, show(ctx, from[i * step + 1], level));
        const pair = { __proto__: null, base: '', open: '[', close: ']', entries, isList: true };
        push(it.entries, assemble(ctx, pair, level));
      }
    }
    ctx.indent -= 2;
    addRest(it, count - most);
  }

  function fillPromise(ctx, it, level) {
    const state = promiseState(it.value);
    if (state === undefined || state[0] === 'pending') {
      push(it.entries, ctx.style('<pending>', 'special'));
    } else {
      const shown = indented(ctx, state[1], level, 2);
      push(it.entries, state[0] === 'rejected' ? ctx.style('<rejected>', 'special') + ' ' + shown : shown);
    }
  }

  // The engine may call a namespace a plain object: it has no prototype, a fixed tag and takes no properties.
  function isNamespace(value, kind, name, tag) {
    if (kind !== 'Object' || name !== null || tag !== 'Module' || isExtensible(value)) return false;
    const descriptor = own(value, TAG);
    return descriptor !== undefined && !descriptor.configurable && !descriptor.writable;
  }

  function fillNamespace(ctx, it, level) {
    for (let i = 0; i < it.keys.length && ctx.room >= 0; i++) {
      const key = it.keys[i];
      let descriptor;
      try {
        descriptor = own(it.value, key);
      } catch {
        push(it.entries, keyText(ctx, key, {}) + ': ' + ctx.style('<uninitialized>', 'special'));
        continue;
      }
      push(it.entries, property(ctx, it.value, level, key, descriptor));
    }
    it.keys = list();
  }

  function bufferContents(ctx, buffer) {
    let bytes;
    try {
      bytes = new Uint8Array(buffer);
    } catch {
      return ctx.style('(detached)', 'special');
    }
    const count = typedLength(bytes);
    const most = min(shownOf(ctx, count), ctx.room);
    let shown = '';
    for (let i = 0; i < most; i++) shown += (i > 0 ? ' ' : '') + (bytes[i] < 16 ? '0' : '') + hex(bytes[i], 16);
    if (count > most) shown += ' ... ' + plural(count - most, 'more byte');
    ctx.room -= shown.length;
    return ctx.style('[Uint8Contents]', 'special') + ': <' + shown + '>';
  }

  function boxedBase(ctx, it) {
    const { value, name, kind, tag } = it;
    const content = valueOf[kind](value);
    if (kind === 'String') {
      const rest = list();
      for (let i = content.length; i < it.keys.length; i++) push(rest, it.keys[i]);
      it.keys = rest;
    }
    const from = name === kind ? '' : name === null ? ' (null prototype)' : ' (' + name + ')';
    const shown = primitive(ctx, content, unstyled);
    return '[' + kind + from + ': ' + shown + ']' + (tag !== '' && tag !== name ? ' [' + tag + ']' : '');
  }

  Object.assign(kit, { describe });
})
