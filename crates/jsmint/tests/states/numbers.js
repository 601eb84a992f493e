const odd = [-0, NaN, Infinity, 5e-324, 1.7976931348623157e308, 2 ** 53, 0.1 + 0.2, -1 / 3, 1e21]; 0
// ---
[odd.map(String), Object.is(odd[0], -0), odd.map(n => (n).toFixed?.(2)), new Float64Array(odd)[6]]
