class P { #a = 1; #b() { return this.#a; } static has(o) { return #a in o; } inc() { return ++this.#a + this.#b(); } static #s = 5; static s() { return P.#s++; } } const one = new P(); one.inc()
// ---
[one.inc(), P.has(one), P.has({}), P.s(), P.s()]
