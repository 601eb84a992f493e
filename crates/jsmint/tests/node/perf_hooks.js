// The clock.
const { performance: hooks } = require('node:perf_hooks');
console.log(hooks === performance, require('perf_hooks') === require('node:perf_hooks'));
const start = performance.now();
console.log(typeof start, start >= 0, performance.now() >= start);
console.log(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
