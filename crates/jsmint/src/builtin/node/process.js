// `process`: harmless values. Nothing of the host is in them; whoever grants more puts a module of this name in its place.
(function (module, exports, require, native) {
  'use strict';
  const EventEmitter = require('events');
  const { coded, codes, validateArray } = require('internal/errors');
  const { engine } = require('internal/inspect');
  const { defineProperty } = Object;
  const { queueMicrotask } = engine;
  const VERSION = '20.0.0';

  const prototype = Object.create(EventEmitter.prototype, {
    constructor: { value: { process() {} }.process, writable: true, configurable: true },
    [Symbol.toStringTag]: { value: 'process', configurable: true },
  });
  const process = Object.create(prototype);
  EventEmitter.call(process);

  const unavailable = (name) => ({ [name]() {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('process.' + name + '()');
  } }[name]);

  // ---- time ---------------------------------------------------------------------------------------------------------

  const nanoseconds = () => BigInt(Math.round(native.elapsed() * 1e6));

  function hrtime(time) {
    const now = nanoseconds();
    let [seconds, rest] = [Number(now / 1000000000n), Number(now % 1000000000n)];
    if (time !== undefined) {
      validateArray(time, 'time');
      if (time.length !== 2) throw new codes.ERR_OUT_OF_RANGE('time', 2, time.length);
      seconds -= time[0];
      rest -= time[1];
      if (rest < 0) [seconds, rest] = [seconds - 1, rest + 1e9];
    }
    return [seconds, rest];
  }
  hrtime.bigint = function bigint() {
    return nanoseconds();
  };

  // ---- output -------------------------------------------------------------------------------------------------------

  // The console takes messages: what is written becomes one for each line, and for what is left when the script is done.
  function stream(level, fd) {
    let pending = '';
    const flush = () => {
      if (pending === '') return;
      const text = pending;
      pending = '';
      native.write(level, text);
    };
    const made = new EventEmitter();
    const write = (chunk, encoding, callback) => {
      if (typeof encoding === 'function') callback = encoding;
      if (chunk === null) throw Object.assign(new TypeError('May not write null values to stream'),
        { code: 'ERR_STREAM_NULL_VALUES' });
      if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
        throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
      }
      const { Buffer } = require('buffer');
      const text = typeof chunk === 'string' ? chunk
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString();
      const lines = (pending + text).split('\n');
      pending = lines.pop();
      for (const line of lines) native.write(level, line);
      if (pending !== '') queueMicrotask(flush);
      if (typeof callback === 'function') queueMicrotask(() => callback());
      return true;
    };
    const end = (chunk, encoding, callback) => {
      if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') write(chunk, encoding, callback);
      return made;
    };
    return Object.assign(made, {
      fd, writable: true, isTTY: false, writableLength: 0, writableEnded: false, destroyed: false, write, end,
      cork() {}, uncork() {},
    });
  }

  const lazy = (name, make) => {
    let made;
    defineProperty(process, name, { enumerable: true, configurable: true, get: () => (made ??= make()) });
  };

  // ---- variables ----------------------------------------------------------------------------------------------------

  // What is put in becomes a text, as in the environment of a process.
  const put = (variables, name, value) => Reflect.defineProperty(variables, '' + name, {
    __proto__: null, value: '' + value, writable: true, enumerable: true, configurable: true });
  const environment = new Proxy({}, {
    __proto__: null,
    set: put,
    defineProperty(variables, name, { configurable, enumerable, writable, get, set, value }) {
      if (get !== undefined || set !== undefined) {
        throw coded(TypeError, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY',
          "'process.env' does not accept an accessor(getter/setter) descriptor");
      }
      if (!(configurable && enumerable && writable)) {
        throw coded(TypeError, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY',
          "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
      }
      return put(variables, name, value);
    },
    preventExtensions: () => false,
  });

  // ---- the rest -----------------------------------------------------------------------------------------------------

  const memoryUsage = () => ({ rss: 1 << 20, heapTotal: 1 << 20, heapUsed: 1 << 19, external: 0, arrayBuffers: 0 });
  memoryUsage.rss = () => 1 << 20;
  const arch = native.arch();

  Object.assign(process, {
    title: 'jsmint', version: 'v' + VERSION, versions: Object.freeze({ node: VERSION }), arch, platform: 'linux',
    release: Object.freeze({ name: 'node' }), argv: ['jsmint'], execArgv: [], execPath: '/jsmint', argv0: 'jsmint',
    env: environment, pid: 1, ppid: 0, exitCode: undefined, config: Object.freeze({}), features: Object.freeze({}),
    cwd: () => '/',
    umask: () => 0o22,
    uptime: () => native.elapsed() / 1000,
    hrtime,
    memoryUsage,
    constrainedMemory: () => 0,
    cpuUsage: () => ({ user: Math.round(native.elapsed() * 1000), system: 0 }),
    nextTick: require('internal/next_tick'),
    emitWarning: function emitWarning() {},
    hasUncaughtExceptionCaptureCallback: () => false,
    availableMemory: () => 1 << 29,
    allowedNodeEnvironmentFlags: Object.freeze(new Set()),
    binding(name) {
      throw new Error('No such module: ' + name);
    },
    getActiveResourcesInfo: () => [],
    exit: unavailable('exit'), reallyExit: unavailable('reallyExit'), abort: unavailable('abort'),
    kill: unavailable('kill'), chdir: unavailable('chdir'),
  });
  lazy('stdout', () => stream('log', 1));
  lazy('stderr', () => stream('error', 2));
  lazy('stdin', () => Object.assign(new EventEmitter(), { fd: 0, isTTY: false, readable: false }));
  module.exports = process;
})
