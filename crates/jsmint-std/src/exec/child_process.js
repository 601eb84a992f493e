// The part of Node's `child_process` that needs no shell and no streams.
// output.js: how what the program wrote is encoded.
(function (module, exports, require, native, output) {
  'use strict';
  const { encode, isText, textOf } = output;
  const { codes } = require('internal/errors');

  // By name: the system's numbers.
  const { errors } = native;

  const systemError = (number, syscall, file, args) => {
    const code = Object.keys(errors).find((name) => errors[name] === number) ?? 'E' + number;
    const error = new Error(syscall + ' ' + code);
    error.errno = -number;
    error.code = code;
    error.syscall = syscall;
    error.path = file;
    error.spawnargs = args;
    return error;
  };

  // (file, args?, options?) with the options checked.
  const normalise = (file, args, options) => {
    if (typeof file !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('file', 'string', file);
    if (file.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
    if (args !== null && args !== undefined && !Array.isArray(args)) {
      if (typeof args !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('args', 'object', args);
      options = args;
      args = [];
    }
    if (options === null || options === undefined) options = {};
    if (typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'object', options);
    const { timeout, maxBuffer } = options;
    if (timeout !== undefined && timeout !== null && !(Number.isInteger(timeout) && timeout >= 0)) {
      throw new codes.ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
    }
    if (maxBuffer !== undefined && maxBuffer !== null && !(typeof maxBuffer === 'number' && maxBuffer >= 0)) {
      throw new codes.ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number', maxBuffer);
    }
    if (options.shell) {
      const error = new Error('There is no shell: name a program that is granted and its arguments, without the option shell');
      error.code = 'ERR_ACCESS_DENIED';
      throw error;
    }
    return { file, args: (args ?? []).map(String), options };
  };

  const run = ({ file, args, options }, encoding, limit) => native.run(file, args, {
    input: ArrayBuffer.isView(options.input)
      ? new Uint8Array(options.input.buffer, options.input.byteOffset, options.input.byteLength)
      : options.input,
    cwd: options.cwd === undefined || options.cwd === null ? undefined : String(options.cwd.pathname ?? options.cwd),
    env: options.env ?? undefined,
    timeout: options.timeout ?? undefined,
    maxBuffer: options.maxBuffer ?? limit,
    text: isText(encoding),
  });

  const LIMIT = 1024 * 1024;

  exports.spawnSync = function spawnSync(file, args, options) {
    const request = normalise(file, args, options);
    const { encoding } = request.options;
    const ended = run(request, encoding, LIMIT);
    const syscall = 'spawnSync ' + file;
    if (ended.errno !== 0) {
      const error = systemError(ended.errno, syscall, file, request.args);
      return { error, status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null };
    }
    const result = {};
    if (ended.timedOut) result.error = systemError(errors.ETIMEDOUT, syscall, file, request.args);
    else if (ended.truncated) result.error = systemError(errors.ENOBUFS, syscall, file, request.args);
    const output = [null, encode(ended.stdout, encoding), encode(ended.stderr, encoding)];
    return Object.assign(result, {
      status: ended.code ?? null, signal: ended.signal ?? null, output, pid: ended.pid, stdout: output[1], stderr: output[2],
    });
  };

  exports.execFileSync = function execFileSync(file, args, options) {
    const result = exports.spawnSync(file, args, options);
    let { error } = result;
    if (error) {
      Object.assign(error, result);
      delete error.error;
    } else if (result.status !== 0) {
      const list = Array.isArray(args) ? args : [];
      let message = 'Command failed: ' + [file, ...list].join(' ');
      const { stderr } = result;
      if (stderr && stderr.length > 0) message += '\n' + (typeof stderr === 'string' ? stderr : textOf(stderr));
      error = Object.assign(new Error(message), result);
    }
    if (error) throw error;
    return result.stdout;
  };

  const execFile = function execFile(file, ...rest) {
    const callback = typeof rest[rest.length - 1] === 'function' ? rest.pop() : undefined;
    const request = normalise(file, ...rest);
    const { encoding = 'utf8' } = request.options;
    const ended = run(request, encoding, LIMIT);
    const cmd = [file, ...request.args].join(' ');
    let error = null;
    let stdout = encode(ended.stdout, encoding);
    let stderr = encode(ended.stderr, encoding);
    if (ended.errno !== 0) {
      error = systemError(ended.errno, 'spawn ' + file, file, request.args);
      error.cmd = cmd;
    } else if (ended.truncated) {
      error = new RangeError('stdout maxBuffer length exceeded');
      error.code = 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
      error.cmd = cmd;
    } else if (ended.code !== 0) {
      error = new Error('Command failed: ' + cmd + '\n' + (typeof stderr === 'string' ? stderr : textOf(stderr)));
      error.code = ended.code ?? null;
      error.killed = ended.timedOut;
      error.signal = ended.signal ?? null;
      error.cmd = cmd;
    }
    const child = { pid: ended.pid || undefined, exitCode: ended.code ?? null, signalCode: ended.signal ?? null, killed: ended.timedOut };
    if (callback) Promise.resolve().then(() => { callback(error, stdout, stderr); });
    return child;
  };
  Object.defineProperty(execFile, Symbol.for('nodejs.util.promisify.custom'), {
    value: (file, args, options) => new Promise((resolve, reject) => {
      execFile(file, args, options, (error, stdout, stderr) => {
        if (error) reject(Object.assign(error, { stdout, stderr }));
        else resolve({ stdout, stderr });
      });
    }),
  });
  exports.execFile = execFile;

  // What needs a shell or streams says so.
  for (const name of ['exec', 'execSync', 'spawn', 'fork']) {
    exports[name] = { [name]() {
      const instead = name === 'execSync' ? 'execFileSync' : 'execFile or spawnSync';
      const error = new Error('child_process.' + name + ' is not there: it needs ' + (name.startsWith('exec') ? 'a shell' : 'streams')
        + '; use ' + instead + ' with a program that is granted');
      error.code = 'ERR_METHOD_NOT_IMPLEMENTED';
      throw error;
    } }[name];
  }
  module.exports = exports;
})
