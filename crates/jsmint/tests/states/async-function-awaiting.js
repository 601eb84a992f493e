let resume; const seen = []; async function work() { seen.push("a"); const v = await new Promise(r => { resume = r; }); seen.push(v); return v * 2; } const done = work(); done.then(v => seen.push(v)); seen
// ---
resume(21); 0
// ---
seen
