const shared = new SharedArrayBuffer(16); const cells = new Int32Array(shared); Atomics.store(cells, 1, 5); Atomics.add(cells, 1, 2)
// ---
[Atomics.compareExchange(cells, 1, 7, 40), Atomics.load(cells, 1), shared.byteLength]
