const objects = Array.from({ length: 100 }, (_, n) => { const o = {}; for (let i = 0; i <= n % 7; i++) o["k" + (n * i) % 11] = i; if (n % 3 == 0) delete o.k0; return o; }); 0
// ---
objects.push({ k1: 1, k2: 2 }); objects.map(o => Object.keys(o).join("")).join("|")
