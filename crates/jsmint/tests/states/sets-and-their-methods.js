const a = new Set([1, 2, 3, "x"]), b = new Set([3, 4, "x"]); const it = a.values(); it.next(); a.delete(2); 0
// ---
[[...it], [...a.union(b)], [...a.intersection(b)], [...a.symmetricDifference(b)], a.isSubsetOf(b)]
