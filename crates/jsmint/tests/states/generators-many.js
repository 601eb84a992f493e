const all = Array.from({ length: 300 }, (_, n) => (function* () { let sum = n; for (;;) sum += yield sum; })()); all.forEach(it => it.next()); 0
// ---
all.map((it, n) => it.next(n).value).reduce((a, b) => a + b)
