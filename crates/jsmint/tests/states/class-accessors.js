class T { #c = 20; static made = 0; constructor() { T.made++; } get f() { return this.#c * 9 / 5 + 32; } set f(v) { this.#c = (v - 32) * 5 / 9; } } const t = new T(); t.f = 212; t.f
// ---
t.f = 32; [t.f, T.made, Object.keys(t)]
