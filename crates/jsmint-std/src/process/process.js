// `process` with what is granted of the host: the builtin one, and these besides.
(function (module, exports, require, native) {
  'use strict';
  const process = require('process');
  const replace = (key, value) =>
    Object.defineProperty(process, key, { value, writable: true, enumerable: true, configurable: true });
  Object.assign(process.env, native.env);
  // A program and its script come before the arguments, whatever they are called.
  if (native.args !== undefined) replace('argv', [process.argv0, 'script', ...native.args]);
  if (native.cwd !== undefined) replace('cwd', { cwd: () => native.cwd }.cwd);
  module.exports = process;
})
