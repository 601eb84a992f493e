let compared = 0; const list = Array.from({ length: 64 }, (_, n) => ({ k: n * 37 % 16, n })); list.sort((x, y) => (compared++, x.k - y.k)); compared > 0
// ---
[list.map(o => o.n), list.toSorted((x, y) => y.n - x.n)[0].n]
