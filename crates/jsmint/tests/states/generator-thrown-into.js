function* g() { let n = 0; while (true) { try { n += yield n; } catch (e) { n = -1; } } } const it = g(); it.next(); it.next(5).value
// ---
[it.next(2), it.throw(new Error()), it.next(1)]
