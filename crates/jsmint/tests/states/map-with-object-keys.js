const keys = Array.from({ length: 200 }, (_, n) => ({ n })); const m = new Map(keys.map(k => [k, k.n])); m.delete(keys[7]); m.size
// ---
m.set(keys[7], "again"); [keys.every(k => m.has(k)), m.get(keys[150]), m.get({ n: 1 }), [...m.keys()].at(-1) === keys[7]]
