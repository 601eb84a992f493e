class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } get [Symbol.toStringTag]() { return "Even"; } *[Symbol.iterator]() { yield 2; yield 4; } } const e = new Even(); 2 instanceof Even
// ---
[3 instanceof Even, String(e), [...e], [].concat({ length: 1, 0: "s", [Symbol.isConcatSpreadable]: true })]
