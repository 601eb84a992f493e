// Errors with Node's codes and texts.
//
//   throw new codes.ERR_INVALID_ARG_TYPE('name', 'string' or ['string', 'Buffer'], value);
//
// An error has the class that Node gives it, `code` as a property of its own, and `TypeError [CODE]: …` as its text.
(function (module, exports, require, native) {
  'use strict';
  const { inspect, format, CODED } = require('internal/inspect');
  const { defineProperty } = Object;

  const codes = {};

  function E(code, message, Base) {
    codes[code] = classOf(code, message, Base);
  }

  function classOf(code, message, Base) {
    const Class = {
      [Base.name]: class extends Base {
        constructor(...parts) {
          super(typeof message === 'function' ? message(...parts) : format(message, ...parts));
          // No frame of ours says anything to a script.
          if (Error.captureStackTrace) Error.captureStackTrace(this, new.target);
          this.code = code;
        }

        toString() {
          return this.name + ' [' + code + ']: ' + this.message;
        }
      },
    }[Base.name];
    defineProperty(Class.prototype, 'name', { value: Base.name, writable: true, configurable: true });
    defineProperty(Class.prototype, CODED, { value: true });
    Class.prototype.constructor = Base;
    return Class;
  }

  // An error of which only one function needs the text.
  function coded(Base, code, message) {
    return new (classOf(code, '%s', Base))(message);
  }

  // ---- what was expected, what was received -------------------------------------------------------------------------

  const KINDS = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];
  const CLASS = /^([A-Z][a-z0-9]*)+$/;

  // "a", "a or b", "a, b, or c"
  function either(names) {
    if (names.length < 3) return names.join(' or ');
    return names.slice(0, -1).join(', ') + ', or ' + names[names.length - 1];
  }

  function determine(value) {
    if (value === undefined || value === null) return 'Received ' + value;
    if (typeof value === 'function') return 'Received function ' + value.name;
    if (typeof value === 'object') {
      if (value.constructor?.name) return 'Received an instance of ' + value.constructor.name;
      return 'Received ' + inspect(value, { depth: -1 });
    }
    let shown = inspect(value, { colors: false });
    if (shown.length > 28) shown = shown.slice(0, 25) + '...';
    return 'Received type ' + (typeof value) + ' (' + shown + ')';
  }

  const quotedName = (name) => {
    if (name.endsWith(' argument')) return 'The ' + name + ' ';
    return 'The "' + name + '" ' + (name.includes('.') ? 'property' : 'argument') + ' ';
  };

  function expected(name, wanted) {
    if (!Array.isArray(wanted)) wanted = [wanted];
    const types = [];
    const instances = [];
    const other = [];
    for (const value of wanted) {
      if (KINDS.includes(value)) types.push(value.toLowerCase());
      else if (CLASS.test(value)) instances.push(value);
      else other.push(value);
    }
    // An object may be asked for beside classes: then it is one of them.
    if (instances.length > 0 && types.includes('object')) {
      types.splice(types.indexOf('object'), 1);
      instances.push('Object');
    }
    let text = quotedName(name) + 'must be ';
    if (types.length > 0) {
      text += (types.length > 1 ? 'one of type ' : 'of type ') + either(types);
      if (instances.length > 0 || other.length > 0) text += ' or ';
    }
    if (instances.length > 0) {
      text += 'an instance of ' + either(instances);
      if (other.length > 0) text += ' or ';
    }
    if (other.length > 1) text += 'one of ' + either(other);
    else if (other.length === 1) text += (other[0].toLowerCase() !== other[0] ? 'an ' : '') + other[0];
    return text;
  }

  // 1_234_567 for large numbers
  function grouped(digits) {
    let result = '';
    let end = digits.length;
    for (const start = digits[0] === '-' ? 1 : 0; end >= start + 4; end -= 3) {
      result = '_' + digits.slice(end - 3, end) + result;
    }
    return digits.slice(0, end) + result;
  }

  function outOfRange(name, range, value, replaceDefault = false) {
    let received;
    if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) {
      received = grouped(String(value));
    } else if (typeof value === 'bigint') {
      received = String(value);
      if (value > 2n ** 32n || value < -(2n ** 32n)) received = grouped(received);
      received += 'n';
    } else {
      received = inspect(value);
    }
    return (replaceDefault ? name : 'The value of "' + name + '" is out of range.') + ' It must be ' + range
      + '. Received ' + received;
  }

  function invalidValue(name, value, reason = 'is invalid') {
    let shown = inspect(value);
    if (shown.length > 128) shown = shown.slice(0, 128) + '...';
    return 'The ' + (name.includes('.') ? 'property' : 'argument') + " '" + name + "' " + reason + '. Received ' + shown;
  }

  function missingArgs(...names) {
    const wrap = (name) => '"' + name + '"';
    const shown = names.map((name) => (Array.isArray(name) ? name.map(wrap).join(' or ') : wrap(name)));
    let text = 'The ';
    if (shown.length === 1) text += shown[0] + ' argument';
    else if (shown.length === 2) text += shown[0] + ' and ' + shown[1] + ' arguments';
    else text += shown.slice(0, -1).join(', ') + ', and ' + shown[shown.length - 1] + ' arguments';
    return text + ' must be specified';
  }

  E('ERR_AMBIGUOUS_ARGUMENT', 'The "%s" argument is ambiguous. %s', TypeError);
  E('ERR_ARG_NOT_ITERABLE', '%s must be iterable', TypeError);
  E('ERR_ASSERTION', '%s', Error);
  E('ERR_BUFFER_OUT_OF_BOUNDS', (name) => name
    ? '"' + name + '" is outside of buffer bounds'
    : 'Attempt to access memory outside buffer bounds', RangeError);
  E('ERR_BUFFER_TOO_LARGE', 'Cannot create a Buffer larger than %s bytes', RangeError);
  E('ERR_CONSTRUCT_CALL_REQUIRED', 'Class constructor %s cannot be invoked without `new`', TypeError);
  E('ERR_CRYPTO_HASH_FINALIZED', 'Digest already called', Error);
  E('ERR_CRYPTO_HASH_UPDATE_FAILED', 'Hash update failed', Error);
  E('ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest: %s', TypeError);
  E('ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length', RangeError);
  E('ERR_ENCODING_INVALID_ENCODED_DATA', (encoding) => 'The encoded data was not valid for encoding ' + encoding,
    TypeError);
  E('ERR_ENCODING_NOT_SUPPORTED', 'The "%s" encoding is not supported', RangeError);
  E('ERR_EVENT_RECURSION', 'The event "%s" is already being dispatched', Error);
  E('ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value', Error);
  E('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'The feature %s is unavailable on the current platform, which is being used to '
    + 'run Node.js', TypeError);
  E('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError);
  E('ERR_INVALID_ARG_TYPE', (name, wanted, value) => expected(name, wanted) + '. ' + determine(value), TypeError);
  E('ERR_INVALID_ARG_VALUE', invalidValue, TypeError);
  E('ERR_INVALID_BUFFER_SIZE', 'Buffer size must be a multiple of %s', RangeError);
  E('ERR_INVALID_CALLBACK', 'Callback must be a function. Received %O', TypeError);
  E('ERR_INVALID_CHAR', (name, field) => 'Invalid character in ' + name + (field === undefined ? '' : ' ["' + field + '"]'),
    TypeError);
  E('ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on %s', TypeError);
  E('ERR_INVALID_FILE_URL_PATH', 'File URL path %s', TypeError);
  E('ERR_INVALID_RETURN_VALUE', (wanted, name, value) => {
    const shown = determine(value).slice('Received '.length);
    return 'Expected ' + wanted + ' to be returned from the "' + name + '" function but got ' + shown + '.';
  }, TypeError);
  E('ERR_INVALID_STATE', 'Invalid state: %s', Error);
  E('ERR_INVALID_THIS', 'Value of "this" must be of type %s', TypeError);
  E('ERR_INVALID_TUPLE', '%s must be an iterable %s tuple', TypeError);
  E('ERR_INVALID_URI', 'URI malformed', URIError);
  E('ERR_INVALID_URL', 'Invalid URL', TypeError);
  E('ERR_INVALID_URL_SCHEME', (wanted) => 'The URL must be of scheme ' + either([].concat(wanted)), TypeError);
  E('ERR_METHOD_NOT_IMPLEMENTED', 'The %s method is not implemented', Error);
  E('ERR_MISSING_ARGS', missingArgs, TypeError);
  E('ERR_OUT_OF_RANGE', outOfRange, RangeError);
  E('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', '%s', TypeError);
  E('ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', '%s', TypeError);
  E('ERR_PARSE_ARGS_UNKNOWN_OPTION', '%s', TypeError);
  E('ERR_PERFORMANCE_INVALID_TIMESTAMP', '%d is not a valid timestamp', TypeError);
  E('ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', '%s', TypeError);
  E('ERR_UNHANDLED_ERROR', (error) => 'Unhandled error.' + (error === undefined ? '' : ' (' + error + ')'), Error);
  E('ERR_UNKNOWN_ENCODING', 'Unknown encoding: %s', TypeError);
  E('ERR_UNKNOWN_SIGNAL', 'Unknown signal: %s', TypeError);

  // Node's AbortError, which is not the DOMException of the same name.
  class AbortError extends Error {
    constructor(message = 'The operation was aborted', options = undefined) {
      super(message, options);
      this.code = 'ABORT_ERR';
      this.name = 'AbortError';
    }
  }

  // ---- checks -------------------------------------------------------------------------------------------------------

  const check = (kind) => (value, name) => {
    if (typeof value !== kind) throw new codes.ERR_INVALID_ARG_TYPE(name, kind, value);
  };

  const checks = {
    validateString: check('string'),
    validateBoolean: check('boolean'),
    validateFunction(value, name) {
      if (typeof value !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
    },
    validateNumber(value, name, min = undefined, max) {
      if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
      if ((min != null && value < min) || (max != null && value > max)
        || ((min != null || max != null) && Number.isNaN(value))) {
        const range = (min != null ? '>= ' + min : '') + (min != null && max != null ? ' && ' : '')
          + (max != null ? '<= ' + max : '');
        throw new codes.ERR_OUT_OF_RANGE(name, range, value);
      }
    },
    validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
      if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
      if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
      if (value < min || value > max) throw new codes.ERR_OUT_OF_RANGE(name, '>= ' + min + ' && <= ' + max, value);
    },
    validateObject(value, name, { nullable = false, allowArray = false, allowFunction = false } = {}) {
      if ((!nullable && value === null) || (!allowArray && Array.isArray(value))
        || (typeof value !== 'object' && (!allowFunction || typeof value !== 'function'))) {
        throw new codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
      }
    },
    validateArray(value, name) {
      if (!Array.isArray(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Array', value);
    },
    validateOneOf(value, name, choices) {
      if (choices.includes(value)) return;
      const shown = choices.map((choice) => (typeof choice === 'string' ? "'" + choice + "'" : String(choice))).join(', ');
      throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be one of: ' + shown);
    },
    validateAbortSignal(signal, name) {
      if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
        throw new codes.ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
      }
    },
  };
  checks.validateInt32 = (value, name, min = -2147483648, max = 2147483647) =>
    checks.validateInteger(value, name, min, max);
  checks.validateUint32 = (value, name, positive = false) =>
    checks.validateInteger(value, name, positive ? 1 : 0, 4294967295);

  Object.assign(exports, checks, { codes, coded, AbortError, determine, either });
})
