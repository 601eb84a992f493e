let a = 1; const b = { c: 2 }; var d = 3; function e() { return a + b.c + d; } globalThis.f = 4; e()
// ---
a = 10; d = 30; [e(), f, typeof globalThis.a, typeof globalThis.d, delete globalThis.f, typeof f]
