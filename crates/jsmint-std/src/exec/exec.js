// `exec`: one function that runs a program and says how it ended.
// output.js: how what the program wrote is encoded.
(function (module, exports, require, native, output) {
  'use strict';
  const { encode, isText } = output;
  const { codes } = require('internal/errors');

  // run(program, arguments, { input, cwd, env, timeout, maxBuffer, encoding = 'utf8' })
  exports.run = function run(program, args = [], options = {}) {
    if (typeof program !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('program', 'string', program);
    if (!Array.isArray(args)) throw new codes.ERR_INVALID_ARG_TYPE('args', 'Array', args);
    if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const { input, cwd, env, timeout, maxBuffer, encoding = 'utf8' } = options;
    const ended = native.run(program, args.map(String), { input, cwd, env, timeout, maxBuffer, text: isText(encoding) });
    if (ended.errno !== 0) {
      const error = new Error('cannot run ' + program + ': the system says ' + ended.errno);
      throw Object.assign(error, { errno: -ended.errno, code: ended.errno === native.errors.ENOENT ? 'ENOENT' : 'EACCES', syscall: 'spawn', path: program });
    }
    return {
      code: ended.code ?? null,
      signal: ended.signal ?? null,
      stdout: encode(ended.stdout, encoding),
      stderr: encode(ended.stderr, encoding),
      timedOut: ended.timedOut,
      truncated: ended.truncated,
    };
  };
  module.exports = exports;
})
