// `assert`.
(function (module, exports, require, native) {
  'use strict';
  const { inspect } = require('internal/inspect');
  const { codes, determine } = require('internal/errors');
  const { AssertionError } = require('internal/assertion_error');
  const { isDeepEqual, isDeepStrictEqual } = require('internal/comparisons');
  const { isRegExp, isPromise } = require('util/types');
  const { apply } = Reflect;
  const { is, keys } = Object;

  const isError = (value) => value instanceof Error || Error.isError?.(value) === true;

  function innerFail(options) {
    if (options.message instanceof Error) throw options.message;
    throw new AssertionError(options);
  }

  // A message that was made here, though it was given to the constructor.
  function generated(options, isGenerated) {
    const error = new AssertionError(options);
    error.generatedMessage = isGenerated;
    return error;
  }

  function innerOk(stackStartFn, values) {
    let [value, message] = values;
    if (value) return;
    let isGenerated = false;
    if (values.length === 0) {
      isGenerated = true;
      message = 'No value argument passed to `assert.ok()`';
    } else if (message == null) {
      isGenerated = true;
    } else if (message instanceof Error) {
      throw message;
    }
    throw generated({ actual: value, expected: true, message, operator: '==', stackStartFn }, isGenerated);
  }

  function ok(...values) {
    innerOk(ok, values);
  }
  const assert = ok;
  module.exports = assert;

  assert.fail = function fail(actual, expected, message, operator, stackStartFn) {
    const count = arguments.length;
    let isGenerated = false;
    if (actual == null && count <= 1) {
      isGenerated = true;
      message = 'Failed';
    } else if (count === 1) {
      message = actual;
      actual = undefined;
    } else if (count === 2) {
      operator = '!=';
    }
    if (message instanceof Error) throw message;
    const options = { actual, expected, operator: operator === undefined ? 'fail' : operator, stackStartFn: stackStartFn ?? fail };
    if (message !== undefined) options.message = message;
    const error = new AssertionError(options);
    if (isGenerated) error.generatedMessage = true;
    throw error;
  };

  assert.AssertionError = AssertionError;
  assert.ok = ok;

  // ---- comparing ----------------------------------------------------------------------------------------------------

  const bothNaN = (a, b) => Number.isNaN(a) && Number.isNaN(b);
  // eslint-disable-next-line eqeqeq
  const looselyEqual = (a, b) => a == b || bothNaN(a, b);
  const COMPARISONS = [
    ['equal', '==', looselyEqual],
    ['notEqual', '!=', (a, b) => !looselyEqual(a, b)],
    ['deepEqual', 'deepEqual', isDeepEqual],
    ['notDeepEqual', 'notDeepEqual', (a, b) => !isDeepEqual(a, b)],
    ['deepStrictEqual', 'deepStrictEqual', isDeepStrictEqual],
    ['notDeepStrictEqual', 'notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b)],
    ['strictEqual', 'strictEqual', is],
    ['notStrictEqual', 'notStrictEqual', (a, b) => !is(a, b)],
  ];
  for (const [name, operator, holds] of COMPARISONS) {
    assert[name] = {
      [name](actual, expected, message) {
        if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
        if (!holds(actual, expected)) innerFail({ actual, expected, message, operator, stackStartFn: assert[name] });
      },
    }[name];
  }

  // ---- exceptions ---------------------------------------------------------------------------------------------------

  const NOTHING = Symbol('nothing was thrown');

  function thrownBy(fn) {
    if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
    try {
      fn();
    } catch (error) {
      return error;
    }
    return NOTHING;
  }

  async function rejectionOf(promiseFn) {
    const isThenable = (value) => isPromise(value) || (value !== null && typeof value === 'object'
      && typeof value.then === 'function' && typeof value.catch === 'function');
    let promise = promiseFn;
    if (typeof promiseFn === 'function') {
      promise = promiseFn();
      if (!isThenable(promise)) {
        throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
      }
    } else if (!isThenable(promiseFn)) {
      throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
    }
    try {
      await promise;
    } catch (error) {
      return error;
    }
    return NOTHING;
  }

  // The fields that are compared, as one object to show.
  class Comparison {
    constructor(object, names, actual) {
      for (const key of names) {
        if (!(key in object)) continue;
        const isMatch = actual !== undefined && typeof actual[key] === 'string' && isRegExp(object[key])
          && object[key].exec(actual[key]) !== null;
        this[key] = isMatch ? actual[key] : object[key];
      }
    }
  }

  function compareFields(actual, expected, names, message, fn) {
    for (const key of names) {
      const isMatch = typeof actual[key] === 'string' && isRegExp(expected[key]) && expected[key].exec(actual[key]) !== null;
      if (isMatch || (key in actual && isDeepStrictEqual(actual[key], expected[key]))) continue;
      if (message) throw generated({ actual, expected, message, operator: fn.name, stackStartFn: fn }, false);
      const [a, b] = [new Comparison(actual, names), new Comparison(expected, names, actual)];
      const error = new AssertionError({ actual: a, expected: b, operator: 'deepStrictEqual', stackStartFn: fn });
      throw Object.assign(error, { actual, expected, operator: fn.name });
    }
  }

  // Whether what was thrown is what was expected.
  function checkException(actual, expected, message, fn) {
    let isGenerated = false;
    let failed = false;
    const say = (text) => {
      if (message) return;
      isGenerated = true;
      message = text;
    };
    if (typeof expected !== 'function') {
      if (isRegExp(expected)) {
        const text = String(actual);
        if (expected.exec(text) !== null) return;
        say('The input did not match the regular expression ' + inspect(expected) + '. Input:\n\n' + inspect(text) + '\n');
        failed = true;
      } else if (typeof actual !== 'object' || actual === null) {
        const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: fn });
        error.operator = fn.name;
        throw error;
      } else {
        const names = keys(expected);
        if (expected instanceof Error) names.push('name', 'message');
        else if (names.length === 0) {
          throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
        }
        compareFields(actual, expected, names, message, fn);
        return;
      }
    } else if (expected.prototype !== undefined && actual instanceof expected) {
      return;
    } else if (Object.prototype.isPrototypeOf.call(Error, expected)) {
      const received = isError(actual) ? actual.name : inspect(actual, { depth: -1 });
      say('The error is expected to be an instance of "' + expected.name + '". Received "' + received + '"'
        + (isError(actual) ? '\n\nError message:\n\n' + actual.message : ''));
      failed = true;
    } else {
      const result = apply(expected, {}, [actual]);
      if (result === true) return;
      say('The ' + (expected.name ? '"' + expected.name + '" validation' : 'validation')
        + ' function is expected to return "true". Received ' + inspect(result)
        + (isError(actual) ? '\n\nCaught error:\n\n' + actual : ''));
      failed = true;
    }
    if (failed) {
      if (message instanceof Error) throw message;
      throw generated({ actual, expected, message, operator: fn.name, stackStartFn: fn }, isGenerated);
    }
  }

  function expectError(fn, actual, rest) {
    let [error, message] = rest;
    if (typeof error === 'string') {
      if (rest.length === 2) {
        throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
      }
      if (typeof actual === 'object' && actual !== null) {
        if (actual.message === error) {
          throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message',
            'The error message "' + actual.message + '" is identical to the message.');
        }
      } else if (actual === error) {
        throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', 'The error "' + actual + '" is identical to the message.');
      }
      message = error;
      error = undefined;
    } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
    }
    if (actual === NOTHING) {
      const details = (error?.name ? ' (' + error.name + ')' : '') + (message ? ': ' + message : '.');
      const what = fn === assert.rejects ? 'rejection' : 'exception';
      innerFail({
        actual: undefined, expected: error, operator: fn.name, message: 'Missing expected ' + what + details,
        stackStartFn: fn,
      });
    }
    if (error) checkException(actual, error, message, fn);
  }

  function isWanted(actual, expected) {
    if (typeof expected !== 'function') {
      if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
      throw new codes.ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
    }
    if (expected.prototype !== undefined && actual instanceof expected) return true;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
    return apply(expected, {}, [actual]) === true;
  }

  function expectNoError(fn, actual, error, message) {
    if (actual === NOTHING) return;
    if (typeof error === 'string') {
      message = error;
      error = undefined;
    }
    if (error && !isWanted(actual, error)) throw actual;
    const what = fn === assert.doesNotReject ? 'rejection' : 'exception';
    innerFail({
      actual, expected: error, operator: fn.name, stackStartFn: fn,
      message: 'Got unwanted ' + what + (message ? ': ' + message : '.') + '\nActual message: "' + actual?.message + '"',
    });
  }

  assert.throws = function throws(fn, ...rest) {
    expectError(throws, thrownBy(fn), rest);
  };
  assert.rejects = async function rejects(promiseFn, ...rest) {
    expectError(rejects, await rejectionOf(promiseFn), rest);
  };
  assert.doesNotThrow = function doesNotThrow(fn, ...rest) {
    expectNoError(doesNotThrow, thrownBy(fn), ...rest);
  };
  assert.doesNotReject = async function doesNotReject(fn, ...rest) {
    expectNoError(doesNotReject, await rejectionOf(fn), ...rest);
  };

  assert.ifError = function ifError(err) {
    if (err === null || err === undefined) return;
    let message = 'ifError got unwanted exception: ';
    if (typeof err === 'object' && typeof err.message === 'string') {
      message += err.message.length === 0 && err.constructor ? err.constructor.name : err.message;
    } else {
      message += inspect(err);
    }
    throw new AssertionError({ actual: err, expected: null, operator: 'ifError', message, stackStartFn: ifError });
  };

  // ---- texts --------------------------------------------------------------------------------------------------------

  function checkMatch(string, regexp, message, fn, wanted) {
    if (!isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
    if (typeof string === 'string' && (regexp.exec(string) !== null) === wanted) return;
    if (message instanceof Error) throw message;
    const isGenerated = !message;
    const how = wanted ? 'did not match' : 'was expected to not match';
    message ||= typeof string !== 'string'
      ? 'The "string" argument must be of type string. ' + determine(string)
      : 'The input ' + how + ' the regular expression ' + inspect(regexp) + '. Input:\n\n' + inspect(string) + '\n';
    throw generated({ actual: string, expected: regexp, message, operator: fn.name, stackStartFn: fn }, isGenerated);
  }

  assert.match = function match(string, regexp, message) {
    checkMatch(string, regexp, message, match, true);
  };
  assert.doesNotMatch = function doesNotMatch(string, regexp, message) {
    checkMatch(string, regexp, message, doesNotMatch, false);
  };

  assert.strict = Object.assign(function strict(...values) {
    innerOk(strict, values);
  }, assert, {
    equal: assert.strictEqual,
    deepEqual: assert.deepStrictEqual,
    notEqual: assert.notStrictEqual,
    notDeepEqual: assert.notDeepStrictEqual,
  });
  Object.defineProperty(assert.strict, 'name', { value: 'strict' });
  assert.strict.strict = assert.strict;
})
