"use strict"; const f = Object.freeze({ a: [1] }), s = Object.seal({ b: 1 }), n = Object.preventExtensions({ c: 1 }); f.a.push(2)
// ---
s.b = 2; delete n.c; [f, s, n, Object.isFrozen(f), Object.isSealed(s), Object.isExtensible(n), (() => { "use strict"; try { f.a = 1; } catch (e) { return e.name; } })()]
