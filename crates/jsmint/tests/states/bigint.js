let big = 2n ** 200n; const list = new BigInt64Array([1n, -1n]); 0
// ---
big = big * 3n + 1n; [String(big), String(BigInt.asIntN(64, big)), String(list[1] - 5n), typeof big]
