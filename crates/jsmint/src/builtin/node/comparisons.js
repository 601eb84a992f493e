// Deep equality, as `assert.deepEqual`, `assert.deepStrictEqual` and `util.isDeepStrictEqual` mean it.
(function (module, exports, require, native) {
  'use strict';
  const { kindOf, uncurry, getter } = require('internal/inspect');
  const { is, getPrototypeOf, keys, getOwnPropertySymbols, hasOwn } = Object;
  const isEnumerable = uncurry(Object.prototype.propertyIsEnumerable);
  const getTime = uncurry(Date.prototype.getTime);
  const TypedArray = getPrototypeOf(Uint8Array);
  const typedTag = getter(TypedArray.prototype, Symbol.toStringTag);
  const mapSize = getter(Map.prototype, 'size');
  const setSize = getter(Set.prototype, 'size');
  const toStringOf = uncurry(Object.prototype.toString);
  const UNBOXED = {
    __proto__: null,
    Number: uncurry(Number.prototype.valueOf),
    String: uncurry(String.prototype.valueOf),
    Boolean: uncurry(Boolean.prototype.valueOf),
    BigInt: uncurry(BigInt.prototype.valueOf),
    Symbol: uncurry(Symbol.prototype.valueOf),
  };
  const isObject = (value) => value !== null && typeof value === 'object';
  const enumerableSymbols = (object) => getOwnPropertySymbols(object).filter((key) => isEnumerable(object, key));
  const INDEX = /^(?:0|[1-9]\d*)$/;
  const extraKeys = (list) => keys(list).filter((key) => !INDEX.test(key));

  // `pairs`: which objects are being compared with which, further out, as a map to sets.
  function equal(a, b, strict, pairs) {
    if (a === b) return a !== 0 || is(a, b) || !strict;
    if (strict) {
      if (typeof a !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
      if (typeof b !== 'object' || a === null || b === null) return false;
      if (getPrototypeOf(a) !== getPrototypeOf(b)) return false;
    } else {
      if (!isObject(a)) {
        // eslint-disable-next-line eqeqeq
        return !isObject(b) && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
      }
      if (!isObject(b)) return false;
    }
    if (toStringOf(a) !== toStringOf(b)) return false;
    const kind = kindOf(a);
    const other = kindOf(b);
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) return false;
      const [names, otherNames] = [extraKeys(a), extraKeys(b)];
      if (names.length !== otherNames.length) return false;
      return parts(a, b, strict, pairs, 'array', names);
    }
    if (kind === 'Object' && other === 'Object') return parts(a, b, strict, pairs, 'object');
    if (kind === 'Date') {
      if (other !== 'Date' || getTime(a) !== getTime(b)) return false;
    } else if (kind === 'RegExp') {
      if (other !== 'RegExp' || a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
    } else if (kind === 'Error' || a instanceof Error) {
      if ((other !== 'Error' && !(b instanceof Error)) || a.message !== b.message || a.name !== b.name) return false;
      for (const key of ['cause', 'errors']) {
        if (hasOwn(a, key) !== hasOwn(b, key)) return false;
        if (hasOwn(a, key) && !isEnumerable(a, key) && !equal(a[key], b[key], strict, pairs)) return false;
      }
    } else if (ArrayBuffer.isView(a)) {
      if (!equalViews(a, b, strict, kind)) return false;
      return parts(a, b, strict, pairs, 'view', extraKeys(a));
    } else if (kind === 'Set') {
      if (other !== 'Set' || setSize(a) !== setSize(b)) return false;
      return parts(a, b, strict, pairs, 'set');
    } else if (kind === 'Map') {
      if (other !== 'Map' || mapSize(a) !== mapSize(b)) return false;
      return parts(a, b, strict, pairs, 'map');
    } else if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') {
      if (other !== kind || !equalBytes(new Uint8Array(a), new Uint8Array(b))) return false;
    } else if (UNBOXED[kind] !== undefined) {
      if (other !== kind || !is(UNBOXED[kind](a), UNBOXED[kind](b))) return false;
    } else if (kind !== other) {
      return false;
    }
    return parts(a, b, strict, pairs, 'object');
  }

  function equalBytes(a, b) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
    return true;
  }

  function equalViews(a, b, strict, kind) {
    if (kind === 'DataView') {
      const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      return kindOf(b) === kind && equalBytes(bytes(a), bytes(b));
    }
    if (typedTag(a) !== typedTag(b) || a.length !== b.length) return false;
    const floats = kind.startsWith('Float');
    for (let i = 0; i < a.length; i++) {
      if (a[i] === b[i] ? strict && floats && !is(a[i], b[i]) : !(strict && floats && is(a[i], b[i]))) return false;
    }
    return true;
  }

  function parts(a, b, strict, pairs, shape, names = keys(a)) {
    if (shape === 'object' && names.length !== keys(b).length) return false;
    for (const key of names) if (!isEnumerable(b, key)) return false;
    if (strict) {
      const symbols = enumerableSymbols(a);
      if (symbols.length !== enumerableSymbols(b).length) return false;
      for (const key of symbols) if (!isEnumerable(b, key)) return false;
      if (symbols.length > 0) names = names.concat(symbols);
    }
    // What is being compared already, further out, is equal unless something else differs.
    let others = pairs.get(a);
    if (others === undefined) pairs.set(a, others = new Set());
    else if (others.has(b)) return true;
    others.add(b);
    const same = contents(a, b, strict, pairs, shape)
      && names.every((key) => equal(a[key], b[key], strict, pairs));
    others.delete(b);
    return same;
  }

  function contents(a, b, strict, pairs, shape) {
    if (shape === 'array') {
      for (let i = 0; i < a.length; i++) {
        const there = hasOwn(a, i);
        if (there !== hasOwn(b, i)) return false;
        if (there && !equal(a[i], b[i], strict, pairs)) return false;
      }
    }
    if (shape === 'set') return equalSets(a, b, strict, pairs);
    if (shape === 'map') return equalMaps(a, b, strict, pairs);
    return true;
  }

  // Values without an equal of the same identity must find one each among those left over on the other side.
  function equalSets(a, b, strict, pairs) {
    const left = [];
    for (const value of a) {
      if (b.has(value)) continue;
      if (strict && !isObject(value)) return false;
      left.push(value);
    }
    const right = new Set();
    for (const value of b) if (!a.has(value)) right.add(value);
    return left.every((value) => take(right, (candidate) => equal(value, candidate, strict, pairs)));
  }

  function equalMaps(a, b, strict, pairs) {
    const left = [];
    for (const [key, value] of a) {
      if (b.has(key)) {
        if (equal(value, b.get(key), strict, pairs)) continue;
        if (strict || isObject(key)) return false;
      } else if (strict && !isObject(key)) {
        return false;
      }
      left.push([key, value]);
    }
    const taken = new Set();
    for (const key of b.keys()) if (!a.has(key) || left.some((pair) => is(pair[0], key))) taken.add(key);
    return left.every(([key, value]) => take(taken, (candidate) =>
      equal(key, candidate, strict, pairs) && equal(value, b.get(candidate), strict, pairs)));
  }

  function take(from, isIt) {
    for (const candidate of from) {
      if (!isIt(candidate)) continue;
      from.delete(candidate);
      return true;
    }
    return false;
  }

  Object.assign(exports, {
    isDeepEqual: (a, b) => equal(a, b, false, new Map()),
    isDeepStrictEqual: function isDeepStrictEqual(val1, val2) {
      return equal(val1, val2, true, new Map());
    },
  });
})
