class C { static #log = []; static { C.#log.push("static"); } static log(x) { C.#log.push(x); return C.#log; } } C.log(1).length
// ---
C.log(2)
