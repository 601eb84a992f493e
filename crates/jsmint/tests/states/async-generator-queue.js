async function* g() { let n = 0; while (true) yield n++; } const it = g(); const got = []; 0
// ---
for (let i = 0; i < 3; i++) it.next().then(r => got.push(r.value)); it.return("over").then(r => got.push(r)); 0
// ---
got
