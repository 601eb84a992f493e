let loaded = "not yet"; globalThis.gate = {}; gate.promise = new Promise(r => { gate.open = r; }); import("/waits.mjs").then(m => { loaded = m.value; }); 0
// ---
loaded
// ---
gate.open("through"); 0
// ---
loaded
