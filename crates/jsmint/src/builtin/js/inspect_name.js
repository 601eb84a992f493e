// What objects are called: constructors, classes, functions, dates, and the heads and stacks of errors.
//
//   inspect_name(host, kit);      // after inspect_text.js; adds to kit
//
// host primitives used here:
//   host.classOf(object) -> name of the object's internal class
(function (host, kit) {
  'use strict';
  const {
    uncurry, getter, apply, own, find, read, unwrap, parent, list, push, has, isObject, hasOwn, is, includes, indexOf,
    slice, startsWith, exec, min, split, toText, LONGEST_CHAIN,
  } = kit;
  const { classOf } = host;
  const { isArray } = Array;
  const functionSource = uncurry(Function.prototype.toString);
  const getTime = uncurry(Date.prototype.getTime);
  const toISOString = uncurry(Date.prototype.toISOString);
  const regexpSource = getter(RegExp.prototype, 'source');
  const FLAGS = [
    'd', 'hasIndices', 'g', 'global', 'i', 'ignoreCase', 'm', 'multiline', 's', 'dotAll', 'u', 'unicode',
    'v', 'unicodeSets', 'y', 'sticky',
  ];
  const flagGetters = list();
  for (let i = 1; i < FLAGS.length; i += 2) flagGetters[i] = find(RegExp.prototype, FLAGS[i])?.get;

  // Marks the prototypes of errors that have their code in their first line.
  const CODED = Symbol('coded');

  const kindOf = (object) => classOf(object) ?? 'Object';

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

  // What stands before the brace: "Name(size) [tag] ".
  function prefix(name, tag, fallback, size = '') {
    const extra = tag !== '' && tag !== (name ?? fallback) ? '[' + tag + '] ' : '';
    return name === null ? '[' + fallback + size + ': null prototype] ' + extra : name + size + ' ' + extra;
  }

  function functionBase(value, kind, name, tag) {
    const extra = tag !== '' && tag !== name ? ' [' + tag + ']' : '';
    const ownName = read(value, 'name');
    const label = typeof ownName === 'string' ? ownName : toText(ownName);
    if (isClass(value)) {
      let base = '[class ' + (hasOwn(value, 'name') && label !== '' ? label : '(anonymous)');
      if (name !== 'Function' && name !== null) base += ' [' + name + ']';
      base += extra;
      if (name === null) return base + ' extends [null prototype]]';
      const above = parent(value);
      const superName = above === null ? '' : read(above, 'name');
      return base + (superName ? ' extends ' + toText(superName) : '') + ']';
    }
    const type = includes(kind, 'Function') ? kind : 'Function';
    const shown = label === '' ? ' (anonymous)' : ': ' + label;
    const base = '[' + type + (name === null ? ' (null prototype)' : '') + shown + ']';
    return base + (name !== type && name !== null ? ' ' + name : '') + extra;
  }

  // Only a class has a source that begins with `class` and a fixed prototype; a method called `class` has neither.
  function isClass(value) {
    return startsWith(functionSource(value), 'class') && own(value, 'prototype')?.writable === false;
  }

  function dateText(date) {
    return is(getTime(date), NaN) ? 'Invalid Date' : toISOString(date);
  }

  function regexpText(regexp) {
    let flags = '';
    for (let i = 0; i < FLAGS.length; i += 2) {
      const get = flagGetters[i + 1];
      if (get !== undefined && apply(get, regexp, [])) flags += FLAGS[i];
    }
    return '/' + regexpSource(regexp) + '/' + flags;
  }

  // ---- errors --------------------------------------------------------------------------------------------------
  // "Name: message" and the frames below it. The engine's own stacks begin with the frames.
  function stackOf(error) {
    const stack = read(error, 'stack');
    if (stack && (typeof stack !== 'string' || !startsWith(stack, '    at '))) return toText(stack);
    let name = read(error, 'name');
    name = name === undefined ? 'Error' : toText(name);
    if (read(error, CODED) === true) name += ' [' + toText(read(error, 'code')) + ']';
    let message = read(error, 'message');
    message = message === undefined ? '' : toText(message);
    const head = name === '' || message === '' ? name + message : name + ': ' + message;
    if (!stack) return head;
    return head + '\n' + (stack[stack.length - 1] === '\n' ? slice(stack, 0, -1) : stack);
  }

  // What the stack says already is left out, a cause and the errors of an AggregateError are put in.
  function errorKeys(error, keys, stack, showHidden) {
    const kept = list();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (!showHidden && (key === 'name' || key === 'message' || key === 'stack')) {
        const value = read(error, key);
        if (typeof value === 'string' && includes(stack, value)) continue;
      }
      push(kept, key);
    }
    if (own(error, 'cause') !== undefined && !has(kept, 'cause')) push(kept, 'cause');
    if (isArray(own(error, 'errors')?.value) && !has(kept, 'errors')) push(kept, 'errors');
    return kept;
  }

  const LEADING_NAME = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/;
  const ONLY_NAME = /^([a-z_A-Z0-9-]*Error)$/;

  // Lets the stack begin with the name of the class where it begins with a less telling one.
  function nameStack(stack, constructor, name, tag) {
    let { length } = name;
    const next = length < stack.length ? stack[length] : undefined;
    const isPlain = includes(name, 'Error') && startsWith(stack, name)
      && slice(name, -5) === 'Error' && (next === undefined || next === ':' || next === '\n');
    if (constructor !== null && !isPlain) return stack;
    let fallback = 'Error';
    if (constructor === null) {
      fallback = (exec(LEADING_NAME, stack) ?? exec(ONLY_NAME, stack))?.[1] ?? '';
      length = fallback.length;
      fallback = fallback || 'Error';
    }
    const better = slice(prefix(constructor, tag, fallback), 0, -1);
    if (better === name) return stack;
    if (!includes(better, name)) return better + ' [' + name + ']' + slice(stack, length);
    return length === 0 ? better + ': ' + stack : better + slice(stack, length);
  }

  // Where the frames have at least four in a row in common with the cause's: [first, how many], or undefined.
  function sharedFrames(error, frames) {
    const cause = unwrap(own(error, 'cause')?.value ?? null);
    if (!isObject(cause) || kindOf(cause) !== 'Error') return undefined;
    const stack = stackOf(cause);
    const start = indexOf(stack, '\n    at');
    if (start === -1) return undefined;
    const others = split(slice(stack, start + 1), '\n');
    for (let i = 0; i < frames.length - 3; i++) {
      let at = 0;
      while (at < others.length && others[at] !== frames[i]) at++;
      let count = 0;
      const most = min(frames.length - i, others.length - at);
      while (count < most && frames[i + count] === others[at + count]) count++;
      if (count > 3) return [i, count];
    }
    return undefined;
  }

  Object.assign(kit, {
    kindOf, nameOf, isInstance, prefix, functionBase, dateText, regexpText, stackOf, nameStack, errorKeys, sharedFrames,
    CODED,
  });
})
