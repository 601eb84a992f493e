// `perf_hooks`: the runtime's clock, and marks on it. The clock alone is what most want: what keeps entries is loaded
// when an entry is made.
(function (module, exports, require, native) {
  'use strict';
  const { defineProperty } = Object;
  const KEY = {};
  const timeline = () => require('internal/performance_timeline');

  class Performance {
    #brand;

    constructor(key) {
      if (key !== KEY) throw new (require('internal/errors').codes.ERR_ILLEGAL_CONSTRUCTOR)();
    }

    static check(value) {
      if (value !== null && typeof value === 'object' && #brand in value) return;
      throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)('this', 'Performance', value);
    }

    clearMarks(name = undefined) {
      check(this);
      timeline().clear('mark', name);
    }

    clearMeasures(name = undefined) {
      check(this);
      timeline().clear('measure', name);
    }

    clearResourceTimings() {
      check(this);
    }

    getEntries() {
      check(this);
      return timeline().find();
    }

    getEntriesByName(name, type = undefined) {
      check(this);
      if (arguments.length === 0) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('name');
      return timeline().find(String(name), type);
    }

    getEntriesByType(type) {
      check(this);
      if (arguments.length === 0) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('type');
      return timeline().find(undefined, String(type));
    }

    mark(name, options = {}) {
      check(this);
      if (arguments.length === 0) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('name');
      return timeline().mark(name, options);
    }

    measure(name, startOrMeasureOptions = {}, endMark = undefined) {
      check(this);
      if (arguments.length === 0) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('name');
      return timeline().measure(name, startOrMeasureOptions, endMark);
    }

    now() {
      check(this);
      return native.now();
    }

    setResourceTimingBufferSize() {
      check(this);
    }

    get timeOrigin() {
      check(this);
      return native.timeOrigin();
    }

    toJSON() {
      check(this);
      const { timeOrigin } = this;
      return { nodeTiming: {}, timeOrigin, eventLoopUtilization: this.eventLoopUtilization() };
    }

    eventLoopUtilization() {
      return { idle: 0, active: 0, utilization: 0 };
    }

    timerify(fn) {
      return timeline().timerify(fn);
    }
  }
  const { check } = Performance;
  delete Performance.check;
  for (const name of [
    'clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'mark',
    'measure', 'now', 'setResourceTimingBufferSize', 'timeOrigin', 'toJSON',
  ]) defineProperty(Performance.prototype, name, { enumerable: true });
  defineProperty(Performance.prototype, Symbol.toStringTag, { value: 'Performance', configurable: true });

  exports.Performance = Performance;
  for (const name of [
    'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList',
  ]) defineProperty(exports, name, { get: () => timeline()[name], enumerable: true, configurable: true });
  exports.performance = new Performance(KEY);
  exports.constants = {};
})
