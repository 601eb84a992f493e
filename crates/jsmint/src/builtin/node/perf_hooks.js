// `perf_hooks`: the runtime's clock.
(function (module, exports, require, native) {
  'use strict';
  const performance = {};
  Object.defineProperty(performance, 'now', { value: native.now, enumerable: true, writable: true, configurable: true });
  Object.defineProperty(performance, 'timeOrigin', { get: native.timeOrigin, enumerable: true, configurable: true });
  exports.performance = performance;
})
