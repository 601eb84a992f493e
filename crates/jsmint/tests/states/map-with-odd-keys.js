const m = new Map([[NaN, 1], [-0, 2], ["0", 3], [0n, 4], [null, 5], [undefined, 6], [Symbol.iterator, 7], [1.5, 8], ["long ".repeat(50), 9]]); m.size
// ---
[m.get(NaN), m.get(0), m.get("0"), m.get(0n), m.get(null), m.get(undefined), m.get(Symbol.iterator), m.get(1.5), m.get("long ".repeat(50))]
