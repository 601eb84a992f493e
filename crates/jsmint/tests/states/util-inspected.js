const util = require("util"); const o = { a: { b: { c: {} } }, m: new Map([["k", [1, 2]]]), s: Symbol("s"), f() {} }; o.me = o; util.inspect(o).length > 10
// ---
[util.inspect(o, { depth: 0 }), util.inspect(o), util.format("%s %d %j", "a", 1, { b: 2 }), util.isDeepStrictEqual(o, o)]
