// `timers/promises`.
(function (module, exports, require, native) {
  'use strict';
  const { codes } = require('internal/errors');
  const timers = require('timers');

  class AbortError extends Error {
    constructor(cause) {
      super('The operation was aborted', cause === undefined ? undefined : { cause });
      this.code = 'ABORT_ERR';
      this.name = 'AbortError';
    }
  }

  // Checks the options of all three; a refusal is a rejection.
  function read(options) {
    if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const { signal, ref = true } = options;
    if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
      throw new codes.ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
    }
    if (typeof ref !== 'boolean') throw new codes.ERR_INVALID_ARG_TYPE('options.ref', 'boolean', ref);
    return { signal, ref };
  }

  // A promise that `start(done)` settles, unless the signal does before.
  function abortable(options, start, clear) {
    return new Promise((resolve, reject) => {
      const { signal, ref } = read(options);
      if (signal?.aborted) throw new AbortError(signal.reason);
      const running = start(() => {
        signal?.removeEventListener('abort', stop);
        return resolve;
      });
      if (!ref) running.unref();
      function stop() {
        clear(running);
        reject(new AbortError(signal.reason));
      }
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  function setTimeout(delay, value, options = {}) {
    return abortable(options, (done) => timers.setTimeout(() => done()(value), delay), timers.clearTimeout);
  }

  function setImmediate(value, options = {}) {
    return abortable(options, (done) => timers.setImmediate(() => done()(value)), timers.clearImmediate);
  }

  async function* setInterval(delay, value, options = {}) {
    const { signal, ref } = read(options);
    if (signal?.aborted) throw new AbortError(signal.reason);
    let passed = 0;
    let wake;
    let aborted = false;
    const interval = timers.setInterval(() => {
      passed++;
      wake?.();
    }, delay);
    if (!ref) interval.unref();
    const stop = () => {
      aborted = true;
      timers.clearInterval(interval);
      wake?.();
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        if (passed === 0 && !aborted) await new Promise((resolve) => { wake = resolve; });
        wake = undefined;
        for (; passed > 0; passed--) yield value;
        if (aborted) throw new AbortError(signal.reason);
      }
    } finally {
      timers.clearInterval(interval);
      signal?.removeEventListener('abort', stop);
    }
  }

  const scheduler = {
    wait: (delay, options) => setTimeout(delay, undefined, options),
    yield: () => setImmediate(),
  };

  module.exports = { setTimeout, setImmediate, setInterval, scheduler };
})
