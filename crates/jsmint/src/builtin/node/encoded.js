// Global functions that the engine has and Node checks more closely: atob, btoa, queueMicrotask.
(function (module, exports, require, native) {
  'use strict';
  const { codes, validateFunction } = require('internal/errors');
  const { engine } = require('internal/inspect');
  const invalid = (text) => new engine.DOMException(text, 'InvalidCharacterError');

  exports.atob = function atob(input) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
    const text = '' + input;
    try {
      return engine.atob(text);
    } catch {
      const bare = text.replace(/[\t\n\f\r ]/g, '');
      const isShort = bare.length % 4 === 1 && /^[A-Za-z0-9+/]*$/.test(bare);
      throw invalid(isShort ? 'The string to be decoded is not correctly encoded.' : 'Invalid character');
    }
  };

  exports.btoa = function btoa(input) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
    const text = '' + input;
    try {
      return engine.btoa(text);
    } catch {
      throw invalid('Invalid character');
    }
  };

  exports.queueMicrotask = function queueMicrotask(callback) {
    validateFunction(callback, 'callback');
    engine.queueMicrotask(callback);
  };
})
