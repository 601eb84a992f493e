const sparse = []; sparse[5000000] = 1; const large = Array.from({ length: 20000 }, (_, n) => n * n); large.length
// ---
[sparse.length, 3 in sparse, large[19999], large.reduce((a, b) => a + b), large.splice(5, 3)]
