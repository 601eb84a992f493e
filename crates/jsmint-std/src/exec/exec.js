// `exec`: one function that runs a program and says how it ended.
(function (module, exports, require, native) {
  'use strict';
  const { codes } = require('internal/errors');

  let Buffer;
  try {
    ({ Buffer } = require('buffer'));
  } catch {
    Buffer = undefined;
  }
  const encode = (bytes, encoding) => {
    if (typeof bytes === 'string') return bytes;
    const buffer = Buffer ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes;
    return encoding === 'buffer' || encoding === null ? buffer : buffer.toString(encoding);
  };

  // run(program, arguments, { input, cwd, env, timeout, maxBuffer, encoding = 'utf8' })
  exports.run = function run(program, args = [], options = {}) {
    if (typeof program !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('program', 'string', program);
    if (!Array.isArray(args)) throw new codes.ERR_INVALID_ARG_TYPE('args', 'Array', args);
    if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const { input, cwd, env, timeout, maxBuffer, encoding = 'utf8' } = options;
    const text = encoding === 'utf8' || encoding === 'utf-8';
    const ended = native.run(program, args.map(String), { input, cwd, env, timeout, maxBuffer, text });
    if (ended.errno !== 0) {
      const error = new Error('cannot run ' + program + ': the system says ' + ended.errno);
      throw Object.assign(error, { errno: -ended.errno, code: ended.errno === 2 ? 'ENOENT' : 'EACCES', syscall: 'spawn', path: program });
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
