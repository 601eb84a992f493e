let fail; const seen = []; async function work() { try { await new Promise((_, r) => { fail = r; }); } catch (e) { seen.push(e.message); return "caught"; } finally { seen.push("finally"); } } work().then(v => seen.push(v)); 0
// ---
fail(new Error("late")); 0
// ---
seen
