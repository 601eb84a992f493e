// `process` with what is granted of the host: the builtin one of that name, if there is one, and these besides.
(function (module, exports, require, native) {
  'use strict';
  let process;
  try {
    process = require('process');
  } catch {
    process = { version: 'v20.0.0', versions: { node: '20.0.0' }, platform: 'linux', argv: ['node', 'script'], env: {} };
    process.nextTick = (callback, ...given) => { Promise.resolve().then(() => { callback(...given); }); };
    process.cwd = () => '/';
  }
  const replace = (key, value) =>
    Object.defineProperty(process, key, { value, writable: true, enumerable: true, configurable: true });
  replace('env', Object.assign(process.env ?? {}, native.env));
  if (native.args !== undefined) replace('argv', [...(process.argv ?? []).slice(0, 2), ...native.args]);
  if (native.cwd !== undefined) replace('cwd', { cwd: () => native.cwd }.cwd);
  module.exports = process;
})
