// AssertionError, and what it says: the two values line by line, with what differs marked.
(function (module, exports, require, native) {
  'use strict';
  const { inspect, CODED } = require('internal/inspect');
  const { validateObject } = require('internal/errors');
  const { defineProperty, getPrototypeOf } = Object;

  const HEADS = {
    __proto__: null,
    deepStrictEqual: 'Expected values to be strictly deep-equal:',
    strictEqual: 'Expected values to be strictly equal:',
    strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
    deepEqual: 'Expected values to be loosely deep-equal:',
    notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
    notStrictEqual: 'Expected "actual" to be strictly unequal to:',
    notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
    notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
    notIdentical: 'Values have same structure but are not reference-equal:',
  };
  const SHORT = 12; // both values together: fit into one short line
  const WIDTH = 80;
  const MOST_LINES = 50;
  const SHOWN_LINES = 47;

  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const show = (value) => inspect(value, {
    compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false, showProxy: false,
    sorted: true, getters: true, breakLength: Infinity,
  });

  function shorten(lines) {
    if (lines.length > MOST_LINES) lines.splice(SHOWN_LINES - 1, lines.length, '...');
    return lines;
  }

  // Lines of arrays and objects end in a comma but for the last: a comma alone is no difference.
  const isSame = (a, b) => a === b || a + ',' === b || a === b + ',';
  const longer = (a, b) => (a.length > b.length ? a : b);

  function difference(actual, expected, operator, message) {
    const [left, right] = [show(actual).split('\n'), show(expected).split('\n')];
    if (operator === 'strictEqual' && isObject(actual) && isObject(expected)) operator = 'strictEqualObject';
    const head = message ?? HEADS[operator];
    let pointer = '';
    if (left.length === 1 && right.length === 1 && left[0] !== right[0]) {
      const length = left[0].length + right[0].length;
      if (length <= SHORT) {
        if (!isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0)) {
          return head + '\n\n' + left[0] + ' !== ' + right[0] + '\n';
        }
      } else if (operator !== 'strictEqualObject' && length < WIDTH) {
        let at = 0;
        while (left[0][at] === right[0][at]) at++;
        if (at > 2) pointer = '\n  ' + ' '.repeat(at) + '^';
      }
    }
    // What both end with: the last three lines of it, and the one that follows the last difference.
    let common = 0;
    while (common < left.length && common < right.length && left.at(-1 - common) === right.at(-1 - common)) common++;
    if (common === left.length && common === right.length) {
      return HEADS.notIdentical + '\n\n' + shorten(left).join('\n') + '\n';
    }
    let skipped = common >= 5;
    let tail = left.slice(left.length - Math.min(common, 3)).map((line) => '\n  ' + line).join('');
    if (skipped) tail = '\n...' + tail;
    if (common > 3) tail = '\n  ' + left[left.length - common] + tail;
    left.length -= common;
    right.length -= common;

    // Line by line. `removed` waits until the lines agree again, so that what belongs together stays together.
    const lines = Math.max(left.length, right.length);
    let text = '';
    let removed = '';
    let printed = 0;
    let last = 0; // where they differed last
    const context = (from, at) => {
      const unprinted = at - last - 2;
      if (unprinted > 2) {
        text += '\n...';
        skipped = true;
      }
      for (let i = at - Math.min(Math.max(unprinted, 0), 2); i < at; i++) {
        text += '\n  ' + from[i];
        printed++;
      }
    };
    for (let i = 0; i < lines; i++) {
      const [a, b] = [left[i], right[i]];
      if (a !== undefined && b !== undefined && isSame(a, b)) {
        text += removed;
        removed = '';
        if (i - last === 1 || i === 0) {
          text += '\n  ' + longer(a, b);
          printed++;
        }
      } else {
        context(a === undefined ? right : left, i);
        last = i;
        if (a !== undefined) text += '\n+ ' + a;
        if (b !== undefined) removed += '\n- ' + b;
        printed += a !== undefined && b !== undefined ? 2 : 1;
      }
      if (printed > MOST_LINES && i < lines - 2) {
        return head + '\n+ actual - expected ... Lines skipped\n' + text + '\n...' + removed + '\n...';
      }
    }
    return head + '\n+ actual - expected' + (skipped ? ' ... Lines skipped' : '') + '\n' + text + removed + tail + pointer;
  }

  // What `!==` and its like say: the one value.
  function sameness(actual, operator) {
    const head = HEADS[operator === 'notStrictEqual' && isObject(actual) ? 'notStrictEqualObject' : operator];
    const lines = shorten(show(actual).split('\n'));
    if (lines.length > 1) return head + '\n\n' + lines.join('\n') + '\n';
    return head + (lines[0].length > 5 ? '\n\n' : ' ') + lines[0];
  }

  const cutTo = (text, most) => (text.length > most ? text.slice(0, most - 3) + '...' : text);

  function relation(actual, expected, operator) {
    const left = show(actual);
    const right = show(expected);
    const head = HEADS[operator];
    if (operator === 'notDeepEqual' && left === right) return cutTo(head + '\n\n' + left, 1024);
    const [a, b] = [cutTo(left, 512), cutTo(right, 512)];
    if (operator === 'deepEqual') return head + '\n\n' + a + '\n\nshould loosely deep-equal\n\n' + b;
    return a + ' ' + operator + ' ' + b;
  }

  // An error without its stack, which would differ wherever it was made.
  const bare = (error) => Object.defineProperty(
    Object.assign(Object.create(getPrototypeOf(error)), error), 'message', { value: error.message },
  );

  function generate(actual, expected, operator, message) {
    if (operator === 'deepStrictEqual' || operator === 'strictEqual') {
      if (actual instanceof Error && expected instanceof Error) [actual, expected] = [bare(actual), bare(expected)];
      return difference(actual, expected, operator, message);
    }
    if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return sameness(actual, operator);
    return relation(actual, expected, operator);
  }

  class AssertionError extends Error {
    constructor(options) {
      validateObject(options, 'options');
      const { message, operator, actual, expected, stackStartFn } = options;
      const differs = operator === 'deepStrictEqual' || operator === 'strictEqual';
      super(message != null && !differs
        ? String(message)
        : generate(actual, expected, operator, message ? String(message) : undefined));
      this.generatedMessage = !message;
      defineProperty(this, 'name', { value: 'AssertionError', enumerable: false, writable: true, configurable: true });
      this.code = 'ERR_ASSERTION';
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
      if (Error.captureStackTrace) Error.captureStackTrace(this, stackStartFn ?? new.target);
    }

    toString() {
      return this.name + ' [' + this.code + ']: ' + this.message;
    }

    // Its message shows the values at length already.
    [inspect.custom](depth, options) {
      return inspect(this, { ...options, customInspect: false, depth: 0 });
    }
  }
  defineProperty(AssertionError.prototype, CODED, { value: true });

  exports.AssertionError = AssertionError;
})
