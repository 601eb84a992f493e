// Calls functions with values that conversions do not expect, and with code that runs in the middle of them. `own` are more
// values, of which the first is an instance or undefined. Gives the number of calls.
(function (functions, own) {
  const detached = new Uint8Array(8);
  detached.buffer.transfer();
  const cycle = {};
  cycle.x = cycle.y = cycle;
  const [instance] = own;
  const values = [
    undefined, null, true, -1, 1e300, NaN, 2n ** 70n, '', '\ud800', Symbol('s'), [], [[[]]], {}, cycle, () => 1,
    function* () {}, new Map([[1, 2]]), new Set([1]), new Date(NaN), /x/, detached, new ArrayBuffer(4),
    new DataView(new ArrayBuffer(4)), new Float64Array(2), new Proxy({}, {}), Promise.resolve(1), globalThis,
    { get x() { return instance?.add(1) ?? 1; }, get y() { throw new Error('y'); } },
    { x: 1, get y() { return instance?.close(); } },
    new Proxy([], { get() { throw 1; } }),
    { [Symbol.toPrimitive]() { throw 2; }, valueOf() { throw 3; } },
    new Proxy(function () {}, { get: (_, name) => (name === 'prototype' ? null : undefined) }),
    ...own,
  ];
  let calls = 0;
  const attempt = (run) => {
    calls++;
    try { run(); } catch (error) { if (error instanceof Error && error.name === 'InternalError') throw error; }
  };
  for (const f of functions) {
    for (const a of values) {
      attempt(() => f.call(a));
      attempt(() => f.call(instance, a));
      attempt(() => new f(a));
      attempt(() => Reflect.construct(f, [1], a));
      for (const b of values) {
        attempt(() => f(a, b));
        attempt(() => f.call(instance, a, b, a));
      }
    }
  }
  return calls;
})
