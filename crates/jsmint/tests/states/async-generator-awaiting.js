let give; const out = []; async function* g() { yield 1; const v = await new Promise(r => { give = r; }); yield v; yield 3; } const it = g(); (async () => { for await (const v of it) out.push(v); out.push("end"); })(); 0
// ---
out
// ---
give("two"); 0
// ---
out
