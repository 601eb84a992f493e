// Small parts that are easier said in JavaScript. Evaluated once while baking; takes the host's primitives.
(function (host) {
  'use strict';
  const { apply } = Reflect;
  const { defineProperty } = Object;
  const mapForEach = Map.prototype.forEach;
  const setForEach = Set.prototype.forEach;
  const append = (array, value) =>
    defineProperty(array, array.length, { __proto__: null, value, enumerable: true, writable: true, configurable: true });

  // The pairs of a Map, or the members of a Set, whatever has become of their prototypes.
  const entries = (collection) => {
    const all = [];
    try {
      apply(mapForEach, collection, [(value, key) => append(all, [key, value])]);
    } catch {
      apply(setForEach, collection, [(value) => append(all, value)]);
    }
    return all;
  };
  // A script that may await at its top gives a promise of `{ value }`.
  const { then } = Promise.prototype;
  const completion = (promise) => apply(then, promise, [(result) => result.value]);

  const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;
  const errorStack = getter(Error.prototype, 'stack');
  const domName = getter(DOMException.prototype, 'name');
  const domMessage = getter(DOMException.prototype, 'message');

  // Instances of the host's classes are watched, not held.
  const NativeWeakRef = WeakRef;
  const { deref } = NativeWeakRef.prototype;
  const weaken = (object) => new NativeWeakRef(object);
  const isAlive = (reference) => apply(deref, reference, []) !== undefined;

  return { entries, completion, errorStack, domName, domMessage, weaken, isAlive };
})
