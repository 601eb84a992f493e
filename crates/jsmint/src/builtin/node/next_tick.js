// `process.nextTick`: callbacks that run before promise jobs do. The first of the queue lies where the host finds it, since
// the host forgets the queue of a script that it has stopped.
(function (module, exports, require, native) {
  'use strict';
  const { loop } = require('internal/inspect');
  const { validateFunction } = require('internal/errors');
  const { expectTicks } = native;
  const { apply } = Reflect;

  let last;
  loop.ticks = undefined;

  loop.runTicks = () => {
    for (let tick; (tick = loop.ticks) !== undefined;) {
      loop.ticks = tick.next;
      apply(tick.callback, undefined, tick.parameters);
    }
  };

  module.exports = function nextTick(callback, ...parameters) {
    validateFunction(callback, 'callback');
    const tick = { callback, parameters, next: undefined };
    if (loop.ticks === undefined) {
      loop.ticks = tick;
      expectTicks();
    } else {
      last.next = tick;
    }
    last = tick;
  };
})
