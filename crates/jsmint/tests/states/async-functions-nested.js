const resolvers = []; const wait = () => new Promise(r => resolvers.push(r)); async function inner(n) { const a = await wait(); return a + n; } async function outer() { let sum = 0; for (let i = 0; i < 3; i++) sum += await inner(i); return sum; } let result; outer().then(v => { result = v; }); resolvers.length
// ---
resolvers.shift()(10); 0
// ---
resolvers.shift()(20); 0
// ---
resolvers.shift()(30); 0
// ---
result
